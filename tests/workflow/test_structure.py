"""Coverage: merged runs keep every text and every segment."""

import pytest

from tests.desk import BOAT, DAM, RAIN, WELLS, WORDS, Desk
from tms.core.states import State
from tms.errors import BadValue, Conflict, NotAllowed
from tms.store import editions

A = WORDS["The rain came late this year."]["ar"]
B = WORDS["Farmers had dug 12 wells by hand in the dry months."]["ar"]


@pytest.fixture(autouse=True)
def _story(request: pytest.FixtureRequest) -> None:
    name = "desks" if "desks" in request.fixturenames else "desk"
    request.getfixturevalue(name).ingest()


def test_merged_texts_are_one_draft_and_what_it_replaces_keeps_its_history(desks: Desk) -> None:
    desks.write({RAIN: A, WELLS: B})
    old = [desks.row(at).id for at in (RAIN, WELLS)]
    made = desks.merge(RAIN, WELLS)
    row = desks.row(RAIN)
    assert row.id == made.id not in old
    assert (row.record.text, row.record.state, row.record.version) == (f"{A} {B}", "draft", 1)
    assert len(row.segments) == 2
    assert [desks.history(id)[0].text for id in old] == [A, B]
    found = desks.status().editions["ar"].segments
    assert (found[State.DRAFT], sum(found.values())) == (2, 6), "the status counts segments, not translations"
    [event] = desks.events("merge")
    assert event.details["replaced"] == old


def test_empty_segments_merge_into_an_empty_run(desk: Desk) -> None:
    desk.merge(RAIN, WELLS)
    row = desk.row(RAIN)
    assert (row.record.state, row.record.version, row.record.basis) == ("empty", 0, [])
    desk.write({RAIN: f"{A} {B}"})
    assert desk.row(RAIN).record.basis == row.basis


def test_a_run_grows(desk: Desk) -> None:
    desk.write({RAIN: A, WELLS: B, BOAT: "ينقلهم قارب."})
    desk.merge(RAIN, WELLS)
    desk.merge(RAIN, WELLS)  # the place of the boat by now
    row = desk.row(RAIN)
    assert len(row.segments) == 3
    assert row.record.text == f"{A} {B} ينقلهم قارب."


def test_the_order_in_which_they_are_named_does_not_matter(desk: Desk) -> None:
    desk.write({RAIN: A, WELLS: B})
    desk.merge(WELLS, RAIN)
    assert desk.row(RAIN).record.text == f"{A} {B}"


@pytest.mark.parametrize(("one", "other"), [(RAIN, BOAT), (BOAT, DAM)])
def test_only_neighbours_in_one_block_merge(desk: Desk, one: int, other: int) -> None:
    with pytest.raises(BadValue):
        desk.merge(one, other)


def test_half_of_a_run_does_not_merge(desk: Desk) -> None:
    desk.merge(RAIN, WELLS)
    run = desk.row(RAIN)
    from tms.workflow import runs

    boat = desk.row(WELLS).segments[0].id
    with pytest.raises(Conflict), desk.sheet() as (session, sheet):
        runs.merge(session, sheet, [run.segments[1].id, boat], desk["translator"])


def test_a_translator_merges_neither_what_is_settled_nor_what_another_has(desk: Desk) -> None:
    desk.write({RAIN: A, WELLS: B})
    desk.assign(WELLS, to="second")
    with pytest.raises(NotAllowed):
        desk.merge(RAIN, WELLS)
    desk.assign(WELLS, to="translator")
    desk.submit()
    with pytest.raises(NotAllowed):
        desk.merge(RAIN, WELLS)
    desk.merge(RAIN, WELLS, by="editor")
    assert desk.states()[RAIN] == "draft"


def test_codes_of_later_segments_are_counted_on(desk: Desk) -> None:
    desk.ingest("# Two links\n\nSee [one](https://a.example). See [two](https://b.example).\n", "links")
    desk.write_all("links")
    with desk.sheet("links") as (session, sheet):
        from tms.workflow import runs

        ids = [segment.id for row in sheet.rows[1:] for segment in row.segments]
        runs.merge(session, sheet, ids, desk["translator"])
    row = desk.row(1, "links")
    assert [code.get("href") for code in row.target.codes] == ["https://a.example", "https://b.example"]
    assert [mark.number for mark in row.target.marks] == [1, 1, 2, 2]


def test_a_merged_run_is_assigned_and_released_as_one(desks: Desk) -> None:
    desks.write_all()
    desks.merge(RAIN, WELLS)
    desks.assign(RAIN, to="second")
    desks.submit()
    desks.submit(by="second")
    desks.approve()
    desks.sign()
    desks.release(tags=["ar"])
    part = desks.parts(1)["ar"]
    assert [len(item["segments"]) for item in part.items] == [1, 2, 1, 1, 1]
    page = (desks.folder() / "ar.html").read_text()
    for segment in desks.row(RAIN).segments:
        assert f'id="s-{segment.id}"' in page


def test_every_segment_has_exactly_one_row_after_all_of_it(desk: Desk) -> None:
    desk.write_all()
    desk.merge(RAIN, WELLS)
    desk.correct(("The rain came late this year. ", ""))
    desk.correct(("A boat brings", "A long boat brings"))
    with desk.database.reading() as session:
        rows = editions.coverage(session, [desk.look().edition.id])
    live = [segment.id for segment in desk.look().document.segments]
    assert sorted(row.segment for row in rows if row.segment in live) == sorted(live)
