"""The loop that runs jobs: once each, whatever fails, freezes or is claimed elsewhere."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text, update

from tests.servers import ROOT
from tms import settings as env
from tms.errors import NotReady
from tms.settings import Settings
from tms.store import jobs as store
from tms.store import seals
from tms.store.events import append
from tms.store.jobs import Job, JobState, Kind
from tms.store.session import Database, Session
from tms.workflow import jobs


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.writing() as session:
        session.execute(text("CREATE TABLE effect (n INTEGER)"))
    yield database
    database.close()


def load(session: Session, settings: Settings, args: dict[str, Any]) -> dict[str, Any]:
    return args


def same(args: dict[str, Any]) -> dict[str, Any]:
    return args


def note(session: Session, args: dict[str, Any], output: object = None) -> None:
    session.execute(text("INSERT INTO effect (n) VALUES (:n)"), {"n": args["n"]})
    for child in args.get("causes", []):
        store.enqueue(session, child["kind"], child["key"], child, delay=child.get("delay", 0))


def slow(seconds: float) -> Callable[[Any], Any]:
    def work(args: Any) -> Any:
        time.sleep(seconds)
        return args

    return work


def kind(name: str = "note", **parts: Any) -> Kind[Any, Any]:
    return Kind(**{"name": name, "load": load, "work": same, "apply": note, "lease": 5.0, **parts})


class Desk:
    """A database with kinds of its own."""

    def __init__(self, database: Database, *kinds: Kind[Any, Any]) -> None:
        self.database = database
        self.kinds = jobs.listed(kinds or [kind()])
        self.settings = env.read()

    def add(self, key: str, name: str = "note", delay: float = 0.0, **args: Any) -> int:
        with self.database.writing() as session:
            store.enqueue(session, name, key, {"n": 1, **args}, delay=delay)
            return store.caused(session)[0]

    def run(self, id: int | None = None) -> bool:
        return jobs.run(self.database, self.settings, id, "test", kinds=self.kinds)

    def run_caused(self, *ids: int, progress: Callable[[int, int], None] | None = None) -> jobs.Report:
        return jobs.run_caused(self.database, self.settings, ids, progress, kinds=self.kinds)

    def effects(self) -> list[int]:
        with self.database.reading() as session:
            return list(session.scalars(text("SELECT n FROM effect ORDER BY n")))

    def job(self, id: int) -> Job:
        with self.database.reading() as session:
            return session.get_one(Job, id)

    def now(self, id: int, **values: Any) -> None:
        with self.database.writing() as session:
            session.execute(update(Job).where(Job.id == id).values(**values or {"run_after": 0.0}))


def test_a_job_runs_once(database: Database) -> None:
    desk = Desk(database)
    id = desk.add("a")
    assert desk.run(id)
    assert not desk.run(id)
    assert not desk.run()
    assert desk.effects() == [1]
    assert desk.job(id).state == JobState.DONE


def test_a_job_with_nothing_to_do_any_more_is_done_without_effect(database: Database) -> None:
    desk = Desk(database, kind(load=lambda *given: None))
    id = desk.add("a")
    assert desk.run(id)
    assert (desk.job(id).state, desk.effects()) == (JobState.DONE, [])


def refuse(*given: Any) -> Any:
    raise NotReady(count=2)


def crash(*given: Any) -> Any:
    raise ZeroDivisionError("division\0by zero")


@pytest.mark.parametrize("part", ["load", "work", "apply"])
@pytest.mark.parametrize(
    ("raises", "said"),
    [
        (refuse, "The edition is not ready: 2 segments are left."),
        (crash, "ZeroDivisionError: divisionby zero"),
    ],
)
def test_what_fails_is_put_off_with_its_reason(
    database: Database, part: str, raises: Callable[..., Any], said: str
) -> None:
    desk = Desk(database, kind("note", **{part: raises}))
    id = desk.add("a")
    assert desk.run(id)
    assert (desk.job(id).state, desk.job(id).attempt, desk.job(id).last_error) == (JobState.WAITING, 1, said)
    assert not desk.run(id), "it waits before its second attempt"


def test_half_of_an_effect_is_rolled_back(database: Database) -> None:
    def half(session: Session, given: Any, output: Any) -> None:
        note(session, given)
        raise ZeroDivisionError

    desk = Desk(database, kind(apply=half))
    id = desk.add("a", causes=[{"kind": "note", "key": "child", "n": 2}])
    desk.run(id)
    assert desk.effects() == []
    with database.reading() as session:
        assert len(store.follow(session, [id])) == 1


def test_a_job_that_fails_at_first_succeeds_later(database: Database) -> None:
    failures = iter([True, True, False])

    def work(args: Any) -> Any:
        return crash() if next(failures) else args

    desk = Desk(database, kind(work=work))
    id = desk.add("a")
    for _ in range(3):
        desk.now(id)
        desk.run()
    assert (desk.job(id).state, desk.job(id).attempt, desk.job(id).last_error) == (JobState.DONE, 3, "")
    assert desk.effects() == [1]


def test_a_job_that_always_fails_is_dead_after_eight_attempts(database: Database) -> None:
    desk = Desk(database, kind(work=crash))
    id = desk.add("a")
    for _ in range(9):
        if desk.job(id).state == JobState.WAITING:
            desk.now(id)
        desk.run()
    assert (desk.job(id).state, desk.job(id).attempt) == (JobState.DEAD, 8)


def test_the_effect_of_a_frozen_worker_that_wakes_after_its_lease_is_dropped(database: Database) -> None:
    working, thaw = threading.Event(), threading.Event()

    def work(args: Any) -> Any:
        if not working.is_set():
            working.set()
            thaw.wait(20)
        return args

    desk = Desk(database, kind(work=work, lease=600.0))
    id = desk.add("a")
    frozen = threading.Thread(target=desk.run, args=(id,))
    frozen.start()
    assert working.wait(10)
    desk.now(id, lease_until=0.0)
    assert desk.run(), "another worker takes the job over"
    assert desk.effects() == [1]
    thaw.set()
    frozen.join()
    assert desk.effects() == [1]
    assert (desk.job(id).state, desk.job(id).fence) == (JobState.DONE, 2)


def test_a_lease_is_kept_alive_while_work_takes_longer(database: Database) -> None:
    desk = Desk(database, kind(work=slow(1.5), lease=0.6))
    id = desk.add("a")
    thread = threading.Thread(target=desk.run, args=(id,))
    thread.start()
    while thread.is_alive():
        desk.run()
        time.sleep(0.05)
    assert (desk.job(id).fence, desk.effects()) == (1, [1])


def test_work_that_never_comes_back_loses_its_lease(database: Database) -> None:
    hung = threading.Event()
    first = iter([True, False])

    def work(args: Any) -> Any:
        if next(first):
            hung.wait(20)
        return args

    desk = Desk(database, kind(work=work, lease=0.3, longest=0.5))
    id = desk.add("a")
    thread = threading.Thread(target=desk.run, args=(id,))
    thread.start()
    until = time.monotonic() + 10
    while desk.job(id).state != JobState.DONE and time.monotonic() < until:
        desk.run()
        time.sleep(0.05)
    hung.set()
    thread.join()
    assert (desk.job(id).state, desk.effects()) == (JobState.DONE, [1])


def test_a_worker_that_is_told_to_stop_hands_its_job_back(database: Database) -> None:
    def stopped(args: Any) -> Any:
        raise KeyboardInterrupt

    desk = Desk(database, kind(work=stopped))
    id = desk.add("a")
    with pytest.raises(KeyboardInterrupt):
        desk.run(id)
    assert (desk.job(id).state, desk.job(id).attempt) == (JobState.WAITING, 0)


def test_a_kind_that_this_worker_does_not_know_is_left_to_others(database: Database) -> None:
    desk = Desk(database)
    id = desk.add("a", name="from-a-newer-version")
    assert not desk.run()
    assert [job.id for job in desk.run_caused(id).later] == [id]


def test_a_command_runs_what_it_caused_and_what_that_causes(database: Database) -> None:
    desk = Desk(database, kind(), kind("broken", work=crash))
    causes = [
        {"kind": "note", "key": "child", "n": 2, "causes": [{"kind": "note", "key": "grandchild", "n": 3}]},
        {"kind": "note", "key": "tomorrow", "n": 4, "delay": 86_400},
        {"kind": "broken", "key": "broken", "n": 5},
    ]
    id = desk.add("a", causes=causes)
    desk.add("of somebody else")
    seen: list[tuple[int, int]] = []
    report = desk.run_caused(id, progress=lambda done, total: seen.append((done, total)))
    assert report.done == 3
    assert {job.key: job.error for job in report.later} == {
        "tomorrow": "",
        "broken": "ZeroDivisionError: divisionby zero",
    }
    assert report.dead == []
    assert desk.effects() == [1, 2, 3]
    assert seen[-1] == (3, 3)
    assert all(done <= total for done, total in seen)


def test_a_command_waits_for_what_is_claimed_elsewhere_and_follows_it(database: Database) -> None:
    desk = Desk(database, kind(work=slow(0.5)))
    id = desk.add("a", causes=[{"kind": "note", "key": "child", "n": 2}])
    other = threading.Thread(target=desk.run, args=(id,))
    other.start()
    while desk.job(id).state == JobState.WAITING:
        time.sleep(0.01)
    report = desk.run_caused(id)
    other.join()
    assert report.done == 2
    assert desk.effects() == [1, 2]


def test_a_command_names_what_died(database: Database) -> None:
    desk = Desk(database, kind(work=crash))
    id = desk.add("a")
    desk.now(id, attempt=7)
    assert [job.id for job in desk.run_caused(id).dead] == [id]


def test_work_until_idle_runs_all_that_is_due(database: Database) -> None:
    desk = Desk(database)
    for number in range(5):
        desk.add(f"k{number}")
    desk.add("later", delay=3600)
    report = jobs.until_idle(database, desk.settings, kinds=desk.kinds)
    assert (report.done, [job.key for job in report.later]) == (5, ["later"])


def test_the_sweep_takes_back_and_wakes_again(database: Database) -> None:
    desk = Desk(database)
    lost, held, fresh = desk.add("lost"), desk.add("held"), desk.add("fresh")
    desk.now(lost)
    desk.now(held, state=JobState.RUNNING, lease_until=0.0)
    woken: list[int] = []
    assert jobs.sweep(database, woken.extend) == 1
    assert woken == [lost], "a wake-up for the fresh one may still be on its way"
    assert desk.job(held).state == JobState.WAITING
    assert desk.job(fresh).state == JobState.WAITING


def test_events_are_sealed_by_a_job_that_the_clock_asks_for_once(database: Database) -> None:
    with database.writing() as session:
        for number in range(3):
            append(session, "leila", "try", number=number)
    woken: list[int] = []
    jobs.ask_for_seals(database, woken.extend)
    jobs.ask_for_seals(database, woken.extend)
    assert len(woken) == 1
    assert jobs.run(database, env.read(), None, "test")
    jobs.ask_for_seals(database, woken.extend)
    assert len(woken) == 1
    with database.reading() as session:
        assert (seals.newest(session), seals.broken(session)) == (None, None)


def test_the_loop_works_and_stops(database: Database) -> None:
    desk = Desk(database)
    stop = threading.Event()
    options: dict[str, Any] = {"kinds": desk.kinds, "rest": 0.05}
    thread = threading.Thread(target=jobs.loop, args=(database, desk.settings, stop), kwargs=options)
    thread.start()
    ids = [desk.add(f"k{number}") for number in range(3)]
    until = time.monotonic() + 10
    while len(desk.effects()) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert all(desk.job(id).state == JobState.DONE for id in ids)


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two kinds"):
        jobs.listed([kind()], [kind()])


DYING = """
import sys
from tms import settings
from tms.store.session import Database
from tms.workflow import jobs
from tests.workflow.test_jobs import kind
jobs.run(Database(sys.argv[1]), settings.read(), None, "dying", kinds=jobs.listed([kind(lease=0.2)]))
"""


@pytest.mark.parametrize(
    ("point", "done"),
    [
        ("after-claim", False),
        ("after-work", False),
        ("after-effect-before-commit", False),
        ("after-commit-before-ack", True),
        ("nowhere", True),
    ],
)
def test_a_worker_that_dies_at_a_fail_point_neither_loses_nor_doubles(
    database: Database, monkeypatch: pytest.MonkeyPatch, point: str, done: bool
) -> None:
    desk = Desk(database)
    id = desk.add("a")
    monkeypatch.setenv("TMS_FAIL_POINT", point)
    url = database.url.render_as_string(hide_password=False)
    died = subprocess.run([sys.executable, "-c", DYING, url], cwd=ROOT, check=False, capture_output=True)
    assert died.returncode == (0 if point == "nowhere" else 137), died.stderr.decode()
    assert len(desk.effects()) == done
    until = time.monotonic() + 10
    while desk.job(id).state != JobState.DONE and time.monotonic() < until:
        desk.run()
    assert desk.effects() == [1]
