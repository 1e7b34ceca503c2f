"""Bring a database to this version's tables: made at first use, an older one on request, never back."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from tms.errors import DatabaseTooNew, DatabaseTooOld
from tms.store.session import Database

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_305_114  # any number: PostgreSQL's advisory lock that only this step takes


def upgrade(url: str) -> None:
    """Make the tables, or bring them to this version; two processes at once do it once."""
    database = Database(url)
    try:
        with database.writing() as session:
            connection = session.connection()
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            _refuse_newer(connection)
            command.upgrade(_config(connection), "head")
    finally:
        database.close()


def ready(database: Database) -> None:
    """Make a new database's tables; raise where an existing one is older or newer than this version."""
    with database.reading() as session:
        connection = session.connection()
        if inspect(connection).has_table("alembic_version"):
            _refuse_newer(connection)
            if _found(connection) != _head():
                raise DatabaseTooOld
            return
    upgrade(database.url.render_as_string(hide_password=False))


def version(database: Database) -> tuple[str, str]:
    """The revision found and the one of this version."""
    with database.reading() as session:
        return _found(session.connection()), _head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config


def _found(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _head() -> str:
    return ScriptDirectory(str(_FOLDER)).get_current_head() or ""


def _refuse_newer(connection: Connection) -> None:
    found = _found(connection)
    known = {script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()}
    if found and found not in known:
        raise DatabaseTooNew(found=found)
