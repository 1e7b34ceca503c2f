"""A served desk for each test of the API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import ARTICLE, Served, served


@pytest.fixture
def api(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as found:
        yield found


@pytest.fixture
def story(api: Served) -> Served:
    """A desk with one article, translated, approved and signed in both languages."""
    api.desk.ingest(ARTICLE)
    api.desk.finish()
    return api
