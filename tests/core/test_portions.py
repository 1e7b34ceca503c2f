"""Portions keep a block in one voice and begin with the lead; the pace leaves breaks out."""

from datetime import UTC, datetime, timedelta

from tms.core.document import BlockKind
from tms.core.pace import USUAL, needed, pace, stretches
from tms.core.portions import Piece, lead, portion

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
PIECES = [Piece("a", "p9", 30), Piece("b", "p9", 30), Piece("c", "head", 6), Piece("d", "p1", 40)]


def test_the_lead_is_headline_standfirst_and_three_paragraphs() -> None:
    kinds = [("k", "kicker"), ("h", "headline"), ("by", "byline"), ("s", "standfirst"), ("i", "image")]
    kinds += [(f"p{n}", "paragraph") for n in range(5)]
    assert lead((id, BlockKind(kind)) for id, kind in kinds) == {"k", "h", "s", "p0", "p1", "p2"}


def test_a_portion_takes_whole_blocks_until_the_words_are_reached() -> None:
    assert portion(PIECES, {"head", "p1"}, 1) == ["c"]
    assert portion(PIECES, {"head", "p1"}, 20) == ["c", "d"]
    assert portion(PIECES, {"head", "p1"}, 47) == ["c", "d", "a", "b"]
    assert portion(PIECES, set(), 10) == ["a", "b"]
    assert portion([], set(), 10) == []


def test_the_pace_counts_each_translation_once_and_no_breaks() -> None:
    steady = [(f"t{n}", NOON + timedelta(minutes=5 * n), 20) for n in range(13)]
    assert pace(steady) == 260
    again = [*steady, ("t12", NOON + timedelta(hours=9), 20)]
    assert pace(again) == 260
    assert pace(steady[:2]) == pace([]) == USUAL


def test_what_is_held_is_laid_one_after_the_other() -> None:
    first, second = stretches(
        [(250, NOON + timedelta(hours=1)), (125, NOON + timedelta(minutes=80))], 250, NOON
    )
    assert (first.end, first.fits) == (NOON + timedelta(hours=1), True)
    assert (second.start, second.end, second.fits) == (first.end, NOON + timedelta(minutes=90), False)
    assert needed(1, 250) == timedelta(minutes=1)
