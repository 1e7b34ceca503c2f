"""Who did what: appended facts, sealed in order into a chain that shows any later change."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.store.articles import Article
from tms.store.base import Base, moment


class Event(Base):
    """One fact. ``what`` is the step's name; ``seal`` is set later by one job, in order of ids."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_article", "article_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(insert_default=moment())
    who: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(40))
    article_id: Mapped[int | None] = mapped_column(ForeignKey(Article.id))
    language: Mapped[str] = mapped_column(String(12), default="")
    translation: Mapped[str] = mapped_column(String(10), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seal: Mapped[str | None] = mapped_column(String(64))


_BEHIND = 5000  # ids: what has not appeared when so many came after it was rolled back
_MISSING = 100


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader of the events is: past ``last``, but for the ids in ``missing``.

    PostgreSQL gives ids before it commits, so a smaller one may turn up after a larger: it is looked for
    until many have come after it. Written as ``105.103.99``, the last id first.
    """

    last: int = 0
    missing: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """None for what no cursor wrote."""
        parts = text.split(".")
        if len(parts) > _MISSING + 1 or not all(p.isascii() and p.isdecimal() and len(p) < 17 for p in parts):
            return None
        last, *missing = map(int, parts)
        return cls(last, frozenset(id for id in missing if id < last))

    def __str__(self) -> str:
        return ".".join(map(str, [self.last, *sorted(self.missing, reverse=True)]))

    def past(self, id: int) -> "Cursor":
        """Having read this one, too."""
        if id <= self.last:
            return Cursor(self.last, self.missing - {id})
        skipped = range(max(self.last + 1, id - _BEHIND), id) if self.last else range(0)
        missing = [each for each in (*self.missing, *skipped) if each > id - _BEHIND]
        return Cursor(id, frozenset(sorted(missing)[-_MISSING:]))


def append(
    session: Session,
    who: str,
    what: str,
    article_id: int | None = None,
    language: str = "",
    translation: str = "",
    **details: Any,
) -> None:
    """Add a fact in the transaction of what it tells of."""
    session.add(
        Event(
            who=who,
            what=what,
            article_id=article_id,
            language=language,
            translation=translation,
            details=details,
        )
    )


def since(session: Session, id: int, limit: int = 500) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.id > id).order_by(Event.id).limit(limit)))


def last(session: Session) -> int:
    """The id of the newest event, 0 before the first."""
    return session.scalar(select(func.max(Event.id))) or 0


def of_edition(session: Session, article_id: int, language: str, since: int) -> list[Event]:
    """What happened to an edition, or to the English of its article, after an event."""
    query = select(Event).where(
        Event.id > since, Event.article_id == article_id, Event.language.in_(["", language])
    )
    return list(session.scalars(query.order_by(Event.id)))


def cursor(session: Session) -> Cursor:
    """Past all that can be seen now."""
    ids = session.scalars(select(Event.id).order_by(Event.id.desc()).limit(_MISSING)).all()
    found = Cursor(ids[-1]) if ids else Cursor()
    for id in reversed(ids):
        found = found.past(id)
    return found


def after(session: Session, cursor: Cursor, limit: int = 500) -> Sequence[Any]:
    """The events of articles and others that a cursor has not passed, each with its article's slug."""
    unseen = Event.id > cursor.last
    if cursor.missing:
        unseen |= Event.id.in_(cursor.missing)
    return session.execute(
        select(
            Event.id,
            Event.who,
            Event.what,
            Event.language,
            Event.translation,
            Event.details,
            Article.slug,
        )
        .join(Article, Article.id == Event.article_id, isouter=True)
        .where(unseen)
        .order_by(Event.id)
        .limit(limit)
    ).all()


def listed(
    session: Session,
    *,
    article_id: int | None = None,
    who: str = "",
    what: str = "",
    languages: Collection[str] | None = None,
    desk: bool = True,
    before: int | None = None,
    limit: int = 200,
) -> Sequence[tuple[Event, str | None, str | None]]:
    """Events with slug and title of their articles, the newest first; None and "" leave all in.

    ``languages`` leaves in what concerns these ("" is no edition), ``desk`` also what concerns no article.
    """
    query = select(Event, Article.slug, Article.title).join(
        Article, Article.id == Event.article_id, isouter=desk
    )
    if article_id is not None:
        query = query.where(Event.article_id == article_id)
    if who:
        query = query.where(Event.who == who)
    if what:
        query = query.where(Event.what == what)
    if languages is not None:
        query = query.where(Event.language.in_(languages))
    if before is not None:
        query = query.where(Event.id < before)
    rows = session.execute(query.order_by(Event.id.desc()).limit(limit))
    return [(row[0], row[1], row[2]) for row in rows]


def named(session: Session, what: str, limit: int) -> list[Event]:
    """The events of one kind, the newest first."""
    query = select(Event).where(Event.what == what).order_by(Event.id.desc())
    return list(session.scalars(query.limit(limit)))


def sealed(before: str, event: Event) -> str:
    """The seal of an event: a hash over the seal before it and all that it says."""
    facts = [
        before,
        event.id,
        event.at.timestamp(),
        event.who,
        event.what,
        event.article_id,
        event.language,
        event.translation,
        event.details,
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
