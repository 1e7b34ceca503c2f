"""Who did what: appended facts, sealed in order into a chain that shows any later change."""

import hashlib
import json
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


def of_article(session: Session, article_id: int, limit: int = 200) -> list[Event]:
    """An article's events, the newest first."""
    query = select(Event).where(Event.article_id == article_id).order_by(Event.id.desc())
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
