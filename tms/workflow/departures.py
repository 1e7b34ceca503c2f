"""Departures: where an edition leaves out a sentence of the English, or says one more, for a reason."""

from tms.core.rights import Person, Role
from tms.core.states import State, Step, after
from tms.core.text import clean
from tms.errors import NotLeftOut, ReasonNeeded, TextNeeded
from tms.store import editions, memory
from tms.store.base import new_id
from tms.store.editions import Translation
from tms.store.house import house
from tms.store.session import Session
from tms.workflow import checking, translate
from tms.workflow.runs import looked
from tms.workflow.sheets import Row, Sheet
from tms.workflow.steps import Seen, Wording, change


def omit(session: Session, sheet: Sheet, row: Row, reason: str, by: Person, seen: Seen) -> None:
    """Leave a sentence out: a draft that is approved and released like any other, and has no text.

    One that was added is taken out, and counts nowhere.
    """
    why = _reason(row, reason)
    if row.segments:
        _write(session, sheet, row, Step.OMIT, by, seen, wording=Wording("", row.basis, "person", why))
    else:
        _write(session, sheet, row, Step.REMOVE, by, seen, wording=Wording("", [], ""), reason=why)


def put_back(session: Session, sheet: Sheet, row: Row, by: Person, seen: Seen) -> None:
    """Put back what was left out or taken out: the text that it had before, or none."""
    if not row.record.omitted and row not in sheet.removed:
        raise NotLeftOut(row.place)
    wording = Wording("", [], "")
    for version in editions.history(session, row.id):
        if version.text:
            wording = Wording(version.text, version.basis, version.origin)
    _write(session, sheet, row, Step.PUT_BACK, by, seen, wording=wording)


def add(
    session: Session, sheet: Sheet, row: Row, text: str, reason: str, by: Person, *, seen: str = ""
) -> Row:
    """Say one sentence more behind this one, which the English does not have."""
    looked(session, sheet, row, seen)
    by.must(Role.TRANSLATOR, sheet.language)
    after(Step.SPLIT, row.standing, by)
    why = _reason(row, reason)
    words = clean(translate.spelled(text, sheet.language, house(session)), row.place)
    if not words:
        raise TextNeeded(row.place)
    record = Translation(id=new_id(), edition_id=sheet.edition.id, after=row.id, added=why)
    for each in editions.additions(session, sheet.edition.id):
        if each.after == row.id:
            each.after = record.id
    session.add(record)
    session.flush()
    made = Row(record, (), row.block, sheet.language, row.position, row.assignment, row.id)
    change(session, sheet, made, Step.ADD, by, Seen(0), wording=Wording(words, [], "person"), reason=why)
    session.flush()
    checking.enqueue(session, sheet.edition)
    return made


def _reason(row: Row, reason: str) -> str:
    """One line that says why."""
    found = clean(" ".join(reason.split()), row.place)[:500]
    if not found:
        raise ReasonNeeded(row.place)
    return found


def _write(
    session: Session,
    sheet: Sheet,
    row: Row,
    step: Step,
    by: Person,
    seen: Seen,
    *,
    wording: Wording,
    **details: str,
) -> None:
    was_approved = row.record.state is State.APPROVED
    if wording.omitted:
        details["reason"] = wording.omitted
    change(session, sheet, row, step, by, seen, wording=wording, **details)
    if was_approved:
        memory.forget(session, [row.id])
    session.flush()
    checking.enqueue(session, sheet.edition)
