"""Numbers agree whatever digits, separators or words say them."""

import pytest

from tests.checks.conftest import Look, Mend
from tms.core.localisable import find
from tms.languages import TARGETS, get

SAME = [
    ("ar", "The town has 20,000 people.", "يسكن البلدة 20.000 نسمة."),
    ("ar", "The town has 20,000 people.", "يسكن البلدة ٢٠٬٠٠٠ نسمة."),
    ("ar", "The town has 20,000 people.", "يسكن البلدة 20 ألف نسمة."),
    ("ar", "The town has 20,000 people.", "يسكن البلدة عشرون ألف نسمة."),
    ("ckb", "The town has 20,000 people.", "شارۆچکەکە ٢٠ هەزار دانیشتووی هەیە."),
    ("ckb", "The town has 20,000 people.", "شارۆچکەکە بیست هەزار دانیشتووی هەیە."),
    ("ar", "The bridge cost $1.5 million.", "كلّف الجسر 1,5 مليون دولار."),
    ("ckb", "The bridge cost $1.5m.", "پردەکە ١٫٥ ملیۆن دۆلاری تێچوو."),
    ("ar", "The bridge cost $1.5bn.", "كلّف الجسر 1500 مليون دولار."),
    ("ar", "He left at 5.30.", "غادر في الساعة 5:30."),
    ("ar", "He left at 5:30 p.m.", "غادر في الساعة 17:30."),
    ("ckb", "The train leaves at 6 pm.", "شەمەندەفەرەکە کاتژمێر ١٨:٠٠ دەڕوات."),
    ("ar", "The war lasted 2 years.", "دامت الحرب سنتين."),
    ("ar", "She waited 2 hours.", "انتظرت ساعتين كاملتين."),
    ("ar", "About 2,000 homes burned.", "احترق نحو ألفي منزل."),
    ("ar", "It was built in the 1970s.", "بُني في سبعينيات القرن الماضي."),
    ("ar", "It was built in the 1980s.", "بُني في الثمانينات."),
    ("ckb", "It was built in the 1970s.", "لە حەفتاکاندا دروست کرا."),
    ("ckb", "It was built in the 1990s.", "لە ساڵانی ١٩٩٠ دا دروست کرا."),
    ("ar", "The season of 2016-17 was dry.", "كان موسم 2016-2017 جافًا."),
    ("ar", "Between 10-15 shops closed.", "أُغلق ما بين 10 و15 متجرًا."),
    ("ar", "Some 50% of the wells are dry.", "جفّ نحو خمسين بالمئة من الآبار."),
    ("ar", "Some 50% of the wells are dry.", "جفّ نصف الآبار."),
    ("ckb", "Some 25% of the wells are dry.", "نزیکەی ٪٢٥ی بیرەکان وشک بوون."),
    ("ar", "He finished in 21st place.", "حلّ في المركز الحادي والعشرين."),
    ("ckb", "It is her 3rd book.", "ئەمە سێیەم کتێبی ئەوە."),
    ("ckb", "Police stopped 25 cars.", "پۆلیس بیست و پێنج ئۆتۆمبێلی ڕاگرت."),
    ("ar", "The COVID-19 wards are full.", "أقسام كورونا ممتلئة."),
    ("ckb", "An F-16 landed.", "فڕۆکەیەکی ئێف-١٦ نیشتەوە."),
    ("ar", "Call 116 123.", "اتصل بالرقم 116123."),
    ("ar", "Five men met 3 women.", "التقى 5 رجال بثلاث نساء."),
    ("ar", "See https://example.org/2017/5 for more.", "لمعرفة المزيد زوروا https://example.org/2017/5."),
    ("ckb", "He ran 14½ miles.", "١٤٫٥ میلی ڕاکرد."),
    ("ar", "The dam holds 3,500 tonnes.", "يتسع السد لـ3 آلاف و500 طن."),
    ("ar", "It cost 1.5 million.", "كلّف مليونًا و500 ألف."),
    ("ar", "It cost 1.5 million.", "كلّف مليونًا ونصف المليون."),
    ("ar", "Some 2,500 fled.", "فرّ ألفان و500 شخص."),
    ("ckb", "Some 3,500 fled.", "نزیکەی ٣ هەزار و ٥٠٠ کەس هەڵاتن."),
    ("ckb", "It cost 500,000.", "نیو ملیۆنی تێچوو."),
    ("ar", "It was .05 per cent.", "كانت النسبة 0.05 في المئة."),
    ("ar", "It happened on 12/13/2017.", "حدث ذلك في 13/12/2017."),
    ("ar", "He is <1>40</1> years old.", "عمره <1>40</1> عامًا."),
]


@pytest.mark.parametrize(("language", "english", "target"), SAME)
def test_a_number_is_itself_in_any_dress(look: Look, language: str, english: str, target: str) -> None:
    assert look(english, target, language, "numbers") == []


WRONG = [
    ("ar", "They found 260 bodies.", "عثروا على 206 جثث.", ["changed"]),
    ("ar", "They found 260 bodies.", "عثروا على جثث كثيرة.", ["missing"]),
    ("ar", "They found many bodies.", "عثروا على 260 جثة.", ["extra"]),
    ("ckb", "They found 260 bodies.", "٢٦ تەرمیان دۆزییەوە.", ["changed"]),
    ("ar", "The loss is 5 million.", "تبلغ الخسارة 5 مليارات.", ["changed"]),
    ("ar", "The loss is 30,000.", "تبلغ الخسارة 300 ألف.", ["changed"]),
    ("ckb", "Between 2014 and 2016.", "لە نێوان ٢٠١٤ و ٢٠١٧دا.", ["changed"]),
    ("ar", "Some 3,500 fled.", "فرّ 3 آلاف و600 شخص.", ["missing", "extra", "extra"]),
    ("ar", "He is 40, she 35.", "هو وهي في سن واحدة.", ["missing", "missing"]),
    ("ar", "It began at 5:30.", "بدأ في الساعة 5:03.", ["changed"]),
    ("ar", "It grew by 3.5 per cent.", "نما بنسبة 35 في المئة.", ["changed"]),
]


@pytest.mark.parametrize(("language", "english", "target", "codes"), WRONG)
def test_another_number_is_found(
    look: Look, language: str, english: str, target: str, codes: list[str]
) -> None:
    assert [finding.code for finding in look(english, target, language, "numbers")] == codes


def test_the_sentence_says_both_numbers_and_shows_where_they_stand(look: Look) -> None:
    english, target = "They <1>found 260</1> bodies.", "عثروا <1>على 206</1> جثث."
    (finding,) = look(english, target, "ar", "numbers")
    assert str(finding.message) == "The English has 260, the translation has 206."
    assert english[slice(*(finding.source_span or ()))] == "260"
    assert target[slice(*(finding.target_span or ()))] == "206"


def test_a_fix_writes_the_number_in_the_digits_of_the_translation(look: Look, mend: Mend) -> None:
    target = "٢٦ تەرمیان دۆزییەوە."
    (finding,) = look("They found 260 bodies.", target, "ckb", "numbers")
    mended = mend(target, finding)
    assert mended == "٢٦٠ تەرمیان دۆزییەوە."
    assert look("They found 260 bodies.", mended, "ckb", "numbers") == []


def test_no_fix_is_offered_where_a_word_multiplies_the_number(look: Look) -> None:
    (finding,) = look("The loss is 30,000.", "تبلغ الخسارة 300 ألف.", "ar", "numbers")
    assert finding.fixes == ()


@pytest.mark.parametrize(
    ("language", "target", "mended"),
    [
        ("ar", "عاد في 13 تشرين الأول 2017.", "عاد في 13 كانون الأول 2017."),
        ("ar", "عاد في 13 أكتوبر 2017.", "عاد في 13 ديسمبر 2017."),
        ("ckb", "لە ١٣ی تشرینی یەکەمی ٢٠١٧ گەڕایەوە.", "لە ١٣ی کانونی یەکەمی ٢٠١٧ گەڕایەوە."),
    ],
)
def test_another_month_is_noticed_and_mended_in_the_same_calendar(
    look: Look, mend: Mend, language: str, target: str, mended: str
) -> None:
    (finding,) = look("He came back on 13 December 2017.", target, language, "numbers")
    assert (finding.code, finding.severity) == ("month", "warning")
    assert mend(target, finding) == mended


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("ar", "عاد في 13 كانون الأول 2017."),
        ("ar", "عاد في 13 ديسمبر/كانون الأول 2017."),
        ("ar", "عاد في 13/12/2017."),
        ("ckb", "لە ١٣ی کانوونی یەکەمی ٢٠١٧ گەڕایەوە."),
        ("ckb", "لە ١٣ی دیسەمبەری ٢٠١٧ گەڕایەوە."),
    ],
)
def test_a_month_may_be_named_in_any_calendar(look: Look, language: str, target: str) -> None:
    assert look("He came back on 13 December 2017.", target, language, "numbers") == []


@pytest.mark.parametrize("tag", TARGETS)
@pytest.mark.parametrize(
    "english",
    ["It was 13.12.2017.", "It was 5.5% of $3 million.", "It was 2 km at 6:30 p.m.", "It was 1,500 miles."],
)
def test_what_is_offered_for_the_english_has_its_numbers(look: Look, tag: str, english: str) -> None:
    for way in range(2):
        said = "، ".join(each.forms[way % len(each.forms)] for each in find(english, get(tag)))
        assert look(english, f"{said}.", tag, "numbers") == []
