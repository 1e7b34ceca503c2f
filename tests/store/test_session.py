"""A database that somebody else holds for too long: nothing is stored, and the same may work in a moment."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from tests.served import served
from tms.errors import Busy
from tms.store import desk
from tms.store.session import Database


def hurried(database: Database) -> Database:
    """A database that waits for a lock for a twentieth of a second."""

    def connect(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    event.listen(database.engine, "connect", connect)
    return database


@pytest.fixture
def held(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Another process that writes and does not come to an end."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        other.execute("ROLLBACK")


def put(database: Database) -> None:
    with database.writing() as session:
        desk.put(session, "one", 1)


def test_a_lock_that_is_not_given_back_is_busy_and_stores_nothing(
    sqlite_url: str, held: sqlite3.Connection
) -> None:
    database = hurried(Database(sqlite_url))
    with pytest.raises(Busy) as busy:
        put(database)
    assert busy.value.status == 503
    held.execute("ROLLBACK")
    with database.reading() as session:
        assert desk.setting(session, "one", 0) == 0
    put(database)
    with database.reading() as session:
        assert desk.setting(session, "one", 0) == 1
    held.execute("BEGIN")
    database.close()


def wait(database: Database) -> None:
    """Ask for what another transaction holds, for a twentieth of a second."""
    with database.writing() as session:
        session.execute(text("SET LOCAL lock_timeout = '50ms'"))
        session.execute(text("UPDATE setting SET value = '3'"))


def test_a_lock_of_another_step_is_busy_on_postgresql(postgresql_url: str) -> None:
    one, other = Database(postgresql_url), Database(postgresql_url)
    with one.writing() as session:
        desk.put(session, "one", 1)
    with one.writing() as session:
        session.execute(text("UPDATE setting SET value = '2'"))
        with pytest.raises(Busy):
            wait(other)
    for database in (one, other):
        database.close()


def test_a_page_and_the_api_say_when_to_come_again(
    sqlite_url: str, tmp_path: Path, held: sqlite3.Connection
) -> None:
    held.execute("ROLLBACK")
    with served(sqlite_url, tmp_path) as found:
        app: Any = found.client.app
        browser, token = found.as_("editor"), found.token("editor")
        hurried(app.state.desk.database)
        app.state.desk.database.engine.dispose()
        held.execute("BEGIN IMMEDIATE")
        page = browser.post("/notices/read")
        assert (page.status_code, page.headers["retry-after"]) == (503, "2")
        assert "Try again in a moment." in page.text
        answer = found.call("POST", "/articles", token=token, json={"content": "Rain\n\nIt rained."})
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert answer.headers["retry-after"] == "2"
