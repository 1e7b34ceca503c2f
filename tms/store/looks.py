"""Looks: which version of each translation a person has looked at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.store.base import Base, moment
from tms.store.editions import Edition
from tms.store.people import User


class Look(Base):
    """A person's last look at an edition. ``seen`` is the version of each translation by its id."""

    __tablename__ = "look"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id), primary_key=True)
    seen: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(insert_default=moment())


def of(session: Session, user: int, edition: int) -> dict[str, int] | None:
    """The versions that a person looked at, None for somebody who never did."""
    query = select(Look.seen).where(Look.user_id == user, Look.edition_id == edition)
    return session.scalar(query)


def keep(session: Session, user: int, edition: int, versions: Mapping[str, int]) -> None:
    """Add these to what a person looked at."""
    seen = {**(of(session, user, edition) or {}), **versions}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    query = insert(Look).values(user_id=user, edition_id=edition, seen=seen, at=moment())
    session.execute(
        query.on_conflict_do_update(
            index_elements=[Look.user_id, Look.edition_id],
            set_={"seen": query.excluded.seen, "at": query.excluded.at},
        )
    )
