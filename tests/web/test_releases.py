"""The page of the desk's releases, by day, with what comes next; and the keys that lead there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.served import served
from tests.web.conftest import Site
from tests.web.test_board import count


def test_the_page_lists_releases_by_the_desks_days(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        desk.desk.ingest()
        browser = desk.as_("translator")
        assert "Nothing has gone out yet." in browser.get("/releases").text
        desk.desk.finish()
        desk.desk.release(tags=["ar"])
        desk.desk.release(at=datetime.now(UTC) + timedelta(days=2))
        text = browser.get("/releases").text
        assert text.index("Scheduled") < text.index("/releases/2") < text.index("Went out")
        assert "Goes to <bdi>folder</bdi> then" in text
        assert "Delivered to <bdi>folder</bdi>" in text
        assert text.count('<h3 class="h2">') == 2
        assert browser.get("/releases?page=9").status_code == 200


def test_the_page_asks_as_often_for_many_releases_as_for_one(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        database = desk.client.app.state.desk.database  # type: ignore[attr-defined]
        desk.desk.ingest()
        desk.desk.finish()
        desk.desk.release()
        before = count(desk, database, "/releases")
        for slug in ("second", "third", "fourth"):
            desk.desk.ingest(slug=slug)
            desk.desk.finish(slug)
            desk.desk.release(slug, ["ar"])
            desk.desk.release(slug, at=datetime.now(UTC) + timedelta(days=2))
        assert count(desk, database, "/releases") <= before


def test_g_and_a_letter_lead_to_the_pages_of_the_desk(site: Site, page: Page) -> None:
    site.as_("editor", page).goto(f"{site.url}/board")
    expect(page.locator(".nav a")).not_to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/releases")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/queue")
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.goto(f"{site.url}/board")
    page.locator("#q").focus()
    page.keyboard.type("gr")
    assert page.locator("#q").input_value() == "gr"
    assert page.url == f"{site.url}/board"
