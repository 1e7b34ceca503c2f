"""The board says the same as the status of each article, and asks for it in a few queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from tests.desk import Desk
from tests.served import ARTICLE, Served, served, settings_of
from tests.web.conftest import fill
from tms import server
from tms.core.findings import Severity
from tms.store import articles
from tms.store.session import Database
from tms.workflow import assignments, status
from tms.workflow.board import board


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    database = Database(database_url)
    yield Desk(database, settings_of(database_url, tmp_path))
    database.close()


def test_the_board_and_the_status_agree(desk: Desk) -> None:
    fill(desk)
    desk.ingest(ARTICLE.replace("Three", "Five"), "five")
    desk.write({1: "خمس نساء يخبزن 99 رغيفًا."}, "five")
    desk.submit("five")
    desk.approve("five", override="so meant")
    with desk.database.reading() as session:
        found = board(session)
        assert found.total == len(found.lines) == 4
        for line in found.lines:
            told = status.status(session, line.article.slug)
            assert line.accepted == bool(told.revision.accepted_by)
            for tag, edition in told.editions.items():
                seen = line.editions[tag]
                assert seen.state == edition.state
                assert {s: n for s, n in edition.segments.items() if n} == dict(seen.segments)
                assert (seen.stale, seen.words, seen.words_left) == (
                    edition.stale,
                    edition.words,
                    edition.words_left,
                )
                assert seen.blockers == len(edition.blockers), (line.article.slug, tag)
                assert seen.warnings == edition.findings[Severity.WARNING]
                assert seen.published == edition.published


def test_a_page_asks_as_often_for_many_rows_as_for_one(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        database = desk.client.app.state.desk.database  # type: ignore[attr-defined]
        desk.desk.ingest(ARTICLE, "first")
        desk.desk.finish("first")
        desk.desk.release("first")
        before = {
            path: count(desk, database, path)
            for path in ("/board", "/articles/first", "/articles/first/releases/1")
        }
        for number in range(12):
            desk.desk.ingest(
                ARTICLE + "\n\nAnd more is said here. Much more.\n" * number, f"article-{number}"
            )
        desk.desk.ingest(ARTICLE + "\n\nAnd more is said. Much more of it.\n" * 8, "first")
        desk.desk.finish("first")
        desk.desk.release("first")
        assert count(desk, database, "/board") == before["/board"]
        assert count(desk, database, "/articles/first") == before["/articles/first"]
        assert count(desk, database, "/articles/first/releases/2") == before["/articles/first/releases/1"]


def count(desk: Served, database: Database, path: str) -> int:
    with counted(database) as sent:
        assert desk.client.get(path).status_code == 200
    assert path != "/board" or not any("revision.body" in statement for statement in sent)
    return len(sent)


def test_the_board_is_searched_and_paged(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        for number in range(27):
            desk.desk.ingest(ARTICLE.replace("bakery", f"bakery {number}"), f"a-{number}")
        first = desk.client.get("/").text
        assert first.count("<tr>") == 1 + 25
        second = desk.client.get("/?page=2").text
        assert (second.count("<tr>"), "bakery 0 " in second) == (1 + 2, True)
        assert desk.client.get("/?q=bakery+26").text.count("<tr>") == 1 + 1
        assert "No headline has these words." in desk.client.get("/?q=nothing").text
        for odd in (
            "page=0",
            "page=-1",
            "page=x",
            "page=99999999999999999999",
            "q=%00%ed%a0%80",
            "page=٣",
            "lang=xx",
        ):
            assert desk.client.get(f"/?{odd}").status_code == 200, odd


def test_what_is_late_and_what_is_urgent_stands_out(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        desk.desk.ingest(ARTICLE)
        plain = desk.client.get("/").text
        assert (">Late<" in plain, ">Urgent<" in plain) == (False, False)
        with desk.desk.sheet("story") as (session, sheet):
            past = datetime.now(UTC) - timedelta(minutes=1)
            assignments.plan(session, sheet, past, desk.desk["editor"])
            assignments.mark_urgent(session, "story", desk.desk["editor"], urgent=True)
        marked = desk.client.get("/").text
        assert ("</svg>Late<" in marked, "</svg>Urgent<" in marked) == (True, True)
        desk.desk.write_all("story", "ar")
        desk.desk.submit("story", "ar")
        assert "</svg>Late<" not in desk.client.get("/").text, "what is handed in is not late"


def test_an_old_slug_leads_to_the_article(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        desk.desk.ingest(ARTICLE)
        with desk.desk.step() as session:
            session.add(articles.Slug(slug="older", article_id=articles.find(session, "story").id))
        answer = desk.client.get("/articles/older", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (301, "/articles/story")


def test_a_desk_without_users_shows_only_how_to_add_one(sqlite_url: str, tmp_path: Path) -> None:
    app = server.app(settings_of(sqlite_url, tmp_path), background=False)
    with TestClient(app, "http://127.0.0.1") as client:
        for path in ("/", "/articles/x", "/articles/x/releases/1"):
            assert "./run user add" in client.get(path).text
        assert client.get("/api/v1/articles").status_code == 401
