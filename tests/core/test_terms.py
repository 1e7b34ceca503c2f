"""Terms in running text: joined to prefixes and endings, and not inside other words."""

import re

import pytest

from tests.core.affixed import ARABIC, ARABIC_TERMS, SORANI, SORANI_TERMS
from tms.core.terms import Concept, ConceptKind, Glossary, Status, Term
from tms.languages import get


def glossary(tag: str, terms: dict[str, list[str]]) -> Glossary:
    concepts = [
        Concept(text, (Term(tag, text),), ConceptKind(kind))
        for kind, texts in terms.items()
        for text in texts
    ]
    return Glossary(concepts, get(tag))


def bracketed(text: str, found: Glossary) -> str:
    for hit in reversed(found.find(text)):
        start, end = hit.span
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


CASES = [("ar", ARABIC_TERMS, each) for each in ARABIC] + [("ckb", SORANI_TERMS, each) for each in SORANI]


@pytest.mark.parametrize(("tag", "terms", "sentence"), CASES, ids=[case[2][:30] for case in CASES])
def test_what_is_in_brackets_and_nothing_else(tag: str, terms: dict[str, list[str]], sentence: str) -> None:
    assert bracketed(re.sub(r"[\[\]]", "", sentence), glossary(tag, terms)) == sentence


ENGLISH = {
    "term": ["displaced person", "reservoir", "ministry", "UN"],
    "person": ["Huda Salim"],
    "place": ["Turkey"],
}


@pytest.mark.parametrize(
    "sentence",
    [
        "Two [displaced persons] came back.",
        "The [reservoir's] level fell; other [reservoirs] held.",
        "Both [ministries] refused. The [Ministry] did not.",
        "Nobody asked the [UN], and nobody will undo it.",
        "[Huda Salim’s] boat left [Turkey] with a turkey on board.",
    ],
)
def test_english_words(sentence: str) -> None:
    assert bracketed(re.sub(r"[\[\]]", "", sentence), glossary("en", ENGLISH)) == sentence


def test_the_longer_term_is_found_and_drafts_are_not() -> None:
    concepts = [
        Concept("a", (Term("en", "water"),)),
        Concept("b", (Term("en", "water board"),)),
        Concept("c", (Term("en", "board", Status.DRAFT),)),
    ]
    found = Glossary(concepts, get("en")).find("The water board sells water to the board.")
    assert [(hit.concept.id, hit.span) for hit in found] == [("b", (4, 15)), ("a", (22, 27))]


def test_the_same_words_may_be_two_concepts() -> None:
    concepts = [Concept(id, (Term("en", "bank"),)) for id in "ba"]
    assert [hit.concept.id for hit in Glossary(concepts, get("en")).find("the bank")] == ["a", "b"]


def test_the_stem_is_the_term_without_what_is_joined_to_it() -> None:
    text = "وصلت وبالحكومة ثقة"
    [hit] = glossary("ar", {"term": ["حكومة"]}).find(text)
    assert (text[slice(*hit.span)], text[slice(*hit.stem)]) == ("وبالحكومة", "حكومة")


def test_vowel_marks_and_spellings_do_not_hide_a_term() -> None:
    assert bracketed("قالت الحُكومه", glossary("ar", {"term": ["حكومة"]})) == "قالت [الحُكومه]"
    assert bracketed("لە ڕۆژھەڵات", glossary("ckb", {"term": ["ڕۆژهەڵات"]})) == "لە [ڕۆژھەڵات]"


def test_the_form_to_use_is_the_preferred_one_then_an_admitted_one() -> None:
    forms = (Term("ar", "ب", Status.ADMITTED), Term("ar", "ا"), Term("ckb", "پ", Status.FORBIDDEN))
    concept = Concept("x", forms)
    best = [concept.best(tag) for tag in ("ar", "ckb")]
    assert [each and each.text for each in best] == ["ا", None]
