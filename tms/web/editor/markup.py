"""A text with its codes as the editor shows it: every end of a code is one character, drawn as a cap.

The characters are hexagrams, which no article has: they are neutral in direction, so they stay at their
words in Arabic, one step for the caret, and no line breaks between them and a letter. The font
``caps.ttf``, made by tms/web/caps.py, draws them with the code's number; static/editor/codes.js reads and
writes the same.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from tms.core.diff import Change, words
from tms.core.findings import Finding, Severity
from tms.core.text import End, Mark, Text

MOST = 20
"""Codes with a higher number are shown as they are written."""
_FIRST = {End.OPEN: 0x4DC0, End.CLOSE: 0x4DC0 + MOST, End.ALONE: 0x4DC0 + 2 * MOST}
_TAGS = {Change.GONE: "del", Change.NEW: "ins"}


def first(end: End) -> int:
    """The character of the code numbered 1."""
    return _FIRST[end]


def cap(mark: Mark) -> Markup:
    if mark.number > MOST:
        return escape(str(mark))
    return Markup('<span class="cap" role="img" aria-label="%s">%s</span>') % (mark.number, _char(mark))


def shown(text: Text) -> Markup:
    """The text with its caps."""
    return Markup("").join(cap(p) if isinstance(p, Mark) else escape(p) for p in text.pieces)


def underlined(text: Text, found: Sequence[Finding]) -> Markup:
    """The text with its caps and a wavy line under the words in which something was found."""
    spans = [(*each.target_span, each.severity) for each in found if each.target_span]
    made, at = Markup(""), 0
    for piece in text.pieces:
        if isinstance(piece, Mark):
            made += cap(piece)
            at += len(str(piece))
            continue
        made += _lined(piece, [(start - at, end - at, severity) for start, end, severity in spans])
        at += len(piece)
    return made


def field(notation: str) -> str:
    """A text in code notation as a field holds it, each end of a code as its character."""
    return "".join(_char(p) if isinstance(p, Mark) else p for p in Text.parse(notation).pieces)


def diff(old: str, new: str) -> Markup:
    """Two wordings in code notation as one text: what went is struck, what came is marked."""
    made = Markup("")
    for part in words(old, new):
        tag = _TAGS.get(part.change)
        inside = shown(Text.parse(part.text))
        made += Markup("<{0}>{1}</{0}>").format(tag, inside) if tag else inside
    return made


def caps(text: Text) -> list[tuple[int, str]]:
    """The codes of a source: the number of each, and the characters that a field takes for it."""
    ends: dict[int, str] = {}
    for mark in text.marks:
        if mark.number <= MOST:
            ends[mark.number] = ends.get(mark.number, "") + _char(mark)
    return sorted(ends.items())


def _char(mark: Mark) -> str:
    return str(mark) if mark.number > MOST else chr(_FIRST[mark.end] + mark.number - 1)


def _lined(piece: str, spans: Iterable[tuple[int, int, Severity]]) -> Markup:
    made, at = Markup(""), 0
    for start, end, severity in sorted(spans):
        first, last = max(start, at), min(end, len(piece))
        if first < last and severity is not Severity.INFO:
            made += escape(piece[at:first])
            made += Markup('<u class="%s">%s</u>') % (severity.value, piece[first:last])
            at = last
    return made + escape(piece[at:])


def marked(notation: str, spans: Iterable[Sequence[int]] = ()) -> Markup:
    """A text in code notation with its caps; ``spans`` of its other characters, in order, stand out."""
    made, at = Markup(""), 0
    for piece in Text.parse(notation).pieces:
        if isinstance(piece, Mark):
            made += cap(piece)
            continue
        done = at
        for start, end in spans:
            if at <= start < end <= at + len(piece):
                made += Markup("{}<mark>{}</mark>").format(
                    piece[done - at : start - at], piece[start - at : end - at]
                )
                done = end
        made += escape(piece[done - at :])
        at += len(piece)
    return made
