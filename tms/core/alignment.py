"""Align a corrected Document with the one before, so that sentences keep their ids.

A text's hash is a hint, never the identity: equal wording is matched in order first, then moved wording,
then edited wording (word similarity of at least one half) between what is already matched, then edited
and moved wording. What is left is added or removed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from tms.core.document import Block, Document, Segment

SIMILAR = 0.5
_MOST_PAIRS = 400_000  # of sentences compared word by word in one gap; above it only equal wording counts


class Fate(StrEnum):
    """What became of a segment, each in one class: edited wins over moved."""

    KEPT = "kept"
    EDITED = "edited"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Alignment:
    """The new Document with the old ids wherever they go on, and the fate of each segment by id.

    Segments and blocks that are new have the id "". ``removed`` are ids that are gone; ``fates`` has one
    entry for each segment of the new Document, in order.
    """

    document: Document
    fates: tuple[Fate, ...]
    removed: tuple[str, ...]

    def count(self) -> dict[Fate, int]:
        counted = Counter(self.fates)
        counted[Fate.REMOVED] = len(self.removed)
        return {fate: counted[fate] for fate in Fate}

    @property
    def surviving(self) -> int:
        return sum(fate is not Fate.ADDED for fate in self.fates)


@dataclass(frozen=True, slots=True)
class _Item:
    segment: Segment
    block: int
    kind: str

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.segment.text.notation.split())


def align(old: Document, new: Document, retired: Mapping[str, str] | None = None) -> Alignment:
    """Align a segmented Document without ids with the one before it.

    ``retired`` gives, by hash, the id of a segment of an earlier revision that is not in the last one:
    it comes back when its text does.
    """
    before, after = _items(old), _items(new)
    matched: dict[int, int] = {}  # new index → old index
    _equal_in_order(before, after, matched)
    in_order = set(matched)
    _equal_anywhere(before, after, matched)
    _edited(before, after, matched, in_order)
    blocks = _blocks(old, new, before, after, matched)

    ids: list[str] = []
    fates: list[Fate] = []
    back = dict(retired or {})
    stayed = {new: o for new, o in matched.items() if blocks.get(after[new].block) == before[o].block}
    straight = _longest_rising(stayed)
    for index, item in enumerate(after):
        if index not in matched:
            ids.append(back.pop(item.segment.text.hash, ""))
            fates.append(Fate.ADDED)
            continue
        was = before[matched[index]]
        ids.append(was.segment.id)
        if was.segment.text.hash != item.segment.text.hash:
            fates.append(Fate.EDITED)
        elif index not in straight:
            fates.append(Fate.MOVED)
        else:
            fates.append(Fate.KEPT)
    gone = set(range(len(before))) - set(matched.values())
    return Alignment(
        _named(old, new, ids, blocks),
        tuple(fates),
        tuple(before[index].segment.id for index in sorted(gone)),
    )


def similarity(one: Sequence[str], other: Sequence[str]) -> float:
    """Word-level edit similarity, 0 to 1."""
    return Levenshtein.normalized_similarity(one, other, score_cutoff=SIMILAR)


def _items(document: Document) -> list[_Item]:
    return [
        _Item(segment, index, block.kind.value)
        for index, block in enumerate(document.blocks)
        for segment in block.segments
    ]


def _equal_in_order(before: list[_Item], after: list[_Item], matched: dict[int, int]) -> None:
    """Match equal wording in blocks of the same kind, then of any kind, without crossing."""
    one = [(item.kind, item.segment.text.hash) for item in before]
    other = [(item.kind, item.segment.text.hash) for item in after]
    for found in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        matched.update({found.b + step: found.a + step for step in range(found.size)})
    for olds, news in list(_gaps(len(before), len(after), matched)):
        loose = SequenceMatcher(
            None,
            [before[i].segment.text.hash for i in olds],
            [after[i].segment.text.hash for i in news],
            autojunk=False,
        )
        for found in loose.get_matching_blocks():
            matched.update({news[found.b + step]: olds[found.a + step] for step in range(found.size)})


def _equal_anywhere(before: list[_Item], after: list[_Item], matched: dict[int, int]) -> None:
    free: dict[str, list[int]] = defaultdict(list)
    used = set(matched.values())
    for index, item in enumerate(before):
        if index not in used:
            free[item.segment.text.hash].append(index)
    for index, item in enumerate(after):
        if index not in matched and free[item.segment.text.hash]:
            same = free[item.segment.text.hash]
            best = next((i for i in same if before[i].kind == item.kind), same[0])
            same.remove(best)
            matched[index] = best


def _edited(before: list[_Item], after: list[_Item], matched: dict[int, int], fixed: set[int]) -> None:
    """Match edited wording, first between neighbours that are matched in order, then anywhere."""
    anchors = {new: matched[new] for new in fixed}
    taken = set(matched.values())
    for olds, news in _gaps(len(before), len(after), anchors):
        free_olds = [i for i in olds if i not in taken]
        free_news = [i for i in news if i not in matched]
        for new, old in _best_in_order(before, after, free_olds, free_news):
            matched[new] = old
            taken.add(old)
    left = [i for i in range(len(before)) if i not in taken]
    fresh = [i for i in range(len(after)) if i not in matched]
    if len(left) * len(fresh) > _MOST_PAIRS:
        return
    scored = sorted(
        (
            (score, -new, -old)
            for new in fresh
            for old in left
            if (score := similarity(before[old].words, after[new].words)) >= SIMILAR
        ),
        reverse=True,
    )
    for _, minus_new, minus_old in scored:
        if -minus_new not in matched and -minus_old not in taken:
            matched[-minus_new] = -minus_old
            taken.add(-minus_old)


def _best_in_order(
    before: list[_Item], after: list[_Item], olds: list[int], news: list[int]
) -> Iterator[tuple[int, int]]:
    """The pairs, without crossing, whose similarities sum highest; each is at least SIMILAR."""
    if not olds or not news or len(olds) * len(news) > _MOST_PAIRS:
        return
    score = [[similarity(before[o].words, after[n].words) for n in news] for o in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            pair = score[i][j] + best[i + 1][j + 1] if score[i][j] >= SIMILAR else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    i = j = 0
    while i < len(olds) and j < len(news):
        if score[i][j] >= SIMILAR and best[i][j] == score[i][j] + best[i + 1][j + 1]:
            yield news[j], olds[i]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _gaps(olds: int, news: int, anchors: Mapping[int, int]) -> Iterator[tuple[range, range]]:
    """The stretches between anchors that rise on both sides."""
    old = new = 0
    for at_new in [*sorted(anchors), news]:
        at_old = anchors.get(at_new, olds)
        if at_old < old:
            continue
        if at_old > old or at_new > new:
            yield range(old, at_old), range(new, at_new)
        old, new = at_old + 1, at_new + 1


def _longest_rising(matched: Mapping[int, int]) -> set[int]:
    """The new indexes whose old ones rise in the longest chain: what did not move."""
    order = sorted(matched)
    ends: list[int] = []  # positions in order, by length of chain
    before: list[int] = []
    for at, new in enumerate(order):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if matched[order[ends[middle]]] < matched[new]:
                low = middle + 1
            else:
                high = middle
        before.append(ends[low - 1] if low else -1)
        ends[low : low + 1] = [at]
    chain = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.add(order[at])
        at = before[at]
    return chain


def _blocks(
    old: Document,
    new: Document,
    before: list[_Item],
    after: list[_Item],
    matched: Mapping[int, int],
) -> dict[int, int]:
    """Which old block each new one goes on: the one that most of its segments come from."""
    votes: Counter[tuple[int, int]] = Counter()
    for at_new, at_old in matched.items():
        votes[after[at_new].block, before[at_old].block] += 1
    found: dict[int, int] = {}
    used: set[int] = set()

    def same_kind(pair: tuple[int, int]) -> bool:
        return new.blocks[pair[0]].kind is old.blocks[pair[1]].kind

    ranked = sorted(votes, key=lambda p: (-votes[p], not same_kind(p), abs(p[0] - p[1]), p))
    # A block without segments goes on where its kind and content stand, else where its kind stands.
    rest = [
        (n, o)
        for loose in (False, True)
        for n, block in enumerate(new.blocks)
        for o, was in enumerate(old.blocks)
        if not block.segments and not was.segments and block.kind is was.kind
        if loose or (block.text == was.text and block.attributes == was.attributes)
    ]
    for pair in [*ranked, *rest]:
        if pair[0] not in found and pair[1] not in used:
            found[pair[0]] = pair[1]
            used.add(pair[1])
    return found


def _named(old: Document, new: Document, ids: Iterable[str], blocks: Mapping[int, int]) -> Document:
    named = iter(ids)
    return replace(
        new,
        blocks=tuple(
            replace(
                _corrected(block, old.blocks[blocks[index]] if index in blocks else None),
                segments=tuple(replace(segment, id=next(named)) for segment in block.segments),
            )
            for index, block in enumerate(new.blocks)
        ),
    )


def _corrected(block: Block, was: Block | None) -> Block:
    """The block under its old id; a kind that a person corrected stays corrected."""
    if was is None:
        return block
    if "corrected" in block.attributes:  # a person says so just now
        return replace(block, id=was.id)
    guessed = was.attributes.get("corrected")
    if guessed == block.kind.value:
        attributes = {**block.attributes, "corrected": guessed}
        return replace(block, id=was.id, kind=was.kind, attributes=attributes, uncertain="")
    return replace(block, id=was.id)
