"""Score what the memory has for a text: 101 with both neighbours, 100 exact, below that by words.

Words are compared by their match keys, with numbers and punctuation; a code is a placeholder, whatever it
stands for. What is not the very wording is worth 99 at most, and less among other neighbours.
"""

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from tms.core.folding import fold
from tms.core.text import Text
from tms.languages.base import Language

IN_CONTEXT = 101
EXACT = 100
ALIKE = 99
"""The most that another wording is worth, be it only a capital, a code or a number that differs."""
MACHINE = 90
"""The most that machine output is ever worth beside the memory's."""
FLOOR = 70
"""What is worth less is not offered."""
NEIGHBOURS = 0.95
"""What is left of a score where the neighbours are other ones."""
UNKNOWN = "?"
"""In the place of a neighbour's hash where nobody knows what stood there."""

_CODE = "\ufffc"
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LETTER = re.compile(r"[^\W\d_]")
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|\w+(?:['-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Context:
    """Hashes of a text and of its neighbours in reading order, "" at an edge."""

    hash: str
    before: str = ""
    behind: str = ""

    def among(self, other: "Context") -> bool:
        """Whether both stand between the same neighbours."""
        known = UNKNOWN not in (self.before, self.behind)
        return known and (self.before, self.behind) == (other.before, other.behind)


def score(wanted: Context, entry: Context, similarity: float = 0.0) -> int:
    """How well a memory entry fits, from 0 to 101; ``similarity`` of words is for another wording."""
    if wanted.hash == entry.hash:
        return IN_CONTEXT if entry.among(wanted) else EXACT
    points = min(ALIKE, math.floor(100 * similarity + 1e-6))
    apart = UNKNOWN not in (entry.before, entry.behind) and not entry.among(wanted)
    return math.floor(points * NEIGHBOURS) if apart else points


def tokens(text: Text, language: Language) -> list[str]:
    """The words, numbers, punctuation marks and codes of a text, as they are compared.

    >>> from tms.languages import get
    >>> tokens(Text.parse("The mayor’s <1>5.5%</1> rise"), get("en"))
    ['the', "mayor's", '\ufffc', '5.5', '%', '\ufffc', 'rise']
    """
    return _TOKEN.findall(_key(text, language))


def digest(text: Text, language: Language) -> str:
    """One hash for texts that differ in nothing but spelling, codes and the numbers among their words."""
    return digest_of(_key(text, language))


def digest_of(key: str) -> str:
    """The digest of a text without codes by its match key."""
    if _LETTER.search(key):
        key = _NUMBER.sub("0", key)
    return hashlib.sha256(" ".join(key.split()).encode()).hexdigest()[:32]


def similarity(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two texts are by their tokens, from 0 to 1."""
    return Levenshtein.normalized_similarity(one, other) if one and other else 0.0


def closeness(one: str, other: str) -> float:
    """How alike two texts are by their characters: what decides between equal scores."""
    return Levenshtein.normalized_similarity(one, other)


def _key(text: Text, language: Language) -> str:
    return fold("".join(piece if isinstance(piece, str) else _CODE for piece in text.pieces), language)
