"""End marks: a question stays a question, and a sentence that ends with a stop has one."""

from tms.checks.notation import blanked, end
from tms.core.document import BlockKind
from tms.core.findings import Check, Finding, Findings, Fix, Pair, Scope, Severity, Unit
from tms.languages import get
from tms.languages.base import Language
from tms.messages import N_, Message

# House style decides about a stop in these, not the English.
_WITHOUT_STOP = frozenset(
    {
        BlockKind.HEADLINE,
        BlockKind.KICKER,
        BlockKind.HEADING,
        BlockKind.CAPTION,
        BlockKind.CREDIT,
        BlockKind.LIST_ITEM,
        BlockKind.TABLE_CELL,
        BlockKind.SEO_TITLE,
        BlockKind.BYLINE,
        BlockKind.DATELINE,
    }
)


def run(unit: Unit) -> Findings:
    source, target = get(unit.source_language), get(unit.target_language)
    for pair in unit.pairs:
        finding = _finding(pair, source, target)
        if finding:
            yield pair.id, finding


CHECK = Check("endmarks", Scope.SEGMENT, Severity.ERROR, run)


def _finding(pair: Pair, source: Language, target: Language) -> Finding | None:
    english, shown = blanked(pair.source), blanked(pair.target)
    at, written = end(english), end(shown)
    last, mark = english[at - 1 : at], shown[written - 1 : written]
    if last == source.question:
        if {target.question, source.question} & set(shown[max(0, written - 3) : written]):
            return None
        span = (written - 1, written) if mark and mark in target.stops else (written, written)
        label = Message(N_("Ends with %(mark)s"), {"mark": target.question})
        return Finding(
            "endmarks",
            "question",
            Severity.ERROR,
            Message(N_("The English asks; the translation has no question mark.")),
            (at - 1, at),
            span,
            (Fix(span, target.question, label),),
        )
    if not last or last not in source.stops or pair.kind in _WITHOUT_STOP or mark in target.stops:
        return None
    span = (written, written)
    return Finding(
        "endmarks",
        "stop",
        Severity.WARNING,
        Message(N_("The English ends with %(mark)s, the translation with no mark."), {"mark": last}),
        (at - 1, at),
        span,
        (Fix(span, ".", Message(N_("Ends with %(mark)s"), {"mark": "."})),),
    )
