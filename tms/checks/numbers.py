"""Numbers: the translation has the numbers and months of the English, in whatever digits or words."""

from collections.abc import Iterator, Mapping

from tms.checks.notation import blanked
from tms.core.findings import Check, Finding, Findings, Fix, Pair, Scope, Severity, Unit
from tms.core.localisable import months
from tms.core.numbers import Number, numbers
from tms.languages import LANGUAGES, get
from tms.messages import N_, Message

_CHANGED = N_("The English has %(number)s, the translation has %(found)s.")
_PLACE = N_("%(number)s in the place of %(found)s")


def run(unit: Unit) -> Findings:
    for pair in unit.pairs:
        if pair.source:
            for finding in _findings(pair, unit.source_language, unit.target_language):
                yield pair.id, finding
            for finding in _months(pair, unit.source_language, unit.target_language):
                yield pair.id, finding


CHECK = Check("numbers", Scope.SEGMENT, Severity.ERROR, run)


def _findings(pair: Pair, source_language: str, target_language: str) -> Iterator[Finding]:
    source = numbers(blanked(pair.source), source_language)
    target = numbers(blanked(pair.target), target_language)
    missing = [number for number in source.figures if not number.name and not target.has(number)]
    extra = [number for number in target.figures if not number.name and not source.has(number)]
    if len(missing) != len(extra) and _digits(missing) == _digits(extra):
        return  # only written closer together: 116 123 is a telephone number
    if len(missing) == len(extra) == 1:
        yield _changed(missing[0], extra[0])
        return
    for number in missing:
        message = N_("The English has %(number)s, the translation does not.")
        yield _finding("missing", message, {"number": number.written}, source=number)
    for number in extra:
        message = N_("The translation has %(number)s, the English does not.")
        yield _finding("extra", message, {"number": number.written}, target=number)


def _months(pair: Pair, source_language: str, target_language: str) -> Iterator[Finding]:
    """One month in the place of another; one that is not named again may be said in numbers.

    A warning: of good human translations two in a thousand name another month, and are wrong.
    """
    language = get(target_language)
    english = months(blanked(pair.source), get(source_language))
    target = months(blanked(pair.target), language)
    missing = [each for each in english if each[0] not in {number for number, _ in target}]
    extra = [each for each in target if each[0] not in {number for number, _ in english}]
    if len(missing) != 1 or len(extra) != 1:
        return
    (number, said), (_, span) = missing[0], extra[0]
    found = pair.target.notation[slice(*span)]
    ways = [names for names in language.names_of_months if found in names]
    wanted = (ways or [language.months])[0][number - 1]
    params = {"number": pair.source.notation[slice(*said)], "found": found}
    fix = Fix(span, wanted, Message(_PLACE, {"number": wanted, "found": found}))
    yield Finding("numbers", "month", Severity.WARNING, Message(_CHANGED, params), said, span, (fix,))


def _changed(missing: Number, extra: Number) -> Finding:
    params = {"number": missing.written, "found": extra.written}
    if missing.scaled or extra.scaled:  # thirty thousand against 300 thousand: figures alone do not mend it
        return _finding("changed", _CHANGED, params, missing, extra)
    text = missing.written if extra.written.isascii() else _in_digits_of(extra.written, missing.written)
    label = Message(_PLACE, {"number": text, "found": extra.written})
    fix = Fix(extra.span, text, label)
    return _finding("changed", _CHANGED, params, missing, extra, (fix,))


def _in_digits_of(example: str, written: str) -> str:
    """Write a number in the digits of another."""
    found = next((each for each in LANGUAGES.values() if not set(each.digits).isdisjoint(example)), None)
    return found.shape(written) if found else written


def _digits(figures: list[Number]) -> list[str]:
    return [str(int(digit)) for number in figures for digit in number.written if digit.isdigit()]


def _finding(
    code: str,
    sentence: str,
    params: Mapping[str, object],
    source: Number | None = None,
    target: Number | None = None,
    fixes: tuple[Fix, ...] = (),
) -> Finding:
    return Finding(
        "numbers",
        code,
        Severity.ERROR,
        Message(sentence, params),
        source.span if source else None,
        target.span if target else None,
        fixes,
    )
