"""Runs: merged sentences come apart again, and sentences of a block stand in another order."""

import pytest

from tests.desk import BOAT, DAM, HEADLINE, RAIN, REPORT, WELLS, WORDS, Desk
from tms.core.states import State
from tms.errors import BadValue, Conflict, NotAllowed, NothingToSplit
from tms.workflow import runs

A = WORDS["The rain came late this year."]["ar"]
B = WORDS["Farmers had dug 12 wells by hand in the dry months."]["ar"]
C = WORDS["A boat brings the children to school."]["ar"]


@pytest.fixture(autouse=True)
def _story(request: pytest.FixtureRequest) -> None:
    name = "desks" if "desks" in request.fixturenames else "desk"
    request.getfixturevalue(name).ingest()


def test_what_was_merged_comes_apart_as_it_was_with_its_history(desks: Desk) -> None:
    desks.write({RAIN: A, WELLS: B})
    old = [desks.row(at).id for at in (RAIN, WELLS)]
    merged = desks.merge(RAIN, WELLS).id
    desks.split(RAIN)
    rows = [desks.row(at) for at in (RAIN, WELLS)]
    assert [row.id for row in rows] == old
    assert [(r.record.text, r.record.state, r.record.version) for r in rows] == [
        (A, "draft", 2),
        (B, "draft", 2),
    ]
    assert [each.step for each in desks.history(old[0])] == ["save", "split"]
    assert desks.history(merged)[-1].text == f"{A} {B}", "and what they were together is kept"
    assert desks.look().ready is False


def test_a_rewritten_run_is_cut_where_it_has_just_as_many_sentences(desk: Desk) -> None:
    desk.write({RAIN: A, WELLS: B})
    desk.merge(RAIN, WELLS)
    desk.write({RAIN: "جاء المطر متأخراً هذه السنة. وكان الفلاحون قد حفروا ١٢ بئراً."})
    desk.split(RAIN)
    assert desk.texts()[RAIN:BOAT] == ["جاء المطر متأخراً هذه السنة.", "وكان الفلاحون قد حفروا ١٢ بئراً."]


def test_a_run_that_became_one_sentence_gives_back_what_there_was(desk: Desk) -> None:
    desk.write({RAIN: A, WELLS: B})
    desk.merge(RAIN, WELLS)
    desk.write({RAIN: "تأخر المطر بعد أن حفر الفلاحون ١٢ بئراً."})
    desk.split(RAIN)
    assert desk.texts()[RAIN:BOAT] == [A, B]


def test_where_nothing_was_before_the_first_sentence_has_it_all(desk: Desk) -> None:
    desk.merge(RAIN, WELLS)
    desk.write({RAIN: "تأخر المطر بعد أن حفر الفلاحون ١٢ بئراً."})
    desk.split(RAIN)
    assert desk.texts()[RAIN:BOAT] == ["تأخر المطر بعد أن حفر الفلاحون ١٢ بئراً.", ""]
    assert desk.states()[RAIN:BOAT] == ["draft", "empty"]


def test_codes_are_each_sentences_own_again(desk: Desk) -> None:
    desk.ingest("# Two links\n\nSee [one](https://a.example). See [two](https://b.example).\n", "links")
    desk.merge(1, 2, slug="links")
    desk.write({1: "انظر <1>الأول</1>. وانظر <2>الثاني</2>."}, "links")
    desk.split(1, "links")
    assert desk.texts("links")[1:] == ["انظر <1>الأول</1>.", "وانظر <1>الثاني</1>."]
    assert desk.row(2, "links").target.codes[0].get("href") == "https://b.example"


def test_a_code_is_not_torn_from_its_sentence(desk: Desk) -> None:
    desk.ingest("# Two links\n\nSee [one](https://a.example). See [two](https://b.example).\n", "links")
    desk.merge(1, 2, slug="links")
    desk.write({1: "انظر <2>الثاني</2>. وانظر <1>الأول</1>."}, "links")
    desk.split(1, "links")
    assert desk.texts("links")[1:] == ["انظر الثاني. وانظر <1>الأول</1>.", ""]


def test_one_sentence_has_nothing_to_split(desk: Desk) -> None:
    with pytest.raises(NothingToSplit):
        desk.split(RAIN)


def test_a_block_that_changed_meanwhile_is_looked_at_again(desk: Desk) -> None:
    desk.write({RAIN: A, WELLS: B})
    seen = desk.look().seen(desk.row(RAIN).block.id)
    desk.write({WELLS: f"{B} نعم."})
    with desk.sheet() as (session, sheet):
        by = desk["translator"]
        rain, wells, boat = (sheet.rows[at].place for at in (RAIN, WELLS, BOAT))
        with pytest.raises(Conflict):
            runs.merge(session, sheet, [rain, wells], by, seen=seen)
        with pytest.raises(Conflict):
            runs.order(session, sheet, [boat, rain, wells], by, seen=seen)
        made = runs.merge(session, sheet, [rain, wells], by, seen=sheet.seen(sheet.rows[RAIN].block.id))
        with pytest.raises(Conflict):
            runs.split(session, sheet, made, by, seen=seen)


def test_sentences_of_a_block_stand_in_another_order_and_go_out_so(desks: Desk) -> None:
    desks.write_all()
    desks.order(BOAT, RAIN, WELLS)
    english = desks.english()
    sheet = desks.look()
    assert [row.source.plain.strip() for row in sheet.rows[RAIN:DAM]] == [
        english[i] for i in (BOAT, RAIN, WELLS)
    ]
    desks.submit()
    desks.approve()
    signed = desks.sign()
    desks.release(tags=["ar"])
    desks.delivered_as_approved()
    page = (desks.folder() / "ar.html").read_text()
    places = [page.index(f'id="s-{row.place}"') for row in desks.look().rows]
    assert places == sorted(places)
    assert desks.look().manifest == signed


def test_what_was_approved_and_moves_is_a_draft_again_and_an_editor_moves_it(desk: Desk) -> None:
    desk.finish(tags=["ar"])
    with pytest.raises(NotAllowed):
        desk.order(WELLS, RAIN, BOAT)
    desk.order(WELLS, RAIN, BOAT, by="editor")
    assert desk.states() == ["approved", "draft", "draft", "approved", "approved", "approved"]
    assert desk.look().state == "open"
    desk.order(WELLS, RAIN, BOAT, by="editor")
    assert desk.look().rows[RAIN].source.plain.startswith("The rain"), "and back by the same step"


@pytest.mark.parametrize(
    "at", [(RAIN, WELLS), (RAIN, RAIN, BOAT), (RAIN, WELLS, DAM), (HEADLINE, RAIN, WELLS, BOAT)]
)
def test_an_order_names_each_sentence_of_one_block_once(desk: Desk, at: tuple[int, ...]) -> None:
    with pytest.raises(BadValue):
        desk.order(*at)


def test_a_new_sentence_stands_behind_the_one_it_follows_in_english(desk: Desk) -> None:
    desk.order(BOAT, RAIN, WELLS)
    desk.correct(("A boat brings", "Nobody could swim. A boat brings"))
    plain = [row.source.plain.split()[0] for row in desk.look().rows[RAIN : DAM + 1]]
    assert plain == ["A", "The", "Farmers", "Nobody"]


def test_a_run_keeps_the_place_that_its_first_sentence_was_given(desk: Desk) -> None:
    desk.order(WELLS, BOAT, RAIN)
    desk.merge(RAIN, WELLS)  # the wells and the boat by now
    assert [row.source.plain.split()[0] for row in desk.look().rows[RAIN:DAM]] == [
        "Farmers",
        "The",
        "Engineers",
    ]
    desk.split(RAIN)
    assert [row.source.plain.split()[0] for row in desk.look().rows[RAIN:DAM]] == ["Farmers", "A", "The"]


def test_a_translator_leaves_what_another_has(desk: Desk) -> None:
    desk.merge(RAIN, WELLS)
    desk.assign(RAIN, to="second")
    with pytest.raises(NotAllowed):
        desk.split(RAIN)
    desk.split(RAIN, by="second")
    assert desk.row(REPORT).record.state is State.EMPTY
