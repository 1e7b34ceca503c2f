"""Keep the glossary: its concepts are changed by hand or by a list, and every change has its history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tms import languages
from tms.core.glossary import Termbase, complaints, keys
from tms.core.rights import Person, Role
from tms.core.terms import Concept, ConceptKind, Status
from tms.errors import Conflict, NoSuchConcept, TermsUnusable
from tms.settings import Settings
from tms.store import editions, events, terms
from tms.store.base import new_id
from tms.store.jobs import Kind, enqueue
from tms.store.session import Session
from tms.workflow import checking
from tms.workflow.sheets import Row, open_sheets

_NAMED = 20  # places of a list that an error names


@dataclass(frozen=True, slots=True)
class Counts:
    """What a list did to the glossary, in concepts."""

    added: int
    changed: int
    unchanged: int


def keep(session: Session, concept: Concept, seen: int, by: Person) -> Concept:
    """Make a concept (no id) or change the one of its id, as ``by`` saw it at the version ``seen``.

    A translator may propose: a new concept, all of whose terms are drafts.
    """
    proposed = not concept.id and all(term.status is Status.DRAFT for term in concept.terms)
    by.must(Role.TRANSLATOR if proposed else Role.EDITOR)
    _usable([concept], terms.concepts(session))
    if concept.id and _known(session, concept.id) != (seen, False):
        raise Conflict(concept.id)
    kept = _write(session, concept, seen, by)
    _look_again(session, [kept.id])
    return kept


def retire(session: Session, id: str, seen: int, by: Person) -> None:
    """Take a concept out of the glossary; its history stays."""
    by.must(Role.EDITOR)
    version, retired = _known(session, id)
    if retired or version != seen:
        raise Conflict(id)
    [concept] = terms.concepts(session, [id])
    _write(session, concept, seen, by, retired=True)
    _look_again(session, [id])


def take_in(session: Session, listed: Sequence[tuple[str, Concept]], by: Person) -> Counts:
    """Bring a list into the glossary, all of it or, where something in it is wrong, nothing.

    Each concept comes with its place in the list, for people to find it again. It is known by its id, one
    without by its kind and its English term.
    """
    by.must(Role.EDITOR)
    there = terms.concepts(session)
    named = _named([concept for _, concept in listed], there)
    mine = {concept.id for concept in named if concept.id}
    _usable(named, there, [place for place, _ in listed])
    before = {concept.id: concept for concept in terms.concepts(session, mine, retired=True)}
    versions = terms.versions(session, mine)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    written = []
    for concept in named:
        version, retired = versions.get(concept.id, (0, False))
        same = not retired and before.get(concept.id) == concept
        what = "added" if not version else "unchanged" if same else "changed"
        counts[what] += 1
        if not same:
            written.append(_write(session, concept, version, by).id)
    _look_again(session, written)
    return Counts(**counts)


def _named(listed: Sequence[Concept], there: Sequence[Concept]) -> list[Concept]:
    """The concepts of a list with the ids of those that the glossary has."""
    by_english: dict[tuple[ConceptKind, str], str] = {}
    for concept in there:
        best = concept.best(languages.SOURCE)
        if best is not None:
            by_english[concept.kind, keys(concept)[best]] = concept.id
    found = []
    for concept in listed:
        best = concept.best(languages.SOURCE)
        known = by_english.get((concept.kind, keys(concept)[best]), "") if best and not concept.id else ""
        found.append(replace(concept, id=concept.id or known))
    return found


def _usable(listed: Sequence[Concept], there: Sequence[Concept], places: Sequence[str] = ()) -> None:
    mine = {concept.id for concept in listed}
    wrong = complaints(listed, [concept for concept in there if concept.id not in mine])
    if wrong:
        named = dict.fromkeys(places[each.at] for each in wrong) if places else {}
        where = ", ".join(list(named)[:_NAMED]) + (" …" if len(named) > _NAMED else "")
        raise TermsUnusable(where, count=len(wrong), reason=wrong[0].reason)


def _known(session: Session, id: str) -> tuple[int, bool]:
    found = terms.versions(session, [id])
    if id not in found:
        raise NoSuchConcept(id, id=id)
    return found[id]


def _write(session: Session, concept: Concept, seen: int, by: Person, *, retired: bool = False) -> Concept:
    named = concept if concept.id else replace(concept, id=new_id())
    if not terms.write(session, named, keys(named), seen, by.name, retired=retired):
        raise Conflict(named.id)
    best = named.best(languages.SOURCE)
    what = "term-retire" if retired else "term-change" if seen else "term-add"
    events.append(session, by.name, what, concept=named.id, term=best.text if best else "")
    return named


# Findings follow the glossary: what holds a changed term is checked again, in open editions and in jobs.

_AT_ONCE = 20  # articles in one job


def _look_again(session: Session, ids: Sequence[str], after: int = 0) -> None:
    if ids:
        args = {"concepts": list(ids), "after": after}
        enqueue(session, LOOK_AGAIN, f"terms:{terms.change(session)}:{after}", args)


def _load(_session: Session, _settings: Settings, args: dict[str, Any]) -> dict[str, Any]:
    return args


def _work(_args: dict[str, Any]) -> None:
    """Nothing here waits for anybody."""


def _apply(session: Session, args: dict[str, Any], _done: None) -> None:
    changed = Termbase(terms.wordings(session, args["concepts"]))
    found = editions.unsigned(session, args["after"], _AT_ONCE)
    for article in found:
        editions.of_article(session, article.id, lock=True)
        session.refresh(article)
        for sheet in open_sheets(session, article).values():
            held = [row for row in sheet.rows if row.record.checked and _holds(changed, row)]
            for row in held:
                row.record.checked = ""
            if held:
                checking.enqueue(session, sheet.edition, f"terms:{terms.change(session)}")
    if len(found) == _AT_ONCE:
        _look_again(session, args["concepts"], found[-1].id)


def _holds(changed: Termbase, row: Row) -> bool:
    source, target = row.source.plain, row.target.plain
    return bool(changed.find(source, languages.SOURCE) or changed.find(target, row.language))


LOOK_AGAIN = Kind("terms", _load, _work, _apply, priority=7)

KINDS = (LOOK_AGAIN,)
