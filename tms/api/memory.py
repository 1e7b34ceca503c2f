"""The translation memory as TMX: pairs of other tools in, the desk's out."""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from tms import languages
from tms.api import shapes
from tms.api.call import Calling, Json
from tms.core.rights import Person
from tms.store.session import Session
from tms.workflow import interchange, wire

router = APIRouter(tags=["Memory"])
TMX = "application/x-tmx+xml"
Language = Annotated[str, Query(max_length=12, description="Only this language.")]
_PIECE = 1 << 16


@router.post(
    "/memory",
    response_model=shapes.MemoryImport,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {TMX: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def take(call: Calling, language: Language = "") -> Json:
    """Add the pairs of a TMX file to the memory, all or none; larger files by the command line."""
    tags = _tags(language)
    interchange.may_take(tags, call.known())
    with interchange.opened(BytesIO(call.request.state.body), tags, lambda _read: None) as file:

        def step(session: Session, by: Person) -> Json:
            interchange.may_take(tags, by)
            added = interchange.take(session, file, by, lambda _done, _total: None)
            return wire.taken(file.reading, added, call.language)

        return call.write(step)


@router.get("/memory.tmx", response_class=StreamingResponse, responses={200: {"content": {TMX: {}}}})
def export(call: Calling, language: Language = "") -> StreamingResponse:
    """The memory as TMX 1.4b, in the languages that the sender speaks."""
    tags = _tags(language)

    def step(session: Session, by: Person) -> BinaryIO:
        spool = tempfile.TemporaryFile(prefix="tms-memory-")  # noqa: SIM115  closed when it is sent
        spool.writelines(interchange.export(session, [tag for tag in tags if by.speaks(tag)], by))
        return spool

    return StreamingResponse(_read(call.read(step)), media_type=TMX)


def _read(spool: BinaryIO) -> Iterator[bytes]:
    with spool:
        spool.seek(0)
        while piece := spool.read(_PIECE):
            yield piece


def _tags(language: str) -> list[str]:
    return [languages.target(language).tag] if language else list(languages.TARGETS)
