"""Text and its notation, on arbitrary Unicode."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms.core.text import Code, CodeKind, End, Mark, Piece, Text, clean, join, run
from tms.errors import BadCharacter

CHARACTERS = st.characters(exclude_categories=["Cs"])
# Any text, and texts made of what the notation itself is made of.
STRINGS = st.text() | st.text("\\<>/1290 a") | st.lists(
    st.sampled_from(["\\", "<1>", "</1>", "<2/>", "<", "\\<1>", " ", "ب", "<10000>", "<01>"]), max_size=12
).map("".join)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """A canonical text: codes properly nested, numbered from 1 in order, each said what it is."""
    codes: list[Code] = []

    def grow(depth: int) -> list[Piece]:
        pieces: list[Piece] = []
        for _ in range(draw(st.integers(0, 4 if depth else 5))):
            shape = draw(st.sampled_from(["string", "string", "pair", "alone"]))
            if shape == "string":
                pieces.append(draw(STRINGS | st.sampled_from([" ", "It rains. He", "\n", "\\"])))
                continue
            number = len(codes) + 1
            if shape == "alone":
                kind = draw(st.sampled_from([CodeKind.BREAK, CodeKind.CODE]))
                codes.append(Code(number, kind))
                pieces.append(Mark(number, End.ALONE))
            elif depth < 3:
                kind = draw(st.sampled_from([CodeKind.LINK, CodeKind.EMPHASIS, CodeKind.STRONG]))
                codes.append(Code(number, kind, (("href", "/a"),) if kind is CodeKind.LINK else ()))
                pieces += [Mark(number, End.OPEN), *grow(depth + 1), Mark(number, End.CLOSE)]
        return pieces

    return Text(tuple(grow(0)), tuple(codes))


@given(STRINGS)
def test_every_string_is_a_notation_and_reading_it_twice_changes_nothing(notation: str) -> None:
    text = Text.parse(notation)
    assert Text.parse(text.notation) == text


@given(STRINGS)
def test_any_characters_survive_their_notation(characters: str) -> None:
    text = Text((characters,))
    assert Text.parse(text.notation) == text
    assert Text.parse(text.notation).plain == characters


@given(texts())
def test_a_text_survives_its_notation(text: Text) -> None:
    again = Text.parse(text.notation, text.codes)
    assert again == text
    assert again.notation == text.notation


@given(st.lists(STRINGS | st.builds(Mark, st.integers(1, 9999), st.sampled_from(End)), max_size=8))
def test_even_codes_that_do_not_match_survive_their_notation(pieces: list[Piece]) -> None:
    text = Text(tuple(pieces))
    assert Text.parse(text.notation) == text


@pytest.mark.parametrize(
    ("pieces", "notation"),
    [
        (("a <1> b",), "a \\<1> b"),
        (("a \\<1> b",), "a \\\\\\<1> b"),
        (("a \\ b",), "a \\ b"),
        (("a\\", Mark(1, End.ALONE)), "a\\\\<1/>"),
        (("\\\\", Mark(1, End.OPEN), "x", Mark(1, End.CLOSE)), "\\\\\\\\<1>x</1>"),
        (("1 < 2 and <b> and <0> and <01>",), "1 < 2 and <b> and <0> and <01>"),
    ],
)
def test_the_notation_is_what_design_says(pieces: tuple[Piece, ...], notation: str) -> None:
    assert Text(pieces).notation == notation
    assert Text.parse(notation).pieces == pieces


@given(texts(), st.lists(st.integers(0, 40)))
def test_cut_and_join_give_the_text_again(text: Text, offsets: list[int]) -> None:
    pieces = text.cut(offsets)
    assert "".join(piece.plain for piece in pieces) == text.plain
    assert join(pieces) == text


@given(texts(), st.lists(st.integers(0, 40)))
def test_every_piece_is_well_formed_by_itself(text: Text, offsets: list[int]) -> None:
    for piece in text.cut(offsets):
        opened: list[int] = []
        for mark in piece.marks:
            if mark.end is End.OPEN:
                opened.append(mark.number)
            elif mark.end is End.CLOSE:
                assert opened.pop() == mark.number
        assert not opened
        assert {code.number for code in piece.codes} == {mark.number for mark in piece.marks}
        assert piece.renumbered() == piece


@given(texts(), st.lists(st.integers(0, 40)))
def test_a_cut_survives_the_notation_of_its_pieces(text: Text, offsets: list[int]) -> None:
    assert join(Text.parse(piece.notation, piece.codes) for piece in text.cut(offsets)) == text


@given(texts(), st.text(CHARACTERS))
def test_the_hash_knows_the_wording_and_nothing_else(text: Text, value: str) -> None:
    changed = tuple(Code(code.number, code.kind, (("href", value),), code.number) for code in text.codes)
    assert Text(text.pieces, changed).hash == text.hash
    assert Text((" \n", *text.pieces, "\u00a0 "), text.codes).hash == text.hash
    assert Text((*text.pieces, "x"), text.codes).hash != text.hash


def test_white_space_inside_and_code_numbers_count_in_the_hash() -> None:
    assert Text(("a b",)).hash != Text(("a  b",)).hash
    assert Text.parse("<1>a</1>").hash != Text.parse("<2>a</2>").hash


@pytest.mark.parametrize("piece", ["\\", "\\<", "<1", "<1>\\", "\\\\<1>", "<1/", "</"])
def test_long_runs_take_time_in_proportion(piece: str) -> None:
    characters = piece * (1_000_000 // len(piece))
    began = time.process_time()
    assert Text.parse(Text((characters,)).notation).plain == characters
    assert Text.parse(characters).notation
    assert time.process_time() - began < 10


@given(texts(), texts())
def test_a_run_shifts_the_later_numbers(one: Text, two: Text) -> None:
    both = run([one, two])
    assert both.plain.strip() == (one.plain + two.plain).strip()
    assert len({code.number for code in both.codes}) == len(one.codes) + len(two.codes)


@given(st.text(CHARACTERS))
def test_clean_text_is_composed(text: str) -> None:
    text = text.replace("\x00", "")
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(("bad", "offset"), [("ab\x00c", 2), ("\ud800", 0), ("a\udfff", 1)])
def test_what_no_store_can_keep_is_refused(bad: str, offset: int) -> None:
    with pytest.raises(BadCharacter) as caught:
        clean(bad)
    assert caught.value.params["offset"] == offset


def test_a_line_break_counts_as_a_line_feed() -> None:
    text = Text.parse("one<1/>two<2/>", [Code(1, CodeKind.BREAK), Code(2, CodeKind.CODE)])
    assert text.plain == "one\ntwo"
