"""Cut text into sentences by SRX rules, with offsets, so that the pieces joined are the text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from typing import TYPE_CHECKING

from tms import languages
from tms.core.document import WHOLE, Attribute, Block, BlockKind, Segment
from tms.core.text import Text

if TYPE_CHECKING:
    from choppa import SrxDocument

# So much is looked at in one go. No rule looks further than some hundred characters, so the cuts are those
# of the whole text, and a text takes time in proportion to its length.
_WINDOW = 8_000
_LONG_WORD = re.compile(r"\S{200,}")


def segment(block: Block, language: str) -> Block:
    """The block with its segments, still without ids.

    Of a byline only the names are segments, of a dateline only the place.
    """
    return replace(block, segments=tuple(Segment("", text) for text in _texts(block, language)))


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Half-open offsets in code points; white space belongs to the sentence before it.

    >>> sentences("It rains. He left at 6 p.m. Nobody saw him.", "en")
    [(0, 10), (10, 28), (28, 43)]
    """
    cuts = [0]
    for found in _boundaries(text, languages.get(language).sentences):
        cut = _skip_space(text, found)
        if cut < len(text) and text[cuts[-1] : cut].strip():
            cuts.append(cut)
    return list(pairwise([*cuts, len(text)])) if text else []


def _texts(block: Block, language: str) -> tuple[Text, ...]:
    if block.kind is BlockKind.EMBED or not block.text.plain.strip():
        return ()
    if block.kind is BlockKind.BYLINE:
        return tuple(Text((name,)) for name in _names(block))
    if block.kind is BlockKind.DATELINE:
        place = str(block.attributes.get("place", ""))
        return (Text((place,)),) if place else ()
    if block.kind in WHOLE:
        return block.text.cut(())
    return block.text.cut(start for start, _ in sentences(block.text.plain, language))


def _names(block: Block) -> tuple[str, ...]:
    names: Attribute = block.attributes.get("names", ())
    if isinstance(names, tuple) and names:
        return names
    rest = re.sub(r"^\s*by\b[\s:]*", "", block.text.plain, flags=re.IGNORECASE).strip()
    return (rest,) if rest else ()


def _boundaries(text: str, rules: str) -> Iterator[int]:
    """Yield where the rules cut, ascending; white space may still stand behind a cut."""
    from choppa import SrxTextIterator

    shadow = _LONG_WORD.sub(_shortened, text)
    start = 0
    while start < len(shadow):
        window = shadow[start : start + _WINDOW]
        ends, at = [], 0
        for sentence in SrxTextIterator(_document(), f"{rules}_two", window):
            at += len(sentence)
            ends.append(at)
        yield from (start + end for end in ends[:-1])
        if start + _WINDOW >= len(shadow):
            return
        # What follows the last cut is looked at again with more behind it.
        start += ends[-2] if len(ends) > 1 else max(window.rfind(" ") + 1, _WINDOW // 2)


def _shortened(found: re.Match[str]) -> str:
    """A very long word as one of the same length in which no rule finds anything."""
    word = found[0]
    return word[:60] + "x" * (len(word) - 120) + word[-60:]


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


@cache
def _document() -> "SrxDocument":
    """Our rules, then LanguageTool's as installed.

    Left out are its rules about brackets: they take time by a high power of the length. Ours replace them.
    """
    from choppa import SrxDocument

    with (
        as_file(files("tms.languages") / "segment.srx") as own,
        as_file(files("choppa") / "data" / "srx" / "languagetool_segment.srx") as installed,
    ):
        document = SrxDocument(ruleset=str(own))
        for mapped in SrxDocument(ruleset=str(installed)).language_map_list:
            rules = mapped.language_rule.rules
            rules[:] = [
                rule for rule in rules if not rule.before_pattern.startswith((r"\([^", r"\[[^", r"\{[^"))
            ]
            document.language_map_list.append(mapped)
    return document
