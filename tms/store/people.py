"""Users, their roles and languages, and the tokens of machines."""

import hashlib
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.core.rights import Role
from tms.store.base import Base, Choice, moment


class Rhythm(StrEnum):
    """When somebody is mailed what can wait."""

    MORNING = "morning"
    TWICE = "twice"
    OFTEN = "often"


SUBJECT = 500
"""The longest name that a service may have for somebody."""


class User(Base):
    """A person, or a machine's account. ``languages`` are tags joined by commas, "" for all.

    ``name`` is who signs in and who did what; ``full_name`` is what a person is called. ``password`` is its
    argon2 hash, "" for who cannot sign in with one; ``speaks`` is the language of pages and mails, "" if
    never chosen; ``subject`` is what a service by which they sign in calls them, "" for none; ``rhythm`` is
    when what can wait is mailed, ``single_keys`` whether a key pressed alone does something on pages;
    ``seen_at`` is when they were last here, to some minutes.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(Choice(Role))
    languages: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    full_name: Mapped[str] = mapped_column(String(120), default="")
    mail: Mapped[str] = mapped_column(String(254), default="")
    speaks: Mapped[str] = mapped_column(String(12), default="")
    password: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(SUBJECT), default="", index=True)
    rhythm: Mapped[Rhythm] = mapped_column(Choice(Rhythm), default=Rhythm.TWICE)
    single_keys: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(insert_default=moment())
    seen_at: Mapped[datetime | None]


class Token(Base):
    """A bearer token, kept as its hash. ``languages`` as of User; it never has more rights than its user.

    ``label`` says what it is for, in its user's words.
    """

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    languages: Mapped[str] = mapped_column(String(200), default="")
    read_only: Mapped[bool] = mapped_column(default=False)
    label: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(insert_default=moment())
    expires_at: Mapped[datetime | None]


def by_name(session: Session, name: str) -> User | None:
    return session.scalar(select(User).where(User.name == name))


def by_subject(session: Session, subject: str) -> User | None:
    """Whom a service calls so."""
    return session.scalar(select(User).where(User.subject == subject, User.subject != ""))


def by_mail(session: Session, address: str) -> list[User]:
    """The active users of a mail address; large and small letters are one."""
    return list(session.scalars(select(User).where(User.active, func.lower(User.mail) == address.lower())))


def locked(session: Session, id: int) -> User | None:
    """A user; others who ask for the same one so wait."""
    return session.get(User, id, with_for_update={"key_share": True}, populate_existing=True)


def users(session: Session) -> list[User]:
    return list(session.scalars(select(User).order_by(User.name)))


def active(session: Session) -> list[User]:
    return list(session.scalars(select(User).where(User.active).order_by(User.name)))


def digest(secret: str) -> str:
    """How a token is kept: its secret has 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tokens(session: Session, user_id: int) -> list[Token]:
    return list(session.scalars(select(Token).where(Token.user_id == user_id).order_by(Token.id)))


def drop_token(session: Session, user_id: int, id: int) -> bool:
    query = delete(Token).where(Token.id == id, Token.user_id == user_id).returning(Token.id)
    return session.scalar(query) is not None


def by_token(session: Session, secret: str) -> tuple[User, Token] | None:
    """The active user and the unexpired token of a secret."""
    found = session.execute(
        select(User, Token)
        .join(Token, Token.user_id == User.id)
        .where(Token.digest == digest(secret), User.active)
        .where(Token.expires_at.is_(None) | (Token.expires_at > moment()))
    ).first()
    return None if found is None else (found[0], found[1])
