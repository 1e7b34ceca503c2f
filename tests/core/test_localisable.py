"""What is written by rule in the English, and how each edition writes it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms import languages
from tms.core.house import House
from tms.core.localisable import find, months

CASES = [
    ("13.12.2017", "date", "13 كانون الأول 2017", "١٣ی کانونی یەکەمی ٢٠١٧"),
    ("2017-12-13", "date", "13 كانون الأول 2017", "١٣ی کانونی یەکەمی ٢٠١٧"),
    ("13/12/2017", "date", "13 كانون الأول 2017", "١٣ی کانونی یەکەمی ٢٠١٧"),
    ("12/13/2017", "date", "13 كانون الأول 2017", "١٣ی کانونی یەکەمی ٢٠١٧"),
    ("13 December 2017", "date", "13 كانون الأول 2017", "١٣ی کانونی یەکەمی ٢٠١٧"),
    ("December 13, 2017", "date", "13 كانون الأول 2017", "١٣ی کانونی یەکەمی ٢٠١٧"),
    ("the 5th of March", "date", "5 آذار", "٥ی ئازار"),
    ("Sept. 11", "date", "11 أيلول", "١١ی ئەیلوول"),
    ("June 2014", "date", "حزيران 2014", "حوزەیرانی ٢٠١٤"),
    ("6 p.m.", "time", "6 مساءً", "٦ی ئێوارە"),
    ("6:30 am", "time", "6:30 صباحًا", "٦:٣٠ی بەیانی"),
    ("14:30", "time", "14:30", "١٤:٣٠"),
    ("5.5%", "percent", "5.5 في المئة", "لە سەدا ٥.٥"),
    ("15 per cent", "percent", "15 في المئة", "لە سەدا ١٥"),
    ("$3 million", "money", "3 ملايين دولار", "٣ ملیۆن دۆلار"),
    ("US$20bn", "money", "20 مليار دولار", "٢٠ ملیار دۆلار"),
    ("€1.5m", "money", "1.5 مليون يورو", "١.٥ ملیۆن یۆرۆ"),
    ("2 euros", "money", "2 يورو", "٢ یۆرۆ"),
    ("1,500 Iraqi dinars", "money", "1,500 دينار", "١٥٠٠ دینار"),
    ("5 dinars", "money", "5 دنانير", "٥ دینار"),
    ("1 kilometre", "unit", "كيلومتر واحد", "١ کیلۆمەتر"),
    ("2 km", "unit", "كيلومتران", "٢ کیلۆمەتر"),
    ("3 miles", "unit", "3 أميال", "٣ میل"),
    ("160 kilometres", "unit", "160 كيلومترًا", "١٦٠ کیلۆمەتر"),
    ("100-metre", "unit", "100 متر", "١٠٠ مەتر"),
    ("20 million", "number", "20 مليون", "٢٠ ملیۆن"),
    ("2 thousand", "number", "ألفا", "٢ هەزار"),
    ("https://niqash.org/a?b=1", "address", "https://niqash.org/a?b=1", "https://niqash.org/a?b=1"),
    ("desk@niqash.org", "address", "desk@niqash.org", "desk@niqash.org"),
]


@pytest.mark.parametrize(("written", "kind", "arabic", "kurdish"), CASES)
def test_what_is_written_by_rule_is_offered_in_each_edition_s_form(
    written: str, kind: str, arabic: str, kurdish: str
) -> None:
    text = f"They said {written}, and left."
    for tag, form in (("ar", arabic), ("ckb", kurdish)):
        (found,) = find(text, languages.get(tag))
        assert (found.kind, found.forms[0]) == (kind, form)
        assert text[slice(*found.span)] == found.written
        assert found.written in written


def test_digits_and_months_are_the_house_s() -> None:
    kurdish = House({"digits.ckb": "european"}).language("ckb")
    assert find("On 13.12.2017.", kurdish)[0].forms[0] == "13ی کانونی یەکەمی 2017"
    arabic = House({"months.ar": "gregorian"}).language("ar")
    assert find("On 13.12.2017.", arabic)[0].forms == ("13 ديسمبر 2017", "13 كانون الأول 2017")


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 and F-16 and B12 and 4G.",
        "May he come? In March they march.",
        "On 31.02.2017.",
        "Version 1.2.3.",
    ],
)
def test_names_and_what_only_looks_like_a_date_are_left_alone(text: str) -> None:
    assert find(text, languages.get("ar")) == []


def test_a_number_that_stays_as_it_is_is_not_offered() -> None:
    assert find("There were 160 of them.", languages.get("ar")) == []
    assert [each.forms for each in find("There were 1,600 of them.", languages.get("ckb"))] == [("١٦٠٠",)]


def test_months_are_found_with_what_is_joined_to_them() -> None:
    arabic = "في كانون الأول وبشباط وديسمبر، والآباء"
    assert [number for number, _ in months(arabic, languages.get("ar"))] == [12, 2, 12]
    kurdish = "لە کانوونی یەکەمی ٢٠١٧دا و لە ئاداردا و سێپتەمبەری ڕابردوو"
    assert [number for number, _ in months(kurdish, languages.get("ckb"))] == [12, 3, 9]


@given(
    st.text() | st.text(st.sampled_from("1230.,:/-% ampkUS$€MarDec20th@http://w")),
    st.sampled_from(["ar", "ckb"]),
)
def test_what_is_found_lies_in_the_text_apart(text: str, tag: str) -> None:
    found = find(text, languages.get(tag))
    assert all(text[slice(*each.span)] == each.written and each.forms for each in found)
    assert all(one.span[1] <= other.span[0] for one, other in pairwise(found))


@pytest.mark.parametrize("unit", ["1 ", "1,", "1.000", "12:", "May ", "$1", "9", "a@", "1/1/", "١"])
def test_hostile_text_takes_time_in_proportion(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    began = time.process_time()
    find(text, languages.get("ar"))
    months(text, languages.get("ckb"))
    assert time.process_time() - began < 2
