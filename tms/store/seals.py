"""Seal events into a chain, in the order of their ids, so that any later change shows (invariant I9)."""

from contextlib import closing

from sqlalchemy import func, select, text, update

from tms.store.events import Event, sealed
from tms.store.session import Session

_LOCK = 7_305_115  # any number: PostgreSQL's advisory lock that only sealing takes


def newest(session: Session) -> int | None:
    """The newest event, if it is not sealed yet."""
    row = session.execute(select(Event.id, Event.seal).order_by(Event.id.desc()).limit(1)).one_or_none()
    return None if row is None or row.seal is not None else row.id


def horizon(session: Session) -> int:
    """An id up to which no event can appear any more.

    PostgreSQL gives ids before it commits, so a smaller one may turn up after a larger. For a moment no
    writer may be at work; if one is for longer than half a second, this fails and is tried again.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL lock_timeout = '500ms'"))
        session.execute(text("LOCK TABLE event IN SHARE MODE"))
    return session.scalar(select(func.max(Event.id))) or 0


def seal(session: Session, until: int, limit: int = 1000) -> int:
    """Seal at most ``limit`` events, none beyond ``until``, and say how many."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last = select(Event.seal).where(Event.seal.is_not(None)).order_by(Event.id.desc()).limit(1)
    before = session.scalar(last) or ""
    query = select(Event).where(Event.seal.is_(None), Event.id <= until).order_by(Event.id).limit(limit)
    found = list(session.scalars(query))
    rows = []
    for event in found:
        before = sealed(before, event)
        rows.append({"id": event.id, "seal": before})
    if rows:
        session.execute(update(Event), rows)
    return len(rows)


def broken(session: Session) -> int | None:
    """The first event whose seal does not fit, None if the chain holds."""
    before, gap = "", False
    query = select(Event).order_by(Event.id).execution_options(yield_per=1000)
    with closing(session.scalars(query)) as found:
        for event in found:
            if event.seal is None:
                gap = True
            elif gap or event.seal != (before := sealed(before, event)):
                return event.id
    return None
