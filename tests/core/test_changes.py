"""What a revision changed is told sentence by sentence, and what is gone stands where it stood."""

from dataclasses import replace

from tms.core.alignment import Fate
from tms.core.changes import changes
from tms.core.document import Block, BlockKind, Document, Segment
from tms.core.text import Text


def block(id: str, *sentences: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    """Sentences are "id text"."""
    parted = [each.partition(" ") for each in sentences]
    segments = tuple(Segment(name, Text.parse(text)) for name, _, text in parted)
    return Block(kind, Text.parse(" ".join(text for _, _, text in parted)), id=id, segments=segments)


OLD = Document(
    (
        block("b1", "a It rained.", "b They left.", "c It was late."),
        block("b2", "d A boat came."),
        block("b3", "e The end."),
    )
)


def told(new: Document) -> list[tuple[str, list[tuple[str, Fate]]]]:
    return [(line.block.id, [(p.segment, p.fate) for p in line.pieces]) for line in changes(OLD, new)]


def test_nothing_changed_is_all_kept() -> None:
    assert not [line for line in changes(OLD, OLD) if line.changed]
    assert [fate for _, pieces in told(OLD) for _, fate in pieces] == [Fate.KEPT] * 5


def test_each_sentence_says_what_became_of_it() -> None:
    new = Document(
        (
            block("b1", "a It rained.", "c It was very late.", "x They stayed."),
            block("b3", "e The end.", "d A boat came."),
        )
    )
    assert told(new) == [
        ("b1", [("a", Fate.KEPT), ("b", Fate.REMOVED), ("c", Fate.EDITED), ("x", Fate.ADDED)]),
        ("b3", [("e", Fate.KEPT), ("d", Fate.MOVED)]),
    ]


def test_a_block_that_is_gone_stands_where_it_stood() -> None:
    without = Document((OLD.blocks[0], OLD.blocks[2]))
    assert [(line.block.id, line.gone) for line in changes(OLD, without)] == [
        ("b1", False),
        ("b2", True),
        ("b3", False),
    ]
    first = Document(OLD.blocks[1:])
    assert [line.block.id for line in changes(OLD, first)] == ["b1", "b2", "b3"]


def test_another_kind_is_a_change() -> None:
    new = Document((replace(OLD.blocks[0], kind=BlockKind.QUOTE), *OLD.blocks[1:]))
    [line] = [line for line in changes(OLD, new) if line.changed]
    assert (line.was, line.block.kind) == (BlockKind.PARAGRAPH, BlockKind.QUOTE)
