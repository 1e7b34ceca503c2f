"""Notices: messages from the desk to one person, and how each person wants to have each kind."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.store.articles import Article
from tms.store.base import Base, Choice, moment
from tms.store.people import User


class NoticeKind(StrEnum):
    """What a notice tells: each kind can be turned off by itself."""

    ASSIGNED = "assigned"
    RETURNED = "returned"
    COMMENTED = "commented"
    CORRECTED = "corrected"
    BLOCKED = "blocked"
    LATE = "late"
    TAKEN_OVER = "taken-over"
    HANDED_BACK = "handed-back"
    TIME_ASKED = "time-asked"
    TIME_GIVEN = "time-given"
    OVERRIDDEN = "overridden"
    FREED = "freed"


class Way(StrEnum):
    """How a kind reaches a person; on the page comes with mail, too."""

    MAIL = "mail"
    PAGE = "page"
    OFF = "off"


class Mail(Base):
    """A mail with notices, once for each ``key``; sent again after a fault it has the same ``message_id``."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    at: Mapped[datetime] = mapped_column(insert_default=moment())
    sent_at: Mapped[datetime | None]


class Notice(Base):
    """One message to one person. ``urgent`` is mailed at once; ``details`` hold segments, words and times."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_unread", "user_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    kind: Mapped[NoticeKind] = mapped_column(Choice(NoticeKind))
    article_id: Mapped[int | None] = mapped_column(ForeignKey(Article.id))
    language: Mapped[str] = mapped_column(String(12), default="")
    who: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    urgent: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(insert_default=moment())
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey(Mail.id), index=True)


class NoticeChoice(Base):
    """How somebody wants one kind of notice, where it is not by mail."""

    __tablename__ = "notice_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(Choice(NoticeKind), primary_key=True)
    way: Mapped[Way] = mapped_column(Choice(Way))


def choices(session: Session, users: Collection[int]) -> dict[tuple[int, NoticeKind], Way]:
    """How these people want each kind; what is not here is wanted by mail."""
    rows = session.execute(
        select(NoticeChoice.user_id, NoticeChoice.kind, NoticeChoice.way).where(
            NoticeChoice.user_id.in_(users)
        )
    )
    return {(row.user_id, row.kind): row.way for row in rows}


def choose(session: Session, user: int, ways: Iterable[tuple[NoticeKind, Way]]) -> None:
    session.execute(delete(NoticeChoice).where(NoticeChoice.user_id == user))
    session.add_all(NoticeChoice(user_id=user, kind=k, way=w) for k, w in ways if w is not Way.MAIL)


def of_person(
    session: Session, user: int, limit: int = 50, offset: int = 0
) -> Sequence[tuple[Notice, str | None, str | None]]:
    """A person's notices with slug and title of their articles, the newest first."""
    query = _with_articles(Notice.user_id == user).order_by(Notice.id.desc())
    return _rows(session, query.limit(limit).offset(offset))


def unread(session: Session, users: Collection[int]) -> Counter[int]:
    """How many notices each of these people has not read."""
    rows = session.execute(
        select(Notice.user_id, func.count())
        .where(Notice.user_id.in_(users), Notice.read_at.is_(None))
        .group_by(Notice.user_id)
    )
    return Counter({row[0]: row[1] for row in rows})


def read(session: Session, user: int, ids: Collection[int] | None = None) -> int:
    """Mark a person's notices read, all of them for None, and say how many were not."""
    query = update(Notice).where(Notice.user_id == user, Notice.read_at.is_(None))
    if ids is not None:
        query = query.where(Notice.id.in_(ids))
    marked = session.scalars(
        query.values(read_at=moment()).returning(Notice.id).execution_options(synchronize_session=False)
    )
    return len(list(marked))


def to_mail(session: Session, user: int) -> Sequence[tuple[Notice, str | None, str | None]]:
    """What a person has neither read nor been mailed, with slug and title, the oldest first."""
    query = _with_articles(Notice.user_id == user, Notice.read_at.is_(None), Notice.mail_id.is_(None))
    return _rows(session, query.order_by(Notice.id))


def mail(session: Session, key: str) -> Mail | None:
    """The mail of a key, if it was written."""
    return session.scalar(select(Mail).where(Mail.key == key))


def in_mail(session: Session, id: int) -> Sequence[tuple[Notice, str | None, str | None]]:
    """The notices of a mail, with slug and title, the oldest first."""
    query = _with_articles(Notice.mail_id == id)
    return _rows(session, query.order_by(Notice.id))


def sent(session: Session, id: int) -> None:
    """A mail has gone."""
    session.execute(update(Mail).where(Mail.id == id, Mail.sent_at.is_(None)).values(sent_at=moment()))
    gone = update(Notice).where(Notice.mail_id == id, Notice.mailed_at.is_(None))
    session.execute(gone.values(mailed_at=moment()))


def _with_articles(*which: ColumnElement[bool]) -> Select[Notice, str, str]:
    joined = select(Notice, Article.slug, Article.title)
    return joined.join(Article, Article.id == Notice.article_id, isouter=True).where(*which)


def _rows(
    session: Session, query: Select[Notice, str, str]
) -> Sequence[tuple[Notice, str | None, str | None]]:
    """Slug and title are None where a notice is of no article."""
    return [(row[0], row[1], row[2]) for row in session.execute(query)]
