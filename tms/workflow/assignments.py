"""Who has what: take, hand back, take over, ask for time and give it, and mark what is urgent.

An assignment is durable: a person moves it, nothing expires. What is late is told, and stays where it is
unless the desk has decided after how many hours it is free for others.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tms.core.document import words
from tms.core.portions import Piece, lead, portion
from tms.core.rights import Person, Role
from tms.core.states import State
from tms.core.text import clean
from tms.errors import HeldByOther, NothingToMove
from tms.settings import Settings
from tms.store import articles, editions, events, house, jobs, people
from tms.store.articles import Article
from tms.store.editions import Assignment, Edition
from tms.store.jobs import Kind
from tms.store.notices import NoticeKind
from tms.store.session import Session
from tms.workflow import notices
from tms.workflow.notices import Matter
from tms.workflow.sheets import Row, Sheet, open_sheets

_LONGEST_NOTE = 2000
TO_DO = frozenset({State.EMPTY, State.DRAFT, State.RETURNED})


def left(row: Row) -> bool:
    """Whether a translator has something to do on it."""
    return row.stale or row.record.state in TO_DO


def take(
    session: Session, sheet: Sheet, by: Person, segments: Iterable[str] | None = None, count: int = 0
) -> list[Row]:
    """Take what nobody has: these segments, about ``count`` words with the lead first, or all of it."""
    by.must(Role.TRANSLATOR, sheet.language)
    rows = [row for row in sheet.pick(segments) if left(row)]
    if segments is None:
        rows = [row for row in rows if row.assignment is None]
    held = next((r for r in rows if r.assignment is not None and r.assignment.user_id != by.id), None)
    if held is not None:
        raise HeldByOther(held.place, name=_name(session, held))
    rows = [row for row in rows if row.assignment is None]
    if count > 0:
        chosen = set(portion(_pieces(rows), lead((b.id, b.kind) for b in sheet.document.blocks), count))
        rows = [row for row in rows if row.id in chosen]
    if not rows:
        raise NothingToMove(sheet.language)
    give(session, sheet, rows, by.id, by.name, sheet.edition.due)
    _tell(session, sheet, rows, by, "take")
    return rows


def hand_back(session: Session, sheet: Sheet, rows: Sequence[Row], by: Person) -> list[Row]:
    """Give back what is one's own, so that others can take it; whoever gave it is told."""
    mine = _own(sheet, rows, by)
    givers = _givers(session, sheet, mine, by, others=False)
    editions.unassign(session, sheet.edition.id, _segments(mine))
    _tell(session, sheet, mine, by, "hand-back")
    _notice(session, sheet, givers, NoticeKind.HANDED_BACK, by, mine)
    return mine


def take_over(session: Session, sheet: Sheet, rows: Sequence[Row], by: Person) -> list[Row]:
    """Take from others what they have not done; it keeps its time, and they are told."""
    by.must(Role.TRANSLATOR, sheet.language)
    found = [r for r in rows if r.assignment is not None and r.assignment.user_id != by.id and left(r)]
    if not found:
        raise NothingToMove(sheet.language)
    by_due: dict[datetime | None, list[Row]] = defaultdict(list)
    before: dict[int, list[Row]] = defaultdict(list)
    for row in found:
        assert row.assignment is not None
        by_due[row.assignment.due].append(row)
        before[row.assignment.user_id].append(row)
    for due, some in by_due.items():
        give(session, sheet, some, by.id, by.name, due)
    _tell(session, sheet, found, by, "take-over")
    for user, some in before.items():
        _notice(session, sheet, [user], NoticeKind.TAKEN_OVER, by, some)
    return found


def ask_time(
    session: Session, sheet: Sheet, rows: Sequence[Row], until: datetime, by: Person, why: str = ""
) -> list[Row]:
    """Ask whoever gave it, else the edition's editors, for time until then; nothing changes by asking."""
    mine = _own(sheet, rows, by)
    givers = _givers(session, sheet, mine, by, others=True)
    _tell(session, sheet, mine, by, "ask-time", until=until.isoformat())
    _notice(session, sheet, givers, NoticeKind.TIME_ASKED, by, mine, comment=why, until=until)
    return mine


def give_time(session: Session, sheet: Sheet, rows: Sequence[Row], due: datetime, by: Person) -> list[Row]:
    """Let what somebody has be due then; they are told."""
    by.must(Role.EDITOR, sheet.language)
    held = [row for row in rows if row.assignment is not None]
    if not held:
        raise NothingToMove(sheet.language)
    by_user: dict[int, list[Row]] = defaultdict(list)
    for row in held:
        assert row.assignment is not None
        by_user[row.assignment.user_id].append(row)
    for user, some in by_user.items():
        editions.due(session, sheet.edition.id, _segments(some), due)
        watch(session, sheet.edition.id, user, due)
        _notice(session, sheet, [user], NoticeKind.TIME_GIVEN, by, some, until=due)
    _tell(session, sheet, held, by, "due", due=due.isoformat())
    return held


def plan(session: Session, sheet: Sheet, due: datetime | None, by: Person) -> None:
    """Say when the edition as a whole should be done; what is taken from now on is due then."""
    by.must(Role.EDITOR, sheet.language)
    sheet.edition.due = due
    session.flush()
    events.append(
        session, by.name, "plan", sheet.article.id, sheet.language, due=due.isoformat() if due else None
    )
    if due is not None:
        key = f"edition-due:{sheet.edition.id}:{int(due.timestamp())}"
        jobs.enqueue(
            session, "edition-due", key, {"edition": sheet.edition.id, "due": due.timestamp()}, at=due
        )


def mark_urgent(session: Session, slug: str, by: Person, *, urgent: bool) -> Article:
    """Put an article before others, or no longer."""
    by.must(Role.EDITOR)
    article = articles.find(session, slug, lock=True)
    if article.urgent is not urgent:
        article.urgent = urgent
        events.append(session, by.name, "urgent", article.id, urgent=urgent)
        session.flush()
    return article


def note(session: Session, slug: str, text: str, by: Person) -> Article:
    """Say something to everybody who translates the article; "" takes it back."""
    by.must(Role.EDITOR)
    article = articles.find(session, slug, lock=True)
    text = clean(text.strip()[:_LONGEST_NOTE])
    if article.note != text:
        article.note = text
        events.append(session, by.name, "note", article.id)
        session.flush()
    return article


def of_holder(session: Session, rows: Iterable[Row], name: str) -> list[Row]:
    """Those of the rows that this person has."""
    user = people.by_name(session, name)
    return [r for r in rows if user and r.assignment is not None and r.assignment.user_id == user.id]


def give(
    session: Session, sheet: Sheet, rows: Sequence[Row], user: int, by: str, due: datetime | None
) -> list[Assignment]:
    """These translations are this person's from now on, whoever had them before."""
    segments = _segments(rows)
    editions.unassign(session, sheet.edition.id, segments)
    made = [
        Assignment(edition_id=sheet.edition.id, segment=s, user_id=user, due=due, given_by=by)
        for s in segments
    ]
    session.add_all(made)
    session.flush()
    watch(session, sheet.edition.id, user, due)
    return made


def watch(session: Session, edition: int, user: int, due: datetime | None) -> None:
    """Look when the time has come whether the work is done."""
    if due is not None:
        args = {"edition": edition, "user": user, "due": due.timestamp()}
        jobs.enqueue(session, "late", f"late:{edition}:{user}:{int(due.timestamp())}", args, at=due)


def _own(sheet: Sheet, rows: Sequence[Row], by: Person) -> list[Row]:
    by.must(Role.TRANSLATOR, sheet.language)
    mine = [row for row in rows if row.assignment is not None and row.assignment.user_id == by.id]
    if not mine:
        raise NothingToMove(sheet.language)
    return mine


def _givers(session: Session, sheet: Sheet, rows: Sequence[Row], by: Person, *, others: bool) -> list[int]:
    """Who gave these to somebody; with ``others`` the edition's editors, where nobody else did."""
    names = {row.assignment.given_by for row in rows if row.assignment is not None} - {by.name}
    found = [user.id for user in people.active(session) if user.name in names]
    if not found and others:
        return notices.editors(session, sheet.language)
    return found


def _segments(rows: Iterable[Row]) -> list[str]:
    return [segment.id for row in rows for segment in row.segments]


def _pieces(rows: Iterable[Row]) -> list[Piece]:
    return [Piece(row.id, row.block.id, words(row.source)) for row in rows]


def _name(session: Session, row: Row) -> str:
    user = session.get(people.User, row.assignment.user_id) if row.assignment else None
    return user.name if user else ""


def _tell(session: Session, sheet: Sheet, rows: Sequence[Row], by: Person, what: str, **details: Any) -> None:
    events.append(
        session, by.name, what, sheet.article.id, sheet.language, segments=_segments(rows), **details
    )


def _notice(
    session: Session,
    sheet: Sheet,
    users: Iterable[int],
    kind: NoticeKind,
    by: Person,
    rows: Sequence[Row],
    *,
    comment: str = "",
    until: datetime | None = None,
) -> None:
    matter = Matter(sheet.article, sheet.language, _segments(rows), comment, until)
    notices.tell(session, users, kind, by.name, matter)


# Jobs


@dataclass(frozen=True)
class _Due:
    """Whose time has come, 0 for the edition's own."""

    edition: int
    due: float
    user: int = 0


def _load(_session: Session, _settings: Settings, args: dict[str, Any]) -> _Due:
    return _Due(args["edition"], args["due"], args.get("user", 0))


def _work(_task: _Due) -> None:
    """Nothing here is slow."""


def _apply_late(session: Session, task: _Due, _done: None) -> None:
    """Tell somebody who is late, and who gave it, unless it was done, moved or given more time."""
    if _tell_late(session, task, NoticeKind.LATE) and (hours := house.house(session).late_hours):
        at = datetime.fromtimestamp(task.due, UTC) + timedelta(hours=hours)
        key = f"free:{task.edition}:{task.user}:{int(task.due)}:{hours}"
        jobs.enqueue(session, "free", key, asdict(task), at=at)


def _apply_free(session: Session, task: _Due, _done: None) -> None:
    """Let others take what is still late after so many hours, unless the desk no longer wants that."""
    if house.house(session).late_hours:
        rows = _tell_late(session, task, NoticeKind.FREED)
        editions.unassign(session, task.edition, _segments(rows))


def _tell_late(session: Session, task: _Due, kind: NoticeKind) -> list[Row]:
    """Tell whoever has what is still to do of a deadline, and who gave it; answers what that is."""
    sheet = _open(session, task.edition)
    user = session.get(people.User, task.user)
    rows = [
        row
        for row in (sheet.rows if sheet is not None and user is not None else ())
        if left(row)
        and row.assignment is not None
        and row.assignment.user_id == task.user
        and row.assignment.due is not None
        and row.assignment.due.timestamp() == task.due
    ]
    if sheet is None or user is None or not rows:
        return []
    names = {row.assignment.given_by for row in rows if row.assignment is not None}
    givers = [each.id for each in people.active(session) if each.name in names and each.id != user.id]
    segments = _segments(rows)
    events.append(
        session, "desk", kind.value, sheet.article.id, sheet.language, holder=user.name, segments=segments
    )
    notices.tell(
        session,
        [user.id, *(givers or notices.editors(session, sheet.language))],
        kind,
        "desk",
        Matter(sheet.article, sheet.language, segments, holder=user.name),
    )
    return rows


def _apply_due(session: Session, task: _Due, _done: None) -> None:
    """Tell the editors of an edition that is due and not ready."""
    sheet = _open(session, task.edition)
    if sheet is None or sheet.ready or sheet.edition.due is None:
        return
    if sheet.edition.due.timestamp() != task.due:
        return
    rows = [row for row in sheet.rows if row.stale or row.record.state is not State.APPROVED]
    events.append(session, "desk", "blocked", sheet.article.id, sheet.language, segments=_segments(rows))
    notices.tell(
        session,
        notices.editors(session, sheet.language),
        NoticeKind.BLOCKED,
        "desk",
        Matter(sheet.article, sheet.language, _segments(rows)),
    )


def _open(session: Session, id: int) -> Sheet | None:
    edition = session.get(Edition, id)
    article = session.get(Article, edition.article_id) if edition else None
    if edition is None or article is None:
        return None
    return open_sheets(session, article, [edition.language])[edition.language]


KINDS = (
    Kind("late", _load, _work, _apply_late),
    Kind("free", _load, _work, _apply_free),
    Kind("edition-due", _load, _work, _apply_due),
)
