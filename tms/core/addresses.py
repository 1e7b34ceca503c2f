"""Finds URLs, e-mail addresses, @names and #tags in a text: they are in no language and stay as they are."""

import re

_TOKEN = re.compile(r"\S+")
BLANK = "\ufffc"  # stands in the place of a code where a text is looked at without its codes
_BEFORE = BLANK + "\"'“‘«([{‹"  # what may stand at a #tag


def blanked(text: str) -> str:
    """The text with spaces in the place of its addresses."""
    return _TOKEN.sub(lambda found: " " * len(found[0]) if is_address(found[0]) else found[0], text)


def is_address(token: str) -> bool:
    """Whether characters between white space hold an address."""
    return "@" in token or "://" in token or "www." in token or token.lstrip(_BEFORE).startswith("#")


def any_in(text: str) -> bool:
    """Whether a text may hold an address at all: a quick look before a slow one."""
    return "@" in text or "://" in text or "www." in text or "#" in text
