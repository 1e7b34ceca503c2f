"""What a line of plain text says of itself: names, dates, places, credits, captions, headings, bullets."""

import re
from dataclasses import dataclass
from datetime import date

from tms import languages
from tms.errors import NothingInside

_MONTHS = {name[:3].casefold(): number for number, name in enumerate(languages.get("en").months, 1)}
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T[\d:.+Z-]*)?",
    r"(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})[./](?P<year>\d{4})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?P<year>\d{{4}})",
    rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
)
_DATE = tuple(re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE) for pattern in _DATES)
_BESIDE_DATE = re.compile(
    r"\b(?:first published|published|updated|last updated|last modified|posted|date|on|at|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\b:?"
    r"|\b\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:GMT|UTC|[A-Z]{1,2}[SD]T|[+]\d{1,2}))?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[|•·;/—–]|\s-\s|,")

_BY = re.compile(
    r"(?:(?:words|story|text|report|reported|written)\s+)?by\b:?\s+(?P<names>\S.*)", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b|\bwith\b)\s*")
_PARTICLE = r"(?:al|el|bin|ibn|bint|abu|umm|ben|de|da|di|du|del|van|von|der|den|la|le)"
_NAME = re.compile(
    rf"(?:[A-Z]\.|[A-Z][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?|{_PARTICLE}|(?:al|el|ad|an|ar|as|at|az)-[A-Z][^\W\d_]+"
    r"|[ad]['’][A-Z][^\W\d_]+)"
)
_NO_NAME = frozenset(
    {
        *(
            "the",
            "a",
            "an",
            "our",
            "your",
            "my",
            "his",
            "her",
            "their",
            "its",
            "this",
            "that",
            "in",
            "on",
            "of",
        ),
        *(
            "to",
            "for",
            "from",
            "with",
            "by",
            "at",
            "as",
            "is",
            "are",
            "was",
            "were",
            "and",
            "or",
            "not",
            "no",
        ),
        *(
            "new",
            "how",
            "why",
            "what",
            "when",
            "where",
            "who",
            "news",
            "world",
            "politics",
            "opinion",
            "report",
        ),
        *(
            "analysis",
            "photo",
            "photos",
            "video",
            "middle",
            "east",
            "north",
            "south",
            "west",
            "africa",
            "asia",
        ),
        *("europe", "iraq", "conclusion", "introduction", "background", "summary"),
    }
)

_CREDIT = re.compile(
    r"\(?(?:photo|photograph|picture|image|illustration|graphic|photo credit|image credit|credit|source)s?"
    r"(?: by|:| ©|/).{2,80}",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:file photo|file picture|file image|file|caption|pictured|image caption)\s?[:–—-]\s?.{3,}"
    r"|.{3,}(?:\((?:[^()]{0,40}\b)?(?:AP Photo|Reuters|AFP|Getty|EPA|photo|picture|image)\b[^()]{0,40}\)\.?"
    r"|\b(?:AP Photo|Getty Images|AFP|REUTERS)/[\w .'’-]{2,40})",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r".*\brepublish|.*\breprint(?:ed|ing)?\b.*\b(?:permission|article|story)"
    r"|(?:editor(?:['’]s|ial) note|correction|clarification|disclaimer)s?\s?:"
    r"|(?:an earlier version of )?this (?:article|story|report|piece|post)"
    r" (?:was|has been|is|first|originally|appeared)\b.*"
    r"\b(?:published|updated|corrected|amended|produced|translated|appeared|licen[cs]ed|incorrectly|misstated)\b"
    r"|(?:originally |first )published (?:in|on|by|at)\b|.*\bcreative commons\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:(?P<mark>[•◦▪●*·–—-])|(?P<number>\d{1,3})[.)])\s+(?P<text>\S.*)")
_STOPS = (".", "!", "?", "…", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class Line:
    """One line and the number of empty lines before it and behind it."""

    text: str
    before: int
    behind: int
    note: str = ""

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def stopped(self) -> bool:
        """Whether it ends as a sentence ends."""
        return self.text.rstrip("”\"’'»)]").endswith((".", "!", "?", "…"))

    @property
    def isolated(self) -> bool:
        """Whether it stands further from its neighbours than one empty line."""
        return self.before > 1 and self.behind > 1


@dataclass(frozen=True, slots=True)
class Dateline:
    date: str
    place: str
    unsure: bool = False


def lines(text: str) -> list[Line]:
    """The lines that say something. What surrounds the text counts as no empty line."""
    found: list[tuple[str, int]] = []
    empty = 0
    for raw in text.split("\n"):
        line = re.sub(r"[ \u00a0]{2,}", " ", raw.strip("\ufeff\u200b \u00a0\t\r\f\v"))
        if not line:
            empty += 1
            continue
        for number, part in enumerate(_parted(line)):
            found.append((part, empty if found and not number else 0))
        empty = 0
    if not found:
        raise NothingInside
    gaps = [*(before for _, before in found[1:]), 0]
    return [Line(line, before, gap) for (line, before), gap in zip(found, gaps, strict=True)]


def _parted(line: str) -> list[str]:
    """A byline and a dateline that share a line, as two."""
    found = re.fullmatch(r"([^|•·]+?)\s*[|•·]\s*(.+)", line)
    if found and (byline(found[1]) or bare_names(found[1])) and dateline(found[2]):
        return [found[1], found[2]]
    return [line]


def dateline(text: str) -> Dateline | None:
    """A date, and nothing beside it but a time and a place."""
    if len(text) > 120:
        return None
    for pattern in _DATE:
        found = pattern.search(text)
        read = _read_date(found) if found else None
        if found is None or read is None:
            continue
        place = _place(pattern.sub(" | ", text))
        return None if place is None else Dateline(read[0], place, read[1])
    return None


def dated(text: str) -> tuple[int, str] | None:
    """Where the first date of a line begins, and the date in ISO 8601."""
    found = (match for pattern in _DATE if (match := pattern.search(text[:400])))
    read = ((match.start(), day[0]) for match in found if (day := _read_date(match)))
    return min(read, default=None)


def byline(text: str) -> tuple[str, ...]:
    """The names of a line that says who wrote it, () where it does not.

    What stands beside a name, such as a desk or an agency, stays with it: nothing said is lost.
    """
    found = _BY.fullmatch(text)
    if not found or len(text.split()) > 16 or text.endswith(("!", "?", ":", "…")):
        return ()
    said = found["names"]
    if text.endswith(".") and not re.search(r"\b(?:[A-Z]|[JS]r)\.$", text):
        return ()
    if not said[:1].isupper() and not _NAME.fullmatch(said.split()[0]):
        return ()
    parts = [part for part in _BETWEEN_NAMES.split(said) if part]
    return tuple(parts) if all(map(is_name, parts)) else (said,)


def bare_names(text: str) -> tuple[str, ...]:
    """The names of a line that is nothing but the names of persons, () where it is not."""
    parts = [part for part in _BETWEEN_NAMES.split(text) if part]
    return tuple(parts) if parts and len(parts) < 5 and all(map(is_name, parts)) else ()


def is_name(text: str) -> bool:
    tokens = text.split()
    return (
        2 <= len(tokens) <= 5
        and all(_NAME.fullmatch(token) for token in tokens)
        and not any(token.casefold() in _NO_NAME for token in tokens)
        and not text.isupper()
        and "\t" not in text
    )


def is_credit(text: str) -> bool:
    return len(text) < 100 and _CREDIT.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    return len(text) < 400 and _CAPTION.fullmatch(text) is not None


def is_notice(text: str) -> bool:
    return len(text) < 600 and _NOTICE.match(text) is not None


def is_heading(line: Line) -> bool:
    text = line.text
    return (
        line.words <= 10
        and text[:1].isupper()
        and not text.endswith((*_STOPS, '"', "”", "’", "'", "»", ")"))
        and not any(mark in text for mark in '“”«»"')
    )


def bullet(text: str) -> tuple[bool, str] | None:
    """Whether a list item is numbered, and its text; None where the line is no list item."""
    found = _BULLET.fullmatch(text)
    return (bool(found["number"]), found["text"]) if found else None


def _read_date(found: re.Match[str]) -> tuple[str, bool] | None:
    """The date in ISO 8601, and whether day and month may be the other way round."""
    parts = found.groupdict()
    month = _MONTHS[parts["name"][:3].casefold()] if parts.get("name") else int(parts["month"])
    day = int(parts["day"])
    if month > 12 >= day and parts.get("mark") == "/":
        day, month = month, day
    try:
        read = date(int(parts["year"]), month, day)
    except ValueError:
        return None
    return read.isoformat(), parts.get("mark") == "/" and day <= 12 and day != month


def _place(rest: str) -> str | None:
    """The place that stands beside a date, "" where nothing does, None where something else does."""
    parts = [part.strip(" .:()") for part in _SEPARATOR.split(_BESIDE_DATE.sub(" | ", rest))]
    parts = list(dict.fromkeys(part for part in parts if part))
    tokens = [token for part in parts for token in part.split()]
    if len(parts) > 3 or len(tokens) > 5 or any(map(str.isdigit, "".join(parts))):
        return None
    if not all(_NAME.fullmatch(token) or token.isupper() for token in tokens):
        return None
    return ", ".join(parts)
