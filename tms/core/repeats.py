"""Find the words of the body that other blocks repeat: a pull quote, a caption, a headline."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from tms.core.document import Block, BlockKind, Document

REPEATING = frozenset(
    {
        BlockKind.PULL_QUOTE,
        BlockKind.CAPTION,
        BlockKind.HEADLINE,
        BlockKind.STANDFIRST,
        BlockKind.SOCIAL,
        BlockKind.SEO_TITLE,
        BlockKind.SEO_DESCRIPTION,
    }
)
BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})

# Fewer words than these are found anywhere by chance. A pull quote is there to repeat.
_FEWEST = 4
_FEWEST_PULLED = 2

_APOSTROPHES = re.compile("['’‘ʼ`´]")
_WORD = re.compile(r"[^\W_]+")


def link(document: Document) -> Document:
    """The document, its ids given, with ``repeats`` where a block repeats segments of the body.

    Either all words of the block stand there in a row, or every sentence of it does somewhere.
    """
    haystack = _Haystack(block for block in document.blocks if block.kind in BODY)
    return replace(document, blocks=tuple(_linked(block, haystack) for block in document.blocks))


def fold(text: str) -> str:
    """The words of a text, without case, quotation marks, punctuation and the width of white space.

    >>> fold("“It’s  over,” he said.")
    'its over he said'
    """
    return " ".join(_WORD.findall(_APOSTROPHES.sub("", unicodedata.normalize("NFKC", text)).casefold()))


def _linked(block: Block, haystack: "_Haystack") -> Block:
    if block.kind not in REPEATING:
        return block
    fewest = _FEWEST_PULLED if block.kind is BlockKind.PULL_QUOTE else _FEWEST
    attributes = {name: value for name, value in block.attributes.items() if name != "repeats"}
    found = haystack.find(fold(block.text.plain), fewest)
    if not found and len(block.segments) > 1:
        each = [haystack.find(fold(segment.text.plain), fewest) for segment in block.segments]
        found = tuple(dict.fromkeys(id for ids in each for id in ids)) if all(each) else ()
    return replace(block, attributes={**attributes, "repeats": found} if found else attributes)


class _Haystack:
    """All words of the body in one string, and where in it each segment begins."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.ids: list[str] = []
        self.starts: list[int] = []
        parts, at = [], 0
        for block in blocks:
            # A line feed parts the blocks: what is found stands in one of them.
            parts.append("\n ")
            at += 2
            for segment in block.segments:
                words = fold(segment.text.plain)
                if words:
                    self.ids.append(segment.id)
                    self.starts.append(at - 1)
                    parts.append(f"{words} ")
                    at += len(words) + 1
        self.words = "".join(parts)

    def find(self, words: str, fewest: int) -> tuple[str, ...]:
        """The segments in which these words stand in a row, () where they stand in none."""
        if words.count(" ") + 1 < fewest:
            return ()
        at = self.words.find(f" {words} ")
        if at < 0:
            return ()
        first, last = bisect_right(self.starts, at) - 1, bisect_right(self.starts, at + len(words)) - 1
        return tuple(self.ids[first : last + 1])
