"""Reading numbers, in figures and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms.core.numbers import numbers, times


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It fell by 3.5 per cent to 1,234.50.", ["3.5", "1,234.50"]),
        ("On 12.13.2017 at 5:30", ["12", "13", "2017", "5:30"]),
        ("1,2,3", ["1", "2", "3"]),
        ("2016-17", ["2016", "17"]),
        ("see https://a.org/5 or a5@b.org or #5", []),
        ("٢٠٬٠٠٠ و ۳٫۵", ["٢٠٬٠٠٠", "۳٫۵"]),
    ],
)
def test_figures_are_cut_where_a_reader_cuts_them(text: str, written: list[str]) -> None:
    assert [number.written for number in numbers(text, "en").figures] == written


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "twenty-five thousand", "25000"),
        ("en", "nineteen eighty-four", "1984"),
        ("en", "half a million", "500000"),
        ("ar", "خمسة وعشرون", "25"),
        ("ar", "ثلاثمائة ألف", "300000"),
        ("ar", "والستينيات", "1960"),
        ("ar", "ساعتين", "2"),
        ("ar", "بالثالث", "3"),
        ("ckb", "سەد و بیست و پێنج", "125"),
        ("ckb", "پێنجسەد هەزار", "500000"),
        ("ckb", "چوارەمین", "4"),
        ("ckb", "هەشتاکان", "80"),
        ("ckb", "ساڵێک", "1"),
    ],
)
def test_words_say_numbers(language: str, text: str, value: str) -> None:
    assert value in numbers(text, language).said


@pytest.mark.parametrize("text", ["COVID-19", "F-16", "G20", "B12", "4G", "A320neo"])
def test_figures_of_a_name_belong_to_it(text: str) -> None:
    assert all(number.name for number in numbers(text, "en").figures)


@pytest.mark.parametrize("text", ["10km", "the mid-1990s", "5m", "16th", "pre-1990"])
def test_a_unit_makes_no_name(text: str) -> None:
    assert not any(number.name for number in numbers(text, "en").figures)


@given(st.integers(0, 10**12), st.sampled_from(["en", "ar", "ckb"]))
def test_separators_and_digits_do_not_change_a_number(value: int, language: str) -> None:
    (plain,) = numbers(str(value), language).figures
    for separator in ",.٬\u00a0":
        written = f"{value:,}".replace(",", separator)
        (other,) = numbers(written.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), language).figures
        assert plain.agrees(other)
        assert other.agrees(plain)


@given(st.text(), st.sampled_from(["en", "ar", "ckb"]))
def test_a_text_has_its_own_numbers(text: str, language: str) -> None:
    found = numbers(text, language)
    assert all(found.has(number) for number in found.figures)
    assert [text[slice(*number.span)] for number in found.figures] == [n.written for n in found.figures]


def test_a_number_of_any_length_is_read() -> None:
    (number,) = numbers("9" * 10_000 + " million", "en").figures
    assert numbers("9" * 10_000, "ar").has(number)


@pytest.mark.parametrize(
    ("reading", "scale", "product"),
    [("1.5", 10**6, "1500000"), ("0.05", 1000, "50"), ("2.345", 100, "234.5")],
)
def test_multiplication_is_exact(reading: str, scale: int, product: str) -> None:
    assert times(reading, scale) == product
