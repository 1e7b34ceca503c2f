"""The rundown says of every release where it stands, and names what the next articles wait for."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from tests.desk import Desk
from tms.store.jobs import Job, JobState
from tms.workflow.rundown import Rundown, rundown


def told(desk: Desk, limit: int = 10, offset: int = 0) -> Rundown:
    with desk.database.reading() as session:
        return rundown(session, limit, offset)


def test_what_went_out_is_listed_the_last_first_with_its_languages(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    desks.release(tags=["ar"])
    desks.release(tags=["ckb"])
    found = told(desks)
    assert [each.release.number for each in found.out] == [2, 1]
    assert [(part.language, part.origin) for part in found.out[0].parts] == [("en", 2), ("ar", 1), ("ckb", 2)]
    assert [(going.name, going.state) for each in found.out for going in each.deliveries] == [
        ("folder", "sent"),
        ("folder", "sent"),
    ]
    assert (found.total, found.scheduled) == (2, [])
    assert [each.release.number for each in told(desks, 1, 1).out] == [1]


def test_what_is_scheduled_stands_apart_until_its_time_has_come(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    at = datetime.now(UTC) + timedelta(hours=3)
    desk.release(at=at)
    found = told(desk)
    assert found.out == []
    (coming,) = found.scheduled
    assert abs(coming.time - at) < timedelta(seconds=1)
    assert [going.state for going in coming.deliveries] == ["waiting"]
    desk.hurry()
    assert told(desk).scheduled == []
    assert [going.state for going in told(desk).out[0].deliveries] == ["sent"]


def test_a_scheduled_release_says_which_one_is_public_instead(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    desk.release(at=datetime.now(UTC) + timedelta(hours=3))
    desk.release()
    (coming,) = told(desk).scheduled
    assert (coming.release.number, coming.overtaken) == (1, 2)


def test_a_delivery_that_gave_up_says_why(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    desk.release(at=datetime.now(UTC) + timedelta(hours=3))
    with desk.database.writing() as session:
        gone = {"state": JobState.DEAD, "last_error": "No route to the host."}
        session.execute(update(Job).where(Job.kind == "deliver").values(gone))
    (going,) = told(desk).scheduled[0].deliveries
    assert (going.state, going.error) == ("dead", "No route to the host.")


def test_what_comes_next_is_what_readers_do_not_have_as_it_stands(desk: Desk) -> None:
    for slug in ("story", "second", "third"):
        desk.ingest(slug=slug)
    desk.finish("second")
    desk.release("second")
    desk.finish("third")
    desk.release("third")
    desk.withdraw("third")
    assert [line.article.slug for line in told(desk).following] == ["story"]
    desk.correct(("12 wells", "14 wells"), slug="second")
    following = {line.article.slug: line for line in told(desk).following}
    assert following.keys() == {"story", "second"}
    assert following["second"].editions["ar"].blockers > 0
