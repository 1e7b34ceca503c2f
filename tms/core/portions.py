"""Cut an edition's open work into portions: whole blocks, the lead first, as many words as were asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tms.core.document import BlockKind

_TOP = frozenset({BlockKind.KICKER, BlockKind.HEADLINE, BlockKind.STANDFIRST})
_OPENING = 3  # paragraphs that a reader of the front page may come to


@dataclass(frozen=True, slots=True)
class Piece:
    """One translation that is still to do: where it stands and how many English words it has."""

    id: str
    block: str
    words: int


def lead(blocks: Iterable[tuple[str, BlockKind]]) -> set[str]:
    """The blocks that a story stands or falls with: headline, standfirst, and the first paragraphs."""
    found = set()
    opening = 0
    for id, kind in blocks:
        if kind is BlockKind.PARAGRAPH:
            opening += 1
        if kind in _TOP or (kind is BlockKind.PARAGRAPH and opening <= _OPENING):
            found.add(id)
    return found


def portion(pieces: Sequence[Piece], leading: set[str], words: int) -> list[str]:
    """The pieces to take for so many words, at least one block: a block is never torn between two voices.

    The lead comes first, then the reading order; no block is begun once the words are reached.
    """
    blocks: dict[str, list[Piece]] = {}
    for piece in pieces:
        blocks.setdefault(piece.block, []).append(piece)
    taken: list[str] = []
    count = 0
    for _, members in sorted(blocks.items(), key=lambda block: block[0] not in leading):
        if taken and count >= words:
            break
        taken += [piece.id for piece in members]
        count += sum(piece.words for piece in members)
    return taken
