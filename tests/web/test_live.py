"""Live in a real browser: a translator takes, an editor returns, and the open pages hear of it."""

import json
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk import STORY, Desk
from tests.served import sign_in
from tests.web.conftest import Site
from tests.web.test_pages import complaints, violations
from tms import serving
from tms.core.rights import OPERATOR, Role
from tms.workflow import live, people


@pytest.fixture
def story(site: Site) -> str:
    """A new article; answers its slug."""
    slug = f"story-{time.monotonic_ns()}"
    site.desk.ingest(STORY.replace("Water", f"Water {slug[-6:]}"), slug)
    return slug


def hire(desk: Desk, name: str, *languages: str) -> None:
    if name not in desk.cast:
        with desk.step() as session:
            user = people.add(session, name, Role.TRANSLATOR, list(languages), OPERATOR)
            desk.cast[name] = people.person(user)


def lines(site: Site, name: str, since: str = "") -> Iterator[tuple[str, str, dict[str, object]]]:
    """What a page of this person hears: the id, the kind and the data of each message."""
    request = urllib.request.Request(
        f"{site.url}/live?since={since}", headers={"cookie": f"{serving.KEY}={sign_in(site.desk, name)}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: dict[str, str] = {}
        for raw in answer:
            line = raw.decode().rstrip("\n")
            if line:
                key, _, value = line.partition(": ")
                found[key] = value
            elif "data" in found:
                yield found.get("id", ""), found["event"], json.loads(found["data"])
                found = {}


def until(heard: Iterator[tuple[str, str, dict[str, object]]], kind: str) -> tuple[str, dict[str, object]]:
    for id, event, data in heard:
        if kind in (event, data.get("kind")):
            return id, data
    raise AssertionError(kind)


def test_a_translator_takes_and_a_return_is_heard_live(
    site: Site, page: Page, chromium: Browser, story: str
) -> None:
    heard = complaints(page)
    site.as_("second", page).goto(f"{site.url}/queue?language=ar&lang=en")
    row = page.locator(f'.row[data-article="{story}"]')
    row.get_by_role("button", name="Take", exact=True).click()
    expect(
        page.locator("section", has=page.locator("#h-mine")).locator(f'[data-article="{story}"]')
    ).to_be_visible()
    site.desk.write({0: "المياه تعود إلى الأهوار"}, story, by="second")
    site.desk.submit(story, by="second")
    page.goto(f"{site.url}/queue?language=ar")
    expect(page.locator("[data-unread]")).to_be_hidden()
    page.wait_for_timeout(300)
    site.desk.return_(0, comment="لا، الأهوار هنا اسم.", slug=story)
    expect(page.locator("[data-unread]")).to_have_text("1", timeout=5000)
    row = page.locator(f'.row[data-article="{story}"]').first
    expect(row).to_have_class("row changed")
    page.get_by_role("link", name="The queue has changed: show it").click()
    expect(page.locator(f'.row[data-article="{story}"]').first).to_contain_text("لا، الأهوار هنا اسم.")
    page.get_by_role("link", name="Notices").click()
    expect(page.locator(".notice.unread").first).to_contain_text("returned 1 sentence to you.")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator("[data-unread]")).to_be_hidden()
    assert heard == []


def test_a_page_that_was_away_catches_up_from_the_last_that_it_heard(site: Site, story: str) -> None:
    first = lines(site, "translator")
    cursor, said = until(first, "hello")
    assert said == {"me": "translator"}
    site.desk.assign(0, to="translator", slug=story)
    _, told = until(first, "assign")
    assert (told["article"], told["language"], told["mine"]) == (story, "ar", False)
    first.close()  # type: ignore[attr-defined]  # a generator
    site.desk.assign(1, to="translator", slug=story)
    again = lines(site, "translator", cursor)
    kinds = [until(again, "assign")[1]["segments"], until(again, "assign")[1]["segments"]]
    rows = site.desk.look(story).rows
    assert kinds == [[rows[0].segments[0].id], [rows[1].segments[0].id]]


def test_who_is_where_is_heard_by_those_of_the_language(site: Site, story: str) -> None:
    hire(site.desk, "shilan", "ckb")
    arabic, kurdish = lines(site, "second"), lines(site, "shilan")
    until(arabic, "hello")
    until(kurdish, "hello")
    segment = site.desk.row(0, story).segments[0].id
    with site.desk.step() as session:
        live.enter(session, story, "ar", segment, site.desk["translator"])
    _, place = until(arabic, "presence")
    assert place == {
        "who": "translator",
        "called": "translator",
        "article": story,
        "language": "ar",
        "segment": segment,
        "here": True,
        "mine": False,
    }
    with site.desk.step() as session:
        live.enter(session, story, "ar", "", site.desk["translator"])
    assert until(arabic, "presence")[1]["here"] is False
    site.desk.assign(0, to="second", slug=story, tag="ar")
    site.desk.assign(0, to="second", slug=story, tag="ckb")
    assert until(kurdish, "assign")[1]["language"] == "ckb", "nothing of the Arabic was heard before"


@pytest.mark.parametrize(
    ("width", "scheme", "tag"), [(390, "dark", "ckb"), (820, "light", "ar"), (1440, "dark", "en")]
)
def test_queue_and_notices_fit_every_width_in_light_and_dark(
    site: Site, chromium: Browser, story: str, width: int, scheme: Any, tag: str
) -> None:
    site.desk.assign(0, 1, to="editor", slug=story, by="deputy")
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = site.as_("editor", context.new_page())
    for path in ("/queue", "/notices"):
        page.goto(f"{site.url}{path}?lang={tag}")
        page.locator("details > summary").first.click()
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path
        assert violations(page) == [], path
    context.close()
