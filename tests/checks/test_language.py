"""Arabic and Kurdish are told apart by their letters."""

import pytest

from tests.checks.conftest import Look


@pytest.mark.parametrize(
    ("language", "target", "found"),
    [
        ("ar", "باران درەنگ گەیشتە دۆڵەکە.", True),
        ("ckb", "وصلت الأمطار متأخرة إلى الوادي.", True),
        ("ar", "وصلت الأمطار متأخرة إلى الوادي.", False),
        ("ckb", "باران درەنگ گەیشتە دۆڵەکە.", False),
        ("ar", "التقى گوران بالصحفيين في چمچمال.", False),
        ("ckb", "عەلی لە گۆڤاری «الصباح» دەنووسێت.", False),
    ],
)
def test_the_other_language_is_found_and_a_name_of_it_is_not(
    look: Look, language: str, target: str, found: bool
) -> None:
    assert bool(look("The rain came late to the valley.", target, language, "language")) is found


def test_the_sentence_names_both_languages(look: Look) -> None:
    (finding,) = look("The rain came late.", "باران درەنگ گەیشت.", "ar", "language")
    assert str(finding.message) == "This reads like Central Kurdish, not like Arabic."
