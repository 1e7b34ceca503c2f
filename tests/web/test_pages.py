"""The pages in a real browser, in three languages: readable, mirrored, harmless, and without a complaint."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.conftest import Site
from tms import languages

PAGES = [
    "/board",
    "/articles/bakery",
    "/articles/bakery/releases/1",
    "/articles/hostile/releases/1",
    "/nowhere",
]
LOOKS = [("en", "ltr", "Board"), ("ar", "rtl", "اللوحة"), ("ckb", "rtl", "تەختە")]


def complaints(page: Page) -> list[str]:
    """What the browser will have complained about on this page."""
    heard: list[str] = []
    page.on(
        "console",
        lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None,
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: heard.append(f"dialog {dialog.message}"))
    return heard


def violations(page: Page) -> list[dict[str, Any]]:
    found = Axe().run(page).response["violations"]
    return [{"id": each["id"], "nodes": [node["html"] for node in each["nodes"]]} for each in found]


@pytest.mark.parametrize(("tag", "direction", "word"), LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_right_in_every_language(
    site: Site, page: Page, path: str, tag: str, direction: str, word: str
) -> None:
    heard = complaints(page)
    page.goto(f"{site.url}{path}?lang={tag}")
    root = page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == (tag, direction)
    assert page.locator(".nav a").first.inner_text() == word
    assert violations(page) == []
    assert [line for line in heard if "404" not in line] == []
    page.goto(f"{site.url}/")
    assert root.get_attribute("lang") == tag, "the choice is kept"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (820, "light"), (1440, "dark")])
def test_a_page_fits_every_width_in_light_and_dark(
    site: Site, chromium: Browser, width: int, scheme: Any
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{site.url}{path}?lang=ckb")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path
        assert violations(page) == [], path
    context.close()


def test_the_light_runs_across_the_columns_by_pointer_and_by_key(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/articles/bakery/releases/1")
    pieces = page.locator(".t[lang=ar] [data-segments]")
    segment = pieces.nth(2).get_attribute("data-segments")
    pieces.nth(2).hover()
    lit = page.locator(".hot")
    assert lit.count() == 3
    assert {each.get_attribute("data-segments") for each in lit.all()} == {segment}
    page.mouse.move(0, 0)
    page.locator(".t[lang=en] [data-segments]").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.locator(":focus").get_attribute("data-segments") == page.locator(
        ".t[lang=en] [data-segments]"
    ).nth(1).get_attribute("data-segments")
    assert lit.count() == 3


def test_every_text_says_its_language_and_direction(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/articles/bakery/releases/1?lang=ar")
    for each in page.locator(".t").all():
        tag = each.get_attribute("lang") or ""
        assert each.get_attribute("dir") == languages.get(tag).direction
    assert page.locator(".t[lang=en]").count() == page.locator(".t[lang=ckb]").count() == 4


def test_a_page_reads_without_scripts(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/?q=bakery")
    page.locator('a[href="/articles/bakery"]').click()
    page.get_by_role("link", name="Release 1").click()
    assert page.get_by_text("Three women bake 1,150 loaves before dawn.").is_visible()
    context.close()


def test_a_hostile_headline_is_only_text(site: Site, page: Page) -> None:
    heard = complaints(page)
    for path in ("/", "/articles/hostile", "/articles/hostile/releases/1", "/?q=<script>alert(3)</script>"):
        page.goto(f"{site.url}{path}")
        assert page.locator("main script, main img, main b b").count() == 0
    page.goto(f"{site.url}/articles/hostile")
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
    assert heard == []


def test_the_api_is_described_on_a_page_of_its_own(site: Site, page: Page) -> None:
    heard = complaints(page)
    page.goto(f"{site.url}/api/docs")
    page.get_by_text("/api/v1/articles/{slug}/editions/{language}/approve").click()
    assert page.get_by_text("Approve", exact=True).first.is_visible()
    assert violations(page) == []
    assert heard == []
