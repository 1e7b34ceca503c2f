"""What editors do: approve with four eyes, return, waive in the very text, sign what they saw."""

import pytest

from tests.desk import BOAT, HEADLINE, RAIN, WELLS, WORDS, Desk
from tms.errors import (
    BadValue,
    CannotWaive,
    CommentNeeded,
    Conflict,
    FindingsLeft,
    FourEyes,
    NotAllowed,
    NotReady,
    ReasonNeeded,
    StepRefused,
)
from tms.store import desk as settings
from tms.store import findings
from tms.store.findings import Waiver
from tms.store.notices import NoticeKind
from tms.workflow import notices, review
from tms.workflow.steps import Seen
from tms.workflow.translate import Outcome

TEXT = "تأخر المطر هذا العام."
WRONG = "كان المزارعون قد حفروا ١٣ بئراً بأيديهم."
"""Thirteen wells: an error-level finding of the numbers check."""


@pytest.fixture(autouse=True)
def _story(request: pytest.FixtureRequest) -> None:
    name = "desks" if "desks" in request.fixturenames else "desk"
    request.getfixturevalue(name).ingest()


def waivers(desk: Desk) -> list[Waiver]:
    with desk.database.reading() as session:
        return findings.waivers(session, [desk.look().edition.id])


def test_nobody_approves_their_own_text(desk: Desk) -> None:
    desk.write({RAIN: TEXT}, by="editor")
    desk.submit(by="editor")
    outcome = desk.approve(by="editor")
    assert [type(error) for _, error in outcome.refused] == [FourEyes]
    assert desk.states()[RAIN] == "submitted"
    assert desk.approve(by="deputy").done


@pytest.mark.parametrize("by", ["chief", "admin"])
def test_four_eyes_bind_every_role(desk: Desk, by: str) -> None:
    desk.write({RAIN: TEXT}, by=by)
    desk.submit(by=by)
    assert [type(error) for _, error in desk.approve(by=by).refused] == [FourEyes]


def test_an_override_leaves_its_reason_and_waives_the_findings(desks: Desk) -> None:
    desks.write({WELLS: WRONG}, by="editor")
    desks.submit(by="editor")
    desks.approve(by="editor", override="The ministry has corrected the number.")
    assert desks.states()[WELLS] == "approved"
    [event] = desks.events("approve")
    assert (event.who, event.details["override"]) == ("editor", "The ministry has corrected the number.")
    [waiver] = waivers(desks)
    assert (waiver.check, waiver.reason) == ("numbers", "The ministry has corrected the number.")
    assert ("finding", desks.row(WELLS).segments[0].id) not in desks.blockers()


def test_with_the_policy_one_step_an_editor_approves_a_draft_of_their_own(desk: Desk) -> None:
    desk.write({RAIN: TEXT}, by="editor")

    def approve() -> Outcome:
        with desk.sheet() as (session, sheet):
            return review.approve(session, sheet, [sheet.rows[RAIN]], desk["editor"])

    with pytest.raises(StepRefused):
        approve()
    with desk.step() as session:
        settings.put(session, "one-step", "on")
    assert approve().done
    desk.write({WELLS: WORDS["Farmers had dug 12 wells by hand in the dry months."]["ar"]})
    with pytest.raises(StepRefused), desk.sheet() as (session, sheet):
        review.approve(session, sheet, [sheet.rows[WELLS]], desk["editor"])


def test_a_translator_neither_approves_nor_returns_nor_signs(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    desk.submit()
    assert [type(error) for _, error in desk.approve(by="second").refused] == [NotAllowed]
    assert [type(e) for _, e in desk.return_(RAIN, comment="?", by="second").refused] == [NotAllowed]
    with pytest.raises(NotAllowed):
        desk.sign(by="second")
    with pytest.raises(NotAllowed):
        desk.waive("finding", by="second")


def test_what_has_an_error_is_named_and_the_rest_is_approved(desk: Desk) -> None:
    desk.write({RAIN: TEXT, WELLS: WRONG})
    desk.submit()
    outcome = desk.approve()
    assert [row.record.text for row in outcome.done] == [TEXT]
    [(row, error)] = outcome.refused
    assert isinstance(error, FindingsLeft)
    assert (row.record.text, error.params) == (WRONG, {"checks": "numbers"})
    assert desk.states()[WELLS] == "submitted"


def test_an_approval_of_what_was_changed_meanwhile_is_a_conflict_with_the_text(desks: Desk) -> None:
    desks.write({RAIN: TEXT})
    desks.submit()
    seen = Seen(1, desks.row(RAIN).basis)
    desks.reopen(RAIN, by="translator")
    desks.write({RAIN: "أمطرت متأخرة هذا العام."})
    with pytest.raises(Conflict) as raised, desks.sheet() as (session, sheet):
        review.approve(session, sheet, [sheet.rows[RAIN]], desks["editor"], seen=seen)
    assert (raised.value.current, raised.value.version) == ("أمطرت متأخرة هذا العام.", 2)


def test_an_approval_against_english_that_was_corrected_is_a_conflict(desks: Desk) -> None:
    desks.write({RAIN: TEXT})
    desks.submit()
    seen = Seen(1, desks.row(RAIN).basis)
    desks.correct(("came late", "came very late"))
    with pytest.raises(Conflict), desks.sheet() as (session, sheet):
        review.approve(session, sheet, [sheet.rows[RAIN]], desks["editor"], seen=seen)
    assert [type(error) for _, error in desks.approve().refused] == [Conflict]


def test_returned_with_a_comment_that_the_next_approval_takes_away(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    desk.submit()
    desk.return_(RAIN, comment="Is it this year's?")
    assert (desk.states()[RAIN], desk.row(RAIN).record.comment) == ("returned", "Is it this year's?")
    desk.submit()
    desk.approve()
    assert desk.row(RAIN).record.comment == ""


@pytest.mark.parametrize("comment", ["", " \n\u00a0"])
def test_nothing_is_returned_without_a_word(desk: Desk, comment: str) -> None:
    desk.write({RAIN: TEXT})
    desk.submit()
    with pytest.raises(CommentNeeded):
        desk.return_(RAIN, comment=comment)
    assert desk.states()[RAIN] == "submitted"


def test_the_chief_is_told_of_what_was_approved_by_an_override(desk: Desk) -> None:
    desk.write({RAIN: TEXT, WELLS: WRONG})
    desk.write({BOAT: "ينقل القارب الأطفال إلى المدرسة."}, by="editor")
    desk.submit()
    desk.submit(by="editor")
    desk.approve(override="It goes out in ten minutes.")
    with desk.database.reading() as session:
        told = {
            name: notices.listed(session, desk[name]) for name in ("chief", "admin", "editor", "translator")
        }
    [notice] = told.pop("chief")
    wanted = [desk.row(at).segments[0].id for at in (WELLS, BOAT)]
    assert (notice.notice.kind, list(notice.segments)) == (NoticeKind.OVERRIDDEN, wanted)
    assert (notice.comment, notice.notice.who) == ("It goes out in ten minutes.", "editor")
    assert not any(told.values()), "what needed no override is not told, and nobody else is"


def test_what_was_approved_can_be_returned_and_leaves_the_memory(desk: Desk) -> None:
    desk.finish()
    assert desk.return_(RAIN, comment="Once more, please.").done
    assert desk.states()[RAIN] == "returned"
    desk.ingest(slug="another")
    with desk.step() as session:
        from tms.workflow import route

        decisions = route.route(session, "another", desk["editor"], dry=True)["ar"]
    assert [d.to for d in decisions] == ["memory", "person", "memory", "memory", "memory", "memory"]


def test_an_empty_or_draft_text_is_neither_approved_nor_returned(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    for at in (RAIN, WELLS):
        with pytest.raises(StepRefused), desk.sheet() as (session, sheet):
            review.approve(session, sheet, [sheet.rows[at]], desk["editor"])
        assert [type(error) for _, error in desk.return_(at, comment="?").refused] == [StepRefused]


def test_what_is_approved_already_is_not_approved_twice(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    desk.submit()
    desk.approve()
    with desk.sheet() as (session, sheet):
        outcome = review.approve(session, sheet, [sheet.rows[RAIN]], desk["deputy"])
    assert (len(outcome.unchanged), outcome.done) == (1, [])
    assert len(desk.events("approve")) == 1


def test_a_waiver_lets_stand_the_very_text_and_no_other(desks: Desk) -> None:
    desks.write({WELLS: WRONG})
    segment = desks.row(WELLS).segments[0].id
    assert ("finding", segment) in desks.blockers()
    assert desks.waive(f"finding:{segment}") == 1
    assert ("finding", segment) not in desks.blockers()
    desks.submit()
    desks.approve()
    assert desks.states()[WELLS] == "approved"
    desks.write({WELLS: WRONG.replace("١٣", "١٤")}, by="editor")
    assert ("finding", segment) in desks.blockers(), "another text is not waived"
    desks.write({WELLS: WRONG}, by="editor")
    assert ("finding", segment) not in desks.blockers(), "the very text is"


def test_a_waiver_ends_when_the_english_it_was_given_for_changes(desk: Desk) -> None:
    desk.write({WELLS: WRONG})
    segment = desk.row(WELLS).segments[0].id
    desk.waive("finding")
    desk.correct(("12 wells", "14 wells"))
    assert ("finding", segment) in desk.blockers()


def test_a_waiver_of_one_segment_leaves_the_others(desk: Desk) -> None:
    desk.write({WELLS: WRONG, HEADLINE: "المياه تعود إلى 3 أهوار"})
    one, other = (desk.row(at).segments[0].id for at in (HEADLINE, WELLS))
    assert desk.waive(f"finding:{other}") == 1
    assert [where for code, where in desk.blockers() if code == "finding"] == [one]


@pytest.mark.parametrize("code", ["empty", "draft", "returned", "submitted", "stale", "edition", "source"])
def test_what_has_to_be_done_cannot_be_waived(desk: Desk, code: str) -> None:
    with pytest.raises(CannotWaive):
        desk.waive(code, by="chief")


def test_other_waivers_are_the_chiefs_and_each_has_a_reason(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.waive("embargo", by="editor")
    assert desk.waive("embargo", by="chief") == 1
    with pytest.raises(ReasonNeeded):
        desk.waive("finding", reason="  ")
    with pytest.raises(BadValue):
        desk.waive("nothing")


def test_an_edition_is_signed_when_it_is_ready_and_open_again_after(desks: Desk) -> None:
    desks.write_all()
    desks.submit()
    with pytest.raises(NotReady) as raised:
        desks.sign()
    assert raised.value.params["count"] == 6
    desks.approve()
    assert desks.look().state == "ready"
    assert ("edition", "") in desks.blockers()
    manifest = desks.sign()
    assert (desks.look().state, desks.look().edition.signed) == ("approved", manifest)
    desks.sign()
    assert len(desks.events("approve-edition")) == 1, "a second signature changes nothing"


def test_a_manifest_that_was_not_the_one_seen_is_a_conflict(desks: Desk) -> None:
    desks.write_all()
    desks.submit()
    desks.approve()
    seen = desks.look().manifest
    desks.write({RAIN: "أمطرت متأخرة هذا العام."}, by="editor")
    desks.submit(by="editor")
    desks.approve(by="deputy")
    with pytest.raises(Conflict), desks.sheet() as (session, sheet):
        review.sign(session, sheet, desks["editor"], seen)
    assert desks.look().state == "ready"
    with desks.sheet() as (session, sheet):
        review.sign(session, sheet, desks["editor"], sheet.manifest)
    assert desks.look().state == "approved"
