"""Spelling: what may be meant otherwise is asked about, with the other spelling one click away."""

import re
from collections.abc import Iterator
from functools import cache

from tms.checks.notation import blanked
from tms.core import addresses
from tms.core.findings import Check, Finding, Findings, Fix, Pair, Scope, Severity, Span, Unit
from tms.core.spelling import is_legacy, repair
from tms.languages import get
from tms.languages.base import Offer
from tms.messages import N_, Message

_WORD = re.compile("[\\w\u200c\u064b-\u0652\u0670]+")
_PLACE = N_("%(text)s in the place of %(found)s")
_STRANGE = N_("%(found)s has a letter that is not used in %(language)s.")


def run(unit: Unit) -> Findings:
    for pair in unit.pairs:
        if is_legacy(pair.target.plain, unit.target_language):
            yield pair.id, _legacy(pair, unit.target_language)
            continue
        for finding in _words(addresses.blanked(blanked(pair.target)), unit.target_language):
            yield pair.id, finding


CHECK = Check("spelling", Scope.SEGMENT, Severity.WARNING, run)


def _legacy(pair: Pair, language: str) -> Finding:
    fix = Fix(
        (0, len(pair.target.notation)),
        repair(pair.target, language).notation,
        Message(N_("Restore the vowels")),
    )
    message = Message(N_("This is spelled as old systems did, with heh for the vowel."))
    return Finding("spelling", "legacy", Severity.WARNING, message, None, fix.span, (fix,))


def _words(shown: str, language: str) -> Iterator[Finding]:
    any_, strange, offers = _patterns(language)
    if not any_.search(shown):
        return
    words = list(_WORD.finditer(shown))
    if 2 * sum(bool(strange.search(word[0])) for word in words) > len(words):
        return  # another language: that is for another check
    for word in words:
        fixes = tuple(
            (offer, pattern.sub(offer.replacement, word[0]))
            for offer, pattern in offers
            if pattern.search(word[0])
        )
        if fixes:
            yield _finding(
                "offer", fixes[0][0].why, word[0], language, word.span(), [text for _, text in fixes]
            )
        elif strange.search(word[0]):
            yield _finding("letter", _STRANGE, word[0], language, word.span(), [])


def _finding(code: str, why: str, word: str, language: str, span: Span, texts: list[str]) -> Finding:
    message = Message(why, {"found": word, "language": Message(get(language).name)})
    fixes = tuple(Fix(span, text, Message(_PLACE, {"text": text, "found": word})) for text in texts)
    return Finding("spelling", code, Severity.WARNING, message, None, span, fixes)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], list[tuple[Offer, re.Pattern[str]]]]:
    spelling = get(language).spelling
    strange = f"[{spelling.unusual}]" if spelling.unusual else r"(?!)"
    offers = [(offer, re.compile(offer.pattern)) for offer in spelling.offers]
    return (
        re.compile("|".join([strange, *(offer.pattern for offer in spelling.offers)])),
        re.compile(strange),
        offers,
    )
