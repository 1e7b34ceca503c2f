"""A question stays a question; a sentence with a stop keeps one."""

import pytest

from tests.checks.conftest import Look, Mend
from tms.core.document import BlockKind


@pytest.mark.parametrize(
    ("language", "english", "target", "codes"),
    [
        ("ar", "Who came?", "من جاء؟", []),
        ("ar", "“Who came?”", "«من جاء؟»", []),
        ("ar", "(<1>Who came?</1>)", "(<1>من جاء؟</1>)", []),
        ("ar", "Who came?", "من جاء.", ["question"]),
        ("ckb", "Who came?", "کێ هات", ["question"]),
        ("ar", "He came.", "جاء.", []),
        ("ar", "He came.", "جاء", ["stop"]),
        ("ar", "“He came.”", "«جاء».", []),
        ("ckb", "He came.", "هات!", []),
        ("ar", "He came", "جاء", []),
    ],
)
def test_end_marks_are_kept(look: Look, language: str, english: str, target: str, codes: list[str]) -> None:
    assert [f.code for f in look(english, target, language, "endmarks")] == codes


def test_a_lost_question_mark_is_an_error_a_lost_stop_a_warning(look: Look) -> None:
    assert [f.severity for f in look("Who came?", "من جاء", "ar", "endmarks")] == ["error"]
    assert [f.severity for f in look("He came.", "جاء", "ar", "endmarks")] == ["warning"]


@pytest.mark.parametrize(
    "kind", [BlockKind.HEADLINE, BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.LIST_ITEM]
)
def test_house_style_decides_about_stops_in_display_text(look: Look, kind: BlockKind) -> None:
    assert look("He came.", "جاء", "ar", "endmarks", kind) == []
    assert look("Who came?", "من جاء", "ar", "endmarks", kind) != []


@pytest.mark.parametrize(
    ("english", "target", "mended"),
    [
        ("“Who came?”", "«من جاء.»", "«من جاء؟»"),
        ("<1>He came.</1>", "<1>جاء</1>", "<1>جاء.</1>"),
    ],
)
def test_a_fix_puts_the_mark_inside_closing_quotation_marks_and_codes(
    look: Look, mend: Mend, english: str, target: str, mended: str
) -> None:
    (finding,) = look(english, target, "ar", "endmarks")
    assert mend(target, finding) == mended
