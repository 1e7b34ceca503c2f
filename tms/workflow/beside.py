"""What stands beside sentences while they are translated: what they were made from, and what helps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tms.core.assembly import source_text
from tms.core.document import Segment
from tms.core.localisable import Found, find
from tms.core.rights import Person
from tms.core.states import Step, after
from tms.core.text import Text
from tms.errors import DeskError
from tms.store import articles, editions, memory
from tms.store.comments import Comment
from tms.store.editions import Suggestion, Translation, Version
from tms.store.house import house
from tms.store.session import Session
from tms.workflow import comments, termbase
from tms.workflow.sheets import Row, Sheet
from tms.workflow.termbase import Wanted


@dataclass(frozen=True)
class Reference:
    """The same sentences in another edition."""

    language: str
    record: Translation
    stale: bool


@dataclass(frozen=True)
class Beside:
    """What helps with one translation: the best suggestion, the latest version, the first comment first.

    ``removed`` are additions that stood behind it and were taken out; ``written`` is what the English writes
    by rule, in the form of this edition, ``terms`` what the glossary has for it.
    """

    suggestions: list[Suggestion]
    sources: dict[int, tuple[str, str]]  # slug and title of the articles they are from, by their entries
    references: list[Reference]
    history: list[Version]
    comments: Sequence[Comment]
    removed: list[tuple[Row, str]]
    written: list[Found]
    terms: list[Wanted]


def beside(session: Session, sheet: Sheet, row: Row, by: Person) -> Beside:
    """What helps ``by`` with this one; other editions are shown where their languages are theirs."""
    offered = editions.suggestions(session, [row.id])
    return Beside(
        offered,
        memory.sources(session, [each.entry_id for each in offered if each.entry_id]),
        _references(session, sheet, row, by),
        editions.history(session, row.id)[::-1],
        comments.thread(session, sheet, row),
        [(each, _last(session, each)) for each in sheet.removed if each.after == row.id],
        find(row.source.plain, house(session).language(sheet.language)),
        termbase.wanted(session, row),
    )


def made_from(session: Session, sheet: Sheet, rows: Iterable[Row]) -> dict[str, Text]:
    """The English that each stale translation was made from; one whose wording is gone is left out."""
    stale = [row for row in rows if row.stale]
    wanted = {(pair[0], pair[1]) for row in stale for pair in row.record.basis}
    found: dict[tuple[str, str], Segment] = {}
    for revision in articles.wordings(session, sheet.article.id, wanted):
        for segment in revision.document.segments:
            found.setdefault((segment.id, segment.text.hash), segment)
    texts = {}
    for row in stale:
        members = [found.get((pair[0], pair[1])) for pair in row.record.basis]
        known = [segment for segment in members if segment is not None]
        if known and len(known) == len(members):
            texts[row.id] = source_text(known)
    return texts


def _last(session: Session, row: Row) -> str:
    """The last words that a translation had."""
    return next((each.text for each in editions.history(session, row.id)[::-1] if each.text), "")


def may(step: Step, row: Row, by: Person) -> bool:
    """Whether the step can be taken by this person now."""
    try:
        after(step, row.standing, by)
    except DeskError:
        return False
    return True


def _references(session: Session, sheet: Sheet, row: Row, by: Person) -> list[Reference]:
    now = {segment.id: segment.text.hash for segment in sheet.document.segments}
    members = [segment.id for segment in row.segments]
    return [
        Reference(tag, record, any(now.get(pair[0]) != pair[1] for pair in record.basis))
        for tag, record in editions.elsewhere(session, sheet.article.id, sheet.language, members)
        if by.speaks(tag) and record.text.strip()
    ]
