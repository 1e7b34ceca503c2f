"""The translation memory: pairs of approved text."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.store.base import Base, moment
from tms.store.editions import Translation


class Entry(Base):
    """One pair. ``before`` and ``behind`` are the hashes of its neighbours in the source, "" at an edge.

    ``translation_id`` is None for an entry that was imported.
    """

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_exact", "source_hash", "target_language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_language: Mapped[str] = mapped_column(String(12))
    target_language: Mapped[str] = mapped_column(String(12))
    source: Mapped[str]
    target: Mapped[str]
    source_hash: Mapped[str] = mapped_column(String(32))
    before: Mapped[str] = mapped_column(String(32), default="")
    behind: Mapped[str] = mapped_column(String(32), default="")
    translation_id: Mapped[str | None] = mapped_column(ForeignKey(Translation.id), unique=True)
    author: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(insert_default=moment())


def exact(session: Session, hashes: Iterable[str], target_language: str) -> list[Entry]:
    """The entries whose source has one of these hashes, the newest first."""
    return list(
        session.scalars(
            select(Entry)
            .where(Entry.source_hash.in_(list(hashes)), Entry.target_language == target_language)
            .order_by(Entry.id.desc())
        )
    )


def of(session: Session, translation_ids: Iterable[str]) -> dict[str, Entry]:
    found = session.scalars(select(Entry).where(Entry.translation_id.in_(list(translation_ids))))
    return {entry.translation_id: entry for entry in found if entry.translation_id}


def forget(session: Session, translation_ids: Iterable[str]) -> None:
    """Take out what is no longer approved."""
    session.execute(delete(Entry).where(Entry.translation_id.in_(list(translation_ids))))
