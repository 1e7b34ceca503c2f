"""HTML in and out: what markup says, what is kept, and that our own pages read back as they were."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.documents import documents, segmented
from tms.core.assembly import Run, assemble, original
from tms.core.document import Block, BlockKind, Document, Segment
from tms.core.text import Code, CodeKind, Text
from tms.errors import DeskError, DoctypeRefused, NoArticle, TooDeep
from tms.formats import html
from tms.formats.base import Page

DATA = Path(__file__).parents[2] / "tms/demo/data"


def page(document: Document) -> Page:
    return Page(original(document, "en"), "rain", 1, 1)


@settings(max_examples=60, deadline=None)
@given(documents(), st.lists(st.integers(1, 60), max_size=3))
def test_a_page_reads_back_as_the_document_it_was_written_from(document: Document, cuts: list[int]) -> None:
    back = html.read(html.write(page(segmented(document, lambda _: cuts))))
    assert back.same_as(document)
    assert back.url == document.url


def test_the_article_of_the_demo_reads_back_as_it_was_written() -> None:
    document = html.read((DATA / "marsh-school.html").read_bytes())
    back = html.read(html.write(page(segmented(document))))
    assert back.same_as(document)
    assert back.url == document.url == "https://news.example.org/2026/03/marsh-school"


def kinds(markup: str) -> list[tuple[str, str]]:
    document = html.read(f"<!DOCTYPE html><html><body><main>{markup}</main></body></html>".encode())
    return [(block.kind.value, block.text.notation) for block in document.blocks]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<p class="eyebrow">Farming</p><h1>H</h1>', [("kicker", "Farming"), ("headline", "H")]),
        ('<h1>H</h1><p class="article__dek">D</p>', [("headline", "H"), ("standfirst", "D")]),
        (
            "<h1>H</h1><p>a <b>b </b><i></i>c<br> d</p>",
            [("headline", "H"), ("paragraph", "a <1>b</1> c<2/>d")],
        ),
        ("<p>x</p><blockquote><p>q</p></blockquote>", [("paragraph", "x"), ("quote", "q")]),
        ("<p>x</p><aside><blockquote>q</blockquote></aside>", [("paragraph", "x"), ("pull_quote", "q")]),
        ('<p>x</p><blockquote class="pullquote">q</blockquote>', [("paragraph", "x"), ("pull_quote", "q")]),
        (
            "<p>x</p><ul><li>a<ol><li>b</ol><li>c</ul>",
            [("paragraph", "x")] + [("list_item", t) for t in "abc"],
        ),
        ("<p>x</p><footer><p>about us</p></footer>", [("paragraph", "x")]),
        ('<p>x</p><aside class="related"><p>more</p></aside>', [("paragraph", "x")]),
        ('<p>x</p><div class="correction">c</div>', [("paragraph", "x"), ("notice", "c")]),
        (
            "<p>x</p>loose words<p>y</p>",
            [("paragraph", "x"), ("paragraph", "loose words"), ("paragraph", "y")],
        ),
        (
            '<p>a <a href="javascript:alert(1)">b</a> <span onclick="x()">c</span></p>',
            [("paragraph", "a b c")],
        ),
        ('<p>a <a href="java&#10;script:x">b</a></p>', [("paragraph", "a b")]),
        ("<p>a<script>alert(1)</script><style>p{}</style></p>", [("paragraph", "a")]),
        ("<p>1 &lt; 2 &amp;lt; &lt;1&gt;</p>", [("paragraph", r"1 < 2 &lt; \<1>")]),
        (
            '<h1>H</h1><div><span class="byline">By A B</span> <time>14 March</time></div><p>x</p>',
            [("headline", "H"), ("byline", "By A B"), ("dateline", "14 March"), ("paragraph", "x")],
        ),
    ],
)
def test_markup_says_the_kind(markup: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(markup) == expected


def test_a_guess_says_why() -> None:
    document = html.read(
        b"<main><h1>H</h1><p>By Hanan Jabbar</p><p>13.12.2017 | Anbar</p><p>Text.</p></main>"
    )
    assert [block.kind.value for block in document.blocks] == ["headline", "byline", "dateline", "paragraph"]
    assert [bool(block.uncertain) for block in document.blocks] == [False, True, True, False]
    assert document.blocks[2].attributes == {"date": "2017-12-13", "place": "Anbar"}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'<!DOCTYPE html [<!ENTITY a "aaaa">]><main><h1>H</h1><p>&a;</p></main>', DoctypeRefused),
        (b"<main><h1>H</h1>" + b"<div>" * 10_000 + b"x", TooDeep),
        (b"<main><h1>H</h1>" + b"<div>" * 1_000_000 + b"x", TooDeep),
        (b"<main><h1>H</h1>" + b"<b>" * 80 + b"x", TooDeep),
        (b"<main><h1>H</h1>" + b"<ul><li>" * 1000 + b"x", TooDeep),
        (b"<html><body><p>Sign in</p></body></html>", NoArticle),
        (b"<article></article>", NoArticle),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_at_once(data: bytes, error: type[DeskError]) -> None:
    began = time.process_time()
    with pytest.raises(error):
        html.read(data)
    assert time.process_time() - began < 5


LINK = Code(1, CodeKind.LINK, (("href", "/a?b=1&c=2"),))


def article() -> Document:
    blocks = (
        Block(BlockKind.HEADLINE, Text(("Rain",)), {}, "", "h", (Segment("h1", Text(("Rain",))),)),
        Block(
            BlockKind.BYLINE,
            Text(("By Hanan Jabbar and Ali Karim",)),
            {"names": ("Hanan Jabbar", "Ali Karim")},
            "",
            "b",
            (Segment("n1", Text(("Hanan Jabbar",))), Segment("n2", Text(("Ali Karim",)))),
        ),
        Block(
            BlockKind.DATELINE,
            Text(("14 March 2026 | Basra",)),
            {"date": "2026-03-14", "place": "Basra"},
            "",
            "d",
            (Segment("d1", Text(("Basra",))),),
        ),
        Block(
            BlockKind.PARAGRAPH,
            Text(),
            {},
            "",
            "p",
            (
                Segment("p1", Text.parse("It <1>fell</1>. ", [LINK])),
                Segment("p2", Text(("Then it stopped. ",))),
                Segment("p3", Text(("And so on.",))),
            ),
        ),
        Block(BlockKind.EMBED, Text(), {"html": '<iframe src="https://e.org/x"></iframe>'}, "", "e"),
        Block(BlockKind.SEO_TITLE, Text(("Rain",)), {}, "", "t", (Segment("t1", Text(("Rain",))),)),
    )
    return Document(blocks, "https://example.org/rain")


def edition() -> str:
    runs = [
        Run("k1", ("h1",), Text(("باران <b>",))),
        Run("k2", ("n1",), Text(("حەنان جەبار",))),
        Run("k3", ("n2",), Text(("عەلی کەریم",)), 1),
        Run("k4", ("d1",), Text(("بەسرە",))),
        Run("k5", ("p1", "p2"), Text.parse("لە BBC News <1>باری</1>.")),
        Run("k6", ("p3",), Text(), 1, omitted="said before"),
        Run("k7", (), Text(("زیادە.",)), after="k5"),
        Run("k8", ("t1",), Text(('باران "ی" نوێ',))),
    ]
    assembly = assemble(article(), runs, "ckb")
    return html.write(
        Page(assembly, "rain", 2, 3, {"en": "en.html", "ar": "ar.html", "ckb": "ckb.html"})
    ).decode()


@pytest.mark.parametrize(
    "part",
    [
        '<html lang="ckb" dir="rtl">',
        '<title data-kind="seo_title">باران "ی" نوێ</title>',
        '<link rel="alternate" hreflang="en" href="en.html">',
        '<a href="ar.html" hreflang="ar" lang="ar" dir="rtl">العربية</a>',
        '<span id="s-h1" data-segments="h1">باران &lt;<bdi dir="ltr">b</bdi>&gt;</span></h1>',
        '<span id="s-n1" data-segments="n1">حەنان جەبار</span>',
        '<time datetime="2026-03-14">١٤ی ئازاری ٢٠٢٦</time> | <span id="s-d1"',
        '<span id="s-p1" data-segments="p1 p2"><span id="s-p2"></span>لە <bdi dir="ltr">BBC News</bdi> <a',
        '<a href="/a?b=1&amp;c=2">باری</a>.</span> <span id="t-k7" data-segments="">زیادە.</span></p>',
        '<div class="embed" lang="en" dir="ltr"><iframe src="https://e.org/x"></iframe></div>',
    ],
)
def test_an_edition_is_written_as_the_contract_says(part: str) -> None:
    assert part in edition()


def test_a_byline_is_said_in_the_language_of_the_edition() -> None:
    line = next(line for line in edition().splitlines() if 'class="byline"' in line)
    assert "By " not in line
    assert line.index("s-n1") < line.index("s-n2")


def test_what_is_left_out_is_not_on_the_page() -> None:
    assert "s-p3" not in edition()
