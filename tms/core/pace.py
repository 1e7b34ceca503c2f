"""How fast somebody works, and whether what they hold fits before it is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

USUAL = 250
"""Words an hour, where too little is known of somebody."""

_PAUSE = timedelta(minutes=10)  # who wrote nothing for longer was away
_LEAST = timedelta(minutes=15)  # of work, before it says anything
_SLOWEST, _FASTEST = 60, 1500


@dataclass(frozen=True, slots=True)
class Stretch:
    """When a portion will be worked on at somebody's pace, and whether that is in time."""

    start: datetime
    end: datetime
    due: datetime | None

    @property
    def fits(self) -> bool:
        return self.due is None or self.end <= self.due


def pace(writes: Iterable[tuple[str, datetime, int]]) -> int:
    """Words an hour out of (translation, time, words) of what was written, breaks left out."""
    listed = sorted(writes, key=lambda write: write[1])
    worked = timedelta()
    for (_, before, _), (_, at, _) in pairwise(listed):
        if at - before <= _PAUSE:
            worked += at - before
    if worked < _LEAST:
        return USUAL
    words = sum({id: count for id, _, count in listed}.values())
    return min(max(round(words / (worked / timedelta(hours=1))), _SLOWEST), _FASTEST)


def needed(words: int, pace: int) -> timedelta:
    """The time that so many words take, in whole minutes, at least one."""
    return timedelta(minutes=max(1, round(words * 60 / pace)))


def stretches(portions: Sequence[tuple[int, datetime | None]], pace: int, now: datetime) -> list[Stretch]:
    """One after the other, in their order: each with its words and when it is due."""
    found = []
    for words, due in portions:
        end = now + needed(words, pace)
        found.append(Stretch(now, end, due))
        now = end
    return found
