"""A glossary as TBX: ours comes back whole, and what other tools write is understood."""

import pytest

from tests.formats.test_terms import CONCEPTS
from tms.core.terms import Concept, ConceptKind, Status, Term
from tms.errors import BadFile, DeskError, DoctypeRefused
from tms.formats import glossaries, tbx

THIRD = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<text><body>
<conceptEntry id="eid-4711">
 <descrip type="subjectField">hydrology</descrip><descrip type="definition">A low wall in a river.</descrip>
 <langSec xml:lang="en-GB"><termSec><term>weir</term>
  <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
  <termSec><term>barrage</term>
  <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec></langSec>
 <langSec xml:lang="de"><termSec><term>Wehr</term></termSec></langSec>
 <langSec xml:lang="ar"><termSec><term>هدّار</term></termSec></langSec>
</conceptEntry>
</body></text></tbx>
""".encode()

SECOND = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en-US"><text><body><termEntry id="1">
<langSet xml:lang="en-US"><ntig><termGrp><term>ferry</term></termGrp></ntig></langSet>
<langSet xml:lang="ckb"><tig><term>بەلەم</term></tig></langSet>
</termEntry></body></text></martif>
""".encode()


def test_every_concept_comes_back() -> None:
    written = tbx.write(CONCEPTS)
    assert [concept for _, concept in tbx.read(written)] == [
        Concept(each.id, each.terms, each.kind, " ".join(each.note.split()), each.kept) for each in CONCEPTS
    ]
    assert glossaries.read(written) == tbx.read(written)
    assert glossaries.write(CONCEPTS, "terms.tbx") == written


def test_what_other_tools_write_is_understood() -> None:
    [(_, third)] = tbx.read(THIRD)
    assert third == Concept(
        "",
        (Term("en", "weir"), Term("en", "barrage", Status.FORBIDDEN), Term("ar", "هدّار")),
        ConceptKind.TERM,
        "A low wall in a river.",
    )
    [(_, second)] = tbx.read(SECOND)
    assert [(term.language, term.text) for term in second.terms] == [("en", "ferry"), ("ckb", "بەلەم")]


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_refused(cut: float) -> None:
    with pytest.raises(BadFile):
        tbx.read(THIRD[: int(len(THIRD) * cut)])


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY x "ha">]><martif><term>&x;</term></martif>',
        b"<html><p>no terms</p></html>",
        b"<a><b></a>",
        b"\xff\xfe<",
    ],
)
def test_what_is_no_glossary_is_refused(data: bytes) -> None:
    with pytest.raises(DeskError):
        glossaries.read(data)


def test_entities_are_not_opened() -> None:
    bomb = b'<!DOCTYPE martif [<!ENTITY a "ha">]>' + SECOND.partition(b'dtd">')[2].replace(b"ferry", b"&a;")
    with pytest.raises(DoctypeRefused):
        tbx.read(bomb)
