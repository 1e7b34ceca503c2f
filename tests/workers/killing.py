"""Run jobs while their workers are killed at random, and count what was lost and what was doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from tests.servers import ROOT
from tests.workers.desk import EFFECTS
from tms.store import jobs
from tms.store.jobs import JobState
from tms.store.session import Database
from tms.workflow.jobs import Wake, asleep

CELERY = [
    *(sys.executable, "-m", "celery", "-A", "tests.workers.desk", "worker"),
    *("--loglevel", "warning", "--without-gossip", "--without-mingle", "--without-heartbeat"),
]
BEAT = [
    *(sys.executable, "-m", "celery", "-A", "tests.workers.desk", "beat"),
    *("--scheduler", "celery.beat:Scheduler", "--loglevel", "warning"),
]
EMBEDDED = [sys.executable, "-m", "tests.workers.desk", "embedded"]
WORK = [sys.executable, "-m", "tests.workers.desk", "work"]


@dataclass(frozen=True)
class Figures:
    """What a run with kills came to; ``slowest`` is the longest from a job's cause to its effect."""

    jobs: int
    kills: int
    cut: int
    lost: int
    doubled: int
    overdue: int
    seconds: float
    slowest: float

    def __str__(self) -> str:
        return (
            f"{self.jobs} jobs, {self.kills} kills ({self.cut} attempts cut short), {self.lost} lost, "
            f"{self.doubled} doubled, {self.seconds:.0f} s, the slowest {self.slowest:.1f} s"
        )


def environment(database: Database, broker: str = "memory://") -> dict[str, str]:
    """What a process is given to work on this database."""
    url = database.url.render_as_string(hide_password=False)
    return {"TMS_DATABASE_URL": url, "TMS_BROKER_URL": broker}


class Worker:
    """A process that runs jobs; killed without warning and started again."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self.command = command
        self.environment = {**os.environ, **environment}
        self.log = log.open("ab")
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = self._start()

    def stop(self) -> int:
        """End it kindly, and say how it ended."""
        self.process.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self.log.close()


@contextmanager
def workers(
    commands: Sequence[Sequence[str]], environment: dict[str, str], folder: Path
) -> Iterator[list[Worker]]:
    with ExitStack() as stack:
        started = []
        for number, command in enumerate(commands):
            worker = Worker(command, environment, folder / f"worker-{number}.log")
            stack.callback(worker.stop)
            started.append(worker)
        yield started


def prepare(url: str) -> Database:
    database = Database(url)
    with database.writing() as session:
        session.execute(text(EFFECTS))
    return database


def add(
    database: Database, numbers: Sequence[int], seconds: float, wake: Callable[[list[int]], None]
) -> None:
    """Enqueue jobs, every tenth of which causes another."""
    with database.writing() as session:
        named = ((f"effect:{n}", {"n": n, "seconds": seconds, "child": n % 10 == 0}) for n in numbers)
        jobs.enqueue_all(session, "effect", named)
        caused = jobs.caused(session)
    wake(caused)


def effects(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(text("SELECT n FROM effect")))


def open_jobs(database: Database) -> int:
    with database.reading() as session:
        counts = jobs.backlog(session).counts
    return counts[JobState.WAITING] + counts[JobState.RUNNING]


def until(condition: Callable[[], bool], seconds: float) -> bool:
    give_up = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


def kill_at_random(
    database: Database,
    killable: Sequence[Worker],
    *,
    count: int,
    kills: int,
    wake: Wake = asleep,
    seed: int = 1,
    seconds: float = 0.1,
    halfway: Callable[[], None] = lambda: None,
) -> Figures:
    """Add jobs in as many bursts as there are kills; each kill falls somewhere into the work on its burst."""
    dice = random.Random(seed)
    started = time.monotonic()
    numbers = list(range(1, count + 1))
    for turn in range(kills):
        burst = numbers[turn :: kills + 1]
        add(database, burst, seconds, wake)
        if turn == kills // 2:
            halfway()
        _until_at_most(database, int(len(burst) * dice.uniform(0.2, 0.9)))
        dice.choice(list(killable)).kill()
    add(database, numbers[kills :: kills + 1], seconds, wake)
    until(lambda: not open_jobs(database), 120)
    return figures(database, count, kills, time.monotonic() - started)


def _until_at_most(database: Database, left: int) -> None:
    until(lambda: open_jobs(database) <= left, 60)


def figures(database: Database, count: int, kills: int, seconds: float) -> Figures:
    found = effects(database)
    expected = {*range(1, count + 1), *(-n for n in range(10, count + 1, 10))}
    with database.reading() as session:
        rows = session.execute(
            text("SELECT attempt, done_at - created_at FROM job WHERE kind = 'effect' AND state = 'done'")
        ).all()
        overdue = len(jobs.overdue(session))
    return Figures(
        jobs=len(expected),
        kills=kills,
        cut=sum(attempt - 1 for attempt, _ in rows),
        lost=len(expected - set(found)),
        doubled=len(found) - len(set(found)),
        overdue=overdue,
        seconds=seconds,
        slowest=max((took for _, took in rows), default=0.0),
    )
