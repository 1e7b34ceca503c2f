"""A release as its readers get it: the three editions side by side, block by block."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import languages, serving
from tms.core.assembly import AssembledBlock, Assembly
from tms.core.document import HIDDEN, BlockKind
from tms.core.house import House
from tms.errors import NoSuchRelease
from tms.formats.html_page import inside
from tms.languages.base import Language
from tms.store import articles, releases
from tms.web.pages import page as rendered
from tms.web.pages import welcome
from tms.workflow.assemble import assemblies
from tms.workflow.release import overtaken as overtakes


@dataclass(frozen=True)
class Cell:
    """One block in one language: its markup, and whether a piece of it is no longer this English."""

    language: Language
    html: str
    stale: bool


@dataclass(frozen=True)
class Line:
    """A block of the English in every language of the release."""

    kind: BlockKind
    hidden: bool
    level: int
    cells: list[Cell]


def page(request: Request) -> Response:
    empty = welcome(request)
    if empty is not None:
        return empty
    slug, number = request.path_params["slug"], request.path_params["number"]
    serving.clean_names([("slug", slug)])
    with serving.desk(request).reading() as session:
        article = articles.find(session, slug)
        if article.slug != slug:
            return RedirectResponse(f"/articles/{article.slug}/releases/{number}", 301)
        release = releases.numbered(session, article.id, number) if number < 2**31 else None
        if release is None:
            raise NoSuchRelease(slug, slug=slug, number=number)
        parts = releases.parts(session, release.id)
        pages, style = assemblies(session, article, parts), House(release.style)
        sent = releases.deliveries(session, release.id)
        overtaken = overtakes(session, release)
    shown = [tag for tag in languages.LANGUAGES if tag in pages]
    return rendered(
        request,
        "release/page.html",
        article=article,
        release=release,
        parts=[(languages.get(tag), parts[tag]) for tag in shown],
        lines=_lines({tag: pages[tag] for tag in shown}, style),
        deliveries=sent,
        overtaken=overtaken,
    )


def _lines(pages: Mapping[str, Assembly], style: House) -> list[Line]:
    """The blocks of all languages in the first one's order; others of their own behind their neighbours."""
    order: list[str] = []
    by_block: dict[str, dict[str, AssembledBlock]] = {}
    for tag, assembly in pages.items():
        at = 0
        for each in assembly.blocks:
            known = by_block.setdefault(each.block.id, {})
            if not known:
                order.insert(at, each.block.id)
            known[tag] = each
            at = order.index(each.block.id) + 1
    tongues = {tag: style.language(tag) for tag in pages}
    return [
        _line(by_block[id], tongues) for id in order if any(each.pieces for each in by_block[id].values())
    ]


def _line(blocks: Mapping[str, AssembledBlock], tongues: Mapping[str, Language]) -> Line:
    block = next(iter(blocks.values())).block
    level = block.attributes.get("level")
    return Line(
        block.kind,
        block.kind in HIDDEN,
        level if isinstance(level, int) else 2,
        [
            Cell(
                tongue,
                inside(blocks[tag], tongue, f"-{tag}") if tag in blocks else "",
                tag in blocks and any(piece.stale for piece in blocks[tag].pieces),
            )
            for tag, tongue in tongues.items()
        ],
    )
