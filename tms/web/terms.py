"""The glossary on the web: search it, propose, change with the version seen, lists in and out, history."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tms import languages, serving
from tms.core.folding import fold
from tms.core.rights import Role
from tms.core.terms import Concept, ConceptKind, Status, Term
from tms.core.text import clean
from tms.errors import BadRequest, DeskError, NoSuchConcept
from tms.formats import glossaries
from tms.store import terms as store
from tms.web.pages import page as rendered
from tms.workflow import terms

PAGE = 50
_FILES = {"terms.csv": "text/csv; charset=utf-8", "terms.tbx": "application/x-tbx"}
_FORMS = 40  # terms of one language that a form can hold
_NEW = Concept("", ())


def routes() -> list[BaseRoute]:
    return [
        Route("/terms", page, name="terms"),
        Route("/terms", take_in, methods=["POST"]),
        *(Route(f"/terms/{name}", download) for name in _FILES),
        Route("/terms/new", new),
        Route("/terms/new", keep, methods=["POST"]),
        Route("/terms/{id}", concept),
        Route("/terms/{id}", keep, methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A term in a form; one without text is there to be filled."""

    name: str
    text: str = ""
    status: Status = Status.PREFERRED


def page(request: Request) -> Response:
    serving.person(request)
    return _listed(request)


async def take_in(request: Request) -> Response:
    """Bring in a list, all of it or nothing."""
    async with request.form() as form:
        file = form.get("file")
        data = await file.read() if isinstance(file, UploadFile) else b""
    return await run_in_threadpool(_take_in, request, data)


def _take_in(request: Request, data: bytes) -> Response:
    by = serving.person(request)
    by.must(Role.EDITOR)
    try:
        listed = [(f"line {line}", each) for line, each in glossaries.read(data)]
        with serving.desk(request).writing() as session:
            counts = terms.take_in(session, listed, by)
    except DeskError as error:
        return _listed(request, error=error)
    return _listed(request, counts=counts)


def download(request: Request) -> Response:
    serving.person(request)
    with serving.desk(request).reading() as session:
        concepts = store.concepts(session)
    name = request.url.path.rpartition("/")[2]
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(glossaries.write(concepts, name), media_type=_FILES[name], headers=headers)


def new(request: Request) -> Response:
    serving.person(request).must(Role.TRANSLATOR)
    text = clean(request.query_params.get("term", ""))[:200]
    tag = request.query_params.get("language", languages.SOURCE)
    known = tag if tag in languages.LANGUAGES else languages.SOURCE
    return _form(request, Concept("", (Term(known, text),) if text else ()))


def concept(request: Request) -> Response:
    serving.person(request)
    return _form(request, _found(request))


def keep(request: Request) -> Response:
    """Keep what was typed, or take the concept out; what cannot be kept is shown again as it was typed."""
    by, sent = serving.person(request), serving.fields(request)
    before = _found(request) if "id" in request.path_params else _NEW
    typed = _typed(before.id, sent)
    seen = sent.get("version", "0")
    version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else 0
    try:
        with serving.desk(request).writing() as session:
            if sent.get("do") == "retire":
                terms.retire(session, before.id, version, by)
                return RedirectResponse("/terms", 303)
            kept = terms.keep(session, typed, version, by)
    except DeskError as error:
        return _form(request, typed, error)
    return RedirectResponse(f"/terms/{kept.id}?saved=1", 303)


def _found(request: Request) -> Concept:
    id = request.path_params["id"]
    serving.clean_names([("id", id)])
    with serving.desk(request).reading() as session:
        found = store.concepts(session, [id], retired=True)
    if not found:
        raise NoSuchConcept(id, id=id)
    return found[0]


def _typed(id: str, sent: Mapping[str, str]) -> Concept:
    kind = sent.get("kind", ConceptKind.TERM.value)
    if kind not in set(ConceptKind):
        raise BadRequest("kind", reason=f"there is no kind {kind[:40]!r}")
    found = []
    for tag in languages.LANGUAGES:
        for at in range(_FORMS):
            text = clean(sent.get(f"{tag}-{at}", "")).strip()
            status = sent.get(f"{tag}-{at}-status", "")
            if text:
                found.append(Term(tag, text, Status(status) if status in set(Status) else Status.DRAFT))
    note = clean(sent.get("note", "")).strip().replace("\r\n", "\n")
    return Concept(id, tuple(found), ConceptKind(kind), note, "keep" in sent)


def _form(request: Request, shown: Concept, error: DeskError | None = None) -> Response:
    by = serving.person(request)
    with serving.desk(request).reading() as session:
        version, retired = store.versions(session, [shown.id]).get(shown.id, (0, False))
        history = store.history(session, shown.id) if shown.id else []
    editor = by.has(Role.EDITOR)
    return rendered(
        request,
        "terms/concept.html",
        error.status if error else 200,
        concept=shown,
        version=version,
        retired=retired,
        history=history,
        lines=[(languages.get(tag), _lines(shown, tag, editor=editor)) for tag in languages.LANGUAGES],
        statuses=list(Status) if editor else [Status.DRAFT],
        kinds=list(ConceptKind),
        tongue=languages.get,
        writes=editor or (not shown.id and by.has(Role.TRANSLATOR)),
        saved="saved" in request.query_params and error is None,
        error=error,
    )


def _lines(shown: Concept, tag: str, *, editor: bool) -> list[Line]:
    """The terms of a language and one more line to fill."""
    there = shown.of(tag)
    usual = Status.ADMITTED if there else Status.PREFERRED
    filled = [(term.text, term.status) for term in there] + [("", usual if editor else Status.DRAFT)]
    return [Line(f"{tag}-{at}", text, status) for at, (text, status) in enumerate(filled[:_FORMS])]


def _listed(request: Request, error: DeskError | None = None, **values: Any) -> Response:
    by = serving.person(request)
    asked = clean(request.query_params.get("q", ""))[:200].strip()
    wanted = request.query_params.get("page", "1")
    number = max(int(wanted), 1) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 else 1
    keys = {tag: fold(asked, language).strip() for tag, language in languages.LANGUAGES.items()}
    with serving.desk(request).reading() as session:
        ids, total = store.search(session, keys if asked else {}, PAGE, (number - 1) * PAGE)
        found = {each.id: each for each in store.concepts(session, ids)}
    return rendered(
        request,
        "terms/page.html",
        error.status if error else 200,
        found=[found[id] for id in ids],
        total=total,
        asked=asked,
        number=number,
        last=max(ceil(total / PAGE), 1),
        columns=[languages.get(tag) for tag in languages.LANGUAGES],
        editor=by.has(Role.EDITOR),
        error=error,
        **{"counts": None, **values},
    )
