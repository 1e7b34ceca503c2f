"""English that was left standing is found; names, addresses and abbreviations may stay."""

import pytest

from tests.checks.conftest import Look
from tms.core.document import BlockKind


@pytest.mark.parametrize(
    ("english", "target", "codes"),
    [
        ("The rain came late.", "The rain came late.", ["same"]),
        ("The rain came late.", "The rain came late!", ["script"]),
        ("The rain came late to the valley.", "جاء المطر late to the valley.", ["script"]),
        ("The rain came late.", "جاء المطر متأخرًا.", []),
        ("NATO", "NATO", []),
        ("https://example.org/rain", "https://example.org/rain", []),
        ("2017", "2017", []),
        ("Microsoft bought LinkedIn.", "اشترت شركة Microsoft موقع LinkedIn أمس.", ["script"]),
        ("Microsoft bought LinkedIn.", "اشترت شركة مايكروسوفت الأمريكية موقع LinkedIn أمس.", []),
    ],
)
def test_english_left_standing_is_found(look: Look, english: str, target: str, codes: list[str]) -> None:
    assert [f.code for f in look(english, target, "ar", "untranslated")] == codes


def test_an_empty_translation_is_left_to_the_states(look: Look) -> None:
    assert look("The rain came late.", " ", "ar") == []
    assert look("The rain came late.", "", "ckb", kind=BlockKind.HEADLINE) == []
