"""Plain text in: the kinds of its blocks, and nothing of the body lost. An edition as plain text out."""

import csv
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tms.core.assembly import Run, assemble, original
from tms.core.document import Block, BlockKind, Document, with_ids
from tms.core.repeats import link
from tms.core.segmentation import segment
from tms.core.text import Text
from tms.errors import BadCharacter, BadInput, NothingInside, NotUtf8, TooLarge
from tms.formats import furniture
from tms.formats.base import Page
from tms.formats.lines import Dateline, bare_names, byline, dateline, lines
from tms.formats.text import FORMAT, read, write

SHARED = Path(__file__).parents[3] / "shared" / "data"
MODEL = SHARED / "seed" / "niqash-2017-12-13.txt"
NTREX = SHARED / "ntrex" / "dev.tsv"
K = BlockKind

PAGE = """\
Desert Press Association
Palm Street 7, 10001 Erbil, Iraq

Our other projects
desert: stories from here and there
صحراء: قصص من هنا وهناك
Your email address has been registered

After the Flood:
The River Came Back

Sara al-Hadi
The river has come back to the old town, and with it came the fishermen who had left.
5.3.2019  |  Basra
Fishermen on the river at dusk.
Fishermen on the river at dusk.

Last spring the river came back to the old town. Nobody had expected it to, least of all the mayor.

“I saw it at night,” says Omar Aziz, who sells tea. “It was as wide as when I was a child. Then boats came.”

It was as wide as when I was a child.

What the engineers say

The water is clean, the engineers say. They measure it every day.


The bridge of the old town.


“It will stay,” the mayor says. “We have waited for it too long to let it go again.”

You are welcome to republish our articles. Please mention us.

Share this article
Related articles:
The dam that nobody wanted
A well for every village
"""


def kinds(document: Document) -> list[str]:
    return [block.kind.value for block in document.blocks]


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [block.text.plain for block in document.blocks if block.kind is kind]


def prepared(document: Document) -> Document:
    """The document with segments and ids, as ingest makes it."""
    letters = iter(f"s{number:09}" for number in range(10_000))
    cut = Document(tuple(segment(block, "en") for block in document.blocks), document.url)
    return link(with_ids(cut, lambda: next(letters)))


def test_a_copied_page_becomes_an_article() -> None:
    document = read(PAGE.encode())
    assert kinds(document) == [
        *("kicker", "headline", "byline", "standfirst", "dateline", "caption", "paragraph", "paragraph"),
        *("pull_quote", "heading", "paragraph", "caption", "paragraph", "notice"),
    ]
    assert document.headline() == "The River Came Back"
    assert document.blocks[2].attributes == {"names": ("Sara al-Hadi",)}
    assert document.blocks[4].attributes == {"date": "2019-03-05", "place": "Basra"}
    assert texts(document, K.CAPTION) == ["Fishermen on the river at dusk.", "The bridge of the old town."]


def test_every_guess_says_why() -> None:
    document = read(PAGE.encode())
    assert [
        block.kind for block in document.blocks if not block.uncertain and block.kind is not K.PARAGRAPH
    ] == [K.DATELINE]
    assert "printed twice" in document.blocks[5].uncertain
    assert "6 lines before the article were left out" in document.blocks[0].uncertain
    assert "4 lines behind the article were left out" in document.blocks[-1].uncertain


def test_a_pull_quote_is_linked_to_the_quotation_it_repeats() -> None:
    document = prepared(read(PAGE.encode()))
    (repeats,) = [block.attributes["repeats"] for block in document.blocks if block.kind is K.PULL_QUOTE]
    assert isinstance(repeats, tuple)
    assert [s.text.plain for s in document.segments if s.id in repeats] == [
        "“It was as wide as when I was a child. "
    ]


@pytest.mark.skipif(not MODEL.exists(), reason="shared data is not there")
def test_the_model_article_comes_out_as_it_is_meant() -> None:
    document = prepared(read(MODEL.read_bytes()))
    assert Counter(kinds(document)) == Counter(
        kicker=1,
        headline=1,
        byline=1,
        standfirst=1,
        dateline=1,
        caption=2,
        paragraph=12,
        pull_quote=1,
        notice=1,
    )
    assert kinds(document)[:6] == ["kicker", "headline", "byline", "standfirst", "dateline", "caption"]
    assert document.headline() == "The Islamic State Group Lives On - In Iraq’s Deserts"
    by = {block.kind: block for block in document.blocks}
    assert by[K.BYLINE].attributes == {"names": ("Kamal al-Ayash",)}
    assert by[K.DATELINE].attributes == {"date": "2017-12-13", "place": "Anbar"}
    repeats = by[K.PULL_QUOTE].attributes["repeats"]
    assert isinstance(repeats, tuple)
    (repeated,) = repeats
    assert document.block_of[repeated].text.plain.startswith("“No country")
    (quotation,) = [block for block in document.blocks if "death trap" in block.text.plain]
    assert [each.text.plain.split()[-1] for each in quotation.segments] == ["came.", "closed.", "trap.”"]


@pytest.mark.skipif(not NTREX.exists(), reason="shared data is not there")
@pytest.mark.parametrize(("size", "between"), [(4, "\n"), (4, " "), (3, "\n"), (2, "\n")])
def test_news_text_is_a_headline_and_its_paragraphs(size: int, between: str) -> None:
    documents: dict[str, list[str]] = {}
    with NTREX.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            documents.setdefault(row["doc"], []).append(" ".join(row["en"].split()))
    for headline, *rest in documents.values():
        paragraphs = [rest[at : at + size] for at in range(0, len(rest), size)]
        document = read("\n\n".join([headline, *map(between.join, paragraphs)]).encode())
        assert [(block.kind, block.text.plain) for block in document.blocks] == [
            (K.HEADLINE, headline),
            *((K.PARAGRAPH, " ".join(paragraph)) for paragraph in paragraphs),
        ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain Falls\n\nIt rains today.\n\nIt rained before.", ["headline", "paragraph", "paragraph"]),
        ("Rain Falls\nIt rains today.\nIt rained before.", ["headline", "paragraph", "paragraph"]),
        ("Rain Falls", ["headline"]),
        ("It rains today. It rained before.", ["paragraph"]),
        ("Rain Falls\n\n“It rains today.”\n\n“It rained.”", ["headline", "paragraph", "paragraph"]),
        (
            "Rain Falls\n\nBy Sara Ali\n\nIt rains.\n\nIt rained.",
            ["headline", "byline", "paragraph", "paragraph"],
        ),
        (
            "Rain Falls\nIt rains all over the land.\n\nToday.\n\nHe left.",
            ["headline", "standfirst", *["paragraph"] * 2],
        ),
        (
            "WEATHER\nRain falls on the plain\n\nIt rains.\n\nIt rained.",
            ["kicker", "headline", *["paragraph"] * 2],
        ),
        (
            "Rain Falls\n\nBefore it:\n\n• one\n• two\n\nIt rained.",
            ["headline", "paragraph", *["list_item"] * 2, "paragraph"],
        ),
        (
            "Rain Falls\n\nIt rains.\n\nThe river.\nPhoto: Sara Ali\n\nSo.",
            ["headline", "paragraph", "caption", "credit", "paragraph"],
        ),
        (
            "Rain Falls\n\nIt rains.\n\n> Let it\n> rain.\n\nSo.",
            ["headline", "paragraph", "quote", "paragraph"],
        ),
        (
            "Rain Falls\n\nIt rains.\n\nDay\tRain\nMonday\t3\n\nSo.",
            ["headline", "paragraph", *["table_cell"] * 4, "paragraph"],
        ),
        (
            "Rain Falls\n\nIt rains.\n\nThis article was first published in The Rain.",
            ["headline", "paragraph", "notice"],
        ),
        (
            "Rain Falls\nShare\nSara Ali | Erbil | 3 May 2020\n\nIt rains.\n\nSo.",
            ["headline", "byline", "dateline", *["paragraph"] * 2],
        ),
    ],
)
def test_simple_texts(text: str, expected: list[str]) -> None:
    assert kinds(read(text.encode())) == expected


def test_wrapped_lines_are_joined() -> None:
    line = "the river came back to the old town and nobody had expected it"
    document = read(f"Rain Falls\n\nSo {line}\n{line}\n{line}.\n\nAnd {line}\n{line}.".encode())
    assert texts(document, K.PARAGRAPH) == [f"So {line} {line} {line}.", f"And {line} {line}."]


def test_paragraphs_without_empty_lines_between_stay_apart() -> None:
    paragraphs = [f"Number {number} is a sentence. So is this." for number in range(9)]
    assert texts(read("\n".join(["Rain Falls", *paragraphs]).encode()), K.PARAGRAPH) == paragraphs
    assert texts(read("\n".join(["Rain Falls", "", *paragraphs]).encode()), K.PARAGRAPH) == paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our newsletter",
        "Share this",
        "Advertisement",
        "All rights reserved.",
        "صحراء",
        "Read more",
        "Home",
    ],
)
def test_what_looks_like_furniture_inside_the_body_stays(line: str) -> None:
    text = f"Rain Falls\n\nIt rains today, all over the land.\n\n{line}\n\nIt rained before. So it goes."
    assert line in [block.text.plain for block in read(text.encode()).blocks]


@pytest.mark.parametrize("headline", ["Home", "Search", "Register", "Share", "Contact", "Subscribe"])
def test_a_headline_is_never_taken_for_furniture(headline: str) -> None:
    assert read(f"{headline}\n\nIt rains today. It rained.\n\nSo it goes.".encode()).headline() == headline


@given(
    st.lists(
        st.sampled_from([*PAGE.split("\n"), "", "", "It rains today.", "x", "- y", "12 May 2020"]),
        max_size=30,
    )
)
@settings(deadline=None)
def test_no_word_of_the_article_is_lost(chosen: list[str]) -> None:
    text = "\n".join(chosen)
    if not text.strip():
        return
    kept = furniture.without(lines(text))[0]
    said = " ".join(block.text.plain for block in read(text.encode()).blocks).split()
    assert {word for line in kept for word in line.text.split()} - {"-"} <= set(said) | {"|"}


@given(st.text(min_size=1))
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        document = read(text.encode("utf-8", "surrogatepass"))
    except BadInput:
        return
    assert document.blocks
    assert all(block.text for block in document.blocks)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"Rain \xff falls", NotUtf8),
        (b"Rain\x00 falls", BadCharacter),
        (b"Rain \xed\xa0\x80 falls", BadCharacter),
        (b"", NothingInside),
        (b" \r\n\t ", NothingInside),
        ("\ufeff\u200b\n".encode(), NothingInside),
        (b"a" * (20 * 1024 * 1024 + 1), TooLarge),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, error: type[BadInput]) -> None:
    with pytest.raises(error):
        read(data)


@pytest.mark.parametrize(
    "piece", ["a", "a ", "a\n", "a.\n\n", "“a a a a a”\n\n", "By A B\n", "12 May 2020 | ", "(", "http://"]
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    data = (piece * (500_000 // len(piece))).encode()
    began = time.process_time()
    read(data)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("13.12.2017  |  Anbar", Dateline("2017-12-13", "Anbar")),
        ("Baghdad, 13 December 2017", Dateline("2017-12-13", "Baghdad")),
        ("Published: Monday, May 3, 2021 12:30 GMT", Dateline("2021-05-03", "")),
        ("BAGHDAD — 2021-05-03", Dateline("2021-05-03", "BAGHDAD")),
        ("3/4/2020", Dateline("2020-04-03", "", unsure=True)),
        (
            "Erbil, Kurdistan Region, Iraq - 1 Jan. 2020",
            Dateline("2020-01-01", "Erbil, Kurdistan Region, Iraq"),
        ),
        ("31.2.2020", None),
        ("On 3 May 2020 he died.", None),
        ("May 3, 2020 changed everything", None),
        ("2020", None),
    ],
)
def test_dates_and_places(line: str, expected: Dateline | None) -> None:
    assert dateline(line) == expected


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Sara Ali", ("Sara Ali",)),
        ("Words by Omar Aziz and Sara Ali", ("Omar Aziz", "Sara Ali")),
        ("By Sara Ali, BBC News and AFP", ("Sara Ali, BBC News and AFP",)),
        ("By AFP", ("AFP",)),
        ("By Ahmed A. Salih Jr.", ("Ahmed A. Salih Jr.",)),
        ("By the river he sat.", ()),
        ("By the time it ended", ()),
        ("Sara Ali", ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    assert byline(line) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Kamal al-Ayash", ("Kamal al-Ayash",)),
        ("Abd al-Karim bin Ali and Sara Ali", ("Abd al-Karim bin Ali", "Sara Ali")),
        ("Middle East", ()),
        ("The Guardian", ()),
        ("Baghdad", ()),
        ("What Now", ()),
    ],
)
def test_lines_that_are_only_names(line: str, names: tuple[str, ...]) -> None:
    assert bare_names(line) == names


def test_what_is_written_is_read_again() -> None:
    first = read(PAGE.encode())
    written = write(Page(original(prepared(first), "en"), "river"))
    again = read(written)
    assert kinds(again) == kinds(first)
    left = {K.BYLINE, K.DATELINE}
    assert [b.text for b in again.blocks if b.kind not in left] == [
        b.text for b in first.blocks if b.kind not in left
    ]
    assert [b.attributes for b in again.blocks] == [b.attributes for b in first.blocks]


def edition(language: str, *blocks: tuple[Block, tuple[str, ...]]) -> str:
    """The written edition of blocks with the translation of each of their segments."""
    document = prepared(Document(tuple(block for block, _ in blocks)))
    runs = [
        Run(f"t{each.id}", (each.id,), Text((text,)))
        for block, (_, said) in zip(document.blocks, blocks, strict=True)
        for each, text in zip(block.segments, said, strict=True)
    ]
    return write(Page(assemble(document, runs, language), "rain")).decode()


def test_an_edition_is_written_in_its_language() -> None:
    day = Block(K.DATELINE, Text(("13.12.2017 | Anbar",)), {"date": "2017-12-13", "place": "Anbar"})
    names = Block(K.BYLINE, Text(("By Sara Ali",)), {"names": ("Sara Ali",)})
    image = Block(K.IMAGE, Text(("A river.",)), {"src": "river.jpg"})
    body = Block(K.PARAGRAPH, Text(("NIQASH says it rains. He left.",)))
    arabic = edition(
        "ar",
        (day, ("الأنبار",)),
        (names, ("سارة علي",)),
        (image, ("نهر.",)),
        (body, ("تقول NIQASH إنها تمطر.", "رحل.")),
    )
    assert "13 كانون الأول 2017  |  الأنبار" in arabic
    assert "سارة علي" in arabic
    assert "نهر" not in arabic
    assert "تقول \u2068NIQASH\u2069 إنها تمطر. رحل." in arabic
    kurdish = edition(
        "ckb",
        (day, ("ئەنبار",)),
        (names, ("سارا عەلی",)),
        (image, ("ڕووبار.",)),
        (body, ("باران.", "ڕۆیشت.")),
    )
    assert "١٣ی کانونی یەکەمی ٢٠١٧  |  ئەنبار" in kurdish


def test_the_format_is_listed_by_its_name() -> None:
    assert (FORMAT.name, FORMAT.suffixes, FORMAT.media_type) == ("text", (".txt",), "text/plain")


def test_the_items_of_a_list_are_numbered_in_the_digits_of_the_language() -> None:
    items = [Block(K.LIST_ITEM, Text((text,)), {"ordered": True, "depth": 1}) for text in ("one", "two")]
    assert edition("ckb", (items[0], ("یەک",)), (items[1], ("دوو",))) == "١. یەک\n٢. دوو\n"
