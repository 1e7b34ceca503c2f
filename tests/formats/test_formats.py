"""What all formats have in common: how bytes become text, how a format is found, and conformance."""

import pytest

from tests.formats.documents import segmented
from tms import formats
from tms.core.assembly import Run, assemble, original
from tms.errors import BadCharacter, DeskError, NothingInside, NotUtf8, TooLarge, UnknownFormat
from tms.formats.base import LIMIT, Format, Page, decode


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NothingInside),
        (b"\xef\xbb\xbf \r\n\t", NothingInside),
        (b"caf\xe9", NotUtf8),
        ("text".encode("utf-16"), NotUtf8),
        (b"a\x00b", BadCharacter),
        (b"a\xed\xa0\x80b", BadCharacter),
        (b"x" * (LIMIT * 1024 * 1024 + 1), TooLarge),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_the_reason(data: bytes, error: type[DeskError]) -> None:
    with pytest.raises(error):
        decode(data)


def test_a_byte_that_is_not_utf8_is_named() -> None:
    with pytest.raises(NotUtf8) as raised:
        decode(b"caf\xe9 au lait")
    assert raised.value.params == {"offset": 3}


def test_text_comes_out_composed_without_mark_and_with_line_feeds() -> None:
    assert decode("\ufeffcafe\u0301\r\nau\rlait".encode()) == "café\nau\nlait"


EVERY = pytest.mark.parametrize("format_", formats.FORMATS, ids=lambda each: each.name)
SAMPLES = {
    "html": b"<article><h1>Rain</h1><p>It rained in Basra all of Monday. Nobody went out.</p></article>",
    "markdown": b"# Rain\n\nIt rained in Basra all of Monday. Nobody went out.\n",
    "text": b"Rain\n\nIt rained in Basra all of Monday. Nobody went out.\n",
}


@EVERY
def test_every_format_refuses_what_is_no_text(format_: Format) -> None:
    assert format_.read is not None
    for data, error in ((b"", NothingInside), (b"\xff", NotUtf8), (b"a\x00", BadCharacter)):
        with pytest.raises(error):
            format_.read(data)


@EVERY
def test_every_format_reads_an_article_and_writes_it_in_each_language(format_: Format) -> None:
    assert format_.read is not None
    assert format_.write is not None
    document = segmented(format_.read(SAMPLES.get(format_.name) or sample(format_)))
    assert document.headline() == "Rain"
    assert "Basra" in format_.write(Page(original(document, "en"), "rain")).decode()
    runs = [Run(f"t{s.id}", (s.id,), s.text) for s in document.segments]
    for language in ("ar", "ckb"):
        page = Page(assemble(document, runs, language), "rain", 1, 1)
        assert format_.write(page) == format_.write(page)
        assert "Basra" in format_.write(page).decode()
        assert format_.write(Page(assemble(document, [], language), "rain"))


def sample(format_: Format) -> bytes:
    """The sample in a format that has none of its own: as it writes it itself."""
    known = formats.FORMATS[0]
    assert known.read is not None
    assert format_.write is not None
    return format_.write(Page(original(segmented(known.read(SAMPLES[known.name])), "en"), "rain"))


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "a.html", "html"),
        (b"", "https://example.org/a.HTM", "html"),
        (b"", "text/html; charset=utf-8", "html"),
        (b"", "a.md", "markdown"),
        (b"", "text/markdown", "markdown"),
        (b"", "a.txt", "text"),
        (b"\xef\xbb\xbf\n<!doctype html>", "", "html"),
        (b"<html>", "https://example.org/rain", "html"),
        (b"Rain", "rain", "text"),
    ],
)
def test_a_format_is_found_by_name_or_by_what_is_inside(data: bytes, name: str, expected: str) -> None:
    assert formats.detect(data, name).name == expected


def test_an_unknown_format_names_those_that_are_known() -> None:
    with pytest.raises(UnknownFormat) as raised:
        formats.get("docx")
    assert raised.value.params["known"] == ", ".join(each.name for each in formats.FORMATS)
