"""Put translations into the original's structure: an edition is aligned with it by construction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from tms.core.document import Block, Document, Segment
from tms.core.text import Text, join, run


@dataclass(frozen=True, slots=True)
class Run:
    """One translation as the assembly needs it: the segments it covers, in source order, and its text.

    ``position`` orders the runs of a block in the target; ``omitted`` is the reason of an omission;
    ``after`` anchors an addition (a run without segments) behind another translation, or behind an addition.
    """

    translation: str
    segments: tuple[str, ...]
    text: Text
    position: int = 0
    stale: bool = False
    omitted: str = ""
    after: str = ""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Added = TypeVar("Added", bound=_Named)


@dataclass(frozen=True, slots=True)
class Piece:
    """One translation, or one segment of the English, where it stands on the page."""

    segments: tuple[str, ...]
    text: Text
    translation: str = ""
    stale: bool = False
    omitted: str = ""

    @property
    def anchor(self) -> str:
        """The piece's id in HTML; the further segments of a run have anchors of their own inside."""
        return f"s-{self.segments[0]}" if self.segments else f"t-{self.translation}"


@dataclass(frozen=True)
class AssembledBlock:
    """A block of the original with its pieces in the order of this language."""

    block: Block
    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> Text:
        """The whole block, codes that span its pieces joined again, omissions left out."""
        return join(spaced(self.pieces))


@dataclass(frozen=True)
class Assembly:
    """One language of an article, in the original's structure."""

    language: str
    blocks: tuple[AssembledBlock, ...]
    url: str = ""


def original(document: Document, language: str) -> Assembly:
    """The English as an Assembly: each segment is a piece."""
    return Assembly(
        language,
        tuple(
            AssembledBlock(block, tuple(Piece((segment.id,), segment.text) for segment in block.segments))
            for block in document.blocks
        ),
        document.url,
    )


def assemble(document: Document, runs: Iterable[Run], language: str) -> Assembly:
    """Put the runs into the document's blocks; a target's codes get the attributes of the source's.

    A run is placed in the block of its first live segment; one without a live segment is left out.
    """
    placed: dict[str, list[Run]] = defaultdict(list)
    additions: dict[str, list[Run]] = defaultdict(list)
    for each in sorted(runs, key=lambda each: each.position):
        block = next((document.block_of[s] for s in each.segments if s in document.block_of), None)
        if block is not None:
            placed[block.id].append(each)
        elif each.after:
            additions[each.after].append(each)
    segments = {segment.id: segment for segment in document.segments}

    def pieces(block: Block) -> Iterator[Piece]:
        waiting = placed[block.id][::-1]
        while waiting:
            each = waiting.pop()
            yield _piece(each, segments)
            waiting += additions[each.translation][::-1]

    return Assembly(
        language,
        tuple(AssembledBlock(block, tuple(pieces(block))) for block in document.blocks),
        document.url,
    )


def chain(id: str, behind: Mapping[str, Added]) -> Iterator[Added]:
    """The additions behind a translation in their order; ``behind`` has each by what it follows."""
    each = behind.get(id)
    while each is not None:
        yield each
        each = behind.get(each.id)


def source_text(segments: Iterable[Segment]) -> Text:
    """What the translator of a run sees: the segments' texts with the later ones' codes shifted."""
    return run(segment.text for segment in segments)


def spaced(pieces: Iterable[Piece]) -> Iterator[Text]:
    """The pieces' texts with one space between two where neither brings white space."""
    held: Text | None = None
    for piece in pieces:
        if piece.omitted or not piece.text:
            continue
        if held is not None:
            gap = not held.plain[-1:].isspace() and not piece.text.plain[:1].isspace()
            yield Text((*held.pieces, " "), held.codes) if gap and piece.translation else held
        held = piece.text
    if held is not None:
        yield held


def _piece(each: Run, segments: Mapping[str, Segment]) -> Piece:
    live = [segments[s] for s in each.segments if s in segments]
    codes = source_text(live).codes
    return Piece(
        each.segments,
        Text(each.text.pieces, codes),
        each.translation,
        each.stale,
        each.omitted,
    )
