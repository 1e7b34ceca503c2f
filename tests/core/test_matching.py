"""What the memory's offers are worth."""

import pytest

from tms.core.matching import (
    ALIKE,
    EXACT,
    IN_CONTEXT,
    UNKNOWN,
    Context,
    digest,
    score,
    similarity,
    tokens,
)
from tms.core.text import Text
from tms.languages import get

ENGLISH = get("en")
FOX = "The quick brown fox jumps over the lazy dog."


def alike(one: str, other: str) -> float:
    return similarity(tokens(Text.parse(one), ENGLISH), tokens(Text.parse(other), ENGLISH))


def same_digest(one: str, other: str) -> bool:
    return digest(Text.parse(one), ENGLISH) == digest(Text.parse(other), ENGLISH)


@pytest.mark.parametrize(
    ("wanted", "entry", "points"),
    [
        (Context("a", "b", "c"), Context("a", "b", "c"), IN_CONTEXT),
        (Context("a"), Context("a"), IN_CONTEXT),
        (Context("a", "b", "c"), Context("a", "b", "x"), EXACT),
        (Context("a", "b", "c"), Context("a", UNKNOWN, UNKNOWN), EXACT),
        (Context("a", UNKNOWN, UNKNOWN), Context("a", UNKNOWN, UNKNOWN), EXACT),
    ],
)
def test_the_same_wording_is_worth_a_hundred_and_one_more_between_its_neighbours(
    wanted: Context, entry: Context, points: int
) -> None:
    assert score(wanted, entry, 1.0) == points


def test_another_wording_is_worth_its_words_and_less_among_other_neighbours() -> None:
    wanted = Context("a", "b", "c")
    assert score(wanted, Context("x", "b", "c"), 0.9) == 90
    assert score(wanted, Context("x", UNKNOWN, UNKNOWN), 0.9) == 90
    assert score(wanted, Context("x", "b", "y"), 0.9) == 85
    assert score(wanted, Context("x", "b", "c"), 1.0) == ALIKE
    assert score(wanted, Context("x", "b", "c"), 0.8) == 80, "no hundredth is lost to rounding"


def test_words_are_counted_not_characters() -> None:
    assert alike(FOX, FOX.replace("fox", "dog").replace("lazy dog", "lazy fox")) == 0.8
    assert alike("It cost 5.5 dollars.", "It cost 5.6 dollars.") == 0.8


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("See <1>the report</1>.", "See <2>the report</2>."),
        ("See <1>the report</1>.", "See the <1/>report<1/>.".replace("the <1/>", "<1/>the ")),
        ("“We’re back”", "“WE'RE  BACK”"),
    ],
)
def test_codes_capitals_and_spelling_make_no_difference(one: str, other: str) -> None:
    assert alike(one, other) == 1.0
    assert same_digest(one, other)


def test_texts_that_differ_in_numbers_only_have_one_digest() -> None:
    assert same_digest("They dug 12 wells in 2017.", "They dug 1,400 wells in 2018.")
    assert not same_digest("They dug 12 wells.", "They dug 12 ditches.")
    assert not same_digest("12", "13"), "a number alone has nothing that would tell it from others"
    assert not same_digest("12 %", "13 %")
