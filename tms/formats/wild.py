"""A page as it is found on the web, cut down to its article.

trafilatura tells which words belong to the article: its text is laid over the page's own, word by word.
The page's elements then tell everything that trafilatura's text does not: what is a figure, a caption,
a standfirst, a link. Whatever is not of the article is taken out of the tree; the rest is left as it
stands, for the reader of semantic articles.
"""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tms.core.document import BlockKind
from tms.formats import html_kinds, lines, wild_pictures, wild_units
from tms.formats.html_about import About
from tms.formats.wild_units import BOXES, HEADINGS, Unit, is_captioned, is_teaser, path_of, words_of

_NEIGHBOURS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "pre", "blockquote", "td", "th"}
)
_SHARE = 0.6
# What continues the body in a box of its own is running text to so great a part.
_PURE = 0.6
_LEAST = 40
_SIGNED = re.compile(r"(?:by|par|por|von)\b:? [^.!?]{3,60}$", re.IGNORECASE)
_ERROR = re.compile(
    r"^(?:http |error )*(?:40[0134]|410|429|50[0234])"
    r"(?:$|\s*[-–—:|!.]|\s+(?:error|not|page|forbidden|bad|internal))"
    r"|\b(?:page|article|story|document|content) (?:was |is |could |can)?(?:not (?:be )?found|unavailable)"
    r"|^(?:not found|forbidden)\b|\baccess denied\b|^(?:please )?(?:sign|log) ?(?:in|on)\b"
    r"|\bcreate (?:an |your )?account\b|\bare you (?:a )?(?:human|robot)\b|^just a moment\b"
    r"|\benable javascript\b|\bsubscribe to (?:continue|read)\b",
    re.IGNORECASE,
)


def is_wild(page: LexborHTMLParser) -> bool:
    """Whether a page is a site's own, with all that surrounds an article there."""
    if len(page.css("script, link[rel=stylesheet], iframe")) > 3:
        return True
    return not page.css("article, main, [role=main]") and len(page.css("body [class], body [id]")) > 30


def refuses(page: LexborHTMLParser) -> bool:
    """Whether a page is there to sign in with, or to say that something went wrong."""
    words = sum(len(node.text().split()) for node in page.css("p, li, td") if not _is_around(node))
    if words < 200 and page.css_first("input[type=password]") is not None:
        return True
    titles = [node.text().strip() for node in page.css("title, h1")]
    return words < 120 and any(len(title) < 120 and _ERROR.search(title) for title in titles)


def _is_around(node: LexborNode) -> bool:
    return any(each.tag in {"nav", "footer", "header", "aside"} for each in path_of(node))


def cut(page: LexborHTMLParser, html: str, about: About) -> LexborNode | None:
    """The element that holds the article, and nothing in it but the article; None where there is none."""
    body = page.body
    if body is None:
        return None
    units = wild_units.read(body, html)
    total = sum(len(unit.words) for unit in units if unit.running)
    if total < _LEAST or _is_index(units):
        return None
    box = _box(units)
    _keep(units, box)
    _without_films(units, about)
    headline = _headline(units, about)
    _front(units, headline, about)
    return _prune(body, units, wild_pictures.pictures(body, units, headline, about))


def _is_index(units: Sequence[Unit]) -> bool:
    """Whether what trafilatura found is mostly links, as on a home page."""
    told = [unit for unit in units if unit.is_told]
    return sum(u.linked for u in told) * 2 > sum(len(u.words) for u in told)


def _box(units: Sequence[Unit]) -> LexborNode:
    """The element around the article's body: the smallest around most of it, and what continues it."""
    held: dict[int, int] = {}
    whole: dict[int, int] = {}
    running = [unit for unit in units if unit.running]
    for unit in units:
        for node in unit.path:
            whole[node.mem_id] = whole.get(node.mem_id, 0) + len(unit.words)
            if unit.running:
                held[node.mem_id] = held.get(node.mem_id, 0) + len(unit.words)
    total = sum(len(unit.words) for unit in running)
    path = max((tuple(n for n in unit.path if held[n.mem_id] >= _SHARE * total) for unit in running), key=len)
    at = len(path) - 1
    for higher in range(at - 1, -1, -1):
        beside = {
            child.mem_id: held[child.mem_id]
            for child in _elements(path[higher])
            if child.mem_id in held and not any(child.mem_id == inner.mem_id for inner in path)
        }
        gained = sum(count for child, count in beside.items() if count >= _PURE * whole[child])
        if gained >= max(12, 0.02 * held[path[at].mem_id]):
            at = higher
    return path[at]


def _keep(units: Sequence[Unit], box: LexborNode) -> None:
    """Mark what belongs to the body: what trafilatura tells of, and what stands among it."""
    inside = [at for at, unit in enumerate(units) if _is_in(unit, box)]
    running = [at for at in inside if units[at].running and not _is_furniture(units[at], box)]
    if not running:
        return
    first, last = running[0], running[-1]
    beside = {units[at].path[-2].mem_id for at in running if len(units[at].path) > 1}
    for at in inside:
        unit = units[at]
        if _is_furniture(unit, box):
            continue
        among = first <= at <= last
        sibling = len(unit.path) > 1 and _near(unit) in beside
        if (
            (unit.is_told and (among or sibling))
            or (among and sibling and unit.node.tag in _NEIGHBOURS and not unit.is_link)
            or (is_captioned(unit) and among and not unit.is_link)
        ):
            unit.kept = True


def _without_films(units: Sequence[Unit], about: About) -> None:
    """Leave out the captions of what a script would have put there: nothing is left to be seen of it."""
    for unit in units:
        figure = next((node for node in unit.path if node.tag == "figure"), None)
        if (
            unit.kept
            and figure is not None
            and is_captioned(unit)
            and not wild_pictures.is_shown(figure, about)
        ):
            unit.kept = False


def _near(unit: Unit) -> int:
    """The element that a list item or a quoted paragraph has for neighbours what others have."""
    at = len(unit.path) - 2
    while at > 0 and unit.path[at].tag in {"ul", "ol", "blockquote", "tr", "tbody", "thead", "table", "dl"}:
        at -= 1
    return unit.path[at].mem_id


def _is_in(unit: Unit, box: LexborNode) -> bool:
    return any(node.mem_id == box.mem_id for node in unit.path)


def _is_furniture(unit: Unit, box: LexborNode | None) -> bool:
    """Whether something around it, inside the box, says that it is furniture."""
    for node in reversed(unit.path):
        if box is not None and node.mem_id == box.mem_id:
            return False
        if node.tag != "form" and html_kinds.ignored(node):
            return True
    return False


def _headline(units: Sequence[Unit], about: About) -> int:
    """Where the headline stands, -1 where it does not."""
    first = next((at for at, unit in enumerate(units) if unit.kept), 0)
    tops = [u for u in units[:first] if len(u.words) > 2 and any(n.tag == "h1" for n in u.path[-4:])]
    best, found = 0.0, -1
    for at, unit in enumerate(units):
        if at > first + 3:
            break
        top = next((node for node in reversed(unit.path[-4:]) if node.tag in HEADINGS), None)
        if top is None:
            continue
        alike = fuzz.ratio(unit.text, " ".join(words_of(about.title))) if about.title else 50.0
        score = alike + (30 if top.tag == "h1" else 0) + (10 if top.tag == "h2" else 0)
        score += 30 if len(tops) == 1 and tops[0] is unit else 0
        if score >= max(best, 75.0):
            best, found = score, at
    if found >= 0:
        units[found].kept = True
    return found


def _front(units: Sequence[Unit], headline: int, about: About) -> None:
    """Mark what stands above the body and belongs to the article: standfirst, names, date."""
    first = next((at for at, unit in enumerate(units) if unit.kept and at != headline), 0)
    described = [" ".join(words_of(text)) for text in about.descriptions]
    names = {" ".join(words_of(name)) for name in about.authors}
    start = headline + 1 if headline >= 0 else max(first - 12, 0)
    under = units[start] if 0 <= headline < first - 1 else None
    for unit in units[start:first]:
        text = unit.text
        said = next(
            (kind for box in reversed(unit.path[-3:]) if (kind := html_kinds.named(box, own=False))), None
        )
        standing = any(fuzz.ratio(text, one) > 85 for one in described)
        if _is_furniture(unit, None):
            continue
        unit.kept = (
            standing
            or _SIGNED.match(unit.node.text().strip()) is not None
            or (unit.is_told and len(unit.words) >= 15 and not unit.is_link)
            or (said is BlockKind.STANDFIRST and 4 < len(unit.words) < 80 and not is_teaser(unit))
            or (said in {BlockKind.BYLINE, BlockKind.DATELINE} and len(unit.words) < 30)
            or (under is unit and unit.node.tag in {"h2", "h3"} and len(unit.words) >= 5 and not unit.is_link)
            or (unit.node.tag == "header" and 8 <= len(unit.words) < 80 and not unit.is_link)
            or is_captioned(unit)
            or (len(unit.words) < 16 and any(name in text for name in names))
            or unit.node.css_first("time") is not None
            or (len(unit.words) < 14 and lines.dateline(unit.node.text().strip()) is not None)
        )


def _prune(body: LexborNode, units: Sequence[Unit], pictures: set[int]) -> LexborNode | None:
    kept = {unit.node.mem_id for unit in units if unit.kept}
    boxes = {unit.node.mem_id for unit in units}
    held = {node.mem_id for unit in units if unit.kept for node in unit.path} | pictures
    for node in body.css("figure, img, picture, iframe, video, audio, blockquote"):
        if node.mem_id in pictures:
            held |= {each.mem_id for each in path_of(node)}
    if not kept:
        return None
    _clear(body, kept, held, pictures, boxes)
    for node in body.css(", ".join(sorted(html_kinds.IGNORED))):
        if node.mem_id in held and node.mem_id not in kept | pictures:
            node.unwrap()
    root = body
    while True:
        inside = [c for c in _elements(root) if c.mem_id in held]
        if len(inside) != 1 or root.mem_id in kept or inside[0].mem_id in kept | pictures:
            return root
        root = inside[0]


def _clear(node: LexborNode, kept: set[int], held: set[int], pictures: set[int], boxes: set[int]) -> None:
    if html_kinds.ignored(node):
        for name in ("class", "role", "style", "hidden"):
            if name in node.attributes:
                del node.attrs[name]
    own = node.mem_id in kept
    for child in list(_all(node)):
        if child.is_text_node:
            if not own and (child.text_content or "").strip():
                child.decompose()
        elif child.mem_id in pictures:
            continue
        elif child.mem_id in held:
            _clear(child, kept, held, pictures, boxes)
        elif child.tag in BOXES or child.mem_id in boxes or not own:
            child.decompose()


def _all(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        yield child
        child = child.next


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    return (child for child in _all(node) if child.is_element_node)
