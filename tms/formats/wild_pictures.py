"""The pictures and films among the words of an article on the web, no icons or portraits."""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from tms.formats import html_images, html_kinds
from tms.formats.html_about import About
from tms.formats.html_kinds import MEDIA
from tms.formats.wild_units import Unit, path_of, words_of

_HOSTS = re.compile(
    r"(?:youtube(?:-nocookie)?|youtu|vimeo|dailymotion|twitter|instagram|facebook|tiktok|soundcloud|spotify"
    r"|datawrapper|dwcdn|flourish|infogram|openstreetmap|documentcloud|scribd|brightcove|jwplatform)"
    r"\.(?:com|be|net|org|de|studio)/"
    r"(?!plugins/(?:like|follow|share)|v2\.\d/plugins|widgets/(?:follow|tweet_button))|google\.com/maps",
    re.IGNORECASE,
)
_ICON = re.compile(
    r"(?:^|[-_./ ])"
    r"(?:avatar|headshot|logo|icons?|pixel|spacer|blank|tracking|author|byline|sprite|emoji|badge)"
    r"(?:$|[-_./ ?])",
    re.IGNORECASE,
)
_SIZE = re.compile(r"(?<![\d.])(\d{2,4})x(\d{2,4})(?!\d)")


def pictures(body: LexborNode, units: Sequence[Unit], headline: int, about: About) -> set[int]:
    """The figures, pictures and films among the words of the article, and the one that leads it."""
    kept = [unit for unit in units if unit.kept]
    if not kept:
        return set()
    root = _common([unit.path for unit in kept])
    around = {node.mem_id for unit in kept for node in unit.path}
    order = {node.mem_id: at for at, node in enumerate(body.traverse())}
    end = order[kept[-1].node.mem_id]
    start = order[units[headline].node.mem_id] if headline >= 0 else 0
    found: set[int] = set()
    for node in body.css("figure, img, picture, iframe, video, audio, blockquote.twitter-tweet"):
        path = path_of(node)
        within = next((at for at, each in enumerate(path) if each.mem_id == root.mem_id), None)
        near = next((at for at, each in enumerate(path) if each.mem_id in around), None)
        if within is None or near is None or near > 8 or order[node.mem_id] > end:
            continue
        if any(each.mem_id in found for each in path) or any(html_kinds.ignored(e) for e in path[:near]):
            continue
        if order[node.mem_id] < start and node.tag != "figure":
            continue
        if is_shown(node, about):
            found.add(node.mem_id)
    return found


def _common(paths: Sequence[tuple[LexborNode, ...]]) -> LexborNode:
    """The innermost element around all."""
    last = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(node.mem_id != level[0].mem_id for node in level):
            break
        last = level[0]
    return last


def is_shown(node: LexborNode, about: About) -> bool:
    """Whether it is a picture or a film to look at: no icon, no portrait of the author, no advertisement."""
    if node.tag == "figure":
        inside = node.css("img, iframe, video, audio")
        shown = not inside or any(is_shown(each, about) for each in inside)
        return shown and len(words_of(node.text())) < 150
    given = node.attributes
    if node.tag == "iframe":
        return _HOSTS.search(given.get("src") or given.get("data-src") or "") is not None
    if node.tag in MEDIA or node.tag == "blockquote":
        return True
    image = node if node.tag == "img" else node.css_first("img")
    if image is None:
        return False
    given = image.attributes
    sizes = [given.get(name) or "" for name in ("width", "height")]
    if any(size.isdigit() and int(size) < 80 for size in sizes) or (given.get("alt") or "") in about.authors:
        return False
    said = " ".join(given.get(name) or "" for name in ("class", "src"))
    small = _SIZE.search(html_images.source(image))
    return _ICON.search(said) is None and not (small and max(int(small[1]), int(small[2])) <= 200)
