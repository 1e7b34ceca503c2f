"""What can be wrong with a translation, one module for each check.

A check joins the desk by its line in ``CHECKS``.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import groupby

from tms.checks import codes, endmarks, language, numbers, spelling, terms, untranslated
from tms.core.findings import Check, Finding, Scope, Unit

CHECKS: tuple[Check, ...] = (
    codes.CHECK,
    untranslated.CHECK,
    language.CHECK,
    numbers.CHECK,
    endmarks.CHECK,
    terms.CHECK,
    spelling.CHECK,
)

WIDE = any(check.scope in (Scope.EDITION, Scope.ARTICLE) for check in CHECKS)
"""Whether a change in one block may change what is found in another."""


def run(unit: Unit, only: Collection[str] | None = None) -> list[tuple[str, Finding]]:
    """All findings of all checks by pair id, in reading order; a pair without a translation is skipped.

    With ``only`` the findings of these pairs; the others are there for checks that look around.
    """
    filled = replace(unit, pairs=tuple(pair for pair in unit.pairs if pair.target.stripped()))
    order = {pair.id: index for index, pair in enumerate(filled.pairs)}
    wanted = order.keys() if only is None else order.keys() & set(only)
    found = [
        each for check in CHECKS for part in _parts(filled, check.scope, wanted) for each in check.run(part)
    ]
    return sorted((each for each in found if each[0] in wanted), key=lambda each: order[each[0]])


def _parts(unit: Unit, scope: Scope, wanted: Collection[str]) -> Iterator[Unit]:
    """Cut a unit into what a check of this scope looks at; parts without a wanted pair are left out."""
    match scope:
        case Scope.SEGMENT:
            for pair in unit.pairs:
                if pair.id in wanted:
                    yield replace(unit, pairs=(pair,))
        case Scope.BLOCK:
            for _, group in groupby(unit.pairs, key=lambda pair: pair.block or pair.id):
                pairs = tuple(group)
                if any(pair.id in wanted for pair in pairs):
                    yield replace(unit, pairs=pairs)
        case Scope.EDITION | Scope.ARTICLE:
            if unit.pairs:
                yield unit
