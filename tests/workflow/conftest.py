"""Desks to work at: on SQLite, and on both databases where it matters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk import Desk, opened


@pytest.fixture
def desk(sqlite_url: str, home: Path) -> Iterator[Desk]:
    """A desk on SQLite; all invariants hold at the end."""
    with opened(sqlite_url, home) as desk:
        yield desk


@pytest.fixture
def desks(database_url: str, home: Path) -> Iterator[Desk]:
    """A desk on SQLite and one on PostgreSQL: the test runs once on each."""
    with opened(database_url, home) as desk:
        yield desk
