"""Match keys: texts that differ only in spelling are one to the memory, to terms and to a search.

A folded text is compared and never stored in the place of what somebody wrote; it knows where each of its
characters came from, so that what is found can be shown in the text as it stands.
"""

import functools
import unicodedata
from dataclasses import dataclass

from tms.languages.base import Language

_DROPPED = frozenset("\u0640\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u00ad\ufeff")
"""Tatweel, joiners, direction marks and soft hyphens: never part of a key."""
_FOLDED = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " "}
    | {chr(zero + value): str(value) for zero in (0x0660, 0x06F0) for value in range(10)}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """``origins`` has for each character of ``text`` its offset in what was folded, and the length last."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in what it came from, marks on letters included."""
        first = self.origins[start]
        return first, max(self.origins[end], self.origins[end - 1] + 1) if end > start else first


def fold(text: str, language: Language) -> str:
    """The match key of a text.

    >>> from tms.languages import get
    >>> fold("الأُمم المتّحدة", get("ar"))
    'الامم المتحده'
    >>> fold("ڕۆژھەڵات ٢٠٢٦", get("ckb"))
    'ڕۆژهەڵات 2026'
    """
    return "".join(map(_keys(tuple(language.folds.items())).__getitem__, text))


def folded(text: str, language: Language) -> Folded:
    """The match key of a text, and where its characters came from."""
    kept: list[str] = []
    origins: list[int] = []
    keys = _keys(tuple(language.folds.items()))
    for at, character in enumerate(text):
        key = keys[character]
        kept.append(key)
        origins += [at] * len(key)
    return Folded("".join(kept), (*origins, len(text)))


class _Keys(dict[str, str]):
    """The key of each character, made when it is first met."""

    def __init__(self, folds: dict[str, str]) -> None:
        super().__init__()
        self._folds = folds

    def __missing__(self, character: str) -> str:
        self[character] = key = self._key(character)
        return key

    def _key(self, character: str) -> str:
        if character in _DROPPED:
            return ""
        if character in self._folds:
            return self._folds[character]
        lower = character.translate(_FOLDED).casefold()
        return "".join(each for each in lower if unicodedata.category(each) != "Mn")


@functools.cache
def _keys(folds: tuple[tuple[str, str], ...]) -> _Keys:
    return _Keys(dict(folds))
