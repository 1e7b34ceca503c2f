"""An exact fuzzy index: which of a million texts share so many words with this one, in a few milliseconds.

A text is a list of tokens (``matching.tokens``), a token one code point, and the similarity of two texts
1 - d / max(lengths), where d is the number of tokens that are put in, taken out or changed. Nothing that
reaches the threshold is lost: texts are passed over only where a bound shows that they cannot reach it.

- Within d steps a text has between ``t x length`` and ``length / t`` tokens: texts are kept by length.
- Within d steps at most so many tokens of the query are lost. A text has the bits of its tokens in
  signatures; each bit of the query that a text lacks is a token lost.

The first signature is read over all texts of a fitting length, one after the other as they lie in memory,
which takes less time than to look up and join lists of texts by token. What is left is compared as it is.
"""

import math
import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

_SLACK = 1e-7
"""Below a threshold, so that a similarity of just the threshold is not lost to rounding."""
_GROWTH = 4
"""A tier is at least so many times as large as the next: few of them, and each entry moves seldom."""
_UNKNOWN = 0x10FFFF
"""The code point of a word that no entry has."""
_SURROGATES = 0xD800, 0x800  # the first, and how many there are: no string may hold them
_MIXERS = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F

_Longs = npt.NDArray[np.uint64]
_Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found. ``similarity`` is of words, from 0 to 1."""

    id: int
    similarity: float


class Index:
    """Entries by the tokens of their texts. One thread may add while others look."""

    def __init__(self) -> None:
        self._points: dict[str, int] = {}
        self._tiers: tuple[_Tier, ...] = ()
        self._adding = threading.Lock()

    @classmethod
    def build(cls, entries: Iterable[tuple[int, Sequence[str]]]) -> "Index":
        """An index of entries, each an id and its tokens."""
        index = cls()
        index.add(entries)
        return index

    def __len__(self) -> int:
        return sum(len(tier.ids) for tier in self._tiers)

    @property
    def size(self) -> int:
        """Bytes that its arrays take; the words themselves take about a hundred each beside them."""
        return sum(tier.size for tier in self._tiers)

    def add(self, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Add entries; what has no tokens is never found."""
        with self._adding:
            new = self._coded(entries)
            if new is None:
                return
            tiers = [*self._tiers, new]
            while len(tiers) > 1 and len(tiers[-2].ids) < _GROWTH * len(tiers[-1].ids):
                tiers[-2:] = [_merged(tiers[-2], tiers[-1])]
            self._tiers = tuple(tiers)

    def find(self, tokens: Sequence[str], threshold: float, limit: int | None = None) -> list[Hit]:
        """The entries of at least this similarity (above 0), the nearest first, of these the newest."""
        query = _Query([self._points.get(token, _UNKNOWN) for token in tokens], threshold)
        hits = [hit for tier in self._tiers for hit in tier.find(query)]
        return sorted(hits, key=lambda hit: (-hit.similarity, -hit.id))[:limit]

    def _coded(self, entries: Iterable[tuple[int, Sequence[str]]]) -> "_Tier | None":
        points = self._points
        ids, lengths, codes = array("q"), array("q"), array("I")
        for id, tokens in entries:
            if not tokens:
                continue
            ids.append(id)
            lengths.append(len(tokens))
            for token in tokens:
                point = points.get(token)
                if point is None:
                    point = points[token] = _point(len(points))
                codes.append(point)
        if not ids:
            return None
        return _Tier(np.array(ids, np.int64), np.array(lengths, np.int64), np.array(codes, np.uint32))


class _Query:
    """A text to look for, and what bounds those that reach the threshold."""

    def __init__(self, codes: list[int], threshold: float) -> None:
        self.threshold = threshold
        self.length = len(codes)
        self.string = "".join(map(chr, codes))
        known = np.array(sorted({code for code in codes if code != _UNKNOWN}), dtype=np.uint32)
        self.bits = [np.bitwise_or.reduce(bits) for bits in _bits(known)]
        self._unknown = codes.count(_UNKNOWN)

    def stretches(self) -> Iterator[tuple[int, int, int]]:
        """From which length to which, and how many tokens of the query may be lost in texts of these.

        A text that is longer by n has n tokens put in, which leaves less of d for what is lost.
        """
        shortest = math.ceil(self.threshold * self.length - _SLACK)
        longest = math.floor(self.length / self.threshold + _SLACK)
        begun, before = shortest, self._lost(shortest)
        for length in range(shortest + 1, longest + 2):
            lost = self._lost(length) if length <= longest else -1
            if lost != before:
                if before >= 0:
                    yield begun, length - 1, before
                begun, before = length, lost

    def steps(self, lengths: _Places) -> _Places:
        """How many tokens a text of each length may have that the query has not."""
        longer = np.maximum(lengths, self.length)
        steps = np.floor((1 - self.threshold) * longer + _SLACK).astype(np.int64)
        return steps - np.maximum(self.length - lengths, 0)

    def _lost(self, length: int) -> int:
        longer = max(length, self.length)
        steps = math.floor((1 - self.threshold) * longer + _SLACK)
        return steps - max(length - self.length, 0) - self._unknown


class _Tier:
    """Entries that were sorted by length together; never changed."""

    def __init__(self, ids: _Places, lengths: _Places, codes: npt.NDArray[np.uint32]) -> None:
        order = np.argsort(lengths, kind="stable")
        self.ids, self.lengths = ids[order], lengths[order]
        begins = np.concatenate(([0], np.cumsum(lengths)))[:-1]
        self.codes = codes[_laid(begins[order], self.lengths)]
        self.begins = np.concatenate(([0], np.cumsum(self.lengths)))[:-1]
        self.signatures = [np.bitwise_or.reduceat(bits, self.begins) for bits in _bits(self.codes)]

    @property
    def size(self) -> int:
        own = self.ids.nbytes + self.lengths.nbytes + self.codes.nbytes + self.begins.nbytes
        return own + sum(signature.nbytes for signature in self.signatures)

    def find(self, query: _Query) -> Iterator[Hit]:
        near = self._near(query)
        if not len(near):
            return
        lengths = self.lengths[near]
        codes = self.codes[_laid(self.begins[near], lengths)]
        joined = codes.astype("<u4").tobytes().decode("utf-32-le")
        ends = np.cumsum(lengths).tolist()
        strings = [joined[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        scores = process.cdist(
            [query.string],
            strings,
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=query.threshold - _SLACK,
            dtype=np.float64,
            workers=1,
        )[0]
        for at in np.flatnonzero(scores).tolist():
            yield Hit(int(self.ids[near[at]]), float(scores[at]))

    def _near(self, query: _Query) -> _Places:
        """The places of the entries that no bound leaves out."""
        found = [np.empty(0, dtype=np.int64)]
        first, second, third = query.bits
        for shortest, longest, lost in query.stretches():
            start, end = np.searchsorted(self.lengths, (shortest, longest + 1)).tolist()
            shared = np.bitwise_count(self.signatures[0][start:end] & first)
            near = np.flatnonzero(shared >= max(0, int(np.bitwise_count(first)) - lost)) + start
            shared, own = np.zeros(len(near), np.int64), np.zeros(len(near), np.int64)
            for bits, signatures in ((second, self.signatures[1]), (third, self.signatures[2])):
                shared += np.bitwise_count(signatures[near] & bits)
                own += np.bitwise_count(signatures[near])
            wanted = int(np.bitwise_count(second)) + int(np.bitwise_count(third)) - lost
            found.append(near[(shared >= wanted) & (own - shared <= query.steps(self.lengths[near]))])
        return np.concatenate(found)


def _merged(one: _Tier, other: _Tier) -> _Tier:
    return _Tier(
        np.concatenate((one.ids, other.ids)),
        np.concatenate((one.lengths, other.lengths)),
        np.concatenate((one.codes, other.codes)),
    )


def _laid(begins: _Places, lengths: _Places) -> _Places:
    """The places of stretches of codes, laid one after the other."""
    ends = np.cumsum(lengths)
    return np.repeat(begins - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)


def _bits(codes: npt.NDArray[np.uint32]) -> Iterator[_Longs]:
    """The bits of tokens in three signatures: one in the first, one in either the second or the third."""
    one = np.uint64(1)
    high = codes.astype(np.uint64) * np.uint64(_MIXERS[0])
    yield one << (high >> np.uint64(58))
    high = codes.astype(np.uint64) * np.uint64(_MIXERS[1])
    bit, third = one << (high >> np.uint64(58)), (high >> np.uint64(57)) & one
    yield bit * (one - third)
    yield bit * third


def _point(number: int) -> int:
    """The code point of the number-th word; past the last one words share them, which loses nothing."""
    first, count = _SURROGATES
    point = 1 + number % (_UNKNOWN - count - 1)
    return point if point < first else point + count
