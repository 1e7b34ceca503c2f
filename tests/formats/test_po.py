"""PO out and in again, also as other tools rewrite it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tms.core.document import BlockKind
from tms.core.text import clean
from tms.errors import BadCharacter, BadFile, DeskError, NothingInside, NotUtf8
from tms.formats import po
from tms.formats.base import Bilingual, Row

ROWS = (
    Row(("abcdefghij",), "Rain <1>fell</1>.", "", BlockKind.HEADLINE),
    Row(
        ("bcdefghijk", "cdefghijkl"),
        'He said “no”. Then\nhe "left".',
        "قال «لا»،\nثم غادر.",
        BlockKind.PARAGRAPH,
        3,
        "0123abcd",
        "returned",
        fuzzy=True,
        note="Please look at the end.\nIt is too long.",
    ),
    Row(("defghijklm",), r"C:\new <2/> \<1> \\", "١٦٠", BlockKind.TABLE_CELL, 1, "ff", "approved"),
)
FILE = Bilingual("rain", 2, "ckb", ROWS)

notation = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1).map(clean)


def test_a_file_reads_back_as_it_was_written() -> None:
    assert po.read(po.write(FILE)) == FILE


@settings(max_examples=200, deadline=None)
@given(notation, notation)
def test_any_text_reads_back_as_it_was_written(source: str, target: str) -> None:
    file = Bilingual(
        "rain", 1, "ar", (Row(("abcdefghij",), source, target, BlockKind.PARAGRAPH, 1, "aa", "draft"),)
    )
    assert po.read(po.write(file)) == file


def test_the_file_says_what_the_contract_promises() -> None:
    text = po.write(FILE).decode()
    assert '"X-TMS-Article: rain\\n"' in text
    assert '"X-TMS-Revision: 2\\n"' in text
    assert '"Language: ckb\\n"' in text
    assert "#. kind: paragraph\n#. version: 3\n#. basis: 0123abcd\n#. state: returned\n#, fuzzy\n" in text
    assert 'msgctxt "bcdefghijk cdefghijkl"' in text


REWRITTEN = r"""# Somebody's file.
#
msgid ""
msgstr ""
"Project-Id-Version: rain\n"
"PO-Revision-Date: 2026-11-23 15:00+0300\n"
"Last-Translator: Hemin <h@example.org>\n"
"Language: ckb\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"X-TMS-Article: rain\n"
"X-TMS-Revision: 2\n"
"X-Generator: Poedit 3.4\n"

#. kind: headline
#. A tool's own remark
#: where.html:3
#, fuzzy, no-c-format
#| msgctxt "abcdefghij"
#| msgid "Rain falls."
msgctxt "abcdefghij"
msgid ""
"Rain "
"<1>fell</1>."
msgstr ""
"باران "
"<1>باری</1>."

#~ msgctxt "zzzzzzzzzz"
#~ msgid "Gone."
#~ msgstr "نەما."
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_that_other_tools_rewrote_is_read(ends: str, mark: str) -> None:
    file = po.read((mark + REWRITTEN.replace("\n", ends)).encode())
    assert (file.article, file.revision, file.language) == ("rain", 2, "ckb")
    row = Row(("abcdefghij",), "Rain <1>fell</1>.", "باران <1>باری</1>.", BlockKind.HEADLINE, fuzzy=True)
    assert file.rows == (row,)


HEAD = REWRITTEN.partition("#. kind")[0]


@pytest.mark.parametrize(
    ("data", "error", "where"),
    [
        (b"", NothingInside, ""),
        (b"\xff\xfe", NotUtf8, ""),
        (HEAD.encode() + b'msgid "\x00"', BadCharacter, ""),
        (b"/etc/passwd", BadFile, "line 1"),
        (b"<html><body>no</body></html>", BadFile, "line 1"),
        (HEAD.encode() + b'\nmsgctxt "a"\nmsgid "a\nmsgstr "b"\n', BadFile, "line 17"),
        (HEAD.encode() + b'\nmsgctxt "a"\nmsgid "a""\nmsgstr "b"\n', BadFile, "line 17"),
        (HEAD.encode() + b'\nmsgctxt "a"\nmsgstr "b"\n', BadFile, "line 17"),
        (HEAD.encode() + b'\nmsgid "a"\nmsgstr "b"\n', BadFile, "line 16"),
        (HEAD.replace("X-TMS-Article", "X-Other").encode(), BadFile, ""),
        (HEAD.replace("Revision: 2", "Revision: two").encode(), BadFile, ""),
        (b'msgid "a"\nmsgstr "b"\n', BadFile, ""),
    ],
)
def test_a_broken_file_is_refused_and_the_line_is_named(
    data: bytes, error: type[DeskError], where: str
) -> None:
    with pytest.raises(error) as raised:
        po.read(data)
    assert raised.value.where == where
