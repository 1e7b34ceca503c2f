"""The memory on its page, through the API and from a selection in the editor."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.served import Served, served
from tests.web.conftest import Site
from tms import languages
from tms.core.rights import OPERATOR, Role
from tms.core.text import Text
from tms.web.memory import marked
from tms.workflow import memory, people


@pytest.mark.parametrize(
    ("text", "words", "tag", "shown"),
    [
        ("The rain came. Rain again.", "RAIN", "en", "The <mark>rain</mark> came. <mark>Rain</mark> again."),
        ("اجتمعتِ الحكومةُ.", "الحكومه", "ar", "اجتمعتِ <mark>الحكومةُ</mark>."),
        ("aaa", "aa a", "en", "<mark>aa</mark><mark>a</mark>"),
        ("<b>1 < 2</b>", "b", "en", "&lt;<mark>b</mark>&gt;1 &lt; 2&lt;/<mark>b</mark>&gt;"),
        ("See <1>the report</1>.", "report the", "en", "See <mark>the</mark> <mark>report</mark>."),
        ("nothing", "", "en", "nothing"),
    ],
)
def test_the_words_are_marked_however_they_are_spelled(text: str, words: str, tag: str, shown: str) -> None:
    assert str(marked(Text.parse(text), words.split(), languages.get(tag))) == shown


def fill(desk: Served) -> None:
    desk.desk.ingest()
    desk.desk.finish()
    with desk.desk.step() as session:
        pairs = [("A dam <1>stands</1>.", "يقف <1>سد</1>.")]
        memory.add(session, pairs, "ar", desk.desk["editor"])


def test_a_pair_is_shown_in_both_directions_with_where_it_comes_from(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        fill(desk)
        text = desk.as_("translator").get("/memory?q=rain&language=ar").text
        segment = desk.desk.row(1).segments[0].id
        assert '<p lang="en" dir="ltr">The <mark>rain</mark> came late this year.</p>' in text
        assert '<p lang="ar" dir="rtl">تأخر المطر هذا العام.</p>' in text
        assert f'href="/articles/story#s-{segment}"' in text
        assert "باران" not in text
        assert "No approved sentence has these words." in desk.as_("chief").get("/memory?q=snow").text
        for odd in ("q=%00%ed%a0%80", "language=xx", "q=" + "a+" * 900, "q=%25_%5C", "q=<script>"):
            assert desk.as_("chief").get(f"/memory?{odd}").status_code == 200, odd


def test_only_languages_of_ones_own_are_found(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        fill(desk)
        with desk.desk.step() as session:
            people.add(session, "arabist", Role.TRANSLATOR, ["ar"], OPERATOR)
        browser = desk.as_("arabist")
        for path in ("/memory?q=rain", "/memory", "/memory?language=ckb"):
            assert "باران" not in browser.get(path).text, path
        token = desk.token("arabist")
        found = desk.call("GET", "/memory?q=rain", token=token).json()["entries"]
        assert [each["language"] for each in found] == ["ar"]
        assert desk.call("GET", "/memory?language=ckb", token=token).json() == {"entries": []}


def test_pairs_are_found_through_the_api(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        fill(desk)
        [found] = desk.get("/memory?q=stands")["entries"]
        assert (found["source"], found["target"]) == ("A dam <1>stands</1>.", "يقف <1>سد</1>.")
        assert (found["article"], found["segment"], found["author"]) == (None, None, "editor")
        assert len(desk.get("/memory?q=rain&limit=1")["entries"]) == 1
        assert desk.call("GET", "/memory?language=xx").status_code == 400


def test_a_selection_in_the_editor_opens_the_memory_beside_it(site: Site, page: Page) -> None:
    site.as_("editor", page).goto(f"{site.url}/articles/four/editions/ar/edit")
    expect(page.locator("html[data-ready]")).to_have_count(1)
    page.locator("[data-kind=headline] [lang=en]").first.select_text()
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+m")
    beside = opened.value
    beside.wait_for_load_state()
    assert beside.url.startswith(f"{site.url}/memory?q=The%20bakery%20that%20opens")
    expect(beside.locator(".pairs-list > li")).not_to_have_count(0)
    assert page.url.endswith("/edit") or "#s-" in page.url
