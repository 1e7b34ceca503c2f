"""Bring a database to this version's tables: made at first use, an older one on request, never back."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from tms.errors import DatabaseTooNew, DatabaseTooOld
from tms.store.session import Database

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_305_114  # any number: PostgreSQL's advisory lock that only this step takes


def upgrade(url: str) -> None:
    """Make the tables, or bring them to this version; two processes at once do it once."""
    from alembic import command  # a third of a second that no other command has to wait for
    from alembic.config import Config

    database = Database(url)
    try:
        with database.writing() as session:
            connection = session.connection()
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            _refuse_newer(connection)
            config = Config()
            config.set_main_option("script_location", str(_FOLDER))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        database.close()


def ready(database: Database) -> None:
    """Make a new database's tables; raise where an existing one is older or newer than this version."""
    with database.reading() as session:
        connection = session.connection()
        found = _found(connection)
        _refuse_newer(connection)
    if found and found != _known()[-1]:
        raise DatabaseTooOld
    if not found:
        upgrade(database.url.render_as_string(hide_password=False))


def version(database: Database) -> tuple[str, str]:
    """The revision found and the one of this version."""
    with database.reading() as session:
        return _found(session.connection()), _known()[-1]


def _found(connection: Connection) -> str:
    """The revision that Alembic wrote down, "" for a database without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def _known() -> list[str]:
    """This version's revisions, the oldest first: a migration's file is named for its revision."""
    return sorted(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("0*.py"))


def _refuse_newer(connection: Connection) -> None:
    found = _found(connection)
    if found and found not in _known():
        raise DatabaseTooNew(found=found)
