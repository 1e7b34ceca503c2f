"""Plain text as copied from a web page in, an edition as plain text out."""

import re
from dataclasses import replace

from tms.catalogs import translate
from tms.core.assembly import AssembledBlock
from tms.core.document import HIDDEN, Block, BlockKind, Document
from tms.formats import furniture
from tms.formats.base import Format, Page, decode
from tms.formats.body import body
from tms.formats.front import front
from tms.formats.lines import lines
from tms.languages.base import Language
from tms.messages import N_, Message

_FRONT = frozenset(
    {BlockKind.KICKER, BlockKind.HEADLINE, BlockKind.BYLINE, BlockKind.STANDFIRST, BlockKind.DATELINE}
)
_LATIN = re.compile(
    r"[A-Za-zÀ-ɏ][\w@#&%+/:.,'’_-]*(?:[ \u00a0]+[A-Za-zÀ-ɏ0-9][\w@#&%+/:.,'’_-]*)*(?<![.,:'’])"
)


def read(data: bytes) -> Document:
    """The article, every kind of block that is a guess with the reason in ``uncertain``."""
    text = decode(data)
    kept, before, behind = furniture.without(lines(text))
    head, rest = front(kept)
    blocks = [*head, *body(rest, after_front=bool(head))]
    _tell(blocks, 0, before, "before the article")
    _tell(blocks, -1, behind, "behind the article")
    return Document(tuple(blocks))


def write(page: Page) -> bytes:
    """The edition as a reader reads it: what stands only in the markup of a page is left out."""
    language = page.language
    written: list[str] = []
    previous: AssembledBlock | None = None
    number = 0
    for assembled in page.assembly.blocks:
        text = _rendered(assembled, language)
        number = number + 1 if assembled.block.kind is BlockKind.LIST_ITEM else 0
        if text and number:
            ordered = assembled.block.attributes.get("ordered")
            text = f"{language.shape(str(number))}. {text}" if ordered else f"• {text}"
        if text:
            written += [_gap(previous, assembled) if previous else "", text]
            previous = assembled
    return ("".join(written) + "\n").encode()


def _tell(blocks: list[Block], at: int, count: int, where: str) -> None:
    if count:
        said = f"{count} lines {where} were left out as parts of its web site."
        blocks[at] = replace(blocks[at], uncertain=f"{blocks[at].uncertain} {said}".strip())


def _gap(one: AssembledBlock, other: AssembledBlock) -> str:
    """Front matter stands close together; a caption by itself; everything else an empty line apart."""
    a, b = one.block, other.block
    if a.kind in _FRONT and b.kind in _FRONT:
        return "\n"
    if a.group and a.group == b.group and a.kind is b.kind is BlockKind.TABLE_CELL:
        return "\t" if a.attributes.get("row") == b.attributes.get("row") else "\n"
    if a.kind is b.kind is BlockKind.LIST_ITEM or (
        a.kind is BlockKind.CAPTION and b.kind is BlockKind.CREDIT
    ):
        return "\n"
    return "\n\n\n" if BlockKind.CAPTION in {a.kind, b.kind} or a.kind is BlockKind.CREDIT else "\n\n"


def _rendered(assembled: AssembledBlock, language: Language) -> str:
    block = assembled.block
    if block.kind in HIDDEN or block.kind is BlockKind.EMBED:
        return ""
    match block.kind:
        case BlockKind.BYLINE:
            text = _byline(assembled, language)
        case BlockKind.DATELINE:
            text = _dateline(assembled, language)
        case _:
            text = re.sub(r"[^\S\n]*\n\s*", "\n", assembled.text.plain.strip())
    if language.rtl:
        text = _LATIN.sub("\u2068\\g<0>\u2069", text)
    return (
        "\n".join(f"> {line}" for line in text.split("\n"))
        if block.kind is BlockKind.QUOTE and text
        else text
    )


def _byline(assembled: AssembledBlock, language: Language) -> str:
    names = [piece.text.plain.strip() for piece in assembled.pieces if piece.text and not piece.omitted]
    if not names:
        return ""
    said: str | Message = names[0]
    if len(names) > 1:
        listed = f"{language.comma} ".join(names[:-1])
        said = Message(N_("%(names)s and %(last)s"), {"names": listed, "last": names[-1]})
    return translate(Message(N_("By %(names)s"), {"names": said}), language.tag)


def _dateline(assembled: AssembledBlock, language: Language) -> str:
    place = assembled.text.plain.strip()
    given = str(assembled.block.attributes.get("date", ""))[:10]
    day = language.dated(given) or given
    return "  |  ".join(part for part in (day, place) if part)


FORMAT = Format("text", (".txt",), "text/plain", read, write)
