"""Open the database: one engine, reading sessions and writing sessions.

A door opens a session with ``reading`` or ``writing``; the workflow never commits. On SQLite writers of
one process queue on one lock and begin IMMEDIATE, so that none waits for the file's lock (50 writers: p99
113 ms against 3.3 s).
"""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from tms.errors import Busy, DatabaseUnreachable, DiskFull, FolderUnwritable

__all__ = ["Database", "Session", "database"]

_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED", "55P03", "40P01", "40001"})
"""Somebody else held what was needed for too long: nothing was stored, and again it may work."""

_FULL = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "53100"})
"""The disk took nothing more."""


class Database:
    """The desk's database. ``url`` as SQLAlchemy writes it."""

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(_psycopg(url))
            self.engine = _engine(self.url)
        except (ArgumentError, ImportError, ValueError) as error:
            raise DatabaseUnreachable(reason=str(error)) from error
        self.sqlite = self.engine.dialect.name == "sqlite"
        self._lock = threading.Lock() if self.sqlite else contextlib.nullcontext()
        self._writer = self.engine.execution_options(write=True)
        self._options: dict[str, Any] = {"expire_on_commit": False, "info": {"database": self}}

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that is thrown away at the end."""
        with _reachable(), Session(self.engine, **self._options) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed at the end, whole or not at all."""
        with self._lock, _reachable(), Session(self._writer, **self._options) as session:
            yield session
            session.commit()

    def close(self) -> None:
        self.engine.dispose()


def database(session: Session) -> Database:
    """The database of a session, for what must look into it after the session's end."""
    found = session.info["database"]
    assert isinstance(found, Database)
    return found


def _psycopg(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _engine(url: Any) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args={"connect_timeout": 10}
        )
    if url.database and url.database != ":memory:":
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderUnwritable(path=str(folder), reason=error.strerror or str(error)) from error
    engine = create_engine(url, connect_args={"timeout": 10, "check_same_thread": False})
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextlib.contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if _named(error) in _BUSY:
            raise Busy from error
        if _named(error) in _FULL:
            raise DiskFull(reason=_reason(error)) from error
        # SQLite's own word for a file that is damaged, or no database at all, is the family's name.
        if isinstance(error, OperationalError) or type(error) is DatabaseError:
            raise DatabaseUnreachable(reason=_reason(error)) from error
        raise
    except InterfaceError as error:
        raise DatabaseUnreachable(reason=_reason(error)) from error


def _reason(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if error.orig else str(error)


def _named(error: DBAPIError) -> str:
    """The database's own name for what went wrong: SQLite's word, PostgreSQL's SQLSTATE."""
    return getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or ""
