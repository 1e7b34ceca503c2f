"""Comments: what people say to each other about one sentence of an edition."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.store.base import Base, moment
from tms.store.editions import Edition
from tms.store.people import User


class Comment(Base):
    """One remark. ``place`` is a segment or an addition's own id: a thread outlives merges and splits."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_place", "edition_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id))
    place: Mapped[str] = mapped_column(String(10))
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    author: Mapped[str] = mapped_column(String(64))
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(insert_default=moment())


def of_edition(session: Session, edition_id: int) -> list[Comment]:
    """All that was said in an edition, the first first."""
    query = select(Comment).where(Comment.edition_id == edition_id)
    return list(session.scalars(query.order_by(Comment.id)))


def thread(session: Session, edition_id: int, places: Collection[str]) -> list[Comment]:
    """What was said at these places, the first first."""
    mine = select(Comment).where(Comment.edition_id == edition_id, Comment.place.in_(places))
    return list(session.scalars(mine.order_by(Comment.id)))
