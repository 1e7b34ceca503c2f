"""The one place that decides which step a translation may take, who may take it, and where it leads."""

from dataclasses import dataclass
from enum import StrEnum

from tms.core.rights import Person, Role
from tms.errors import FourEyes, NotAllowed, StepRefused


class State(StrEnum):
    EMPTY = "empty"
    DRAFT = "draft"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class Step(StrEnum):
    SAVE = "save"
    OMIT = "omit"
    PUT_BACK = "put-back"
    SPLIT = "split"
    ADD = "add"
    REMOVE = "remove"
    REOPEN = "reopen"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    RETURN = "return"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision needs to know of a translation.

    The ids of its author and assignee are None for nobody; ``blank`` is a text of white space only. Of a
    step that writes, ``blank`` is said of what it writes.
    """

    state: State
    stale: bool
    language: str
    author: int | None
    assignee: int | None = None
    blank: bool = False


def after(
    step: Step,
    standing: Standing,
    person: Person,
    *,
    one_step: bool = False,
    override: bool = False,
) -> State:
    """The state that the step leads to.

    ``one_step`` is the desk's policy that an editor may approve a draft of their own; ``override`` lets
    an editor approve a text of their own, for a reason that is recorded by the caller.

    Raises StepRefused where the state has no such step, NotAllowed where the person may not take it,
    FourEyes where nobody may approve their own text.
    """
    state = standing.state
    editor = person.has(Role.EDITOR, standing.language)
    theirs = standing.author == person.id
    match step:
        case Step.SAVE | Step.OMIT | Step.PUT_BACK | Step.REMOVE:
            _writer(standing, person, editor=editor)
            if step is Step.REMOVE or (step is Step.PUT_BACK and standing.blank):
                return State.EMPTY
            return State.RETURNED if state is State.RETURNED else State.DRAFT
        case Step.SPLIT | Step.ADD:
            _saver(standing, person, editor=editor)
            return State.EMPTY if standing.blank else State.DRAFT
        case Step.REOPEN if state in (State.SUBMITTED, State.APPROVED):
            own = theirs and state is State.SUBMITTED and person.has(Role.TRANSLATOR, standing.language)
            _must(person, Role.EDITOR, allowed=editor or own)
            return State.DRAFT
        case Step.SUBMIT if state in (State.DRAFT, State.RETURNED) and not standing.blank:
            own = theirs or standing.assignee == person.id
            allowed = editor or (own and person.has(Role.TRANSLATOR, standing.language))
            _must(person, Role.EDITOR, allowed=allowed)
            return State.SUBMITTED
        case Step.CONFIRM if standing.stale and state is not State.EMPTY:
            _must(person, Role.TRANSLATOR, allowed=person.has(Role.TRANSLATOR, standing.language))
            return State.SUBMITTED if state is State.APPROVED else state
        case Step.RETURN if state in (State.SUBMITTED, State.APPROVED):
            _must(person, Role.EDITOR, allowed=editor)
            return State.RETURNED
        case Step.APPROVE if state is State.SUBMITTED:
            _must(person, Role.EDITOR, allowed=editor)
            if theirs and not override:
                raise FourEyes
            return State.APPROVED
        case Step.APPROVE if state is State.DRAFT and one_step and theirs:
            _must(person, Role.EDITOR, allowed=editor)
            return State.APPROVED
    raise StepRefused(state=_described(standing), step=step.value)


def _writer(standing: Standing, person: Person, *, editor: bool) -> None:
    """Who may write: an editor, and whoever may save as long as it is not handed in."""
    if standing.state in (State.SUBMITTED, State.APPROVED):
        _must(person, Role.EDITOR, allowed=editor)
    else:
        _saver(standing, person, editor=editor)


def _saver(standing: Standing, person: Person, *, editor: bool) -> None:
    """Who may save: the assignee, any translator of the language if there is none, an editor."""
    free = standing.assignee in (None, person.id)
    _must(person, Role.EDITOR, allowed=editor or (free and person.has(Role.TRANSLATOR, standing.language)))


def _must(person: Person, role: Role, *, allowed: bool) -> None:
    if not allowed:
        raise NotAllowed(name=person.name, role=role.value)


def _described(standing: Standing) -> str:
    return f"{standing.state.value}, stale" if standing.stale else standing.state.value
