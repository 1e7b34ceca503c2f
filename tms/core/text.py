"""Text with inline codes, and the notation in which it is stored and exchanged.

A code is written ``<1>…</1>`` or ``<2/>``, numbered from 1. Characters that would read as a code have
their ``<`` written ``\\<``; every backslash of a run that stands directly before anything that reads as a
code, real or literal, is doubled. So any Unicode text has exactly one notation, and reading it back
gives the same text.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from tms.errors import BadCharacter

# The look-behind lets a run of backslashes match only from its first one: linear on any input.
# Four digits at most: longer numbers are text.
_TAG = re.compile(r"(?<!\\)(\\*)(</[1-9][0-9]{0,3}>|<[1-9][0-9]{0,3}/?>)")
_LONE = re.compile("[\x00\ud800-\udfff]")


class CodeKind(StrEnum):
    LINK = "link"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    BREAK = "break"
    CODE = "code"
    SUBSCRIPT = "subscript"
    SUPERSCRIPT = "superscript"
    STRIKE = "strike"


class End(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Code:
    """What a number stands for. Attributes live in the source only; targets refer by number.

    ``spans`` is 0 for a code that lies inside one segment; a code that crosses a boundary is closed and
    reopened in each segment, and all its pieces carry the number it has in the block.
    """

    number: int
    kind: CodeKind
    attributes: tuple[tuple[str, str], ...] = ()
    spans: int = 0

    def get(self, name: str) -> str:
        return dict(self.attributes).get(name, "")


@dataclass(frozen=True, slots=True)
class Mark:
    """One end of a code where it stands in the characters."""

    number: int
    end: End

    def __str__(self) -> str:
        match self.end:
            case End.OPEN:
                return f"<{self.number}>"
            case End.CLOSE:
                return f"</{self.number}>"
            case End.ALONE:
                return f"<{self.number}/>"


Piece = str | Mark


@dataclass(frozen=True)
class Text:
    """Characters and marks in reading order; ``codes`` say what the numbers mean where that is known.

    Neighbouring strings are joined and empty ones dropped, so equal texts are equal values.
    """

    pieces: tuple[Piece, ...] = ()
    codes: tuple[Code, ...] = field(default=(), compare=True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pieces", tuple(_joined(self.pieces)))

    @classmethod
    def parse(cls, notation: str, codes: Iterable[Code] = ()) -> "Text":
        """Read the notation; every string is a notation of some text."""
        pieces: list[Piece] = []
        at = 0
        for found in _TAG.finditer(notation):
            slashes, tag = found[1], found[2]
            pieces += [notation[at : found.start()], slashes[: len(slashes) // 2]]
            pieces.append(tag if len(slashes) % 2 else _mark(tag))
            at = found.end()
        pieces.append(notation[at:])
        return cls(tuple(pieces), tuple(codes))

    @cached_property
    def notation(self) -> str:
        """The text as it is stored and exchanged."""
        written: list[str] = []
        for index, piece in enumerate(self.pieces):
            if isinstance(piece, Mark):
                written.append(str(piece))
                continue
            escaped = _TAG.sub(lambda found: found[1] * 2 + "\\" + found[2], piece)
            if index + 1 < len(self.pieces):
                slashes = len(piece) - len(piece.rstrip("\\"))
                escaped += "\\" * slashes
            written.append(escaped)
        return "".join(written)

    @cached_property
    def plain(self) -> str:
        """The characters without the codes; a line break counts as a line feed."""
        breaks = {code.number for code in self.codes if code.kind is CodeKind.BREAK}
        return "".join(
            piece if isinstance(piece, str) else "\n" if piece.number in breaks else ""
            for piece in self.pieces
        )

    @cached_property
    def hash(self) -> str:
        """Hash of the wording with its code numbers, without attributes and without outer white space."""
        return hashed(self.notation)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Mark))

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def code(self, number: int) -> Code | None:
        return next((code for code in self.codes if code.number == number), None)

    def stripped(self) -> "Text":
        """The text without white space at its two ends; codes stay."""
        pieces = list(self.pieces)
        if pieces and isinstance(pieces[0], str):
            pieces[0] = pieces[0].lstrip()
        if pieces and isinstance(pieces[-1], str):
            pieces[-1] = pieces[-1].rstrip()
        return replace(self, pieces=tuple(pieces))

    def shifted(self, by: int) -> "Text":
        """The text with every code number raised: how the later segments of a run are numbered."""
        if not by:
            return self
        return Text(
            tuple(p if isinstance(p, str) else replace(p, number=p.number + by) for p in self.pieces),
            tuple(replace(code, number=code.number + by) for code in self.codes),
        )

    @property
    def highest(self) -> int:
        """The highest code number, 0 where there is none."""
        return max([mark.number for mark in self.marks] + [code.number for code in self.codes], default=0)

    def renumbered(self) -> "Text":
        """The text with its codes numbered from 1 in the order in which they first appear."""
        order: dict[int, int] = {}
        for mark in self.marks:
            order.setdefault(mark.number, len(order) + 1)
        return Text(
            tuple(p if isinstance(p, str) else replace(p, number=order[p.number]) for p in self.pieces),
            tuple(
                sorted(
                    (replace(c, number=order[c.number]) for c in self.codes if c.number in order),
                    key=lambda code: code.number,
                )
            ),
        )

    def cut(self, offsets: Iterable[int]) -> tuple["Text", ...]:
        """Cut at offsets into ``plain``; a code across a cut is closed and reopened, flagged ``spans``.

        White space before a cut is left outside the codes that are closed there. Each piece is numbered
        from 1; ``join`` puts the very text together again.
        """
        return tuple(piece.renumbered() for piece in self.parted(offsets))

    def parted(self, offsets: Iterable[int]) -> tuple["Text", ...]:
        """Cut in the same way, each piece with the numbers that its codes have here."""
        return tuple(_cut(self, list(offsets)))


def hashed(notation: str) -> str:
    """The hash of the text that has this notation."""
    return hashlib.sha256(notation.strip().encode()).hexdigest()[:32]


def join(texts: Iterable[Text]) -> Text:
    """Join the texts of neighbouring segments, closing the gaps that ``cut`` made in spanning codes."""
    pieces: list[Piece] = []
    codes: dict[int, Code] = {}
    shift = 0
    for text in texts:
        moved = text.shifted(shift)
        arriving = {code.number: code for code in moved.codes}
        incoming = list(moved.pieces)
        renamed: dict[int, int] = {}
        _close_gap(pieces, codes, incoming, arriving, renamed)
        pieces += [
            replace(p, number=renamed.get(p.number, p.number)) if isinstance(p, Mark) else p for p in incoming
        ]
        codes.update({n: code for n, code in arriving.items() if n not in renamed})
        shift = max([shift, moved.highest])
    whole = Text(tuple(pieces), tuple(codes.values())).renumbered()
    return replace(whole, codes=tuple(replace(code, spans=0) for code in whole.codes))


def run(texts: Iterable[Text]) -> Text:
    """The text of a run of segments as its translator sees it: the later segments' numbers shifted."""
    pieces: list[Piece] = []
    codes: list[Code] = []
    shift = 0
    for text in texts:
        moved = text.shifted(shift)
        pieces += moved.pieces
        codes += moved.codes
        shift = max(shift, moved.highest)
    return Text(tuple(pieces), tuple(codes)).stripped()


def clean(text: str, where: str = "") -> str:
    """NFC text; NUL and lone surrogates are refused, since no store or page can keep them."""
    found = _LONE.search(text)
    if found:
        name = "NUL" if found[0] == "\x00" else "a lone surrogate"
        raise BadCharacter(where, name=name, offset=found.start())
    return unicodedata.normalize("NFC", text)


def _mark(tag: str) -> Mark:
    number = int(tag.strip("</>"))
    if tag.startswith("</"):
        return Mark(number, End.CLOSE)
    return Mark(number, End.ALONE if tag.endswith("/>") else End.OPEN)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    held: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            held.append(piece)
            continue
        if any(held):
            yield "".join(held)
        held = []
        yield piece
    if any(held):
        yield "".join(held)


def _cut(text: Text, offsets: list[int]) -> Iterator[Text]:
    """Yield the pieces between the offsets, numbered as in the whole."""
    crossing: set[int] = set()
    parts: list[list[Piece]] = [[]]
    opened: list[int] = []
    at = 0
    waiting = sorted({offset for offset in offsets if 0 < offset < len(text.plain)})

    def cross() -> None:
        waiting.pop(0)
        crossing.update(opened)
        closing: list[Piece] = [Mark(number, End.CLOSE) for number in reversed(opened)]
        done = parts[-1]
        if closing and done and isinstance(done[-1], str):
            word = done[-1].rstrip()
            closing, done[-1] = [*closing, done[-1][len(word) :]], word
        done += closing
        parts.append([Mark(number, End.OPEN) for number in opened])

    def width(piece: Piece) -> int:
        if isinstance(piece, str):
            return len(piece)
        code = text.code(piece.number)
        return int(code is not None and code.kind is CodeKind.BREAK)

    for piece in text.pieces:
        begun_here = isinstance(piece, Mark) and piece.end is End.CLOSE and piece.number in opened
        if waiting and at == waiting[0] and not begun_here:
            cross()
        if isinstance(piece, str):
            rest = piece
            while waiting and at + len(rest) > waiting[0]:
                head = waiting[0] - at
                parts[-1].append(rest[:head])
                rest, at = rest[head:], at + head
                cross()
            parts[-1].append(rest)
            at += len(rest)
            continue
        parts[-1].append(piece)
        at += width(piece)
        if piece.end is End.OPEN:
            opened.append(piece.number)
        elif piece.end is End.CLOSE and piece.number in opened:
            opened.remove(piece.number)
    for part in parts:
        numbers = {piece.number for piece in part if isinstance(piece, Mark)}
        codes = (code for code in text.codes if code.number in numbers)
        yield Text(
            tuple(part),
            tuple(replace(c, spans=c.number) if c.number in crossing else c for c in codes),
        )


def _close_gap(
    pieces: list[Piece],
    codes: dict[int, Code],
    incoming: list[Piece],
    arriving: dict[int, Code],
    renamed: dict[int, int],
) -> None:
    """Take out closing and opening marks that meet, with only white space between them, in one code."""
    while incoming and isinstance(incoming[0], Mark) and incoming[0].end is End.OPEN:
        last = len(pieces) - 1
        if last >= 0 and isinstance(pieces[last], str) and not str(pieces[last]).strip():
            last -= 1
        before = pieces[last] if last >= 0 else None
        after = incoming[0]
        if not isinstance(before, Mark) or before.end is not End.CLOSE:
            return
        left, right = codes.get(before.number), arriving.get(after.number)
        if left is None or right is None or not left.spans or left.spans != right.spans:
            return
        del pieces[last], incoming[0]
        renamed[after.number] = before.number
