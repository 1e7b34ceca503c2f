"""What is mended without asking, and legacy Kurdish restored."""

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.spelling import DAMAGES, mended, read, repaired, restore
from tms.core.spelling import is_legacy, mend, repair
from tms.core.text import Text
from tms.languages import LANGUAGES
from tms.languages.arabic_script import PUNCTUATION
from tms.languages.base import Rule

NTREX = Path(__file__).parents[3] / "shared" / "data" / "ntrex" / "dev.tsv"
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
        ("کوا ئەو? ئەوە، ئەم", "کوا ئەو؟ ئەوە، ئەم"),
    ],
)
def test_kurdish_is_mended(typed: str, mended: str) -> None:
    assert mend(Text.parse(typed), "ckb").notation == mended


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("العـــراق", "العراق"),
        ("شركة الـ«نفط»", "شركة الـ«نفط»"),
        ("تقرير لـ CNN", "تقرير لـ CNN"),
        ("ذهب لـ بغداد", "ذهب ل بغداد"),
        ("موقع الـBBC وبـ5 لغات", "موقع الـBBC وبـ5 لغات"),
        ("مُهِمّ", "مُهِمّ"),
        ("ﻻ", "لا"),
        ("كتاب علي", "كتاب علي"),
        ("قال  أحمد", "قال أحمد"),
        ("جاء أحمد ،ثم ذهب", "جاء أحمد، ثم ذهب"),
        ("جاء أحمد,ثم ذهب; وعاد", "جاء أحمد، ثم ذهب؛ وعاد"),
        ("هل عاد? «هل عاد»?", "هل عاد؟ «هل عاد»؟"),
        ("انتهى الأمر .", "انتهى الأمر."),
        ("بلغ 1,500 و 3.5 و ١٬٥٠٠", "بلغ 1,500 و 3.5 و ١٬٥٠٠"),
        ("Really? Yes, no; he said", "Really? Yes, no; he said"),
        ("قال،<1> ثم</1>", "قال،<1> ثم</1>"),
        ("زوروا https://x.org/a?b;c,d الآن", "زوروا https://x.org/a?b;c,d الآن"),
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


TEXTS = st.text() | st.text(
    st.sampled_from('هەھکكيىیرئلبوـ\u200c\u200b\u00ad\ufeff اێ۱١1،؛؟.?;,»"<1>/\\abcé@#ﻻﷲe\u0301\u064e')
)


@given(TEXTS, st.sampled_from(["en", "ar", "ckb"]))
def test_mending_twice_is_mending_once(typed: str, language: str) -> None:
    once = mend(Text.parse(typed), language)
    assert mend(once, language) == once


@given(st.text(), st.sampled_from([rule for each in LANGUAGES.values() for rule in each.spelling.rules]))
def test_a_rule_finds_nothing_where_its_sign_is_not(typed: str, rule: Rule) -> None:
    assert rule.sign in typed or not re.search(rule.pattern, typed)
    assert not any(re.search(mark.pattern, "Aه و 1، ٢ ب؛") for mark in PUNCTUATION)


@given(TEXTS | st.text(st.sampled_from("ههههەەڵوێیستبرـئ\u200c "), min_size=12))
def test_repairing_twice_is_repairing_once(typed: str) -> None:
    once = repair(Text.parse(typed), "ckb")
    assert repair(once, "ckb") == once


NAMED = "\ufeff\u200b\u00ad\u200c\u0640هەكيىۍکی۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩ ?;,؟؛،"


@given(TEXTS, st.sampled_from(["ar", "ckb"]))
def test_mending_changes_nothing_but_the_characters_it_names(typed: str, language: str) -> None:
    """What is left of a text without them is the same before and after, in NFC and base letters."""
    text = Text.parse(typed)
    mended = mend(text, language)
    assert mended.marks == text.marks
    assert _others(mended) == _others(text)


def _others(text: Text) -> str:
    bare = "\ufffc".join(piece for piece in text.pieces if isinstance(piece, str))
    plain = "".join(
        unicodedata.normalize("NFKC", letter) if "\ufb50" <= letter <= "\ufefc" else letter
        for letter in unicodedata.normalize("NFC", bare)
        if letter not in "\ufeff\u200b\u00ad"
    )
    return unicodedata.normalize("NFC", "".join(letter for letter in plain if letter not in NAMED))


@given(st.text(st.sampled_from("abcÀé .,;?!'()-0123456789<>/\\")), st.sampled_from(["ar", "ckb"]))
def test_latin_stays_as_it_is(typed: str, language: str) -> None:
    squeezed = re.sub(" {2,}", " ", typed.strip())
    assert mend(Text((squeezed,)), language).plain == squeezed


@pytest.mark.parametrize(
    "unit", ["ه", "ب", "هە", "ه ", "ه\u200c", "ـ", "  ", "،", "?", "a@b ", "ﷲ", "e\u0301"]
)
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    text = Text((unit * (200_000 // len(unit)),))
    for language in ("ar", "ckb"):
        began = time.process_time()
        repair(text, language)
        assert time.process_time() - began < 3


needs_ntrex = pytest.mark.skipif(not NTREX.exists(), reason=f"NTREX is not here: {NTREX}")


@needs_ntrex
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_news_is_restored(damage: str) -> None:
    good = [mended(line, "ckb") for line in read(NTREX, "ckb")]
    found = restore(good, DAMAGES[damage])
    print(f"{damage}: {found.share:.4%} of {found.letters:,}")
    assert found.share >= 0.998


@needs_ntrex
@pytest.mark.parametrize("language", ["ar", "ckb"])
def test_good_news_is_not_changed_beyond_the_safe_fixes(language: str) -> None:
    good = [mended(line, language) for line in read(NTREX, language)]
    assert [line for line in good if repaired(line, language) != line] == []
