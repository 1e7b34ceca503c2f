"""Say something about a sentence to those who work on it."""

from collections.abc import Sequence

from tms.core.rights import Person, Role
from tms.core.text import clean
from tms.errors import NothingSaid
from tms.store import comments, events
from tms.store.comments import Comment
from tms.store.notices import NoticeKind
from tms.store.session import Session
from tms.workflow import notices
from tms.workflow.notices import Matter
from tms.workflow.sheets import Row, Sheet

_LONGEST = 2000


def say(session: Session, sheet: Sheet, row: Row, text: str, by: Person) -> Comment:
    """Add to the thread of a sentence; who wrote it, has it, or spoke before is told."""
    by.must(Role.TRANSLATOR, sheet.language)
    said = clean(text.replace("\r\n", "\n").strip(), row.place)[:_LONGEST]
    if not said:
        raise NothingSaid(row.place)
    before = thread(session, sheet, row)
    made = Comment(
        edition_id=sheet.edition.id, place=row.place, author_id=by.id or None, author=by.name, text=said
    )
    session.add(made)
    session.flush()
    events.append(session, by.name, "comment", sheet.article.id, sheet.language, row.id, segments=row.places)
    concerned = {row.record.author_id, *(each.author_id for each in before)}
    if row.assignment is not None:
        concerned.add(row.assignment.user_id)
    if not concerned - {None, by.id}:
        concerned |= set(notices.editors(session, sheet.language))
    matter = Matter(sheet.article, sheet.language, row.places, said)
    users = [user for user in concerned if user is not None]
    notices.tell(session, users, NoticeKind.COMMENTED, by.name, matter)
    return made


def thread(session: Session, sheet: Sheet, row: Row) -> Sequence[Comment]:
    """What was said about a sentence, the first first."""
    return comments.thread(session, sheet.edition.id, row.places)
