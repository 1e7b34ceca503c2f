"""Workers in the web process, and real Celery workers on a real broker or without one."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.workers import killing
from tests.workers.desk import KINDS
from tms import settings as env
from tms.store import jobs
from tms.store.events import append
from tms.store.jobs import JobState
from tms.store.session import Database
from tms.workflow.jobs import CLOCK, asleep
from workers import app as celery_app
from workers.embedded import Embedded
from workers.tasks import BULK, URGENT, Desk


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = killing.prepare(database_url)
    yield database
    database.close()


def done(database: Database, count: int) -> bool:
    return killing.until(lambda: len(killing.effects(database)) >= count, 90)


def running(database: Database) -> int:
    with database.reading() as session:
        return jobs.backlog(session).counts[JobState.RUNNING]


def settings(database: Database, broker: str = "memory://") -> env.Settings:
    return env.read(database_url=database.url.render_as_string(hide_password=False), broker_url=broker)


def test_the_web_process_runs_jobs_and_stops_cleanly(database: Database) -> None:
    with database.writing() as session:
        append(session, "leila", "try")
    embedded = Embedded(settings(database), database, KINDS)
    assert embedded.health() == {"worker": False, "scheduler": False, "poll": False}
    embedded.start()
    try:
        assert killing.until(lambda: all(embedded.health().values()), 10)
        started = time.monotonic()
        killing.add(database, range(1, 21), 0.0, embedded.wake)
        assert done(database, 22)
        assert time.monotonic() - started < 15
        # A row that another process wrote, without a wake-up.
        with database.writing() as session:
            jobs.enqueue(session, "effect", "another", {"n": 100})
        assert done(database, 23)
        assert killing.until(lambda: not killing.open_jobs(database), 15)
    finally:
        embedded.stop()
    assert embedded.health() == {"worker": False, "scheduler": False, "poll": False}
    assert sorted(set(killing.effects(database))) == sorted(killing.effects(database))


def test_the_scheduler_of_the_web_process_has_events_sealed(on_sqlite: Database) -> None:
    database = on_sqlite
    with database.writing() as session:
        append(session, "leila", "try")
    embedded = Embedded(settings(database), database, KINDS)
    embedded.start()

    def sealed() -> bool:
        with database.reading() as session:
            return bool(session.scalar(text("SELECT count(*) FROM event WHERE seal IS NOT NULL")))

    try:
        assert killing.until(sealed, 30)
    finally:
        embedded.stop()


def test_a_thread_that_died_shows(on_sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database = on_sqlite
    embedded = Embedded(settings(database), database, KINDS)

    def die() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(embedded._beat, "tick", die, raising=False)
    monkeypatch.setattr(embedded._beat.scheduler, "tick", die)
    embedded.start()
    try:
        assert killing.until(
            lambda: embedded.health() == {"worker": True, "scheduler": False, "poll": True}, 10
        )
    finally:
        embedded.stop()


def test_waking_without_a_broker_is_quick_and_never_raises(database: Database) -> None:
    nobody = settings(database, "redis://127.0.0.1:1/0")
    app = celery_app.make(nobody, database, KINDS)
    took = []
    for _ in range(4):  # the first imports what it needs; each has a pause after failing of its own
        wake = celery_app.waker(app, Desk(nobody, KINDS, database))
        started = time.monotonic()
        wake(list(range(1000)))
        took.append(time.monotonic() - started)
    assert min(took) < 0.5


def test_waking_without_a_database_never_raises() -> None:
    gone = env.read(database_url="postgresql://127.0.0.1:1/gone")
    wake = celery_app.waker(celery_app.make(gone), Desk(gone, KINDS))
    wake([1])


def test_urgent_and_bulk_jobs_have_queues_of_their_own(on_sqlite: Database, redis_url: str) -> None:
    from redis import Redis

    database = on_sqlite
    here = settings(database, redis_url)
    with database.writing() as session:
        jobs.enqueue_all(session, "effect", [("a", {"n": 1}), ("b", {"n": 2})])
        jobs.enqueue(session, "effect", "bulk", {"n": 3}, priority=9)
        ids = jobs.caused(session)
    app = celery_app.make(here, database, KINDS)
    celery_app.waker(app, Desk(here, KINDS, database))(ids)
    with Redis.from_url(redis_url) as client:
        assert (client.llen(URGENT), client.llen(BULK)) == (2, 1)
    assert {queue.exchange.name for queue in app.amqp.queues.values()} == {URGENT, BULK}, "or each gets all"
    app.close()


def test_the_scheduler_sends_what_the_clock_asks_for(on_sqlite: Database) -> None:
    database = on_sqlite
    schedule = celery_app.make(settings(database), database, KINDS).conf.beat_schedule
    assert {entry["args"][0] for entry in schedule.values()} == set(CLOCK)


def test_a_worker_without_celery_works_and_stops_on_sigterm(database: Database, tmp_path: Path) -> None:
    with killing.workers([killing.WORK], killing.environment(database), tmp_path) as [worker]:
        killing.add(database, range(1, 21), 0.01, asleep)
        assert done(database, 22)
        assert worker.stop() == 0


def test_a_worker_told_to_stop_finishes_the_job_that_runs(database: Database, tmp_path: Path) -> None:
    with killing.workers([killing.WORK], killing.environment(database), tmp_path) as [worker]:
        killing.add(database, [1, 2], 1.0, asleep)
        assert killing.until(lambda: running(database) == 1, 60)
        assert worker.stop() == 0
    assert (len(killing.effects(database)), running(database)) == (1, 0)


def test_a_frozen_worker_that_wakes_after_its_lease_has_no_effect(database: Database, tmp_path: Path) -> None:
    with killing.workers([killing.WORK], killing.environment(database), tmp_path) as [frozen]:
        killing.add(database, [1], 1.0, asleep)
        assert killing.until(lambda: running(database) == 1, 60)
        frozen.process.send_signal(signal.SIGSTOP)
        with killing.workers([killing.WORK], killing.environment(database), tmp_path.parent) as [_]:
            assert done(database, 1)
        frozen.process.send_signal(signal.SIGCONT)
        log = tmp_path / "worker-0.log"
        assert killing.until(lambda: "lost to another worker" in log.read_text(), 20), log.read_text()
    assert killing.effects(database) == [1]


def test_workers_outlive_lost_connections_to_the_database(on_postgresql: Database, tmp_path: Path) -> None:
    database = on_postgresql
    with killing.workers([killing.WORK, killing.WORK], killing.environment(database), tmp_path):
        killing.add(database, range(1, 61), 0.05, asleep)
        for count in (5, 20, 40):
            assert done(database, count)
            with database.reading() as session:
                session.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )
        assert done(database, 66)
        assert killing.until(lambda: not killing.open_jobs(database), 20)
    found = killing.figures(database, 60, 0, 0)
    assert (found.lost, found.doubled) == (0, 0)


@pytest.mark.parametrize("point", ["after-claim", "after-work", "after-effect-before-commit"])
def test_a_celery_worker_that_dies_at_a_fail_point_leaves_the_job_to_another(
    on_postgresql: Database, redis_url: str, tmp_path: Path, point: str
) -> None:
    database = on_postgresql
    dying = killing.environment(database, redis_url) | {"TMS_FAIL_POINT": f"{point}:3"}
    with killing.workers([killing.CELERY], dying, tmp_path) as [worker]:
        killing.add(database, range(1, 10), 0.01, asleep)
        assert worker.process.wait(90) == 137
    assert len(killing.effects(database)) < 9
    with killing.workers([killing.CELERY], killing.environment(database, redis_url), tmp_path):
        assert killing.until(lambda: not killing.open_jobs(database), 90)
    assert sorted(killing.effects(database)) == list(range(1, 10))


def test_real_celery_workers_run_what_redis_tells_them(
    on_postgresql: Database, redis_url: str, tmp_path: Path
) -> None:
    database = on_postgresql
    here = settings(database, redis_url)
    app = celery_app.make(here, database, KINDS)
    wake = celery_app.waker(app, Desk(here, KINDS, database))
    commands = [killing.CELERY, killing.CELERY, killing.BEAT, killing.BEAT]  # two schedulers do no harm
    with killing.workers(commands, killing.environment(database, redis_url), tmp_path) as started:
        killing.add(database, range(1, 41), 0.01, wake)
        assert done(database, 44), (tmp_path / "worker-0.log").read_text()
        killing.add(database, [1000], 0.0, wake)
        asked = time.monotonic()
        assert done(database, 46)
        print(f"one job by Redis took {time.monotonic() - asked:.3f} s")
        assert [worker.stop() for worker in started[:2]] == [0, 0]
    assert len(set(killing.effects(database))) == len(killing.effects(database)) == 46
    app.close()


def test_without_redis_all_along_the_work_goes_on(on_postgresql: Database, tmp_path: Path) -> None:
    database = on_postgresql
    nobody = "redis://127.0.0.1:1/0"
    commands = [killing.CELERY, killing.CELERY, killing.BEAT]
    with killing.workers(commands, killing.environment(database, nobody), tmp_path) as started:
        killing.add(database, range(1, 101), 0.01, asleep)
        assert done(database, 110), (tmp_path / "worker-0.log").read_text()
        assert killing.until(lambda: not killing.open_jobs(database), 10)
        assert [worker.stop() for worker in started[:2]] == [0, 0]
    found = killing.figures(database, 100, 0, 0)
    assert (found.lost, found.doubled) == (0, 0)
