"""The frame of the checks, and what they cost on good human translations."""

import csv
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tms.checks import CHECKS, run
from tms.core.findings import Pair, Severity, Unit
from tms.core.text import Text
from tms.languages import TARGETS

NTREX = Path(__file__).parents[3] / "shared" / "data" / "ntrex" / "dev.tsv"
needs_ntrex = pytest.mark.skipif(not NTREX.is_file(), reason=f"NTREX is not here: {NTREX}")


FIGURES = " ".join(str(n * n) for n in range(900))  # no two alike


def pair(id_: str, english: str, target: str) -> Pair:
    return Pair(id_, Text.parse(english), Text.parse(target), block=id_)


def test_every_check_has_a_name_of_its_own_and_reports_under_it() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_findings_come_in_reading_order_under_the_ids_of_their_pairs() -> None:
    pairs = (pair("b", "Is it 5?", "هو 6."), pair("a", "No.", ""), pair("c", "It is 7.", "هو 7"))
    found = run(Unit(pairs, "en", "ar"))
    assert [(id_, finding.check) for id_, finding in found] == [
        ("b", "numbers"),
        ("b", "endmarks"),
        ("c", "endmarks"),
    ]


def test_an_addition_has_no_english_to_agree_with() -> None:
    assert run(Unit((pair("a", "", "زاد المحرر هذه الجملة عام 2017."),), "en", "ar")) == []


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["ar", "ckb"]))
def test_every_span_lies_in_its_text(english: str, target: str, language: str) -> None:
    texts = Text.parse(english), Text.parse(target)
    for _, finding in run(Unit((Pair("a", *texts),), "en", language)):
        for text, span in zip(texts, (finding.source_span, finding.target_span), strict=True):
            assert span is None or 0 <= span[0] <= span[1] <= len(text.notation)
        for fix in finding.fixes:
            assert 0 <= fix.span[0] <= fix.span[1] <= len(texts[1].notation)


@pytest.mark.parametrize(
    "unit",
    [
        "1,",
        "1.000",
        "9",
        "12:",
        "٣ ",
        "<1>",
        "\\",
        "\\<1>",
        "خمسة و",
        "five and ",
        "a@",
        "-5",
        "'",
        "1½ ",
        FIGURES,
    ],
)
def test_no_check_takes_longer_than_50_ms_whatever_the_text(unit: str) -> None:
    english, target = Text.parse((unit * 3000)[:3000]), Text.parse("7" + (unit * 3000)[:3000])
    for check in CHECKS:
        took = []
        for _ in range(3):
            start = time.process_time()
            list(check.run(Unit((Pair("a", english, target),), "en", "ar")))
            took.append(time.process_time() - start)
        assert min(took) < 0.05, check.name


def news(language: str) -> list[tuple[str, str, str]]:
    """Sentences in English, a language and the other one."""
    other = next(tag for tag in TARGETS if tag != language)
    with NTREX.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["en"], row[language], row[other]) for row in rows]


@needs_ntrex
@pytest.mark.parametrize("language", TARGETS)
def test_error_level_findings_stay_under_half_a_percent_of_good_translations(language: str) -> None:
    rows = news(language)
    pairs = tuple(pair(str(n), english, target) for n, (english, target, _) in enumerate(rows))
    errors = [(id_, f) for id_, f in run(Unit(pairs, "en", language)) if f.severity is Severity.ERROR]
    flagged = {id_ for id_, _ in errors}
    numbers = {id_ for id_, finding in errors if finding.check == "numbers"}
    figures = sum(bool(re.search(r"\d", english + target)) for english, target, _ in rows)
    print(f"\n{language}: {len(flagged)} of {len(rows)}, numbers {len(numbers)} of {figures} with digits")
    assert len(flagged) <= 0.005 * len(rows)
    assert len(numbers) <= 0.02 * figures


@needs_ntrex
@pytest.mark.parametrize("language", TARGETS)
def test_damage_is_caught(language: str) -> None:
    rows, dice = news(language), random.Random(7)
    caught: dict[str, list[bool]] = {"digit": [], "untranslated": [], "language": []}

    def look(english: str, target: str, check: str) -> bool:
        return any(f.check == check for _, f in run(Unit((pair("a", english, target),), "en", language)))

    for english, target, other in rows:
        caught["untranslated"].append(look(english, english, "untranslated"))
        caught["language"].append(look(english, other, "language"))
        digits = [found.start() for found in re.finditer(r"\d", target)]
        if digits:
            at = dice.choice(digits)
            another = dice.choice([digit for digit in "0123456789" if int(digit) != int(target[at])])
            caught["digit"].append(look(english, target[:at] + another + target[at + 1 :], "numbers"))
    rates = {name: sum(found) / len(found) for name, found in caught.items()}
    print(f"\n{language}: {rates}")
    assert rates["digit"] >= 0.92
    assert rates["untranslated"] == 1
    assert rates["language"] >= 0.997
