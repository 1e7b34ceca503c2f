"""Work moves only by people: taken, handed back, taken over, given more time; and whoever had it is told."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.desk import BOAT, HEADLINE, RAIN, WELLS, Desk
from tms.core.rights import OPERATOR, Role
from tms.errors import HeldByOther, NoSuchSegment, NotAllowed, NothingToMove
from tms.store.notices import NoticeKind, Way
from tms.store.session import Session
from tms.workflow import assignments, notices, people
from tms.workflow.notices import Told
from tms.workflow.sheets import Row, Sheet

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)


def take(desk: Desk, by: str = "translator", *at: int, words: int = 0, tag: str = "ar") -> list[Row]:
    with desk.sheet(tag=tag) as (session, sheet):
        chosen = [sheet.rows[i].segments[0].id for i in at] or None
        return assignments.take(session, sheet, desk[by], chosen, words)


def holders(desk: Desk, tag: str = "ar") -> list[str]:
    names = {person.id: name for name, person in desk.cast.items()}
    rows = desk.look(tag=tag).rows
    return [names[row.assignment.user_id] if row.assignment else "" for row in rows]


def told(desk: Desk, name: str) -> list[Told]:
    with desk.database.reading() as session:
        return notices.listed(session, desk[name])


def kinds(desk: Desk, name: str) -> list[str]:
    return [each.notice.kind.value for each in told(desk, name)]


def test_what_is_free_is_taken_whole_and_only_once(desks: Desk) -> None:
    desks.ingest()
    take(desks)
    assert holders(desks) == ["translator"] * 6
    with pytest.raises(NothingToMove):
        take(desks, "second")
    with pytest.raises(HeldByOther) as refused:
        take(desks, "second", RAIN)
    assert "translator" in str(refused.value)
    with pytest.raises(NoSuchSegment), desks.sheet() as (session, sheet):
        assignments.take(session, sheet, desks["second"], ["nowhere"])
    event = desks.events("take")[0]
    assert (event.who, event.language, len(event.details["segments"])) == ("translator", "ar", 6)


def test_words_split_an_edition_by_whole_blocks_with_the_lead_first(desk: Desk) -> None:
    desk.ingest()
    assert [row.block.kind.value for row in take(desk, words=5)] == ["headline"]
    assert len(take(desk, "second", words=6)) == 3, "a paragraph is not torn between two voices"
    assert holders(desk) == ["translator", "second", "second", "second", "", ""]


def test_a_translator_of_another_language_takes_nothing(desk: Desk) -> None:
    desk.ingest()
    with desk.step() as session:
        user = people.add(session, "shilan", Role.TRANSLATOR, ["ckb"], OPERATOR)
        desk.cast["shilan"] = people.person(user)
    with pytest.raises(NotAllowed):
        take(desk, "shilan")
    take(desk, "shilan", tag="ckb")


def test_what_is_handed_back_is_free_and_its_giver_knows(desk: Desk) -> None:
    desk.ingest()
    desk.assign(RAIN, WELLS, to="translator")
    assert kinds(desk, "translator") == ["assigned"]
    with desk.sheet() as (session, sheet):
        assignments.hand_back(session, sheet, sheet.rows, desk["translator"])
    assert holders(desk) == [""] * 6
    assert kinds(desk, "editor") == ["handed-back"]
    assert told(desk, "editor")[0].segments == [desk.row(i).segments[0].id for i in (RAIN, WELLS)]
    with pytest.raises(NothingToMove), desk.sheet() as (session, sheet):
        assignments.hand_back(session, sheet, sheet.rows, desk["translator"])


def test_taking_over_keeps_the_time_and_tells_whoever_had_it(desks: Desk) -> None:
    desks.ingest()
    with desks.sheet() as (session, sheet):
        assignments.plan(session, sheet, SOON, desks["editor"])
    take(desks, "translator", RAIN, WELLS)
    desks.write({RAIN: "تأخر المطر هذا العام."})
    desks.submit()
    with desks.sheet() as (session, sheet):
        assignments.take_over(session, sheet, sheet.rows, desks["second"])
    assert holders(desks) == ["", "translator", "second", "", "", ""], "what is submitted is done"
    assigned = desks.row(WELLS).assignment
    assert assigned is not None
    assert assigned.due == SOON
    notice = told(desks, "translator")[0]
    assert (notice.notice.kind, notice.notice.urgent) == (NoticeKind.TAKEN_OVER, True)
    assert str(notice.message) == "\u2068second\u2069 took over 1 sentence from you."


def test_time_is_asked_of_who_gave_it_and_given_by_an_editor(desk: Desk) -> None:
    desk.ingest()
    desk.assign(RAIN, BOAT, to="translator", by="deputy")
    with desk.sheet() as (session, sheet):
        assignments.ask_time(session, sheet, sheet.rows, SOON, desk["translator"], "The power is off.")
    asked = told(desk, "deputy")[0]
    assert (asked.notice.kind, asked.comment, asked.until) == ("time-asked", "The power is off.", SOON)
    assert kinds(desk, "editor") == []
    with pytest.raises(NotAllowed), desk.sheet() as (session, sheet):
        assignments.give_time(session, sheet, sheet.pick(asked.segments), SOON, desk["translator"])
    with desk.sheet() as (session, sheet):
        assignments.give_time(session, sheet, sheet.pick(asked.segments), SOON, desk["deputy"])
    assigned = desk.row(BOAT).assignment
    assert assigned is not None
    assert assigned.due == SOON
    assert kinds(desk, "translator") == ["time-given", "assigned"]


def test_what_one_took_oneself_is_asked_of_the_editors(desk: Desk) -> None:
    desk.ingest()
    take(desk)
    with desk.sheet() as (session, sheet):
        assignments.ask_time(session, sheet, sheet.rows, SOON, desk["translator"])
    assert kinds(desk, "editor") == kinds(desk, "deputy") == ["time-asked"]
    assert kinds(desk, "chief") == []


def late(session: Session, sheet: Sheet, desk: Desk) -> None:
    assignments.give_time(session, sheet, sheet.rows, SOON, desk["editor"])


def test_who_is_late_is_told_once_and_keeps_it(desks: Desk) -> None:
    desks.ingest()
    desks.assign(RAIN, to="translator")
    with desks.sheet() as (session, sheet):
        late(session, sheet, desks)
    desks.hurry()
    desks.hurry()
    assert kinds(desks, "translator") == ["late", "time-given", "assigned"]
    assert (
        str(told(desks, "editor")[0].message)
        == "\u2068translator\u2069 is late: 1 sentence is not submitted."
    )
    assert holders(desks)[RAIN] == "translator"


def test_who_was_given_more_time_is_not_late(desk: Desk) -> None:
    desk.ingest()
    desk.assign(RAIN, to="translator")
    for hours in (0, 1):
        with desk.sheet() as (session, sheet):
            due = SOON + timedelta(hours=hours)
            assignments.give_time(session, sheet, sheet.rows, due, desk["editor"])
    desk.write({RAIN: "تأخر المطر هذا العام."})
    desk.submit()
    desk.hurry()
    assert "late" not in kinds(desk, "translator")


def test_an_edition_that_is_due_and_not_ready_is_told_to_its_editors(desk: Desk) -> None:
    desk.ingest()
    with desk.sheet() as (session, sheet):
        assignments.plan(session, sheet, SOON, desk["editor"])
    desk.hurry()
    assert kinds(desk, "deputy") == ["blocked"]


def test_a_return_and_a_correction_are_told_to_who_has_it(desks: Desk) -> None:
    desks.ingest()
    take(desks, "translator", HEADLINE, RAIN)
    desks.write({HEADLINE: "المياه", RAIN: "تأخر المطر هذا العام."})
    desks.submit()
    desks.return_(RAIN, comment="Which year?")
    returned = told(desks, "translator")[0]
    assert (returned.notice.kind, returned.comment) == (NoticeKind.RETURNED, "Which year?")
    desks.correct(("The rain came late", "The rain came early"))
    assert kinds(desks, "translator") == ["corrected", "returned"]
    desks.correct(("The rain came late", "The rain came early"), ("12 wells", "13 wells"))
    assert kinds(desks, "translator") == ["corrected", "returned"], "it was told of the first one already"


def test_a_kind_that_is_off_is_not_told(desk: Desk) -> None:
    desk.ingest()
    with desk.step() as session:
        notices.choose(session, desk["translator"], {"assigned": "off", "returned": "page"})
    desk.assign(RAIN, to="translator")
    assert kinds(desk, "translator") == []
    with desk.step() as session:
        assert notices.ways(session, desk["translator"])[NoticeKind.RETURNED] is Way.PAGE
        notices.choose(session, desk["translator"], {"assigned": "mail"})
    desk.assign(WELLS, to="translator")
    assert kinds(desk, "translator") == ["assigned"]
    with desk.step() as session:
        assert notices.read(session, desk["second"]) == 0
        assert notices.read(session, desk["translator"]) == 1


def test_an_urgent_article_is_marked_by_an_editor(desk: Desk) -> None:
    desk.ingest()
    with desk.step() as session:
        assert assignments.mark_urgent(session, "story", desk["editor"], urgent=True).urgent
    desk.assign(RAIN, to="translator")
    assert told(desk, "translator")[0].notice.urgent
    with pytest.raises(NotAllowed), desk.step() as session:
        assignments.mark_urgent(session, "story", desk["translator"], urgent=False)
