"""A release goes to each destination once, in full, and never over a newer one."""

import json
import threading
import time

import pytest
from sqlalchemy import select, update

from tests.desk import HEADLINE, RAIN, WORDS, Desk
from tms import languages
from tms.store.jobs import Job, JobState
from tms.store.releases import Delivery, Destination, Part
from tms.workflow import deliver, jobs

LATE = ("came late this year", "came very late this year")


@pytest.fixture(autouse=True)
def _story(request: pytest.FixtureRequest) -> None:
    name = "desks" if "desks" in request.fixturenames else "desk"
    request.getfixturevalue(name).ingest()
    request.getfixturevalue(name).finish()


def deliveries(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return list(session.scalars(select(Delivery.state).order_by(Delivery.id)))


def run(desk: Desk, release: int) -> None:
    """Carry the delivery of a release, again if need be."""
    with desk.database.writing() as session:
        session.execute(
            update(Job)
            .where(Job.key == f"deliver:{release}:1")
            .values(state=JobState.WAITING, run_after=0.0, attempt=0)
        )
    jobs.until_idle(desk.database, desk.settings)


def hold(desk: Desk) -> None:
    """Let nobody run what is caused from here on."""
    desk.wake = lambda _ids: None


def test_a_release_is_delivered_whole(desks: Desk) -> None:
    desks.release()
    folder = desks.folder()
    assert sorted(each.name for each in folder.iterdir()) == [
        "alignment.json",
        "ar.html",
        "ckb.html",
        "en.html",
    ]
    assert deliveries(desks) == ["sent"]
    desks.delivered_as_approved()


def test_alignment_has_every_sentence_in_one_group(desk: Desk) -> None:
    desk.merge(RAIN, RAIN + 1, by="editor")
    desk.submit(by="editor")
    desk.approve(by="deputy")
    desk.sign()
    desk.release()
    groups = json.loads((desk.folder() / "alignment.json").read_bytes())["groups"]
    assert [len(group["en"]) for group in groups] == [1, 2, 1, 1, 1]
    assert [len(group["ar"]) for group in groups] == [1, 1, 1, 1, 1]
    assert [len(group["ckb"]) for group in groups] == [1, 2, 1, 1, 1]
    desk.delivered_as_approved()


def test_the_same_delivery_twice_is_one(desks: Desk) -> None:
    desks.release()
    page = (desks.folder() / "ar.html").stat()
    run(desks, 1)
    assert deliveries(desks) == ["sent"]
    assert (desks.folder() / "ar.html").stat().st_mtime_ns == page.st_mtime_ns
    assert len(desks.events("deliver")) == 1
    with desks.database.reading() as session:
        assert sorted(session.scalars(select(Part.language))) == ["ar", "ckb", "en"]


def test_a_late_delivery_never_overwrites_a_newer_one(desks: Desk) -> None:
    hold(desks)
    desks.release()
    desks.write({HEADLINE: "المياه تعود"}, by="editor")
    desks.submit(by="editor")
    desks.approve(by="deputy")
    desks.sign()
    desks.release()
    with desks.database.writing() as session:
        session.execute(update(Job).where(Job.key == "deliver:1:1").values(run_after=4e9))
    jobs.until_idle(desks.database, desks.settings)
    assert "المياه تعود</" in (desks.folder() / "ar.html").read_text()
    run(desks, 1)
    assert deliveries(desks) == ["superseded", "sent"]
    assert "المياه تعود</" in (desks.folder() / "ar.html").read_text()


def test_a_delivery_overtaken_while_it_is_under_way_leaves_the_newer_one(desk: Desk) -> None:
    hold(desk)
    desk.release()
    with desk.database.writing() as session:
        destination = session.scalars(select(Destination)).one()
        late = deliver.load(session, desk.settings, {"release": 1, "destination": destination.id})
    assert late is not None
    desk.withdraw(tags=["ar"])
    run(desk, 2)
    deliver.work(late)
    assert not (desk.folder() / "ar.html").exists()
    assert (desk.folder() / "ckb.html").exists()


def test_a_destination_that_fails_is_tried_again(desk: Desk) -> None:
    hold(desk)
    desk.settings.editions.parent.mkdir(parents=True, exist_ok=True)
    desk.settings.editions.write_text("in the way")
    desk.release()
    jobs.until_idle(desk.database, desk.settings)
    with desk.database.reading() as session:
        job = session.scalars(select(Job).where(Job.kind == "deliver")).one()
    assert (job.state, job.attempt) == (JobState.WAITING, 1)
    assert "editions" in job.last_error
    desk.settings.editions.unlink()
    run(desk, 1)
    assert deliveries(desk) == ["sent"]
    desk.delivered_as_approved()


def test_a_worker_that_starts_finishes_what_a_crash_cut_off(desk: Desk) -> None:
    desk.release()
    shown = desk.settings.editions / "story"
    shown.unlink()  # the set is written, and its link is not replaced yet
    stop = threading.Event()
    options = {"rest": 0.02, "clock": False}
    worker = threading.Thread(
        target=jobs.loop, args=(desk.database, desk.settings, stop), kwargs=options, daemon=True
    )
    worker.start()
    until = time.monotonic() + 20
    while not shown.exists() and time.monotonic() < until:
        stop.wait(0.02)
    stop.set()
    worker.join(10)
    assert (shown / "ar.html").is_file()
    assert deliveries(desk) == ["sent"]


def test_each_destination_has_its_own_delivery(desk: Desk) -> None:
    with desk.step() as session:
        session.add_all(
            Destination(name=name, connector="folder", target=str(desk.settings.home / name))
            for name in ("web", "archive")
        )
    desk.release()
    assert deliveries(desk) == ["sent", "sent"]
    for name in ("web", "archive"):
        assert (desk.settings.home / name / "story" / "ckb.html").exists()


def test_a_carried_edition_says_so_and_marks_what_is_stale(desk: Desk) -> None:
    desk.release()
    desk.correct(LATE, (" A boat brings the children to school.", ""))
    desk.confirm(RAIN)
    desk.approve()
    desk.sign()
    desk.release(tags=["ar"])
    told = json.loads((desk.folder() / "alignment.json").read_bytes())
    assert (told["revision"], told["release"]) == (2, 2)
    assert told["editions"]["en"]["role"] == "source"
    kurdish = {name: value for name, value in told["editions"]["ckb"].items() if name != "sha256"}
    assert kurdish == {"revision": 1, "release": 1, "carried": True}
    assert told["editions"]["ar"]["carried"] is False
    stale = [piece["text"] for group in told["groups"] for piece in group["ckb"] if piece.get("stale")]
    boat, rain = (
        WORDS[text]["ckb"]
        for text in ("A boat brings the children to school.", "The rain came late this year.")
    )
    assert sorted(stale) == sorted([boat, rain])
    [gone] = [group for group in told["groups"] if not group["en"]]
    assert [piece["text"] for piece in gone["ckb"]] == [boat]
    assert gone["ar"] == []


@pytest.mark.parametrize("tag", languages.TARGETS)
def test_a_page_says_its_language_and_direction(desk: Desk, tag: str) -> None:
    desk.release()
    page = (desk.folder() / f"{tag}.html").read_text()
    assert f'<html lang="{tag}" dir="rtl"' in page
    assert '<html lang="en" dir="ltr"' in (desk.folder() / "en.html").read_text()
