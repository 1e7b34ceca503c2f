"""How people sign in: their open sign-ins, links that work once, and the attempts that are counted."""

import hashlib
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, delete, exists, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.store.base import Base, Choice, clock, moment
from tms.store.people import Token, User, digest


class LinkKind(StrEnum):
    INVITE = "invite"
    RESET = "reset"
    DEMO = "demo"


class SignIn(Base):
    """A browser in which a person is signed in; its secret is kept as a hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(insert_default=moment())
    seen_at: Mapped[datetime] = mapped_column(insert_default=moment())


class Link(Base):
    """A link that lets a person in once; its secret is kept as a hash."""

    __tablename__ = "link"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    kind: Mapped[LinkKind] = mapped_column(Choice(LinkKind))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(insert_default=moment())
    lives: Mapped[int]  # seconds
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """One try at a name, or from an address, that is counted for some minutes."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(insert_default=moment())


def users_and_passwords(session: Session) -> tuple[bool, bool]:
    """Whether the desk has a user, and whether one can sign in with a password."""
    some = exists().where(User.active)
    able = exists().where(User.active, User.password != "")
    found = session.execute(select(some, able)).one()
    return bool(found[0]), bool(found[1])


def without_credential(session: Session, *, mail: bool = False) -> list[str]:
    """The active users who have neither a password nor a token, nor, where that does, a mail address."""
    token = exists().where(Token.user_id == User.id)
    query = select(User.name).where(User.active, User.password == "", ~token).order_by(User.name)
    return list(session.scalars(query.where(User.mail == "") if mail else query))


def by_secret(session: Session, secret: str, idle: int, absolute: int) -> tuple[User, SignIn, float] | None:
    """The active user of an open sign-in, and for how many seconds it was not seen."""
    found = session.execute(
        select(User, SignIn, clock() - SignIn.seen_at)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.digest == digest(secret), User.active)
        .where(SignIn.seen_at > clock() - idle, SignIn.created_at > clock() - absolute)
    ).first()
    return None if found is None else (found[0], found[1], float(found[2]))


def seen(session: Session, id: int) -> None:
    """Note that a sign-in is in use, and its person here."""
    session.execute(update(SignIn).where(SignIn.id == id).values(seen_at=moment()))
    whose = select(SignIn.user_id).where(SignIn.id == id).scalar_subquery()
    session.execute(update(User).where(User.id == whose).values(seen_at=moment()))


def close(session: Session, secret: str) -> None:
    """End the sign-in of a secret."""
    session.execute(delete(SignIn).where(SignIn.digest == digest(secret)))


def close_all(session: Session, user_id: int, but: str = "") -> None:
    """End a user's sign-ins, except the one of this secret."""
    session.execute(delete(SignIn).where(SignIn.user_id == user_id, SignIn.digest != digest(but)))


def forget(session: Session, absolute: int) -> None:
    """Take away sign-ins that are too old to be used."""
    session.execute(delete(SignIn).where(SignIn.created_at <= clock() - absolute))


def link(session: Session, secret: str, *, lock: bool = False) -> tuple[User, Link] | None:
    """The active user and the link of a secret, if it has neither been used nor grown too old."""
    query = (
        select(User, Link)
        .join(Link, Link.user_id == User.id)
        .where(Link.digest == digest(secret), User.active, Link.used_at.is_(None))
        .where(Link.created_at + Link.lives > clock())
    )
    found = session.execute(query.with_for_update(of=Link) if lock else query).first()
    return None if found is None else (found[0], found[1])


def spend(session: Session, user_id: int, kind: LinkKind | None = None) -> None:
    """No link of a user, or none of this kind, works any more."""
    left = update(Link).where(Link.user_id == user_id, Link.used_at.is_(None))
    if kind is not None:
        left = left.where(Link.kind == kind)
    session.execute(left.values(used_at=moment()))


def attempts(session: Session, key: str, window: int) -> int:
    """How often this was tried within so many seconds; others who ask for the same key wait."""
    key = _attempted(key)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": key})
    session.execute(delete(Attempt).where(Attempt.at <= clock() - window))
    return session.scalar(select(func.count()).where(Attempt.key == key)) or 0


def attempted(session: Session, key: str) -> None:
    session.add(Attempt(key=_attempted(key)))


def forgive(session: Session, key: str, most: int = 1000) -> None:
    last = select(Attempt.id).where(Attempt.key == _attempted(key)).order_by(Attempt.id.desc()).limit(most)
    session.execute(delete(Attempt).where(Attempt.id.in_(last)))


def _attempted(key: str) -> str:
    """Names and addresses are counted, not listed."""
    return hashlib.sha256(key.encode()).hexdigest()
