"""Fetching an article from the web: from real servers on this machine, which are admitted by name."""

from pathlib import Path

import pytest

from tests.outgoing.servers import Asked, Reply, serving
from tms import settings as environment
from tms.core.document import BlockKind
from tms.errors import AddressRefused, BadFile, NotFetched
from tms.settings import Settings
from tms.workflow import fetch

PAGE = """<!doctype html><html lang="en"><head><title>The dam</title>
<link rel="canonical" href="/news/dam"></head><body><article><h1>The dam opens</h1>
<figure><img src="pictures/dam.jpg" alt="The upper dam">
<figcaption>The upper dam in March</figcaption></figure>
<p>Engineers opened the <a href="../report?page=2">upper dam</a> in March. It is <a href="#old">old</a>.</p>
<p>Write to <a href="mailto:desk@example.org">the desk</a>. The water rose for three days.</p>
</article></body></html>"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return environment.read(home=tmp_path, admit="127.0.0.1")


def page(body: bytes | str, media: str = "text/html; charset=utf-8") -> Reply:
    return Reply(body.encode() if isinstance(body, str) else body, headers={"content-type": media})


def test_a_page_is_read_and_its_links_lead_where_they_led(settings: Settings) -> None:
    def answer(asked: Asked) -> Reply:
        return page(PAGE) if asked.path != "/go" else Reply(status=301, headers={"location": "/a/b/story"})

    with serving(answer) as server:
        document = fetch.read(fetch.page(settings, f" {server.url('/go')} "))
    assert document.url == server.url("/news/dam")
    assert document.headline() == "The dam opens"
    links = [code.get("href") for block in document.blocks for code in block.text.codes]
    assert links == [server.url("/a/report?page=2"), "#old", "mailto:desk@example.org"]
    image = document.first(BlockKind.IMAGE)
    assert image is not None
    assert image.attributes["src"] == server.url("/a/b/pictures/dam.jpg")


@pytest.mark.parametrize(
    ("canonical", "known"),
    [
        ("https://other.example/story", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        ("/news/dam?x=1", "/news/dam?x=1"),
    ],
)
def test_a_page_cannot_name_itself_another_sites_article(
    settings: Settings, canonical: str, known: str
) -> None:
    with serving(lambda asked: page(PAGE.replace("/news/dam", canonical))) as server:
        document = fetch.read(fetch.page(settings, server.url("/story?id=7#top")))
        assert document.url == server.url(known or "/story?id=7")


@pytest.mark.parametrize(
    ("media", "encoding", "head"),
    [
        ("text/html; charset=windows-1252", "windows-1252", ""),
        ('text/html; charset="ISO-8859-1"', "iso-8859-1", ""),
        ("text/html", "windows-1252", '<meta charset="windows-1252">'),
        ("text/html", "utf-8", '<meta charset="utf-8">'),
        ("", "utf-8", ""),
    ],
)
def test_a_page_in_another_encoding_is_read(settings: Settings, media: str, encoding: str, head: str) -> None:
    html = PAGE.replace("<head>", f"<head>{head}").replace("three days", "“three” days in the café")
    html = html if encoding != "iso-8859-1" else html.replace("“", '"').replace("”", '"')
    with serving(lambda asked: page(html.encode(encoding), media)) as server:
        document = fetch.read(fetch.page(settings, server.url("/")))
    assert any("days in the café" in block.text.plain for block in document.blocks)


@pytest.mark.parametrize(
    ("media", "path", "body", "kind"),
    [
        ("text/markdown", "/a", "# Rain\n\nIt rained.", BlockKind.HEADLINE),
        ("text/plain", "/a.md", "# Rain\n\nIt rained.", BlockKind.HEADLINE),
        ("text/plain", "/a", "Rain\n\nIt rained. It was late.", BlockKind.HEADLINE),
    ],
)
def test_what_is_no_web_page_is_read_as_what_it_is(
    settings: Settings, media: str, path: str, body: str, kind: BlockKind
) -> None:
    with serving(lambda asked: page(body, media)) as server:
        document = fetch.read(fetch.page(settings, server.url(path)))
    assert document.blocks[0].kind is kind


@pytest.mark.parametrize("status", [204, 304, 403, 404, 410, 429, 500, 503])
def test_a_page_that_is_not_there_is_said_with_its_number(settings: Settings, status: int) -> None:
    with (
        serving(lambda asked: Reply(b"" if status in {204, 304} else b"<p>Sorry.</p>", status)) as server,
        pytest.raises(NotFetched, match=str(status)) as failed,
    ):
        fetch.page(settings, server.url("/a?key=secret"))
    assert "secret" not in str(failed.value)


@pytest.mark.parametrize("media", ["application/pdf", "image/jpeg", "application/json"])
def test_what_is_no_text_is_not_taken(settings: Settings, media: str) -> None:
    with serving(lambda asked: page(b"%PDF-1.7", media)) as server, pytest.raises(NotFetched, match=media):
        fetch.page(settings, server.url())


def test_a_text_that_is_not_in_the_encoding_it_names_is_said(settings: Settings) -> None:
    with (
        serving(lambda asked: page("ئاو".encode(), "text/html; charset=shift_jis")) as server,
        pytest.raises(BadFile),
    ):
        fetch.page(settings, server.url())


def test_a_desk_that_admits_nobody_opens_nothing_inside(tmp_path: Path) -> None:
    with serving(lambda asked: page(PAGE)) as server, pytest.raises(AddressRefused):
        fetch.page(environment.read(home=tmp_path), server.url())
    assert server.asked == []
