"""Articles, their revisions, and the segments and blocks that live through them."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from tms.core.document import BlockKind, Document, words
from tms.errors import NoSuchArticle, NoSuchRevision
from tms.store import documents
from tms.store.base import Base, Choice, moment


class Article(Base):
    """One story. ``source_key`` finds it again, ``slug`` shows it; ``revision`` is the current number.

    ``urgent`` is an editor's mark: before others of the same deadline, and its notices are mailed at once.
    ``note`` is what an editor says to everybody who translates it.
    """

    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_key: Mapped[str] = mapped_column(String(500), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    urgent: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(insert_default=moment())
    changed_at: Mapped[datetime] = mapped_column(insert_default=moment(), onupdate=moment())


class Slug(Base):
    """Every slug an article ever had: an old one leads to it, none is given away again."""

    __tablename__ = "slug"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id))


class Revision(Base):
    """An immutable snapshot of the English."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id))
    number: Mapped[int]
    body: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(insert_default=moment())
    accepted_by: Mapped[str] = mapped_column(String(64), default="")
    accepted_at: Mapped[datetime | None]

    @cached_property
    def document(self) -> Document:
        """The snapshot as a value; a revision never changes."""
        session = object_session(self)
        if session is None or self.created_at is None:
            return documents.load(self.body)
        bind = session.get_bind()  # an id can come again after a rollback, a moment cannot
        return documents.kept(bind.engine.pool, (self.id, self.created_at), self.body)


class Identity(Base):
    """The id of a segment or a block: unique in the database and never used again."""

    __tablename__ = "identity"

    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id), index=True)
    what: Mapped[str] = mapped_column(String(8))


class Place(Base):
    """Where a segment stands in a revision, in a block of which kind, and the hash of its wording there."""

    __tablename__ = "place"

    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id), primary_key=True)
    segment: Mapped[str] = mapped_column(ForeignKey(Identity.id), primary_key=True)
    block: Mapped[str] = mapped_column(ForeignKey(Identity.id))
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(32))
    words: Mapped[int]
    kind: Mapped[BlockKind] = mapped_column(Choice(BlockKind))


def find(session: Session, slug: str, *, lock: bool = False) -> Article:
    """The article of a slug, also of one that it had before.

    The lock lets others refer to the article: a save waits for the lock of its edition only, and whoever
    holds the article can still take that one.
    """
    query = select(Article).where(Article.slug == slug)
    old = select(Article).join(Slug, Slug.article_id == Article.id).where(Slug.slug == slug)
    if lock:
        query, old = query.with_for_update(key_share=True), old.with_for_update(of=Article, key_share=True)
    found = session.scalar(query) or session.scalar(old)
    if found is None:
        raise NoSuchArticle(slug=slug)
    return found


def by_key(session: Session, source_key: str) -> Article | None:
    """The article of a source key, locked as by ``find``."""
    query = select(Article).where(Article.source_key == source_key)
    return session.scalar(query.with_for_update(key_share=True))


def all_articles(session: Session, limit: int = 100, offset: int = 0) -> list[Article]:
    """The articles, the last changed first."""
    order = select(Article).order_by(Article.changed_at.desc(), Article.id.desc())
    return list(session.scalars(order.limit(limit).offset(offset)))


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Article)) or 0


def revision(session: Session, article: Article, number: int | None = None) -> Revision:
    """A revision of the article, the current one without a number."""
    wanted = article.revision if number is None else number
    found = session.scalar(
        select(Revision).where(Revision.article_id == article.id, Revision.number == wanted)
    )
    if found is None:
        raise NoSuchRevision(slug=article.slug, number=wanted)
    return found


def revisions(session: Session, article_id: int) -> list[Revision]:
    """All revisions, the newest first."""
    return list(
        session.scalars(
            select(Revision).where(Revision.article_id == article_id).order_by(Revision.number.desc())
        )
    )


def revisions_of(session: Session, ids: Iterable[int]) -> list[Revision]:
    """The revisions with these ids."""
    return list(session.scalars(select(Revision).where(Revision.id.in_(list(ids)))))


def slugs(session: Session, article_id: int) -> list[str]:
    return list(session.scalars(select(Slug.slug).where(Slug.article_id == article_id).order_by(Slug.slug)))


def taken(session: Session, slug: str) -> bool:
    """Whether an article has this slug or had it; "new" is the address of a page."""
    return slug == "new" or session.get(Slug, slug) is not None


def places(revision: Revision, document: Document) -> list[Place]:
    """The rows that say where each segment of the document stands."""
    return [
        Place(
            revision_id=revision.id,
            segment=segment.id,
            block=document.block_of[segment.id].id,
            position=position,
            hash=segment.text.hash,
            words=words(segment.text),
            kind=document.block_of[segment.id].kind,
        )
        for position, segment in enumerate(document.segments)
    ]


def hashes(session: Session, article_id: int, number: int) -> dict[str, str]:
    """The hash of each segment's wording in a revision."""
    rows = session.execute(
        select(Place.segment, Place.hash)
        .join(Revision, Revision.id == Place.revision_id)
        .where(Revision.article_id == article_id, Revision.number == number)
    )
    return {row.segment: row.hash for row in rows}


def wordings(session: Session, article_id: int, wanted: set[tuple[str, str]]) -> list[Revision]:
    """The latest revision for each (segment, hash), each revision once."""
    if not wanted:
        return []
    rows = session.execute(
        select(Place.segment, Place.hash, func.max(Revision.number).label("number"))
        .join(Revision, Revision.id == Place.revision_id)
        .where(Revision.article_id == article_id, Place.hash.in_({wording for _, wording in wanted}))
        .group_by(Place.segment, Place.hash)
    )
    numbers = {row.number for row in rows if (row.segment, row.hash) in wanted}
    return list(
        session.scalars(
            select(Revision).where(Revision.article_id == article_id, Revision.number.in_(numbers))
        )
    )


def last_hashes(session: Session, article_id: int) -> dict[str, str]:
    """The hash of every segment the article ever had, in its latest wording, the oldest segment first."""
    rows = session.execute(
        select(Place.segment, Place.hash)
        .join(Revision, Revision.id == Place.revision_id)
        .where(Revision.article_id == article_id)
        .order_by(Revision.number)
    )
    return {row.segment: row.hash for row in rows}


def of_segment(session: Session, segment: str) -> int | None:
    """The id of the article that a segment belongs to."""
    return session.scalar(
        select(Identity.article_id).where(Identity.id == segment, Identity.what == "segment")
    )


def identities(session: Session, article_id: int) -> set[str]:
    """The ids of all segments and blocks the article ever had."""
    return set(session.scalars(select(Identity.id).where(Identity.article_id == article_id)))


def add(session: Session, source_key: str, slug: str) -> Article | None:
    """A new article, or None where its key or slug was taken at this very moment."""
    try:
        with session.begin_nested():
            article = Article(source_key=source_key, slug=slug)
            session.add(article)
            session.flush()
            session.add(Slug(slug=slug, article_id=article.id))
            session.flush()
    except IntegrityError:
        return None
    return article
