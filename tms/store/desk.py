"""The desk's own settings, and requests that were answered already."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.store.base import Base, moment


class Setting(Base):
    """One setting of the desk; what is not here has its default."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class Request(Base):
    """An answer kept under the sender's Idempotency-Key, so that a second sending does nothing twice."""

    __tablename__ = "request"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(insert_default=moment())


def setting(session: Session, name: str, default: Any) -> Any:
    found = session.get(Setting, name)
    return default if found is None else found.value


def put(session: Session, name: str, value: Any) -> None:
    session.merge(Setting(name=name, value=value))


def request(session: Session, key: str, digest: str) -> tuple[Request, bool]:
    """The request of a key, and whether it is new: then this transaction is to fill in its answer.

    Where another transaction holds the same key, this one waits for it.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = session.scalar(
        insert(Request)
        .values(key=key, digest=digest, status=0, answer={})
        .on_conflict_do_nothing(index_elements=[Request.key])
        .returning(Request.key)
    )
    return session.get_one(Request, key), new is not None
