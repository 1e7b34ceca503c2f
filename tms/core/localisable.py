"""Finds what a newsroom writes by rule in the English, and offers how an edition writes it.

Dates, times, percentages, money, units, numbers and addresses: 13.12.2017 is 13 كانون الأول 2017.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from babel import Locale

from tms import languages
from tms.core import addresses
from tms.languages.base import Language


class Kind(StrEnum):
    DATE = "date"
    TIME = "time"
    PERCENT = "percent"
    MONEY = "money"
    UNIT = "unit"
    NUMBER = "number"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Found:
    """Something in the English, and how the edition's language writes it, the usual way first."""

    kind: Kind
    span: tuple[int, int]
    written: str
    forms: tuple[str, ...]


_MONTHS = {
    short: number
    for number, name in enumerate(languages.get(languages.SOURCE).months, 1)
    for short in (name, name[:3], *(("Sept",) if number == 9 else ()))
}
_UNITS = {
    "kilometre": "kilometres?|kilometers?|kms?",
    "metre": "metres?|meters?",
    "centimetre": "centimetres?|centimeters?|cm",
    "mile": "miles?",
    "foot": "feet|foot|ft",
    "kilogram": "kilograms?|kilos?|kg",
    "ton": "tonnes?|tons?",
    "litre": "litres?|liters?",
    "hectare": "hectares?",
    "barrel": "barrels?",
    "celsius": "degrees(?: Celsius| centigrade)|°C",
}
_MONEY = {
    "dollar": r"(?:US |U\.S\. |American )?dollars?",
    "euro": "euros?",
    "pound": "pounds? sterling",
    "dinar": "(?:Iraqi )?dinars?",
}
_SIGNS = {"$": "dollar", "US$": "dollar", "€": "euro", "£": "pound", "USD": "dollar", "IQD": "dinar"}
_SCALES = {
    "thousand": "thousand",
    "million": "million",
    "billion": "billion|bn",
    "trillion": "trillion",
}

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"


def _either(names: dict[str, str]) -> str:
    return "|".join(names.values())


_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_AMOUNT = rf"(?P<number>{_NUMBER})(?:[ -]?(?P<scale>{_either(_SCALES)})\b)?"
_SIGN = r"(?P<sign>US\$|[$€£]|USD |IQD )"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>\d{4})\b)?"
_HALF = r" ?(?P<half>[ap])\.?m\b\.?"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.DATE, r"(?<![\d./-])(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?![\d-])"),
        (
            Kind.DATE,
            r"(?<![\d./])(?P<day>\d{1,2})(?P<mark>[./])(?P<number>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\d/])",
        ),
        (Kind.DATE, rf"(?<![\d.,])(?P<day>{_DAY}) (?:of )?(?P<month>{_MONTH})\b\.?{_YEAR}"),
        (Kind.DATE, rf"\b(?P<month>{_MONTH})\.? (?P<day>{_DAY})\b(?![:.,]\d){_YEAR}"),
        (Kind.DATE, rf"\b(?P<month>{_MONTH})\.?,? (?P<year>\d{{4}})\b"),
        (Kind.TIME, rf"(?<![\d:.,$€£])(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?{_HALF}"),
        (Kind.TIME, r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?![\d:])"),
        (Kind.PERCENT, rf"(?<![\d.,-])(?P<number>{_NUMBER})(?: ?%| ?per ?cent\b)"),
        (Kind.MONEY, rf"(?<!\w){_SIGN} ?(?P<number>{_NUMBER})(?P<short>[mk]|bn)\b"),
        (Kind.MONEY, rf"(?<!\w){_SIGN} ?{_AMOUNT}"),
        (Kind.MONEY, rf"(?<![\w.,$€£-]){_AMOUNT} (?P<unit>{_either(_MONEY)})\b"),
        (Kind.UNIT, rf"(?<![\w.,$€£-]){_AMOUNT}[ -]?(?P<unit>{_either(_UNITS)})\b"),
        (Kind.NUMBER, rf"(?<![\w.,:$€£/-]){_AMOUNT}(?![\w%:/-]|[.,]\d)"),
    )
)


def find(text: str, target: Language) -> list[Found]:
    """What stands in an English text, in reading order, none inside another."""
    taken = bytearray(len(text))
    found: list[Found] = []
    for each in (*_addresses(text), *_written(text, target)):
        start, end = each.span
        if not any(taken[start:end]):
            taken[start:end] = b"x" * (end - start)
            found.append(each)
    return sorted(
        (each for each in found if each.kind is not Kind.NUMBER or each.forms != (each.written,)),
        key=lambda each: each.span,
    )


def months(text: str, language: Language) -> list[tuple[int, tuple[int, int]]]:
    """The months that a text names, by number and where."""
    numbers, pattern = _names(language.tag)
    return [(numbers[found["name"]], found.span("name")) for found in pattern.finditer(text)]


def _addresses(text: str) -> Iterator[Found]:
    for token in re.finditer(r"\S+", text):
        if addresses.is_address(token[0]):
            bare = token[0].strip("()[]<>“”\"'«».,;:!?…")
            start = token.start() + token[0].index(bare)
            yield Found(Kind.ADDRESS, (start, start + len(bare)), bare, (bare,))


def _written(text: str, target: Language) -> Iterator[Found]:
    text = addresses.blanked(text)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            forms = tuple(dict.fromkeys(_forms(kind, match, target)))
            if forms:
                yield Found(kind, match.span(), match[0], forms)


def _forms(kind: Kind, match: re.Match[str], target: Language) -> Iterator[str]:
    given = {name: value for name, value in match.groupdict().items() if value}
    match kind:
        case Kind.DATE:
            yield from _date(given, target)
        case Kind.TIME:
            yield from _time(given, target)
        case Kind.PERCENT:
            number = _number(given["number"], target)
            yield from (form.format(number=number) for form in target.measures.percent)
        case Kind.MONEY | Kind.UNIT:
            yield from _amount(given, target)
        case _:
            yield from _amount(given, target) if _scale(given) else [_number(given["number"], target)]


def _date(given: dict[str, str], target: Language) -> Iterator[str]:
    month = _MONTHS[given["month"]] if "month" in given else int(given["number"])
    day, year = int(given.get("day", "1").rstrip("stndrh")), given.get("year", "")
    if "mark" in given and month > 12 >= day:
        day, month = month, day  # 12/13/2017 can be only one
    try:
        date(int(year or 2000), month, day)
    except ValueError:
        return
    for months in target.names_of_months:
        parts = {"day": day, "month": months[month - 1], "year": year}
        yield target.shape(target.pattern(day="day" in given, year=bool(year)).format(**parts))


def _time(given: dict[str, str], target: Language) -> Iterator[str]:
    hour, minute = given["hour"], given.get("minute", "")
    time = target.shape(f"{hour}:{minute}" if minute else hour)
    yield target.measures.clock["ap".index(given["half"])].format(time=time) if "half" in given else time


def _amount(given: dict[str, str], target: Language) -> Iterator[str]:
    sign = _SIGNS.get(given.get("sign", "").strip(), "")
    name = sign or _named(_UNITS | _MONEY, given.get("unit", ""))
    scale, written = _scale(given), _number(given["number"], target)
    value = Decimal(given["number"].replace(",", ""))
    forms = target.measures.forms
    if not scale and name:
        yield _counted(written, value, forms[name], target)
    elif scale:
        counted = _counted(written, value, forms[scale], target)
        yield f"{counted} {forms[name]['other']}" if name else counted


def _counted(written: str, value: Decimal, forms: Mapping[str, str], target: Language) -> str:
    """A number with the word it counts: one and two are in the word itself where it has forms for them."""
    form = _plural(target.locale)(value)
    if form in {"one", "two"} and form in forms:
        return forms[form].format(number=written)
    return f"{written} {forms.get(form, forms['other'])}"


def _number(written: str, target: Language) -> str:
    whole, _, fraction = written.partition(".")
    measures = target.measures
    whole = whole.replace(",", measures.group)
    return target.shape(f"{whole}{measures.decimal}{fraction}" if fraction else whole)


def _scale(given: Mapping[str, str]) -> str:
    short = {"m": "million", "k": "thousand", "bn": "billion"}
    return short.get(given.get("short", ""), "") or _named(_SCALES, given.get("scale", ""))


def _named(names: Mapping[str, str], written: str) -> str:
    return next((name for name, pattern in names.items() if re.fullmatch(pattern, written)), "")


@cache
def _plural(locale: str) -> Callable[[Decimal], str]:
    return Locale.parse(locale).plural_form


@cache
def _names(tag: str) -> tuple[dict[str, int], re.Pattern[str]]:
    language = languages.get(tag)
    names = dict(language.months_also) | {
        name: number for months in language.names_of_months for number, name in enumerate(months, 1)
    }
    listed = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    before, behind = language.inflection.before, language.inflection.name_endings
    return names, re.compile(rf"(?<!\w)(?:{before})(?P<name>{listed})(?:{behind})(?!\w)")
