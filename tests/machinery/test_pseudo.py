"""The pretend machine raises no error-level finding of its own."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tms.catalogs import sentence
from tms.checks import run
from tms.core.findings import Finding, Pair, Severity, Unit
from tms.core.text import Text
from tms.languages import TARGETS
from tms.machinery import get
from tms.machinery.base import Context
from tms.machinery.pseudo import LABEL

NTREX = Path(__file__).parents[3] / "shared" / "data" / "ntrex" / "dev.tsv"

words = st.sampled_from(
    [
        "The",
        "<1>",
        "</1>",
        "<2/>",
        "\\<3>",
        "20,000",
        "5.30?",
        "COVID-19",
        "1980s",
        "#tag",
        "a@b.org",
        "½",
        "“No,”",
        "https://example.org/a?b=1",
        "café",
        "Ελλάδα",
        "雨",
        "ئەوە",
        "الأمطار",
        "٣٫٥",
        "￼",
        "(x)",
        "?",
        "é",
        "5",
        "million",
        "p.m.",
        "Ⅷ",
    ]
)


def pretend(texts: Sequence[Text], language: str) -> list[Text | None]:
    return get("pseudo").translate(texts, "en", language, Context())


def errors(text: Text, language: str) -> list[Finding]:
    (answer,) = pretend([text], language)
    unit = Unit((Pair("a", text, answer or Text()),), "en", language)
    return [f for _, f in run(unit) if f.severity is Severity.ERROR]


@given(st.lists(words, max_size=8).map(" ".join), st.sampled_from(TARGETS))
@example("<1>#tag</1> only", "ar")
@example("ww<1/>w.example", "ckb")
def test_no_finding_on_texts_put_together(notation: str, language: str) -> None:
    assert errors(Text.parse(notation), language) == []


@given(st.lists(words, max_size=8).map("".join), st.sampled_from(TARGETS))
def test_no_finding_on_words_run_together(notation: str, language: str) -> None:
    assert errors(Text.parse(notation), language) == []


@given(st.text(max_size=40), st.sampled_from(TARGETS))
def test_no_finding_on_any_text(characters: str, language: str) -> None:
    assert errors(Text((characters,)), language) == []


@pytest.mark.skipif(not NTREX.is_file(), reason=f"NTREX is not here: {NTREX}")
@pytest.mark.parametrize("language", TARGETS)
def test_no_finding_on_any_sentence_of_the_news(language: str) -> None:
    with NTREX.open(encoding="utf-8") as file:
        texts = [Text((row["en"],)) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    answers = pretend(texts, language)
    pairs = tuple(
        Pair(str(n), text, answer)
        for n, (text, answer) in enumerate(zip(texts, answers, strict=True))
        if answer
    )
    assert len(pairs) == len(texts)
    assert [str(f.message) for _, f in run(Unit(pairs, "en", language)) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "قال «من؟» <1>في</1> 2017، 20,000؛ a@b.org."),
        ("ckb", "قال «من؟» <1>في</1> ٢٠١٧، ٢٠,٠٠٠؛ a@b.org."),
    ],
)
def test_marks_and_addresses_are_kept_and_digits_shaped(language: str, text: str) -> None:
    english = Text.parse("qal «mn?» <1>fi</1> 2017, 20,000; a@b.org.")
    (answer,) = pretend([english], language)
    assert answer is not None
    label = sentence(LABEL, language)
    assert answer.notation.startswith(label + " ")
    kept = [c for c in answer.notation.removeprefix(label) if not c.isalpha()]
    assert kept == [" ", *(c for c in text if not c.isalpha())][: len(kept)]
    assert (answer, None) == (*pretend([english], language), None)
    assert pretend([Text(), Text((" ",))], language) == [None, None]
