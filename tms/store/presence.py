"""Presence: who has which segment open now. It lives a minute, gives no right and leaves no trace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.store.articles import Article
from tms.store.base import Base, clock, moment
from tms.store.editions import Edition
from tms.store.people import User

LIFE = 60.0
"""Seconds after which somebody who has said nothing is gone."""


class Presence(Base):
    """Where a person is in an edition. The database holds it, so that every web process knows it."""

    __tablename__ = "presence"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id), primary_key=True)
    segment: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(insert_default=moment())


def here(session: Session, user: int, edition: int, segment: str) -> None:
    """Somebody is at this segment now, and no longer at another of the edition."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    query = insert(Presence).values(user_id=user, edition_id=edition, segment=segment, at=moment())
    session.execute(
        query.on_conflict_do_update(
            index_elements=[Presence.user_id, Presence.edition_id],
            set_={"segment": query.excluded.segment, "at": query.excluded.at},
        )
    )


def gone(session: Session, user: int, edition: int) -> None:
    """Somebody left the edition; those who left without a word go with them."""
    mine = (Presence.user_id == user) & (Presence.edition_id == edition)
    session.execute(delete(Presence).where(mine | (Presence.at < clock() - LIFE)))


def present(session: Session) -> Sequence[Any]:
    """name, name for people, slug, language and segment of everybody who is somewhere now."""
    called = func.coalesce(func.nullif(User.full_name, ""), User.name)
    return session.execute(
        select(User.name, called, Article.slug, Edition.language, Presence.segment)
        .select_from(Presence)
        .join(User, User.id == Presence.user_id)
        .join(Edition, Edition.id == Presence.edition_id)
        .join(Article, Article.id == Edition.article_id)
        .where(Presence.at > clock() - LIFE, User.active)
        .order_by(User.name, Article.slug, Edition.language)
    ).all()
