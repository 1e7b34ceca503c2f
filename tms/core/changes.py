"""What a revision of the English changed, block by block, for people to read."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tms.core.alignment import Fate
from tms.core.document import Block, BlockKind, Document
from tms.core.text import Text


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence with what became of it; ``before`` and ``now`` are its wordings, None where it had none."""

    segment: str
    fate: Fate
    before: Text | None
    now: Text | None


@dataclass(frozen=True, slots=True)
class Line:
    """A block with its sentences. ``was`` is its kind before, None for a block that was not there."""

    block: Block
    was: BlockKind | None
    pieces: tuple[Piece, ...]
    gone: bool = False

    @property
    def changed(self) -> bool:
        recast = self.was is not self.block.kind
        return self.gone or recast or any(each.fate is not Fate.KEPT for each in self.pieces)


@dataclass(frozen=True)
class _Gone:
    """Sentences by the block and the sentence behind which they stood, blocks by the block before them."""

    sentences: dict[tuple[str, str], list[Piece]] = field(default_factory=lambda: defaultdict(list))
    blocks: dict[str, list[Block]] = field(default_factory=lambda: defaultdict(list))

    def lines(self, behind: str) -> Iterator[Line]:
        for block in self.blocks[behind]:
            pieces = (Piece(each.id, Fate.REMOVED, each.text, None) for each in block.segments)
            yield Line(block, block.kind, tuple(pieces), gone=True)


def changes(old: Document, new: Document) -> list[Line]:
    """Every block of the new Document in order; what is gone stands where it stood."""
    gone = _gone(old, new)
    before = {segment.id: segment.text for segment in old.segments}
    lines = list(gone.lines(""))
    for block in new.blocks:
        was = old.block(block.id)
        pieces = [*gone.sentences[block.id, ""]]
        for segment in block.segments:
            earlier = before.get(segment.id)
            moved = segment.id in before and old.block_of[segment.id].id != block.id
            fate = _fate(earlier, segment.text, moved=moved)
            pieces.append(Piece(segment.id, fate, earlier, segment.text))
            pieces += gone.sentences[block.id, segment.id]
        lines.append(Line(block, was.kind if was else None, tuple(pieces)))
        lines += gone.lines(block.id)
    return lines


def _gone(old: Document, new: Document) -> _Gone:
    found = _Gone()
    live = {segment.id: block.id for block in new.blocks for segment in block.segments}
    stays = {block.id for block in new.blocks}
    last = ""
    for block in old.blocks:
        if block.id not in stays:
            if not all(segment.id in live for segment in block.segments) or not block.segments:
                found.blocks[last].append(block)
            continue
        last, behind = block.id, ""
        for segment in block.segments:
            if segment.id not in live:
                piece = Piece(segment.id, Fate.REMOVED, segment.text, None)
                found.sentences[block.id, behind].append(piece)
            elif live[segment.id] == block.id:
                behind = segment.id
    return found


def _fate(before: Text | None, now: Text, *, moved: bool) -> Fate:
    if before is None:
        return Fate.ADDED
    if before.hash != now.hash:
        return Fate.EDITED
    return Fate.MOVED if moved else Fate.KEPT
