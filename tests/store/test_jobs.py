"""The job table: keys, claims, fences, leases and the database's clock, on both databases."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select, update

from tms.errors import Busy, NoSuchJob
from tms.store import jobs, seals
from tms.store.events import Event, append
from tms.store.jobs import Claim, Job, JobState
from tms.store.session import Database, Session


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def add(database: Database, *keys: str, **options: Any) -> list[int]:
    with database.writing() as session:
        for key in keys:
            jobs.enqueue(session, "try", key, {"key": key}, **options)
        return jobs.caused(session)


def claim(database: Database, **options: Any) -> Claim:
    with database.writing() as session:
        found = jobs.claim(session, "test", **options)
    assert found
    return found


def no_claim(database: Database, **options: Any) -> bool:
    with database.writing() as session:
        return jobs.claim(session, "test", **options) is None


def row(database: Database, id: int) -> Job:
    with database.reading() as session:
        return session.get_one(Job, id)


def expired(database: Database, id: int) -> None:
    with database.writing() as session:
        session.execute(update(Job).where(Job.id == id).values(lease_until=0.0))


def test_a_key_is_enqueued_once_for_all_time(database: Database) -> None:
    assert len(add(database, "a", "b")) == 2
    assert add(database, "a") == []
    with database.writing() as session:
        held = jobs.claim(session, "test")
        assert held
        assert jobs.finish(session, held)
    assert add(database, held.key) == []


def test_many_are_enqueued_at_once(database: Database) -> None:
    with database.writing() as session:
        jobs.enqueue_all(session, "try", ((f"k{n:04}", {"n": n}) for n in range(1201)))
        jobs.enqueue_all(session, "try", [("k0007", {}), ("other", {})])
        assert len(set(jobs.caused(session))) == 1202
        assert jobs.backlog(session).counts[JobState.WAITING] == 1202


def test_nothing_is_enqueued_by_a_transaction_that_fails(database: Database) -> None:
    def write_and_fail(number: int) -> float:
        with database.writing() as session:
            jobs.enqueue(session, "try", "a", {})
            return 1 / number

    with pytest.raises(ZeroDivisionError):
        write_and_fail(0)
    assert no_claim(database)


def test_the_most_urgent_is_claimed_first_then_the_oldest(database: Database) -> None:
    add(database, "bulk", priority=9)
    add(database, "first")
    add(database, "second")
    assert [claim(database).key for _ in range(3)] == ["first", "second", "bulk"]
    assert no_claim(database)


def test_a_claim_may_be_narrowed(database: Database) -> None:
    ids = add(database, "a", "b")
    add(database, "bulk", priority=9)
    assert claim(database, ids=ids[1:]).key == "b"
    assert no_claim(database, leases={"other": 5.0})
    assert no_claim(database, waited=60.0)
    assert claim(database, urgent=True).key == "a"
    assert no_claim(database, urgent=True)


def test_a_job_waits_for_its_time_by_the_database_clock(database: Database) -> None:
    add(database, "delayed", delay=60.0)
    with database.writing() as session:
        jobs.enqueue(session, "try", "at", {}, at=datetime.now(UTC) + timedelta(hours=1))
        jobs.enqueue(session, "try", "past", {}, at=datetime.now(UTC) - timedelta(hours=1))
    assert claim(database).key == "past"
    assert no_claim(database)


def test_a_workers_clock_an_hour_off_changes_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.time
    for hours in (-1, 1):
        monkeypatch.setattr(time, "time", lambda hours=hours: real() + 3600 * hours)
        [id] = add(database, f"skewed {hours}")
        held = claim(database)
        assert abs(row(database, id).lease_until - real() - jobs.LEASE) < 5
        assert no_claim(database), "the lease must hold whatever the worker believes"
        with database.writing() as session:
            jobs.fail(session, held, "later")
        assert abs(row(database, id).run_after - real() - 2) < 2


def test_a_lease_that_ran_out_is_taken_over_and_the_old_holder_is_fenced_out(database: Database) -> None:
    [id] = add(database, "a")
    frozen = claim(database)
    assert no_claim(database)
    expired(database, id)
    heir = claim(database)
    assert (heir.id, heir.fence, heir.attempt) == (frozen.id, frozen.fence + 1, 2)
    with database.writing() as session:
        assert not jobs.extend(session, frozen, 60)
        assert not jobs.finish(session, frozen)
        assert jobs.fail(session, frozen, "late") is None
        assert not jobs.release(session, frozen)
        assert jobs.finish(session, heir)
    assert row(database, id).state == JobState.DONE
    assert row(database, id).last_error == ""


def test_a_job_without_heir_is_finished_by_its_late_holder(database: Database) -> None:
    [id] = add(database, "a")
    held = claim(database)
    expired(database, id)
    with database.writing() as session:
        assert jobs.finish(session, held)
    assert no_claim(database)


def test_a_job_taken_back_by_the_sweep_is_fenced_too(database: Database) -> None:
    [id] = add(database, "a")
    frozen = claim(database)
    add(database, "came meanwhile")
    expired(database, id)
    with database.writing() as session:
        assert [job.id for job in jobs.overdue(session)] == [id]
        assert jobs.expire(session) == [id]
        assert not jobs.overdue(session)
        assert not jobs.finish(session, frozen)
    assert claim(database).id == id, "it keeps its place in the queue"


def test_a_lease_is_per_kind_and_can_be_extended(database: Database) -> None:
    [id] = add(database, "a")
    held = claim(database, leases={"try": 100.0, "other": 5.0})
    until = row(database, id).lease_until
    assert 90 < until - time.time() < 110
    with database.writing() as session:
        assert jobs.extend(session, held, 200.0)
    assert row(database, id).lease_until > until + 90


def test_a_job_handed_back_has_not_been_tried(database: Database) -> None:
    [id] = add(database, "a")
    held = claim(database)
    with database.writing() as session:
        assert jobs.release(session, held)
    assert (row(database, id).state, row(database, id).attempt) == (JobState.WAITING, 0)
    assert claim(database).fence == held.fence + 1


def test_failing_puts_off_longer_each_time_and_the_eighth_is_the_last(database: Database) -> None:
    [id] = add(database, "a")
    waits = []
    for attempt in range(1, jobs.ATTEMPTS + 1):
        held = claim(database)
        assert held.attempt == attempt
        with database.writing() as session:
            state = jobs.fail(session, held, "no luck")
            waits.append(session.get_one(Job, id).run_after - time.time())
            session.execute(update(Job).where(Job.id == id).values(run_after=0.0))
    assert state == JobState.DEAD
    assert all(shorter < longer for shorter, longer in pairwise(waits[:6]))
    assert no_claim(database)
    with database.reading() as session:
        event = session.scalars(select(Event)).one()
        assert (event.what, event.details["job"], event.details["error"]) == ("job-dead", id, "no luck")
        assert jobs.backlog(session).counts[JobState.DEAD] == 1


def test_backoff_grows_to_ten_minutes_and_is_never_alike() -> None:
    assert all(1.5 <= jobs.backoff(1) <= 2.5 for _ in range(100))
    assert 450 <= jobs.backoff(20) <= 750
    assert len({jobs.backoff(3) for _ in range(20)}) > 1


def test_a_job_that_takes_its_worker_with_it_each_time_is_buried(database: Database) -> None:
    [id] = add(database, "poison")
    for _ in range(jobs.ATTEMPTS):
        claim(database)
        expired(database, id)
    assert no_claim(database)
    with database.writing() as session:
        assert jobs.expire(session) == []
    assert row(database, id).state == JobState.DEAD
    with database.reading() as session:
        assert session.scalars(select(Event.what)).all() == ["job-dead"]


def test_a_dead_job_is_retried_and_a_cancelled_one_never_runs(database: Database) -> None:
    [dead, unwanted] = add(database, "dead", "unwanted")
    with database.writing() as session:
        jobs.cancel(session, unwanted, "leila")
        session.execute(update(Job).where(Job.id == dead).values(state=JobState.DEAD, attempt=8))
    assert no_claim(database)
    with database.writing() as session:
        assert jobs.retry(session, dead, "leila").state == JobState.WAITING
    assert claim(database).attempt == 1
    with database.reading() as session:
        assert [(event.what, event.who) for event in session.scalars(select(Event).order_by(Event.id))] == [
            ("job-cancel", "leila"),
            ("job-retry", "leila"),
        ]
    with database.writing() as session, pytest.raises(NoSuchJob):
        jobs.retry(session, 999)


def test_the_result_of_a_job_cancelled_while_it_runs_is_dropped(database: Database) -> None:
    [id] = add(database, "a")
    held = claim(database)
    with database.writing() as session:
        jobs.cancel(session, id)
    with database.writing() as session:
        assert not jobs.finish(session, held)
    assert row(database, id).state == JobState.CANCELLED


def test_a_job_that_is_done_stays_done(database: Database) -> None:
    [id] = add(database, "a")
    with database.writing() as session:
        held = jobs.claim(session, "test")
        assert held
        jobs.finish(session, held)
    with database.writing() as session:
        assert jobs.retry(session, id).state == JobState.DONE
        assert jobs.cancel(session, id).state == JobState.DONE


def test_what_a_job_caused_is_found_through_it(database: Database) -> None:
    [first] = add(database, "first")
    with database.writing() as session:
        session.info["job"] = first
        jobs.enqueue(session, "try", "child", {})
        [child] = jobs.caused(session)
    with database.writing() as session:
        session.info["job"] = child
        jobs.enqueue(session, "try", "grandchild", {}, delay=100)
    with database.reading() as session:
        found = jobs.follow(session, [first])
    assert [job.key for job in found] == ["first", "child", "grandchild"]
    assert found[0].seconds <= 0
    assert found[2].seconds > 90


def test_the_backlog_tells_how_long_the_oldest_has_waited(database: Database) -> None:
    with database.writing() as session:
        assert jobs.backlog(session).oldest == 0
        jobs.enqueue(session, "try", "old", {}, at=datetime.now(UTC) - timedelta(minutes=5))
        jobs.enqueue(session, "try", "new", {}, delay=60)
        assert 290 < jobs.backlog(session).oldest < 310
        assert [job.key for job in jobs.listing(session, [JobState.WAITING])] == ["old", "new"]
        assert len(jobs.due(session, 10)) == 1
        assert len(jobs.due(session, 10, waited=600)) == 0


def test_of_many_workers_each_job_goes_to_one(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(6)]  # each with connections and a lock of its own
    add(databases[0], *(f"k{n}" for n in range(60)))
    claimed: list[int] = []
    gate = threading.Barrier(len(databases))

    def work(database: Database) -> None:
        gate.wait()
        while True:
            with database.writing() as session:
                held = jobs.claim(session, "racer")
            if held is None:
                return
            claimed.append(held.id)

    threads = [threading.Thread(target=work, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in databases:
        database.close()
    assert len(claimed) == 60
    assert len(set(claimed)) == 60


def test_two_connections_racing_for_one_job_leave_one_winner(database_url: str) -> None:
    for turn in range(10):
        databases = [Database(database_url) for _ in range(2)]
        add(databases[0], f"turn {turn}")
        gate = threading.Barrier(2)
        won: list[bool] = []

        def race(database: Database, gate: threading.Barrier = gate, won: list[bool] = won) -> None:
            gate.wait()
            with database.writing() as session:
                won.append(jobs.claim(session, "racer") is not None)

        threads = [threading.Thread(target=race, args=(database,)) for database in databases]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for database in databases:
            database.close()
        assert sorted(won) == [False, True]


def test_two_writers_of_one_key_leave_one_job(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(2)]
    gate = threading.Barrier(2)

    def write(database: Database) -> None:
        gate.wait()
        add(database, *(f"k{n}" for n in range(20)))

    threads = [threading.Thread(target=write, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with databases[0].reading() as session:
        assert jobs.backlog(session).counts[JobState.WAITING] == 20
    for database in databases:
        database.close()


def write_events(session: Session, count: int) -> None:
    for number in range(count):
        append(session, "leila", "try", number=number)
        session.flush()


def test_events_are_sealed_in_order_and_a_later_change_shows(database: Database) -> None:
    with database.writing() as session:
        write_events(session, 5)
    with database.writing() as session:
        until = seals.horizon(session)
        assert seals.newest(session) == until
        assert seals.seal(session, until, limit=3) == 3
        assert seals.seal(session, until, limit=3) == 2
        assert seals.newest(session) is None
    with database.reading() as session:
        assert seals.broken(session) is None
    with database.writing() as session:
        session.execute(update(Event).where(Event.id == 2).values(who="nobody"))
    with database.reading() as session:
        assert seals.broken(session) == 2


def test_sealing_does_not_pass_an_event_that_is_still_being_written(postgresql_url: str) -> None:
    slow, quick = Database(postgresql_url), Database(postgresql_url)
    with slow.writing() as early:
        write_events(early, 1)
        with quick.writing() as late:
            write_events(late, 1)
        with pytest.raises(Busy), quick.writing() as sealer:
            seals.horizon(sealer)
    with quick.writing() as sealer:
        assert seals.seal(sealer, seals.horizon(sealer)) == 2
    with quick.reading() as session:
        assert seals.broken(session) is None
    slow.close()
    quick.close()
