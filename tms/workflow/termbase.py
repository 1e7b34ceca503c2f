"""The glossary as steps look things up in it; one that did not change is made once."""

from functools import lru_cache

from tms.core.glossary import Termbase
from tms.core.terms import Concept
from tms.store import terms
from tms.store.session import Session


def termbase(session: Session) -> Termbase:
    return _made(tuple(terms.concepts(session)))


@lru_cache(maxsize=4)
def _made(concepts: tuple[Concept, ...]) -> Termbase:
    return Termbase(concepts)
