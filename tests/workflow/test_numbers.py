"""The desk's numbers: counted once, on the desk's days, of one's own languages."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from tests.desk import BOAT, RAIN, WELLS, Desk
from tms.core.rights import OPERATOR, Role
from tms.core.states import State
from tms.store.articles import Revision
from tms.store.editions import Version
from tms.workflow import assignments, numbers, people
from tms.workflow.numbers import Numbers

BAGHDAD = ZoneInfo("Asia/Baghdad")
RAIN_WORDS, BOAT_WORDS = 6, 7


def told(desk: Desk, by: str = "chief", days: int = 7, now: datetime | None = None) -> Numbers:
    with desk.database.reading() as session:
        return numbers.numbers(session, desk[by], days, now or datetime.now(UTC), BAGHDAD)


def test_words_count_once_a_day_for_whoever_wrote_them(desks: Desk) -> None:
    desks.ingest()
    desks.write({RAIN: "هطل المطر."})
    desks.write({RAIN: "تأخر المطر هذا العام.", BOAT: "ينقل قارب الأطفال."})
    desks.write({RAIN: "باران ئەمساڵ درەنگ هات."}, tag="ckb", by="second")
    words = told(desks).words
    assert len(words.days) == 7
    assert words.by_language["ar"] == [0] * 6 + [RAIN_WORDS + BOAT_WORDS]
    assert words.by_language["ckb"] == [0] * 6 + [RAIN_WORDS]
    assert {who: sum(days) for who, days in words.by_person.items()} == {
        ("translator", "ar"): RAIN_WORDS + BOAT_WORDS,
        ("second", "ckb"): RAIN_WORDS,
    }


def test_a_day_begins_at_midnight_on_the_desks_clock(desk: Desk) -> None:
    desk.ingest()
    desk.write({RAIN: "تأخر المطر هذا العام.", BOAT: "ينقل قارب الأطفال."})
    night = datetime(2026, 3, 14, 22, 30, tzinfo=UTC)  # half past one of the 15th in Baghdad
    at = {desk.row(RAIN).id: night, desk.row(BOAT).id: night - timedelta(hours=2)}
    with desk.step() as session:
        for id, moment in at.items():
            session.execute(update(Version).where(Version.translation_id == id).values(at=moment))
    words = told(desk, days=3, now=night).words
    assert words.days == [date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 15)]
    assert words.by_language["ar"] == [0, BOAT_WORDS, RAIN_WORDS]
    assert told(desk, days=1, now=night + timedelta(days=9)).words.by_language["ar"] == [0]


def test_people_see_themselves_and_a_chief_everybody(desk: Desk) -> None:
    desk.ingest()
    desk.write({RAIN: "تأخر المطر هذا العام."})
    desk.write({BOAT: "ينقل قارب الأطفال."}, by="second")
    assert {who for who, _ in told(desk).words.by_person} == {"translator", "second"}
    assert {who for who, _ in told(desk, "translator").words.by_person} == {"translator"}
    assert told(desk, "editor").words.by_person == {}


def test_a_person_of_one_language_is_told_of_that(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    desk.release()
    with desk.step() as session:
        desk.cast["arabist"] = people.person(
            people.add(session, "arabist", Role.TRANSLATOR, ["ar"], OPERATOR)
        )
    found = told(desk, "arabist")
    assert set(found.words.by_language) == set(found.stands) == set(found.times.medians) == {"ar"}
    assert {way.language for way in found.times.ways} == {"ar"}


def test_the_time_to_release_is_counted_once_for_each_revision(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    with desk.step() as session:
        came = datetime.now(UTC) - timedelta(hours=3)
        session.execute(update(Revision).values(created_at=came))
    desk.release(tags=["ar"])
    desk.release()
    desk.release()
    times = told(desk).times
    assert sorted((way.slug, way.language, way.revision) for way in times.ways) == [
        ("story", "ar", 1),
        ("story", "ckb", 1),
    ]
    assert all(179 <= way.minutes <= 181 for way in times.ways)
    assert all(179 <= minutes <= 181 for minutes in times.medians.values())
    desk.correct(("12 wells", "14 wells"))
    desk.finish()
    desk.release()
    times = told(desk).times
    assert [way.revision for way in times.ways][:2] == [2, 2]
    assert times.ways[0].minutes <= 2


def test_the_stand_says_what_the_status_of_every_article_says(desks: Desk) -> None:
    desks.ingest()
    desks.ingest(slug="second")
    desks.finish("second")
    desks.correct(("12 wells", "14 wells"), slug="second")
    desks.write({RAIN: "تأخر المطر هذا العام."})
    desks.merge(WELLS, BOAT)
    stands = told(desks).stands
    for tag, stand in stands.items():
        editions = [desks.status(slug).editions[tag] for slug in ("story", "second")]
        assert stand.stale == sum(each.stale for each in editions)
        assert stand.words.total() == sum(each.words for each in editions)
        assert stand.total == sum(sum(each.segments.values()) for each in editions)
    assert (stands["ar"].stale, stands["ckb"].stale) == (1, 1)
    assert stands["ar"].segments[State.DRAFT] >= 1


def test_what_is_late_is_what_somebody_has_and_has_not_done(desk: Desk) -> None:
    desk.ingest()
    desk.assign(RAIN, BOAT, to="translator")
    soon = datetime.now(UTC) + timedelta(hours=1)
    with desk.sheet() as (session, sheet):
        assignments.give_time(session, sheet, [sheet.rows[RAIN], sheet.rows[BOAT]], soon, desk["editor"])
    desk.write({RAIN: "تأخر المطر هذا العام."})
    desk.submit()
    assert told(desk).stands["ar"].late == 0
    assert told(desk, now=soon + timedelta(minutes=1)).stands["ar"].late == 1


def test_an_empty_desk_has_numbers_too(desk: Desk) -> None:
    found = told(desk, days=90)
    assert found.times.ways == []
    assert all(stand.total == 0 for stand in found.stands.values())
    assert sum(map(sum, found.words.by_language.values())) == 0
