"""A whole page in one language, readable by itself: each piece anchored, every direction marked."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path

import nh3

from tms import languages
from tms.catalogs import translate
from tms.core.assembly import AssembledBlock, Piece, spaced
from tms.core.document import HIDDEN, BlockKind, Document, groups
from tms.core.text import Code, CodeKind, End, Text
from tms.formats.base import Page
from tms.formats.html_blocks import EMBED_ATTRIBUTES, EMBED_TAGS, sanitised
from tms.languages.base import Language
from tms.messages import N_, Message

STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
GENERATOR = "tms translation desk"
_TAGS = {
    CodeKind.LINK: "a",
    CodeKind.EMPHASIS: "em",
    CodeKind.STRONG: "strong",
    CodeKind.CODE: "code",
    CodeKind.SUBSCRIPT: "sub",
    CodeKind.SUPERSCRIPT: "sup",
    CodeKind.STRIKE: "s",
}
_LATIN = re.compile(r"[@#]?[A-Za-zÀ-ɏ](?:[A-Za-zÀ-ɏ0-9'’&/:.@_%+#?=~, -]*[A-Za-zÀ-ɏ0-9/])?")
_ALLOWED = EMBED_TAGS | {
    "article",
    "aside",
    "bdi",
    "caption",
    "code",
    "del",
    "div",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ol",
    "s",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "time",
    "tr",
    "ul",
}
_HERE, _THERE = "\ue000", "\ue001"  # where a translated sentence takes its names; never in a template


def write(page: Page) -> bytes:
    language = page.language
    body = _clean(_article(page, language))
    html = (
        f'<!DOCTYPE html>\n<html lang="{language.tag}" dir="{language.direction}">\n'
        f"<head>\n{_head(page)}<style>\n{STYLE}</style>\n</head>\n"
        f"<body>\n{_editions(page)}<main>\n{body}</main>\n</body>\n</html>\n"
    )
    return html.encode()


def inside(each: AssembledBlock, language: Language, suffix: str = "") -> str:
    """What stands inside one block, as safe markup; ``suffix`` ends its anchors where languages meet."""
    writer = Writer(language, suffix)
    return _clean(writer.inside(each))


def alone(text: Text, language: str) -> str:
    """One sentence as safe markup without an anchor, for a page that sets it in rows of its own."""
    return _clean(Writer(languages.get(language)).alone(text))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_ALLOWED),
        attributes={
            **EMBED_ATTRIBUTES,
            "*": {"class", "lang", "dir", "title", "id"},
            "time": {"datetime"},
            "td": {"colspan"},
            "th": {"colspan", "scope"},
            "img": {"src", "alt", "width", "height"},
        },
        generic_attribute_prefixes={"data-"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _article(page: Page, language: Language) -> str:
    about = {"article": page.slug, "revision": page.revision or "", "release": page.release or ""}
    named = "".join(f' data-{name}="{_quoted(str(value))}"' for name, value in about.items() if value)
    return f"<article{named}>\n{''.join(Writer(language).blocks(page.assembly.blocks))}</article>\n"


def _head(page: Page) -> str:
    title, headline = _hidden(page, BlockKind.SEO_TITLE), _hidden(page, BlockKind.HEADLINE)
    lines = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="{GENERATOR}">',
        f'<title data-kind="seo_title">{_text(title)}</title>'
        if title
        else f"<title>{_text(headline or page.slug)}</title>",
    ]
    if description := _hidden(page, BlockKind.SEO_DESCRIPTION):
        lines.append(f'<meta name="description" content="{_quoted(description)}">')
    if social := _hidden(page, BlockKind.SOCIAL):
        lines.append(f'<meta property="og:description" content="{_quoted(social)}">')
    if page.assembly.url:
        # An edition's own address is not known here; the English one is the address of the English.
        source = page.assembly.language == languages.SOURCE
        given = f'rel="canonical" href="{_quoted(page.assembly.url)}"'
        lines.append(
            f"<link {given}>"
            if source
            else f'<meta property="og:see_also" content="{_quoted(page.assembly.url)}">'
        )
    for tag, there in sorted(page.alternates.items()):
        lines.append(f'<link rel="alternate" hreflang="{_quoted(tag)}" href="{_quoted(there)}">')
    return "".join(f"{line}\n" for line in lines)


def _hidden(page: Page, kind: BlockKind) -> str:
    found = next((b for b in page.assembly.blocks if b.block.kind is kind), None)
    return " ".join(found.text.plain.split("\n")).strip() if found is not None else ""


def _editions(page: Page) -> str:
    """Links to the other editions, each in its own language."""
    others = [
        languages.get(tag)
        for tag in languages.LANGUAGES
        if tag in page.alternates and tag != page.assembly.language
    ]
    links = [
        f'<a href="{_quoted(page.alternates[other.tag])}" hreflang="{other.tag}" lang="{other.tag}" '
        f'dir="{other.direction}">{_text(other.native)}</a>'
        for other in others
    ]
    return f'<nav class="editions">{" ".join(links)}</nav>\n' if links else ""


class Writer:
    """Writes the blocks of one language; its elements and classes say each block's kind to ``html.read``."""

    def __init__(self, language: Language, suffix: str = "") -> None:
        self.language = language
        self.suffix = suffix
        self.source = language.tag == languages.SOURCE

    def blocks(self, blocks: tuple[AssembledBlock, ...]) -> Iterator[str]:
        shown = [b for b in blocks if b.block.kind not in HIDDEN or b.block.kind is BlockKind.IMAGE]
        waiting = iter(shown)
        quotes: list[str] = []
        for group in groups(Document(tuple(b.block for b in shown))):
            together = [next(waiting) for _ in group]
            if together[0].block.kind is BlockKind.QUOTE and not together[0].block.group:
                quotes.append(self._line(together[0], "p"))
                continue
            yield self._quoted(quotes)
            quotes = []
            if together[0].block.group:
                yield self._figure(together)
            elif together[0].block.kind is BlockKind.LIST_ITEM:
                yield self._list(together)
            else:
                yield self._block(together[0])
        yield self._quoted(quotes)

    def _quoted(self, quotes: list[str]) -> str:
        inside = "".join(quotes)
        return f'<blockquote class="quote">\n{inside}</blockquote>\n' if inside else ""

    def _block(self, each: AssembledBlock) -> str:
        block = each.block
        match block.kind:
            case BlockKind.HEADLINE:
                return self._line(each, "h1")
            case BlockKind.HEADING:
                level = block.attributes.get("level")
                return self._line(each, f"h{min(max(level, 1), 6) if isinstance(level, int) else 2}")
            case BlockKind.PULL_QUOTE:
                return self._boxed(each, "<blockquote>", "</blockquote>")
            case BlockKind.NOTICE:
                return self._boxed(each, "", "")
            case BlockKind.IMAGE:
                return self._image(each)
            case BlockKind.EMBED:
                return self._embed(str(block.attributes.get("html", "")))
            case BlockKind.BYLINE:
                return self._element("p", "byline", self._byline(each))
            case BlockKind.DATELINE:
                return self._element("p", "dateline", self._dateline(each))
            case _:
                return self._line(each, "p")

    def inside(self, each: AssembledBlock) -> str:
        match each.block.kind:
            case BlockKind.BYLINE:
                return self._byline(each)
            case BlockKind.DATELINE:
                return self._dateline(each)
            case _:
                return self.pieces(each.pieces)

    def _line(self, each: AssembledBlock, tag: str) -> str:
        return self._element(tag, each.block.kind, self.pieces(each.pieces))

    def _element(self, tag: str, kind: str, inside: str) -> str:
        named = "" if kind == BlockKind.PARAGRAPH else f' class="{kind}"'
        return f"<{tag}{named}>{inside}</{tag}>\n" if inside.strip() else ""

    def _boxed(self, each: AssembledBlock, before: str, after: str) -> str:
        inside = self.pieces(each.pieces)
        kind = each.block.kind
        return (
            f'<aside class="{kind}">{before}<p class="{kind}">{inside}</p>{after}</aside>\n'
            if inside.strip()
            else ""
        )

    def _image(self, each: AssembledBlock) -> str:
        attributes = each.block.attributes
        given = [
            f' {name}="{_quoted(str(attributes[name]))}"'
            for name in ("src", "width", "height")
            if attributes.get(name)
        ]
        return f'<img{"".join(given)} alt="{_quoted(each.text.plain.strip())}">\n'

    def _embed(self, html: str) -> str:
        elsewhere = "" if self.source else ' lang="en" dir="ltr"'
        return f'<div class="embed"{elsewhere}>{sanitised(html)}</div>\n'

    def _figure(self, together: list[AssembledBlock]) -> str:
        inside: list[str] = []
        held: list[str] = []
        rest = list(together)
        cells = [each for each in together if each.block.kind is BlockKind.TABLE_CELL]
        for index, each in enumerate(rest):
            if each.block.kind in {BlockKind.CAPTION, BlockKind.CREDIT}:
                held.append(self._line(each, "p"))
                if index + 1 == len(rest) or (
                    not inside and rest[index + 1].block.kind not in {BlockKind.CAPTION, BlockKind.CREDIT}
                ):
                    inside.append(self._caption(held))
                    held = []
            elif each.block.kind is BlockKind.TABLE_CELL:
                inside += held + ([self._table(cells)] if each is cells[0] else [])
                held = []
            else:
                inside += [*held, self._block(each)]
                held = []
        return f"<figure>\n{''.join(inside)}</figure>\n"

    def _caption(self, lines: list[str]) -> str:
        inside = "".join(lines)
        return f"<figcaption>\n{inside}</figcaption>\n" if inside else ""

    def _table(self, cells: list[AssembledBlock]) -> str:
        rows: dict[int, dict[int, AssembledBlock]] = {}
        for cell in cells:
            attributes = cell.block.attributes
            rows.setdefault(_whole(attributes.get("row")), {})[_whole(attributes.get("column"))] = cell
        lines: list[str] = []
        for row in range(1, max(rows) + 1):
            line, at = "", 1
            for column, cell in sorted(rows.get(row, {}).items()):
                while column > at:
                    wide = min(column - at, 1000)
                    line += f'<td colspan="{wide}"></td>' if wide > 1 else "<td></td>"
                    at += wide
                tag = (
                    'th scope="col"'
                    if cell.block.attributes.get("header") and row == 1
                    else ("th" if cell.block.attributes.get("header") else "td")
                )
                line += f"<{tag}>{self.pieces(cell.pieces)}</{tag[:2]}>"
                at = column + 1
            lines.append(f"<tr>{line}</tr>\n")
        return f"<table><tbody>\n{''.join(lines)}</tbody></table>\n"

    def _list(self, items: list[AssembledBlock]) -> str:
        """Nested lists out of the items' depths; an item that is not shown leaves its list in place."""
        html, opened = "", list[str]()
        for each in items:
            inside = self.pieces(each.pieces)
            if not inside.strip():
                continue
            depth = max(_whole(each.block.attributes.get("depth")), 1)
            tag = "ol" if each.block.attributes.get("ordered") else "ul"
            while len(opened) > depth or (len(opened) == depth and opened[-1] != tag):
                html += f"</li></{opened.pop()}>\n"
            if len(opened) == depth:
                html += "</li>\n"
            while len(opened) < depth:
                html += f"<{tag}>" + ("<li>" if len(opened) + 1 < depth else "")
                opened.append(tag)
            html += f"<li>{inside}"
        while opened:
            html += f"</li></{opened.pop()}>\n"
        return html

    def _byline(self, each: AssembledBlock) -> str:
        if self.source:
            return self._around(each, self._literal)
        people = [self.pieces((piece,)) for piece in each.pieces if piece.text and not piece.omitted]
        if not people:
            return ""
        named = f"{self.language.comma} ".join(people[:-1]) if people[:-1] else people[-1]
        if people[:-1]:
            sentence = translate(
                Message(N_("%(names)s and %(last)s"), {"names": _HERE, "last": _THERE}), self.language.tag
            )
            named = _text(sentence).replace(_HERE, named).replace(_THERE, people[-1])
        by = translate(Message(N_("By %(names)s"), {"names": _HERE}), self.language.tag)
        return _text(by).replace(_HERE, named)

    def _dateline(self, each: AssembledBlock) -> str:
        given = str(each.block.attributes.get("date", ""))
        if self.source:
            return self._around(each, lambda rest: _stamped(rest, given))
        place = self.pieces(each.pieces)
        day = self.language.dated(given)
        stamped = f'<time datetime="{_quoted(given)}">{_text(day)}</time>' if day else ""
        return " | ".join(part for part in (stamped, place) if part)

    def _around(self, each: AssembledBlock, rest: Callable[[str], str]) -> str:
        """The block's English with its pieces anchored in it, and ``rest`` shaping what lies between."""
        whole, html, at = each.block.text.plain, "", 0
        for piece in each.pieces:
            found = whole.find(piece.text.plain.strip(), at)
            if found < 0:
                continue
            html += rest(whole[at:found]) + self.pieces((piece,))
            at = found + len(piece.text.plain.strip())
        return html + rest(whole[at:])

    def _literal(self, characters: str) -> str:
        return _text(characters)

    def pieces(self, pieces: Iterable[Piece]) -> str:
        """The pieces as anchored spans, with the white space between them outside."""
        visible = [piece for piece in pieces if not piece.omitted and piece.text]
        seen: set[int] = set()
        return "".join(
            self._span(piece, text, seen) for piece, text in zip(visible, spaced(visible), strict=True)
        )

    def _span(self, piece: Piece, text: Text, seen: set[int]) -> str:
        inside = self._inline(text.stripped(), seen)
        first, last = text.pieces[0], text.pieces[-1]
        before = first[: len(first) - len(first.lstrip())] if isinstance(first, str) else ""
        after = last[len(last.rstrip()) :] if isinstance(last, str) and last.strip() else ""
        if isinstance(last, str) and not last.strip() and len(text.pieces) > 1:
            after = last
        named = f' data-segments="{_quoted(" ".join(piece.segments))}"'
        anchors = "".join(
            f'<span id="s-{_quoted(segment)}{self.suffix}"></span>' for segment in piece.segments[1:]
        )
        id = _quoted(piece.anchor + self.suffix)
        return f'{_text(before)}<span id="{id}"{named}>{anchors}{inside}</span>{_text(after)}'

    def alone(self, text: Text) -> str:
        return self._inline(text.stripped(), set())

    def _inline(self, text: Text, seen: set[int]) -> str:
        """Well-formed HTML whatever order the codes come in; a code of an earlier piece says it continues."""
        html: list[str] = []
        opened: list[Code] = []
        for piece in text.pieces:
            if isinstance(piece, str):
                html.append(self._isolated(piece))
                continue
            code = text.code(piece.number)
            if code is None:
                continue
            if code.kind is CodeKind.BREAK:
                html.append("<br>" if piece.end is not End.CLOSE else "")
            elif piece.end is End.OPEN and not _nested(code, opened):
                html.append(_tag(code, continues=code.spans in seen))
                opened.append(code)
            elif piece.end is End.CLOSE and code in opened:
                html.append(_closed(opened, code))
        html += [f"</{_TAGS[code.kind]}>" for code in reversed(opened)]
        seen.update(code.spans for code in text.codes if code.spans)
        return "".join(html)

    def _isolated(self, characters: str) -> str:
        if not self.language.rtl:
            return _text(characters)
        html, at = "", 0
        for found in _LATIN.finditer(characters):
            html += f'{_text(characters[at : found.start()])}<bdi dir="ltr">{_text(found[0])}</bdi>'
            at = found.end()
        return html + _text(characters[at:])


def _stamped(rest: str, given: str) -> str:
    words = rest.strip(" |,;·–—-")
    if not words or not given:
        return _text(rest)
    before, after = rest.split(words, 1)
    return f'{_text(before)}<time datetime="{_quoted(given)}">{_text(words)}</time>{_text(after)}'


def _nested(code: Code, opened: list[Code]) -> bool:
    return code in opened or (code.kind is CodeKind.LINK and any(o.kind is CodeKind.LINK for o in opened))


def _tag(code: Code, *, continues: bool) -> str:
    named = "".join(
        f' {name}="{_quoted(value)}"' for name, value in code.attributes if name in {"href", "title"}
    )
    more = f' data-continues="{code.spans}"' if continues and code.spans else ""
    return f"<{_TAGS[code.kind]}{named}{more}>"


def _closed(opened: list[Code], code: Code) -> str:
    """Close a code and those inside it, and open those again that go on."""
    html, again = "", list[Code]()
    while opened[-1] != code:
        again.append(opened.pop())
        html += f"</{_TAGS[again[-1].kind]}>"
    html += f"</{_TAGS[opened.pop().kind]}>"
    for other in reversed(again):
        html += _tag(other, continues=False)
        opened.append(other)
    return html


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 1


def _text(characters: str) -> str:
    return escape(characters, quote=False)


def _quoted(characters: str) -> str:
    return escape(characters)
