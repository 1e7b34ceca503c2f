"""The translation memory: pairs of approved text."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, delete, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms import languages
from tms.core.folding import fold
from tms.store.base import Base, moment
from tms.store.editions import Translation

_CODE = re.compile(r"</?\d+/?>")


def key(notation: str, language: str) -> str:
    """What a search compares: the text without its codes, folded as its language is."""
    return fold(_CODE.sub("", notation) if "<" in notation else notation, languages.get(language))


def _key_of(side: str) -> Callable[[Any], str]:
    """The key of a row that is added without its own."""

    def made(context: Any) -> str:
        row = context.get_current_parameters()
        return key(row[side], row[f"{side}_language"])

    return made


class Entry(Base):
    """One pair. ``before`` and ``behind`` are the hashes of its neighbours in the source, "" at an edge.

    ``translation_id`` is None for an entry that was imported; the keys are for the search.
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
    source_key: Mapped[str] = mapped_column(insert_default=_key_of("source"), deferred=True)
    target_key: Mapped[str] = mapped_column(insert_default=_key_of("target"), deferred=True)


@event.listens_for(Entry, "before_update")
def _keep_keys(_mapper: Any, _connection: Any, entry: Entry) -> None:
    """A pair that was worded anew is found by its new words."""
    entry.source_key = key(entry.source, entry.source_language)
    entry.target_key = key(entry.target, entry.target_language)


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
