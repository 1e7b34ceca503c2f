"""What stands above the body of an article in plain text: kicker, headline, byline, standfirst, dateline."""

from dataclasses import replace
from itertools import pairwise

from tms.core.document import Attribute, Block, BlockKind
from tms.core.text import Text
from tms.formats.body import TWICE
from tms.formats.furniture import is_headline
from tms.formats.lines import Line, bare_names, byline, dateline, is_caption, is_credit

# So many lines are looked at for a byline and a dateline.
_LINES = 12


def front(lines: list[Line]) -> tuple[list[Block], list[Line]]:
    """The blocks above the body, and the lines that are left."""
    first = lines[0]
    if first.words > 40 or (len(lines) == 1 and (first.words > 25 or first.stopped)):
        return [], lines
    blocks, at = _title(lines)
    end = _end(lines, at)
    opened = False
    for line in lines[at:end]:
        if blocks[-1].kind is BlockKind.CAPTION and blocks[-1].text.plain == line.text:
            blocks[-1] = replace(blocks[-1], uncertain=TWICE)
            continue
        block = _named(line) or _repeated(line, lines) or _told(line, opened=opened)
        opened = opened or block.kind is BlockKind.STANDFIRST
        blocks.append(block)
    return blocks, lines[end:]


def _title(lines: list[Line]) -> tuple[list[Block], int]:
    """Kicker and headline, and how many lines they are."""
    blocks: list[Block] = []
    at = 0
    if len(lines) > 1 and _is_kicker(lines[0], lines[1]):
        why = "It is a short line directly above the headline."
        blocks, at = [Block(BlockKind.KICKER, Text((lines[0].text,)), uncertain=why)], 1
    title, why = lines[at].text, "It is the first line of the text."
    at += 1
    while at < len(lines) - 1 and lines[at].text == title:
        why, at = "It is the first line of the text; the same line again was left out.", at + 1
    if at < len(lines) - 1 and _goes_on(lines[at - 1], lines[at]):
        title, why, at = (
            f"{title} {lines[at].text}",
            "It seems to go over two lines, which were joined.",
            at + 1,
        )
    return [*blocks, Block(BlockKind.HEADLINE, Text((title,)), uncertain=why)], at


def _is_kicker(line: Line, following: Line) -> bool:
    if following.before or not is_headline(following) or line.stopped:
        return False
    if line.text.endswith(":"):
        return line.words <= 8
    return (
        line.words <= 3 < following.words
        and not following.text[:1].islower()
        and _named(following) is None
        and _named(line) is None
    )


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a headline is continued in the next line."""
    if following.before or following.words > 20 or not is_headline(following) or _named(following):
        return False
    return (following.text[:1].islower() and not line.stopped) or line.text.endswith((",", "–", "—", " -"))


def _end(lines: list[Line], start: int) -> int:
    """Where the front matter ends: behind its last line that names a person, a date or a picture.

    One line between may be none of these: the standfirst.
    """
    end, loose, seen = start, 0, set[BlockKind]()
    for at in range(start, min(start + _LINES, len(lines))):
        block = _named(lines[at]) or _repeated(lines[at], lines[at : at + 2])
        if block is not None and block.kind not in seen:
            seen.add(block.kind)
            end = at + 1 + (block.kind is BlockKind.CAPTION and _is_twice(lines, at))
        elif at >= end:
            loose += 1
        if loose > 1 or lines[at].words > 70:
            break
    spaced = any(line.before for line in lines[end + 1 :])
    if end == start and _tight(lines, start) and spaced and 4 < lines[start].words <= 70:
        return start + 1
    while spaced and end > start and _tight(lines, end) and lines[end].words <= 70:
        end += 1
    return min(end, max(len(lines) - 1, start))


def _tight(lines: list[Line], at: int) -> bool:
    """Whether the line stands directly under another and before an empty line."""
    return at < len(lines) - 1 and not lines[at].before and lines[at].behind > 0


def _named(line: Line) -> Block | None:
    """The block of a line that says itself what it is."""
    text = Text((line.text,))
    found = dateline(line.text)
    if found:
        attributes: dict[str, Attribute] = {"date": found.date}
        if found.place:
            attributes["place"] = found.place
        why = "Day and month of its date could be the other way round." if found.unsure else ""
        return Block(BlockKind.DATELINE, text, attributes, uncertain=why)
    if names := byline(line.text):
        return Block(BlockKind.BYLINE, text, {"names": names})
    if names := bare_names(line.text):
        return Block(BlockKind.BYLINE, text, {"names": names}, uncertain="It is only a name, above the body.")
    if is_credit(line.text):
        return Block(BlockKind.CREDIT, text, uncertain="It begins as the credit of a picture does.")
    if is_caption(line.text):
        return Block(BlockKind.CAPTION, text, uncertain="It names where a picture comes from.")
    return None


def _repeated(line: Line, lines: list[Line]) -> Block | None:
    """A line that is printed twice in a row: the picture's description and its caption."""
    if any(one.text == other.text == line.text for one, other in pairwise(lines)):
        return Block(BlockKind.CAPTION, Text((line.text,)))
    return None


def _is_twice(lines: list[Line], at: int) -> bool:
    return at + 1 < len(lines) and lines[at].text == lines[at + 1].text


def _told(line: Line, *, opened: bool) -> Block:
    """The block of a line among the front matter that says nothing of itself."""
    text = Text((line.text,))
    if not opened and line.words > 4:
        return Block(BlockKind.STANDFIRST, text, uncertain="It stands between the headline and the body.")
    if line.words <= 30:
        return Block(BlockKind.CAPTION, text, uncertain="It is a short line directly above the body.")
    return Block(BlockKind.PARAGRAPH, text, uncertain="It stands directly above the body.")
