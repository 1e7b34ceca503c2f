"""The translation memory: pairs of approved text."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, Row, String, Table, delete, func, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms import languages
from tms.core.folding import fold
from tms.core.matching import UNKNOWN
from tms.store.articles import Article
from tms.store.base import Base, moment
from tms.store.editions import Suggestion, Translation

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
    """One pair, never changed: what is approved anew is a new entry.

    ``before`` and ``behind`` are the hashes of its neighbours in the source, "" at an edge; ``digest`` is
    one for all sources that differ in numbers, codes and spelling only. An entry that was imported has no
    ``translation_id``; one that was approved here knows the article and the first segment it is from.
    The keys are for the search.
    """

    __tablename__ = "entry"
    __table_args__ = (
        Index("ix_entry_exact", "source_hash", "target_language"),
        Index("ix_entry_digest", "digest", "target_language"),
        {"sqlite_autoincrement": True},  # an id is never used again: readers follow by it
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_language: Mapped[str] = mapped_column(String(12))
    target_language: Mapped[str] = mapped_column(String(12))
    source: Mapped[str]
    target: Mapped[str]
    source_hash: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(32))
    before: Mapped[str] = mapped_column(String(32), default=UNKNOWN)
    behind: Mapped[str] = mapped_column(String(32), default=UNKNOWN)
    translation_id: Mapped[str | None] = mapped_column(ForeignKey(Translation.id), unique=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey(Article.id))
    segment: Mapped[str] = mapped_column(String(10), default="")
    author: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(insert_default=moment())
    source_key: Mapped[str] = mapped_column(insert_default=_key_of("source"), deferred=True)
    target_key: Mapped[str] = mapped_column(insert_default=_key_of("target"), deferred=True)


def exact(session: Session, hashes: Iterable[str], target_language: str) -> list[Entry]:
    """The entries whose source has one of these hashes, the newest first."""
    return list(
        session.scalars(
            select(Entry)
            .where(Entry.source_hash.in_(list(hashes)), Entry.target_language == target_language)
            .order_by(Entry.id.desc())
        )
    )


def like(session: Session, digests: Iterable[str], target_language: str) -> list[Entry]:
    """The entries with one of these digests, the newest first; of a wording that many have, the newest."""
    found = select(Entry).where(Entry.digest.in_(list(digests)), Entry.target_language == target_language)
    return list(session.scalars(found.order_by(Entry.id.desc()).limit(_MANY)))


def get(session: Session, ids: Iterable[int]) -> list[Entry]:
    """Those of these entries that are still there."""
    return list(session.scalars(select(Entry).where(Entry.id.in_(list(ids)))))


def of(session: Session, translation_ids: Iterable[str]) -> dict[str, Entry]:
    found = session.scalars(select(Entry).where(Entry.translation_id.in_(list(translation_ids))))
    return {entry.translation_id: entry for entry in found if entry.translation_id}


def sources(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Slug and title of the articles that these entries are from; an imported one is from none."""
    query = select(Entry.id, Article.slug, Article.title).join(Article, Article.id == Entry.article_id)
    found = session.execute(query.where(Entry.id.in_(ids))) if ids else ()
    return {row[0]: (row[1], row[2]) for row in found}


def forget(session: Session, translation_ids: Iterable[str]) -> None:
    """Take out what is no longer approved, and what was suggested from it."""
    gone = Entry.translation_id.in_(list(translation_ids))
    session.execute(delete(Suggestion).where(Suggestion.entry_id.in_(select(Entry.id).where(gone))))
    session.execute(delete(Entry).where(gone))


def count(session: Session, enough: int) -> int:
    """How many entries there are, counted up to ``enough``."""
    some = select(Entry.id).limit(enough).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def now(session: Session) -> datetime:
    """The database's clock."""
    return session.scalars(select(moment())).one()


def after(session: Session, id: int, missing: Iterable[int] = ()) -> Iterator[tuple[int, str, str]]:
    """Entries newer than this one, and the missing that have appeared: id, target language, source."""
    unseen = (Entry.id > id) | Entry.id.in_(list(missing))
    query = select(Entry.id, Entry.target_language, Entry.source).where(unseen).order_by(Entry.id)
    for row in session.execute(query.execution_options(yield_per=5000)):
        yield row.id, row.target_language, row.source


def listed(session: Session, target_languages: Sequence[str]) -> Iterator[Row[Entry, str]]:
    """All entries into these languages, the oldest first, each with the slug of its article."""
    query = (
        select(Entry, Article.slug)
        .join(Article, Article.id == Entry.article_id, isouter=True)
        .where(Entry.target_language.in_(target_languages))
        .order_by(Entry.id)
    )
    yield from session.execute(query.execution_options(yield_per=1000))


def add_new(session: Session, rows: Iterable[dict[str, Any]]) -> int:
    """Add pairs, each given by its columns, but for those that are there; answers how many were new.

    Whoever adds many is alone in it until the end of the transaction, so that entries appear in the order
    of their ids, by which readers follow.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE entry IN SHARE ROW EXCLUSIVE MODE"))
    added = 0
    left, table = iter(rows), cast(Table, Entry.__table__)
    while batch := list(islice(left, _BATCH)):
        fresh = {(row["source_hash"], row["target_language"], row["target"]): row for row in batch}
        known = select(Entry.source_hash, Entry.target_language, Entry.target)
        hashes = {row["source_hash"] for row in batch}
        for there in session.execute(known.where(Entry.source_hash.in_(hashes))):
            fresh.pop((there.source_hash, there.target_language, there.target), None)
        if fresh:
            session.connection().execute(insert(table), list(fresh.values()))
        added += len(fresh)
    return added


_BATCH = 500
_MANY = 500
