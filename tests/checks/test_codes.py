"""A translation has each code of the English once, and well nested."""

import pytest

from tests.checks.conftest import Look, Mend

ENGLISH = "Read <1>the report</1><2/> today."


@pytest.mark.parametrize(
    ("target", "codes"),
    [
        ("اقرأوا <1>التقرير</1><2/> اليوم.", []),
        ("<2/>اليوم اقرأوا <1>التقرير</1>.", []),
        ("اقرأوا التقرير<2/> اليوم.", ["missing", "missing"]),
        ("اقرأوا <1>التقرير</1> اليوم.", ["missing"]),
        ("اقرأوا <1>التقرير</1><2/> <3/>اليوم.", ["extra"]),
        ("اقرأوا <1>التقرير</1><2/> اليوم<2/>.", ["duplicated"]),
        ("اقرأوا </1>التقرير<1><2/> اليوم.", ["nesting"]),
        ("اقرأوا <1>التقرير<2/> اليوم.", ["missing"]),
    ],
)
def test_codes_are_those_of_the_english(look: Look, target: str, codes: list[str]) -> None:
    assert [finding.code for finding in look(ENGLISH, target, "ar", "codes")] == codes


def test_crossed_codes_are_found(look: Look) -> None:
    found = look("<1>Read <2>the</2> report</1>", "<1>اقرأوا <2>التقرير</1> اليوم</2>", "ar", "codes")
    assert [finding.code for finding in found] == ["nesting"]


def test_a_code_too_many_is_taken_out_by_its_fix(look: Look, mend: Mend) -> None:
    target = "اقرأوا <1>التقرير</1><2/> اليوم<2/>."
    (finding,) = look(ENGLISH, target, "ar", "codes")
    assert mend(target, finding) == "اقرأوا <1>التقرير</1><2/> اليوم."


def test_a_code_around_everything_is_put_around_everything(look: Look, mend: Mend) -> None:
    target = "اقرأوا التقرير."
    finding = look("<1>Read the report.</1>", target, "ar", "codes")[0]
    assert mend(target, finding) == "<1>اقرأوا التقرير.</1>"
    assert str(finding.fixes[0].label) == "All of it within <1>"


def test_characters_that_only_look_like_a_code_are_none(look: Look) -> None:
    assert look(r"The tag \<1> opens.", r"يفتح الوسم \<1> هنا.", "ar", "codes") == []
