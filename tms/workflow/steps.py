"""Take one step with one translation: the state table decides, the version guards, an event tells."""

from dataclasses import dataclass, replace
from typing import Any

from tms.core.rights import Person, Role
from tms.core.states import State, Step, after
from tms.errors import Conflict
from tms.store import editions, events
from tms.store.editions import Version
from tms.store.session import Session
from tms.workflow.sheets import Basis, Row, Sheet


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person looked at when they decided: the translation's version and, if known, its basis.

    A basis that is not the current one makes a save stale and an approval a conflict.
    """

    version: int
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a step writes: a text in code notation, the basis it is made from, and what it came from.

    ``omitted`` is the reason why there is no text.
    """

    text: str
    basis: Basis
    origin: str
    omitted: str = ""

    @property
    def blank(self) -> bool:
        return not self.text.strip() and not self.omitted


def change(
    session: Session,
    sheet: Sheet,
    row: Row,
    step: Step,
    by: Person,
    seen: Seen,
    *,
    wording: Wording,
    **details: Any,
) -> None:
    """A step that writes text or basis: raises the version and keeps it in the history."""
    _current(session, sheet, row, by, seen)
    state = after(step, replace(row.standing, blank=wording.blank), by)
    version = seen.version + 1
    author: dict[str, Any] = {} if step is Step.CONFIRM else {"author": by.name, "author_id": by.id or None}
    done = editions.write(
        session,
        row.record,
        seen.version,
        text=wording.text,
        basis=wording.basis,
        origin=wording.origin,
        omitted=wording.omitted,
        state=state,
        version=version,
        **author,
    )
    if not done:
        raise conflict(session, row)
    session.add(
        Version(
            translation_id=row.id,
            version=version,
            text=wording.text,
            basis=wording.basis,
            origin=wording.origin,
            omitted=wording.omitted,
            author=by.name,
            step=step.value,
        )
    )
    _tell(session, sheet, row, step, by, state, **details)


def move(
    session: Session,
    sheet: Sheet,
    row: Row,
    step: Step,
    by: Person,
    seen: Seen,
    *,
    one_step: bool = False,
    override: str = "",
    **values: Any,
) -> None:
    """A step that only changes the state: guarded by version and state, the version stays."""
    _current(session, sheet, row, by, seen)
    state = after(step, row.standing, by, one_step=one_step, override=bool(override))
    if step is Step.APPROVE and (row.stale or (seen.basis is not None and seen.basis != row.basis)):
        raise conflict(session, row)
    done = editions.write(session, row.record, seen.version, only_in=row.record.state, state=state, **values)
    if not done:
        raise conflict(session, row)
    details = {"override": override} if override else {}
    _tell(session, sheet, row, step, by, state, **details)


def conflict(session: Session, row: Row) -> Conflict:
    session.refresh(row.record)
    return Conflict(row.place, current=row.record.text, version=row.record.version)


def _current(session: Session, sheet: Sheet, row: Row, by: Person, seen: Seen) -> None:
    """Who was overtaken is shown the text as it is now, whatever else the step might be refused for."""
    if seen.version != row.record.version and by.has(Role.TRANSLATOR, sheet.language):
        raise conflict(session, row)


def _tell(
    session: Session, sheet: Sheet, row: Row, step: Step, by: Person, state: State, **details: Any
) -> None:
    events.append(
        session,
        by.name,
        step.value,
        sheet.article.id,
        sheet.language,
        row.id,
        segments=row.places,
        version=row.record.version,
        state=state.value,
        **details,
    )
