"""The glossary: changed with its history, by lists all or nothing, and findings follow it."""

import pytest

from tests.desk import Desk
from tms.core.terms import Concept, ConceptKind, Status, Term
from tms.errors import Conflict, NoSuchConcept, NotAllowed, TermsUnusable
from tms.store import findings
from tms.store import terms as store
from tms.workflow import terms
from tms.workflow.termbase import termbase

ARTICLE = "# Water\n\nThe reservoir is low. Nobody swims.\n\nThe reservoir was full in May.\n"
RESERVOIR = Concept("", (Term("en", "reservoir"), Term("ar", "خزان"), Term("ckb", "بەنداو")))


def listed(*concepts: Concept) -> list[tuple[str, Concept]]:
    return [(f"line {number}", concept) for number, concept in enumerate(concepts, start=2)]


def test_a_change_has_its_history_and_wants_the_version_seen(desk: Desk) -> None:
    with desk.step() as session:
        made = terms.keep(session, RESERVOIR, 0, desk["editor"])
        changed = Concept(
            made.id, (*made.terms, Term("ar", "سد", Status.FORBIDDEN)), note="A lake with a wall."
        )
        terms.keep(session, changed, 1, desk["chief"])
    with desk.step() as session:
        assert store.concepts(session) == [changed]
        assert [(each.version, each.author) for each in store.history(session, made.id)] == [
            (2, "chief"),
            (1, "editor"),
        ]
        with pytest.raises(Conflict):
            terms.keep(session, changed, 1, desk["editor"])
        with pytest.raises(NoSuchConcept):
            terms.retire(session, "nowhere", 1, desk["editor"])
        terms.retire(session, made.id, 2, desk["editor"])
        assert store.concepts(session) == []
        assert len(store.history(session, made.id)) == 3


def test_a_translator_proposes_and_an_editor_decides(desk: Desk) -> None:
    draft = Concept("", (Term("en", "weir", Status.DRAFT),))
    with desk.step() as session:
        proposed = terms.keep(session, draft, 0, desk["translator"])
        with pytest.raises(NotAllowed):
            terms.keep(session, proposed, 1, desk["translator"])
        with pytest.raises(NotAllowed):
            terms.keep(session, RESERVOIR, 0, desk["translator"])
        assert not termbase(session).find("the weir", "en")


def test_a_list_is_taken_in_once(desk: Desk) -> None:
    with desk.step() as session:
        first = terms.take_in(session, listed(RESERVOIR), desk["editor"])
        again = terms.take_in(session, listed(RESERVOIR), desk["editor"])
        more = Concept("", (*RESERVOIR.terms, Term("ar", "حوض", Status.ADMITTED)))
        third = terms.take_in(session, listed(more), desk["editor"])
    assert [(c.added, c.changed, c.unchanged) for c in (first, again, third)] == [
        (1, 0, 0),
        (0, 0, 1),
        (0, 1, 0),
    ]


def test_a_retired_concept_comes_back_with_its_history(desk: Desk) -> None:
    with desk.step() as session:
        made = terms.keep(session, RESERVOIR, 0, desk["editor"])
        terms.retire(session, made.id, 1, desk["editor"])
        counts = terms.take_in(session, listed(made), desk["editor"])
        assert counts.changed == 1
        assert len(store.history(session, made.id)) == 3


@pytest.mark.parametrize(
    ("concepts", "places"),
    [
        ([RESERVOIR, RESERVOIR], "line 3"),
        ([RESERVOIR, Concept("", ())], "line 3"),
        ([Concept("", (Term("en", "a"), Term("en", "A")))], "line 2"),
        ([Concept("", (Term("en", "…"),))], "line 2"),
        ([Concept("", (Term("en", "x" * 201),))], "line 2"),
        ([Concept("", (Term("en", "x", Status.PREFERRED), Term("en", "y")))], "line 2"),
        (
            [
                Concept("", (Term("en", "one"), Term("ar", "قارب"), Term("ar", "زورق", Status.FORBIDDEN))),
                Concept("", (Term("en", "two"), Term("ar", "زورق"), Term("ar", "قارب", Status.FORBIDDEN))),
            ],
            "line 2, line 3",
        ),
    ],
)
def test_a_list_with_something_wrong_changes_nothing(
    desk: Desk, concepts: list[Concept], places: str
) -> None:
    good = ("line 9", Concept("", (Term("en", "ferry"),), ConceptKind.TERM))
    with desk.step() as session, pytest.raises(TermsUnusable) as raised:
        terms.take_in(session, [*listed(*concepts), good], desk["editor"])
    assert raised.value.where == places
    with desk.step() as session:
        assert store.concepts(session) == []


def found(desk: Desk) -> list[str]:
    """The codes that are kept for the sentence under the headline."""
    with desk.step() as session:
        return [each.code for each in findings.of(session, [desk.row(1).id]) if each.check == "terms"]


def test_findings_follow_the_glossary(desk: Desk) -> None:
    desk.ingest(ARTICLE)
    desk.write({1: "السد منخفض."})

    assert found(desk) == []
    with desk.step() as session:
        made = terms.keep(session, RESERVOIR, 0, desk["editor"])

    assert found(desk) == ["missing"]
    with desk.step() as session:
        terms.retire(session, made.id, 1, desk["editor"])

    assert found(desk) == []


def test_terms_are_found_by_any_spelling(desk: Desk) -> None:
    with desk.step() as session:
        made = terms.keep(session, RESERVOIR, 0, desk["editor"])
        assert store.search(session, {"ar": "خزان"}, 10) == ([made.id], 1)
        assert store.search(session, {"ar": "بحر"}, 10) == ([], 0)
        assert store.search(session, {}, 10) == ([made.id], 1)
