"""What may stand in a glossary, and what of it is in a pair of texts."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tms import languages
from tms.core.folding import fold
from tms.core.terms import Concept, ConceptKind, Glossary, Hit, Status, Term
from tms.core.text import clean
from tms.errors import BadCharacter
from tms.messages import N_, Message

LONGEST = 200
"""Characters of a term; a standing text may be longer."""
LONGEST_STANDING = 5_000
LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with the concept at ``at`` of a list, and with which of its terms if with one."""

    at: int
    term: int | None
    reason: Message


class Termbase:
    """The concepts of a desk; each language's glossary is made once."""

    def __init__(self, concepts: Sequence[Concept] = ()) -> None:
        self.concepts = tuple(concepts)
        self._glossaries: dict[str, Glossary] = {}

    def __bool__(self) -> bool:
        return bool(self.concepts)

    def find(self, text: str, language: str) -> list[Hit]:
        """The terms of a language in a text, in order."""
        if language not in self._glossaries:
            self._glossaries[language] = Glossary(self.concepts, languages.get(language))
        return self._glossaries[language].find(text)

    @cached_property
    def by_id(self) -> Mapping[str, Concept]:
        return {concept.id: concept for concept in self.concepts}


def keys(concept: Concept) -> dict[Term, str]:
    """The match key of each term."""
    return {term: fold(term.text, languages.get(term.language)).strip() for term in concept.terms}


def complaints(concepts: Sequence[Concept], others: Sequence[Concept] = ()) -> list[Complaint]:
    """What is wrong with these concepts, by themselves and beside ``others`` that stay as they are."""
    found = [each for at, concept in enumerate(concepts) for each in _alone(at, concept)]
    if found:
        return found
    return [*_twice(concepts), *_circles(concepts, others)]


def _alone(at: int, concept: Concept) -> Iterator[Complaint]:
    if not concept.terms:
        yield Complaint(at, None, Message(N_("a concept needs a term")))
    if len(concept.note) > LONGEST_NOTE:
        yield Complaint(
            at, None, Message(N_("the note has over %(most)s characters"), {"most": LONGEST_NOTE})
        )
    seen: set[tuple[str, str]] = set()
    preferred = Counter[str]()
    for index, term in enumerate(concept.terms):
        reason = _of_term(term, concept.kind)
        key = (term.language, "" if reason else fold(term.text, languages.get(term.language)).strip())
        preferred[term.language] += term.status is Status.PREFERRED
        if reason is None and not any(map(str.isalnum, key[1])):
            reason = Message(N_("a term needs letters or digits"))
        elif reason is None and key in seen:
            reason = Message(N_("“%(term)s” stands twice in one concept"), {"term": term.text})
        elif reason is None and term.status is Status.PREFERRED and preferred[term.language] > 1:
            reason = Message(N_("a language has one preferred term; admit the others"))
        seen.add(key)
        if reason is not None:
            yield Complaint(at, index, reason)


def _of_term(term: Term, kind: ConceptKind) -> Message | None:
    most = LONGEST_STANDING if kind is ConceptKind.STANDING else LONGEST
    if term.language not in languages.LANGUAGES:
        known = ", ".join(languages.LANGUAGES)
        return Message(
            N_("there is no language %(tag)s here; there are %(known)s"),
            {"tag": term.language, "known": known},
        )
    if len(term.text) > most:
        return Message(N_("the term has over %(most)s characters"), {"most": most})
    try:
        usable = clean(term.text) == term.text and not any(each in term.text for each in "\r\n\t|")
    except BadCharacter:
        usable = False
    if not usable or term.text != term.text.strip():
        return Message(N_("the term has characters that cannot be kept: line ends, tabs, bars, outer spaces"))
    return None


def _twice(concepts: Sequence[Concept]) -> Iterator[Complaint]:
    """Two concepts of one kind with the same English term: nobody could say which is meant."""
    seen: dict[tuple[ConceptKind, str], int] = {}
    for at, concept in enumerate(concepts):
        best = concept.best(languages.SOURCE)
        if best is None:
            continue
        key = (concept.kind, keys(concept)[best])
        if seen.setdefault(key, at) != at:
            reason = N_("“%(term)s” is another concept of this list already")
            yield Complaint(at, concept.terms.index(best), Message(reason, {"term": best.text}))


def _circles(concepts: Sequence[Concept], others: Sequence[Concept]) -> Iterator[Complaint]:
    """Terms that are forbidden in favour of each other, whoever follows the glossary never ends."""
    instead: dict[tuple[str, str], tuple[str, str]] = {}
    for concept in (*others, *concepts):
        written = keys(concept)
        for tag in {term.language for term in concept.terms}:
            best = concept.best(tag)
            for term in concept.of(tag, Status.FORBIDDEN) if best else ():
                instead[tag, written[term]] = (tag, written[best]) if best else (tag, "")
    for at, concept in enumerate(concepts):
        written = keys(concept)
        for index, term in enumerate(concept.terms):
            if term.status is Status.FORBIDDEN and _returns((term.language, written[term]), instead):
                reason = N_("“%(term)s” is forbidden in favour of a term that is forbidden in favour of it")
                yield Complaint(at, index, Message(reason, {"term": term.text}))


def _returns(start: tuple[str, str], instead: Mapping[tuple[str, str], tuple[str, str]]) -> bool:
    seen: set[tuple[str, str]] = set()
    at = start
    while at in instead and at not in seen:
        seen.add(at)
        at = instead[at]
    return at == start and bool(seen)


def used(source: Collection[Hit], target: Collection[Hit]) -> dict[str, bool]:
    """For each concept of the English, in order, whether the other text has a term of it."""
    there = {hit.concept.id for hit in target if hit.term.status is not Status.FORBIDDEN}
    return {hit.concept.id: hit.concept.id in there for hit in source}
