"""The steps of the editor: sent as a plain form, or as JSON by its modules."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tms import languages, serving
from tms.core.rights import Person
from tms.core.text import Text
from tms.errors import BadRequest, Conflict, DeskError
from tms.store import editions
from tms.store.house import house
from tms.store.session import Session
from tms.web.editor.deeds import Deed, Sent, approve_clean
from tms.web.editor.markup import diff, shown
from tms.web.editor.page import block
from tms.web.editor.view import Opened, opened, row_of, sheet_of
from tms.web.pages import page as rendered
from tms.workflow import translate, wire
from tms.workflow.sheets import Row

_ELSEWHERE = (401, 403, 404)
"""Refusals of the whole page, which are told as everywhere else."""

_ALONE = frozenset({"save", "submit", "confirm", "reopen"})
"""Steps that look at nothing but their own block."""


def save(request: Request) -> Response:
    """Keep a text that was typed; 409 carries what both began from, theirs, and the differences."""
    try:
        by = serving.person(request)
        serving.clean_names(list(request.path_params.items()))
        sent = _read(request.state.body)
        return JSONResponse(_take(request, by, sent))
    except DeskError as error:
        return JSONResponse(_refused(request, error), error.status)


def form(request: Request) -> Response:
    """The same by a plain form: the step, then the sentence again, or the next one that is open."""
    by = serving.person(request)
    slug, language = request.path_params["slug"], request.path_params["language"]
    serving.clean_names(list(request.path_params.items()))
    fields = serving.fields(request)
    if "clean" in fields:
        return _clean(request, by, fields["clean"])
    back, _, version = fields.get("back", "").partition(":")
    if back:  # an addition that was taken out, from beside what it followed
        fields = {**fields, "translation": back, "version": version, "do": "put-back"}
    put, fields = _fixed(fields)
    id, wanted = fields.get("translation", ""), fields.get("do", "save")
    text = fields.get("text", "").replace("\r\n", "\n")
    try:
        sent = Sent.model_validate({**fields, "text": text})
    except ValidationError as error:
        raise BadRequest("form", reason=_first(error)) from error
    desk = serving.desk(request)
    try:
        with desk.writing() as session:
            sheet = sheet_of(session, by, slug, language, write=True, around=_enough(sent, id))
            row = row_of(sheet, id)
            sent = _suggested(session, row, put(row, sent))
            deed = Deed(session, sheet, row, sent, by)
            deed.run()
    except Conflict as conflict:
        return _overtaken(request, id, sent, conflict)
    except DeskError as error:
        if error.status in _ELSEWHERE or isinstance(error, BadRequest):
            raise
        return _not_done(request, id, sent, error)
    with desk.reading() as session:
        view = opened(session, by, slug, language)
        return RedirectResponse(_on(request, view, deed.at, wanted), 303)


def _take(request: Request, by: Person, sent: Sent) -> dict[str, Any]:
    slug, language = request.path_params["slug"], request.path_params["language"]
    with serving.desk(request).writing() as session:
        id = request.path_params["id"]
        sheet = sheet_of(session, by, slug, language, write=True, around=_enough(sent, id))
        row = row_of(sheet, id)
        deed = Deed(session, sheet, row, sent, by)
        deed.run()
        row = deed.row
        answer = {
            "id": row.id,
            "version": row.record.version,
            "text": row.record.text,
            "state": "stale" if row.stale else row.record.state.value,
            "revision": sheet.revision.number,
        }
        if deed.shape:
            session.flush()
            answer |= {"at": deed.at, "block": block(request, session, by, sheet, row.block.id)}
        return answer


def _enough(sent: Sent, id: str) -> list[str] | None:
    """What of the edition a step has to see: None for all of it."""
    return [id] if sent.do in _ALONE else None


def _clean(request: Request, by: Person, seen: str) -> Response:
    """Approve all that was clean on the page that was looked at."""
    slug, language = request.path_params["slug"], request.path_params["language"]
    with serving.desk(request).writing() as session:
        approve_clean(session, sheet_of(session, by, slug, language, write=True), seen, by)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({})
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{request.url.path}{query}", 303)


def _refused(request: Request, error: DeskError) -> dict[str, Any]:
    """What went wrong, in the words of the page; a conflict with what both began from and the differences."""
    body: dict[str, Any] = wire.error(error, serving.language(request))
    if isinstance(error, Conflict):
        sent = _read(request.state.body)
        language = request.path_params["language"]
        with serving.desk(request).reading() as session:
            style = house(session)
        base = _base(request, request.path_params["id"], sent.version)
        body |= {
            "version": error.version,
            "current": error.current,
            "ours": any(
                translate.spelled(each, language, style) == error.current for each in sent.unanswered
            ),
            "by": _author(request, request.path_params["id"]),
            "base": str(shown(Text.parse(base))),
            "theirs": str(diff(base, error.current)),
            "mine": str(diff(base, sent.text)),
            "field": str(shown(Text.parse(error.current))),
        }
    return body


def _overtaken(request: Request, id: str, sent: Sent, error: Conflict) -> Response:
    """A conflict as a page: what both began from, theirs and mine, and the choice between them."""
    base = _base(request, id, sent.version)
    return rendered(
        request,
        "editor/conflict.html",
        error.status,
        segment=error.where,
        translation=id,
        sent=sent,
        error=error,
        base=shown(Text.parse(base)),
        theirs=diff(base, error.current),
        mine=diff(base, sent.text),
        who=_author(request, id),
        target=languages.target(request.path_params["language"]),
    )


def _not_done(request: Request, id: str, sent: Sent, error: DeskError) -> Response:
    """A step that was refused, with what was typed still in a field."""
    return rendered(
        request,
        "editor/refused.html",
        error.status,
        translation=id,
        sent=sent,
        error=error,
        target=languages.target(request.path_params["language"]),
    )


def _base(request: Request, id: str, version: int) -> str:
    with serving.desk(request).reading() as session:
        return next((each.text for each in editions.history(session, id) if each.version == version), "")


def _author(request: Request, id: str) -> str:
    with serving.desk(request).reading() as session:
        return editions.translation(session, id).author


def _read(body: bytes) -> Sent:
    try:
        return Sent.model_validate_json(body)
    except ValidationError as error:
        raise BadRequest("body", reason=_first(error)) from error


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"[:300]


def _fixed(fields: dict[str, str]) -> tuple[Callable[[Row, Sent], Sent], dict[str, str]]:
    """A fix is "START END TEXT", a replacement in the text that was checked; elsewhere it changes nothing."""
    fix = fields.get("fix")
    if fix is None:
        return (lambda _, sent: sent), fields
    start, _, rest = fix.partition(" ")
    end, _, text = rest.partition(" ")

    def put(row: Row, sent: Sent) -> Sent:
        old = row.record.text
        if sent.text != old or not (start.isdecimal() and end.isdecimal()):
            return sent
        return sent.model_copy(update={"text": old[: int(start)] + text + old[int(end) :]})

    return put, {**fields, "do": "save"}


def _suggested(session: Session, row: Row, sent: Sent) -> Sent:
    """A suggestion or an earlier wording taken by its button brings its text with it."""
    if sent.wording:
        for version in editions.history(session, row.id):
            if version.version == sent.wording:
                return sent.model_copy(update={"text": version.text, "do": "save"})
    if not sent.taken:
        return sent
    for each in editions.suggestions(session, [row.id]):
        if each.id == sent.taken:
            return sent.model_copy(update={"text": each.text, "do": "save"})
    # It is gone since the page was made, with the approval it came from: nothing is written in its place.
    return sent.model_copy(update={"text": sent.text or row.record.text})


def _on(request: Request, view: Opened, segment: str, done: str) -> str:
    """Where the page goes on: at the same sentence, or, when it was handed in, at the next open one."""
    at = view.outline.by_segment.get(segment)
    if at is not None and done == "submit":
        at = view.outline.next_open(at) or at
    where = at.place if at is not None else segment
    kept = {name: request.query_params.get(name, "")[:200] for name in ("show", "text")}
    query = urlencode({"at": where} | {name: value for name, value in kept.items() if value})
    return f"{request.url.path}?{query}#s-{where}"
