"""What a language is to the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tms.languages.measures import Measures
from tms.languages.numerals import Numerals


class Rule(NamedTuple):
    """A pattern and what is written in its place; looked for only where a text has ``sign`` in it."""

    sign: str
    pattern: str
    replacement: str


class Offer(NamedTuple):
    """A spelling that a person is asked about: a pattern, what to write in its place, and why."""

    pattern: str
    replacement: str
    why: str


DIGITS = {"european": "0123456789", "arabic": "٠١٢٣٤٥٦٧٨٩"}
"""Digits from zero, by what they are called."""

SCRIPTS = {"european": ("Latn", "Arab"), "arabic": ("Arab",)}
"""The scripts that are written with each kind of digits."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What may be mended in a language without asking, and what is asked about.

    ``letters`` maps single characters; ``rules`` are applied in order after the letters; ``compounds`` are,
    in text whose vowel was typed as heh, the parts in which a heh is a consonant: "ر|ههم" for بەرهەم, the bar
    before what is looked at; a language that was never written so has none. ``offers`` may change a meaning;
    ``unusual`` are characters that its words do not have, though names may.
    """

    letters: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    compounds: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    unusual: str = ""


@dataclass(frozen=True, slots=True)
class Inflection:
    """What a language joins to the words of a term, as patterns on folded text.

    ``before`` stands before the first word, ``definite`` before one that the glossary gives with its
    ``article``, ``between`` before a later one; ``within`` behind a word that others follow, ``endings``
    behind the last one, ``short_endings`` where it is so short that it could be found in other words, and
    ``name_endings`` behind a name; ``never`` are letters that no ending has as they are spelled.
    ``finals`` are pairs of a last letter (as it is spelled) and what stands in its place before an ending.
    """

    before: str = ""
    definite: str = ""
    article: str = ""
    between: str = ""
    within: str = ""
    endings: str = ""
    short_endings: str = ""
    name_endings: str = ""
    never: str = ""
    finals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """Facts and house style of one language.

    ``locale`` is the Babel locale its dates come from; ``sentences`` the language code whose SRX rules
    cut it; ``digits`` the ten digits of house style from zero; ``letters`` characters that only this
    language of its script uses, ``foreign`` those of its script that it never does; ``quotes`` pairs of
    opening and closing marks, the outer pair first; ``stops`` the marks that may end a statement;
    ``date`` a pattern with ``{day} {month} {year}``, in this order; ``months_also`` are other names of
    months, with their numbers, that are read and never written; ``calendars`` the names of months that a
    house chooses between, by what they are called, and ``consonants`` the letters of a consonant heh, where
    there are several; ``folds`` the letters that are written as
    one in match keys, "" for one that is left out.
    """

    tag: str
    name: str
    native: str
    direction: str
    script: str
    locale: str
    sentences: str
    digits: str
    letters: str
    foreign: str
    quotes: tuple[tuple[str, str], ...]
    question: str
    stops: str
    comma: str
    semicolon: str
    months: tuple[str, ...]
    date: str
    spelling: Spelling = Spelling()
    consonants: tuple[str, ...] = ()
    calendars: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    folds: Mapping[str, str] = field(default_factory=dict)
    inflection: Inflection = Inflection()
    measures: Measures = field(default_factory=Measures)
    numerals: Numerals = field(default_factory=Numerals)
    months_also: Mapping[str, int] = field(default_factory=dict)

    @property
    def rtl(self) -> bool:
        return self.direction == "rtl"

    def months_of(self, calendar: str) -> tuple[str, ...]:
        """The months by one of ``calendars``; by several joined with a plus, each month by all its names."""
        names = [self.calendars[name] for name in calendar.split("+")]
        return tuple("/".join(dict.fromkeys(month)) for month in zip(*names, strict=True))

    @property
    def names_of_months(self) -> tuple[tuple[str, ...], ...]:
        """The months in every way in which they are named, this house's first."""
        return tuple(dict.fromkeys((self.months, *self.calendars.values())))

    def pattern(self, *, day: bool = True, year: bool = True) -> str:
        """The pattern of a date, or of one without its day or year."""
        start = 0 if day else self.date.index("{month}")
        return self.date[start:] if year else self.date[start : self.date.index("{month}") + len("{month}")]

    def dated(self, iso: str) -> str:
        """A date (ISO 8601, as 2026-03-14) as the language writes it, "" where it is none."""
        try:
            day = date.fromisoformat(iso[:10])
        except ValueError:
            return ""
        month = self.months[day.month - 1]
        return self.shape(self.date.format(day=day.day, month=month, year=day.year))

    def shape(self, text: str) -> str:
        """ASCII digits written in the house style's digits."""
        return text.translate({ord(str(value)): digit for value, digit in enumerate(self.digits)})
