"""Blocks of the English are merged and split; sentences, translations and approvals stay."""

import pytest

from tests.desk import Desk
from tms.errors import BlockBeginsHere, BlockStays, NoSuchBlock, NotAllowed, NothingToMerge
from tms.workflow import blocks
from tms.workflow.ingest import Ingested

TEXT = """# Water returns

The rain came late. Farmers had dug <12> wells, and *the children waited. A boat* brings them to school.

## What comes next

Engineers opened the dam. See [the report](https://example.org/dam).
"""
HEADLINE, FIRST, HEADING, LAST = range(4)


@pytest.fixture(autouse=True)
def _story(request: pytest.FixtureRequest) -> None:
    name = "desks" if "desks" in request.fixturenames else "desk"
    request.getfixturevalue(name).ingest(TEXT)


def ids(desk: Desk) -> list[tuple[str, list[str]]]:
    """Each block with its segments."""
    with desk.database.reading():
        return [(b.id, [s.id for s in b.segments]) for b in desk.look().document.blocks]


def merge(desk: Desk, at: int, by: str = "editor") -> Ingested:
    with desk.step() as session:
        return blocks.merge(session, "story", ids(desk)[at][0], desk[by])


def split(desk: Desk, segment: str, by: str = "editor") -> Ingested:
    with desk.step() as session:
        block = desk.look().document.block_of.get(segment)
        return blocks.split(session, "story", block.id if block else "nothing", segment, desk[by])


def test_a_split_block_keeps_its_sentences_and_their_approval(desks: Desk) -> None:
    desks.finish()
    before, texts, english = ids(desks), desks.texts(), desks.english()
    block, segments = before[FIRST]
    split(desks, segments[2])
    after = ids(desks)
    assert [listed for _, listed in after[FIRST : FIRST + 2]] == [segments[:2], segments[2:]]
    assert after[FIRST][0] == block, "the first part goes on as the block it was"
    assert (desks.texts(), desks.english()) == (texts, english)
    assert desks.states() == ["approved"] * len(texts)
    assert desks.look().state == "approved"


def test_split_and_merged_again_the_article_is_what_it_was(desks: Desk) -> None:
    before = desks.look().document
    split(desks, ids(desks)[FIRST][1][1])
    merge(desks, FIRST)
    after = desks.look().document
    assert after.same_as(before)
    assert [s.id for s in after.segments] == [s.id for s in before.segments]


def test_two_blocks_become_one_with_their_codes(desk: Desk) -> None:
    desk.write_all()
    made = merge(desk, HEADING)
    block = made.document.blocks[HEADING]
    assert block.text.plain == "What comes next Engineers opened the dam. See the report."
    assert [code.get("href") for code in block.text.codes] == ["https://example.org/dam"]
    assert desk.look().revision.number == 2
    assert sum(state.endswith("!") for state in desk.states()) <= 1, "only what was joined is stale"


def test_what_is_not_running_text_stays_as_it_is(desk: Desk) -> None:
    with pytest.raises(NothingToMerge):
        merge(desk, LAST)
    with pytest.raises(BlockBeginsHere):
        split(desk, ids(desk)[FIRST][1][0])
    with pytest.raises(NoSuchBlock):
        split(desk, "nothing")
    with pytest.raises(NotAllowed):
        merge(desk, FIRST, by="translator")
    desk.ingest("# Title\n\n![A boat](https://example.org/b.jpg)\n\nText. More.\n", "figure")
    block = next(b for b in desk.look("figure").document.blocks if b.kind == "image")
    with pytest.raises(BlockStays), desk.step() as session:
        blocks.merge(session, "figure", block.id, desk["editor"])
