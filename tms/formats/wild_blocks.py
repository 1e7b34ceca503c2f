"""The blocks of a page of the web, tidied: the front matter named, pictures and captions grouped."""

import re
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from tms import languages
from tms.core.document import Attribute, Block, BlockKind
from tms.core.text import CodeKind, End, Text
from tms.formats import lines
from tms.formats.html_about import About

_SIGNED = re.compile(
    r"(?:^|[|•·]\s*)(?P<by>(?:by|par|por|von|di|door)\b:?\s+(?P<names>[^|•·]{3,100}))$", re.IGNORECASE
)
_FILE = re.compile(r"\S+\.(?:jpe?g|png|gif|webp)", re.IGNORECASE)
_OFF = " |,;:•·–—-"

_HEAD = "Only the head of the page says it."
_UNDER = "It stands between the headline and the body."
_TOP = "It stands above the body."

_ABOVE = frozenset(
    {
        BlockKind.KICKER,
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.STANDFIRST,
        BlockKind.IMAGE,
        BlockKind.CAPTION,
        BlockKind.CREDIT,
        BlockKind.EMBED,
    }
)
_TOLD = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.QUOTE})
_FIGURE = frozenset({BlockKind.CAPTION, BlockKind.CREDIT})


def tidy(blocks: list[Block], about: About) -> list[Block]:
    """Blocks as the reader of semantic articles made them, with what a site's markup leaves to the eye."""
    blocks = _once_pictured(blocks)
    if about.title and not any(block.kind is BlockKind.HEADLINE for block in blocks):
        blocks = [Block(BlockKind.HEADLINE, Text((about.title,)), uncertain=_HEAD), *blocks]
    top = next((at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADLINE), -1)
    end = _body(blocks, top, about)
    front = _once(_named(blocks[top + 1 : end], about))
    return _grouped(_told([*blocks[: top + 1], *front, *blocks[end:]], top + 1 + len(front), about))


def is_index(blocks: list[Block]) -> bool:
    """Whether an article is nothing but links, as a page of contents is."""
    told = [block for block in blocks if block.kind in _TOLD]
    words = sum(len(block.text.plain.split()) for block in told)
    return len(told) > 4 and sum(_linked(block.text) for block in told) * 5 > words * 3


def _linked(text: Text) -> int:
    """Number of words inside links."""
    depth, words = 0, 0
    links = {code.number for code in text.codes if code.kind is CodeKind.LINK}
    for piece in text.pieces:
        if isinstance(piece, str):
            words += len(piece.split()) if depth else 0
        elif piece.number in links:
            depth += 1 if piece.end is End.OPEN else -1
    return words


def _once_pictured(blocks: list[Block]) -> list[Block]:
    """Without what stands for a picture twice: its file's name, or the same picture without its caption."""
    captioned = {block.group for block in blocks if block.group and block.kind in _FIGURE}
    sources = {b.attributes.get("src") for b in blocks if b.kind is BlockKind.IMAGE and b.group in captioned}
    return [
        block
        for block in blocks
        if not (block.kind is BlockKind.HEADING and _FILE.fullmatch(block.text.plain))
        and not (
            block.kind is BlockKind.IMAGE
            and block.group not in captioned
            and block.attributes.get("src") in sources
        )
    ]


def _body(blocks: list[Block], top: int, about: About) -> int:
    """Where the body begins: at the first paragraph that nothing of the front follows."""
    end = top + 1
    for at in range(top + 1, min(top + 12, len(blocks))):
        block = blocks[at]
        under = block.kind is BlockKind.HEADING and at == end
        if under or block.kind in _ABOVE or _signed(block) or _dated(block):
            end = at + 1
        elif not _described(block, about) and len(block.text.plain.split()) > 12:
            break
    return end


def _described(block: Block, about: About) -> bool:
    """Whether the page's head gives its words as the article's description."""
    text = block.text.plain
    return any(
        fuzz.ratio(text, one) > 85 or (len(one) > 60 and one in text and len(text) < 3 * len(one))
        for one in about.descriptions
    )


def _named(front: list[Block], about: About) -> list[Block]:
    """The blocks above the body with kinds for such a place; a line of name and date becomes two."""
    found: list[Block] = []
    for block in front:
        text = block.text.plain.replace("\n", " ")
        signed = block.kind is BlockKind.BYLINE or _signed(block)
        if signed:
            found += _byline(block, text, about)
        elif block.kind is BlockKind.DATELINE:
            found.append(_dateline(block, about))
        elif dated := _dated(block):
            attributes: dict[str, Attribute] = {"date": dated.date, "place": dated.place}
            found.append(Block(BlockKind.DATELINE, Text((text,)), attributes, uncertain=_TOP))
        elif block.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH} and len(text.split()) >= 5:
            found.append(replace(block, kind=BlockKind.STANDFIRST, attributes={}, uncertain=_UNDER))
        elif block.kind is BlockKind.LIST_ITEM:
            found.append(replace(block, kind=BlockKind.PARAGRAPH, attributes={}))
        else:
            found.append(block)
    return found


def _signed(block: Block) -> bool:
    text = block.text.plain
    return (
        block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.DATELINE}
        and len(text.split()) < 40
        and not text.endswith((".", ":", "?"))
        and _SIGNED.search(text) is not None
    )


def _dated(block: Block) -> lines.Dateline | None:
    plain = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
    return lines.dateline(block.text.plain) if block.kind in plain else None


def _byline(block: Block, text: str, about: About) -> list[Block]:
    """A line that says who wrote it; a date in it becomes a dateline of its own."""
    why = block.uncertain or (_TOP if block.kind is not BlockKind.BYLINE else "")
    dated = lines.dated(text)
    said = _SIGNED.search(text)
    before = text[: said.start("by")].strip(_OFF) if said and dated and dated[0] < said.start("by") else ""
    if dated and before:
        return [
            _with_names(said["by"] if said else text, block, about, why),
            Block(BlockKind.DATELINE, Text((before,)), {"date": dated[1], "place": ""}, uncertain=why),
        ]
    after = text[dated[0] :].strip(_OFF) if dated else ""
    if dated and text[: dated[0]].strip(_OFF):
        return [
            _with_names(text[: dated[0]].strip(_OFF), block, about, why),
            Block(BlockKind.DATELINE, Text((after,)), {"date": dated[1], "place": ""}, uncertain=why),
        ]
    return [_with_names(text, block, about, why)]


def _with_names(text: str, block: Block, about: About, why: str) -> Block:
    text = re.sub(r"(?<=\w)\s+\d{1,4}$", "", text)  # how many comments there are
    given = block.attributes.get("names", ())
    read = tuple(dict.fromkeys(given)) if isinstance(given, tuple) else ()
    known = about.authors if about.authors and all(name in text for name in about.authors) else ()
    said = _SIGNED.search(text)
    names = known or (read if read and all(name in text for name in read) else ())
    names = names or lines.byline(text) or ((said["names"],) if said else (text,))
    return Block(BlockKind.BYLINE, Text((text,)), {"names": names}, uncertain=why)


def _dateline(block: Block, about: About) -> Block:
    day = str(block.attributes.get("date") or "") or about.date
    day = re.sub(r"^([\d-]{10}) (?=\d)", r"\1T", day)
    return replace(block, attributes={**block.attributes, "date": day})


def _once(front: list[Block]) -> list[Block]:
    """Names and dates that a page prints twice, for narrow and wide screens, once; a role beside its name."""
    kept: list[Block] = []
    for block in front:
        last = next((b for b in reversed(kept) if b.kind is block.kind), None)
        if last is not None and block.kind is BlockKind.DATELINE:
            if str(last.attributes["date"])[:10] == str(block.attributes["date"])[:10]:
                continue
        elif last is not None and block.kind is BlockKind.BYLINE:
            if block.text.plain.casefold() in last.text.plain.casefold():
                continue
            if block.text.plain.startswith("Follow "):
                continue
            if not lines.byline(block.text.plain) and not lines.bare_names(block.text.plain):
                at = kept.index(last)
                kept[at] = replace(last, text=Text((f"{last.text.plain}, {block.text.plain}",)))
                continue
        elif last is not None and block.kind is BlockKind.STANDFIRST and last.text.plain == block.text.plain:
            continue
        kept.append(block)
    return kept


def _told(blocks: list[Block], at: int, about: About) -> list[Block]:
    """The blocks with names and a date that only the head of the page says."""
    kinds = {block.kind for block in blocks}
    new: list[Block] = []
    if about.authors and BlockKind.BYLINE not in kinds:
        text = Text(("By " + " and ".join(about.authors),))
        new.append(Block(BlockKind.BYLINE, text, {"names": about.authors}, uncertain=_HEAD))
    if about.date and BlockKind.DATELINE not in kinds:
        text = Text((_day(about.date),))
        new.append(Block(BlockKind.DATELINE, text, {"date": about.date, "place": ""}, uncertain=_HEAD))
    top = next((i for i, block in enumerate(blocks) if block.kind is BlockKind.HEADLINE), -1)
    while top + 1 < at and blocks[top + 1].kind in {BlockKind.STANDFIRST, BlockKind.BYLINE}:
        top += 1
    return [*blocks[: top + 1], *new, *blocks[top + 1 :]]


def _day(said: str) -> str:
    try:
        read = date.fromisoformat(said)
    except ValueError:
        return said
    return f"{read.day} {languages.get('en').months[read.month - 1]} {read.year}"


def _grouped(blocks: list[Block]) -> list[Block]:
    """A picture with the caption and the credit behind it, where no figure says so."""
    found = list(blocks)
    number = 0
    for at, block in enumerate(found):
        before = found[at - 1] if at else None
        if block.group or block.kind not in _FIGURE or before is None:
            continue
        if before.kind in {BlockKind.IMAGE, BlockKind.EMBED} and not before.group:
            number += 1
            found[at - 1] = replace(before, group=f"w{number}")
        if before.kind in _FIGURE | {BlockKind.IMAGE, BlockKind.EMBED}:
            found[at] = replace(block, group=found[at - 1].group)
    return found
