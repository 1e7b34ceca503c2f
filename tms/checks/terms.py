"""Terms: what the glossary asks for stands in the translation, and what it forbids does not."""

from collections.abc import Iterator

from tms.checks.notation import blanked
from tms.core.document import BlockKind
from tms.core.findings import Check, Finding, Findings, Fix, Pair, Scope, Severity, Unit
from tms.core.glossary import used
from tms.core.terms import Concept, Hit, Status, Term
from tms.messages import N_, Message

FREE = frozenset({BlockKind.KICKER, BlockKind.HEADLINE, BlockKind.SOCIAL, BlockKind.SEO_TITLE})
"""What is adapted and not translated: a term may be missing there."""


def run(unit: Unit) -> Findings:
    if not unit.terms:
        return
    for pair in unit.pairs:
        source = unit.terms.find(blanked(pair.source), unit.source_language)
        target = unit.terms.find(blanked(pair.target), unit.target_language)
        for finding in (*_forbidden(pair, unit, source, target), *_missing(pair, unit, source, target)):
            yield pair.id, finding


CHECK = Check("terms", Scope.SEGMENT, Severity.ERROR, run)


def _forbidden(pair: Pair, unit: Unit, source: list[Hit], target: list[Hit]) -> Iterator[Finding]:
    """A forbidden form, where the English has its concept or the concept has no English term."""
    meant = {hit.concept.id for hit in source}
    for hit in target:
        if hit.term.status is not Status.FORBIDDEN:
            continue
        if hit.concept.id not in meant and hit.concept.of(unit.source_language):
            continue
        best = hit.concept.best(unit.target_language)
        params = {"term": pair.target.notation[slice(*hit.stem)], "instead": best.text if best else ""}
        if best is None:
            sentence = N_("“%(term)s” is not used here.")
        else:
            sentence = N_("“%(term)s” is not used here; the glossary has “%(instead)s”.")
        message = Message(sentence, params)
        fixes = _instead(hit, best)
        yield Finding("terms", "forbidden", Severity.ERROR, message, target_span=hit.span, fixes=fixes)


def _instead(hit: Hit, best: Term | None) -> tuple[Fix, ...]:
    """The term to use in its place, where nothing is joined to its end that would have to change."""
    if best is None or hit.stem[1] != hit.span[1]:
        return ()
    return (Fix(hit.stem, best.text, Message(N_("Put “%(text)s”"), {"text": best.text})),)


def _missing(pair: Pair, unit: Unit, source: list[Hit], target: list[Hit]) -> Iterator[Finding]:
    there = used(source, target)
    said = set[str]()
    for hit in source:
        concept = hit.concept
        if concept.id in said:
            continue
        said.add(concept.id)
        if concept.kept:
            yield from _kept(pair, hit)
        elif not there[concept.id] and pair.kind not in FREE:
            yield from _asked(unit, concept, hit)


def _asked(unit: Unit, concept: Concept, hit: Hit) -> Iterator[Finding]:
    best = concept.best(unit.target_language)
    if best is not None:
        params = {"term": hit.term.text, "wanted": best.text}
        message = Message(N_("The glossary has “%(wanted)s” for “%(term)s”."), params)
        yield Finding("terms", "missing", Severity.WARNING, message, source_span=hit.span)


def _kept(pair: Pair, hit: Hit) -> Iterator[Finding]:
    if hit.term.text not in pair.target.plain:
        message = Message(N_("“%(term)s” stays as it is in the English."), {"term": hit.term.text})
        yield Finding("terms", "kept", Severity.ERROR, message, source_span=hit.span)
