"""Numbers of the desk: words a day, the time from English to release, and how everything stands."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from statistics import median

from tms import languages
from tms.core.rights import Person, Role
from tms.core.states import State
from tms.store import jobs
from tms.store import numbers as rows
from tms.store.jobs import Backlog
from tms.store.session import Session


@dataclass(frozen=True)
class Words:
    """English words of what was written on each of these days, by language, and by person and language.

    A chief sees everybody, all others themselves.
    """

    days: list[date]
    by_language: dict[str, list[int]]
    by_person: dict[tuple[str, str], list[int]]


@dataclass(frozen=True, slots=True)
class Way:
    """One edition of one revision on its way: when its English came and when it went out."""

    slug: str
    title: str
    language: str
    revision: int
    came: datetime
    out: datetime

    @property
    def minutes(self) -> int:
        return max(int((self.out - self.came).total_seconds() // 60), 0)


@dataclass(frozen=True)
class Times:
    """What went out since a day, the last first, and the median of the minutes by language."""

    ways: list[Way]
    medians: dict[str, int]


@dataclass(frozen=True)
class Stand:
    """One language: sentences by state, and words left, stale and late."""

    segments: Counter[State] = field(default_factory=Counter)
    words: Counter[State] = field(default_factory=Counter)
    stale: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        return self.segments.total()


@dataclass(frozen=True)
class Numbers:
    words: Words
    times: Times
    stands: dict[str, Stand]
    backlog: Backlog


def numbers(session: Session, by: Person, days: int, now: datetime, zone: tzinfo) -> Numbers:
    """The last so many days on the desk's clock, today included, of one's languages; in a few queries."""
    midnights = _midnights(days, now, zone)
    tags = [tag for tag in languages.TARGETS if by.speaks(tag)]
    return Numbers(
        _words(session, by, midnights, tags),
        _times(session, midnights[0], tags),
        _stands(session, now, tags),
        jobs.backlog(session),
    )


def _midnights(days: int, now: datetime, zone: tzinfo) -> list[datetime]:
    """Where each day begins on the desk's clock, and where the last one ends."""
    today = now.astimezone(zone).date()
    first = today - timedelta(days=days - 1)
    starts = (first + timedelta(days=n) for n in range(days + 1))
    return [datetime(day.year, day.month, day.day, tzinfo=zone) for day in starts]


def _words(session: Session, by: Person, midnights: Sequence[datetime], tags: list[str]) -> Words:
    count = len(midnights) - 1
    by_language = {tag: [0] * count for tag in tags}
    by_person: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * count)
    chief = by.has(Role.CHIEF)
    for row in rows.written(session, midnights, tags):
        by_language[row.language][row.day] += row.words
        if chief or row.author == by.name:
            by_person[row.author, row.language][row.day] += row.words
    ordered = sorted(by_person.items(), key=lambda each: (-sum(each[1]), each[0]))
    return Words([start.date() for start in midnights[:-1]], by_language, dict(ordered))


def _times(session: Session, since: datetime, tags: list[str]) -> Times:
    ways = [
        Way(row.slug, row.title or row.slug, row.language, row.revision, row.came, row.out)
        for row in rows.released(session, since, tags)
    ]
    minutes: dict[str, list[int]] = defaultdict(list)
    for way in ways:
        minutes[way.language].append(way.minutes)
    return Times(ways[::-1], {tag: round(median(minutes[tag])) for tag in tags if minutes[tag]})


def _stands(session: Session, now: datetime, tags: list[str]) -> dict[str, Stand]:
    segments: dict[str, Counter[State]] = {tag: Counter() for tag in tags}
    words: dict[str, Counter[State]] = {tag: Counter() for tag in tags}
    for row in rows.standing(session, tags):
        segments[row.language][row.state] = row.segments
        words[row.language][row.state] = row.words
    late = {row.language: row.segments for row in rows.late(session, now, tags)}
    stale: Counter[str] = Counter()
    for _, listed in groupby(rows.bases(session, tags), key=lambda row: row.id):
        run = list(listed)
        if run[0].basis != [[row.segment, row.hash] for row in run]:
            stale[run[0].language] += len(run)
    return {tag: Stand(segments[tag], words[tag], stale[tag], late.get(tag, 0)) for tag in tags}
