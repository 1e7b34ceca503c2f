"""The font of the caps: ``python -m tms.web.caps`` writes static/fonts/caps.ttf.

Each end of a code is one character (see editor/markup.py), drawn with the code's number: an opening one as
an outlined box, a closing one as a filled box, one that stands alone as a box with cut corners. The three
differ in no direction, so that they say the same in Arabic and in English. A few hundred lines of outlines
need no font library: the tables are written here as the OpenType specification has them.
"""

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path

from tms.core.text import End
from tms.web.editor.markup import MOST, first

FILE = Path(__file__).parent / "static" / "fonts" / "caps.ttf"
_EM, _ASCENT, _DESCENT = 1000, 800, -200
_CELL = 52  # a digit is drawn on a grid of 6 by 9 cells, its strokes two cells wide
_TOP, _BOTTOM, _EDGE, _LINE = 730, -90, 40, 56

_DIGITS = (
    ".####. ###### ##..## ##..## ##..## ##..## ##..## ###### .####.",
    "..##.. .###.. ####.. ##.#.. ..##.. ..##.. ..##.. ###### ######",
    ".####. ###### ##..## ....## ..#### .####. ###... ###### ######",
    ".####. ###### ....## ....## ..###. ....## ....## ###### .####.",
    "##..## ##..## ##..## ##..## ###### ###### ....## ....## ....##",
    "###### ###### ##.... #####. ###### ....## ....## ###### #####.",
    ".####. #####. ##.... #####. ###### ##..## ##..## ###### .####.",
    "###### ###### ....## ...### ...##. ..###. ..##.. .###.. .##...",
    ".####. ###### ##..## ##..## .####. ##..## ##..## ###### .####.",
    ".####. ###### ##..## ##..## ###### .##### ....## .##### .####.",
)

Point = tuple[int, int]
Contour = list[Point]


def font() -> bytes:
    """The font: the same bytes every time."""
    drawn: list[tuple[int, list[Contour]]] = [(500, [])]  # .notdef
    characters = []
    for end in (End.OPEN, End.CLOSE, End.ALONE):
        for number in range(1, MOST + 1):
            characters.append(first(end) + number - 1)
            drawn.append(_cap(number, end))
    glyphs = [_glyph(contours) for _, contours in drawn]
    widths = [width for width, _ in drawn]
    offsets = [0]
    for glyph in glyphs:
        offsets.append(offsets[-1] + len(glyph))
    tables = {
        b"OS/2": _os2(characters),
        b"cmap": _cmap(characters[0], len(characters)),
        b"glyf": b"".join(glyphs),
        b"head": _head(max(widths)),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            *(0x10000, _ASCENT, _DESCENT, 0, max(widths), 0, 0, max(widths), 1, 0, 0, 0, 0, 0, 0, 0),
            len(glyphs),
        ),
        b"hmtx": b"".join(struct.pack(">Hh", width, _EDGE) for width in widths),
        b"loca": b"".join(struct.pack(">I", offset) for offset in offsets),
        b"maxp": struct.pack(">IH13H", 0x10000, len(glyphs), 200, 20, *([0] * 11)),
        b"name": _name({1: "Desk Caps", 2: "Regular", 4: "Desk Caps", 6: "DeskCaps"}),
        b"post": struct.pack(">IIhhI16x", 0x30000, 0, -100, 50, 0),
    }
    return _whole(tables)


def _cap(number: int, end: End) -> tuple[int, list[Contour]]:
    """The advance and the outlines of one cap."""
    digits = [int(digit) for digit in str(number)]
    gap = 2 * _CELL
    inner = len(digits) * 6 * _CELL + (len(digits) - 1) * gap // 2
    width = inner + 2 * (_EDGE + _LINE + gap)
    corner = 150 if end is End.ALONE else 70
    contours = [_box(_EDGE, _BOTTOM, width - _EDGE, _TOP, corner)]
    if end is not End.CLOSE:
        inside = (_EDGE + _LINE, _BOTTOM + _LINE, width - _EDGE - _LINE, _TOP - _LINE)
        contours.append(_box(*inside, corner - 24)[::-1])
    left, base = (width - inner) // 2, (_TOP + _BOTTOM - 9 * _CELL) // 2
    for digit in digits:
        for contour in _traced(_DIGITS[digit].split()):
            moved = [(left + x * _CELL, base + y * _CELL) for x, y in contour]
            contours.append(moved[::-1] if end is End.CLOSE else moved)
        left += 6 * _CELL + gap // 2
    return width, contours


def _box(left: int, bottom: int, right: int, top: int, corner: int) -> Contour:
    """A box with cut corners, clockwise."""
    return [
        *((left, bottom + corner), (left, top - corner), (left + corner, top), (right - corner, top)),
        *((right, top - corner), (right, bottom + corner), (right - corner, bottom), (left + corner, bottom)),
    ]


def _traced(rows: Sequence[str]) -> list[Contour]:
    """The outlines of a picture of cells: clockwise around what is drawn, the other way around its holes."""
    drawn = {
        (x, len(rows) - 1 - y) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == "#"
    }
    edges: dict[Point, list[Point]] = {}
    for x, y in sorted(drawn):
        for beside, start, stop in (
            ((x - 1, y), (x, y), (x, y + 1)),
            ((x, y + 1), (x, y + 1), (x + 1, y + 1)),
            ((x + 1, y), (x + 1, y + 1), (x + 1, y)),
            ((x, y - 1), (x + 1, y), (x, y)),
        ):
            if beside not in drawn:
                edges.setdefault(start, []).append(stop)
    contours = []
    while edges:
        start = min(edges)
        contour, at, before = [start], start, (0, 0)
        while True:
            # Where two cells touch at a corner only, the line turns right: each keeps its own outline.
            ways = sorted(edges[at], key=lambda to: _turn(before, at, to))
            to = ways[0]
            edges[at].remove(to)
            if not edges[at]:
                del edges[at]
            before, at = at, to
            if at == start:
                break
            contour.append(at)
        contours.append(_straight(contour))
    return contours


def _turn(before: Point, at: Point, to: Point) -> int:
    """Negative for a turn to the right."""
    return (at[0] - before[0]) * (to[1] - at[1]) - (at[1] - before[1]) * (to[0] - at[0])


def _straight(contour: Contour) -> Contour:
    """The corners of a contour, without the points between them."""
    return [
        at
        for before, at, after in zip(
            [contour[-1], *contour], contour, [*contour[1:], contour[0]], strict=False
        )
        if _turn(before, at, after)
    ]


def _glyph(contours: Sequence[Contour]) -> bytes:
    """One glyph of the table ``glyf``, each point on its curve and written in full."""
    points = [point for contour in contours for point in contour]
    if not points:
        return b""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    ends, last = [], -1
    for contour in contours:
        last += len(contour)
        ends.append(last)
    data = struct.pack(">5h", len(contours), min(xs), min(ys), max(xs), max(ys))
    data += b"".join(struct.pack(">H", end) for end in ends) + struct.pack(">H", 0)
    data += b"\x01" * len(points)
    for values in (xs, ys):
        data += b"".join(struct.pack(">h", b - a) for a, b in zip([0, *values], values, strict=False))
    return data + b"\0" * (-len(data) % 4)


def _cmap(start: int, count: int) -> bytes:
    """One run of characters and the glyphs from the first behind .notdef on (format 4)."""
    segments = [(start, start + count - 1, 1 - start), (0xFFFF, 0xFFFF, 1)]
    body = struct.pack(">HHHH", 4, 4, 1, 0)
    body += struct.pack(">2H", *(end for _, end, _ in segments)) + struct.pack(">H", 0)
    body += struct.pack(">2H", *(first for first, _, _ in segments))
    body += struct.pack(">2H", *(delta % 0x10000 for _, _, delta in segments)) + struct.pack(">2H", 0, 0)
    table = struct.pack(">HHH", 4, len(body) + 6, 0) + body
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table


def _head(width: int) -> bytes:
    box = (0, _BOTTOM, width, _TOP)
    numbers = struct.pack(">IIIIHH", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0x000B, _EM)
    return numbers + bytes(16) + struct.pack(">4hHHhhh", *box, 0, 8, 2, 1, 0)


def _os2(characters: Sequence[int]) -> bytes:
    data = struct.pack(">HhHHH11h", 4, 500, 400, 5, 0, *([0] * 11))
    data += bytes(10) + struct.pack(">4I", 0, 0, 0, 0) + b"DESK"
    data += struct.pack(">HHH", 0x40, characters[0], characters[-1])
    data += struct.pack(">hhhHH", _ASCENT, _DESCENT, 0, _ASCENT, -_DESCENT) + struct.pack(">II", 0, 0)
    return data + struct.pack(">hhHHH", 500, 700, 0, 32, 1)


def _name(names: dict[int, str]) -> bytes:
    texts = {number: text.encode("utf-16-be") for number, text in names.items()}
    records, at = b"", 0
    for number, text in texts.items():
        records += struct.pack(">6H", 3, 1, 0x409, number, len(text), at)
        at += len(text)
    return struct.pack(">3H", 0, len(texts), 6 + 12 * len(texts)) + records + b"".join(texts.values())


def _whole(tables: dict[bytes, bytes]) -> bytes:
    """The file: a directory of the tables, then the tables, each on a multiple of four."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    at = len(head) + 16 * count
    directory, body = b"", b""
    for tag, data in tables.items():
        directory += struct.pack(">4sIII", tag, _sum(data), at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    whole = head + directory + body
    place = whole.index(tables[b"head"]) + 8
    adjusted = struct.pack(">I", (0xB1B0AFBA - _sum(whole)) % 2**32)
    return whole[:place] + adjusted + whole[place + 4 :]


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: Iterable[tuple[int]] = struct.iter_unpack(">I", padded)
    return sum(word for (word,) in words) % 2**32


if __name__ == "__main__":
    FILE.write_bytes(font())
