"""HTML: semantic articles and our own pages in, whole pages out."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tms.core.document import Block, BlockKind, Document
from tms.core.text import Text
from tms.errors import DoctypeRefused, NoArticle, TooDeep
from tms.formats import html_about, html_kinds, inline, wild, wild_blocks
from tms.formats.base import Format, decode
from tms.formats.html_blocks import Reader, children
from tms.formats.html_page import GENERATOR, write

__all__ = ["FORMAT", "read", "write"]

DEPTH = 64
_UNCLOSED = 1000  # start tags without an end; a parser takes quadratic time on far more of them
_DECLARED = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "param",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "option",
        "optgroup",
        "rp",
        "rt",
        "html",
        "head",
        "body",
    }
)
_SHAPES = frozenset(
    {
        "path",
        "rect",
        "circle",
        "line",
        "polygon",
        "polyline",
        "ellipse",
        "use",
        "stop",
        "image",
    }
)


def read(data: bytes) -> Document:
    """The article of a page; NoArticle where none can be told from the rest of it."""
    html = decode(data, compose=False)
    if _DECLARED.search(html):
        raise DoctypeRefused
    _check_nesting(html)
    page = LexborHTMLParser(html)
    if page.root is None or page.body is None:
        raise NoArticle
    _check_depth(page.root)
    own = page.css_first(f'meta[name=generator][content="{GENERATOR}"]') is not None
    if not own and wild.refuses(page):
        raise NoArticle
    if not own and wild.is_wild(page) and (found := _found(page, html)) is not None:
        return found
    reader = Reader(own=own)
    root = _article(page, page.body)
    reader.walk(root)
    blocks = reader.blocks
    if not own:
        blocks = html_kinds.guess(_headlined(blocks, page))
    if not blocks or not (own or any(block.text for block in blocks)):
        raise NoArticle
    if not own and wild_blocks.is_index(blocks):
        raise NoArticle
    return Document((*blocks, *_head(page, blocks, own=own)), _url(page))


def _found(page: LexborHTMLParser, html: str) -> Document | None:
    """The article of a page as it is found on the web, None where nothing tells it from the rest."""
    about = html_about.read(page)
    url = _url(page)
    root = wild.cut(page, html, about)
    if root is None:
        return None
    reader = Reader(own=False)
    reader.walk(root)
    blocks = html_kinds.guess(_headlined(wild_blocks.tidy(reader.blocks, about), page))
    return Document((*blocks, *_head(page, blocks, own=False)), url)


def fragment(html: str) -> list[Block]:
    """The blocks of a piece of HTML that stands in a file of another format."""
    _check_nesting(html)
    body = LexborHTMLParser(html).body
    if body is None:
        return []
    _check_depth(body)
    reader = Reader(own=False)
    reader.walk(body)
    return reader.blocks


def _check_nesting(html: str) -> None:
    depth = shapes = 0
    for tag in _TAGS.finditer(_HIDDEN.sub("", html)):
        name = tag[2].lower()
        if name in _VOID:
            continue
        shapes += name in _SHAPES
        depth += 0 if name in _SHAPES else -1 if tag[1] else 1
        depth = max(depth, 0)
        if depth > _UNCLOSED or shapes > 20 * _UNCLOSED:
            raise TooDeep(limit=DEPTH)


def _check_depth(root: LexborNode) -> None:
    node: LexborNode | None = root
    depth = 1
    while node is not None:
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            if depth > DEPTH:
                raise TooDeep(limit=DEPTH)
            continue
        while node is not None and node.next is None:
            node = None if node.parent is None or depth == 1 else node.parent
            depth -= 1
        node = node.next if node is not None and depth >= 1 else None


def _article(page: LexborHTMLParser, body: LexborNode) -> LexborNode:
    """The element that holds the article and as little else as can be."""
    main = page.css_first("main, [role=main]")
    articles = [a for a in page.css("article") if a.first_child is not None]
    if articles:
        found = next((a for a in articles if a.css_first("h1") is not None), articles[0])
        alone = len(articles) == 1 and main is not None and found.css_first("h1") is None
        return main if alone and main is not None and main.css_first("h1") is not None else found
    if main is not None and main.css_first("p") is not None:
        return main
    if body.css_first("h1") is not None and body.css_first("p") is not None:
        return body
    raise NoArticle


def _headlined(blocks: list[Block], page: LexborHTMLParser) -> list[Block]:
    """The blocks with a headline, from outside the article where it has none of its own."""
    if any(block.kind is BlockKind.HEADLINE for block in blocks):
        return blocks
    first = next(
        (i for i, b in enumerate(blocks) if b.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH}), None
    )
    if first is not None and blocks[first].kind is BlockKind.HEADING:
        why = "The first heading stands for a headline."
        headline = replace(blocks[first], kind=BlockKind.HEADLINE, attributes={}, uncertain=why)
        return [*blocks[:first], headline, *blocks[first + 1 :]]
    outside = page.css("h1")
    title = inline.plain((outside[0].text() if len(outside) == 1 else "") or _meta(page, "og:title"))
    if not title:
        return blocks
    return [Block(BlockKind.HEADLINE, title, uncertain="It stands outside the article."), *blocks]


def _head(page: LexborHTMLParser, blocks: list[Block], *, own: bool) -> list[Block]:
    """What the page's head says to search engines and social networks."""
    said = [
        (BlockKind.SEO_TITLE, _title(page, blocks, own=own)),
        (BlockKind.SEO_DESCRIPTION, inline.plain(_meta(page, "description"))),
        (BlockKind.SOCIAL, inline.plain(_meta(page, "og:description"))),
    ]
    return [Block(kind, text) for kind, text in said if text.plain.strip()]


def _title(page: LexborHTMLParser, blocks: list[Block], *, own: bool) -> Text:
    """The page's title where it says something else than the headline, a site's name not counted."""
    head = page.head
    found = next((n for n in children(head) if n.tag == "title"), None) if head is not None else None
    if found is None:
        return Text()
    title = inline.plain(found.text()).plain
    if own:
        return Text((title,)) if "data-kind" in found.attributes else Text()
    site = inline.plain(_meta(page, "og:site_name")).plain
    title = re.sub(rf"\s+[|–—-]\s+{re.escape(site)}$", "", title) if site else title
    headline = next((b.text.plain for b in blocks if b.kind is BlockKind.HEADLINE), "").replace("\n", " ")
    return Text() if headline and headline.casefold() in title.casefold() else Text((title,) if title else ())


def _meta(page: LexborHTMLParser, name: str) -> str:
    found = page.css_first(f'meta[name="{name}"], meta[property="{name}"]')
    return (found.attributes.get("content") or "") if found is not None else ""


def _url(page: LexborHTMLParser) -> str:
    found = page.css_first("link[rel~=canonical]")
    given = (found.attributes.get("href") or "") if found is not None else _meta(page, "og:url")
    return inline.address(given)


FORMAT = Format("html", (".html", ".htm", ".xhtml"), "text/html", read, write)
