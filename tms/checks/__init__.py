"""What can be wrong with a translation, one module for each check.

A check joins the desk by its line in ``CHECKS``.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from tms.checks import codes, endmarks, language, numbers, untranslated
from tms.core.findings import Check, Finding, Scope, Unit

CHECKS: tuple[Check, ...] = (
    codes.CHECK,
    untranslated.CHECK,
    language.CHECK,
    numbers.CHECK,
    endmarks.CHECK,
)


def run(unit: Unit) -> list[tuple[str, Finding]]:
    """All findings of all checks by pair id, in reading order; a pair without a translation is skipped."""
    filled = replace(unit, pairs=tuple(pair for pair in unit.pairs if pair.target.stripped()))
    order = {pair.id: index for index, pair in enumerate(filled.pairs)}
    found = [each for check in CHECKS for part in _parts(filled, check.scope) for each in check.run(part)]
    return sorted(found, key=lambda each: order[each[0]])


def _parts(unit: Unit, scope: Scope) -> Iterator[Unit]:
    """Cut a unit into what a check of this scope looks at."""
    match scope:
        case Scope.SEGMENT:
            for pair in unit.pairs:
                yield replace(unit, pairs=(pair,))
        case Scope.BLOCK:
            for _, pairs in groupby(unit.pairs, key=lambda pair: pair.block or pair.id):
                yield replace(unit, pairs=tuple(pairs))
        case Scope.EDITION | Scope.ARTICLE:
            if unit.pairs:
                yield unit
