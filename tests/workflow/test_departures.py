"""Departures: a sentence left out, and one more than the English has, for a reason and through the gate."""

import json

import pytest

from tests.desk import BOAT, DAM, RAIN, WELLS, WORDS, Desk
from tms.errors import Conflict, NotAllowed, NotLeftOut, ReasonNeeded, TextNeeded
from tms.workflow import departures, runs
from tms.workflow.steps import Seen

A = WORDS["The rain came late this year."]["ar"]
MORE = "والأهوار مدرجة على قائمة التراث العالمي."
WHY = "Readers here need it."


@pytest.fixture(autouse=True)
def _story(request: pytest.FixtureRequest) -> None:
    name = "desks" if "desks" in request.fixturenames else "desk"
    request.getfixturevalue(name).ingest()


def test_a_sentence_left_out_is_approved_and_released_without_a_text(desks: Desk) -> None:
    desks.write_all()
    desks.omit(BOAT)
    row = desks.row(BOAT)
    assert (row.record.text, row.record.omitted, row.record.state) == ("", "It is said above.", "draft")
    desks.submit()
    desks.approve()
    assert desks.blockers() == [("edition", "")]
    desks.sign()
    desks.release(tags=["ar"])
    desks.delivered_as_approved()
    told = json.loads((desks.folder() / "alignment.json").read_bytes())
    [group] = [g for g in told["groups"] if g["ar"][0]["segments"] == row.places]
    assert group["ar"][0]["omitted"] == "It is said above."
    assert f"s-{row.place}" not in (desks.folder() / "ar.html").read_text()


def test_what_was_left_out_comes_back_with_its_text(desk: Desk) -> None:
    desk.write({RAIN: A})
    desk.omit(RAIN)
    desk.put_back(desk.row(RAIN).place)
    row = desk.row(RAIN)
    assert (row.record.text, row.record.omitted, row.record.state) == (A, "", "draft")
    assert [(each.step, each.omitted) for each in desk.history(row.id)] == [
        ("save", ""),
        ("omit", "It is said above."),
        ("put-back", ""),
    ]
    with pytest.raises(NotLeftOut):
        desk.put_back(row.place)


def test_what_had_no_text_is_empty_again(desk: Desk) -> None:
    desk.omit(RAIN)
    desk.put_back(desk.row(RAIN).place)
    assert desk.states()[RAIN] == "empty"


def test_a_text_takes_the_place_of_a_reason(desk: Desk) -> None:
    desk.omit(RAIN)
    desk.write({RAIN: A})
    assert (desk.row(RAIN).record.text, desk.row(RAIN).record.omitted) == (A, "")


def test_a_correction_makes_an_omission_stale_and_it_can_be_still_right(desk: Desk) -> None:
    desk.omit(RAIN)
    desk.correct(("came late", "came early"))
    assert desk.states()[RAIN] == "draft!"
    desk.confirm(RAIN)
    assert (desk.states()[RAIN], desk.row(RAIN).record.omitted) == ("draft", "It is said above.")


def test_both_need_a_reason_and_an_addition_needs_words(desk: Desk) -> None:
    with pytest.raises(ReasonNeeded):
        desk.omit(RAIN, "  ")
    with pytest.raises(ReasonNeeded):
        desk.add(RAIN, MORE, "\n")
    with pytest.raises(TextNeeded):
        desk.add(RAIN, "  ")


def test_who_was_overtaken_leaves_nothing_out(desk: Desk) -> None:
    seen = Seen(desk.row(RAIN).record.version)
    desk.write({RAIN: A}, by="editor")
    with pytest.raises(Conflict) as caught, desk.sheet() as (session, sheet):
        departures.omit(session, sheet, sheet.rows[RAIN], "Why not.", desk["translator"], seen)
    assert caught.value.current == A


def test_a_translator_leaves_out_neither_what_is_settled_nor_what_another_has(desk: Desk) -> None:
    desk.write_all()
    desk.assign(WELLS, to="second")
    with pytest.raises(NotAllowed):
        desk.omit(WELLS)
    with pytest.raises(NotAllowed):
        desk.add(WELLS, MORE)
    desk.submit()
    with pytest.raises(NotAllowed):
        desk.omit(BOAT)
    desk.omit(BOAT, by="editor")
    assert desk.states()[BOAT] == "draft"


def test_an_addition_goes_through_the_gate_and_out_behind_what_it_follows(desks: Desk) -> None:
    desks.write_all()
    made = desks.add(RAIN, MORE)
    row = desks.row(RAIN + 1)
    assert (row.id, row.segments, row.record.added, row.record.state) == (made.id, (), WHY, "draft")
    desks.submit()
    assert ("submitted", made.id) in desks.blockers()
    desks.approve()
    desks.sign()
    desks.release(tags=["ar"])
    desks.delivered_as_approved()
    told = json.loads((desks.folder() / "alignment.json").read_bytes())
    at = [g["ar"][0]["id"] for g in told["groups"]].index(made.id)
    assert told["groups"][at]["en"] == []
    assert told["groups"][at - 1]["ar"][0]["id"] == desks.row(RAIN).id
    page = (desks.folder() / "ar.html").read_text()
    first, second = page.index(f's-{desks.row(RAIN).place}"'), page.index(f'id="t-{made.id}"')
    assert first < second < page.index(f's-{desks.row(RAIN + 2).place}"')


def test_additions_stand_in_the_order_in_which_they_are_said(desk: Desk) -> None:
    desk.write_all()
    last = desk.add(RAIN, "ثالثاً.")
    first = desk.add(RAIN, "أولاً.")
    second = desk.add(RAIN + 1, "ثانياً.")
    assert [row.id for row in desk.look().rows[RAIN + 1 : RAIN + 4]] == [first.id, second.id, last.id]
    desk.omit(RAIN + 2)
    assert [row.id for row in desk.look().rows[RAIN + 1 : RAIN + 3]] == [first.id, last.id]
    desk.put_back(second.id)
    assert [row.record.text for row in desk.look().rows[RAIN + 1 : RAIN + 4]] == ["أولاً.", "ثانياً.", "ثالثاً."]


def test_what_is_released_without_a_removed_addition_keeps_what_follows_it(desk: Desk) -> None:
    desk.write_all()
    desk.add(RAIN, "أولاً.")
    desk.add(RAIN + 1, "ثانياً.")
    desk.omit(RAIN + 1)
    desk.submit()
    desk.approve()
    desk.sign()
    desk.release(tags=["ar"])
    desk.delivered_as_approved()
    assert "ثانياً." in (desk.folder() / "ar.html").read_text()


def test_additions_follow_into_a_merge_and_out_of_it(desk: Desk) -> None:
    desk.write_all()
    one = desk.add(RAIN, "أولاً.")
    other = desk.add(WELLS + 1, "ثانياً.")
    with desk.sheet() as (session, sheet):
        places = [sheet.rows[RAIN].place, sheet.rows[RAIN + 2].place]
        runs.merge(session, sheet, places, desk["translator"])
    assert [row.id for row in desk.look().rows[RAIN + 1 : RAIN + 3]] == [one.id, other.id]
    desk.split(RAIN)
    assert [row.id for row in desk.look().rows[RAIN + 2 : RAIN + 4]] == [one.id, other.id]


def test_an_addition_goes_with_what_it_follows_and_comes_back_with_it(desk: Desk) -> None:
    desk.write_all()
    made = desk.add(RAIN, MORE)
    desk.correct(("The rain came late this year. ", ""))
    assert made.id not in desk.look().by_id
    desk.correct()
    assert made.id in desk.look().by_id
    assert not desk.look().by_id[made.id].stale


def test_an_addition_opens_the_edition_for_board_and_status_alike(desk: Desk) -> None:
    desk.finish(tags=["ar"])
    assert desk.look().state == "approved"
    made = desk.add(DAM, MORE, by="editor")
    assert desk.look().state == "open"
    assert desk.blockers() == [("draft", made.id)]
    assert sum(desk.status().editions["ar"].segments.values()) == 6, "it is no segment of the English"
    desk.check()
