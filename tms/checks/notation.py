"""What a check sees of a text: its notation with the codes blanked out, so that offsets stay true."""

import re

from tms.core.addresses import BLANK
from tms.core.text import Text

_MARK = re.compile(r"(?<!\\)(\\*)(</[1-9][0-9]{0,3}>|<[1-9][0-9]{0,3}/?>)")
_CLOSERS = "\"'“”‘’«»)]}›"


def marks(text: Text) -> list[tuple[int, int]]:
    """Where the codes stand in the notation, in order."""
    return [found.span(2) for found in _MARK.finditer(text.notation) if len(found[1]) % 2 == 0]


def blanked(text: Text) -> str:
    """The notation with every character of a code replaced by U+FFFC."""
    shown, at = [], 0
    for start, end in marks(text):
        shown += [text.notation[at:start], BLANK * (end - start)]
        at = end
    return "".join([*shown, text.notation[at:]])


def end(shown: str) -> int:
    """Offset behind the last character that is neither space, code, closing quotation mark nor bracket."""
    return len(shown.rstrip(_CLOSERS + BLANK + " \t\n\u00a0\u200e\u200f\u2069"))
