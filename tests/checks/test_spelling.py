"""Spellings that are asked about, never mended in silence."""

import pytest

from tests.checks.conftest import Look, Mend

ENGLISH = "The rain came late this year."


@pytest.mark.parametrize(
    ("language", "target", "mended"),
    [
        ("ckb", "باران زۆر درەنگ هات له شارەکە.", "باران زۆر درەنگ هات لە شارەکە."),
        ("ckb", "ئەمە رۆژێکی خۆش بوو لە شارەکە.", "ئەمە ڕۆژێکی خۆش بوو لە شارەکە."),
        ("ckb", "ووتی ئەمە ڕاستە و دەزانێت.", "وتی ئەمە ڕاستە و دەزانێت."),
        ("ckb", "ئەوە <1>ڕێگه</1> بوو کە هات.", "ئەوە <1>ڕێگە</1> بوو کە هات."),
        ("ar", "قال الوزیر كلمته أمس.", "قال الوزير كلمته أمس."),
        ("ar", "هذا کتاب جديد.", "هذا كتاب جديد."),
    ],
)
def test_another_spelling_is_offered(look: Look, mend: Mend, language: str, target: str, mended: str) -> None:
    finding = look(ENGLISH, target, language, "spelling")[0]
    assert (finding.code, finding.severity) == ("offer", "warning")
    assert mend(target, finding) == mended


def test_a_last_yeh_may_be_either(look: Look) -> None:
    (finding,) = look(ENGLISH, "قال علی إنه قادم.", "ar", "spelling")
    assert [fix.text for fix in finding.fixes] == ["علي", "على"]
    assert str(finding.message) == "علی has a letter that is not used in Arabic."


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("ckb", "ئەو ڕۆژنامەی «الصباح» دەخوێنێتەوە."),
        ("ckb", "مُحەمەد لێرەیە و چاوەڕێیە."),
        ("ar", "التقى ڕوار في المدينة."),
    ],
)
def test_a_letter_of_another_language_is_pointed_at(look: Look, language: str, target: str) -> None:
    found = look(ENGLISH, target, language, "spelling")
    assert [each.code for each in found] == (["letter"] if language == "ckb" else [])
    assert all(not each.fixes for each in found)


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("ckb", "هەموو هاوڵاتییان بەهار و ڕەنگەکانی هـ دەزانن."),
        ("ckb", "بنووسە بۆ ره@example.org یان https://example.org/ره بکەرەوە."),
        ("ckb", "وصلت الأمطار متأخرة إلى الوادي."),
        ("ar", "وصلت الأمطار متأخرةً إلى الوادي."),
        ("ar", "باران درەنگ گەیشتە دۆڵەکە."),
    ],
)
def test_what_is_well_spelled_or_in_another_language_is_left_alone(
    look: Look, language: str, target: str
) -> None:
    assert look(ENGLISH, target, language, "spelling") == []


def test_a_legacy_spelling_is_restored_by_one_click(look: Look, mend: Mend) -> None:
    target = "<1>باران</1> ئهمساڵ درهنگ هات و ههموو جوتیارهکان چاوهڕوان بوون."
    (finding,) = look(ENGLISH, target, "ckb", "spelling")
    assert finding.code == "legacy"
    assert mend(target, finding) == "<1>باران</1> ئەمساڵ درەنگ هات و هەموو جوتیارەکان چاوەڕوان بوون."
