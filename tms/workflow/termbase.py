"""The glossary as steps look things up in it; one that did not change is made once."""

from dataclasses import dataclass
from functools import lru_cache

from tms import languages
from tms.core.glossary import Termbase, used
from tms.core.terms import Concept, Hit, Status
from tms.store import terms
from tms.store.session import Session
from tms.workflow.sheets import Row


def termbase(session: Session) -> Termbase:
    return _made(tuple(terms.concepts(session)))


@lru_cache(maxsize=4)
def _made(concepts: tuple[Concept, ...]) -> Termbase:
    return Termbase(concepts)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term of the English, the forms to use for it, the best first, and whether one is in the text."""

    concept: str
    term: str
    forms: tuple[str, ...]
    used: bool
    note: str


def wanted(session: Session, row: Row) -> list[Wanted]:
    """The terms of a row's English that the glossary has a form for, in the order in which they come."""
    known = termbase(session)
    if not known:
        return []
    source = known.find(row.source.plain, languages.SOURCE)
    there = used(source, known.find(row.target.plain, row.language))
    found = {hit.concept.id: _wanted(hit, row, there=there[hit.concept.id]) for hit in reversed(source)}
    return [each for each in reversed(found.values()) if each.forms]


def _wanted(hit: Hit, row: Row, *, there: bool) -> Wanted:
    concept = hit.concept
    if concept.kept:
        return Wanted(
            concept.id, hit.term.text, (hit.term.text,), hit.term.text in row.target.plain, concept.note
        )
    forms = concept.of(row.language, Status.PREFERRED) + concept.of(row.language, Status.ADMITTED)
    return Wanted(concept.id, hit.term.text, tuple(form.text for form in forms), there, concept.note)
