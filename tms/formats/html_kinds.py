"""What the markup of a page says about the kind of its blocks, and careful guesses where it says nothing."""

import re
from dataclasses import replace

from selectolax.lexbor import LexborNode

from tms.core.document import HIDDEN, Attribute, Block, BlockKind
from tms.core.text import Text
from tms.formats import lines

IGNORED = frozenset(
    {
        "nav",
        "footer",
        "script",
        "style",
        "form",
        "template",
        "noscript",
        "button",
        "input",
        "select",
        "textarea",
        "dialog",
        "svg",
        "math",
        "head",
        "canvas",
        "map",
        "area",
        "datalist",
        "progress",
        "meter",
        "menu",
        "label",
    }
)
MEDIA = frozenset({"iframe", "video", "audio", "object", "embed"})
BLOCKS = MEDIA | {
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "img",
}

# A kind of which the whole element is one block; of the others in _NAMES it is a box around paragraphs.
LINES = frozenset(
    {BlockKind.KICKER, BlockKind.HEADLINE, BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT}
)
SHORT = LINES | {BlockKind.STANDFIRST, BlockKind.CAPTION}

_NAMES: tuple[tuple[BlockKind, str], ...] = (
    (BlockKind.EMBED, "embed|oembed|twitter-tweet|instagram-media"),
    (BlockKind.PULL_QUOTE, "pull-?quote"),
    (BlockKind.KICKER, "kicker|eyebrow|overline|rubric|section-label"),
    (BlockKind.BYLINE, "byline|author|authors"),
    (
        BlockKind.DATELINE,
        "dateline|published|pub-?date|date-?published|post-date|entry-date|article-date|date|time-?stamp",
    ),
    (BlockKind.CREDIT, "credit|credits|copyright|photographer|attribution|copyright-?holder"),
    (BlockKind.CAPTION, "caption|caption-text"),
    (BlockKind.NOTICE, "notice|correction|corrections|editors?-note|disclaimer|clarification|republish"),
    (BlockKind.STANDFIRST, "standfirst|dek|deck|lead|lede|sub-?headline|subtitle|alternative-?headline"),
    (BlockKind.HEADLINE, "headline|entry-title|article-title|post-title"),
)
_NAMED = tuple((kind, re.compile(rf"(?:^|[-_])(?:{names})$")) for kind, names in _NAMES)
_OWN = {kind.value: kind for kind in BlockKind if kind not in HIDDEN}
_FURNITURE = re.compile(
    r"(?:^|[-_])(?:related|share|sharing|social|newsletter|promo|promotion|advert|advertisement|ads?|comments|"
    r"breadcrumbs?|navigation|nav|menu|tags|most-read|most-popular|sidebar|cookie|cookies|subscribe|signup|"
    r"site-header|site-footer|skip-link|sr-only|off-?screen|visually-hidden|screen-reader-text|read-more|see-also)$"
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alert", "complementary"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def named(node: LexborNode, *, own: bool) -> BlockKind | None:
    """The kind that an element's class, itemprop or rel names; in our own pages the class is the kind."""
    attributes = node.attributes
    classes = (attributes.get("class") or "").split()
    if own:
        return next((_OWN[word] for word in classes if word in _OWN), None)
    words = [*classes, *(attributes.get("itemprop") or "").split(), *(attributes.get("rel") or "").split()]
    spelled = [_CAMEL.sub("-", word).lower().replace("_", "-") for word in words]
    for kind, pattern in _NAMED:
        if any(pattern.search(word) for word in spelled):
            return kind
    return None


def ignored(node: LexborNode) -> bool:
    """Whether an element is furniture of the page, or hidden: nothing in it belongs to the article."""
    attributes = node.attributes
    if node.tag in IGNORED or "hidden" in attributes or (attributes.get("role") or "") in _ROLES:
        return True
    if "display:none" in (attributes.get("style") or "").replace(" ", ""):
        return True
    return any(_FURNITURE.search(word.lower()) for word in (attributes.get("class") or "").split())


def guess(blocks: list[Block]) -> list[Block]:
    """Paragraphs, as their markup says, with the kinds that their place and words suggest."""
    top = next((i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADLINE), -1)
    guessed = list(blocks)
    if top > 0 and _bare(blocks[top - 1]) and len(blocks[top - 1].text.plain.split()) <= 6:
        guessed[top - 1] = _as(blocks[top - 1], BlockKind.KICKER, "A short line stands before the headline.")
    for i in range(top + 1, min(top + 6, len(blocks))):
        line = blocks[i].text.plain
        if not _bare(blocks[i]):
            continue
        if names := lines.byline(line):
            found = _as(blocks[i], BlockKind.BYLINE, "A line near the top opens with “By”.")
            guessed[i] = replace(found, text=_plain(blocks[i]), attributes={"names": names})
        elif dated := lines.dateline(line):
            found = _as(blocks[i], BlockKind.DATELINE, "A line near the top holds little but a date.")
            attributes: dict[str, Attribute] = {"date": dated.date, "place": dated.place}
            guessed[i] = replace(found, text=_plain(blocks[i]), attributes=attributes)
        elif len(line) > 200:
            break
    for i in range(max(top + 1, len(blocks) - 3), len(blocks)):
        if _bare(guessed[i]) and lines.is_notice(guessed[i].text.plain):
            guessed[i] = _as(guessed[i], BlockKind.NOTICE, "It opens as a notice does.")
    return guessed


def _bare(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH or (
        block.kind in {BlockKind.KICKER, BlockKind.STANDFIRST} and bool(block.uncertain)
    )


def _as(block: Block, kind: BlockKind, why: str) -> Block:
    return replace(block, kind=kind, uncertain=why)


def _plain(block: Block) -> Text:
    return Text((block.text.plain.replace("\n", " "),))
