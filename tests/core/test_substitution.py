"""Numbers and months that alone differ are put into the translation; everything else is left to people."""

import pytest

from tms.core.substitution import Substituted, substituted
from tms.core.text import Text
from tms.languages import get


def offered(wanted: str, source: str, target: str, tag: str) -> Substituted | None:
    one, other, translation = map(Text.parse, (wanted, source, target))
    return substituted(one, other, translation, get("en"), get(tag))


@pytest.mark.parametrize(
    ("wanted", "source", "target", "tag", "made"),
    [
        (
            "They dug 14 wells.",
            "They dug 12 wells.",
            "حفروا 12 بئراً.",
            "ar",
            "حفروا 14 بئراً.",
        ),
        (
            "The city has 1,450 schools and 32 hospitals.",
            "The city has 1,200 schools and 30 hospitals.",
            "في المدينة 1,200 مدرسة و30 مستشفى.",
            "ar",
            "في المدينة 1,450 مدرسة و32 مستشفى.",
        ),
        (
            "It opened on 3 January 2018.",
            "It opened on 13 December 2017.",
            "افتُتح في 13 كانون الأول 2017.",
            "ar",
            "افتُتح في 3 كانون الثاني 2018.",
        ),
        (
            "Prices rose by 7.5 percent, and 7.5 percent again.",
            "Prices rose by 5.5 percent, and 5.5 percent again.",
            "نرخەکان بە ڕێژەی لە سەدا ٥.٥ و دیسان ٥.٥ بەرز بوونەوە.",
            "ckb",
            "نرخەکان بە ڕێژەی لە سەدا ٧.٥ و دیسان ٧.٥ بەرز بوونەوە.",
        ),
        (
            "See <1>page 9</1> of 40.",
            "See <1>page 7</1> of 40.",
            "<1>لاپەڕە ٧</1>ی ٤٠ ببینە.",
            "ckb",
            "<1>لاپەڕە ٩</1>ی ٤٠ ببینە.",
        ),
        (
            "It moved from 14 to 12.",
            "It moved from 12 to 14.",
            "انتقل من 12 إلى 14.",
            "ar",
            "انتقل من 14 إلى 12.",
        ),
    ],
)
def test_what_alone_differs_is_put_in(wanted: str, source: str, target: str, tag: str, made: str) -> None:
    found = offered(wanted, source, target, tag)
    assert found is not None
    assert found.text.notation == made


def test_what_was_put_in_is_marked_in_the_edition_s_digits() -> None:
    source, wanted = "In 2017, 12 boats came.", "In 2019, 140 boats came."
    found = offered(wanted, source, "لە ٢٠١٧دا <1>١٢</1> بەلەم هاتن.", "ckb")
    assert found is not None
    assert [found.text.plain[start:end] for start, end in found.spans] == ["٢٠١٩", "١٤٠"]


@pytest.mark.parametrize(
    ("wanted", "source", "target"),
    [
        ("They dug 14 wells.", "They dug 12 wells.", "حفروا اثني عشر بئراً."),
        ("They dug 14 wells.", "They dug 12 ditches.", "حفروا 12 خندقاً."),
        ("They dug 12 wells.", "They dug 12 wells.", "حفروا 12 بئراً."),
        ("14 of 12 came.", "12 of 12 came.", "جاء 12 من 12."),
        ("14 of 15 came.", "12 of 12 came.", "جاء 12 من 12."),
        ("They dug 14 wells.", "They dug 12 wells.", "حفروا 12 بئراً في 12 يوماً."),
        ("They dug 14 wells.", "They dug 12 wells.", "حفروا 1<1/>2 بئراً."),
        ("In May they dug.", "In 2017 they dug.", "حفروا في 2017."),
        ("See <1>the report</1>.", "See <2>the report</2>.", "انظر <2>التقرير</2>."),
        ("May I come in?", "March I come in?", "هل أدخل؟"),
    ],
)
def test_where_it_is_not_plain_what_stands_for_what_nothing_is_changed(
    wanted: str, source: str, target: str
) -> None:
    assert offered(wanted, source, target, "ar") is None
