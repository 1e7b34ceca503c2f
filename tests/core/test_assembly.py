"""An edition is the original's structure with other text."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core.documents import document, named
from tms.core.assembly import Run, assemble, original
from tms.core.document import Block, BlockKind, Document, Segment
from tms.core.text import Code, CodeKind, Text


def test_each_translation_stands_in_the_block_of_its_segment() -> None:
    story = named(document(("headline", ["Rain"]), ("paragraph", ["It fell.", "It stopped."])))
    runs = [
        Run("t1", (story.segments[0].id,), Text.parse("مطر"), 0),
        Run("t2", (story.segments[1].id,), Text.parse("هطل."), 1),
        Run("t3", (story.segments[2].id,), Text.parse("توقف."), 2),
    ]
    found = assemble(story, runs, "ar")
    assert [block.text.plain for block in found.blocks] == ["مطر", "هطل. توقف."]
    assert [piece.translation for piece in found.blocks[1].pieces] == ["t2", "t3"]


def test_an_emphasis_over_two_sentences_is_one_emphasis_in_the_edition() -> None:
    text = Text.parse("<1>Nobody asks. We ask.</1>", [Code(1, CodeKind.EMPHASIS)])
    first, second = text.cut([13])
    block = Block(BlockKind.PARAGRAPH, text, id="b", segments=(Segment("s1", first), Segment("s2", second)))
    found = assemble(
        Document((block,)),
        [
            Run("t1", ("s1",), Text.parse("<1>لا أحد يسأل.</1>")),
            Run("t2", ("s2",), Text.parse("<1>نحن نسأل.</1>"), 1),
        ],
        "ar",
    )
    assert found.blocks[0].text.notation == "<1>لا أحد يسأل. نحن نسأل.</1>"


def test_a_changed_link_reaches_the_edition_without_touching_its_text() -> None:
    link = Code(1, CodeKind.LINK, (("href", "https://example.org/new"),))
    text = Text.parse("See <1>the map</1>.", [link])
    block = Block(BlockKind.PARAGRAPH, text, id="b", segments=(Segment("s", text),))
    found = assemble(Document((block,)), [Run("t", ("s",), Text.parse("انظر <1>الخريطة</1>."))], "ar")
    assert found.blocks[0].text.codes == (link,)


def test_an_omission_leaves_no_text_and_an_addition_stands_behind_its_anchor() -> None:
    story = named(document(("paragraph", ["One.", "Two."])))
    one, two = (segment.id for segment in story.segments)
    runs = [
        Run("t1", (one,), Text.parse("واحد."), 0),
        Run("t2", (two,), Text(), 1, omitted="said above"),
        Run("t3", (), Text.parse("إضافة."), after="t1"),
    ]
    block = assemble(story, runs, "ar").blocks[0]
    assert [piece.anchor for piece in block.pieces] == [f"s-{one}", "t-t3", f"s-{two}"]
    assert block.text.plain == "واحد. إضافة."


@given(
    st.lists(
        st.lists(st.text("abc .", min_size=1, max_size=8), min_size=1, max_size=4), min_size=1, max_size=5
    )
)
def test_the_english_assembled_is_the_document(blocks: list[list[str]]) -> None:
    story = named(document(*(("paragraph", sentences) for sentences in blocks)))
    found = original(story, "en")
    assert [block.text for block in found.blocks] == [block.text for block in story.blocks]
