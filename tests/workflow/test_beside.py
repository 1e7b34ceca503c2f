"""What stands beside a sentence: the English it was made from, suggestions, history, the sister edition."""

from tests.desk import BOAT, DAM, RAIN, Desk
from tms.core.rights import Person, Role
from tms.core.states import Step
from tms.workflow import beside, sheets


def test_a_stale_translation_is_shown_with_the_english_it_was_made_from(desk: Desk) -> None:
    desk.ingest()
    desk.write_all()
    desk.correct(("late this year", "early this year"))
    desk.correct(("late this year", "at last"), ("upper dam", "lower dam"))
    with desk.database.reading() as session:
        sheet = sheets.open_sheet(session, "story", "ar")
        found = beside.made_from(session, sheet, sheet.rows)
    assert {sheet.by_id[id].position: text.plain.strip() for id, text in found.items()} == {
        RAIN: "The rain came late this year.",
        DAM: "Engineers opened the upper dam in March.",
    }


def test_the_sister_edition_is_shown_to_whoever_speaks_it(desk: Desk) -> None:
    desk.ingest()
    desk.write({BOAT: "بەلەمێک"}, tag="ckb")
    desk.write({BOAT: "قارب"})
    desk.write({BOAT: "ينقل قارب الأطفال."})
    with desk.database.reading() as session:
        sheet = sheets.open_sheet(session, "story", "ar")
        row = sheet.rows[BOAT]
        found = beside.beside(session, sheet, row, desk["translator"])
        alone = beside.beside(session, sheet, row, Person(9, "x", Role.EDITOR, frozenset({"ar"})))
    assert [each.record.text for each in found.references] == ["بەلەمێک"]
    assert [each.text for each in found.history] == ["ينقل قارب الأطفال.", "قارب"]
    assert alone.references == []


def test_what_may_be_done_is_asked_of_the_state_table(desk: Desk) -> None:
    desk.ingest()
    desk.write({BOAT: "قارب"})
    row = desk.row(BOAT)
    assert beside.may(Step.SUBMIT, row, desk["translator"])
    assert not beside.may(Step.APPROVE, row, desk["editor"])
    assert not beside.may(Step.SUBMIT, row, desk["second"])
