"""Which blocks repeat words of the body, and which only look like it."""

from itertools import count

import pytest

from tms.core.document import Block, BlockKind, Document, with_ids
from tms.core.repeats import fold, link
from tms.core.segmentation import segment
from tms.core.text import Text

BODY = (
    "However, he adds, “it would be stupid to say that Iraq is now clean. There are still sleeper cells.”",
    "“No country – not even European nations – can say so,” he said. “Those cells will stay alive.”",
)


def _linked(kind: BlockKind, text: str) -> tuple[str, ...]:
    """The segments of BODY that a block repeats; its own are a1 a2 a3, then b1 b2."""
    names = iter(["kindred", *(f"x{number}" for number in range(9))])
    blocks = [segment(Block(BlockKind.PARAGRAPH, Text((each,))), "en") for each in BODY]
    repeating = segment(Block(kind, Text((text,))), "en")
    numbers = count(1)
    document = with_ids(Document((repeating, *blocks)), lambda: f"{next(names, 's')}{next(numbers)}")
    body = [each.id for block in document.blocks[1:] for each in block.segments]
    found = link(document).blocks[0].attributes.get("repeats", ())
    assert isinstance(found, tuple)
    return tuple(f"{'ab'[body.index(id) // 2]}{body.index(id) % 2 + 1}" for id in found)


@pytest.mark.parametrize(
    ("kind", "text", "repeats"),
    [
        (
            BlockKind.PULL_QUOTE,
            "No country – not even European nations – can say so.",
            ("b1",),
        ),
        (BlockKind.PULL_QUOTE, '"no country - not even EUROPEAN nations"', ("b1",)),
        (BlockKind.PULL_QUOTE, "Iraq is now clean. There are still sleeper cells.", ("a1", "a2")),
        (BlockKind.PULL_QUOTE, "Sleeper cells", ("a2",)),
        (
            BlockKind.PULL_QUOTE,
            "There are still sleeper cells. Those cells will stay alive!",
            ("a2", "b2"),
        ),
        (BlockKind.PULL_QUOTE, "There are still sleeper cells. Nobody denies it.", ()),
        (BlockKind.PULL_QUOTE, "There are no sleeper cells.", ()),
        (BlockKind.PULL_QUOTE, "leeper cell", ()),
        (BlockKind.PULL_QUOTE, "sleeper cells no country not even", ()),
        (BlockKind.HEADLINE, "There are still sleeper cells", ("a2",)),
        (BlockKind.HEADLINE, "Sleeper cells", ()),
        (BlockKind.CAPTION, "European nations cannot claim", ()),
        (BlockKind.SOCIAL, "Those cells will stay alive", ("b2",)),
        (BlockKind.HEADING, "There are still sleeper cells", ()),
        (BlockKind.PULL_QUOTE, "…", ()),
    ],
)
def test_a_block_repeats_what_stands_word_for_word_in_the_body(
    kind: BlockKind, text: str, repeats: tuple[str, ...]
) -> None:
    assert _linked(kind, text) == repeats


def test_a_link_that_no_longer_holds_goes() -> None:
    block = Block(BlockKind.PULL_QUOTE, Text(("Gone words here.",)), {"repeats": ("aaaaaaaaaa",)})
    assert link(Document((block,))).blocks[0].attributes == {}


def test_folding_leaves_the_words() -> None:
    assert fold("“It’s  OVER,” he\u00a0said – “ﬁnally”.") == "its over he said finally"
