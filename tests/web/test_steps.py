"""What editors and chiefs do with an article on its page, and who may not."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from tests.served import ARTICLE, Served, served
from tests.web.conftest import Site
from tests.web.test_pages import LOOKS, complaints, violations
from tms.core.rights import OPERATOR, Role
from tms.store import articles, releases
from tms.store.jobs import Job, JobState
from tms.workflow import ingest, people

PATH = "/articles/story"


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as found:
        found.desk.ingest(ARTICLE, "story")
        yield found


def post(desk: Served, by: str, do: str, **sent: str) -> Response:
    fields = {"do": do, "revision": "1", **sent}
    answer: Response = desk.as_(by).post(PATH, data=fields)
    return answer


def ticked(*tags: str) -> dict[str, str]:
    return {f"with-{tag}": "on" for tag in tags}


def test_an_editor_accepts_what_a_machine_brought(desk: Served) -> None:
    with desk.desk.step() as session:
        feed = people.person(people.add(session, "feed", Role.EDITOR, [], OPERATOR))
        brought = type(feed)(feed.id, feed.name, feed.role, token=True)
        document = ingest.parse(ARTICLE.replace("seven", "eight").encode(), "story.txt")
        ingest.ingest(session, document, brought, slug="story")
    assert "Accept revision 2" in desk.as_("editor").get(PATH).text
    assert "Accept revision 2" not in desk.as_("translator").get(PATH).text
    assert post(desk, "editor", "accept", revision="1").status_code == 409, (
        "another revision than was looked at"
    )
    assert post(desk, "translator", "accept", revision="2").status_code == 403
    assert post(desk, "editor", "accept", revision="2").status_code == 303
    assert desk.desk.status("story").revision.accepted_by == "editor"


def test_an_editor_corrects_the_kind_of_a_block(desk: Served) -> None:
    block = desk.desk.row(1, "story").block.id
    assert 'name="kind"' not in desk.as_("editor").get(PATH).text
    assert 'name="kind"' in desk.as_("editor").get(f"{PATH}?block={block}").text
    assert 'name="kind"' not in desk.as_("translator").get(f"{PATH}?block={block}").text
    assert post(desk, "translator", "kind", block=block, kind="quote").status_code == 403
    assert post(desk, "editor", "kind", block=block, kind="poem").status_code == 400
    assert post(desk, "editor", "kind", block="nothing", kind="quote").status_code == 404
    answer = post(desk, "editor", "kind", block=block, kind="standfirst")
    assert answer.headers["location"] == f"{PATH}#b-{block}"
    assert desk.desk.row(1, "story").block.kind.value == "standfirst"


def test_an_editor_routes_and_assigns_with_a_time_in_the_desks_zone(desk: Served) -> None:
    given = {"language": "ar", "to": "second", "which": "open", "due": "2031-03-14T18:00"}
    assert post(desk, "translator", "assign", **given).status_code == 403
    for odd in ("tomorrow", "0001-01-01T00:00", "9999-12-31T23:59"):
        assert post(desk, "editor", "assign", **{**given, "due": odd}).status_code == 400, odd
    assert post(desk, "editor", "assign", **{**given, "to": "nobody"}).status_code == 404
    assert post(desk, "editor", "assign", **given).headers["location"] == f"{PATH}#e-ar"
    for row in desk.desk.look("story").rows:
        assert row.assignment is not None
        assert row.assignment.user_id == desk.desk["second"].id
        assert row.assignment.due == datetime(2031, 3, 14, 18, tzinfo=desk.desk.settings.zone)
    assert '<bdi class="holder">second</bdi>' in desk.as_("editor").get(PATH).text
    assert post(desk, "translator", "route").status_code == 403
    assert post(desk, "editor", "route").status_code == 303


def test_a_chief_releases_what_nothing_blocks(desk: Served) -> None:
    desk.desk.finish("story", ["ar"])
    assert 'value="release"' not in desk.as_("editor").get(PATH).text
    assert post(desk, "editor", "release", **ticked("ar")).status_code == 403
    blocked = post(desk, "chief", "release", **ticked("ar", "ckb"))
    assert (blocked.status_code, "5 blockers are left" in blocked.text) == (409, True)
    assert post(desk, "chief", "release").status_code == 400, "nothing ticked"
    page = desk.as_("chief").get(PATH).text
    places = re.findall(rf'href="({PATH}/editions/ckb/review\?at=\w+#s-\w+)"', page)
    assert len(places) == 5
    assert desk.as_("chief").get(places[0].partition("#")[0]).status_code == 200
    answer = post(desk, "chief", "release", **ticked("ar"))
    assert answer.headers["location"] == f"{PATH}/releases/1"
    assert set(desk.desk.parts(1)) == {"en", "ar"}


def test_a_chief_releases_at_a_time_and_withdraws_with_a_reason(desk: Served) -> None:
    desk.desk.finish("story")
    assert post(desk, "chief", "release", at="x", **ticked("ar")).status_code == 400
    later = post(desk, "chief", "release", at="2031-03-14T18:00", **ticked("ar", "ckb"))
    assert later.status_code == 303
    with desk.desk.database.reading() as session:
        made = releases.numbered(session, articles.find(session, "story").id, 1)
        assert made is not None
        assert made.publish_at is not None
        assert made.publish_at > datetime(2031, 3, 1, tzinfo=UTC)
    assert post(desk, "chief", "release", **ticked("ar", "ckb")).status_code == 303
    bare = post(desk, "chief", "withdraw", reason=" ", **ticked("ar"))
    assert (bare.status_code, "Write it into the field" in bare.text) == (400, True)
    assert post(desk, "editor", "withdraw", reason="Wrong.", **ticked("ar")).status_code == 403
    assert post(desk, "chief", "withdraw", reason="Wrong.", **ticked("ar")).status_code == 303
    assert set(desk.desk.parts(3)) == {"en", "ckb"}


def test_blocks_are_merged_and_split_on_the_page(desk: Served) -> None:
    block = desk.desk.row(1, "story").block
    second = block.segments[1].id
    page = desk.as_("editor").get(f"{PATH}?block={block.id}").text
    assert ('value="merge"' in page, 'value="split"' in page, f'value="{second}"' in page) == (
        True,
        True,
        True,
    )
    assert 'value="merge"' not in desk.as_("translator").get(f"{PATH}?block={block.id}").text
    for do, sent in (("merge", {"block": block.id}), ("split", {"block": block.id, "segment": second})):
        assert post(desk, "translator", do, **sent).status_code == 403
    answer = post(desk, "editor", "split", block=block.id, segment=second)
    made = desk.desk.look("story").document.block_of[second].id
    assert (made != block.id, answer.headers["location"]) == (True, f"{PATH}#b-{made}")
    answer = post(desk, "editor", "merge", block=block.id, revision="2")
    assert answer.headers["location"] == f"{PATH}#b-{block.id}"
    assert [each.id for each in desk.desk.look("story").document.blocks][1] == block.id
    assert post(desk, "editor", "merge", block="nothing", revision="3").status_code == 404
    again = {"block": block.id, "revision": "3"}
    assert post(desk, "editor", "split", segment=block.segments[0].id, **again).status_code == 400
    assert post(desk, "editor", "split", segment="nothing", **again).status_code == 404


def test_an_editor_says_what_is_urgent_until_when_and_what_to_heed(desk: Served) -> None:
    heed = "Names as in the <b>glossary</b>."
    for do, sent in (
        ("urgent", {"urgent": "yes"}),
        ("note", {"note": heed}),
        ("plan", {"language": "ar", "due": "2031-03-14T18:00"}),
    ):
        assert post(desk, "translator", do, **sent).status_code == 403, do
        assert post(desk, "editor", do, **sent).status_code == 303, do
    assert post(desk, "editor", "plan", language="ar", due="soon").status_code == 400
    assert desk.desk.look("story").edition.due == datetime(2031, 3, 14, 18, tzinfo=desk.desk.settings.zone)
    page = desk.as_("editor").get(PATH).text
    assert ("No longer urgent" in page, 'value="2031-03-14T18:00"' in page) == (True, True)
    seen = desk.as_("translator").get(PATH).text
    assert ("Names as in the &lt;b&gt;glossary&lt;/b&gt;." in seen, 'name="note"' in seen) == (True, False)
    assert post(desk, "editor", "plan", language="ar", due="").status_code == 303
    assert post(desk, "editor", "urgent", urgent="").status_code == 303
    assert post(desk, "editor", "note", note="  ").status_code == 303
    assert desk.desk.look("story").edition.due is None
    assert desk.desk.look("story").article.urgent is False
    assert "glossary" not in desk.as_("translator").get(PATH).text


def test_a_release_says_which_scheduled_one_it_overtakes(desk: Served) -> None:
    desk.desk.finish("story")
    post(desk, "chief", "release", at="2031-03-14T18:00", **ticked("ar", "ckb"))
    assert "What is released now overtakes it" in desk.as_("chief").get(PATH).text
    where = post(desk, "chief", "release", **ticked("ar")).headers["location"]
    assert "Release 1, which was to go out" in desk.as_("chief").get(where).text
    page = desk.as_("chief").get(PATH).text
    assert ("Overtaken by release 2" in page, "What is released now" in page) == (True, False)
    assert [each.details["overtakes"] for each in desk.desk.events("release")] == [[], [1]]


def test_a_chief_tries_a_failed_delivery_again(desk: Served) -> None:
    desk.desk.finish("story")
    post(desk, "chief", "release", **ticked("ar", "ckb"))
    with desk.desk.database.writing() as session:
        job = session.scalars(select(Job).where(Job.kind == "deliver")).one()
        job.state, job.last_error = JobState.DEAD, "<b>No route</b>"
        id = job.id
    page = desk.as_("chief").get(PATH).text
    assert ("&lt;b&gt;No route&lt;/b&gt;" in page, f'name="job" value="{id}"' in page) == (True, True)
    assert 'name="job"' not in desk.as_("editor").get(PATH).text
    assert post(desk, "editor", "deliver", job=str(id)).status_code == 403
    assert post(desk, "chief", "deliver", job="99999").status_code == 404
    assert post(desk, "chief", "deliver", job="x").status_code == 422
    assert post(desk, "chief", "deliver", job=str(id)).headers["location"] == f"{PATH}#releases"
    desk.desk.hurry()
    assert "Delivered to" in desk.as_("chief").get(PATH).text
    assert post(desk, "chief", "deliver", job=str(id)).status_code == 404, (
        "what has arrived is not sent again"
    )


def test_a_revision_shows_what_it_changed(desk: Served) -> None:
    desk.desk.correct(
        ("until seven", "until eight"), ("They sell them by six.", ""), slug="story", text=ARTICLE
    )
    browser = desk.as_("translator")
    assert f'href="{PATH}/revisions/2"' in browser.get(PATH).text
    page = browser.get(f"{PATH}/revisions/2").text
    assert "<del>seven</del><ins>eight</ins>" in page
    assert "<del>They sell them by six.</del>" in page
    assert "We count the hours" not in page
    assert "We count the hours" in browser.get(f"{PATH}/revisions/2?show=all").text
    assert "We count the hours" in browser.get(f"{PATH}/revisions/1").text
    for odd in ("0", "3", "99999999999999999999"):
        assert browser.get(f"{PATH}/revisions/{odd}").status_code == 404, odd


@pytest.mark.parametrize("sent", [{}, {"do": "x"}, {"do": "accept", "revision": "x"}])
def test_a_form_that_is_not_ours_does_nothing(desk: Served, sent: dict[str, str]) -> None:
    assert desk.as_("chief").post(PATH, data=sent).status_code in {409, 422}
    assert desk.as_("chief").post("/articles/nothing", data={"do": "accept"}).status_code == 404
    browser = desk.as_("chief")
    del browser.headers["x-csrf-token"]
    assert browser.post(PATH, data={"do": "accept", "revision": "1"}).status_code == 403


# In a browser


@pytest.mark.parametrize(("tag", "direction", "word"), LOOKS)
def test_the_steps_are_right_in_every_language(
    site: Site, page: Page, tag: str, direction: str, word: str
) -> None:
    heard = complaints(page)
    block = site.desk.row(1, "bakery").block.id
    site.as_("chief", page).goto(f"{site.url}/articles/bakery?lang={tag}&block={block}")
    assert page.locator("html").get_attribute("dir") == direction
    assert page.locator(".nav a", has_text=word).count() == 1
    for details in page.locator("details.act").all():
        details.locator("summary").click()
    assert violations(page) == []
    assert heard == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (820, "light"), (1440, "dark")])
def test_the_steps_fit_every_width(site: Site, chromium: Browser, width: int, scheme: Any) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = site.as_("chief", context.new_page())
    page.goto(f"{site.url}/articles/four?lang=ckb")
    for details in page.locator("details.act").all():
        details.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert violations(page) == []
    context.close()


def test_a_chief_assigns_releases_and_withdraws_without_scripts(site: Site, chromium: Browser) -> None:
    site.desk.ingest(ARTICLE.replace("bakery", "market"), "market")
    context = chromium.new_context(java_script_enabled=False)
    page = site.as_("chief", context.new_page())
    page.goto(f"{site.url}/articles/market")
    arabic = page.locator(".eds .panel").first
    arabic.get_by_text("Assign…").click()
    arabic.get_by_label("To whom").select_option("translator")
    arabic.get_by_label("Due").fill("2031-03-14T18:00")
    arabic.get_by_role("button", name="Assign").click()
    assert page.locator(".eds .panel").first.get_by_text("translator").first.is_visible()
    page.get_by_role("checkbox", name="Arabic").first.check()
    page.get_by_role("button", name="Release", exact=True).click()
    assert "blockers are left" in page.get_by_role("alert").inner_text()
    site.desk.finish("market")
    page.goto(f"{site.url}/articles/market")
    page.get_by_role("button", name="Release", exact=True).click()
    assert page.get_by_role("heading", name="Release 1").is_visible()
    page.goto(f"{site.url}/articles/market")
    page.get_by_text("Withdraw…").click()
    form = page.locator("form", has=page.get_by_label("Reason"))
    form.get_by_label("Arabic").check()
    form.get_by_label("Reason").fill("The names were wrong.")
    form.get_by_role("button", name="Withdraw").click()
    assert page.get_by_text("The names were wrong.").is_visible()
    context.close()
