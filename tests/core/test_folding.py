"""Match keys: one key for one word, however it is spelled, and always back to the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms.core.folding import fold, folded
from tms.languages import LANGUAGES, get

SAME = [
    ("ar", "إلى الأُمم المتّحدة", "الى الامم المتحده"),
    ("ar", "مدرســـة", "مدرسة"),
    ("ar", "٢٠٢٦", "2026"),
    ("ckb", "دەست\u200cپێک", "دەستپێک"),
    ("ckb", "ڕۆژھەڵات", "ڕۆژهەڵات"),
    ("ckb", "كوردي", "کوردی"),
    ("en", "The Mayor’s", "the mayor's"),
]
OTHER = [("ar", "علم", "عالم"), ("ckb", "کار", "کاڕ"), ("ckb", "پەڕە", "پەرە"), ("en", "form", "from")]


@pytest.mark.parametrize(("tag", "one", "other"), SAME)
def test_spellings_of_one_word_have_one_key(tag: str, one: str, other: str) -> None:
    assert fold(one, get(tag)) == fold(other, get(tag))


@pytest.mark.parametrize(("tag", "one", "other"), OTHER)
def test_other_words_have_other_keys(tag: str, one: str, other: str) -> None:
    assert fold(one, get(tag)) != fold(other, get(tag))


def test_what_is_found_in_a_key_is_shown_in_the_text() -> None:
    text = "في الأُمَم المتحدة"
    key = folded(text, get("ar"))
    at = key.text.index("الامم")
    start, end = key.span(at, at + 5)
    assert text[start:end] == "الأُمَم"


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_a_key_is_its_own_key_and_every_character_has_an_origin(text: str, tag: str) -> None:
    key = folded(text, get(tag))
    assert len(key.origins) == len(key.text) + 1
    assert list(key.origins) == sorted(key.origins)
    assert key.origins[-1] == len(text)
    assert fold(key.text, get(tag)) == key.text
