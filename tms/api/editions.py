"""Editions: their translations, and what translators and editors do with them."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Response

from tms import formats, languages
from tms.api import shapes
from tms.api.call import Calling, Json, sheet, told
from tms.core.rights import Person
from tms.core.states import State
from tms.errors import NoSuchEdition, NoSuchTranslation
from tms.formats import po
from tms.store.session import Session
from tms.workflow import assemble, exchange, review, route, translate, wire
from tms.workflow.sheets import Row, Sheet
from tms.workflow.steps import Seen
from tms.workflow.translate import Outcome, Write

router = APIRouter(prefix="/articles/{slug}/editions/{language}", tags=["Editions"])


@router.get("", response_model=shapes.Edition)
def edition(call: Calling, slug: str, language: str) -> Json:
    """An edition's translations in reading order, with what was found in each and what is suggested."""
    return call.read(
        lambda session, by: wire.translations(session, sheet(session, by, slug, language), call.language)
    )


@router.put("/translations/{id}", response_model=shapes.Translation)
def save(call: Calling, slug: str, language: str, id: str, body: shapes.Write) -> Json:
    """Keep a text, unless somebody changed it after the version that its writer looked at (409)."""

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language, write=True)
        if id not in found.by_id:
            raise NoSuchTranslation(id, id=id)
        row = found.by_id[id]
        outcome = translate.save(session, found, [Write(row, body.text, Seen(body.version, body.basis))], by)
        return wire.translation(outcome.only())

    return call.write(step)


@router.post("/submit", response_model=shapes.Done)
def submit(call: Calling, slug: str, language: str, body: shapes.Some | None = None) -> Json:
    """Hand translations in for review: these, or every draft and returned one."""
    return _step(
        call,
        slug,
        language,
        body,
        lambda row: row.record.state in (State.DRAFT, State.RETURNED),
        translate.submit,
    )


@router.post("/confirm", response_model=shapes.Done)
def confirm(call: Calling, slug: str, language: str, body: shapes.Some | None = None) -> Json:
    """Say that stale translations are still right: these, or every stale one."""
    return _step(call, slug, language, body, lambda row: row.stale, translate.confirm)


@router.post("/reopen", response_model=shapes.Done)
def reopen(call: Calling, slug: str, language: str, body: shapes.These) -> Json:
    """Take submitted or approved translations back to draft."""
    some = shapes.Some(segments=body.segments)
    return _step(call, slug, language, some, lambda _: True, translate.reopen)


@router.post("/return", response_model=shapes.Done)
def return_(call: Calling, slug: str, language: str, body: shapes.Return) -> Json:
    """Give translations back with a comment: these, or every submitted one."""

    def returned(session: Session, found: Sheet, rows: list[Row], by: Person) -> Outcome:
        return review.return_(session, found, rows, by, body.comment)

    return _step(call, slug, language, body, lambda row: row.record.state is State.SUBMITTED, returned)


@router.post("/approve", response_model=shapes.Done)
def approve(call: Calling, slug: str, language: str, body: shapes.Approve | None = None) -> Json:
    """Approve these, or every submitted translation without an error; ``version`` is what was looked at."""
    asked = body or shapes.Approve()

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language, write=True)
        rows = None if asked.segments is None else found.pick(asked.segments)
        seen = None if asked.version is None else Seen(asked.version, asked.basis)
        outcome = review.approve(session, found, rows, by, seen=seen, override=asked.override)
        return told(found, outcome, call.language)

    return call.write(step)


@router.post("/sign", response_model=shapes.Signed)
def sign(call: Calling, slug: str, language: str, body: shapes.Sign | None = None) -> Json:
    """Approve the edition as a whole; ``manifest`` is the one that was looked at."""

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language, write=True)
        manifest = review.sign(session, found, by, body.manifest if body else "")
        return _about(found) | {"manifest": manifest}

    return call.write(step)


@router.post("/waive", response_model=shapes.Waived)
def waive(call: Calling, slug: str, language: str, body: shapes.Waive) -> Json:
    """Let stand what a check reports: ``finding`` or ``finding:SEGMENT``."""

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language, write=True)
        return _about(found) | {"waived": review.waive(session, found, body.blocker, body.reason, by)}

    return call.write(step)


@router.post("/assign", response_model=shapes.Assigned)
def assign(call: Calling, slug: str, language: str, body: shapes.Assign) -> Json:
    """Give these segments, or all, to a translator of the language."""
    due = call.moment(body.due, "due")

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language, write=True)
        made = route.assign(session, found, found.pick(body.segments), body.to, by, due)
        return _about(found) | {
            "to": body.to,
            "segments": [each.segment for each in made],
            "due": due.isoformat() if due else None,
        }

    return call.write(step)


@router.post("/translate", response_model=shapes.Started, status_code=202)
def fill(call: Calling, slug: str, language: str, body: shapes.Translate | None = None) -> Json:
    """Put the best suggestions into empty translations as drafts, in jobs; nothing is submitted."""

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language, write=True)
        return _about(found) | {"empty": route.translate(session, found, by, body.machine if body else "")}

    return call.write(step, 202)


@router.get("/export", response_class=Response, responses={200: {"content": {"*/*": {}}}})
def export(
    call: Calling,
    slug: str,
    language: str,
    format: Annotated[str, Query(max_length=40, description="po, html, markdown, text or json.")] = "po",
) -> Response:
    """The edition, or the English, as a file as it stands now."""

    def step(session: Session, by: Person) -> tuple[bytes, str]:
        tag = languages.get(language).tag
        if not by.speaks(tag) and tag != languages.SOURCE:
            raise NoSuchEdition(f"{slug} {tag}", slug=slug, language=tag)
        if format == "po":
            return po.write(exchange.export(session, slug, language)), "text/x-gettext-translation"
        if format == "json":
            found = sheet(session, by, slug, language)
            return wire.edition(session, found, call.language), "application/json"
        return assemble.export(session, slug, language, format), formats.get(format).media_type

    data, media = call.read(step)
    return Response(data, media_type=media, headers={"content-disposition": "attachment"})


@router.post(
    "/import",
    response_model=shapes.Imported,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"text/x-gettext-translation": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def take(
    call: Calling,
    slug: str,
    language: str,
    submit: Annotated[bool, Query(description="Hand in what is not fuzzy.")] = False,
) -> Json:
    """Take the texts of a PO file that was exported here; what others changed meanwhile is not touched."""
    call.known()
    file = po.read(call.request.state.body)

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language)
        done = exchange.take(session, file, found.language, by, slug=found.article.slug, submitting=submit)
        return wire.imported(done, call.language)

    return call.write(step)


def _step(
    call: Calling,
    slug: str,
    language: str,
    body: shapes.Some | None,
    usual: Callable[[Row], bool],
    run: Callable[[Session, Sheet, list[Row], Person], Outcome],
) -> Json:
    """A step on the segments named, or on all that usually take it."""

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language, write=True)
        named = None if body is None else body.segments
        rows = found.pick(named)
        chosen = [row for row in rows if usual(row)] if named is None else rows
        return told(found, run(session, found, chosen, by), call.language)

    return call.write(step)


def _about(found: Sheet) -> Json:
    return {"article": found.article.slug, "language": found.language}
