"""Releases, where they go, and what arrived."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Row, String, UniqueConstraint, cast, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.store.articles import Article
from tms.store.base import Base, moment
from tms.store.jobs import Job


class Release(Base):
    """An immutable, numbered snapshot of an article's whole public state.

    ``manifest`` is the hash over its parts. ``publish_at`` lies ahead for a scheduled one. ``reason`` is
    set on a withdrawal, which is a release without the withdrawn parts. ``style`` is the house style in which
    its files are written, whatever the desk decides later.
    """

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id))
    number: Mapped[int]
    manifest: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(insert_default=moment())
    publish_at: Mapped[datetime | None]
    style: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ReleasePart(Base):
    """One language of a release: the English, or an edition, new or carried over from ``origin``.

    ``items`` freeze its pieces in order: {"translation", "version", "segments", "position", "basis",
    "text", "hash", "approved_by", "omitted"}; none for the English, which is its revision. ``manifest``
    is the hash over their ids, versions, bases and text hashes.
    """

    __tablename__ = "release_part"

    release_id: Mapped[int] = mapped_column(ForeignKey(Release.id), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    revision: Mapped[int]
    origin: Mapped[int]
    items: Mapped[list[Any]]
    manifest: Mapped[str] = mapped_column(String(64))

    @property
    def facts(self) -> tuple[str, int, int, str]:
        """What the release's own manifest says of this part."""
        return (self.language, self.revision, self.origin, self.manifest)


class Destination(Base):
    """Where releases go: a connector and its target; "" is the desk's own folder."""

    __tablename__ = "destination"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    connector: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)


class Delivery(Base):
    """One release to one destination. ``state``: waiting, sent, superseded by a newer one."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("release_id", "destination_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey(Release.id))
    destination_id: Mapped[int] = mapped_column(ForeignKey(Destination.id))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    sent_at: Mapped[datetime | None]


class Part(Base):
    """One language of a delivery, with what the destination answered."""

    __tablename__ = "delivery_part"

    delivery_id: Mapped[int] = mapped_column(ForeignKey(Delivery.id), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    remote_id: Mapped[str] = mapped_column(String(500), default="")
    sha256: Mapped[str] = mapped_column(String(64))


def effective(session: Session, article_id: int) -> Release | None:
    """The release that is public now: the latest whose time has come."""
    return session.scalar(
        select(Release)
        .where(Release.article_id == article_id, has_come())
        .order_by(Release.number.desc())
        .limit(1)
    )


def has_come() -> ColumnElement[bool]:
    """Whether a release's time has come."""
    return Release.publish_at.is_(None) | (Release.publish_at <= moment())


def latest(session: Session, article_id: int) -> Release | None:
    return session.scalar(
        select(Release).where(Release.article_id == article_id).order_by(Release.number.desc()).limit(1)
    )


def releases(session: Session, article_id: int) -> list[Release]:
    """All releases, the newest first."""
    return list(
        session.scalars(
            select(Release).where(Release.article_id == article_id).order_by(Release.number.desc())
        )
    )


def numbered(session: Session, article_id: int, number: int) -> Release | None:
    return session.scalar(select(Release).where(Release.article_id == article_id, Release.number == number))


def parts(session: Session, release_id: int) -> dict[str, ReleasePart]:
    found = session.scalars(
        select(ReleasePart).where(ReleasePart.release_id == release_id).order_by(ReleasePart.language)
    )
    return {part.language: part for part in found}


def destinations(session: Session) -> list[Destination]:
    return list(session.scalars(select(Destination).where(Destination.active).order_by(Destination.id)))


def deliveries(session: Session, release_id: int) -> list[tuple[Delivery, Destination]]:
    return [
        (row[0], row[1])
        for row in session.execute(
            select(Delivery, Destination)
            .join(Destination, Destination.id == Delivery.destination_id)
            .where(Delivery.release_id == release_id)
            .order_by(Destination.id)
        )
    ]


def delivery(session: Session, release_id: int, destination_id: int) -> Delivery:
    return session.scalars(
        select(Delivery).where(Delivery.release_id == release_id, Delivery.destination_id == destination_id)
    ).one()


def listed(session: Session, limit: int, offset: int = 0) -> tuple[Sequence[Row[Release, Article]], int]:
    """The desk's releases whose time has come, with their articles, the last first, and how many in all."""
    time = func.coalesce(Release.publish_at, Release.at)
    query = select(Release, Article).join(Article, Article.id == Release.article_id).where(has_come())
    rows = session.execute(query.order_by(time.desc(), Release.id.desc()).limit(limit).offset(offset)).all()
    return rows, session.scalar(select(func.count()).select_from(Release).where(has_come())) or 0


def scheduled(session: Session, limit: int) -> Sequence[Row[Release, Article]]:
    """The desk's releases whose time has not come, with their articles, the next first."""
    query = select(Release, Article).join(Article, Article.id == Release.article_id).where(~has_come())
    return session.execute(query.order_by(Release.publish_at, Release.id).limit(limit)).all()


def languages(session: Session, ids: Collection[int]) -> Sequence[Any]:
    """release_id, language, revision and origin of each part of these releases."""
    columns = (ReleasePart.release_id, ReleasePart.language, ReleasePart.revision, ReleasePart.origin)
    query = select(*columns).where(ReleasePart.release_id.in_(ids))
    return session.execute(query.order_by(ReleasePart.release_id, ReleasePart.language)).all()


def ways(session: Session, ids: Collection[int]) -> Sequence[Any]:
    """release_id, state and sent_at of each delivery of these releases, the name of where it goes, and how
    its job stands: job_state, last_error and its id as job, None before there is one."""
    ids_of = cast(Delivery.release_id, String) + ":" + cast(Delivery.destination_id, String)
    return session.execute(
        select(
            Delivery.release_id,
            Delivery.state,
            Delivery.sent_at,
            Destination.name,
            Job.state.label("job_state"),
            Job.last_error,
            Job.id.label("job"),
        )
        .join(Destination, Destination.id == Delivery.destination_id)
        .join(Job, Job.key == "deliver:" + ids_of, isouter=True)
        .where(Delivery.release_id.in_(ids))
        .order_by(Delivery.release_id, Destination.id)
    ).all()


def public(session: Session, articles: Collection[int]) -> dict[int, Release]:
    """The release that is public now, by article."""
    last = (
        select(Release.article_id, func.max(Release.number).label("number"))
        .where(Release.article_id.in_(articles), has_come())
        .group_by(Release.article_id)
        .subquery()
    )
    query = select(Release).join(
        last, (last.c.article_id == Release.article_id) & (last.c.number == Release.number)
    )
    return {each.article_id: each for each in session.scalars(query)}


def overtaken(session: Session, release: Release, destination_id: int) -> bool:
    """Whether a newer release of the article has reached the destination."""
    query = (
        select(Delivery.id)
        .join(Release, Release.id == Delivery.release_id)
        .where(
            Delivery.destination_id == destination_id,
            Delivery.state == "sent",
            Release.article_id == release.article_id,
            Release.number > release.number,
        )
    )
    return session.scalar(query.limit(1)) is not None


def mark_sent(session: Session, delivery_id: int) -> int | None:
    """Write down that a delivery arrived; its release, or None where that was written before."""
    return session.scalar(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == "waiting")
        .values(state="sent", sent_at=moment())
        .returning(Delivery.release_id)
    )
