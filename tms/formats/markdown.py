"""Markdown: what a writer types in, and an edition as a writer would type it.

Front matter holds ``kicker standfirst byline date place dateline seo_title seo_description social url``
(``dateline`` only where its wording is not the date and place in the usual form). The first ``#`` is the
headline. ``>`` is a quotation; ``> [!PULL_QUOTE]`` and ``> [!NOTE]`` say that it is a pull quote or a
notice, and so do words that repeat a quotation of the body, and paragraphs behind a last ``---``. A
picture's title, or italic paragraphs behind it, are its caption, ``<small>`` is its credit. What Markdown
cannot say (a table with headers at its side, a caption without a picture) is written as HTML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tms import languages
from tms.core.document import Attribute, Block, BlockKind, Document
from tms.core.repeats import fold
from tms.core.text import CodeKind, End, Mark, Text
from tms.errors import NothingInside
from tms.formats import inline, lines
from tms.formats.base import Format, decode
from tms.formats.html import fragment
from tms.formats.inline import Gather
from tms.formats.markdown_page import write

__all__ = ["FORMAT", "read", "write"]

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"([a-z_]+):(.*)")
_MARKED = re.compile(r"\[!([A-Z_]+)\][ \t]*(?:\n|\Z)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_QUOTATION = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]?")
_NOTES = frozenset({"NOTE", "NOTICE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
_CODES = {
    "em": CodeKind.EMPHASIS,
    "i": CodeKind.EMPHASIS,
    "strong": CodeKind.STRONG,
    "b": CodeKind.STRONG,
    "s": CodeKind.STRIKE,
    "del": CodeKind.STRIKE,
    "code": CodeKind.CODE,
    "sub": CodeKind.SUBSCRIPT,
    "sup": CodeKind.SUPERSCRIPT,
}
_REPEATS = "Its words stand in a quotation of the body."
_BEHIND = "It stands behind the last rule."
_SEVERAL = "A list item holds several paragraphs."


class _Markdown(MarkdownIt):
    """Addresses stay as they were typed; ``inline.link`` decides about them."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  its name in the library
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802  its name in the library
        return True


def read(data: bytes) -> Document:
    text = decode(data, compose=False)
    front: dict[str, str] = {}
    if opened := _FRONT.match(text):
        front = _front(opened[1])
        text = text[opened.end() :]
    parser = _Markdown("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
    env: dict[str, object] = {}
    reader = _Reader(parser, env)
    reader.read(parser.parse(text, env))
    blocks = _noticed(_pulled(reader.blocks, reader.told), reader.rule)
    whole = [*_above(front, blocks, parser), *_below(front)]
    if not any(block.text for block in whole):
        raise NothingInside
    return Document(tuple(whole), inline.address(front.get("url", "")))


def _front(text: str) -> dict[str, str]:
    found = (_KEY.fullmatch(line.rstrip()) for line in text.split("\n"))
    return {key[1]: _unquoted(key[2].strip()) for key in found if key}


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r'\\(["\\])', r"\1", value[1:-1])
    return value[1:-1].replace("''", "'") if len(value) > 1 and value[0] == value[-1] == "'" else value


def _above(front: dict[str, str], blocks: list[Block], parser: MarkdownIt) -> Iterator[Block]:
    """The body with the front matter around its headline, in the order of its keys."""
    opens = bool(blocks) and blocks[0].kind is BlockKind.HEADLINE
    title = inline.plain(front.get("title", ""))
    if kicker := _line(front.get("kicker", ""), parser):
        yield Block(BlockKind.KICKER, kicker)
    if opens:
        yield blocks[0]
    elif title and not any(block.kind is BlockKind.HEADLINE for block in blocks):
        yield Block(BlockKind.HEADLINE, title)
    dated = False
    for key, value in front.items():
        if key == "standfirst" and (standfirst := _line(value, parser)):
            yield Block(BlockKind.STANDFIRST, standfirst)
        elif key in {"byline", "author"} and (by := inline.plain(value).plain):
            said = by if by.lower().startswith("by ") else f"By {by}"
            yield Block(BlockKind.BYLINE, Text((said,)), {"names": lines.byline(said) or (by,)})
        elif key in {"date", "place", "dateline"} and not dated:
            dated = True
            yield from _dateline(front)
    yield from blocks[1:] if opens else blocks


def _dateline(front: dict[str, str]) -> Iterator[Block]:
    given, place, said = (inline.plain(front.get(key, "")).plain for key in ("date", "place", "dateline"))
    found = lines.dateline(given or said)
    english = languages.get(languages.SOURCE)
    day = given if english.dated(given) or not found else found.date
    usual = " | ".join(part for part in (english.dated(day) or day, place) if part)
    if said or usual:
        place = place or (found.place if found else "")
        yield Block(BlockKind.DATELINE, Text((said or usual,)), {"date": day, "place": place})


def _below(front: dict[str, str]) -> Iterator[Block]:
    for kind in (BlockKind.SEO_TITLE, BlockKind.SEO_DESCRIPTION, BlockKind.SOCIAL):
        if text := inline.plain(front.get(kind.value, "")):
            yield Block(kind, text)


def _line(markdown: str, parser: MarkdownIt) -> Text:
    gathered = Gather()
    for token in parser.parseInline(markdown):
        _inline(gathered, token.children or [], [])
    return gathered.text()


def _pulled(blocks: list[Block], told: set[int]) -> list[Block]:
    """Quotations whose words stand in a quotation of a paragraph are pull quotes, unless the file told."""
    said = " | ".join(
        f" {fold(found)} "
        for block in blocks
        if block.kind is BlockKind.PARAGRAPH
        for found in _QUOTATION.findall(block.text.plain)
    )
    return [
        replace(block, kind=BlockKind.PULL_QUOTE, uncertain=_REPEATS)
        if block.kind is BlockKind.QUOTE and at not in told and f" {fold(block.text.plain)} " in said
        else block
        for at, block in enumerate(blocks)
    ]


def _noticed(blocks: list[Block], rule: int) -> list[Block]:
    """Up to three paragraphs behind the last rule are a notice."""
    behind = blocks[rule:] if 0 < rule < len(blocks) else []
    if not behind or len(behind) > 3 or any(block.kind is not BlockKind.PARAGRAPH for block in behind):
        return blocks
    return [*blocks[:rule], *(replace(b, kind=BlockKind.NOTICE, uncertain=_BEHIND) for b in behind)]


@dataclass(slots=True)
class _List:
    ordered: bool
    items: int = 0


class _Reader:
    """Walks the flat tokens of a page; ``rule`` is the number of blocks before the last ``---``,
    ``told`` says which blocks name their kind."""

    def __init__(self, parser: MarkdownIt, env: dict[str, object]) -> None:
        self.parser = parser
        self.env = env
        self.blocks: list[Block] = []
        self.rule = 0
        self.told: set[int] = set()
        self._lists: list[_List] = []
        self._quotes: list[BlockKind] = []
        self._groups = 0
        self._cell = [0, 0]
        self._group = ""
        self._header = False
        self._figure = False  # whether a picture or table has just ended, so that a caption may follow

    def read(self, tokens: list[Token]) -> None:
        for at, token in enumerate(tokens):
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append(_List(token.type == "ordered_list_open"))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._lists[-1].items = 0
                case "blockquote_open":
                    self._quotes.append(BlockKind.QUOTE)
                case "blockquote_close":
                    self._quotes.pop()
                case "inline" if tokens[at - 1].type == "heading_open":
                    self._heading(token, int(tokens[at - 1].tag[1]))
                case "inline" if tokens[at - 1].type in {"td_open", "th_open"}:
                    self._add_cell(token, tokens[at - 1])
                case "inline":
                    self._paragraph(token)
                case _:
                    self._other(token)

    def _other(self, token: Token) -> None:
        match token.type:
            case "hr":
                self.rule = len(self.blocks)
            case "fence" | "code_block":
                self._code(token)
            case "html_block":
                self._html(token)
            case _:
                self._table(token)

    def _add(
        self, kind: BlockKind, text: Text, why: str = "", /, group: str = "", **about: Attribute
    ) -> None:
        self._figure = False
        if text.plain.strip() or kind is BlockKind.IMAGE:
            self.blocks.append(Block(kind, text, about, group, uncertain=why))

    def _table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self._group, self._cell = self._next(), [0, 0]
            case "thead_open" | "tbody_open":
                self._header = token.type == "thead_open"
            case "tr_open":
                self._cell = [self._cell[0] + 1, 0]
            case "thead_close" if not self.blocks or self.blocks[-1].group != self._group:
                self._cell = [0, 0]  # a header without words stands there for the notation only
            case "table_close":
                self._figure = True

    def _add_cell(self, token: Token, opened: Token) -> None:
        self._cell[1] += 1
        row, column = self._cell
        text = self._text(token)
        header = opened.type == "th_open"
        self._add(BlockKind.TABLE_CELL, text, group=self._group, row=row, column=column, header=header)

    def _heading(self, token: Token, level: int) -> None:
        first = level == 1 and not any(block.kind is BlockKind.HEADLINE for block in self.blocks)
        if first:
            self._add(BlockKind.HEADLINE, self._text(token))
        else:
            self._add(BlockKind.HEADING, self._text(token), level=level)

    def _paragraph(self, token: Token) -> None:
        children = token.children or []
        if self._quotes and (marked := _MARKED.match(token.content)):
            self._quotes[-1] = (
                BlockKind.NOTICE
                if marked[1] in _NOTES
                else BlockKind.PULL_QUOTE
                if marked[1] == "PULL_QUOTE"
                else BlockKind.QUOTE
            )
            self.told.add(len(self.blocks))
            parsed = self.parser.parseInline(token.content[marked.end() :], self.env)
            children = parsed[0].children or [] if parsed else []
        images: list[Token] = []
        gathered = Gather()
        _inline(gathered, children, images)
        text = gathered.text()
        behind = self._figure and not self._lists and not self._quotes
        if behind and (caption := _whole(text, CodeKind.EMPHASIS)):
            self._caption(BlockKind.CAPTION, caption)
        elif behind and _is_small(children):
            self._caption(BlockKind.CREDIT, text)
        elif self._lists:
            where = self._lists[-1]
            why = _SEVERAL if where.items and text else ""
            where.items += 1
            self._add(BlockKind.LIST_ITEM, text, why, ordered=where.ordered, depth=len(self._lists))
        else:
            self._add(self._quotes[-1] if self._quotes else BlockKind.PARAGRAPH, text)
        for image in images:
            self._image(image)

    def _image(self, token: Token) -> None:
        source = inline.address(str(token.attrs.get("src", "")))
        if not source:
            return
        alt = Gather()
        _inline(alt, token.children or [], [])
        self._add(BlockKind.IMAGE, inline.plain(alt.text().plain), src=source)
        self._group, self._figure = "", True
        if caption := inline.plain(str(token.attrs.get("title", ""))):
            self._caption(BlockKind.CAPTION, caption)

    def _caption(self, kind: BlockKind, text: Text) -> None:
        if not self._group:
            self._group = self._next()
            self.blocks[-1] = replace(self.blocks[-1], group=self._group)
        self._add(kind, text, group=self._group)
        self._figure = True

    def _code(self, token: Token) -> None:
        gathered = Gather()
        for line in token.content.rstrip("\n").split("\n"):
            gathered.string(line)
            gathered.line()
        self._add(BlockKind.PARAGRAPH, gathered.text())

    def _html(self, token: Token) -> None:
        self._figure = False
        names: dict[str, str] = {}
        for block in fragment(token.content):
            group = names.setdefault(block.group, self._next()) if block.group else ""
            self.blocks.append(replace(block, group=group))

    def _next(self) -> str:
        self._groups += 1
        return f"g{self._groups}"

    @staticmethod
    def _text(token: Token) -> Text:
        gathered = Gather()
        _inline(gathered, token.children or [], [])
        return gathered.text()


def _inline(text: Gather, tokens: list[Token], images: list[Token]) -> None:
    opened: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                text.string(token.content)
            case "softbreak":
                text.string(" ")
            case "hardbreak":
                text.line()
            case "code_inline":
                number = text.open(CodeKind.CODE)
                text.string(token.content)
                text.close(number)
            case "image":
                images.append(token)
            case "html_inline":
                _tag(text, token.content, opened)
            case "link_open":
                given = inline.link(str(token.attrs.get("href", "")), str(token.attrs.get("title", "")))
                opened.append(("a", text.open(CodeKind.LINK, given) if given else 0))
            case name if name.endswith("_open"):
                opened.append((token.tag, text.open(_CODES[token.tag])))
            case name if name.endswith("_close"):
                _close(text, token.tag, opened)
    for _, number in reversed(opened):
        text.close(number) if number else None


def _tag(text: Gather, html: str, opened: list[tuple[str, int]]) -> None:
    """A tag of HTML within a line: those that Markdown has no sign for, and line breaks in a cell."""
    found = _TAG.match(html)
    name = found[2].lower() if found else ""
    if name == "br":
        text.line()
    elif found and found[1]:
        _close(text, name, opened)
    elif name in _CODES:
        opened.append((name, text.open(_CODES[name])))
    elif name == "a":
        link = next((b for b in fragment(f"<p>{html}x</a></p>")), None)
        code = link.text.code(1) if link else None
        opened.append(("a", text.open(CodeKind.LINK, code.attributes) if code else 0))


def _close(text: Gather, tag: str, opened: list[tuple[str, int]]) -> None:
    if not any(name == tag for name, _ in opened):
        return
    while opened:
        name, number = opened.pop()
        if number:
            text.close(number)
        if name == tag:
            return


def _whole(text: Text, kind: CodeKind) -> Text | None:
    """The text without a code of this kind that stands around all of it."""
    if len(text.pieces) < 3:
        return None
    first, last = text.pieces[0], text.pieces[-1]
    code = text.code(first.number) if isinstance(first, Mark) else None
    if code is None or code.kind is not kind or last != Mark(code.number, End.CLOSE):
        return None
    return Text(text.pieces[1:-1], text.codes).renumbered()


def _is_small(children: list[Token]) -> bool:
    ends = [child.content for child in children if child.type == "html_inline"]
    return (
        bool(children)
        and ends[:1] == ["<small>"] == [children[0].content]
        and children[-1].content == "</small>"
    )


FORMAT = Format("markdown", (".md", ".markdown"), "text/markdown", read, write)
