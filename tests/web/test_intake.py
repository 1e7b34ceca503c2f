"""Taking an article in on the web: what was understood is seen before it is kept."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from playwright.sync_api import Browser, Page

from tests.outgoing.servers import Reply, Server, serving
from tests.served import ARTICLE, Served, served
from tests.web.conftest import Site
from tests.web.test_pages import LOOKS, complaints, violations
from tms.errors import NoSuchArticle

PATH = "/articles/new"
GUESSED = "Kirkuk's bakers\n\nBy Shilan Aziz\n\nThree women bake.\n\nShe said so.\n"


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as found:
        yield found


def look(desk: Served, by: str = "editor", file: tuple[str, bytes] | None = None, **sent: str) -> Response:
    parts: dict[str, Any] = {name: (None, value) for name, value in {"do": "look", **sent}.items()}
    parts["file"] = file or ("", b"")
    answer: Response = desk.as_(by).post(PATH, files=parts)
    return answer


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)) | {"do": "keep"}


def test_a_pasted_text_is_shown_then_kept(desk: Served) -> None:
    seen = look(desk, text=ARTICLE)
    assert (seen.status_code, "It becomes a new article." in seen.text) == (200, True)
    with pytest.raises(NoSuchArticle):
        desk.desk.status("the-bakery-that-opens-when-the-city-sleeps")
    kept = desk.as_("editor").post(PATH, data=hidden(seen.text))
    assert kept.headers["location"] == "/articles/the-bakery-that-opens-when-the-city-sleeps"
    assert desk.desk.status("the-bakery-that-opens-when-the-city-sleeps").revision.accepted_by == "editor"
    other = look(desk, text=ARTICLE.replace("Three", "Four"))
    again = desk.as_("editor").post(PATH, data=hidden(other.text))
    assert again.headers["location"].endswith("sleeps-2"), "a text without a name corrects nothing"


def test_a_file_of_the_same_name_corrects_its_article(desk: Served) -> None:
    first = look(desk, file=("story.md", b"# Rain\n\nThe rain came **late**. It stayed."))
    assert desk.as_("editor").post(PATH, data=hidden(first.text)).headers["location"] == "/articles/story"
    second = look(desk, file=("story.md", b"# Rain\n\nThe rain came early. It stayed."))
    assert "the next revision of <bdi>story</bdi>" in second.text
    assert desk.as_("editor").post(PATH, data=hidden(second.text)).status_code == 303
    assert desk.desk.status("story").revision.number == 2
    other = look(desk, file=("story.md", b"# Sun\n\nAll is different. Nothing is kept here."))
    refused = desk.as_("editor").post(PATH, data=hidden(other.text))
    assert (refused.status_code, 'name="replace"' in refused.text) == (409, True)
    fields = hidden(refused.text) | {"replace": "on"}
    assert desk.as_("editor").post(PATH, data=fields).status_code == 303
    assert desk.desk.status("story").revision.number == 3


def test_a_guess_is_named_with_its_reason_and_corrected_before_it_is_kept(desk: Served) -> None:
    seen = look(desk, text=GUESSED, slug="bakers")
    guesses = re.findall(r'name="(kind-\d+)"', seen.text)
    assert guesses
    assert 'class="why"' in seen.text
    fields = hidden(seen.text) | {guesses[0]: "kicker"}
    assert desk.as_("editor").post(PATH, data=fields).headers["location"] == "/articles/bakers"
    blocks = desk.desk.look("bakers").document.blocks
    assert blocks[int(guesses[0].removeprefix("kind-"))].kind.value == "kicker"
    assert len(blocks) == seen.text.count('class="block"')


@pytest.mark.parametrize(
    ("file", "text"),
    [(None, " \n "), (("a.txt", b"\xff\xfe\x00"), ""), (("a.txt", b" "), ""), (("a.html", b"<p>"), "")],
)
def test_what_cannot_be_read_is_said_on_the_form(
    desk: Served, file: tuple[str, bytes] | None, text: str
) -> None:
    answer = look(desk, file=file, text=text)
    assert (answer.status_code, 'role="alert"' in answer.text) == (400, True)
    assert 'name="text"' in answer.text, "the form again"


PAGE = (
    '<!doctype html><html lang="en"><title>Rain</title><article><h1>Rain in Basra</h1>'
    '<p>It rained for <a href="/days">three days</a>. Nobody minded.</p></article></html>'
)


@pytest.fixture
def near(desk: Served) -> Iterator[Server]:
    """A web server on this machine that the desk may call."""
    app: Any = desk.client.app
    app.state.desk = replace(app.state.desk, settings=replace(app.state.desk.settings, admit=("127.0.0.1",)))
    with serving(lambda asked: Reply(PAGE.encode(), headers={"content-type": "text/html"})) as server:
        yield server


def test_a_page_of_the_web_is_shown_then_kept_and_corrected_by_its_address(
    desk: Served, near: Server
) -> None:
    seen = look(desk, url=near.url("/rain?id=1"))
    assert (seen.status_code, "It becomes a new article." in seen.text) == (200, True)
    assert near.url("/rain?id=1") in seen.text
    assert (
        desk.as_("editor").post(PATH, data=hidden(seen.text)).headers["location"].endswith("/rain-in-basra")
    )
    kept = desk.desk.look("rain-in-basra").document
    assert [code.get("href") for block in kept.blocks for code in block.text.codes] == [near.url("/days")]
    again = look(desk, url=near.url("/rain?id=1"), slug="other-name")
    assert "the next revision of <bdi>rain-in-basra</bdi>" in again.text
    assert "It becomes a new article." in look(desk, url=near.url("/rain?id=2")).text
    assert len(near.asked) == 3, "what is kept is what was shown: it is not fetched again"


@pytest.mark.parametrize(
    ("url", "status"),
    [("http://10.0.0.1/", 422), ("http://127.0.0.1:1/", 502), ("nonsense", 422), ("file:///etc/passwd", 422)],
)
def test_an_address_that_cannot_be_fetched_is_said_on_the_form(
    desk: Served, near: Server, url: str, status: int
) -> None:
    answer = look(desk, url=url)
    assert (answer.status_code, 'role="alert"' in answer.text) == (status, True)
    assert f'value="{url}"' in answer.text, "it can be mended"


@pytest.mark.parametrize(
    "parts",
    [
        {"csrf": "x" * 1_200_000},
        {"text": "x" * 1_200_000, "csrf": "x"},
        {"text": "x" * (21 * 1024 * 1024)},
        {f"f{at}": "" for at in range(20_100)},
    ],
    ids=["a long token", "a long text", "a text too long", "too many fields"],
)
def test_a_form_that_cannot_be_taken_is_refused_plainly(desk: Served, parts: dict[str, str]) -> None:
    browser = desk.as_("editor")
    del browser.headers["x-csrf-token"]
    refused = browser.post(PATH, files={name: (None, value) for name, value in parts.items()})
    assert refused.status_code in {403, 413, 422}, refused.text[:500]
    assert "<h1" in refused.text, "a page that says so"


def test_a_field_of_more_than_a_megabyte_is_read(desk: Served) -> None:
    answer = look(desk, text="Rain in Basra\n\nIt rained.\n\n" + "\n" * 1_200_000, slug="rain")
    assert (answer.status_code, "It becomes a new article." in answer.text) == (200, True)


def test_only_an_editors_address_is_called(desk: Served, near: Server) -> None:
    assert look(desk, "translator", url=near.url()).status_code == 403
    assert near.asked == []


@pytest.mark.parametrize("packed", ["", "x", "====", "e_4AAA", "ü"])
def test_what_did_not_come_whole_from_the_preview_is_refused(desk: Served, packed: str) -> None:
    answer = desk.as_("editor").post(PATH, data={"do": "keep", "packed": packed})
    assert answer.status_code in {400, 422}


def test_only_editors_take_articles_in(desk: Served) -> None:
    assert desk.as_("translator").get(PATH).status_code == 403
    assert look(desk, "translator", text=ARTICLE).status_code == 403
    fields = hidden(look(desk, text=ARTICLE).text)
    assert desk.as_("translator").post(PATH, data=fields).status_code == 403
    assert desk.client.get(PATH, follow_redirects=False).status_code == 303
    browser = desk.as_("editor")
    del browser.headers["x-csrf-token"]
    assert browser.post(PATH, data=fields | {"csrf": "x"}).status_code == 403


def test_no_article_takes_the_address_of_the_page(desk: Served) -> None:
    seen = look(desk, text="New\n\nIt is new. It is very new.\n")
    answer = desk.as_("editor").post(PATH, data=hidden(seen.text))
    assert answer.headers["location"] == "/articles/new-2"
    assert look(desk, text=ARTICLE, slug="new").status_code == 409


# In a browser


@pytest.mark.parametrize(("tag", "direction", "word"), LOOKS)
def test_it_is_right_in_every_language(site: Site, page: Page, tag: str, direction: str, word: str) -> None:
    heard = complaints(page)
    site.as_("editor", page).goto(f"{site.url}{PATH}?lang={tag}")
    assert page.locator("html").get_attribute("dir") == direction
    assert page.locator(".nav a", has_text=word).count() == 1
    assert violations(page) == []
    page.locator("#text").fill(GUESSED)
    page.locator("button[value=look]").click()
    assert page.locator(".why").count() > 0
    assert violations(page) == []
    assert heard == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_an_editor_takes_a_file_in_without_scripts(
    site: Site, chromium: Browser, width: int, scheme: Any
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=False
    )
    page = site.as_("editor", context.new_page())
    page.goto(f"{site.url}{PATH}")
    file = {"name": f"market-{width}.txt", "mimeType": "text/plain", "buffer": ARTICLE.encode()}
    page.locator("#file").set_input_files(file)  # type: ignore[arg-type]  # a dictionary of its shape
    page.get_by_role("button", name="Show what is understood").click()
    assert page.get_by_text("It becomes a new article.").is_visible()
    page.get_by_role("button", name="Keep the article").click()
    assert page.url == f"{site.url}/articles/market-{width}"
    context.close()
