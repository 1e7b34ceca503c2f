"""What is mended without asking, and legacy Kurdish restored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms.core.spelling import is_legacy, mend, repair
from tms.core.text import Text

TAGLINE = "نيقاش: پوختهیهك لهناوخۆو سهرانسهی عێراقهوه"


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("كوردستان", "کوردستان"),
        ("يەكەم", "یەکەم"),
        ("هەشتى", "هەشتی"),
        ("سه\u200cر", "سەر"),
        ("ڕۆژی ۲۰۱۷", "ڕۆژی ٢٠١٧"),
        ("کـــورد", "کورد"),
        ("ساڵی ٢٠٢٤ و نیوەی یەکەمی هـ", "ساڵی ٢٠٢٤ و نیوەی یەکەمی هـ"),
        ("باو\u200cک", "باوک"),
        ("نیشتیمان\u200cپەروەر", "نیشتیمان\u200cپەروەر"),
        ("نیشتیمان\u200c\u200cپەروەر", "نیشتیمان\u200cپەروەر"),
        ("شار\u200c و گوند\u200c", "شار و گوند"),
        ("\ufeffشار\u200b\u00ad", "شار"),
        ("ﺷﺎﺭ", "شار"),
        ("بڕوانە https://example.org/كـ؟", "بڕوانە https://example.org/كـ؟"),
        ("<1>شار\u200c</1>ەکە", "<1>شار</1>ەکە"),
    ],
)
def test_kurdish_is_mended(typed: str, mended: str) -> None:
    assert mend(Text.parse(typed), "ckb").notation == mended


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("العـــراق", "العراق"),
        ("شركة الـ«نفط»", "شركة الـ«نفط»"),
        ("تقرير لـ CNN", "تقرير ل CNN"),
        ("موقع الـBBC وبـ5 لغات", "موقع الـBBC وبـ5 لغات"),
        ("مُهِمّ", "مُهِمّ"),
        ("ﻻ", "لا"),
        ("كتاب علي", "كتاب علي"),
    ],
)
def test_arabic_is_mended(typed: str, mended: str) -> None:
    assert mend(Text.parse(typed), "ar").notation == mended


@pytest.mark.parametrize(
    ("legacy", "restored"),
    [
        (TAGLINE, "نیقاش: پوختەیەک لەناوخۆو سەرانسەی عێراقەوە"),
        ("بهرههمی ڕۆژههڵات له ههرێمهكه", "بەرهەمی ڕۆژهەڵات لە هەرێمەکە"),
        ("ئهوان دهیانههوێ بگهڕێنهوه", "ئەوان دەیانهەوێ بگەڕێنەوە"),
        ("شاههكان ههموو ئاههنگهكانیان دیوه", "شاهەکان هەموو ئاهەنگەکانیان دیوە"),
    ],
)
def test_legacy_kurdish_is_restored(legacy: str, restored: str) -> None:
    assert is_legacy(legacy, "ckb")
    assert repair(Text.parse(legacy), "ckb").notation == restored


@pytest.mark.parametrize(
    "good",
    ["هەموو هاوڵاتییان هاتن بۆ هەولێر", "ئەم شارە زۆر گەورەیە و هەوای خۆشە", "هاها", "The mayor said so."],
)
def test_good_kurdish_is_left_alone(good: str) -> None:
    assert not is_legacy(good, "ckb")
    assert repair(Text.parse(good), "ckb").notation == good


@given(st.text(), st.sampled_from(["en", "ar", "ckb"]))
def test_mending_twice_is_mending_once(typed: str, language: str) -> None:
    once = mend(Text.parse(typed), language)
    assert mend(once, language) == once


@given(st.text(st.sampled_from("هەکكيیـ\u200c اێ<1>/\\abc.١۱1@")), st.sampled_from(["ar", "ckb"]))
def test_mending_leaves_codes_and_all_other_characters(typed: str, language: str) -> None:
    text = Text.parse(typed)
    mended = mend(text, language)
    assert mended.marks == text.marks
    kept = [c for c in text.plain if c in "abc.1@اێ١"]
    assert [c for c in mended.plain if c in "abc.1@اێ١" and not (c == "١" and "۱" in typed)] == (
        kept if "۱" not in typed else [c for c in kept if c != "١"]
    )
