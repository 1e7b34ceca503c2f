"""Review on the web: an editor approves, returns and waives what they saw, and approves the edition."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from playwright.sync_api import Browser, Page

from tests.served import ARTICLE, Served, served
from tests.web.conftest import Site
from tests.web.test_pages import LOOKS, complaints, violations
from tms.core.rights import OPERATOR, Role
from tms.core.states import State
from tms.workflow import people

PATH = "/articles/story/editions/ar/review"


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    """All is submitted in Arabic."""
    with served(sqlite_url, tmp_path) as found:
        found.desk.ingest(ARTICLE, "story")
        found.desk.write_all("story", "ar")
        found.desk.submit("story", "ar")
        yield found


def buttons(desk: Served, name: str, by: str = "editor") -> list[str]:
    return values(desk.as_(by).get(PATH).text, name)


def values(text: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', text)


def post(desk: Served, by: str = "editor", **sent: str) -> Response:
    answer: Response = desk.as_(by).post(PATH, data=sent)
    return answer


def test_an_editor_approves_one_sentence_and_goes_on_at_the_next(desk: Served) -> None:
    first, *_ = buttons(desk, "approve")
    answer = post(desk, approve=first)
    second = desk.desk.look("story").rows[1].segments[0].id
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}#s-{second}")
    assert desk.desk.states("story")[:2] == ["approved", "submitted"]
    assert post(desk, approve=first).status_code == 303, "sent twice, it is done once"


def test_a_return_needs_words_and_carries_them(desk: Served) -> None:
    first = buttons(desk, "return")[0]
    id = first.partition(":")[0]
    refused = post(desk, **{"return": first, f"comment-{id}": "  "})
    assert (refused.status_code, "Write it into the field" in refused.text) == (400, True)
    answer = post(desk, **{"return": first, f"comment-{id}": "Not <b>this</b> word."})
    assert answer.status_code == 303
    row = desk.desk.row(0, "story")
    assert (row.record.state, row.record.comment) == (State.RETURNED, "Not <b>this</b> word.")
    assert "Not &lt;b&gt;this&lt;/b&gt; word." in desk.as_("editor").get(PATH).text


def test_an_error_is_waived_with_a_reason_or_blocks_its_sentence(desk: Served) -> None:
    desk.desk.reopen(1, slug="story")
    desk.desk.write({1: "ثلاث نساء يخبزن 99 رغيفًا قبل الفجر."}, "story")
    desk.desk.submit("story")
    row = desk.desk.row(1, "story")
    seen = next(each for each in buttons(desk, "return") if each.startswith(row.id))
    assert seen not in buttons(desk, "approve")
    refused = post(desk, approve=seen)
    assert (refused.status_code, "let the finding stand" in refused.text) == (409, True)
    empty = post(desk, waive=seen)
    assert (empty.status_code, 'role="alert"' in empty.text) == (400, True)
    assert len(buttons(desk, "waive")) == 1
    answer = post(desk, waive=seen, **{f"reason-{row.id}": "It is a joke."})
    assert answer.headers["location"] == f"{PATH}#s-{row.segments[0].id}"
    page = desk.as_("editor").get(PATH).text
    assert (values(page, "waive"), "It is a joke." in page) == ([], True)
    assert post(desk, approve=seen).status_code == 303
    assert desk.desk.states("story")[1] == "approved"


def test_what_changed_after_the_editor_looked_is_shown_and_not_approved(desk: Served) -> None:
    first, *_ = buttons(desk, "approve")
    clean = buttons(desk, "clean")[0]
    desk.desk.reopen(0, slug="story")
    desk.desk.write({0: "نص آخر"}, "story")
    desk.desk.submit("story")
    for sent in ({"approve": first}, {"return": first}, {"waive": first}, {"clean": clean}):
        answer = post(desk, **sent)
        assert (answer.status_code, "Somebody changed this" in answer.text) == (409, True)
        assert "نص آخر" in answer.text
    desk.desk.correct(("until seven", "until eight"), slug="story", text=ARTICLE)
    fresh = next(each for each in buttons(desk, "return") if each.startswith(first[:10]))
    assert post(desk, approve=fresh).status_code == 303
    stale = desk.desk.row(-1, "story")
    assert stale.stale
    page = desk.as_("editor").get(PATH).text
    assert "<del>seven</del><ins>eight</ins>" in page
    assert not any(each.startswith(stale.id) for each in values(page, "approve"))


def test_all_that_is_clean_is_approved_at_once_and_the_rest_is_not(desk: Served) -> None:
    desk.desk.reopen(1, 2, slug="story")
    desk.desk.write({1: "ثلاث نساء يخبزن 99 رغيفًا."}, "story")
    desk.desk.write({2: "يبعنها قبل السادسة."}, "story", by="editor")
    desk.desk.submit("story", by="editor")
    answer = post(desk, clean=buttons(desk, "clean")[0])
    assert answer.headers["location"] == f"{PATH}?approved=3"
    assert "3 translations are approved." in desk.as_("editor").get(f"{PATH}?approved=3").text
    assert desk.desk.states("story") == ["approved", "submitted", "submitted", "approved", "approved"]


def test_nobody_approves_their_own_text(desk: Served) -> None:
    desk.desk.reopen(0, slug="story")
    desk.desk.write({0: "المخبز الذي يفتح"}, "story", by="editor")
    desk.desk.submit("story", by="editor")
    own = desk.desk.row(0, "story").id
    page = desk.as_("editor").get(PATH).text
    assert "You wrote this: another editor approves it." in page
    assert not any(each.startswith(own) for each in values(page, "approve"))
    seen = next(each for each in values(page, "return") if each.startswith(own))
    answer = post(desk, approve=seen)
    assert (answer.status_code, desk.desk.states("story")[0]) == (403, "submitted")
    assert "Nobody approves a text of their own." in answer.text
    assert any(each.startswith(own) for each in buttons(desk, "approve", by="deputy"))


def test_the_edition_is_approved_as_it_was_seen(desk: Served) -> None:
    assert buttons(desk, "sign") == []
    refused = post(desk, sign="x")
    assert (refused.status_code, "5 segments are left" in refused.text) == (409, True)
    post(desk, clean=buttons(desk, "clean")[0])
    seen = buttons(desk, "sign")[0]
    assert seen == desk.desk.look("story").manifest
    desk.desk.reopen(0, slug="story")
    desk.desk.write({0: "المخبز الساهر"}, "story")
    desk.desk.submit("story")
    desk.desk.approve("story")
    for old in (seen, ""):
        answer = post(desk, sign=old)
        assert (answer.status_code, "The edition was not approved." in answer.text) == (409, True)
    assert desk.desk.look("story").state == "ready"
    assert post(desk, sign=buttons(desk, "sign")[0]).status_code == 303
    assert desk.desk.look("story").state == "approved"
    assert "<bdi>editor</bdi> approved the edition." in desk.as_("editor").get(PATH).text


def test_a_page_shows_what_a_person_may_do_and_refuses_the_rest(desk: Served) -> None:
    with desk.desk.step() as session:
        people.add(session, "kurdish", Role.EDITOR, ["ckb"], OPERATOR)
    seen, clean = buttons(desk, "approve")[0], buttons(desk, "clean")[0]
    assert desk.as_("kurdish").get(PATH).status_code == 404
    page = desk.as_("translator").get(PATH)
    assert page.status_code == 200
    assert not [name for name in ("approve", "return", "waive", "clean", "sign") if values(page.text, name)]
    comment = {f"comment-{seen[:10]}": "No.", f"reason-{seen[:10]}": "Yes."}
    for sent in ({"approve": seen}, {"return": seen}, {"waive": seen}, {"clean": clean}, {"sign": "x"}):
        assert post(desk, "kurdish", **sent, **comment).status_code == 404
        answer = post(desk, "translator", **sent, **comment)
        assert answer.status_code in {403, 409}, sent
    assert desk.desk.states("story") == ["submitted"] * 5
    assert desk.client.get(PATH, follow_redirects=False).status_code == 303
    browser = desk.as_("editor")
    del browser.headers["x-csrf-token"]
    assert browser.post(PATH, data={"approve": seen}).status_code == 403


@pytest.mark.parametrize(
    "sent", [{}, {"approve": "x"}, {"approve": "nothing:1:2"}, {"return": "\ufffd" * 50}, {"approve": ""}]
)
def test_a_form_that_is_not_ours_does_nothing(desk: Served, sent: dict[str, str]) -> None:
    assert post(desk, **sent).status_code in {400, 404, 422}
    for odd in ("part=-1", "part=99999", "part=٣", "show=x&view=y", "approved=x"):
        assert desk.as_("editor").get(f"{PATH}?{odd}").status_code == 200, odd
    assert desk.as_("editor").get("/articles/story/editions/xx/review").status_code == 400


def test_a_long_article_comes_in_parts_of_bounded_size(desk: Served) -> None:
    text = "\n\n".join(f"Number {at} is the sentence. It has a second one, too." for at in range(150))
    desk.desk.ingest(text, "story", replacing=True)
    desk.desk.write_all("story")
    desk.desk.submit("story")
    browser = desk.as_("editor")
    pages = [browser.get(f"{PATH}?part={part}").text for part in range(3)]
    assert sum(len(re.findall('class="pair', page)) for page in pages) == 299
    assert all(len(page.encode()) < 250_000 for page in pages)
    last = values(pages[2], "return")[-2]
    assert "part=2#s-" in browser.post(PATH, data={"approve": last}).headers["location"]


# In a browser


@pytest.fixture(scope="module")
def reviewed(site: Site) -> Site:
    """An article in Arabic and Sorani with something of everything."""
    site.desk.ingest(ARTICLE.replace("bakery", "kitchen"), "kitchen")
    for tag in ("ar", "ckb"):
        site.desk.write_all("kitchen", tag)
        site.desk.submit("kitchen", tag)
        site.desk.approve("kitchen", tag)
        site.desk.reopen(1, 2, 3, slug="kitchen", tag=tag)
        site.desk.write({1: "99"}, "kitchen", tag)
        site.desk.submit("kitchen", tag)
        site.desk.return_(2, comment="A plainer word.", slug="kitchen", tag=tag)
    text = ARTICLE.replace("bakery", "kitchen").replace("until seven", "until eight")
    site.desk.ingest(text, "kitchen")
    return site


@pytest.mark.parametrize(("tag", "direction", "word"), LOOKS)
@pytest.mark.parametrize("view", ["", "&view=page", "&show=finding"])
def test_review_is_right_in_every_language(
    reviewed: Site, page: Page, tag: str, direction: str, word: str, view: str
) -> None:
    heard = complaints(page)
    reviewed.as_("editor", page).goto(f"{reviewed.url}/articles/kitchen/editions/ckb/review?lang={tag}{view}")
    assert page.locator("html").get_attribute("dir") == direction
    assert page.locator(".nav a", has_text=word).count() == 1
    for details in page.locator("details").all():
        details.locator("summary").click()
    assert violations(page) == []
    assert heard == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (820, "dark"), (1440, "dark")])
def test_review_fits_every_width_in_light_and_dark(
    reviewed: Site, chromium: Browser, width: int, scheme: Any
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = reviewed.as_("editor", context.new_page())
    for view in ("", "&view=page"):
        page.goto(f"{reviewed.url}/articles/kitchen/editions/ar/review?lang=ar{view}")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, view
        assert violations(page) == [], view
    context.close()


def test_an_editor_returns_one_and_approves_the_rest_without_scripts(site: Site, chromium: Browser) -> None:
    site.desk.ingest(ARTICLE.replace("bakery", "oven"), "oven")
    site.desk.write_all("oven")
    site.desk.submit("oven")
    context = chromium.new_context(java_script_enabled=False)
    page = site.as_("editor", context.new_page())
    page.goto(f"{site.url}/articles/oven/editions/ar/review")
    row = page.locator(".pair").nth(1)
    row.get_by_text("Return…").click()
    row.get_by_text("Return with this comment").click()
    assert row.get_by_role("alert").is_visible(), "a return needs words"
    row.get_by_text("Return…").click()
    row.get_by_label("What should change?").fill("كلمة أبسط")
    row.get_by_text("Return with this comment").click()
    assert row.get_by_text("كلمة أبسط").first.is_visible()
    page.get_by_role("button", name="Approve the 4 that are clean").click()
    assert page.get_by_text("4 translations are approved.").is_visible()
    site.desk.submit("oven")
    page.goto(f"{site.url}/articles/oven/editions/ar/review?show=waiting")
    page.get_by_role("button", name="Approve sentence 2").click()
    page.get_by_role("button", name="Approve the edition").click()
    assert page.get_by_text("editor approved the edition.").is_visible()
    assert site.desk.look("oven").state == "approved"
    context.close()
