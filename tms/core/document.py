"""The structure of an article: a Document of Blocks, each cut into Segments.

A format makes a Document without ids and without segments; ``workflow.ingest`` has it cut, aligned with
the revision before, and given ids. English is the only source language, so a Document is English.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from urllib.parse import urljoin

from tms.core.text import Text, join

Attribute = str | int | bool | tuple[str, ...]


class BlockKind(StrEnum):
    KICKER = "kicker"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    PULL_QUOTE = "pull_quote"
    IMAGE = "image"
    CAPTION = "caption"
    CREDIT = "credit"
    TABLE_CELL = "table_cell"
    NOTICE = "notice"
    SOCIAL = "social"
    SEO_TITLE = "seo_title"
    SEO_DESCRIPTION = "seo_description"
    EMBED = "embed"


# Blocks of these kinds do not become one segment a sentence: their text is one piece.
WHOLE = frozenset(
    {BlockKind.KICKER, BlockKind.HEADLINE, BlockKind.HEADING, BlockKind.CREDIT, BlockKind.SEO_TITLE}
)

# Nothing in these is translated as running text; see ``names``.
RENDERED = frozenset({BlockKind.BYLINE, BlockKind.DATELINE})

# Of these a published page shows no text of its own: it stands in ``alt``, ``<title>`` and ``<meta>``.
HIDDEN = frozenset({BlockKind.IMAGE, BlockKind.SEO_TITLE, BlockKind.SEO_DESCRIPTION, BlockKind.SOCIAL})


@dataclass(frozen=True, slots=True)
class Segment:
    """The piece one person translates. White space between segments belongs to the one before."""

    id: str
    text: Text


@dataclass(frozen=True)
class Block:
    """One block in reading order.

    ``attributes`` by kind: heading ``level`` (1–6); list_item ``ordered``, ``depth`` (from 1); image
    ``src``, ``width``, ``height`` (its text is the alt text); dateline ``date`` (ISO 8601), ``place``;
    byline ``names`` (tuple); table_cell ``row``, ``column`` (from 1), ``header``; embed ``html``;
    pull_quote, caption, headline, standfirst and social ``repeats`` (ids of the segments whose words
    they repeat). image, caption and credit of one figure share ``group``; so do the cells of a table.
    ``uncertain`` says why the kind is a guess, "" where it is not one.
    """

    kind: BlockKind
    text: Text
    attributes: dict[str, Attribute] = field(default_factory=dict)
    group: str = ""
    id: str = ""
    segments: tuple[Segment, ...] = ()
    uncertain: str = ""


@dataclass(frozen=True)
class Document:
    """An article's whole structure; ``url`` is its canonical address where the input names one."""

    blocks: tuple[Block, ...]
    url: str = ""

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """All segments in reading order."""
        return tuple(segment for block in self.blocks for segment in block.segments)

    @cached_property
    def block_of(self) -> dict[str, Block]:
        """The block of each segment id."""
        return {segment.id: block for block in self.blocks for segment in block.segments}

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each segment in reading order."""
        return {segment.id: at for at, segment in enumerate(self.segments)}

    @cached_property
    def block_places(self) -> dict[str, int]:
        """The place of each block."""
        return {block.id: at for at, block in enumerate(self.blocks)}

    def block(self, id: str) -> Block | None:
        return next((block for block in self.blocks if block.id == id), None)

    def first(self, kind: BlockKind) -> Block | None:
        return next((block for block in self.blocks if block.kind is kind), None)

    def headline(self) -> str:
        """The headline's characters, else those of the first block that has any."""
        found = self.first(BlockKind.HEADLINE) or next((b for b in self.blocks if b.text), None)
        return found.text.plain if found else ""

    def same_as(self, other: "Document") -> bool:
        """Whether two Documents say the same, whatever their ids."""
        return [_bare(block) for block in self.blocks] == [_bare(block) for block in other.blocks]


def with_ids(document: Document, new_id: Callable[[], str]) -> Document:
    """Give every block and segment that has no id a new one."""
    return replace(
        document,
        blocks=tuple(
            replace(
                block,
                id=block.id or new_id(),
                segments=tuple(replace(s, id=s.id or new_id()) for s in block.segments),
            )
            for block in document.blocks
        ),
    )


def located(document: Document, url: str) -> Document:
    """The Document with links and pictures that lead where they led on its page, also if that was near by."""
    return replace(document, blocks=tuple(_located(block, url) for block in document.blocks))


def joined(block: Block) -> Text:
    """The block's text out of its segments: equal to ``block.text`` but in byline and dateline."""
    return join(segment.text for segment in block.segments)


def words(text: Text) -> int:
    """Number of words: runs of characters between white space that hold a letter or a digit."""
    return sum(any(c.isalnum() for c in word) for word in text.plain.split())


def _located(block: Block, url: str) -> Block:
    codes = tuple(
        replace(code, attributes=tuple((name, _led(name, value, url)) for name, value in code.attributes))
        for code in block.text.codes
    )
    attributes = {
        name: _led(name, value, url) if isinstance(value, str) else value
        for name, value in block.attributes.items()
    }
    return replace(block, text=replace(block.text, codes=codes), attributes=attributes)


def _led(name: str, value: str, url: str) -> str:
    """An address as it leads from a page; a place on the page itself stays one."""
    if name not in {"href", "src"} or not value or value.startswith("#"):
        return value
    try:
        return urljoin(url, value)
    except ValueError:
        return value


def _bare(block: Block) -> tuple[object, ...]:
    attributes = {name: value for name, value in block.attributes.items() if name != "repeats"}
    return (block.kind, block.text, attributes, bool(block.group))


def groups(document: Document) -> Iterator[tuple[Block, ...]]:
    """Neighbouring blocks that belong together (one figure, one table, one list), in reading order."""
    held: list[Block] = []
    for block in document.blocks:
        if held and not _together(held[-1], block):
            yield tuple(held)
            held = []
        held.append(block)
    if held:
        yield tuple(held)


def _together(one: Block, other: Block) -> bool:
    if one.group or other.group:
        return one.group == other.group
    return one.kind is other.kind is BlockKind.LIST_ITEM
