"""Pages as they are found on the web: their words, their structure, and what is no article."""

import csv
import json
import time
from functools import cache
from pathlib import Path

import pytest

from benchmarks.extraction import bag, body, expected, f1
from tms.core.document import HIDDEN, BlockKind, Document
from tms.core.text import CodeKind
from tms.errors import NoArticle
from tms.formats import html

ROOT = Path(__file__).parents[2]
HAND = ROOT / "tests/data/wild"


def _web() -> Path:
    """The pages beside the project; a worktree stands beside it too."""
    return ROOT.parent / "shared/data/web"


PAGES = sorted(path.name for path in _web().iterdir()) if _web().is_dir() else []
wild = pytest.mark.skipif(not PAGES, reason="../shared/data/web is not here: the pages are their publishers'")


@cache
def document(name: str) -> Document:
    return html.read((_web() / name / "source.html").read_bytes())


@wild
def test_the_words_of_the_bodies_are_the_expected_ones() -> None:
    assert len(PAGES) == 19
    found = {name: f1(body(document(name)), expected(_web() / name)) for name in PAGES}
    assert min(found.values()) >= 0.9, found
    assert sum(found.values()) / len(found) >= 0.985, found


@wild
@pytest.mark.parametrize("name", sorted(path.stem for path in HAND.glob("*.tsv")))
def test_kinds_figures_links_and_emphasis_are_as_a_person_reads_them(name: str) -> None:
    figures: dict[str, str] = {}
    found = []
    for block in document(name).blocks:
        if block.kind in HIDDEN - {BlockKind.IMAGE}:
            continue
        kinds = [code.kind.value for code in block.text.codes]
        codes = " ".join(f"{kind}:{kinds.count(kind)}" for kind in sorted(set(kinds)))
        figure = figures.setdefault(block.group, str(len(figures) + 1)) if block.group else ""
        found.append([block.kind.value, figure, " ".join(block.text.plain.split()[:4]), codes])
    with (HAND / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        wanted = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    assert found == wanted


# What readability takes for the title and is none that a reader sees: og:title, or the page's own name.
_TITLED_OTHERWISE = {"citylab-1", "rtl-1", "rtl-2", "rtl-4"}
# Here readability names the desk, the date or another person; the page's reader sees the one given.
_SIGNED_OTHERWISE = {
    "bbc-1": "",
    "herald-sun-1": "Laurie Oakes",
    "liberation-1": "",
    "salon-1": "Richard (R.J.) Eskow",
    "seattletimes-1": "Benjamin Romano",
}


@wild
@pytest.mark.parametrize("name", PAGES)
def test_headline_byline_and_date_agree_with_the_metadata(name: str) -> None:
    said = json.loads((_web() / name / "expected-metadata.json").read_text(encoding="utf-8"))
    read = document(name)
    if name not in _TITLED_OTHERWISE:
        assert bag(read.headline()) == bag(said["title"])
    byline, dateline = read.first(BlockKind.BYLINE), read.first(BlockKind.DATELINE)
    names = _SIGNED_OTHERWISE.get(name, said["byline"] or "")
    wanted = bag(names) - bag("By Par")
    assert not wanted - bag(byline.text.plain if byline else "")
    if said.get("publishedTime"):
        assert dateline is not None
        assert str(dateline.attributes["date"])[:10] == said["publishedTime"][:10]


SCRIPTS = "<script>var a;</script>" * 5
SENTENCE = "The river rose again in the night, and the people of the lower town carried their beds upstairs."


def site(inner: str, title: str = "Rain") -> bytes:
    """A page with what surrounds an article on a site."""
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{SCRIPTS}</head><body><div><ul>{menu}</ul></div>"
        f"{inner}<div><p>Copyright of the house, all rights reserved.</p></div></body></html>"
    ).encode()


STORY = f"""
<div class="c1"><div class="c2"><h1>The river rises</h1>
<h2>A town without bridges waits for the water to fall</h2>
<p>By Hanan Jabbar</p><p>14 March 2026</p>
<div class="c3"><p>{SENTENCE} One.</p><div class="photo"><img src="/a.jpg" alt="A bridge">
<span class="caption">The bridge on Monday.</span> <span class="credit">Photo: Ali Karim</span></div>
<p>{SENTENCE} <a href="/two">Two</a> and <em>more</em>.</p><h2>Afterwards</h2><p>{SENTENCE} Three.</p>
<ul><li>One boat for every street that lies below the market.</li><li>Two for the school.</li></ul>
<blockquote><p>{SENTENCE} Four.</p></blockquote><p>{SENTENCE} Five.</p></div></div>
<div class="widget"><h3>More</h3><div>
<h4><a href="/x">Elsewhere it is dry</a></h4><p>{SENTENCE} Not this.</p></div>
</div></div>
"""


def test_an_article_is_found_without_any_semantic_element() -> None:
    read = html.read(site(STORY))
    assert [block.kind.value for block in read.blocks if block.kind not in HIDDEN - {BlockKind.IMAGE}] == [
        *("headline", "standfirst", "byline", "dateline", "paragraph", "image", "caption", "credit"),
        *("paragraph", "heading", "paragraph", "list_item", "list_item", "quote", "paragraph"),
    ]
    figure = [block.group for block in read.blocks if block.kind.value in {"image", "caption", "credit"}]
    assert len(set(figure)) == 1
    assert figure[0]
    codes = [code.kind for block in read.blocks for code in block.text.codes]
    assert codes == [CodeKind.LINK, CodeKind.EMPHASIS]
    assert "Not this" not in " ".join(block.text.plain for block in read.blocks)


def test_a_table_among_the_paragraphs_keeps_its_cells() -> None:
    rows = "<tr><th>Town</th><th>Level</th></tr><tr><td>Basra</td><td>4 m</td></tr>"
    table = f"<div class='wrap'><table>{rows}</table></div>"
    read = html.read(site(STORY.replace("<h2>Afterwards", f"{table}<h2>Afterwards")))
    cells = [block for block in read.blocks if block.kind is BlockKind.TABLE_CELL]
    places = [(cell.text.plain, cell.attributes["row"], cell.attributes["column"]) for cell in cells]
    assert places == [("Town", 1, 1), ("Level", 1, 2), ("Basra", 2, 1), ("4 m", 2, 2)]


def test_what_only_the_head_says_is_taken_from_there_and_marked() -> None:
    linked = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "The House"},
            {
                "@type": ["NewsArticle"],
                "headline": "The river rises",
                "author": [{"@type": "Person", "name": "Hanan Jabbar"}, {"name": "Ali Karim"}],
                "datePublished": "2026-03-14T08:00:00+03:00",
            },
        ],
    }
    head = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    paragraphs = "".join(f"<p>{SENTENCE} {n}.</p>" for n in range(5))
    read = html.read(site(f"{head}<div class='x'>{paragraphs}</div>"))
    assert [block.kind.value for block in read.blocks[:4]] == ["headline", "byline", "dateline", "paragraph"]
    assert all(block.uncertain for block in read.blocks[:3])
    assert read.blocks[1].attributes == {"names": ("Hanan Jabbar", "Ali Karim")}
    assert read.blocks[2].attributes == {"date": "2026-03-14", "place": ""}


LINKS = "".join(f"<li><a href='/{n}'>Something happened in town {n} last night</a></li>" for n in range(60))
TEASERS = "".join(
    f"<div><h3><a href='/{n}'>Town {n}</a></h3><p><a href='/{n}'>{SENTENCE}</a></p></div>" for n in range(30)
)
LOGIN = (
    "<h1>Welcome back</h1><p>Use the account of your desk.</p>"
    "<form><input name=u><input type=password></form>"
)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(site(f"<main><h1>The House</h1><ul>{LINKS}</ul></main>"), id="links"),
        pytest.param(site(f"<main><h1>The House</h1>{TEASERS}</main>"), id="teasers"),
        pytest.param(f"<main><h1>The House</h1><ul>{LINKS}</ul></main>".encode(), id="links, no scripts"),
        pytest.param(site(f"<main>{LOGIN}</main>"), id="login"),
        pytest.param(f"<main>{LOGIN}</main>".encode(), id="login, no scripts"),
        pytest.param(
            site("<main><h1>404 – Page not found</h1><p>We looked for it everywhere.</p></main>"), id="error"
        ),
        pytest.param(site("<article></article>"), id="empty"),
    ],
)
def test_a_page_without_an_article_is_refused(page: bytes) -> None:
    with pytest.raises(NoArticle):
        html.read(page)


def test_a_short_report_with_a_number_in_its_headline_is_no_error_page() -> None:
    for headline in ("500 houses are under water", "Boat not found after the flood"):
        assert (
            html.read(site(f"<article><h1>{headline}</h1><p>{SENTENCE}</p></article>")).headline() == headline
        )


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1.dtd">',
        '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">',
        "",
    ],
)
def test_an_odd_doctype_without_declarations_is_fine(doctype: str) -> None:
    page = site(STORY).replace(b"<!DOCTYPE html>", doctype.encode())
    assert html.read(page).headline() == "The river rises"


def test_linked_data_that_is_no_data_harms_nothing() -> None:
    for broken in ("{", "[" * 5000, '{"@type": {"a": 1}}', '"x"', '{"@type": "NewsArticle", "author": 7}'):
        head = f'<script type="application/ld+json">{broken}</script>'
        assert html.read(site(head + STORY)).headline() == "The river rises"


def test_a_crowded_page_takes_no_quadratic_time() -> None:
    words = "<b>x</b> " * 20_000
    began = time.process_time()
    html.read(site(f"<article><h1>H</h1><p>{words}</p></article>"))
    assert time.process_time() - began < 20
