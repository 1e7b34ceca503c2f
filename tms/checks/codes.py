"""Codes: a translation has each code of the English once, and well nested."""

from collections import Counter
from collections.abc import Iterator

from tms.checks.notation import marks
from tms.core.findings import Check, Finding, Findings, Fix, Pair, Scope, Severity, Span, Unit
from tms.core.text import End, Mark
from tms.messages import N_, Message


def run(unit: Unit) -> Findings:
    for pair in unit.pairs:
        for finding in _findings(pair):
            yield pair.id, finding


CHECK = Check("codes", Scope.SEGMENT, Severity.ERROR, run)


def _findings(pair: Pair) -> Iterator[Finding]:
    wanted = Counter(pair.source.marks)
    placed = list(zip(pair.target.marks, marks(pair.target), strict=True))
    given = list(zip(pair.source.marks, marks(pair.source), strict=True))
    where = dict(given)
    seen = Counter[Mark]()
    for mark, span in placed:
        seen[mark] += 1
        if mark not in wanted:
            sentence = N_("The translation has %(mark)s, the English does not.")
            yield _found("extra", sentence, mark, target=span, drop=True)
        elif seen[mark] > wanted[mark]:
            sentence = N_("%(mark)s stands twice in the translation.")
            yield _found("duplicated", sentence, mark, target=span, drop=True)
    missing = [mark for mark in wanted if mark not in seen]
    wrapping = _wrapping(pair, missing)
    for mark in missing:
        sentence = N_("The English has %(mark)s, the translation does not.")
        yield _found("missing", sentence, mark, source=where[mark], fixes=wrapping)
    if seen == wanted and not list(_nesting(given)):
        yield from _nesting(placed)


def _found(
    code: str,
    sentence: str,
    mark: Mark,
    source: Span | None = None,
    target: Span | None = None,
    fixes: tuple[Fix, ...] = (),
    *,
    drop: bool = False,
) -> Finding:
    if drop and target:
        fixes = (Fix(target, "", Message(N_("Without %(mark)s"), {"mark": str(mark)})),)
    message = Message(sentence, {"mark": str(mark)})
    return Finding("codes", code, Severity.ERROR, message, source, target, fixes)


def _wrapping(pair: Pair, missing: list[Mark]) -> tuple[Fix, ...]:
    """Where one code holds all of the English and only it is missing, it can hold all of the translation."""
    pieces = pair.source.stripped().pieces
    if len(pieces) < 2 or [pieces[0], pieces[-1]] != missing or pair.target.marks:
        return ()
    text = f"{pieces[0]}{pair.target.notation}{pieces[-1]}"
    label = Message(N_("All of it within %(mark)s"), {"mark": str(pieces[0])})
    return (Fix((0, len(pair.target.notation)), text, label),)


def _nesting(placed: list[tuple[Mark, Span]]) -> Iterator[Finding]:
    open_: list[int] = []
    for mark, span in placed:
        if mark.end is End.OPEN:
            open_.append(mark.number)
        elif mark.end is End.CLOSE:
            if open_ and open_[-1] == mark.number:
                open_.pop()
                continue
            if mark.number in open_:
                open_.remove(mark.number)
                sentence = N_("%(mark)s closes before a code that was opened inside it.")
            else:
                sentence = N_("%(mark)s stands before the code is opened.")
            yield _found("nesting", sentence, mark, target=span)
