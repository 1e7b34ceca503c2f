"""What translators do: save, submit, confirm, reopen, and take suggestions in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tms.core import spelling
from tms.core.house import House
from tms.core.rights import Person
from tms.core.states import State, Step
from tms.core.text import Text, clean
from tms.errors import Conflict, DeskError, NotAllowed
from tms.store import articles, editions, memory
from tms.store.editions import Suggestion
from tms.store.house import house
from tms.store.session import Session
from tms.workflow import checking
from tms.workflow.sheets import Basis, Row, Sheet
from tms.workflow.steps import Seen, Wording, change, conflict, move


@dataclass(frozen=True, slots=True)
class Write:
    """A text that somebody wrote for a run of segments, against what they saw."""

    row: Row
    text: str
    seen: Seen
    origin: str = "person"


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as an editor sends it: the version and the revision that its writer looked at.

    ``taken`` is the suggestion it was taken from; where the words are still those, its origin is kept.
    """

    text: str
    version: int
    revision: int
    taken: int = 0
    anew: bool = False


@dataclass
class Outcome:
    """What became of a step over many translations; a refusal of one leaves the others done."""

    done: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    refused: list[tuple[Row, DeskError]] = field(default_factory=list)

    def only(self) -> Row:
        """The one translation of a step on one; its refusal is raised."""
        if self.refused:
            raise self.refused[0][1]
        return [*self.done, *self.unchanged][0]


def save(session: Session, sheet: Sheet, writes: Iterable[Write], by: Person) -> Outcome:
    """Keep these texts. Nothing is overwritten that its writer had not seen."""
    outcome, style = Outcome(), house(session)
    with session.no_autoflush:  # versions and events of many translations go in together
        for write in writes:
            _save(
                session, sheet, replace(write, text=spelled(write.text, sheet.language, style)), by, outcome
            )
    _touched(session, sheet, outcome)
    return outcome


def spelled(text: str, language: str, style: House) -> str:
    """A text in code notation as the desk keeps it: with its safe fixes, no white space at its ends."""
    return style.spelled(spelling.mend(Text.parse(text), language), language).stripped().notation


def repaired(text: str, language: str, style: House) -> str:
    """The same with the vowels of a legacy spelling restored."""
    return style.spelled(spelling.repair(Text.parse(text), language), language).stripped().notation


def save_seen(session: Session, sheet: Sheet, row: Row, typed: Typed, by: Person) -> Outcome:
    """Keep one text against the English of the revision that its writer saw, also if it was corrected since.

    A stale one stays so while it is worked on, whatever was seen, until it is done ``anew``.
    """
    basis = basis_in(session, sheet, row, typed.revision)
    if row.stale and not typed.anew:
        basis = row.record.basis
    origin = "person"
    for suggestion in editions.suggestions(session, [row.id]) if typed.taken else []:
        if suggestion.id == typed.taken and suggestion.text == typed.text:
            origin = suggestion.origin
    return save(session, sheet, [Write(row, typed.text, Seen(typed.version, basis), origin)], by)


def basis_in(session: Session, sheet: Sheet, row: Row, revision: int) -> Basis:
    """The wording of a translation's segments as somebody saw it in a revision."""
    if revision == sheet.revision.number:
        return row.basis
    seen = articles.hashes(session, sheet.article.id, revision)
    return [[segment, seen.get(segment, now)] for segment, now in row.basis]


def submit(session: Session, sheet: Sheet, rows: Sequence[Row], by: Person) -> Outcome:
    """Hand translations in for review."""
    return _each(session, sheet, rows, Step.SUBMIT, by)


def reopen(session: Session, sheet: Sheet, rows: Sequence[Row], by: Person) -> Outcome:
    """Take translations back to draft."""
    outcome = _each(session, sheet, rows, Step.REOPEN, by)
    memory.forget(session, [row.id for row in outcome.done])
    return outcome


def confirm(
    session: Session, sheet: Sheet, rows: Sequence[Row], by: Person, *, seen: Seen | None = None
) -> Outcome:
    """Say that stale translations are still right: the same text, made from the wording as it is now.

    ``seen`` is what the person looked at, for a single one.
    """
    outcome = Outcome()
    for row in rows:
        was_approved = row.record.state is State.APPROVED
        try:
            if seen is not None and seen.basis not in (None, row.basis):
                raise conflict(session, row)
            same = Wording(row.record.text, row.basis, row.record.origin, row.record.omitted)
            looked = seen or Seen(row.record.version)
            change(session, sheet, row, Step.CONFIRM, by, looked, wording=same)
        except DeskError as error:
            outcome.refused.append((row, error))
            continue
        if was_approved:
            memory.forget(session, [row.id])
        outcome.done.append(row)
    _touched(session, sheet, outcome)
    return outcome


def fill(session: Session, sheet: Sheet, rows: Iterable[Row], by: Person) -> Outcome:
    """Put the best suggestion for the English as it stands into empty translations; drafts say its origin."""
    empty = {row.id: row for row in rows if row.record.state is State.EMPTY}
    best: dict[str, Suggestion] = {}
    for suggestion in editions.suggestions(session, empty):
        if suggestion.basis == empty[suggestion.translation_id].basis:
            best.setdefault(suggestion.translation_id, suggestion)
    writes = [
        Write(row, best[row.id].text, Seen(row.record.version, row.basis), best[row.id].origin)
        for row in empty.values()
        if row.id in best
    ]
    return save(session, sheet, writes, by)


def _save(session: Session, sheet: Sheet, write: Write, by: Person, outcome: Outcome) -> None:
    row = write.row
    text = clean(write.text, row.place)
    basis = row.basis if write.seen.basis is None else write.seen.basis
    if text == row.record.text and (row.record.state is State.EMPTY or basis == row.record.basis):
        outcome.unchanged.append(row)
        return
    was_approved = row.record.state is State.APPROVED
    wording = Wording(text, basis, write.origin, "" if text else row.record.omitted)
    try:
        change(session, sheet, row, Step.SAVE, by, write.seen, wording=wording)
    except (Conflict, NotAllowed) as error:
        outcome.refused.append((row, error))
        return
    if was_approved:
        memory.forget(session, [row.id])
    outcome.done.append(row)


def _each(session: Session, sheet: Sheet, rows: Sequence[Row], step: Step, by: Person) -> Outcome:
    outcome = Outcome()
    with session.no_autoflush:
        for row in rows:
            try:
                move(session, sheet, row, step, by, Seen(row.record.version))
            except DeskError as error:
                outcome.refused.append((row, error))
            else:
                outcome.done.append(row)
    _touched(session, sheet, outcome)
    return outcome


def _touched(session: Session, sheet: Sheet, outcome: Outcome) -> None:
    if outcome.done:
        session.flush()
        checking.enqueue(session, sheet.edition, only=[row.id for row in outcome.done])
