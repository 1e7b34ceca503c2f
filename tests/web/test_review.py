"""Review on the web: an editor approves, returns and waives what they saw, and approves the edition."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from playwright.sync_api import Browser, Page, expect

from tests.served import ARTICLE, Served, served
from tests.web.conftest import Site
from tests.web.test_pages import complaints, violations
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


def seens(desk: Served, by: str = "editor", path: str = PATH) -> list[str]:
    """What a step on each sentence names, in reading order."""
    return re.findall(r'data-seen="([^"]*)"', desk.as_(by).get(path).text)


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
    first = seens(desk)[0]
    refused = post(desk, **{"return": first, "comment": "  "})
    assert (refused.status_code, "Write it into the field" in refused.text) == (400, True)
    answer = post(desk, **{"return": first, "comment": "Not <b>this</b> word."})
    assert answer.status_code == 303
    row = desk.desk.row(0, "story")
    assert (row.record.state, row.record.comment) == (State.RETURNED, "Not <b>this</b> word.")
    assert "Not &lt;b&gt;this&lt;/b&gt; word." in desk.as_("editor").get(PATH).text


def test_an_error_is_waived_with_a_reason_or_blocks_its_sentence(desk: Served) -> None:
    desk.desk.reopen(1, slug="story")
    desk.desk.write({1: "ثلاث نساء يخبزن 99 رغيفًا قبل الفجر."}, "story")
    desk.desk.submit("story")
    row = desk.desk.row(1, "story")
    seen = next(each for each in seens(desk) if each.startswith(row.id))
    assert seen not in buttons(desk, "approve")
    refused = post(desk, approve=seen)
    assert (refused.status_code, "let the finding stand" in refused.text) == (409, True)
    empty = post(desk, waive=seen)
    assert (empty.status_code, 'role="alert"' in empty.text) == (400, True)
    assert desk.as_("editor").get(PATH).text.count('data-form="waive"') == 1
    answer = post(desk, waive=seen, reason="It is a joke.")
    assert answer.headers["location"] == f"{PATH}#s-{row.segments[0].id}"
    page = desk.as_("editor").get(PATH).text
    assert ('data-form="waive"' in page, "It is a joke." in page) == (False, True)
    assert post(desk, approve=seen).status_code == 303
    assert desk.desk.states("story")[1] == "approved"


def test_what_changed_after_the_editor_looked_is_shown_and_not_approved(desk: Served) -> None:
    first, *_ = buttons(desk, "approve")
    clean, block = buttons(desk, "clean")[0], buttons(desk, "block")[0]
    desk.desk.reopen(0, 1, slug="story")
    desk.desk.write({0: "نص آخر", 1: "ثلاث نساء يخبزن 1,150 رغيفًا."}, "story")
    desk.desk.submit("story")
    for sent in (
        *({name: first} for name in ("approve", "return", "waive", "edit")),
        *({"clean": clean}, {"block": block}),
    ):
        answer = post(desk, **sent, comment="Not so.", reason="It is right.", text="نص محرر")
        assert (answer.status_code, "Somebody changed this" in answer.text) == (409, True)
        assert "نص آخر" in answer.text
    desk.desk.correct(("until seven", "until eight"), slug="story", text=ARTICLE)
    fresh = next(each for each in seens(desk) if each.startswith(first[:10]))
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
    seen = next(each for each in seens(desk) if each.startswith(own))
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
    seen, clean, block = (buttons(desk, name)[0] for name in ("approve", "clean", "block"))
    assert desk.as_("kurdish").get(PATH).status_code == 404
    page = desk.as_("translator").get(PATH)
    assert page.status_code == 200
    steps = ("approve", "return", "waive", "edit", "block", "clean", "sign", "look")
    assert not [name for name in steps if values(page.text, name)]
    assert "data-form" not in page.text
    comment = {"comment": "No.", "reason": "Yes.", "text": "لا."}
    for sent in (
        *({name: seen} for name in ("approve", "return", "waive", "edit")),
        *({"clean": clean}, {"block": block}, {"sign": "x"}),
    ):
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
    last = re.findall(r'data-seen="([^"]*)"', pages[2])[-2]
    assert "part=2#s-" in browser.post(PATH, data={"approve": last}).headers["location"]


def test_a_block_is_approved_at_once(desk: Served) -> None:
    [block] = buttons(desk, "block")
    answer = post(desk, block=block)
    assert answer.headers["location"].startswith(f"{PATH}#s-")
    assert desk.desk.states("story") == ["submitted", "approved", "approved", "submitted", "submitted"]
    assert buttons(desk, "block") == []
    assert post(desk, block="nothing:x").status_code == 404


def test_a_comment_keeps_the_words_it_is_about(desk: Served) -> None:
    text = desk.desk.row(3, "story").record.text
    words = " ".join(text.split()[:2])
    seen = seens(desk)[3]
    refused = post(desk, **{"return": seen, "words": "ليست هنا", "comment": "Not so."})
    assert (refused.status_code, "does not have the words" in refused.text) == (400, True)
    assert "Not so." in refused.text, "what was typed is kept"
    assert post(desk, **{"return": seen, "words": f"  {words} ", "comment": "Not so."}).status_code == 303
    record = desk.desk.row(3, "story").record
    assert (record.quoted, record.comment) == (words, "Not so.")
    assert f"<mark>{words}</mark>" in desk.as_("editor").get(PATH).text
    desk.desk.submit("story")
    desk.desk.approve("story")
    assert desk.desk.row(3, "story").record.quoted == ""


def test_an_editor_s_own_wording_waits_for_another_editor(desk: Served) -> None:
    seen, row = seens(desk)[0], desk.desk.row(0, "story")
    form = desk.as_("editor").get(f"{PATH}?at={row.segments[0].id}&do=edit").text
    assert row.record.text in form[form.index("<textarea") :]
    answer = post(desk, edit=seen, text="المخبز الساهر")
    assert answer.headers["location"] == f"{PATH}#s-{row.segments[0].id}"
    record = desk.desk.row(0, "story").record
    assert (record.text, record.author, record.state) == ("المخبز الساهر", "editor", State.SUBMITTED)
    assert "You wrote this: another editor approves it." in desk.as_("editor").get(PATH).text
    late = post(desk, edit=seen, text="نص لا يضيع")
    assert (late.status_code, "نص لا يضيع" in late.text) == (409, True), "what was typed is handed back"
    assert any(each.startswith(row.id) for each in buttons(desk, "approve", by="deputy"))


def test_an_editor_sees_what_changed_since_they_looked(desk: Served) -> None:
    browser = desk.as_("editor")
    assert "Changed since you looked" not in browser.get(PATH).text
    assert post(desk, look=buttons(desk, "look")[0]).headers["location"] == PATH
    assert buttons(desk, "look") == []
    for at, text in ((0, "المخبز الذي يسهر"), (3, "نص محرر")):
        desk.desk.reopen(at, slug="story")
        desk.desk.write({at: text}, "story", by="editor" if at == 3 else "translator")
    page = browser.get(f"{PATH}?show=changed").text
    assert "<ins>" in page[page.index('class="tgt"') : page.index('class="told"')]
    assert page.count("changed this since you looked.") == 1, "one's own words are known"
    assert page.count("<bdi>translator</bdi> changed this") == 1
    assert "Changed since you looked" not in desk.as_("deputy").get(PATH).text
    old = values(page, "look")[0]
    desk.desk.write({0: "المخبز الذي لا ينام"}, "story")
    assert post(desk, look=old).status_code == 409, "that was not looked at"
    assert post(desk, look=buttons(desk, "look")[0]).status_code == 303
    assert "since you looked." not in browser.get(PATH).text


def test_an_editor_comments_and_whoever_wrote_it_is_told(desk: Served) -> None:
    seen = seens(desk)[0]
    empty = post(desk, say=seen, said="  ")
    assert (empty.status_code, 'role="alert"' in empty.text) == (400, True)
    desk.desk.reopen(0, slug="story")
    desk.desk.write({0: "المخبز الساهر"}, "story")
    answer = post(desk, say=seen, said="Is <b>this</b> the usual word?")
    assert answer.headers["location"] == f"{PATH}#s-{desk.desk.row(0, 'story').segments[0].id}"
    for name in ("editor", "translator"):
        page = desk.as_(name).get(PATH).text
        assert "Is &lt;b&gt;this&lt;/b&gt; the usual word?" in page, (
            "it is about the sentence, not its wording"
        )
    assert "the usual word" in desk.as_("translator").get("/notices").text
    assert post(desk, say="nothing:1:x", said="x").status_code == 404


def test_the_page_view_has_one_sentence_in_hand(desk: Served) -> None:
    second = desk.desk.row(1, "story").segments[0].id
    page = desk.as_("editor").get(f"{PATH}?view=page").text
    assert 'class="sg submitted' in page
    assert "Sentence 1 of 5" in page
    card = desk.as_("editor").get(f"{PATH}?view=page&at={second}").text
    assert "Sentence 2 of 5" in card
    answer = desk.as_("editor").post(f"{PATH}?view=page", data={"approve": values(card, "approve")[0]})
    third = desk.desk.row(2, "story").segments[0].id
    assert answer.headers["location"] == f"{PATH}?view=page&at={third}#s-{third}"


# In a browser

REVIEWS = [("en", "ltr", "Pairs"), ("ar", "rtl", "أزواج"), ("ckb", "rtl", "جووتەکان")]


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


@pytest.mark.parametrize(("tag", "direction", "word"), REVIEWS)
@pytest.mark.parametrize("view", ["", "&view=page", "&show=finding"])
def test_review_is_right_in_every_language(
    reviewed: Site, page: Page, tag: str, direction: str, word: str, view: str
) -> None:
    heard = complaints(page)
    reviewed.as_("editor", page).goto(f"{reviewed.url}/articles/kitchen/editions/ckb/review?lang={tag}{view}")
    assert page.locator("html").get_attribute("dir") == direction
    assert page.get_by_role("link", name=word).count() == 1
    for step in ("return", "waive", "edit", "say"):
        link = page.locator(f'[data-form="{step}"]')
        if link.count():
            link.first.click()
            page.locator(f'.words [name="{step}"]').wait_for()
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
    row.get_by_label("What should change?").fill(" ")
    row.get_by_text("Return with this comment").click()
    assert row.get_by_role("alert").is_visible(), "a return needs words"
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


def test_an_editor_reviews_by_keys_alone(site: Site, page: Page) -> None:
    site.desk.ingest(ARTICLE.replace("bakery", "mill"), "mill")
    site.desk.write_all("mill")
    site.desk.submit("mill")
    heard = complaints(page)
    site.as_("editor", page).goto(f"{site.url}/articles/mill/editions/ar/review")
    page.locator(".pair.now").wait_for()
    page.keyboard.press("a")
    page.wait_for_url("**#s-*")
    assert page.locator(".pair.now").get_attribute("id") == f"s-{site.desk.row(1, 'mill').segments[0].id}"
    page.keyboard.press("j")
    page.locator(".pair.now .tgt").select_text()
    page.keyboard.press("r")
    form = page.locator(".pair.now .words")
    expect(form.get_by_label("What should change?")).to_be_focused()
    assert form.locator("[name=words]").input_value() == site.desk.row(2, "mill").record.text
    page.keyboard.type("أقصر، من فضلك")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('.pair[data-s="returned"]')).to_have_count(1)
    page.locator(".pair.now").wait_for()
    page.keyboard.press("p")
    expect(page.locator("#card h2")).to_contain_text("Sentence 2 of 5")
    page.locator("html.js").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#card h2")).to_contain_text("Sentence 4 of 5")
    page.keyboard.press("a")
    expect(page.locator("#card h2")).to_contain_text("Sentence 5 of 5")
    page.locator("html.js").wait_for()
    page.keyboard.press("Shift+A")
    expect(page.get_by_text("2 translations are approved.")).to_be_visible()
    page.locator("html.js").wait_for()
    assert site.desk.states("mill") == ["approved", "approved", "returned", "approved", "approved"]
    page.locator("#single").uncheck()
    page.keyboard.press("p")
    expect(page.locator("#card")).to_be_visible()
    assert heard == []
