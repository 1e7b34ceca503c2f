"""Find the terms of a glossary in a text, with the prefixes and endings that a language joins to a word.

>>> from tms.languages import get
>>> glossary = Glossary([Concept("c1", (Term("ar", "حكومة"),))], get("ar"))
>>> [hit.span for hit in glossary.find("قررت الحكومة زيادة رواتب موظفي حكومتها")]
[(5, 12), (31, 38)]
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tms.core.folding import Folded, fold, folded
from tms.languages.base import Language

_GAP = r"[\s-]+"
_SHORT = 4
"""Letters of a word that is looked for with fewer endings, lest it be found in another word."""
_SHORTEST = 3
"""Letters that must be left for an article to be one: الله has none."""


class ConceptKind(StrEnum):
    TERM = "term"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    STANDING = "standing"
    """A whole text that is approved once and used again: a notice, an author's line."""


_NAMES = frozenset({ConceptKind.PERSON, ConceptKind.PLACE, ConceptKind.ORGANISATION})


class Status(StrEnum):
    PREFERRED = "preferred"
    ADMITTED = "admitted"
    FORBIDDEN = "forbidden"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Term:
    """A concept's form in one language, as it stands in a dictionary."""

    language: str
    text: str
    status: Status = Status.PREFERRED


@dataclass(frozen=True, slots=True)
class Concept:
    """What the terms of all languages mean. ``kept`` is for what stands in English everywhere."""

    id: str
    terms: tuple[Term, ...]
    kind: ConceptKind = ConceptKind.TERM
    note: str = ""
    kept: bool = False

    def of(self, language: str, *statuses: Status) -> tuple[Term, ...]:
        """The terms of a language in the order given, all or those of these statuses."""
        return tuple(
            term
            for term in self.terms
            if term.language == language and (not statuses or term.status in statuses)
        )

    def best(self, language: str) -> Term | None:
        """The form to use: the preferred one, else the first that is admitted."""
        usable = self.of(language, Status.PREFERRED) + self.of(language, Status.ADMITTED)
        return usable[0] if usable else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A term in a text: ``span`` with what is joined to it, ``stem`` the term itself, in code points."""

    concept: Concept
    term: Term
    span: tuple[int, int]
    stem: tuple[int, int]


class Glossary:
    """The terms of some concepts in one language, ready to be found. Drafts are not looked for."""

    def __init__(self, concepts: Iterable[Concept], language: Language) -> None:
        self.language = language
        self._patterns = [
            _Pattern(concept, term, language)
            for concept in concepts
            for term in concept.of(language.tag)
            if term.status is not Status.DRAFT and fold(term.text, language).strip()
        ]

    def find(self, text: str) -> list[Hit]:
        """The terms in a text, in order.

        Of two that overlap the longer one; the same words may be of two concepts.
        """
        key = folded(text, self.language)
        near = (pattern for pattern in self._patterns if pattern.core in key.text)
        hits = sorted(
            (hit for pattern in near for hit in pattern.find(text, key)),
            key=lambda hit: (hit.stem[0] - hit.stem[1], hit.stem[0], hit.concept.id),
        )
        kept: list[Hit] = []
        for hit in hits:
            if all(_beside(hit, other) for other in kept):
                kept.append(hit)
        return sorted(kept, key=lambda hit: (hit.span, hit.concept.id))


def _beside(hit: Hit, other: Hit) -> bool:
    """Whether both may be in a text: they do not overlap, or are the same words for two concepts."""
    if hit.stem == other.stem:
        return hit.concept.id != other.concept.id
    return hit.stem[1] <= other.stem[0] or other.stem[1] <= hit.stem[0]


class _Pattern:
    """One term as it may stand in folded text; ``core`` is in every text that the pattern matches."""

    def __init__(self, concept: Concept, term: Term, language: Language) -> None:
        self.concept = concept
        self.term = term
        words = [_Word(word, language) for word in term.text.split() if fold(word, language)]
        rules = language.inflection
        self.core = max((word.body for word in words), key=len)
        behind = words[-1].endings(names=concept.kind in _NAMES)
        joined = f"{rules.within}{_GAP}{rules.between}".join(word.stem for word in words)
        self._written = rf"(?<!\w){words[0].before}(?P<stem>){joined}(?P<end>){behind}(?!\w)"
        self._never = set(rules.never)
        self._capitals = term.text.isupper() and term.text.lower() != term.text.upper()
        self._capital = concept.kind in _NAMES and term.text[:1].isupper()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Made at the first text that may have it: a glossary of thousands is ready at once."""
        return re.compile(self._written)

    def find(self, text: str, key: Folded) -> Iterator[Hit]:
        for found in self._pattern.finditer(key.text):
            span, stem = key.span(*found.span()), key.span(found.start("stem"), found.start("end"))
            written = text[stem[0] : stem[1]]
            if self._never & set(text[stem[1] : span[1]]):
                continue
            if (self._capitals and not written.isupper()) or (self._capital and not written[:1].isupper()):
                continue
            yield Hit(self.concept, self.term, span, stem)


class _Word:
    """One word of a term: what may stand before it, what of it never changes, and what may follow."""

    def __init__(self, word: str, language: Language) -> None:
        self._inflection = language.inflection
        key = fold(word, language)
        article = self._inflection.article
        self._definite = bool(article) and key.startswith(article) and len(key) >= len(article) + _SHORTEST
        bare = key.removeprefix(article) if self._definite else key
        final, written = next((pair for pair in self._inflection.finals if word.endswith(pair[0])), ("", ""))
        self.body = bare[: len(bare) - len(final)]
        self._final = written

    @property
    def before(self) -> str:
        """What may stand before the first word; one that has the article in the glossary keeps it."""
        return self._inflection.definite if self._definite else self._inflection.before

    @property
    def stem(self) -> str:
        """The word inside a term; the article may come and go but before the first."""
        return rf"{re.escape(self.body)}{self._final}"

    def endings(self, *, names: bool) -> str:
        if names:
            return self._inflection.name_endings
        return self._inflection.short_endings if len(self.body) <= _SHORT else self._inflection.endings
