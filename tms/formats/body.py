"""The body of an article in plain text: paragraphs, and what stands between them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tms.core.document import Block, BlockKind
from tms.core.repeats import fold
from tms.core.text import Text
from tms.formats.lines import Line, bullet, is_caption, is_credit, is_heading, is_notice

# Lines that stand together are one paragraph up to so many; more are paragraphs of one line each.
_TOGETHER = 6
# Lines of so many words on average are paragraphs by themselves.
_LONG = 60
# A longer text is no article; in it nobody looks for pull quotes.
_MOST_BLOCKS = 1_000
_QUOTATION = re.compile(r"[“\"«]([^“”\"«»]{12,})(?:[”\"»]|$)")
TWICE = "It is printed twice in a row, as a picture and its caption are; one of them was left out."
_JOINED = "Its lines were joined: in this text an empty line parts the paragraphs."


def body(lines: list[Line], *, after_front: bool) -> list[Block]:
    """The blocks of these lines. ``after_front``: a notice may stand at the top only below a headline."""
    if not lines:
        return []
    groups = _groups(lines)
    blocks: list[Block] = []
    for number, group in enumerate(groups):
        edge = number >= len(groups) - 2 or (after_front and number == 0)
        blocks += _blocks(group, f"g{number + 1}", edge=edge, last=number == len(groups) - 1)
    return _with_pull_quotes(blocks)


def _groups(lines: list[Line]) -> list[list[Line]]:
    """Lines that stand together. Lines of one width that end anywhere are one line, wrapped."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not line.before:
            groups[-1].append(line)
        else:
            groups.append([line])
    inner = [line for group in groups for line in group[:-1]]
    wrapped = (
        len(inner) > 2
        and all(45 <= len(line.text) <= 100 for line in inner)
        and sum(line.stopped for line in inner) * 2 < len(inner)
    )
    if wrapped:
        return [[_one(group, "")] for group in groups]
    if len(groups) == 1 and not lines[0].before:
        return [[replace(line, before=1, behind=1)] for line in lines]
    return groups


def _one(group: list[Line], note: str) -> Line:
    text = " ".join(line.text for line in group)
    return Line(text, group[0].before, group[-1].behind, note if len(group) > 1 else "")


def _blocks(group: list[Line], name: str, *, edge: bool, last: bool) -> Iterator[Block]:
    if len(group) == 2 and group[0].text == group[1].text and group[0].words <= 60:
        yield Block(BlockKind.CAPTION, Text((group[0].text,)), uncertain=TWICE)
    elif cells := _cells(group, name):
        yield from cells
    elif len(group) > 1 and all(bullet(line.text) for line in group):
        yield from map(_item, group)
    elif all(line.text.startswith("> ") for line in group):
        text = " ".join(line.text[2:].strip() for line in group)
        yield Block(BlockKind.QUOTE, Text((text,)), uncertain="Its lines begin as quoted lines do.")
    elif len(group) == 2 and is_credit(group[1].text) and group[0].words <= 60:
        why = "It stands directly above the credit of a picture."
        yield Block(BlockKind.CAPTION, Text((group[0].text,)), group=name, uncertain=why)
        yield _credit(group[1], name)
    elif len(group) > _TOGETHER or sum(line.words for line in group) > _LONG * len(group):
        for line in group:
            yield _single(replace(line, before=1, behind=1) if len(group) > 1 else line, edge=edge, last=last)
    else:
        yield _single(_one(group, _JOINED), edge=edge, last=last)


def _single(line: Line, *, edge: bool, last: bool) -> Block:
    text = Text((line.text,))
    if line.note:
        return Block(BlockKind.PARAGRAPH, text, uncertain=line.note)
    if edge and is_notice(line.text):
        return Block(BlockKind.NOTICE, text, uncertain="It speaks of the article itself, at its edge.")
    if is_credit(line.text):
        return _credit(line, "")
    if is_caption(line.text):
        return Block(BlockKind.CAPTION, text, uncertain="It names where a picture comes from.")
    if line.isolated and line.words <= 40 and not re.search(r"[“”\"«»]", line.text):
        why = "It is short and stands further from its neighbours than a paragraph does."
        return Block(BlockKind.CAPTION, text, uncertain=why)
    if not last and is_heading(line):
        why = "It is a short line without a stop above a paragraph."
        return Block(BlockKind.HEADING, text, {"level": 2}, uncertain=why)
    return Block(BlockKind.PARAGRAPH, text)


def _credit(line: Line, group: str) -> Block:
    why = "It begins as the credit of a picture does."
    return Block(BlockKind.CREDIT, Text((line.text,)), group=group, uncertain=why)


def _item(line: Line) -> Block:
    ordered, text = bullet(line.text) or (False, line.text)
    why = "It begins with a number." if ordered else "It begins with a bullet."
    return Block(BlockKind.LIST_ITEM, Text((text,)), {"ordered": ordered, "depth": 1}, uncertain=why)


def _cells(group: list[Line], name: str) -> list[Block]:
    """The cells of a table copied as lines with tabs, [] where the lines are none."""
    rows = [line.text.split("\t") for line in group]
    if len(rows) < 2 or len(rows[0]) < 2 or len({len(row) for row in rows}) > 1:
        return []
    return [
        Block(
            BlockKind.TABLE_CELL,
            Text((cell.strip(),)),
            {"row": row, "column": column, "header": False},
            group=name,
            uncertain="Its line is parted by tabs.",
        )
        for row, cells in enumerate(rows, 1)
        for column, cell in enumerate(cells, 1)
    ]


def _with_pull_quotes(blocks: list[Block]) -> list[Block]:
    """Mark the short blocks whose words stand in a quotation of another paragraph."""
    if len(blocks) > _MOST_BLOCKS:
        return blocks
    said = [
        " \n ".join(fold(found) for found in _QUOTATION.findall(block.text.plain))
        if block.kind is BlockKind.PARAGRAPH
        else ""
        for block in blocks
    ]
    return [
        _pulled(block, [words for number, words in enumerate(said) if number != at and words])
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.HEADING}
        else block
        for at, block in enumerate(blocks)
    ]


def _pulled(block: Block, said: list[str]) -> Block:
    words = fold(block.text.plain)
    bare = re.sub(r"^[“\"«](.*)[”\"»]$", r"\1", block.text.plain)
    if not 4 <= words.count(" ") + 1 <= 60 or re.search(r"[“”\"«»]", bare):
        return block
    if not any(f" {words} " in f" {quotation} " for quotation in said):
        return block
    why = "Its words stand in a quotation of the body."
    return replace(block, kind=BlockKind.PULL_QUOTE, attributes={}, uncertain=why)
