"""What the database server says of itself."""

from dataclasses import dataclass

from sqlalchemy import text

from tms.store.session import Session


@dataclass(frozen=True, slots=True)
class Server:
    """Its name and version; ``wrong`` says what does not fit and what to do, "" where all does."""

    name: str
    wrong: str = ""


def look(session: Session) -> Server:
    if session.get_bind().dialect.name == "sqlite":
        name = f"SQLite {session.scalar(text('SELECT sqlite_version()'))}"
        intact = session.scalar(text("PRAGMA quick_check"))
        return Server(name, "" if intact == "ok" else f"{intact}. Restore a backup.")
    name = f"PostgreSQL {session.scalar(text('SHOW server_version'))}"
    if session.scalar(text("SHOW server_encoding")) != "UTF8":
        return Server(name, "make the database anew with the encoding UTF8.")
    ctype = session.scalar(text("SELECT datctype FROM pg_database WHERE datname = current_database()"))
    if ctype in {"C", "POSIX"}:
        return Server(name, "it knows no Arabic letters; make it anew with --lc-ctype=C.UTF-8.")
    return Server(name)
