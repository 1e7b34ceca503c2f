"""Where a picture of a page really is: its address, though a script was meant to fill it in."""

import re

from selectolax.lexbor import LexborNode

from tms.formats import inline

_STANDS_IN = re.compile(
    r"(?:^|[-_./])(?:lazy|lazy-?load(?:ing|ed)?|placeholder|blank|spacer|transparent|loading|grey|1x1)(?=[-_./\d]|$)",
    re.IGNORECASE,
)
_LATER = ("data-src", "data-lazy-src", "data-original", "data-hi-res-src", "data-image", "data-url")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")


def source(image: LexborNode) -> str:
    """An image's address, "" where it has none; what a script would load comes before its stand-in."""
    given = image.attributes
    first = inline.address(given.get("src") or "")
    if first and not _STANDS_IN.search(first):
        return first
    later = [given.get(name) or "" for name in _LATER]
    later += [_largest(given.get(name) or "") for name in _SETS]
    if image.parent is not None and image.parent.tag == "picture":
        later += [_largest(each.attributes.get("srcset") or "") for each in image.parent.css("source")]
    return next((kept for src in later if (kept := inline.address(src)) and not _is_data(src)), first)


def _largest(srcset: str) -> str:
    """The address with the greatest width or density in a srcset."""
    sizes: list[tuple[float, str]] = []
    for candidate in re.split(r",\s+|,(?=https?:|//|/)", srcset[:20_000]):
        address, _, size = candidate.strip().partition(" ")
        number = re.fullmatch(r"([\d.]{1,8})[wx]", size.strip())
        try:
            sizes.append((float(number[1]) if number else 0.0, address))
        except ValueError:
            sizes.append((0.0, address))
    return max(sizes, default=(0.0, ""))[1]


def _is_data(src: str) -> bool:
    return src.strip()[:5].lower() == "data:"
