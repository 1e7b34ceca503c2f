"""Run jobs: the list of kinds and the loop, without Celery. No step of the desk imports this module.

A job runs in three parts: ``load`` in the transaction of its claim, ``work`` without a session, ``apply`` in
a second transaction that is dropped if the lease was lost meanwhile.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from tms.errors import DeskError
from tms.settings import Settings
from tms.store import jobs, memory
from tms.store.jobs import Claim, JobState, Kind, Standing
from tms.store.session import Database
from tms.workflow import (
    assignments,
    checking,
    deliver,
    links,
    matches,
    post,
    route,
    seal,
    suggest,
    terms,
)
from tms.workflow.failpoints import point

Wake = Callable[[Sequence[int]], None]
Kinds = Mapping[str, Kind[Any, Any]]
Progress = Callable[[int, int], None]

_LISTS: tuple[tuple[Kind[Any, Any], ...], ...] = (
    route.KINDS,
    suggest.KINDS,
    assignments.KINDS,
    checking.KINDS,
    deliver.KINDS,
    seal.KINDS,
    links.KINDS,
    post.KINDS,
    terms.KINDS,
)
"""The steps that have jobs; a new one adds its list here."""

_REST = 0.1
"""Seconds between two looks at jobs that somebody else holds."""

_WAKE_UPS = 100
"""So many are sent in one sweep; a worker that is awake goes on while there is work."""

_OVERLOOKED = 2.0
"""Seconds after which a job that is due has lost its wake-up."""

log = structlog.get_logger(__name__)


def listed(*lists: Iterable[Kind[Any, Any]]) -> Kinds:
    """Kinds by name; two of one name are a mistake."""
    kinds: dict[str, Kind[Any, Any]] = {}
    for kind in (kind for some in lists for kind in some):
        if kind.name in kinds:
            raise ValueError(f"two kinds of job are called {kind.name}")
        kinds[kind.name] = kind
    return kinds


KINDS: Kinds = listed(*_LISTS)


@dataclass(frozen=True)
class Report:
    """What became of a set of jobs: those done are counted, the others named."""

    done: int = 0
    later: list[Standing] = field(default_factory=list)
    dead: list[Standing] = field(default_factory=list)


def asleep(_ids: Sequence[int]) -> None:
    """Wake nobody: where there is no worker to wake, or a sweep will do."""


def run(
    database: Database,
    settings: Settings,
    job_id: int | None,
    owner: str,
    *,
    kinds: Kinds = KINDS,
    wake: Wake = asleep,
    waited: float = 0.0,
    urgent: bool = False,
) -> bool:
    """Run one job, this one or the most urgent that is due; False if there was none to claim.

    ``waited`` leaves jobs that became due less than so many seconds ago to others, ``urgent`` bulk work.
    """
    ids = None if job_id is None else [job_id]
    ran = _run(database, settings, owner, kinds, ids=ids, waited=waited, urgent=urgent)
    if ran is None:
        return False
    if ran.caused:
        wake(ran.caused)
    return True


def run_caused(
    database: Database,
    settings: Settings,
    ids: Iterable[int],
    progress: Progress | None = None,
    *,
    owner: str = "",
    kinds: Kinds = KINDS,
) -> Report:
    """Run these jobs and those that they cause, as a command without a server does.

    Waits for those claimed elsewhere; those whose time is still to come are left and named, and so are
    those that would have it index a large memory.
    """
    kinds = _within_reach(database, kinds)
    owner = owner or worker_name("command")
    left, done = set(ids), set[int]()
    later: dict[int, Standing] = {}
    dead: list[Standing] = []
    while left:
        ran = _run(database, settings, owner, kinds, ids=sorted(left)[:_WAKE_UPS])
        if ran is None:
            with database.reading() as session:
                found = {job.id: job for job in jobs.follow(session, left) if job.id not in done}
            done |= {job.id for job in found.values() if job.state in _SETTLED}
            dead += [job for job in found.values() if job.state == JobState.DEAD]
            later |= {job.id: job for job in found.values() if _later(job, kinds)}
            before, left = left, found.keys() - done - later.keys() - {job.id for job in dead}
            if left == before:
                time.sleep(_REST)
        else:
            left |= set(ran.caused)
            if ran.done:
                left.discard(ran.id)
                done.add(ran.id)
        if progress:
            progress(len(done), len(done) + len(left))
    return Report(len(done), list(later.values()), dead)


def _within_reach(database: Database, kinds: Kinds) -> Kinds:
    """Without the kind that needs the index, where that takes longer to make than a command should."""
    with database.reading() as session:
        large = memory.count(session, matches.LARGE + 1) > matches.LARGE
    return {name: kind for name, kind in kinds.items() if not (large and name == suggest.MATCH)}


def until_idle(
    database: Database,
    settings: Settings,
    progress: Progress | None = None,
    *,
    owner: str = "",
    kinds: Kinds = KINDS,
) -> Report:
    """Run all that is due, and wait for what others hold; jobs whose time is to come are named."""
    owner = owner or worker_name("command")
    done, tried = 0, set[int]()
    while True:
        ran = _run(database, settings, owner, kinds)
        if ran is not None:
            tried.add(ran.id)
            done += ran.done
            if progress:
                progress(done, done)
            continue
        with database.reading() as session:
            waiting = jobs.standing(session, JobState.WAITING)
            held = jobs.standing(session, JobState.RUNNING)
            failed = [job for job in jobs.standing(session, JobState.DEAD) if job.id in tried]
        later = [job for job in waiting if _later(job, kinds)]
        if not held and len(later) == len(waiting):
            return Report(done, later, failed)
        time.sleep(_REST)


def loop(
    database: Database,
    settings: Settings,
    stop: threading.Event,
    *,
    kinds: Kinds = KINDS,
    wake: Wake = asleep,
    rest: float = 0.5,
    waited: float = 0.0,
    clock: bool = True,
) -> None:
    """Run jobs and what runs by the clock until told to stop; a database that is away is waited for.

    This is a whole worker without Celery, and what keeps Celery's workers going while there is no broker.
    """
    owner = worker_name(threading.current_thread().name)
    next_time = dict.fromkeys(CLOCK if clock else (), 0.0)
    recovered = False
    while not stop.is_set():
        ran = False
        try:
            if not recovered:
                with database.reading() as session:
                    deliver.recover(session, settings)
                recovered = True
            for step, due in next_time.items():
                if due <= time.monotonic():
                    next_time[step] = time.monotonic() + CLOCK[step][0]
                    CLOCK[step][1](database, wake)
            ran = run(database, settings, None, owner, kinds=kinds, wake=wake, waited=waited)
        except DeskError as error:
            log.warning("jobs wait", error=str(error))
        except Exception:
            log.exception("jobs wait")
        if not ran:
            stop.wait(rest)


def sweep(database: Database, wake: Wake) -> int:
    """Take back what dead workers held, and send again the wake-ups that were lost."""
    with database.writing() as session:
        jobs.expire(session)
        lost = jobs.due(session, _WAKE_UPS, _OVERLOOKED)
    if lost:
        wake(lost)
    return len(lost)


def ask_for_seals(database: Database, wake: Wake) -> None:
    """Have new events sealed."""
    with database.writing() as session:
        seal.ask(session)
        new = jobs.caused(session)
    if new:
        wake(new)


CLOCK: Mapping[str, tuple[float, Callable[[Database, Wake], object]]] = {
    "sweep": (5.0, sweep),
    "seal": (10.0, ask_for_seals),
}
"""What runs by the clock, and every how many seconds; twice at once does no harm."""


def worker_name(role: str) -> str:
    """Who holds a job: for people to read, the fence tells holders apart."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{role}"


@dataclass(frozen=True)
class _Ran:
    id: int
    done: bool
    caused: list[int] = field(default_factory=list)


_SETTLED = {JobState.DONE, JobState.CANCELLED}


def _later(job: Standing, kinds: Kinds) -> bool:
    return job.state == JobState.WAITING and (job.seconds > 0 or job.kind not in kinds)


def _run(
    database: Database,
    settings: Settings,
    owner: str,
    kinds: Kinds,
    *,
    ids: Sequence[int] | None = None,
    waited: float = 0.0,
    urgent: bool = False,
) -> _Ran | None:
    leases = {name: kind.lease for name, kind in kinds.items()}
    with database.writing() as session:
        claim = jobs.claim(session, owner, ids=ids, leases=leases, waited=waited, urgent=urgent)
        if claim is None:
            return None
        kind = kinds[claim.kind]
        session.info["job"] = claim.id
        try:
            with session.begin_nested():
                given = kind.load(session, settings, claim.args)
        except Exception as error:
            jobs.fail(session, claim, _said(claim, error))
            return _Ran(claim.id, done=False)
        if given is None:
            return _Ran(claim.id, jobs.finish(session, claim), jobs.caused(session))
    point("after-claim")
    try:
        ran = _work(database, claim, kind, given)
    except Exception as error:
        with database.writing() as session:
            jobs.fail(session, claim, _said(claim, error))
        return _Ran(claim.id, done=False)
    except BaseException:  # told to stop in the middle: others need not wait for the lease to run out
        with database.writing() as session:
            jobs.release(session, claim)
        raise
    point("after-commit-before-ack")
    return ran


def _work(database: Database, claim: Claim, kind: Kind[Any, Any], given: Any) -> _Ran:
    with _held(database, claim, kind):
        output = kind.work(given)
    point("after-work")
    with database.writing() as session:
        session.info["job"] = claim.id
        if not jobs.finish(session, claim):
            log.warning("job was lost to another worker", job=claim.id, kind=claim.kind)
            return _Ran(claim.id, done=False)
        kind.apply(session, given, output)
        session.flush()
        point("after-effect-before-commit")
        caused = jobs.caused(session)
    return _Ran(claim.id, done=True, caused=caused)


@contextlib.contextmanager
def _held(database: Database, claim: Claim, kind: Kind[Any, Any]) -> Iterator[None]:
    """Keep the lease alive while work runs, so that leases can be short and a dead worker's job soon free."""
    over = threading.Event()
    give_up = time.monotonic() + kind.longest

    def extend() -> None:
        while not over.wait(kind.lease / 3) and time.monotonic() < give_up:
            with contextlib.suppress(DeskError), database.writing() as session:
                if not jobs.extend(session, claim, kind.lease):
                    return

    keeper = threading.Thread(target=extend, name=f"lease-{claim.id}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _said(claim: Claim, error: Exception) -> str:
    """The error as a person reads it; a traceback only in the log, and only if nobody expected it."""
    if isinstance(error, DeskError):
        log.warning("job failed", job=claim.id, kind=claim.kind, attempt=claim.attempt, error=str(error))
        return str(error)[:500]
    log.error("job failed", job=claim.id, kind=claim.kind, attempt=claim.attempt, exc_info=error)
    return f"{type(error).__name__}: {error}".replace("\0", "")[:500]
