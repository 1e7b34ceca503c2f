"""Real news: every document of NTREX, and the model article, from ingest to release."""

from pathlib import Path

import pytest

from benchmarks import ntrex
from tests.desk import opened
from tests.servers import ROOT
from tms import settings as env
from tms.store import invariants
from tms.store.session import Database

DATA = ROOT.parent / "shared" / "data"


def given(path: str) -> Path:
    found = DATA / path
    if not found.exists():
        pytest.skip(f"NO DATA: {found} is not here")
    return found


def test_every_reference_stands_in_its_place(database_url: str, home: Path) -> None:
    documents = ntrex.read(given("ntrex/dev.tsv"))
    database = Database(database_url)
    found = ntrex.run(database, env.read(home=home, database_url=database_url), documents, lambda _: None)
    print(found)
    assert (found.documents, found.lost, found.misplaced) == (len(documents), 0, 0)
    assert found.references == 2 * sum(len(lines) for lines in documents.values())
    with database.reading() as session:
        assert list(invariants.broken(session)) == []
    database.close()


def test_the_model_article_from_its_page_to_its_editions(database_url: str, home: Path) -> None:
    text = given("seed/niqash-2017-12-13.txt").read_text(encoding="utf-8")
    with opened(database_url, home) as desk:
        desk.ingest(text, "niqash")
        desk.finish("niqash")
        desk.release("niqash")
        desk.delivered_as_approved("niqash")
        english = (desk.folder("niqash") / "en.html").read_text()
        assert "a 43-year-old who runs a restaurant" in english
        assert "Our other projects" not in english
