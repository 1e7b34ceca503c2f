"""Rows of work to do: enqueue, claim, finish. The database is the truth; Celery carries only ids."""

import functools
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Double,
    Index,
    ScalarSelect,
    String,
    Table,
    bindparam,
    case,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.errors import NoSuchJob
from tms.settings import Settings
from tms.store import events
from tms.store.base import Base, Choice, clock

ATTEMPTS = 8
"""After so many a job is dead until a person retries it."""

LEASE = 30.0
"""Seconds for which a claim holds unless its kind says otherwise."""

URGENT = 5
"""Up to this priority a person may be waiting for the job; above it is bulk work."""

Input = TypeVar("Input")
Output = TypeVar("Output")


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Job(Base):
    """One piece of work. ``key`` makes it one of its kind; times are seconds of the database's clock.

    ``fence`` rises with each claim; a result that comes with an older fence is dropped. ``cause`` is the
    job that enqueued this one.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "priority", "run_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    args: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(Choice(JobState), default=JobState.WAITING)
    run_after: Mapped[float] = mapped_column(insert_default=clock())
    priority: Mapped[int] = mapped_column(default=URGENT)
    cause: Mapped[int | None] = mapped_column(index=True)
    owner: Mapped[str] = mapped_column(String(80), default="")
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[float] = mapped_column(default=0.0)
    attempt: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[float] = mapped_column(insert_default=clock())
    done_at: Mapped[float | None]


@dataclass(frozen=True)
class Kind(Generic[Input, Output]):
    """What a job does, in three functions; each may run twice, the effect of ``apply`` is kept once.

    ``load`` runs in the claim's transaction; None means that there is nothing to do any more. ``work`` has
    no session and may be slow. ``apply`` runs in a transaction that is dropped if the lease was lost, and
    checks again whatever may have changed since ``load``. The lease is kept alive while ``work`` runs, for
    ``longest`` seconds at most.
    """

    name: str
    load: Callable[[Session, Settings, dict[str, Any]], Input | None]
    work: Callable[[Input], Output]
    apply: Callable[[Session, Input, Output], None]
    priority: int = URGENT
    lease: float = LEASE
    longest: float = 900.0


@dataclass(frozen=True)
class Claim:
    """A job held by one worker until its lease ends; the fence tells it from later holders."""

    id: int
    key: str
    kind: str
    args: dict[str, Any]
    fence: int
    attempt: int


@dataclass(frozen=True)
class Standing:
    """How a job stands: ``seconds`` until it may run, below zero when it is due."""

    id: int
    key: str
    kind: str
    state: JobState
    error: str
    seconds: float


@dataclass(frozen=True)
class Backlog:
    """How many jobs are in each state, and for how many seconds the oldest that is due has waited."""

    counts: Mapping[JobState, int]
    oldest: float


def enqueue(
    session: Session,
    kind: str | Kind[Any, Any],
    key: str,
    args: dict[str, Any],
    *,
    delay: float = 0.0,
    at: datetime | None = None,
    priority: int | None = None,
) -> None:
    """Add a job in the transaction of its cause; a key that was ever used is left as it is."""
    enqueue_all(session, kind, [(key, args)], delay=delay, at=at, priority=priority)


def enqueue_all(
    session: Session,
    kind: str | Kind[Any, Any],
    jobs: Iterable[tuple[str, dict[str, Any]]],
    *,
    delay: float = 0.0,
    at: datetime | None = None,
    priority: int | None = None,
) -> None:
    """Add many jobs of one kind, each a key and its arguments."""
    name, usual = (kind.name, kind.priority) if isinstance(kind, Kind) else (kind, URGENT)
    common = {
        "kind": name,
        "at": None if at is None else at.timestamp(),
        "delay": delay,
        "priority": usual if priority is None else priority,
        "cause": session.info.get("job"),
    }
    # In the order of keys, so that two transactions that add the same ones do not wait for each other.
    rows = [{"key": key, "args": args, **common} for key, args in sorted(jobs, key=lambda job: job[0])]
    added = _adding(session.get_bind().dialect.name)
    for start in range(0, len(rows), 500):
        session.info.setdefault("jobs", []).extend(session.scalars(added, rows[start : start + 500]))


@functools.cache
def _adding(dialect: str) -> Any:
    """The statement is made once: it takes longer to make than to run."""
    table = cast(Table, Job.__table__)
    due = func.coalesce(bindparam("at", type_=Double), clock() + bindparam("delay", type_=Double))
    given = {
        name: bindparam(name, type_=table.c[name].type)
        for name in ("key", "kind", "args", "priority", "cause")
    }
    new = {"state": JobState.WAITING, "run_after": due, "created_at": clock()}
    fixed = {"owner": "", "fence": 0, "lease_until": 0.0, "attempt": 0, "last_error": ""}
    query = _insert(dialect)(table).values(given | new | fixed)
    return query.on_conflict_do_nothing(index_elements=[table.c.key]).returning(table.c.id)


def caused(session: Session) -> list[int]:
    """The jobs added in this session: whoever commits it wakes the workers for them."""
    return list(session.info.get("jobs", ()))


def claim(
    session: Session,
    owner: str,
    *,
    ids: Sequence[int] | None = None,
    leases: Mapping[str, float] | None = None,
    waited: float = 0.0,
    urgent: bool = False,
) -> Claim | None:
    """Hold the next job: first one whose lease ran out, else the most urgent that is due.

    ``ids`` narrows the choice to these, ``leases`` to these kinds with their seconds, ``waited`` to jobs due
    for so many seconds, ``urgent`` to those a person waits for.
    """
    which: list[ColumnElement[bool]] = []
    if ids is not None:
        which.append(Job.id.in_(ids))
    if leases is not None:
        which.append(Job.kind.in_(leases))
    if urgent:
        which.append(Job.priority <= URGENT)
    expired = _first(*_expired(), Job.attempt < ATTEMPTS, *which)
    due = _first(Job.state == JobState.WAITING, Job.run_after <= clock() - waited, *which)
    query = (
        update(Job)
        .where(Job.id == func.coalesce(expired, due))
        .values(
            state=JobState.RUNNING,
            owner=owner[:80],
            fence=Job.fence + 1,
            attempt=Job.attempt + 1,
            lease_until=clock() + (case(dict(leases), value=Job.kind, else_=LEASE) if leases else LEASE),
        )
        .returning(Job.id, Job.key, Job.kind, Job.args, Job.fence, Job.attempt)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else Claim(*row)


def extend(session: Session, claim: Claim, seconds: float) -> bool:
    """Hold a job longer; False if it was lost."""
    return _step(session, claim, lease_until=clock() + seconds)


def finish(session: Session, claim: Claim) -> bool:
    """Mark a job done; False if it was lost, and then the caller drops what it did."""
    return _step(session, claim, state=JobState.DONE, done_at=clock(), last_error="")


def release(session: Session, claim: Claim) -> bool:
    """Hand a job back as if it had not been claimed."""
    return _step(session, claim, state=JobState.WAITING, attempt=Job.attempt - 1)


def fail(session: Session, claim: Claim, error: str) -> JobState | None:
    """Put a job back for later, or bury it after its last attempt; None if it was lost."""
    if claim.attempt >= ATTEMPTS:
        lost = not _step(session, claim, state=JobState.DEAD, done_at=clock(), last_error=error)
        if not lost:
            _bury(session, claim.id, claim.kind, error)
        return None if lost else JobState.DEAD
    later = clock() + backoff(claim.attempt)
    held = _step(session, claim, state=JobState.WAITING, run_after=later, last_error=error)
    return JobState.WAITING if held else None


def backoff(attempt: int) -> float:
    """Seconds to wait after an attempt: about 2, 6, 18, … up to ten minutes, never two alike."""
    return float(min(600.0, 2.0 * 3.0 ** (attempt - 1)) * (0.75 + secrets.randbelow(501) / 1000))


def expire(session: Session) -> list[int]:
    """Take back jobs whose lease ran out, and bury those that took their worker with them each time.

    They keep their place in the queue: at its end they would wait for whatever came meanwhile.
    """
    spent = (
        update(Job)
        .where(*_expired(), Job.attempt >= ATTEMPTS)
        .values(state=JobState.DEAD, done_at=clock(), last_error=_LOST)
        .returning(Job.id, Job.kind)
        .execution_options(synchronize_session=False)
    )
    for id, kind in session.execute(spent).all():
        _bury(session, id, kind, _LOST)
    back = (
        update(Job)
        .where(*_expired())
        .values(state=JobState.WAITING)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return list(session.scalars(back))


def due(session: Session, limit: int, waited: float = 0.0) -> list[int]:
    """Jobs that nobody holds and that could run now, the most urgent first."""
    query = select(Job.id).where(Job.state == JobState.WAITING, Job.run_after <= clock() - waited)
    return list(session.scalars(query.order_by(Job.priority, Job.run_after, Job.id).limit(limit)))


def urgent(session: Session, ids: Iterable[int]) -> set[int]:
    """Those of the jobs that a person may be waiting for."""
    return set(session.scalars(select(Job.id).where(Job.id.in_(list(ids)), Job.priority <= URGENT)))


def follow(session: Session, ids: Iterable[int]) -> list[Standing]:
    """How these jobs stand, and those that they caused so far."""
    found: dict[int, Standing] = {}
    front = set(ids)
    while front:
        rows: list[Standing] = []
        for some in _portions(front):
            rows += _standing(session, Job.id.in_(some) | Job.cause.in_(some))
        front = {row.id for row in rows} - found.keys() - front
        found |= {row.id: row for row in rows}
    return [found[id] for id in sorted(found)]


def standing(session: Session, state: JobState, limit: int = 200, kind: str = "") -> list[Standing]:
    """How the jobs in a state stand, those of one kind or all."""
    which = Job.state == state
    return _standing(session, which & (Job.kind == kind) if kind else which, limit)


def by_kind(session: Session) -> dict[str, Counter[JobState]]:
    """How many jobs of each kind are in each state."""
    found: dict[str, Counter[JobState]] = {}
    query = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state).order_by(Job.kind)
    for kind, state, count in session.execute(query):
        found.setdefault(kind, Counter())[state] = count
    return found


def retry(session: Session, id: int, who: str = "operator") -> Job:
    """Let a dead, cancelled or delayed job run now, with all its attempts before it."""
    again = {"state": JobState.WAITING, "run_after": clock(), "attempt": 0, "done_at": None}
    return _by_hand(session, id, who, "job-retry", {JobState.RUNNING, JobState.DONE}, again)


def cancel(session: Session, id: int, who: str = "operator") -> Job:
    """Let a job never run, or drop the result of one that runs."""
    return _by_hand(
        session, id, who, "job-cancel", {JobState.DONE}, {"state": JobState.CANCELLED, "done_at": clock()}
    )


def listing(session: Session, states: Iterable[JobState] = tuple(JobState), limit: int = 200) -> list[Job]:
    """Jobs in these states, the oldest first."""
    query = select(Job).where(Job.state.in_(list(states))).order_by(Job.created_at, Job.id)
    return list(session.scalars(query.limit(limit)))


def backlog(session: Session) -> Backlog:
    counts = dict.fromkeys(JobState, 0)
    for state, count in session.execute(select(Job.state, func.count()).group_by(Job.state)):
        counts[state] = count
    waits = select(func.max(clock() - Job.run_after)).where(Job.state == JobState.WAITING)
    return Backlog(counts, max(0.0, session.scalar(waits) or 0.0))


def overdue(session: Session, grace: float = 0.0) -> list[Job]:
    """Jobs held past their lease: none after a sweep (invariant I2)."""
    query = select(Job).where(Job.state == JobState.RUNNING, Job.lease_until < clock() - grace)
    return list(session.scalars(query))


_LOST = "Its worker died each time."


def _standing(session: Session, which: ColumnElement[bool], limit: int | None = None) -> list[Standing]:
    left = Job.run_after - clock()
    query = select(Job.id, Job.key, Job.kind, Job.state, Job.last_error, left).where(which)
    return [Standing(*row) for row in session.execute(query.order_by(Job.id).limit(limit))]


def _first(*which: ColumnElement[bool]) -> ScalarSelect[int]:
    query = select(Job.id).where(*which).order_by(Job.priority, Job.run_after, Job.id).limit(1)
    return query.with_for_update(skip_locked=True).correlate(None).scalar_subquery()


def _expired() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Job.state == JobState.RUNNING, Job.lease_until < clock()


def _insert(dialect: str) -> Any:
    """The database's own INSERT; importing the other's costs every command a quarter of a second."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert
    from sqlalchemy.dialects import sqlite

    return sqlite.insert


def _step(session: Session, claim: Claim, **values: Any) -> bool:
    query = (
        update(Job)
        .where(Job.id == claim.id, Job.fence == claim.fence, Job.state == JobState.RUNNING)
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(query) is not None


def _bury(session: Session, id: int, kind: str, error: str) -> None:
    events.append(session, "desk", "job-dead", job=id, kind=kind, error=error)


def _by_hand(
    session: Session, id: int, who: str, what: str, barred: set[JobState], values: dict[str, Any]
) -> Job:
    query = (
        update(Job)
        .where(Job.id == id, Job.state.not_in(barred))
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(query) is not None:
        events.append(session, who, what, job=id)
    job = session.get(Job, id, populate_existing=True)
    if job is None:
        raise NoSuchJob(id=id)
    return job


def _portions(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + 500] for start in range(0, len(ordered), 500))
