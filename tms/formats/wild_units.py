"""What trafilatura makes of a page, laid over the page's own elements, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from rapidfuzz.distance import LCSseq
from selectolax.lexbor import LexborNode

from tms.core.document import BlockKind
from tms.formats import html_kinds
from tms.formats.html_kinds import BLOCKS

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOXES = BLOCKS | {"body", "td", "th", "tr", "tbody", "thead", "caption"}
_WORD = re.compile(r"\w+")
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "head", "select", "textarea", "button"}
)
# A bit for each pair of words: what laying one text over the other may take of memory.
_PAIRS = 400_000_000
# trafilatura takes quadratic time on far more elements in one paragraph, and seconds for a larger page.
_LARGEST = 3_000_000
_CROWD = 1000


@dataclass(slots=True)
class Unit:
    """The words that stand directly in one element: a paragraph, a heading, a cell, a menu's entry."""

    node: LexborNode
    path: tuple[LexborNode, ...]
    words: list[str] = field(default_factory=list)
    linked: int = 0
    told: int = 0
    running: bool = False
    kept: bool = False

    @property
    def is_told(self) -> bool:
        return self.told >= 0.6 * len(self.words)

    @property
    def is_link(self) -> bool:
        return self.linked * 2 > len(self.words)

    @property
    def text(self) -> str:
        return " ".join(self.words)


def read(body: LexborNode, html: str) -> list[Unit]:
    """The units of a page in reading order, each with what trafilatura tells of it; [] for one too large."""
    if len(html) > _LARGEST or _is_crowded(body):
        return []
    found = list(_units(body))
    _lay(_told(html), found)
    for unit in found:
        unit.running = _is_running(unit)
    return found


def _is_crowded(body: LexborNode) -> bool:
    inline: dict[int, int] = {}
    for node in body.css("*"):
        if node.tag not in BOXES and node.tag not in _UNSEEN:
            up = node.parent
            while up is not None and up.tag not in BOXES:
                up = up.parent
            if up is not None:
                inline[up.mem_id] = inline.get(up.mem_id, 0) + 1
    return max(inline.values(), default=0) > _CROWD


def _told(html: str) -> list[str]:
    """The words of the article as trafilatura finds them."""
    import trafilatura

    found = trafilatura.extract(html, include_comments=False, include_tables=True)
    return words_of(found or "")


def _units(body: LexborNode) -> Iterator[Unit]:
    """Every element with words of its own, in reading order."""
    found: list[Unit] = []

    def walk(node: LexborNode, unit: Unit, *, linked: bool) -> None:
        child = node.first_child
        while child is not None:
            if child.is_text_node:
                words = words_of(child.text_content or "")
                if words and not unit.words:
                    found.append(unit)
                unit.words += words
                unit.linked += len(words) if linked else 0
            elif child.is_element_node and child.tag not in _UNSEEN:
                inner = Unit(child, (*unit.path, child)) if _is_box(child) else unit
                walk(child, inner, linked=linked or child.tag == "a")
            child = child.next

    walk(body, Unit(body, (body,)), linked=False)
    yield from found


def _is_box(node: LexborNode) -> bool:
    if node.tag in BOXES:
        return True
    return node.tag in {"span", "time"} and html_kinds.named(node, own=False) in html_kinds.SHORT


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _lay(told: Sequence[str], units: Sequence[Unit]) -> None:
    """Count in each unit the words that the longest common sequence with the told words takes."""
    words = [word for unit in units for word in unit.words]
    told = told[: _PAIRS // max(len(words), 1)]
    owner = list(chain.from_iterable([unit] * len(unit.words) for unit in units))
    for step in LCSseq.opcodes(words, told):
        if step.tag == "equal":
            for at in range(step.src_start, step.src_end):
                owner[at].told += 1


def _is_running(unit: Unit) -> bool:
    return (
        unit.is_told
        and len(unit.words) >= 10
        and not unit.is_link
        and unit.node.tag not in HEADINGS
        and not is_teaser(unit)
        and not is_captioned(unit)
    )


def is_teaser(unit: Unit) -> bool:
    """Whether it stands in a small box under a heading that is nothing but a link."""
    for box in unit.path[-2:-4:-1]:
        if box.tag in {"body", "article", "main"}:
            return False
        for heading in box.css("h2, h3, h4, h5, h6"):
            link = heading.css_first("a[href]")
            if link is not None and len(link.text().strip()) * 2 > len(heading.text().strip()):
                return len(box.css("p")) < 3
    return False


def is_captioned(unit: Unit) -> bool:
    return any(
        box.tag in {"figcaption", "figure"} or html_kinds.named(box, own=False) in _FIGURED
        for box in unit.path[-3:]
    )


_FIGURED = frozenset({BlockKind.CAPTION, BlockKind.CREDIT})


def path_of(node: LexborNode) -> list[LexborNode]:
    """The element and those around it, from the inside."""
    path, up = [node], node.parent
    while up is not None and up.tag != "html":
        path.append(up)
        up = up.parent
    return path
