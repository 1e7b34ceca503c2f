"""What translators do: every rule of the state table, through the workflow."""

import pytest

from tests.desk import BOAT, DAM, HEADLINE, RAIN, REPORT, WELLS, WORDS, Desk
from tms import catalogs
from tms.core.rights import OPERATOR, Role
from tms.errors import Conflict, DeskError, FourEyes, NotAllowed, StepRefused
from tms.workflow import checking, memory, people, route, suggest, translate
from tms.workflow.steps import Seen
from tms.workflow.translate import Outcome, Write

LATE = ("came late this year", "came very late this year")
TEXT = "تأخر المطر هذا العام."
OTHER = "جاء المطر متأخراً هذا العام."


@pytest.fixture(autouse=True)
def _story(request: pytest.FixtureRequest) -> None:
    name = "desks" if "desks" in request.fixturenames else "desk"
    request.getfixturevalue(name).ingest()


def why(outcome: Outcome) -> type[DeskError]:
    assert not outcome.done
    return type(outcome.refused[0][1])


def test_an_empty_segment_becomes_a_draft_then_is_submitted_then_approved(desks: Desk) -> None:
    desks.write({RAIN: TEXT})
    row = desks.row(RAIN)
    assert (row.record.state, row.record.version, row.record.author) == ("draft", 1, "translator")
    assert row.record.basis == [[row.segments[0].id, row.segments[0].text.hash]]
    desks.submit()
    desks.approve()
    row = desks.row(RAIN)
    assert (row.record.state, row.record.version, row.record.approved_by) == ("approved", 1, "editor")


def test_every_version_is_kept(desk: Desk) -> None:
    for text in (TEXT, OTHER, TEXT):
        desk.write({RAIN: text})
    assert [(v.version, v.text, v.author) for v in desk.history(desk.row(RAIN).id)] == [
        (1, TEXT, "translator"),
        (2, OTHER, "translator"),
        (3, TEXT, "translator"),
    ]


def test_the_same_text_again_makes_no_version(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    outcome = desk.write({RAIN: f"  {TEXT} "})
    assert (len(outcome.unchanged), outcome.done) == (1, [])
    assert desk.row(RAIN).record.version == 1


def test_a_returned_text_stays_returned_while_it_is_mended(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    desk.submit()
    desk.return_(RAIN, comment="Say it more plainly.")
    desk.write({RAIN: OTHER})
    assert desk.states()[RAIN] == "returned"
    desk.submit()
    assert desk.states()[RAIN] == "submitted"


@pytest.mark.parametrize("approved", [False, True])
def test_only_an_editor_saves_over_what_was_submitted(desk: Desk, approved: bool) -> None:
    desk.write({RAIN: TEXT})
    desk.submit()
    if approved:
        desk.approve()
    assert why(desk.write({RAIN: OTHER})) is NotAllowed
    assert desk.texts()[RAIN] == TEXT
    assert desk.write({RAIN: OTHER}, by="editor").done
    assert (desk.states()[RAIN], desk.row(RAIN).record.author) == ("draft", "editor")


def test_an_edition_that_was_approved_is_open_after_an_edit(desk: Desk) -> None:
    desk.finish()
    assert desk.look().state == "approved"
    desk.write({RAIN: OTHER}, by="editor")
    assert desk.look().state == "open"


def test_an_assigned_segment_is_saved_by_its_translator_and_by_editors_only(desk: Desk) -> None:
    desk.assign(RAIN, to="second")
    assert why(desk.write({RAIN: TEXT}, by="translator")) is NotAllowed
    assert desk.write({RAIN: TEXT}, by="second").done
    assert desk.write({RAIN: OTHER}, by="editor").done


def test_nobody_saves_in_a_language_that_is_not_theirs(desk: Desk) -> None:
    with desk.step() as session:
        user = people.add(session, "arabist", Role.EDITOR, ["ar"], OPERATOR)
        desk.cast["arabist"] = people.person(user)
    assert desk.write({RAIN: TEXT}, by="arabist").done
    kurdish = WORDS["The rain came late this year."]["ckb"]
    assert why(desk.write({RAIN: kurdish}, tag="ckb", by="arabist")) is NotAllowed


def test_who_submits(desk: Desk) -> None:
    desk.write({RAIN: TEXT, WELLS: "حفروا 12 بئراً.", BOAT: "ينقلهم قارب."})
    with desk.sheet() as (session, sheet):
        assert why(translate.submit(session, sheet, [sheet.rows[RAIN]], desk["second"])) is NotAllowed
        assert translate.submit(session, sheet, [sheet.rows[RAIN]], desk["translator"]).done
        assert translate.submit(session, sheet, [sheet.rows[WELLS]], desk["editor"]).done
    desk.assign(BOAT, to="second")
    with desk.sheet() as (session, sheet):
        assert translate.submit(session, sheet, [sheet.rows[BOAT]], desk["second"]).done


def test_nothing_empty_or_blank_is_submitted(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    desk.write({RAIN: ""})
    with desk.sheet() as (session, sheet):
        rows = [sheet.rows[RAIN], sheet.rows[WELLS]]
        outcome = translate.submit(session, sheet, rows, desk["translator"])
    assert [type(error) for _, error in outcome.refused] == [StepRefused, StepRefused]
    assert [version.text for version in desk.history(desk.row(RAIN).id)] == [TEXT, ""]


def test_the_author_takes_back_what_is_submitted_and_an_editor_what_is_approved(desk: Desk) -> None:
    desk.write({RAIN: TEXT, WELLS: "حفروا 12 بئراً."})
    desk.submit()
    assert why(desk.reopen(RAIN, by="second")) is NotAllowed
    assert desk.reopen(RAIN, by="translator").done
    desk.approve()
    assert why(desk.reopen(WELLS, by="translator")) is NotAllowed
    assert desk.reopen(WELLS, by="editor").done
    assert desk.states()[RAIN] == desk.states()[WELLS] == "draft"
    assert desk.row(WELLS).record.version == 1, "a state step changes no version"


def test_a_save_against_another_version_gives_back_the_current_text(desks: Desk) -> None:
    desks.write({RAIN: TEXT}, by="translator")
    with desks.sheet() as (session, sheet):
        late = Write(sheet.rows[RAIN], OTHER, Seen(0))
        outcome = translate.save(session, sheet, [late], desks["second"])
    conflict = outcome.refused[0][1]
    assert isinstance(conflict, Conflict)
    assert (conflict.current, conflict.version, conflict.status) == (TEXT, 1, 409)
    assert desks.texts()[RAIN] == TEXT


def test_who_was_overtaken_sees_the_text_also_when_it_is_submitted_by_now(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    desk.submit()
    with desk.sheet() as (session, sheet):
        late = Write(sheet.rows[RAIN], OTHER, Seen(0))
        outcome = translate.save(session, sheet, [late], desk["second"])
    conflict = outcome.refused[0][1]
    assert isinstance(conflict, Conflict)
    assert conflict.current == TEXT


def test_a_refused_text_leaves_the_others_saved(desk: Desk) -> None:
    desk.assign(WELLS, to="second")
    outcome = desk.write({RAIN: TEXT, WELLS: "حفروا 12 بئراً.", BOAT: "ينقلهم قارب."})
    assert (len(outcome.done), len(outcome.refused)) == (2, 1)
    assert desk.states() == ["empty", "draft", "empty", "draft", "empty", "empty"]


def test_a_text_made_from_wording_that_was_corrected_meanwhile_is_kept_as_stale(desks: Desk) -> None:
    seen = desks.row(RAIN)
    desks.correct(LATE)
    with desks.sheet() as (session, sheet):
        write = Write(sheet.rows[RAIN], TEXT, Seen(0, seen.basis))
        assert translate.save(session, sheet, [write], desks["translator"]).done
    assert (desks.texts()[RAIN], desks.states()[RAIN]) == (TEXT, "draft!")
    desks.submit()
    assert why(desks.approve()) is Conflict


def test_what_is_not_stale_is_not_confirmed(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    assert why(desk.confirm(RAIN)) is StepRefused
    assert why(desk.confirm(WELLS)) is StepRefused


@pytest.mark.parametrize("state", ["draft", "returned", "submitted", "approved"])
def test_confirming_keeps_the_state_but_an_approval_has_to_be_given_again(desk: Desk, state: str) -> None:
    desk.write({RAIN: TEXT})
    if state != "draft":
        desk.submit()
    if state == "returned":
        desk.return_(RAIN, comment="?")
    if state == "approved":
        desk.approve()
    desk.correct(LATE)
    desk.confirm(RAIN, by="second")
    assert desk.states()[RAIN] == ("submitted" if state == "approved" else state)
    assert desk.row(RAIN).record.author == "translator", "confirming is not authoring"


def test_nobody_confirms_a_correction_that_they_have_not_seen(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    desk.correct(LATE)
    seen = desk.row(RAIN)
    desk.correct(("came late this year", "never came this year"))
    with desk.sheet() as (session, sheet):
        outcome = translate.confirm(
            session, sheet, [sheet.rows[RAIN]], desk["translator"], seen=Seen(1, seen.basis)
        )
    assert why(outcome) is Conflict
    assert desk.states()[RAIN] == "draft!"


def test_suggestions_fill_what_is_empty_as_drafts_that_keep_their_origin(desks: Desk) -> None:
    desks.write({RAIN: TEXT})
    with desks.step() as session:
        pairs = [("A boat brings the children to school.", "قارب ينقل الأطفال.")]
        memory.add(session, pairs, "ar", desks["editor"])
    with desks.sheet() as (session, sheet):
        assert route.translate(session, sheet, desks["translator"], "pseudo") == 5
    rows = desks.look().rows
    assert desks.states() == ["draft"] * 6
    assert [row.record.origin for row in rows] == [
        "machine:pseudo",
        "person",
        "machine:pseudo",
        "memory",
        "machine:pseudo",
        "machine:pseudo",
    ]
    assert rows[BOAT].record.author == "translator", "taking a suggestion is authoring"
    assert rows[RAIN].record.text == TEXT


def test_a_suggestion_for_the_old_wording_does_not_hide_one_for_the_new(desk: Desk) -> None:
    with desk.step() as session:
        memory.add(session, [("The rain came late this year.", TEXT)], "ar", desk["editor"])
    with desk.sheet() as (session, sheet):
        suggest.offer(session, sheet, [sheet.rows[RAIN]])
    desk.correct(LATE)
    with desk.sheet() as (session, sheet):
        route.translate(session, sheet, desk["translator"], "pseudo")
    assert desk.row(RAIN).record.origin == "machine:pseudo"


def test_the_last_editor_to_write_is_the_author_for_four_eyes(desk: Desk) -> None:
    desk.write({HEADLINE: WORDS["Water returns to the marshes"]["ar"]})
    desk.submit()
    desk.write({HEADLINE: "المياه تعود"}, by="editor")
    desk.submit(by="editor")
    assert why(desk.approve(by="editor")) is FourEyes
    assert desk.approve(by="deputy").done


def test_codes_of_the_source_stand_in_the_target(desk: Desk) -> None:
    desk.write({REPORT: WORDS["See <1>the report</1>."]["ar"], DAM: "فتحوا السد."})
    row = desk.row(REPORT)
    assert row.target.codes[0].attributes == row.source.codes[0].attributes


def test_a_text_is_kept_with_its_spelling_mended(desk: Desk) -> None:
    desk.write({RAIN: "باران ئه\u200cمساڵ  دره\u200cنگ هات?"}, tag="ckb")
    assert desk.texts(tag="ckb")[RAIN] == "باران ئەمساڵ درەنگ هات؟"
    outcome = desk.write({RAIN: "باران ئەمساڵ درەنگ هات?"}, tag="ckb")
    assert (len(outcome.done), len(outcome.unchanged)) == (0, 1)
    assert desk.row(RAIN, tag="ckb").record.version == 1


def test_a_finding_that_names_a_language_is_kept_and_read_again(desks: Desk) -> None:
    desks.write({RAIN: TEXT}, tag="ckb")
    desks.settle()
    with desks.sheet(tag="ckb") as (session, sheet):
        found = checking.find(session, sheet)[sheet.rows[RAIN].id]
    said = [catalogs.translate(each.message, "ckb") for each in found if each.check == "language"]
    assert said == ["ئەمە لە عەرەبی دەچێت، نەک لە کوردیی ناوەندی."]
