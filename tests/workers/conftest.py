"""Databases that workers are killed on."""

from collections.abc import Iterator

import pytest

from tests.workers import killing
from tms.store.session import Database


@pytest.fixture
def on_sqlite(sqlite_url: str) -> Iterator[Database]:
    database = killing.prepare(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def on_postgresql(postgresql_url: str) -> Iterator[Database]:
    database = killing.prepare(postgresql_url)
    yield database
    database.close()
