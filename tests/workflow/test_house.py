"""What a desk decides is read where it counts: dates, approvals, late work, what programs bring."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.desk import RAIN, STORY, WELLS, Desk
from tms.core.states import State
from tms.errors import BadValue, NotAllowed
from tms.store import articles, releases
from tms.store import desk as settings
from tms.store import house as store
from tms.store.notices import Notice
from tms.store.session import Session
from tms.workflow import assemble, assignments, house, ingest, review
from tms.workflow.sheets import Sheet

DATED = """---
date: 2017-12-13
place: Basra
---
# Water returns

The rain came late this year.
"""


def decide(desk: Desk, **values: str) -> list[str]:
    named = {name.replace("_", "-"): value for name, value in values.items()}
    with desk.step() as session:
        return house.change(session, named, desk["admin"])


def test_a_change_is_kept_and_told_once(desk: Desk) -> None:
    with desk.step() as session:
        assert house.change(session, {"months.ar": "gregorian", "late-hours": "0"}, desk["admin"]) == [
            "months.ar"
        ]
    with desk.step() as session:
        assert house.change(session, {"months.ar": "gregorian"}, desk["admin"]) == []
    [event] = desk.events("setting")
    assert (event.who, event.details) == (
        "admin",
        {"name": "months.ar", "before": "iraqi", "after": "gregorian"},
    )
    with desk.database.reading() as session:
        assert store.house(session).value("months.ar") == "gregorian"
        assert [each.id for each in house.changes(session)] == [event.id]


def test_only_admins_decide_and_one_wrong_value_keeps_all_as_it_was(desk: Desk) -> None:
    with desk.step() as session, pytest.raises(NotAllowed):
        house.change(session, {"one-step": "on"}, desk["chief"])
    with desk.step() as session, pytest.raises(BadValue):
        house.change(session, {"one-step": "on", "late-hours": "a day"}, desk["admin"])
    with desk.database.reading() as session:
        assert store.house(session).chosen == {}


def test_a_value_that_is_none_any_more_is_left_out(desk: Desk) -> None:
    with desk.step() as session:
        settings.put(session, "months.ar", "lunar")
        settings.put(session, "late-hours", 5)
        settings.put(session, "older", "on")
    with desk.database.reading() as session:
        assert store.house(session).chosen == {}


def test_an_edition_goes_out_with_the_dates_of_the_house(desk: Desk) -> None:
    with desk.step() as session:
        house.change(session, {"months.ar": "gregorian", "digits.ar": "arabic"}, desk["admin"])
    desk.ingest(DATED)
    desk.finish()
    desk.release()
    assert "١٣ ديسمبر ٢٠١٧" in (desk.folder() / "ar.html").read_text("utf-8")
    assert "١٣ی کانونی یەکەمی ٢٠١٧" in (desk.folder() / "ckb.html").read_text("utf-8")


def test_a_release_keeps_the_style_of_its_day(desk: Desk) -> None:
    desk.ingest(DATED)
    desk.finish()
    desk.release()
    decide(desk, **{"months.ar": "gregorian"})
    with desk.database.reading() as session:
        release = releases.latest(session, articles.find(session, "story").id)
        assert release is not None
        files = assemble.package(session, release, {"html": ".html"}).files
    assert files["ar.html"] == (desk.folder() / "ar.html").read_bytes()
    assert "كانون الأول" in files["ar.html"].decode()


def test_what_is_saved_or_imported_has_the_heh_of_the_house(desk: Desk) -> None:
    desk.ingest()
    with desk.step() as session:
        house.change(session, {"consonant.ckb": "ھ"}, desk["admin"])
    desk.write({RAIN: "بەهار درەنگ هات."}, tag="ckb")
    assert desk.texts(tag="ckb")[RAIN] == "بەھار درەنگ ھات."
    desk.write({RAIN: "بەهار درەنگ هات."}, tag="ckb")
    assert desk.row(RAIN, tag="ckb").record.version == 1
    file = desk.export(tag="ckb").replace("بەھار درەنگ ھات.".encode(), "بەهار زوو هات.".encode())
    assert (desk.take(file, "ckb").applied, desk.texts(tag="ckb")[RAIN]) == (1, "بەھار زوو ھات.")
    again = desk.take(file, "ckb")
    assert (again.applied, again.unchanged, again.conflicts) == (0, 6, [])


def test_a_number_that_is_put_right_has_the_digits_of_the_house(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    for digits, number in (("european", "14"), ("arabic", "١٤")):
        with desk.step() as session:
            house.change(session, {"digits.ar": digits}, desk["admin"])
        desk.ingest(STORY.replace("12 wells", "14 wells"), digits)
        desk.route(digits)
        [offer, *_] = desk.suggestions(WELLS, slug=digits)
        assert f" {number} " in offer.text


def test_in_one_step_an_editor_approves_a_draft_of_their_own(desk: Desk) -> None:
    desk.ingest()
    desk.write({RAIN: "تأخر المطر هذا العام."}, by="editor")
    decide(desk, one_step="on")
    with desk.sheet() as (session, sheet):
        assert review.approve(session, sheet, [sheet.rows[RAIN]], desk["editor"]).done
    assert desk.row(RAIN).record.state is State.APPROVED


def test_what_a_program_brings_waits_unless_the_desk_decided_otherwise(desk: Desk) -> None:
    program = replace(desk["editor"], token=True)

    def bring(slug: str) -> str:
        with desk.step() as session:
            document = ingest.parse(STORY.encode(), f"{slug}.md")
            article = ingest.ingest(session, document, program, slug=slug).article
            return articles.revision(session, article).accepted_by

    assert bring("first") == ""
    decide(desk, tokens_accepted="on")
    assert bring("second") == "editor"


def late(desk: Desk) -> None:
    """The translator has a sentence, and its time has come."""
    desk.ingest()
    desk.assign(RAIN, to="translator")
    with desk.sheet() as (session, sheet):
        _give_time(session, sheet, desk)
    desk.hurry()


def _give_time(session: Session, sheet: Sheet, desk: Desk) -> None:
    due = datetime.now(UTC) + timedelta(hours=2)
    assignments.give_time(session, sheet, [sheet.rows[RAIN]], due, desk["editor"])


def told(desk: Desk, name: str) -> list[str]:
    with desk.database.reading() as session:
        query = select(Notice).where(Notice.user_id == desk[name].id).order_by(Notice.id)
        return [each.kind.value for each in session.scalars(query)]


def test_late_work_stays_unless_the_desk_decided_otherwise(desk: Desk) -> None:
    late(desk)
    desk.hurry()
    assert desk.row(RAIN).assignment is not None
    assert "freed" not in told(desk, "translator")


def test_late_work_is_free_for_others_after_the_hours_of_the_house(desk: Desk) -> None:
    decide(desk, late_hours="12")
    late(desk)
    assert desk.row(RAIN).assignment is not None
    desk.hurry()
    assert desk.row(RAIN).assignment is None
    assert told(desk, "translator")[-2:] == ["late", "freed"]
    assert told(desk, "editor") == ["late", "freed"]
    desk.hurry()
    assert len(desk.events("freed")) == 1


def test_late_work_that_was_handed_in_is_not_freed(desk: Desk) -> None:
    decide(desk, late_hours="12")
    late(desk)
    desk.write({RAIN: "تأخر المطر هذا العام."})
    desk.submit()
    desk.hurry()
    assert desk.row(RAIN).assignment is not None


def test_a_desk_that_changed_its_mind_frees_nothing(desk: Desk) -> None:
    decide(desk, late_hours="12")
    late(desk)
    decide(desk, late_hours="0")
    desk.hurry()
    assert desk.row(RAIN).assignment is not None
