"""Put the numbers and months of a text into a translation of one that differs from it in nothing else.

>>> from tms.languages import get
>>> old, new = Text(("They dug 12 wells.",)), Text(("They dug 14 wells.",))
>>> made = substituted(new, old, Text(("حفروا ١٢ بئراً.",)), get("en"), get("ar"))
>>> made.text.plain if made else None
'حفروا 14 بئراً.'
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tms.core.numbers import numbers
from tms.core.text import Piece, Text
from tms.languages.base import Language

_DIGITS = "0-9٠-٩۰-۹"
_FIGURE = re.compile(rf"[{_DIGITS}]+(?:[.,:٫٬][{_DIGITS}]+)*")
_CODE = "\ufffc"
_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")


@dataclass(frozen=True, slots=True)
class Substituted:
    """The translation as it is offered; ``spans`` are what was put into it, in its characters."""

    text: Text
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Swap:
    """What stands in both texts at one place; a month is its number, 0 for January."""

    old: str
    new: str
    month: bool = False


def substituted(
    wanted: Text, source: Text, target: Text, english: Language, language: Language
) -> Substituted | None:
    """The translation of ``source``, made to say ``wanted``; None where more differs than can be put in.

    Each number that differs must stand in the translation as often as in its source, in figures; a number
    in words is nobody's to change but a translator's.
    """
    swaps = _swaps(wanted, source, english)
    if not swaps:
        return None
    plain = _plain(target)
    changes: list[tuple[int, int, str]] = []
    for swap in dict.fromkeys(swaps):
        places = list(_places(swap, plain, language))
        if len(places) != swaps.count(swap) or any(other.old == swap.old for other in swaps if other != swap):
            return None
        changes += [(*span, _written(swap, plain[slice(*span)], language)) for span in places]
    changes.sort()
    if any(end > start for (_, end, _), (start, _, _) in itertools.pairwise(changes)):
        return None
    return _put(target, changes)


def _swaps(wanted: Text, source: Text, english: Language) -> list[_Swap]:
    """Each number or month that differs, once for each place; none where anything else does."""
    months = {name: f"{at}" for at, name in enumerate(english.months)}
    part = re.compile(rf"{_FIGURE.pattern}|\b(?:{'|'.join(months)})\b")
    old, new = _plain(source, code=_CODE), _plain(wanted, code=_CODE)
    if part.split(old) != part.split(new):
        return []
    found: list[_Swap] = []
    pairs = list(zip(part.findall(old), part.findall(new), strict=True))
    for one, other in pairs:
        if (one in months) != (other in months):
            return []
        if one != other:
            found.append(
                _Swap(months[one], months[other], month=True) if one in months else _Swap(one, other)
            )
    kept = {one for one, other in pairs if one == other}
    return [] if kept & {swap.old for swap in found} else found


def _places(swap: _Swap, plain: str, language: Language) -> Iterator[tuple[int, int]]:
    """Where the old number or month stands in the translation."""
    if swap.month:
        name = re.escape(language.months[int(swap.old)])
        yield from (found.span() for found in re.finditer(rf"(?<!\w){name}", plain))
        return
    for number in numbers(plain, language.tag).figures:
        if number.written.translate(_ASCII) == swap.old:
            yield number.span


def _written(swap: _Swap, before: str, language: Language) -> str:
    """The new one as the edition writes it, with the separators that its translator chose."""
    if swap.month:
        return language.months[int(swap.new)]
    marks: dict[str, str | int | None] = {
        dot: mark for dot, mark in ((".", "٫"), (",", "٬")) if mark in before
    }
    return language.shape(swap.new).translate(str.maketrans(marks))


def _put(target: Text, changes: list[tuple[int, int, str]]) -> Substituted | None:
    """None where a code stands inside of what would be changed."""
    pieces: list[Piece] = []
    spans: list[tuple[int, int]] = []
    at = grown = 0
    for piece in target.pieces:
        if not isinstance(piece, str):
            pieces.append(piece)
            continue
        kept, begun = [], at
        for start, end, text in changes:
            if start < begun or start >= begun + len(piece):
                continue
            if end > begun + len(piece):
                return None
            kept += [piece[at - begun : start - begun], text]
            spans.append((start + grown, start + grown + len(text)))
            grown += len(text) - (end - start)
            at = end
        kept.append(piece[at - begun :])
        at = begun + len(piece)
        pieces.append("".join(kept))
    return Substituted(Text(tuple(pieces), target.codes), tuple(spans))


def _plain(text: Text, code: str = "") -> str:
    return "".join(piece if isinstance(piece, str) else code for piece in text.pieces)
