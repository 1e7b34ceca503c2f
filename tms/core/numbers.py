"""Reads the numbers of a text, so that 20.000 and 20,000, ١٦٠ and 160, 5.30 and 5:30 are the same number.

Each number in figures has a set of readings, decimal strings: 20.000 may be twenty thousand or twenty.
Two numbers agree where they share a reading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from tms import languages
from tms.core import addresses
from tms.core.localisable import months
from tms.languages.numerals import Numerals

_DIGIT = "0-9٠-٩۰-۹"
_FOLD = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،", "01234567890123456789.,,")
_FIGURES = re.compile(rf"[{_DIGIT}]+(?:[.,:٫٬،'’\u00a0\u202f][{_DIGIT}]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652\u0670\u200c]+[^\W\d_]*)*(?:-(?:dozen|quarters))?")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_SUFFIX = re.compile(r"[^\W\d_]+")
_AFTERNOON = re.compile(r"\s?p\.?m\b", re.IGNORECASE)
_UNITS = frozenset(
    re.findall(
        r"\w+",
        "st nd rd th s am pm a p km m cm mm kg g mg mph kph ft in lb lbs oz c f k mn bn tn b h hr hrs min"
        " mins sec ml l mw kw gw w px year yr yrs x pc per and to or the",
    )
)
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
# Beyond this many digits a number is compared as it stands, without arithmetic.
_LONG = 30


@dataclass(frozen=True, slots=True)
class Number:
    """A number in figures. ``scaled`` are its readings with the "million" that follows it.

    ``name`` marks figures that belong to a name, as in COVID-19 and F-16: they may stay or go.
    """

    span: tuple[int, int]
    written: str
    readings: frozenset[str]
    scaled: frozenset[str] = frozenset()
    name: bool = False

    def agrees(self, other: "Number") -> bool:
        if self.scaled and other.scaled and self.readings & other.readings:
            return bool(self.scaled & other.scaled)
        return bool((self.readings | self.scaled) & (other.readings | other.scaled))


@dataclass(frozen=True)
class Numbers:
    """All numbers of a text: those in figures in order, and every value its words may say."""

    figures: tuple[Number, ...] = ()
    said: frozenset[str] = field(default=frozenset())

    def has(self, number: Number) -> bool:
        """Whether the text has this number, in figures or in words."""
        values = number.readings | number.scaled
        if not self.said.isdisjoint(values):
            return True
        return any(
            number.agrees(other) for value in values for other in self._by_value.get(value, {}).values()
        )

    @cached_property
    def _by_value(self) -> dict[str, dict[frozenset[str], Number]]:
        """The figures by each of their values, equal ones once: a table of numbers is read in no time."""
        found: dict[str, dict[frozenset[str], Number]] = {}
        for number in self.figures:
            for value in number.readings | number.scaled:
                found.setdefault(value, {})[number.scaled] = number
        return found


def numbers(text: str, language: str) -> Numbers:
    """Read the numbers of a text in a language; addresses (URL, e-mail, @name, #tag) are left out."""
    text = addresses.blanked(text)
    return Numbers(
        tuple(_summed(list(_figures(text, language)), text, language)), frozenset(_said(text, language))
    )


def _figures(text: str, language: str) -> Iterator[Number]:
    before: Number | None = None
    for found in _FIGURES.finditer(text):
        for start, end in _parts(found[0], found.start()):
            written = text[start:end]
            readings = set(_readings(written.translate(_FOLD)))
            if before and text[before.span[1] : start] in {"-", "–", "—", "/", "−"}:
                readings |= _expanded(before.written.translate(_FOLD), written.translate(_FOLD))
            if re.search(r"(?<!\w)[.٫]$", text[max(0, start - 2) : start]):
                readings.add(_plain("0." + written.translate(_FOLD)))
            after = text[end : end + 24]
            if after and _AFTERNOON.match(after):
                readings |= {later for reading in readings if (later := _afternoon(reading))}
            if after[:1] in _FRACTIONS:
                readings |= {f"{reading}.{_FRACTIONS[after[0]]}" for reading in readings if reading.isdigit()}
            suffix = found_suffix[0] if (found_suffix := _SUFFIX.match(after)) else ""
            if suffix and (suffix == "s" or not suffix.isascii()):
                readings |= {value for reading in readings for value in _decade(reading)}
            before = Number(
                (start, end),
                written,
                frozenset(readings),
                frozenset(_scaled(readings, after, language)),
                _in_name(text, start, suffix),
            )
            yield before


def _summed(figures: list[Number], text: str, language: str) -> list[Number]:
    """Let each part stand for the sum where a number is written in two: "3 آلاف و500" is 3,500."""
    joined = re.compile(rf"(\S+)\s+{languages.get(language).numerals.joiner}\s*$")
    for index, number in enumerate(figures):
        before = figures[index - 1] if index else None
        start = max(number.span[0] - 24, before.span[1] if before else 0)
        found = joined.search(text[start : number.span[0]])
        whole = _word(found[1], language)[1] if found else 0
        if not found or whole < 100:
            continue
        follows = (
            before is not None and start == before.span[1] and not text[start : start + found.start()].strip()
        )
        bases = before.scaled if before and follows else frozenset({str(whole)})
        sums = frozenset(
            str(int(base) + int(part))
            for base in bases
            for part in number.scaled or number.readings
            if base.isdecimal() and part.isdecimal() and len(base + part) < _LONG
        )
        figures[index] = replace(number, scaled=number.scaled | sums)
        if before and follows:
            figures[index - 1] = replace(before, scaled=before.scaled | sums)
    return figures


def _parts(run: str, at: int) -> Iterator[tuple[int, int]]:
    """One number, or several that only a list's commas or a date's dots hold together."""
    folded = run.translate(_FOLD)
    pieces = re.split(r"[.,:'’\u00a0\u202f]", folded)
    whole = len(pieces) <= 2 or _THOUSANDS.fullmatch(folded) or _INDIAN.fullmatch(folded)
    decimal = re.fullmatch(r"\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*[.,]\d+", folded)
    if whole or decimal:
        yield at, at + len(run)
        return
    for found in re.finditer(r"\d+", folded):
        yield at + found.start(), at + found.end()


@lru_cache(4096)
def _readings(folded: str) -> frozenset[str]:
    return frozenset(_read(folded))


def _read(folded: str) -> Iterator[str]:
    if _THOUSANDS.fullmatch(folded) or _INDIAN.fullmatch(folded):
        yield _plain(re.sub(r"\D", "", folded))
    head, separator, tail = _rpartition(folded)
    if not separator:
        yield _plain(tail)
        return
    head = re.sub(r"\D", "", head)
    yield _plain(f"{head}.{tail}")
    if len(head) <= 2 and len(tail) == 2:
        yield f"{head.lstrip('0') or '0'}:{tail}"


def _rpartition(folded: str) -> tuple[str, str, str]:
    found = re.search(r"[.,:'’\u00a0\u202f](?=\d+$)", folded[-_LONG:])
    if not found:
        return "", "", folded
    at = len(folded) - len(folded[-_LONG:]) + found.start()
    return folded[:at], folded[at], folded[at + 1 :]


def _plain(number: str) -> str:
    """A decimal string without needless zeros."""
    whole, _, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + ("." + fraction if fraction else "")


def _expanded(first: str, second: str) -> set[str]:
    """The 17 of 2016-17 is also 2017."""
    if first.isdigit() and second.isdigit() and len(second) < len(first) <= 4:
        return {first[: len(first) - len(second)] + second}
    return set()


def _decade(reading: str) -> set[str]:
    """The 1980s are the 80s, and the 1800s the 19th century."""
    if not reading.isdigit() or reading[-1] != "0" or len(reading) not in {2, 4}:
        return set()
    if reading.endswith("00"):
        return {str(int(reading) // 100 + 1)}
    return {reading[-2:], "19" + reading[-2:]}


def _afternoon(reading: str) -> str:
    hour, colon, minutes = reading.partition(":")
    if not hour.isdigit() or len(hour) > 2 or int(hour) > 11:
        return ""
    return f"{int(hour) + 12}{colon}{minutes}"


def _scaled(readings: set[str], after: str, language: str) -> Iterator[str]:
    found = re.match(r"[\s\u00a0-]?\s?([^\W\d_]+)", after)
    if not found:
        return
    words = languages.get(language).numerals
    scale = next((words.scales[stem] for stem in _stems(found[1], words) if stem in words.scales), 0)
    for reading in readings if scale else ():
        if ":" not in reading and len(reading) < _LONG:
            yield times(reading, scale)


def times(reading: str, scale: int) -> str:
    """Multiply a decimal string exactly."""
    whole, _, fraction = reading.partition(".")
    value = str(int(whole + fraction) * scale).zfill(len(fraction) + 1)
    return _plain(value[: len(value) - len(fraction)] + "." + value[len(value) - len(fraction) :])


def _in_name(text: str, start: int, suffix: str) -> bool:
    before = text[max(0, start - 24) : start]
    attached = re.search(r"([A-Za-z][A-Za-z0-9.]*)-?$", before)
    if attached and (attached[1][0].isupper() or not before.endswith("-")):
        return True
    if len(suffix) == 1 and suffix.isupper():
        return suffix.isascii() and suffix not in "BCFKMW"  # 4G is a name, 30C a measure
    return bool(suffix) and suffix.isascii() and suffix.lower() not in _UNITS


def _said(text: str, language: str) -> Iterator[str]:
    run: list[int] = []
    end = 0
    words = languages.get(language).numerals
    for found in _WORD.finditer(text):
        values, whole = _word(found[0], language)
        yield from values
        if text[end : found.start()].strip(" \u00a0-"):
            run = []
        end = found.end()
        if found[0] in {words.joiner, "of"}:
            continue
        run = [*run[-5:], whole] if whole else []
        for first in range(len(run) - 1):
            yield str(_sum(run[first:]))
            if 10 <= run[first] < 100 > _sum(run[first + 1 :]) >= 10:
                yield f"{run[first]}{_sum(run[first + 1 :])}"  # nineteen eighty-four
    yield from _halves({value for found in _WORD.finditer(text) for value in _word(found[0], language)[0]})
    yield from (str(month) for month, _ in months(text, languages.get(language)))
    if not _FRACTIONS.keys().isdisjoint(text):
        yield from ("0.5", "0.25", "0.75", "1", "2", "3", "4")


def _halves(said: set[str]) -> Iterator[str]:
    """Half a million, and a million and a half."""
    for fraction in {"0.5", "0.25"} & said:
        for value in said:
            if value.isdecimal() and int(value) >= 1000:
                for whole in ("0", "1", "2"):
                    yield times(whole + fraction[1:], int(value))


@lru_cache(4096)
def _word(word: str, language: str) -> tuple[tuple[str, ...], int]:
    """Every value a word may say, and the one with which it joins its neighbours (0: none)."""
    words = languages.get(language).numerals
    if len(word) > _LONG:
        return (), 0
    stems = tuple(_stems(word, words))
    values = [value for stem in stems for value in words.words.get(stem, ())]
    whole = max((int(value) for value in values if value.isdigit()), default=0)
    for decade in (words.decades[stem] for stem in stems if stem in words.decades):
        values += [str(decade), f"19{decade}"]
    folded = word.translate(words.fold)
    if len(folded) > 3 and folded.endswith(words.dual or ("\0",)):
        values.append("2")
    if len(folded) > 3 and folded.endswith(words.single or ("\0",)):
        values.append("1")
    return tuple(values), whole


def _stems(word: str, words: Numerals) -> Iterator[str]:
    """The word without the affixes it may carry, itself first; English words in small letters too."""
    word = word.translate(words.fold)
    heads = [word, *(word[len(p) :] for p in words.prefixes if word.startswith(p) and len(word) > len(p))]
    for head in heads:
        yield head
        yield head.lower()
        for suffix in words.suffixes:
            if head.endswith(suffix) and len(head) > len(suffix):
                yield head[: -len(suffix)]


def _sum(values: list[int]) -> int:
    """Add up the words of one number: two, hundred, five, thousand is 205,000."""
    total = held = 0
    for value in values:
        if value == 100 and held:
            held *= 100
        elif value >= 1000:
            total += max(held, 1) * value
            held = 0
        else:
            held += value
    return total + held
