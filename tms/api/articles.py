"""Articles: what the desk has, taking in, the English, its structure, and where its segments go."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from tms import serving
from tms.api import shapes
from tms.api.call import Calling, Json, spoken
from tms.api.problems import unreadable
from tms.core.rights import Person
from tms.errors import BadRequest
from tms.store import articles as store
from tms.store.session import Session
from tms.workflow import blocks, wire
from tms.workflow import ingest as taking
from tms.workflow import route as routing
from tms.workflow import status as standing

router = APIRouter(tags=["Articles"])
_RAW = frozenset({"text/html", "text/markdown", "text/plain"})
_FILE = {"schema": {"type": "string", "format": "binary"}}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "The article itself, with what is said of it in the query; or both as JSON or a form.",
        "content": {
            "application/json": {"schema": shapes.NewArticle.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": _FILE["schema"], "slug": {"type": "string"}},
                }
            },
            "text/html": _FILE,
            "text/markdown": _FILE,
            "text/plain": _FILE,
        },
    }
}


async def incoming(request: Request) -> tuple[bytes, shapes.NewArticle]:
    """An article's bytes and what is said of it: as JSON, as a form with a file, or the file itself."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    said: dict[str, object] = dict(request.query_params)
    try:
        if media == "application/json":
            new = shapes.NewArticle.model_validate_json(request.state.body)
            return new.content.encode(), new
        if media == "multipart/form-data":
            async with request.form(max_files=1, max_fields=10) as form:
                data, fields = await _fields(form)
            return data, shapes.NewArticle.model_validate({**said, **fields, "content": ""})
        said.pop("lang", None)
        named = {"name": media} if media in _RAW else {}
        return request.state.body, shapes.NewArticle.model_validate({**named, **said, "content": ""})
    except ValidationError as error:
        raise unreadable(RequestValidationError(error.errors())) from error
    except UnicodeEncodeError as error:
        raise BadRequest("content", reason="content holds a lone surrogate") from error


async def _fields(form: FormData) -> tuple[bytes, dict[str, str]]:
    """The article in a form, as a file or as a field, and what else is said in it."""
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    file = form.get("file") or form.get("content")
    if not isinstance(file, UploadFile):
        return str(file or "").encode(), {n: v for n, v in fields.items() if n not in {"file", "content"}}
    return await file.read(), {"name": file.filename or "", **fields}


@router.get("/articles", response_model=shapes.Articles)
def articles(
    call: Calling,
    q: Annotated[str, Query(max_length=200, description="Words of the headline or the slug.")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Json:
    """The articles of the desk, the last changed first."""

    def step(session: Session, by: Person) -> Json:
        found = wire.articles(session, words=q, limit=limit, offset=offset)
        for each in found["articles"]:
            each["editions"] = spoken(by, each["editions"])
        return found

    return call.read(step)


@router.post("/articles", response_model=shapes.Ingested, status_code=201, openapi_extra=_BODY)
def ingest(
    call: Calling,
    given: Annotated[tuple[bytes, shapes.NewArticle], Depends(incoming)],
) -> Json:
    """Take an article in, or a correction of one that is known: 201 for a new article, else 200."""
    call.known()
    data, new = given
    serving.clean_names([("slug", new.slug), ("source_key", new.source_key), ("name", new.name)])
    document = taking.parse(data, new.name, new.format)

    def step(session: Session, by: Person) -> Json:
        done = taking.ingest(
            session,
            document,
            by,
            slug=new.slug,
            source_key=new.source_key,
            name=new.name,
            replacing=new.replace,
        )
        call.response.status_code = 201 if done.made and done.revision == 1 else 200
        call.response.headers["location"] = f"/api/v1/articles/{done.article.slug}"
        return wire.ingested(done)

    return call.write(step)


@router.get("/articles/{slug}", response_model=shapes.Status)
def status(call: Calling, slug: str) -> Json:
    """How an article stands, and what keeps each edition from release."""

    def step(session: Session, by: Person) -> Json:
        found = wire.status(standing.status(session, slug), call.language)
        return found | {"editions": spoken(by, found["editions"])}

    return call.read(step)


@router.get("/articles/{slug}/document", response_model=shapes.Document)
def document(
    call: Calling, slug: str, revision: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> Json:
    """The English, block by block and segment by segment, as it is now or in an earlier revision."""

    def step(session: Session, by: Person) -> Json:  # noqa: ARG001  whoever is signed in may read it
        article = store.find(session, slug)
        return wire.shown(article, store.revision(session, article, revision))

    return call.read(step)


@router.patch("/articles/{slug}/blocks/{block}", response_model=shapes.Ingested)
def correct_kind(call: Calling, slug: str, block: str, body: shapes.Kind) -> Json:
    """Say what kind a block really is."""
    return call.write(
        lambda session, by: wire.ingested(taking.correct_kind(session, slug, block, body.kind, by))
    )


@router.post("/articles/{slug}/blocks/{block}/merge", response_model=shapes.Ingested)
def merge(call: Calling, slug: str, block: str) -> Json:
    """Let a block go on with what stands in the next one."""
    return call.write(lambda session, by: wire.ingested(blocks.merge(session, slug, block, by)))


@router.post("/articles/{slug}/blocks/{block}/split", response_model=shapes.Ingested)
def split(call: Calling, slug: str, block: str, body: shapes.Split) -> Json:
    """Let a block end before one of its segments, which begins a new one."""
    return call.write(lambda session, by: wire.ingested(blocks.split(session, slug, block, body.segment, by)))


@router.post("/articles/{slug}/accept", response_model=shapes.Accepted)
def accept(call: Calling, slug: str) -> Json:
    """Accept the current English, so that its editions can go out."""

    def step(session: Session, by: Person) -> Json:
        revision = taking.accept(session, slug, by)
        article = store.find(session, slug)
        return {"article": article.slug, "revision": revision.number, "accepted_by": revision.accepted_by}

    return call.write(step)


@router.post("/articles/{slug}/route", response_model=shapes.Decisions)
def route(call: Calling, slug: str, body: shapes.Route | None = None) -> Json:
    """Send every open segment to the memory, a machine or a person; dry, only say where each would go."""
    dry = body is not None and body.dry_run

    def step(session: Session, by: Person) -> Json:
        decided = routing.route(session, slug, by, dry=dry)
        return wire.decisions(session, slug, decided, call.language)

    return call.read(step) if dry else call.write(step)
