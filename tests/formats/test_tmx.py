"""TMX both ways: our own, those of other tools, and those that nobody should take."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms.core.text import Text, clean
from tms.errors import BadFile, DeskError, DoctypeRefused
from tms.formats import tmx
from tms.formats.base import Pair
from tms.formats.tmx import Reading

MAY = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
PAIRS = [
    Pair("The dam is full.", "امتلأ السد.", "ar", "huda", MAY, "a" * 32, ""),
    Pair("The dam is full.", "بەنداوەکە پڕە.", "ckb", "rebin", MAY),
    Pair("See <1>the <2>report</2></1>.<3/>", "انظر <1>التقرير</1>.<3/>", "ar", "huda", MAY),
    Pair("Write \\<1> & “<b>”.", "اكتب \\<1> و«<b>».", "ar", "o'neil", MAY),
]
OMEGAT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
   creationtoolversion="6.0" segtype="sentence" srclang="EN-US"/>
  <body>
    <!-- Default translations -->
    <tu>
      <tuv xml:lang="EN-US"><seg>The bridge is open.</seg></tuv>
      <tuv xml:lang="AR-IQ" changeid="Sara" changedate="20260503T093000Z">
        <seg>الجسر مفتوح.</seg></tuv>
    </tu>
    <!-- Alternative translations -->
    <tu>
      <prop type="file">story.html</prop><prop type="prev">It rained.</prop><prop type="next">We ran.</prop>
      <tuv xml:lang="EN-US"><seg>The road is closed.</seg></tuv>
      <tuv xml:lang="AR-IQ"><seg>الطريق مغلق.</seg></tuv>
    </tu>
  </body>
</tmx>
"""
MEMOQ = """<tmx version="1.4">
  <header creationtool="MemoQ" segtype="sentence" adminlang="en-us" srclang="en-gb" datatype="xml" o-tmf="x"/>
  <body>
    <tu changedate="20251201T100000Z" changeid="Karwan">
      <prop type="x-context-pre">&lt;seg&gt;Before.&lt;/seg&gt;</prop>
      <tuv xml:lang="en-gb"><seg>Read <bpt i="1" type="link">{}</bpt>the story<ept i="1">{}</ept><ph
       x="2">&lt;br/&gt;</ph> now.</seg></tuv>
      <tuv xml:lang="ckb-iq"><seg>ئێستا <bpt i="1" type="link">{}</bpt>چیرۆکەکە<ept i="1">{}</ept><ph
       x="2">&lt;br/&gt;</ph> بخوێنەوە.</seg></tuv>
    </tu>
  </body>
</tmx>
"""
TRADOS = """<?xml version="1.0" encoding="utf-16"?>
<tmx version="1.1"><header creationtool="TRADOS" srclang="EN-GB" adminlang="EN-GB" datatype="rtf"
 segtype="sentence" o-tmf="TW4Win" creationtoolversion="8"/><body>
<tu creationdate="20190211T081500Z" creationid="USER">
<tuv lang="EN-GB"><seg>Water <hi>is</hi> <ut>{\\b </ut>dear<ut>}</ut>.</seg></tuv>
<tuv lang="AR"><seg>الماء <hi>غالٍ</hi>.</seg></tuv></tu></body></tmx>
"""


def written(pairs: list[Pair]) -> bytes:
    return b"".join(tmx.write((pair, "dam-story") for pair in pairs))


def taken(data: bytes | str, *tags: str) -> tuple[list[Pair], Reading]:
    reading = Reading()
    file = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return list(tmx.read(file, tags or ("ar", "ckb"), reading)), reading


def test_what_is_written_is_read_again() -> None:
    found, reading = taken(written(PAIRS))
    assert found == PAIRS
    assert (reading.units, reading.skipped) == (4, 0)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    notation = Text((clean(text),)).stripped().notation
    if notation:
        [found], _ = taken(written([Pair(notation, notation, "ar")]))
        assert (found.source, found.target) == (notation, notation)


def test_omegat_s_files_are_read_with_the_doctype_that_each_of_them_has() -> None:
    found, _ = taken(OMEGAT)
    assert [(each.source, each.target, each.language) for each in found] == [
        ("The bridge is open.", "الجسر مفتوح.", "ar"),
        ("The road is closed.", "الطريق مغلق.", "ar"),
    ]
    assert (found[0].author, found[0].at) == ("Sara", MAY)
    assert (found[1].before, found[1].behind) == (Text(("It rained.",)).hash, Text(("We ran.",)).hash)


def test_codes_of_other_tools_become_ours_by_their_numbers() -> None:
    [found], _ = taken(MEMOQ)
    assert found.source == "Read <1>the story</1><2/> now."
    assert found.target == "ئێستا <1>چیرۆکەکە</1><2/> بخوێنەوە."
    assert found.author == "Karwan"


def test_an_old_file_in_utf_16_is_read_and_codes_of_one_side_only_are_left_out() -> None:
    [found], _ = taken(TRADOS.encode("utf-16"))
    assert (found.source, found.target) == ("Water is <1/>dear<2/>.", "الماء غالٍ.")


def body(*units: str) -> str:
    return f'<tmx version="1.4"><header srclang="en"/><body>{"".join(units)}</body></tmx>'


def unit(source: str, target: str, one: str = "en", other: str = "ar") -> str:
    return (
        f'<tu><tuv xml:lang="{one}"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="{other}"><seg>{target}</seg></tuv></tu>'
    )


def test_bad_units_are_named_and_the_others_taken() -> None:
    found, reading = taken(
        body(
            unit("One.", "واحد."),
            unit("Two.", ""),
            unit("Three.", "Trois.", other="fr"),
            unit("Quatre.", "أربعة.", one="fr"),
            unit("x" * 30_000, "خمسة."),
            "<tu/>",
            unit("Six.", "ستة."),
        )
    )
    assert [each.source for each in found] == ["One.", "Six."]
    assert (reading.units, reading.skipped) == (7, 5)
    assert [each.unit for each in reading.named] == [2, 3, 4, 5, 6]
    assert all(str(each.why) for each in reading.named)


def test_the_other_variants_of_a_unit_are_taken_too() -> None:
    both = unit("Rain.", "مطر.").replace("</tu>", '<tuv xml:lang="ckb"><seg>باران.</seg></tuv></tu>')
    assert [each.language for each in taken(body(both))[0]] == ["ar", "ckb"]
    assert [each.language for each in taken(body(both), "ckb")[0]] == ["ckb"]


BOMB = """<?xml version="1.0"?>
<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>&b;</seg></tuv>
<tuv xml:lang="ar"><seg>&b;</seg></tuv></tu></body></tmx>"""


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        OMEGAT.replace('"tmx14.dtd"', '"file:///etc/passwd"'),
        OMEGAT.replace('SYSTEM "tmx14.dtd"', 'PUBLIC "-//X//" "https://example.org/tmx14.dtd"'),
        OMEGAT.replace('"tmx14.dtd"', '"tmx14.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]'),
    ],
)
def test_a_doctype_with_anything_of_its_own_is_refused(data: str) -> None:
    with pytest.raises(DoctypeRefused):
        taken(data)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "id\tsource\ttarget\n",
        "<html><body><p>Hello</p></body></html>",
        body(unit("One.", "واحد.")).removesuffix("</tmx>"),
        body(unit("One.", "واحد."))[:-90],
        body(unit("One.", "&unknown;")),
        b"\x00\x01\x02\xff",
        body(unit("Un.", "Eins.", "fr", "de")),
    ],
)
def test_what_is_no_whole_tmx_in_our_languages_is_refused(data: bytes | str) -> None:
    with pytest.raises(BadFile):
        taken(data)


def test_languages_that_are_not_ours_are_named() -> None:
    with pytest.raises(DeskError, match="fr"):
        taken(body(unit("Un.", "Eins.", "fr", "de")))


def test_an_entity_that_nobody_declared_is_no_text() -> None:
    found, reading = taken(OMEGAT.replace("الجسر مفتوح.", "الجسر &open;"))
    assert [each.source for each in found] == ["The road is closed."]
    assert reading.skipped == 1


class Endless(io.RawIOBase):
    """A file of a gigabyte, made as it is read."""

    def __init__(self, head: str, filler: str) -> None:
        self._pieces = self._made(head, filler)
        self.given = 0

    def _made(self, head: str, filler: str) -> Iterator[bytes]:
        yield head.encode()
        block = (filler * (1 << 16)).encode()[: 1 << 16]
        for _ in range(1 << 14):
            yield block

    def read(self, size: int = -1) -> bytes:
        piece = next(self._pieces, b"")
        self.given += len(piece)
        return piece


@pytest.mark.parametrize("filler", ["x", "<ph/>", "<!-- -->", "<tu "])
def test_one_segment_of_a_gigabyte_is_refused_after_a_few_megabytes(filler: str) -> None:
    head = '<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>'
    file = Endless(head, filler)
    with pytest.raises(BadFile):
        list(tmx.read(file, ["ar"], Reading()))  # type: ignore[arg-type]  # all that is asked of it is read
    assert file.given < 32 << 20
