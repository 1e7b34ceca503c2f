"""Taking an article in on the web: a file, a text or an address, what was understood of it, the article."""

import base64
import binascii
import hashlib
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import formats, languages, outgoing, serving
from tms.core.assembly import original
from tms.core.document import BlockKind, Document, words
from tms.core.rights import Role
from tms.core.segmentation import segment
from tms.errors import BadFile, BadRequest, Busy, DeskError, NothingInside, SlugTaken, TooDifferent
from tms.formats.base import LIMIT
from tms.formats.html_page import inside
from tms.messages import N_, Message
from tms.store import articles
from tms.web.pages import page as rendered
from tms.workflow import fetch, ingest
from tms.workflow.fetch import Page

_MOST = 1_000_000
"""Characters in which an article is carried from its preview to its keeping."""

_AT_ONCE = threading.BoundedSemaphore(4)

_GUESSES = 200
"""Blocks whose kind can be corrected in the preview; the others on the article's page."""


@dataclass(frozen=True)
class Brought:
    """What a person handed in."""

    data: bytes
    name: str = ""
    format: str = ""
    slug: str = ""
    url: str = ""

    @property
    def packed(self) -> str:
        packed = base64.urlsafe_b64encode(zlib.compress(self.data)).decode()
        if len(packed) > _MOST:
            raise BadFile(reason=Message(N_("it is too long to be shown here; ./run ingest takes it")))
        return packed

    def key(self, document: Document) -> str:
        """What the article is found again by: a page by its address, a text without a name by its words."""
        if self.url:
            return document.url
        return "" if self.slug or self.name else f"pasted-{hashlib.sha256(self.data).hexdigest()[:16]}"

    def document(self, sent: Mapping[str, str] | None = None) -> Document:
        """The article as it was understood, with the kinds that its editor corrected."""
        if self.url:
            found = fetch.read(Page(self.data, self.format, self.url))
        else:
            found = ingest.parse(self.data, self.name, self.format)
        blocks = list(found.blocks)
        for at, block in enumerate(blocks[:_GUESSES]):
            kind = (sent or {}).get(f"kind-{at}", "")
            if kind in set(BlockKind) and kind != block.kind:
                about = {**block.attributes, "corrected": block.kind.value}
                blocks[at] = replace(block, kind=BlockKind(kind), attributes=about, uncertain="")
        return replace(found, blocks=tuple(blocks))


def page(request: Request) -> Response:
    serving.person(request).must(Role.EDITOR)
    return _form(request)


async def take(request: Request) -> Response:
    """Show what was understood, or keep it; a file comes in a form of parts."""
    async with request.form(max_fields=20_000, max_part_size=LIMIT * 1024 * 1024) as form:
        sent = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form.get("file")
        held = (await file.read(), file.filename or "") if isinstance(file, UploadFile) else (b"", "")
    return await run_in_threadpool(_take, request, sent, *held)


def _take(request: Request, sent: dict[str, str], data: bytes, name: str) -> Response:
    by = serving.person(request)
    by.must(Role.EDITOR)
    keeping = sent.get("do") == "keep"
    try:
        brought = _kept(sent) if keeping else _brought(request, sent, data, name)
        serving.clean_names([("name", brought.name), ("slug", brought.slug)])
        document = brought.document(sent)
    except BadRequest:
        raise
    except DeskError as error:
        return _form(request, error, sent)
    if not keeping:
        return _preview(request, brought, document)
    try:
        with serving.desk(request).writing() as session:
            done = ingest.ingest(
                session,
                document,
                by,
                slug=brought.slug,
                source_key=brought.key(document),
                name=brought.name,
                replacing="replace" in sent,
            )
            slug = done.article.slug
    except DeskError as error:
        return _preview(request, brought, document, error)
    return RedirectResponse(f"/articles/{slug}", 303)


def _brought(request: Request, sent: Mapping[str, str], data: bytes, name: str) -> Brought:
    """What came in: a file before a text before an address."""
    text = sent.get("text", "").replace("\r\n", "\n")
    asked, slug = sent.get("format", "")[:40], sent.get("slug", "").strip()[:80]
    if data:
        brought = Brought(data, PurePath(name).name[:200], asked, slug)
    elif text.strip() or not sent.get("url", "").strip():
        brought = Brought(text.encode("utf-8", "replace"), "", asked, slug)
    else:
        found = _fetched(request, sent["url"])
        brought = Brought(found.data, "", asked or found.format, slug, found.url)
    if not brought.data.strip():
        raise NothingInside
    if brought.slug == "new":
        raise SlugTaken(brought.slug, slug=brought.slug)
    return brought


def _fetched(request: Request, url: str) -> Page:
    """A page of the web; while it comes a thread waits, so only a few may at once."""
    if not _AT_ONCE.acquire(blocking=False):
        raise Busy
    try:
        return fetch.page(serving.desk(request).settings, url)
    finally:
        _AT_ONCE.release()


def _kept(sent: Mapping[str, str]) -> Brought:
    """What the preview carried; it is as little to be trusted as a file."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.urlsafe_b64decode(sent.get("packed", "")), LIMIT * 1024 * 1024)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise BadRequest("packed", reason=Message(N_("the article did not arrive whole"))) from error
    if not data or unpacking.unconsumed_tail:
        raise BadRequest("packed", reason=Message(N_("the article did not arrive whole")))
    url = sent.get("url", "")
    if url:
        outgoing.parsed(url)
    return Brought(
        data, sent.get("name", "")[:200], sent.get("format", "")[:40], sent.get("slug", "")[:80], url
    )


def _form(
    request: Request, error: DeskError | None = None, sent: Mapping[str, str] | None = None
) -> Response:
    return rendered(
        request,
        "intake/page.html",
        error.status if error else 200,
        error=error,
        sent=sent or {},
        formats=[each.name for each in formats.FORMATS if each.read is not None],
    )


def _preview(
    request: Request, brought: Brought, document: Document, error: DeskError | None = None
) -> Response:
    cut = replace(document, blocks=tuple(segment(each, languages.SOURCE) for each in document.blocks))
    english = original(cut, languages.SOURCE)
    known = brought.key(document) or brought.slug or PurePath(brought.name).stem or document.url
    with serving.desk(request).reading() as session:
        belongs = articles.by_key(session, known)
        if belongs is None and brought.slug and articles.taken(session, brought.slug):
            belongs = articles.find(session, brought.slug)
    return rendered(
        request,
        "intake/preview.html",
        error.status if error else 200,
        brought=brought,
        packed=brought.packed,
        title=document.headline(),
        blocks=[
            (at, each, inside(each, languages.get(languages.SOURCE)))
            for at, each in enumerate(english.blocks)
        ],
        segments=len(cut.segments),
        length=sum(words(each.text) for each in cut.segments),
        uncertain=sum(bool(each.uncertain) for each in cut.blocks),
        guesses=_GUESSES,
        belongs=belongs,
        kinds=list(BlockKind),
        error=error,
        differs=isinstance(error, TooDifferent),
    )
