"""What all formats have in common: how bytes become text, how a format is found, and conformance."""

import pytest

from tms.errors import BadCharacter, DeskError, NothingInside, NotUtf8, TooLarge
from tms.formats.base import LIMIT, decode


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
