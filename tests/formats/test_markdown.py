"""Markdown in and out: what its signs say, and that every kind of block is kept."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings

from tests.formats.documents import documents, segmented
from tms.core.assembly import original
from tms.core.document import Block, BlockKind, Document
from tms.core.text import CodeKind
from tms.formats import markdown
from tms.formats.base import Page

DATA = Path(__file__).parents[2] / "tms/demo/data"


def page(document: Document) -> Page:
    return Page(original(segmented(document), "en"), "rain", 1, 1)


def kept(document: Document) -> Document:
    """What Markdown has a place for: no size of a picture, no group of one, no first-level heading."""
    sizes = {"width", "height"}
    alone = {g for g in (b.group for b in document.blocks) if sum(b.group == g for b in document.blocks) == 1}
    blocks = [
        replace(
            block,
            attributes={name: value for name, value in block.attributes.items() if name not in sizes},
            group="" if block.group in alone and block.kind is BlockKind.IMAGE else block.group,
        )
        for block in document.blocks
    ]
    headed = any(block.kind is BlockKind.HEADLINE for block in blocks)
    return replace(
        document,
        blocks=tuple(
            replace(b, attributes={"level": 2}) if not headed and b.attributes.get("level") == 1 else b
            for b in blocks
        ),
    )


@settings(max_examples=60, deadline=None)
@given(documents().map(kept).filter(lambda document: any(block.text for block in document.blocks)))
def test_a_file_reads_back_as_the_document_it_was_written_from(document: Document) -> None:
    assert markdown.read(markdown.write(page(document))).same_as(document)


def test_the_article_of_the_demo_comes_out_whole() -> None:
    document = markdown.read((DATA / "night-bakery.md").read_bytes())
    kinds = [block.kind.value for block in document.blocks]
    assert kinds[:5] == ["kicker", "headline", "standfirst", "byline", "dateline"]
    assert (
        kinds.count("pull_quote")
        == kinds.count("image")
        == kinds.count("caption")
        == kinds.count("notice")
        == 1
    )
    assert kinds.count("list_item") == 4
    assert kinds[-3:] == ["seo_title", "seo_description", "social"]
    assert "quote" not in kinds
    byline, dateline = document.first(BlockKind.BYLINE), document.first(BlockKind.DATELINE)
    assert byline is not None
    assert byline.attributes == {"names": ("Shilan Rasul",)}
    assert dateline is not None
    assert dateline.attributes == {"date": "2026-03-18", "place": "Sulaymaniyah"}
    assert dateline.text.plain == "18 March 2026 | Sulaymaniyah"
    assert markdown.read(markdown.write(page(document))).same_as(document)


def one(text: str) -> Block:
    (block,) = markdown.read(text.encode()).blocks
    return block


def test_signs_become_codes() -> None:
    text = one('a **b** *c* `d` [e](https://e.org "T") ~~f~~ H<sub>2</sub>O  \nnext').text
    assert text.notation == "a <1>b</1> <2>c</2> <3>d</3> <4>e</4> <5>f</5> H<6>2</6>O<7/>next"
    assert [code.kind for code in text.codes] == [
        CodeKind.STRONG,
        CodeKind.EMPHASIS,
        CodeKind.CODE,
        CodeKind.LINK,
        CodeKind.STRIKE,
        CodeKind.SUBSCRIPT,
        CodeKind.BREAK,
    ]
    assert text.codes[3].attributes == (("href", "https://e.org"), ("title", "T"))


def test_a_script_is_no_link() -> None:
    assert one("[a](javascript:alert(1)) <a href='javascript:x'>b</a>").text.notation == "a b"


def test_italics_behind_a_picture_are_its_caption() -> None:
    blocks = markdown.read(b"![jars](/a.jpg)\n\n*The oldest jar.*\n\nText.").blocks
    assert [b.kind.value for b in blocks] == ["image", "caption", "paragraph"]
    assert blocks[0].group == blocks[1].group != blocks[2].group == ""
