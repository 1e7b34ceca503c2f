"""What changed between two wordings, word by word, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A code is one token, so that a diff never cuts through it. A word keeps its ZWNJ, its vowel marks, the
# apostrophe and the hyphen inside it, and a number its separators.
_TOKEN = re.compile(
    r"</?\d{1,4}/?>|\d+(?:[.,٫٬]\d+)*|"
    r"[^\W\d][\w\u200c\u0300-\u036f\u064b-\u065f]*(?:['’-]\w+)*|\s+|.",
    re.DOTALL,
)


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of words that stayed, went, or came."""

    change: Change
    text: str


def words(old: str, new: str) -> tuple[Part, ...]:
    """The stretches of both texts in order, what went before what came in its place.

    Those that stayed and went are together ``old``; those that stayed and came are ``new``.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    return tuple(_joined(_parts(before, after)))


def _parts(before: list[str], after: list[str]) -> Iterator[Part]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Part(Change.SAME, "".join(before[i:j]))
            continue
        yield Part(Change.GONE, "".join(before[i:j]))
        yield Part(Change.NEW, "".join(after[k:m]))


def _joined(parts: Iterator[Part]) -> Iterator[Part]:
    """Without empty parts, and with a lone space between two changes drawn into both of them."""
    gone, new, held = "", "", ""
    for part in parts:
        if part.change is Change.SAME and (not part.text.isspace() or not (gone or new)):
            yield from _flushed(gone, new, held)
            gone = new = held = ""
            yield part
        elif part.change is Change.SAME:
            held += part.text
        elif part.text:
            gone, new, held = gone + held, new + held, ""
            gone += part.text if part.change is Change.GONE else ""
            new += part.text if part.change is Change.NEW else ""
    yield from _flushed(gone, new, held)


def _flushed(gone: str, new: str, held: str) -> Iterator[Part]:
    if gone:
        yield Part(Change.GONE, gone)
    if new:
        yield Part(Change.NEW, new)
    if held:
        yield Part(Change.SAME, held)
