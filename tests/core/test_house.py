"""House style and policy: what can be chosen comes from the facts of the languages."""

import pytest

from tms import languages
from tms.core.house import SETTINGS, House, setting
from tms.core.text import Text
from tms.errors import BadValue, NoSuchSetting

DAY = "2017-12-13"


def test_a_desk_that_decided_nothing_writes_as_the_languages_do() -> None:
    for tag in languages.LANGUAGES:
        assert House().language(tag) == languages.get(tag)
    assert (House().one_step, House().late_hours, House().tokens_accepted) == (False, 0, False)


@pytest.mark.parametrize(
    ("chosen", "tag", "written"),
    [
        ({}, "ar", "13 كانون الأول 2017"),
        ({"months.ar": "gregorian"}, "ar", "13 ديسمبر 2017"),
        ({"months.ar": "iraqi+gregorian"}, "ar", "13 كانون الأول/ديسمبر 2017"),
        ({"digits.ar": "arabic"}, "ar", "١٣ كانون الأول ٢٠١٧"),
        ({"digits.ar": "arabic"}, "ckb", "١٣ی کانونی یەکەمی ٢٠١٧"),
        ({"digits.ckb": "european"}, "ckb", "13ی کانونی یەکەمی 2017"),
    ],
)
def test_a_date_is_written_as_the_house_decided(chosen: dict[str, str], tag: str, written: str) -> None:
    assert House(chosen).language(tag).dated(DAY) == written


def test_the_pair_of_quotation_marks_that_was_chosen_stands_outside() -> None:
    assert House().language("ar").quotes[0] == ("«", "»")
    assert House({"quotes.ar": "“”"}).language("ar").quotes == (("“", "”"), ("«", "»"))
    assert House({"quotes.ar": "“”"}).language("ckb").quotes[0] == ("«", "»")


@pytest.mark.parametrize(
    ("letter", "text", "kept"),
    [
        ("ھ", "ڕۆژهەڵات و بەرهەم", "ڕۆژھەڵات و بەرھەم"),
        ("ه", "ڕۆژھەڵات و بەرھەم", "ڕۆژهەڵات و بەرهەم"),
        ("ھ", "ماهـ و <1>هاوڕێ</1>", "ماهـ و <1>ھاوڕێ</1>"),
        ("ھ", "https://example.org/هەولێر هەولێر", "https://example.org/هەولێر ھەولێر"),
        ("ھ", "پوختهیهك لهناوخۆو سهرانسهی عێراقهوه", "پوختهیهك لهناوخۆو سهرانسهی عێراقهوه"),
        ("typed", "ڕۆژهەڵات و بەرھەم", "ڕۆژهەڵات و بەرھەم"),
    ],
)
def test_the_consonant_heh_is_written_with_the_letter_of_the_house(letter: str, text: str, kept: str) -> None:
    house = House({"consonant.ckb": letter})
    once = house.spelled(Text.parse(text), "ckb")
    assert once.notation == kept
    assert house.spelled(once, "ckb") == once
    assert house.spelled(Text.parse("الهلال"), "ar").notation == "الهلال"


def test_the_usual_is_the_default_and_every_choice_can_be_read() -> None:
    assert (setting("digits.ar").default, setting("digits.ckb").default) == ("european", "arabic")
    assert "months.en" not in SETTINGS
    for each in SETTINGS.values():
        for value in each.choices or ("0", str(each.most)):
            assert each.read(f" {value} ") == value
            assert str(each.words(value))
        assert str(each.asks)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("digits.ar", "roman"),
        ("late-hours", "-1"),
        ("late-hours", "721"),
        ("late-hours", "٣"),
        ("late-hours", "many"),
        ("one-step", ""),
        ("one-step", "x" * 5000),
    ],
)
def test_what_a_setting_cannot_be_is_named_with_what_it_can_be(name: str, value: str) -> None:
    with pytest.raises(BadValue) as refused:
        setting(name).read(value)
    assert refused.value.where == name
    assert setting(name).known in str(refused.value.hint)


def test_a_setting_that_is_not_there_is_named() -> None:
    with pytest.raises(NoSuchSetting):
        setting("digits.en")
