"""Jobs and events on the web: what waits and failed, who did what, and who may know."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from tests.served import ARTICLE, Served, served
from tests.web.conftest import Site
from tests.web.test_pages import LOOKS, complaints, violations
from tms.core.rights import OPERATOR, Role
from tms.store import jobs
from tms.store.jobs import Job, JobState
from tms.workflow import people


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as found:
        yield found


def some(desk: Any) -> dict[str, int]:
    """A job that waits and one that failed, by state."""
    with desk.database.writing() as session:
        for key in ("one", "two"):
            jobs.enqueue(session, "offer", key, {"hashes": [], "language": "ar"})
    with desk.database.writing() as session:
        session.execute(
            update(Job).where(Job.key == "two").values(state=JobState.DEAD, last_error="<b>It broke</b>")
        )
        return {job.state.value: job.id for job in jobs.listing(session) if job.key in ("one", "two")}


def state(desk: Served, id: int) -> str:
    with desk.desk.database.reading() as session:
        job = session.get(Job, id)
        assert job is not None
        return job.state.value


def test_a_chief_runs_a_failed_job_again_and_cancels_one(desk: Served) -> None:
    found = some(desk.desk)
    page = desk.as_("chief").get("/jobs").text
    assert "&lt;b&gt;It broke&lt;/b&gt;" in page
    assert "The oldest that is due has waited" in page or "Nothing that is due waits." in page
    assert desk.as_("chief").post("/jobs", data={"retry": f"{found['dead']}"}).status_code == 303
    assert desk.as_("admin").post("/jobs", data={"cancel": f"{found['waiting']}"}).status_code == 303
    assert (state(desk, found["dead"]), state(desk, found["waiting"])) == ("waiting", "cancelled")
    assert desk.as_("chief").post("/jobs", data={"retry": "999999"}).status_code == 404
    for odd in ({}, {"retry": "x"}, {"cancel": "٣"}, {"retry": "9" * 30}):
        assert desk.as_("chief").post("/jobs", data=odd).status_code == 422


def test_jobs_are_for_the_chief(desk: Served) -> None:
    found = some(desk.desk)
    for name in ("translator", "editor"):
        browser = desk.as_(name)
        assert browser.get("/jobs").status_code == 403
        assert browser.post("/jobs", data={"cancel": f"{found['waiting']}"}).status_code == 403
    assert state(desk, found["waiting"]) == "waiting"


def test_what_failed_of_a_kind_runs_again_at_once(desk: Served) -> None:
    found = some(desk.desk)
    page = desk.as_("chief").get("/jobs?kind=offer").text
    assert (page.count('name="again" value="offer"'), "Offer what was approved" in page) == (1, True)
    answer = desk.as_("chief").post("/jobs?kind=offer", data={"again": "offer"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs?kind=offer")
    assert state(desk, found["dead"]) == "waiting"
    assert desk.as_("chief").get("/jobs?kind=nothing").status_code == 200


def test_an_editor_sees_who_did_what_in_their_languages(desk: Served) -> None:
    desk.desk.ingest(ARTICLE, "story")
    desk.desk.assign(0, 1, to="translator", slug="story")
    desk.desk.finish("story")
    desk.desk.release("story")
    desk.desk.withdraw("story")
    with desk.desk.step() as session:
        people.add(session, "kurdish", Role.EDITOR, ["ckb"], OPERATOR)
    page = desk.as_("editor").get("/articles/story/events").text
    plain = " ".join(re.sub("<[^>]*>", " ", page).split())
    for said in ("editor took the article in", "editor assigned Arabic translator 1 2", "editor approved"):
        assert said in plain
    assert "chief withdrew Release 2 It was wrong." in plain
    assert "Arabic" not in desk.as_("kurdish").get("/articles/story/events").text
    assert desk.as_("translator").get("/articles/story/events").status_code == 403
    assert desk.as_("editor").get("/articles/nothing/events").status_code == 404


def test_the_whole_desk_s_record_is_filtered_and_read_page_by_page(desk: Served) -> None:
    for slug in ("story", "other"):
        desk.desk.ingest(ARTICLE, slug)
        desk.desk.write_all(slug, "ar")
        desk.desk.write_all(slug, "ckb", by="second")
    for number in range(60):
        for slug in ("story", "other"):
            desk.desk.write({0: f"{number}", 1: f"{number}"}, slug)
    with desk.desk.step() as session:
        people.add(session, "kurdish", Role.EDITOR, ["ckb"], OPERATOR)
    chief, kurdish = desk.as_("chief"), desk.as_("kurdish")
    first = chief.get("/events?what=save&language=ar").text
    assert ("/articles/other/events" in first, "2 sentences" in first) == (True, True)
    older = html.unescape(re.findall(r'rel="next" href="([^"]*)"', first)[0])
    assert "what=save&language=ar&before=" in older
    second = chief.get(older).text
    told = [page.count('class="holder"') for page in (first, second)]
    assert (told, 'rel="next"' in second) == ([50, 50], True), "what was done in a row is told as one"
    assert chief.get("/events?who=second&what=save").text.count('class="holder"') == 2
    assert "added somebody" in re.findall("(?s)<ol.*</ol>", chief.get("/events?what=user-add").text)[0]
    assert "<ol" not in kurdish.get("/events?what=user-add").text, "what concerns no article is the chief's"
    assert "<ol" not in kurdish.get("/events?who=translator").text
    assert desk.as_("translator").get("/events").status_code == 403
    for odd in ("before=x", "before=٣", "before=" + "9" * 30, "language=xx", "who=%00", "what=" + "x" * 99):
        assert chief.get(f"/events?{odd}").status_code in {200, 400, 422}, odd


# In a browser


@pytest.mark.parametrize(("tag", "direction", "word"), LOOKS)
def test_they_are_right_in_every_language(
    site: Site, page: Page, tag: str, direction: str, word: str
) -> None:
    some(site.desk)
    heard = complaints(page)
    site.as_("chief", page)
    for path in ("/jobs", "/articles/bakery/events", "/events"):
        page.goto(f"{site.url}{path}?lang={tag}")
        assert page.locator("html").get_attribute("dir") == direction
        assert page.locator(".nav a", has_text=word).count() == 1
        assert violations(page) == []
    assert heard == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (820, "light"), (1440, "dark")])
def test_they_fit_every_width(site: Site, chromium: Browser, width: int, scheme: Any) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = site.as_("chief", context.new_page())
    for path in ("/jobs", "/articles/bakery/events", "/events"):
        page.goto(f"{site.url}{path}?lang=ckb")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        assert violations(page) == [], path
    context.close()
