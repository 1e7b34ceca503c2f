"""A glossary as a table: every concept comes back, and what cannot be read is named with its line."""

import pytest

from tms.core.terms import Concept, ConceptKind, Status, Term
from tms.errors import BadFile
from tms.formats import cells, terms

CONCEPTS = [
    Concept(
        "gov",
        (
            Term("en", "government"),
            Term("ar", "حكومة"),
            Term("ar", "وزارة", Status.ADMITTED),
            Term("ckb", "حکومەت"),
        ),
        note="The cabinet, “not” the state;\nasked in March",
    ),
    Concept("un", (Term("en", "UNAMI"),), ConceptKind.ORGANISATION, kept=True),
    Concept("x1", (Term("en", "-40 degrees", Status.ADMITTED), Term("ar", "سلطة", Status.FORBIDDEN))),
    Concept("x2", (Term("ckb", "ڕووبار", Status.DRAFT),)),
]


def test_every_concept_comes_back() -> None:
    assert [concept for _, concept in terms.read(terms.write(CONCEPTS))] == CONCEPTS


def test_no_cell_is_a_formula() -> None:
    text = terms.write(CONCEPTS).decode("utf-8-sig")
    assert ",'-40 degrees (admitted)," in text
    assert cells.guarded("\u200f=HYPERLINK(1)").startswith("'")


def test_a_list_of_the_newsroom_needs_only_its_languages() -> None:
    listed = "ar,en\nبرلمان | مجلس,parliament\n,\n".encode()
    [(line, concept)] = terms.read(listed)
    assert line == 2
    assert concept.terms == (
        Term("en", "parliament"),
        Term("ar", "برلمان"),
        Term("ar", "مجلس", Status.ADMITTED),
    )


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"ar,ckb\nx,y\n", "line 1"),
        (b"en,klingon\nx,y\n", "line 1"),
        (b"en,ar,ar\nx,y,z\n", "line 1"),
        (b"", "line 1"),
        (b"en,ar\nx,y\nx,y,z\n", "line 3"),
        (b"en,kind\nx,animal\n", "line 2"),
        (b"en,keep\nx,maybe\n", "line 2"),
        (b'en,ar\nx,"y\n', ""),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, where: str) -> None:
    with pytest.raises(BadFile) as raised:
        terms.read(data)
    assert raised.value.where.startswith(where)
