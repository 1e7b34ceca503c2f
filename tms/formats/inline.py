"""Inline text as markup carries it: white space collapsed, codes tidied, links checked."""

import re
import unicodedata

from tms.core.text import Code, CodeKind, End, Mark, Piece, Text

_SPACE = re.compile(r"[ \t\n\r\f]+")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_SCHEMES = ("http:", "https:", "mailto:", "tel:")
# Browsers skip white space and controls inside an address; nobody sees bidi controls in it.
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f]+")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Attributes = tuple[tuple[str, str], ...]


class Gather:
    """Takes characters and codes in reading order and makes the Text they stand for.

    White space is moved out of codes, collapsed and stripped; a code around nothing is dropped; so is a
    line break at either end of the text.
    """

    def __init__(self) -> None:
        self._out: list[Piece] = []
        self._codes: dict[int, Code] = {}
        self._held: list[int] = []
        self._breaks: list[int] = []
        self._gap = ""

    @property
    def empty(self) -> bool:
        """Whether no character has come yet that would be kept."""
        return not self._out

    def string(self, characters: str) -> None:
        words = _SPACE.sub(" ", characters)
        core = words.strip()
        lead = words[: len(words) - len(words.lstrip())]
        self._gap = _SPACE.sub(" ", self._gap + lead)
        if not core:
            return
        self._flush()
        self._out.append(core)
        self._gap = words[len(words.rstrip()) :]

    def line(self) -> None:
        """A line break, without the white space around it."""
        self._breaks.append(self._new(CodeKind.BREAK))

    def open(self, kind: CodeKind, attributes: Attributes = (), *, continues: bool = False) -> int:
        """Open a code and return its number for ``close``; one that continues takes up the last."""
        at = len(self._out) - 1
        while at > 0 and self._is_gap(self._out[at]):
            at -= 1
        last = self._out[at] if at > 0 and not self._held else None
        if continues and isinstance(last, Mark) and last.end is End.CLOSE:
            code = self._codes[last.number]
            if (code.kind, code.attributes) == (kind, attributes):
                del self._out[at]
                return last.number
        number = self._new(kind, attributes)
        self._held.append(number)
        return number

    def close(self, number: int) -> None:
        if number in self._held:
            self._held.remove(number)
        else:
            self._out.append(Mark(number, End.CLOSE))

    def text(self) -> Text:
        joined = Text(tuple(self._out)).pieces
        pieces = [p if isinstance(p, Mark) else unicodedata.normalize("NFC", p) for p in joined]
        return Text(tuple(pieces), tuple(self._codes.values())).renumbered()

    def _new(self, kind: CodeKind, attributes: Attributes = ()) -> int:
        number = len(self._codes) + 1
        self._codes[number] = Code(number, kind, attributes)
        return number

    def _flush(self) -> None:
        if self._out:
            self._out += [Mark(number, End.ALONE) for number in self._breaks]
            if self._gap and not self._breaks:
                self._out.append(self._gap)
        self._out += [Mark(number, End.OPEN) for number in self._held]
        self._gap = ""
        self._breaks, self._held = [], []

    def _is_gap(self, piece: Piece) -> bool:
        return not piece.strip() if isinstance(piece, str) else self._is_break(piece)

    def _is_break(self, piece: Piece) -> bool:
        return isinstance(piece, Mark) and self._codes[piece.number].kind is CodeKind.BREAK


def plain(characters: str) -> Text:
    """Text without codes out of a string of a file."""
    gathered = Gather()
    gathered.string(characters)
    return gathered.text()


def address(href: str) -> str:
    """A link's address as it may be published, "" for one that may not (scripts, hidden directions)."""
    tight = _CONTROLS.sub("", href)
    scheme = _SCHEME.match(tight)
    if _BIDI.search(tight) or (scheme and scheme[0].lower() not in _SCHEMES):
        return ""
    return unicodedata.normalize(
        "NFC", _CONTROLS.sub(lambda found: "%20" if " " in found[0] else "", href.strip())
    )


def link(href: str, title: str = "") -> Attributes:
    """The attributes of a link code, () where the address is refused or missing."""
    kept = address(href)
    if not kept:
        return ()
    named = plain(title).plain
    return (("href", kept), ("title", named)) if named else (("href", kept),)
