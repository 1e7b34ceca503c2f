"""The glossary's terms: asked for, forbidden, kept as they are."""

import pytest

from tests.checks.conftest import Mend
from tms.checks import run
from tms.core.document import BlockKind
from tms.core.findings import Finding, Pair, Unit
from tms.core.glossary import Termbase
from tms.core.terms import Concept, Status, Term
from tms.core.text import Text

TERMS = Termbase(
    [
        Concept(
            "gov",
            (
                Term("en", "government"),
                Term("ar", "حكومة"),
                Term("ar", "سلطة", Status.FORBIDDEN),
                Term("ckb", "حکومەت"),
            ),
        ),
        Concept("idp", (Term("en", "displaced person"), Term("ar", "نازح"), Term("ckb", "ئاوارە"))),
        Concept("un", (Term("en", "UNAMI"),), kept=True),
        Concept("style", (Term("ar", "تواجد", Status.FORBIDDEN), Term("ar", "وجود"))),
    ]
)


def look(
    english: str, target: str, language: str = "ar", kind: BlockKind = BlockKind.PARAGRAPH
) -> list[Finding]:
    pair = Pair("a", Text.parse(english), Text.parse(target), kind)
    found = run(Unit((pair,), "en", language, TERMS))
    return [finding for _, finding in found if finding.check == "terms"]


@pytest.mark.parametrize(
    ("english", "target", "language", "codes"),
    [
        ("The government fell.", "سقطت الحكومة.", "ar", []),
        ("The government fell.", "سقط مجلس الوزراء.", "ar", ["missing"]),
        ("The government fell.", "سقطت السلطة.", "ar", ["forbidden"]),
        ("The power of the state.", "السلطة في الدولة.", "ar", []),
        ("The governments agreed.", "حکومەتەکان ڕێککەوتن.", "ckb", []),
        ("Displaced persons came.", "ئاوارەکان هاتن.", "ckb", []),
        ("He was there.", "كان تواجده واضحاً.", "ar", ["forbidden"]),
        ("UNAMI agreed.", "وافقت UNAMI.", "ar", []),
        ("UNAMI agreed.", "وافقت يونامي.", "ar", ["kept"]),
        ("The <1>government</1> fell.", "سقطت <1>الحكومة</1>.", "ar", []),
    ],
)
def test_the_glossary_is_held(english: str, target: str, language: str, codes: list[str]) -> None:
    found = [finding.code for finding in look(english, target, language)]
    assert [code for code in found if code != "missing" or "forbidden" not in found] == codes


def test_a_forbidden_form_is_mended_by_one_click(mend: Mend) -> None:
    [finding] = [each for each in look("It is there.", "هذا تواجد كبير.") if each.code == "forbidden"]
    assert mend("هذا تواجد كبير.", finding) == "هذا وجود كبير."


def test_a_joined_ending_is_left_to_people() -> None:
    [finding] = look("He was there.", "كان تواجده واضحاً.")
    assert finding.fixes == ()


def test_a_headline_is_free_to_leave_a_term_out() -> None:
    assert look("The government fell", "سقوط في بغداد", kind=BlockKind.HEADLINE) == []
    assert look("The government fell", "سقطت السلطة", kind=BlockKind.HEADLINE) != []


def test_a_finding_points_at_the_words() -> None:
    english, target = "Here the government fell.", "هنا سقطت السلطة."
    found = {finding.code: finding for finding in look(english, target)}
    span = found["forbidden"].target_span
    assert span is not None
    assert target[slice(*span)] == "السلطة"
    span = found["missing"].source_span
    assert span is not None
    assert english[slice(*span)] == "government"
