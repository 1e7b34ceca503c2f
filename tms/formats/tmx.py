"""TMX 1.4b: a translation memory as other tools write and read it, in a stream of any length.

A code is ``<bpt>`` and ``<ept>``, or ``<ph>`` where it stands alone; what other tools put inside of these
is theirs and is left out, and so are codes that only one side has. Units are taken one by one: what is
wrong with one is reported, and the others are read on.
"""

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from tms import __version__, languages
from tms.core.matching import UNKNOWN
from tms.core.text import End, Mark, Piece, Text, clean
from tms.errors import BadCharacter, BadFile, DoctypeRefused
from tms.formats.base import Pair
from tms.messages import N_, Message

_CHUNK = 1 << 16
_LONGEST = 4 << 20
"""Bytes from the end of one unit to the end of the next."""
_LONGEST_TEXT = 20_000
_NAMED = 100
"""So many of the units that were skipped are named; all are counted."""
_DTD = re.compile(r"<!DOCTYPE tmx SYSTEM \"tmx1[1-4]b?\.dtd\">")
"""What OmegaT and others begin with. It is never fetched; any other DOCTYPE is refused."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HASH = re.compile(r"(?:[0-9a-f]{32})?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DATE = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Skip:
    """A unit that was not taken: its number in the file, the line it begins in, and why."""

    unit: int
    line: int
    why: Message


@dataclass
class Reading:
    """How the reading of a file went; ``skipped`` counts all, ``named`` has the first of them."""

    units: int = 0
    skipped: int = 0
    named: list[Skip] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)

    def skip(self, line: int, why: Message) -> None:
        self.skipped += 1
        if len(self.named) < _NAMED:
            self.named.append(Skip(self.units, line, why))


def read(
    file: BinaryIO, targets: Iterable[str], reading: Reading, tick: Callable[[int], None] | None = None
) -> Iterator[Pair]:
    """The pairs of a file into these languages; ``tick`` is told how many bytes have been read.

    Raises for what is no TMX, is cut off, or has nothing in these languages.
    """
    wanted = set(targets)
    found = False
    for unit in _units(file, tick or (lambda _bytes: None)):
        reading.units += 1
        try:
            for pair in _pairs(unit, wanted, reading):
                found = True
                yield pair
        except BadCharacter as error:
            reading.skip(unit.sourceline or 0, error.message)
    if reading.units and not found:
        there = ", ".join(tag for tag, _ in reading.tags.most_common(8))
        said = N_("none of its units has a text in English and one in %(wanted)s; it has: %(found)s")
        raise BadFile(reason=Message(said, {"wanted": ", ".join(sorted(wanted)), "found": there or "–"}))


def write(pairs: Iterable[tuple[Pair, str]]) -> Iterator[bytes]:
    """A file in pieces, each pair with the article it is from, "" where that is not known."""
    source = languages.SOURCE
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="tms" creationtoolversion="{__version__}" segtype="sentence" o-tmf="tms"'
        f' adminlang="en" srclang="{source}" datatype="plaintext"/>\n<body>\n'
    ).encode()
    for pair, article in pairs:
        about = "".join(
            f"<prop type={quoteattr(name)}>{_escaped(value)}</prop>"
            for name, value in _props(pair, article).items()
        )
        date = f' changedate="{pair.at.astimezone(UTC):{_DATE}}"' if pair.at else ""
        who = f" changeid={quoteattr(_FORBIDDEN.sub('', pair.author))}" if pair.author else ""
        yield (
            f"<tu{date}{who}>{about}"
            f'<tuv xml:lang="{source}"><seg>{_segment(pair.source)}</seg></tuv>'
            f'<tuv xml:lang="{pair.language}"><seg>{_segment(pair.target)}</seg></tuv></tu>\n'
        ).encode()
    yield b"</body>\n</tmx>\n"


# Reading


def _units(file: BinaryIO, tick: Callable[[int], None]) -> Iterator[etree._Element]:
    """The units as they come, each let go of before the next."""
    parser = etree.XMLPullParser(
        ("start", "end"),
        tag=("{*}tmx", "{*}tu"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    read = ended = 0
    known = False
    with _refused():
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            read += len(chunk)
            for event, element in parser.read_events():
                if not known:
                    known = _name(element) == "tmx" and element.getparent() is None
                    _no_doctype(element)
                if event == "start" or _name(element) == "tmx":
                    continue
                ended = read
                yield element
                _let_go(element)
            if read - ended > _LONGEST:
                raise BadFile(reason=Message(N_("it has a unit longer than %(limit)s MB"), {"limit": 4}))
            tick(read)
        parser.close()
    if not known:
        raise BadFile(reason=Message(N_("it is no TMX file")))


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        said = N_("it is cut off or not as XML is, in line %(line)s")
        raise BadFile(f"line {line}", reason=Message(said, {"line": line})) from error


def _no_doctype(element: etree._Element) -> None:
    about = element.getroottree().docinfo
    declared = about.internalDTD
    if declared is None:
        return
    own = any(True for _ in declared.iterentities()) or any(True for _ in declared.iterelements())
    if own or not _DTD.fullmatch(about.doctype):
        raise DoctypeRefused


def _let_go(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _pairs(unit: etree._Element, wanted: set[str], reading: Reading) -> Iterator[Pair]:
    line = unit.sourceline or 0
    variants: dict[str, etree._Element] = {}
    for variant in unit.iterchildren("{*}tuv"):
        tag = variant.get(_LANG) or variant.get("lang") or ""
        reading.tags[tag] += 1
        variants.setdefault(_language(tag), variant)
    source = variants.get(languages.SOURCE)
    if source is None:
        reading.skip(line, Message(N_("it has no text in English")))
        return
    there = [tag for tag in variants if tag in wanted]
    if not there:
        reading.skip(line, Message(N_("it has no text in a language that was asked for")))
        return
    before, behind = _neighbours(unit)
    for tag in there:
        target = variants[tag]
        texts = _texts(source, target)
        if texts is None:
            reading.skip(line, Message(N_("its text is empty, too long, or holds an entity")))
            continue
        yield Pair(*texts, tag, _author(unit, target)[:64], _date(unit, target), before, behind)


@functools.lru_cache(1024)
def _language(tag: str) -> str:
    """A language of the desk by a tag such as EN-US or ar_IQ, else the tag."""
    first = tag.replace("_", "-").partition("-")[0].lower()
    return first if first in languages.LANGUAGES else tag


def _texts(source: etree._Element, target: etree._Element) -> tuple[str, str] | None:
    """Both texts in code notation; None where one cannot be used."""
    one, other = source.find("{*}seg"), target.find("{*}seg")
    if one is None or other is None:
        return None
    if not len(one) and not len(other):  # as most are: no codes
        plain = [clean(one.text or "").strip(), clean(other.text or "").strip()]
        written = [Text((text,)).notation if "<" in text else text for text in plain]
        fits = all(0 < len(text) <= _LONGEST_TEXT for text in written)
        return (written[0], written[1]) if fits else None
    sides = _Side(one), _Side(other)
    numbers = sides[0].numbers
    written = [side.notation(numbers) for side in sides]
    good = all(
        side.good and 0 < len(text) <= _LONGEST_TEXT for side, text in zip(sides, written, strict=True)
    )
    return (written[0], written[1]) if good else None


class _Side:
    """One segment: its characters, and its codes by what names them on both sides."""

    def __init__(self, seg: etree._Element) -> None:
        self.good = True
        self._opened: dict[str, str] = {}
        self._found = list(self._walk(seg))
        closed = {name for name, end in self._marks() if end is End.CLOSE}
        self._names = [name for name, end in self._marks() if end is End.ALONE or name in closed]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each code, in the order in which they first appear."""
        return {name: number for number, name in enumerate(dict.fromkeys(self._names), start=1)}

    def notation(self, numbers: dict[str, int]) -> str:
        own = set(self._names)
        pieces: list[Piece] = []
        for each in self._found:
            if isinstance(each, str):
                pieces.append(clean(each))
            elif each[0] in numbers and each[0] in own:
                pieces.append(Mark(numbers[each[0]], each[1]))
        return Text(tuple(pieces)).stripped().notation

    def _marks(self) -> list[tuple[str, End]]:
        return [each for each in self._found if not isinstance(each, str)]

    def _walk(self, element: etree._Element) -> Iterator[str | tuple[str, End]]:
        yield element.text or ""
        for child in element:
            if not isinstance(child.tag, str):
                self.good = False
                return
            name, i, x = _name(child), child.get("i", ""), child.get("x", "")
            if name == "bpt":
                self._opened[i] = f"x{x}" if x else f"i{i}"
                yield self._opened[i], End.OPEN
            elif name == "ept" and i in self._opened:
                yield self._opened.pop(i), End.CLOSE
            elif name in {"ph", "it", "ut"}:
                yield f"{name}{x or child.text or ''}", End.ALONE
            elif name == "hi":
                yield from self._walk(child)
            yield child.tail or ""


def _neighbours(unit: etree._Element) -> tuple[str, str]:
    """The hashes that we wrote, or of the texts that OmegaT wrote."""
    props = {each.get("type", ""): each.text or "" for each in unit.iterchildren("{*}prop")}
    if not props:
        return UNKNOWN, UNKNOWN
    found = []
    for ours, theirs in (("x-tms-before", "prev"), ("x-tms-behind", "next")):
        if ours in props and _HASH.fullmatch(props[ours]):
            found.append(props[ours])
        elif props.get(theirs):
            found.append(Text((clean(props[theirs]),)).hash)
        else:
            return UNKNOWN, UNKNOWN
    return found[0], found[1]


def _author(unit: etree._Element, target: etree._Element) -> str:
    who = target.get("changeid") or unit.get("changeid") or target.get("creationid") or unit.get("creationid")
    return clean(who) if who else ""


def _date(unit: etree._Element, target: etree._Element) -> datetime | None:
    for name in ("changedate", "creationdate"):
        if said := target.get(name) or unit.get(name):
            with suppress(ValueError):
                found = datetime.fromisoformat(said)
                return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


# Writing


def _props(pair: Pair, article: str) -> dict[str, str]:
    about = {"x-tms-article": article} if article else {}
    if UNKNOWN not in (pair.before, pair.behind):
        about |= {"x-tms-before": pair.before, "x-tms-behind": pair.behind}
    return about


def _segment(notation: str) -> str:
    """A text with its codes as TMX has them."""
    if "<" not in notation:
        return _escaped(notation)
    return "".join(
        _escaped(piece) if isinstance(piece, str) else _code(piece) for piece in Text.parse(notation).pieces
    )


def _code(mark: Mark) -> str:
    shown = escape(str(mark))
    match mark.end:
        case End.OPEN:
            return f'<bpt i="{mark.number}" x="{mark.number}">{shown}</bpt>'
        case End.CLOSE:
            return f'<ept i="{mark.number}">{shown}</ept>'
        case End.ALONE:
            return f'<ph x="{mark.number}">{shown}</ph>'


def _escaped(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text), {"\r": "&#13;"})
