"""The rundown: what went out, what goes out when, and what keeps the next articles from it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tms import languages
from tms.store import releases
from tms.store.articles import Article
from tms.store.jobs import JobState
from tms.store.releases import Release
from tms.store.session import Session
from tms.workflow.board import ArticleLine, board

_ORDER = list(languages.LANGUAGES)
_SCHEDULED = 50
_LOOKED_AT = 60  # articles, the last changed first
_NEXT = 12


@dataclass(frozen=True, slots=True)
class Going:
    """One delivery. ``state``: waiting, sent, superseded, or dead where its job gave up with ``error``."""

    name: str
    state: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Out:
    """One release. ``time`` is when it went or goes out, ``overtaken`` the release that is public instead."""

    release: Release
    article: Article
    time: datetime
    parts: Sequence[Any]
    deliveries: Sequence[Going]
    scheduled: bool = False
    overtaken: int = 0

    @property
    def withdrawal(self) -> bool:
        return bool(self.release.reason)


@dataclass(frozen=True)
class Rundown:
    """``total`` counts what went out on all pages; ``following`` are articles not public as they stand."""

    scheduled: list[Out]
    out: list[Out]
    total: int
    following: list[ArticleLine]


def rundown(session: Session, limit: int, offset: int = 0) -> Rundown:
    """One page of what went out, the last first, and all that is to come; in a fixed number of queries."""
    coming = releases.scheduled(session, _SCHEDULED)
    gone, total = releases.listed(session, limit, offset)
    ids = [row[0].id for row in (*coming, *gone)]
    parts, deliveries = _by(releases.languages(session, ids)), _by(releases.ways(session, ids))
    lines = board(session, limit=_LOOKED_AT).lines
    public = releases.public(session, {row[1].id for row in coming} | {line.article.id for line in lines})

    def out(release: Release, article: Article, *, scheduled: bool) -> Out:
        newer = public[article.id].number if scheduled and article.id in public else 0
        return Out(
            release,
            article,
            release.publish_at or release.at,
            sorted(parts[release.id], key=lambda part: _ORDER.index(part.language)),
            [_going(each) for each in deliveries[release.id]],
            scheduled,
            newer if newer > release.number else 0,
        )

    withdrawn = {id for id, last in public.items() if last.reason}
    following = [line for line in lines if not _public(line) and line.article.id not in withdrawn]
    return Rundown(
        [out(*row, scheduled=True) for row in coming],
        [out(*row, scheduled=False) for row in gone],
        total,
        following[:_NEXT],
    )


def _public(line: ArticleLine) -> bool:
    """Whether readers have every edition of the English as it is now."""
    return all(
        edition.published is not None and edition.published.revision == line.article.revision
        for edition in line.editions.values()
    )


def _going(row: Any) -> Going:
    if row.state == "waiting" and row.job_state is JobState.DEAD:
        return Going(row.name, "dead", row.last_error)
    return Going(row.name, row.state, row.last_error or "" if row.state == "waiting" else "")


def _by(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.release_id].append(row)
    return grouped
