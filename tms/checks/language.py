"""Language: an Arabic text stands where a Kurdish one belongs, or the other way round, by its letters."""

from tms.checks.notation import blanked
from tms.core import addresses
from tms.core.findings import Check, Finding, Findings, Scope, Severity, Unit
from tms.languages import LANGUAGES, get
from tms.languages.base import Language
from tms.messages import N_, Message


def run(unit: Unit) -> Findings:
    expected = get(unit.target_language)
    letters, foreign = frozenset(expected.letters), frozenset(expected.foreign)
    for pair in unit.pairs:
        shown = addresses.blanked(blanked(pair.target))
        strange = [letter for letter in shown if letter in foreign]
        # A name may bring a letter or two of its own language.
        if len(strange) <= sum(letter in letters for letter in shown):
            continue
        found = _owner(strange)
        names = {"found": Message(found.name), "expected": Message(expected.name)}
        message = Message(N_("This reads like %(found)s, not like %(expected)s."), names)
        yield pair.id, Finding("language", "other", Severity.ERROR, message)


CHECK = Check("language", Scope.SEGMENT, Severity.ERROR, run)


def _owner(letters: list[str]) -> Language:
    return max(LANGUAGES.values(), key=lambda language: sum(map(language.letters.count, letters)))
