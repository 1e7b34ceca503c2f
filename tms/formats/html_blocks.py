"""The blocks of an article out of its elements, in reading order."""

from collections.abc import Iterator

import nh3
from selectolax.lexbor import LexborNode

from tms.core.document import Attribute, Block, BlockKind
from tms.core.text import CodeKind, Text
from tms.formats import html_images, html_kinds, inline, lines
from tms.formats.html_kinds import BLOCKS, LINES, MEDIA, SHORT
from tms.formats.inline import Gather

CODES = {
    "em": CodeKind.EMPHASIS,
    "i": CodeKind.EMPHASIS,
    "cite": CodeKind.EMPHASIS,
    "strong": CodeKind.STRONG,
    "b": CodeKind.STRONG,
    "code": CodeKind.CODE,
    "kbd": CodeKind.CODE,
    "samp": CodeKind.CODE,
    "sub": CodeKind.SUBSCRIPT,
    "sup": CodeKind.SUPERSCRIPT,
    "s": CodeKind.STRIKE,
    "del": CodeKind.STRIKE,
    "strike": CodeKind.STRIKE,
}
EMBED_TAGS = frozenset(
    {
        "a",
        "audio",
        "b",
        "blockquote",
        "br",
        "div",
        "em",
        "figure",
        "i",
        "iframe",
        "img",
        "p",
        "picture",
        "source",
        "span",
        "strong",
        "track",
        "video",
    }
)
EMBED_ATTRIBUTES = {
    "*": {"class", "lang", "dir", "title"},
    "a": {"href"},
    "audio": {"src", "controls"},
    "iframe": {"src", "width", "height", "loading", "allowfullscreen"},
    "img": {"src", "alt", "width", "height"},
    "source": {"src", "type", "media"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "controls", "poster", "width", "height"},
}
_LOOSE = "The text stands outside any paragraph."
_ASIDE = "It stands in a box beside the text."
_SEVERAL = "A list item holds several paragraphs."
_HEADER = "Only its place under the headline speaks for it."


class Reader:
    """Walks an article and collects its blocks; ``own`` pages say every kind and nothing is guessed."""

    def __init__(self, *, own: bool) -> None:
        self.own = own
        self.blocks: list[Block] = []
        self._group = ""
        self._groups = 0
        self._later: list[LexborNode] = []
        self._headers = 0

    def walk(self, node: LexborNode, kind: BlockKind | None = None, why: str = "") -> None:
        """Read an element that holds blocks; text that stands loose in it becomes blocks too."""
        loose = Gather()
        for child in children(node):
            if child.is_text_node:
                loose.string(child.text_content or "")
            elif self._is_block(child):
                self._loose(loose, kind, why)
                loose = Gather()
                self._block(child, kind, why)
            else:
                self._inline(loose, child)
        self._loose(loose, kind, why)

    def add(self, kind: BlockKind, text: Text, why: str = "", /, **attributes: Attribute) -> None:
        if text.plain.strip() or kind in {BlockKind.IMAGE, BlockKind.EMBED}:
            self.blocks.append(Block(kind, text, attributes, self._group, uncertain=why))

    def _is_block(self, node: LexborNode) -> bool:
        if node.tag in BLOCKS or node.tag == "time":
            return True
        if node.tag not in html_kinds.IGNORED and html_kinds.named(node, own=self.own) in SHORT:
            return True
        return holds(node, "p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, figure, blockquote")

    def _loose(self, loose: Gather, kind: BlockKind | None, why: str) -> None:
        text = loose.text()
        if any(c.isalnum() for c in text.plain):
            self._paragraph(text, kind, why if kind else why or _LOOSE)
        self._after()

    def _after(self) -> None:
        """Add the pictures and films that stood in the midst of a text, behind it."""
        waiting, self._later = self._later, []
        for node in waiting:
            self._block(node, None, "")

    def _paragraph(self, text: Text, kind: BlockKind | None, why: str) -> None:
        if kind is not None or self.own or not self._headers:
            self.add(kind or BlockKind.PARAGRAPH, text, why)
        elif any(block.kind is BlockKind.HEADLINE for block in self.blocks):
            self.add(BlockKind.STANDFIRST, text, _HEADER)
        else:
            self.add(BlockKind.KICKER, text, _HEADER)

    def _block(self, node: LexborNode, kind: BlockKind | None, why: str) -> None:
        tag = node.tag or ""
        said = html_kinds.named(node, own=self.own)
        if said not in {BlockKind.NOTICE, BlockKind.CREDIT} and html_kinds.ignored(node):
            if tag == "footer" and kind in {BlockKind.QUOTE, BlockKind.PULL_QUOTE}:
                self.walk(node, kind)
            elif tag == "footer":
                self._footer(node)
            return
        if tag in MEDIA or (said is BlockKind.EMBED and tag in {"figure", "div", "blockquote"}):
            self._embed(node, wrapped=tag in {"figure", "div"})
        elif said is BlockKind.CREDIT and tag == "figcaption" and len(_words(node).split()) > 5:
            self.walk(node, BlockKind.CAPTION)
        elif said in LINES and self._is_line(node, said):
            self._line(node, said)
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._heading(node, int(tag[1]), said)
        elif tag == "time":
            self._line(node, BlockKind.DATELINE)
        elif tag in {"p", "pre", "dt", "dd", "summary"}:
            self._text(node, said or kind, why)
        else:
            self._structure(node, said, kind, why)

    def _structure(self, node: LexborNode, said: BlockKind | None, kind: BlockKind | None, why: str) -> None:
        match node.tag:
            case "img" | "picture":
                self._image(node)
            case "ul" | "ol":
                self._list(node, 1)
            case "table":
                self._table(node)
            case "figure":
                self._figure(node, said)
            case "blockquote":
                self._quote(node, said or kind)
            case _:
                self._box(node, said or kind, why)

    def _footer(self, node: LexborNode) -> None:
        for box in node.css("[class]"):
            if html_kinds.named(box, own=self.own) is BlockKind.NOTICE:
                self._block(box, BlockKind.NOTICE, "")

    def _is_line(self, node: LexborNode, said: BlockKind) -> bool:
        if self.own:
            return True
        length = len(node.text().strip())
        if holds(node, "p + p, h1 + p, h2 + p, ul, table, figure"):
            return False
        return said is BlockKind.HEADLINE or (0 < length <= 200 and not holds(node, "h1"))

    def _line(self, node: LexborNode, kind: BlockKind) -> None:
        match kind:
            case BlockKind.BYLINE:
                self._byline(node)
            case BlockKind.DATELINE:
                self._dateline(node)
            case BlockKind.HEADLINE if any(block.kind is kind for block in self.blocks):
                self._heading(node, 2, None)
            case _:
                self.add(kind, self._flat(node))
        self._after()

    def _byline(self, node: LexborNode) -> None:
        dated = None if self.own else node.css_first("time")
        whole = " ".join(self._flat(node).plain.split())
        if dated is not None:
            whole = whole.replace(_words(dated), " ").strip(" |,·–—-")
        people = [
            _words(n)
            for n in node.css("span[data-segments]" if self.own else "[rel~=author], [itemprop=name]")
        ]
        names = tuple(name for name in people if name) or _names(whole)
        self.add(BlockKind.BYLINE, inline.plain(whole), names=names)
        if dated is not None:
            self._dateline(dated)

    def _dateline(self, node: LexborNode) -> None:
        whole = inline.plain(self._flat(node).plain)
        stamped = node if node.tag == "time" else node.css_first("time")
        said = _words(stamped) if stamped is not None else ""
        found = lines.dateline(said or whole.plain) or lines.dateline(whole.plain)
        day = (stamped.attributes.get("datetime") or "").strip() if stamped is not None else ""
        named = node.css_first("span[data-segments]" if self.own else ".place, .location")
        place = _words(named) if named is not None else _beside(whole.plain, said, found)
        date = day or (found.date if found else "")
        why = "Its day and month may be the other way round." if found and found.unsure and not day else ""
        self.add(BlockKind.DATELINE, whole, why, date=date, place="" if node.tag == "time" else place)

    def _heading(self, node: LexborNode, level: int, said: BlockKind | None) -> None:
        first = not any(block.kind is BlockKind.HEADLINE for block in self.blocks)
        if said is BlockKind.STANDFIRST:
            self.add(said, self._flat(node))
        elif said is BlockKind.HEADLINE or (level == 1 and first and not (self.own and said)):
            self.add(BlockKind.HEADLINE, self._flat(node))
        else:
            self.add(BlockKind.HEADING, self._flat(node), level=level)
        self._after()

    def _text(self, node: LexborNode, kind: BlockKind | None, why: str) -> None:
        inside = [c for c in children(node) if not c.is_text_node or (c.text_content or "").strip(" \n\t|,·")]
        marked = [
            c for c in inside if not c.is_text_node and self._is_block(c) and c.tag not in {"img", *MEDIA}
        ]
        text = self._flat(node)
        if not self.own and marked and len(marked) == len(inside):
            self._later.clear()
            self.walk(node, kind, why)
        elif not self.own and kind is None and holds(node, "time") and len(text.plain) <= 80:
            self._dateline(node)
        else:
            self._paragraph(text, kind, why)
            self._after()

    def _list(self, node: LexborNode, depth: int) -> None:
        ordered = node.tag == "ol"
        for item in children(node):
            if item.is_text_node or html_kinds.ignored(item):
                continue
            if item.tag in {"ul", "ol"}:
                self._list(item, depth + 1)
                continue
            text, count = Gather(), 0
            for child in children(item):
                if not child.is_text_node and child.tag in {"ul", "ol", "p", "div"}:
                    count += self._item(text, ordered=ordered, depth=depth, again=count > 0)
                    text = Gather()
                if child.is_text_node:
                    text.string(child.text_content or "")
                elif child.tag in {"ul", "ol"}:
                    self._list(child, depth + 1)
                else:
                    self._inline(text, child)
                if not child.is_text_node and child.tag in {"p", "div"}:
                    count += self._item(text, ordered=ordered, depth=depth, again=count > 0)
                    text = Gather()
            self._item(text, ordered=ordered, depth=depth, again=count > 0)

    def _item(self, gathered: Gather, *, ordered: bool, depth: int, again: bool) -> int:
        before = len(self.blocks)
        self.add(
            BlockKind.LIST_ITEM, gathered.text(), _SEVERAL if again else "", ordered=ordered, depth=depth
        )
        count = len(self.blocks) - before
        self._after()
        return count

    def _table(self, node: LexborNode) -> None:
        outer = self._enter()
        below: dict[int, int] = {}  # rows that a cell above still takes of a column
        row = 0
        for line in node.css("tr, caption"):
            if line.tag == "caption":
                self.add(BlockKind.CAPTION, self._flat(line))
                continue
            row, column = row + 1, 1
            taken = {c for c, left in below.items() if left > 0}
            below = {c: left - 1 for c, left in below.items() if left > 1}
            for cell in children(line):
                if cell.tag not in {"td", "th"}:
                    continue
                while column in taken:
                    column += 1
                text = self._flat(cell)
                self.add(BlockKind.TABLE_CELL, text, row=row, column=column, header=cell.tag == "th")
                wide = min(_number(cell, "colspan") or 1, 1000)
                tall = min(_number(cell, "rowspan") or 1, 1000)
                if tall > 1:
                    below.update(dict.fromkeys(range(column, column + min(wide, 50)), tall - 1))
                column += wide
        self._group = outer
        self._after()

    def _figure(self, node: LexborNode, said: BlockKind | None) -> None:
        if holds(node, "blockquote") and not holds(node, "img, table, iframe, video, audio"):
            self._box(node, said or BlockKind.PULL_QUOTE, "")
            return
        outer = self._enter()
        self.walk(node)
        self._group = outer

    def _quote(self, node: LexborNode, kind: BlockKind | None) -> None:
        self.walk(node, kind if kind in {BlockKind.PULL_QUOTE, BlockKind.NOTICE} else BlockKind.QUOTE)

    def _box(self, node: LexborNode, kind: BlockKind | None, why: str) -> None:
        tag = node.tag
        if tag == "figcaption":
            self.walk(node, BlockKind.CAPTION)
            return
        if tag == "aside" and kind is None and not self.own:
            alone = holds(node, "blockquote") and not holds(node, "blockquote ~ p, h2, h3")
            kind, why = (BlockKind.PULL_QUOTE, "") if alone else (None, why or _ASIDE)
        large = holds(node, "h1, h2, table, figure") or len(node.css("p")) > 4
        if large and kind is not BlockKind.NOTICE and not self.own:
            kind = (
                None  # a class such as "lead" on a box around half the article says nothing of its paragraphs
            )
        leaf = not holds(node, ", ".join(sorted(BLOCKS | {"br"})))
        if leaf and kind is None and not self.own and holds(node, "time"):
            self._text(node, None, why)
            return
        self._headers += tag in {"header", "hgroup"}
        self.walk(node, None if kind in LINES or kind is BlockKind.EMBED else kind, why)
        self._headers -= tag in {"header", "hgroup"}

    def _image(self, node: LexborNode) -> None:
        image = node if node.tag == "img" else node.css_first("img")
        if image is None:
            return
        given = image.attributes
        source = html_images.source(image)
        width, height = _number(image, "width"), _number(image, "height")
        if not source or (width == 1 and height == 1):
            return
        attributes: dict[str, Attribute] = {"src": source}
        if width:
            attributes["width"] = width
        if height:
            attributes["height"] = height
        self.add(BlockKind.IMAGE, inline.plain(given.get("alt") or ""), **attributes)

    def _embed(self, node: LexborNode, *, wrapped: bool) -> None:
        captions = node.css("figcaption") if wrapped else []
        outer = self._group
        if captions and not outer:
            self._enter()
        raw = (node.inner_html if wrapped else node.html) or ""
        for caption in captions:
            raw = raw.replace(caption.html or "", "")
        html = sanitised(raw)
        if html:
            self.add(BlockKind.EMBED, Text(), html=html)
        for caption in captions:
            self.walk(caption, BlockKind.CAPTION)
        self._group = outer

    def _enter(self) -> str:
        """Open a group, unless one is open; returns what to set it back to."""
        outer = self._group
        if not outer:
            self._groups += 1
            self._group = f"g{self._groups}"
        return outer

    def _flat(self, node: LexborNode) -> Text:
        """Everything an element shows, as one text."""
        text = Gather()
        preformatted = node.tag == "pre"
        for child in children(node):
            if not child.is_text_node:
                self._inline(text, child)
            elif preformatted:
                _lined(text, child.text_content or "")
            else:
                text.string(child.text_content or "")
        return text.text()

    def _inline(self, text: Gather, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "br":
            text.line()
        elif tag in {"img", "picture", *MEDIA}:
            self._later.append(node)
        elif not html_kinds.ignored(node):
            self._coded(text, node, tag)

    def _coded(self, text: Gather, node: LexborNode, tag: str) -> None:
        attributes: inline.Attributes = ()
        kind = CODES.get(tag)
        if tag == "a":
            attributes = inline.link(node.attributes.get("href") or "", node.attributes.get("title") or "")
            kind = CodeKind.LINK if attributes else None
        block = tag in BLOCKS and not text.empty
        if block:
            text.line()
        if tag == "q":
            text.string("“")
        number = text.open(kind, attributes, continues="data-continues" in node.attributes) if kind else 0
        for child in children(node):
            if child.is_text_node:
                text.string(child.text_content or "")
            else:
                self._inline(text, child)
        if kind:
            text.close(number)
        if tag == "q":
            text.string("”")
        if block or tag in BLOCKS:
            text.line()


def children(node: LexborNode) -> Iterator[LexborNode]:
    """An element's texts and elements, without comments."""
    child = node.first_child
    while child is not None:
        if child.is_text_node or child.is_element_node:
            yield child
        child = child.next


def holds(node: LexborNode, selector: str) -> bool:
    """Whether something below an element is selected; ``css_first`` counts the element itself."""
    return any(found.mem_id != node.mem_id for found in node.css(selector))


def sanitised(html: str) -> str:
    """An embed's HTML with nothing in it that could run here; equal to itself when done again."""
    return nh3.clean(
        html, tags=set(EMBED_TAGS), attributes=EMBED_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None
    ).strip()


def _lined(text: Gather, characters: str) -> None:
    for index, line in enumerate(characters.split("\n")):
        if index:
            text.line()
        text.string(line)


def _names(byline: str) -> tuple[str, ...]:
    return lines.byline(byline) or lines.byline(f"By {byline}") or lines.bare_names(byline) or (byline,)


def _beside(line: str, dated: str, found: lines.Dateline | None) -> str:
    """The place in a dateline: what stands beside its date."""
    if (whole := lines.dateline(line)) is not None or (found is not None and found.place):
        return (whole or found or lines.Dateline("", "")).place
    place = line.replace(dated, " ").strip(" |,;:·•–—-/()") if dated else ""
    return place if any(c.isalpha() for c in place) and len(place.split()) <= 5 else ""


def _words(node: LexborNode) -> str:
    return inline.plain(node.text()).plain


def _number(node: LexborNode, name: str) -> int:
    given = (node.attributes.get(name) or "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
