"""Untranslated: the text was left in English, whole or for the most part."""

import re

from tms.checks.notation import blanked
from tms.core import addresses
from tms.core.findings import Check, Finding, Findings, Pair, Scope, Severity, Unit
from tms.languages import get
from tms.messages import N_, Message

_SCRIPTS = {
    "Arab": re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"),
    "Latn": re.compile("[A-Za-z\u00c0-\u024f]"),
}
# NATO, B12, 4G and the like may stand alone in any language.
_WORD = re.compile(r"(?=[A-Za-z]*[a-z])[A-Za-z]{2,}")


def run(unit: Unit) -> Findings:
    for pair in unit.pairs:
        if not pair.source or not _WORD.search(addresses.blanked(blanked(pair.source))):
            continue
        if pair.target.plain.strip() == pair.source.plain.strip():
            yield pair.id, _found("same", N_("The translation is the same as the English."))
        elif _elsewhere(pair, get(unit.target_language).script):
            yield pair.id, _found("script", N_("Most of the translation is still in another script."))


CHECK = Check("untranslated", Scope.SEGMENT, Severity.ERROR, run)


def _elsewhere(pair: Pair, script: str) -> bool:
    letters = "".join(filter(str.isalpha, addresses.blanked(blanked(pair.target))))
    return 2 * len(_SCRIPTS[script].findall(letters)) < len(letters)


def _found(code: str, sentence: str) -> Finding:
    return Finding("untranslated", code, Severity.ERROR, Message(sentence))
