"""The state table of the design, row by row."""

import pytest

from tms.core.rights import Person, Role
from tms.core.states import Standing, State, Step, after
from tms.errors import FourEyes, NotAllowed, StepRefused

TRANSLATOR = Person(1, "translator", Role.TRANSLATOR, frozenset({"ar"}))
OTHER = Person(2, "other", Role.TRANSLATOR, frozenset({"ar"}))
EDITOR = Person(3, "editor", Role.EDITOR, frozenset({"ar"}))
KURDISH = Person(4, "kurdish", Role.EDITOR, frozenset({"ckb"}))
CHIEF = Person(5, "chief", Role.CHIEF)
READER = Person(6, "reader", Role.ADMIN, read_only=True)

E, D, R, S, A = State.EMPTY, State.DRAFT, State.RETURNED, State.SUBMITTED, State.APPROVED


def standing(
    state: State,
    *,
    author: int | None = 1,
    assignee: int | None = None,
    stale: bool = False,
    blank: bool = False,
) -> Standing:
    return Standing(state, stale, "ar", author, assignee, blank)


@pytest.mark.parametrize(
    ("step", "before", "person", "result"),
    [
        (Step.SAVE, standing(E, author=None), TRANSLATOR, D),
        (Step.SAVE, standing(D), OTHER, D),
        (Step.SAVE, standing(R), TRANSLATOR, R),
        (Step.SAVE, standing(S), EDITOR, D),
        (Step.SAVE, standing(A), CHIEF, D),
        (Step.REOPEN, standing(S), TRANSLATOR, D),
        (Step.REOPEN, standing(A), EDITOR, D),
        (Step.SUBMIT, standing(D), TRANSLATOR, S),
        (Step.SUBMIT, standing(R, author=3, assignee=1), TRANSLATOR, S),
        (Step.SUBMIT, standing(D), EDITOR, S),
        (Step.CONFIRM, standing(A, stale=True), OTHER, S),
        (Step.CONFIRM, standing(D, stale=True), OTHER, D),
        (Step.CONFIRM, standing(R, stale=True), EDITOR, R),
        (Step.RETURN, standing(S), EDITOR, R),
        (Step.RETURN, standing(A), EDITOR, R),
        (Step.APPROVE, standing(S), EDITOR, A),
    ],
)
def test_a_step_leads_where_the_table_says(
    step: Step, before: Standing, person: Person, result: State
) -> None:
    assert after(step, before, person) is result


@pytest.mark.parametrize(
    ("step", "before", "person", "error"),
    [
        (Step.SAVE, standing(D, assignee=1), OTHER, NotAllowed),
        (Step.SAVE, standing(S), TRANSLATOR, NotAllowed),
        (Step.SAVE, standing(A), TRANSLATOR, NotAllowed),
        (Step.SAVE, standing(E), KURDISH, NotAllowed),
        (Step.SAVE, standing(E), READER, NotAllowed),
        (Step.REOPEN, standing(A), TRANSLATOR, NotAllowed),
        (Step.REOPEN, standing(S), OTHER, NotAllowed),
        (Step.REOPEN, standing(D), EDITOR, StepRefused),
        (Step.SUBMIT, standing(D), OTHER, NotAllowed),
        (Step.SUBMIT, standing(E), TRANSLATOR, StepRefused),
        (Step.SUBMIT, standing(D, blank=True), TRANSLATOR, StepRefused),
        (Step.SUBMIT, standing(S), TRANSLATOR, StepRefused),
        (Step.CONFIRM, standing(A), EDITOR, StepRefused),
        (Step.CONFIRM, standing(E, stale=True), EDITOR, StepRefused),
        (Step.RETURN, standing(S), TRANSLATOR, NotAllowed),
        (Step.RETURN, standing(D), EDITOR, StepRefused),
        (Step.APPROVE, standing(S), TRANSLATOR, NotAllowed),
        (Step.APPROVE, standing(S), KURDISH, NotAllowed),
        (Step.APPROVE, standing(S, author=3), EDITOR, FourEyes),
        (Step.APPROVE, standing(S, author=5), CHIEF, FourEyes),
        (Step.APPROVE, standing(D, author=3), EDITOR, StepRefused),
        (Step.APPROVE, standing(E), EDITOR, StepRefused),
    ],
)
def test_a_step_is_refused_where_the_table_has_none(
    step: Step, before: Standing, person: Person, error: type[Exception]
) -> None:
    with pytest.raises(error):
        after(step, before, person)


def test_one_step_lets_an_editor_approve_their_own_draft_and_nobody_elses() -> None:
    assert after(Step.APPROVE, standing(D, author=3), EDITOR, one_step=True) is A
    with pytest.raises(StepRefused):
        after(Step.APPROVE, standing(D, author=1), EDITOR, one_step=True)


def test_an_override_breaks_four_eyes_and_nothing_else() -> None:
    assert after(Step.APPROVE, standing(S, author=3), EDITOR, override=True) is A
    with pytest.raises(NotAllowed):
        after(Step.APPROVE, standing(S), TRANSLATOR, override=True)
