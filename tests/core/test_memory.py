"""The index against brute force: nothing that is near enough is ever lost."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tms.core.memory import Index

WORDS = [f"w{number}" for number in range(12)]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=24)
NEAR = 1e-7


def by_hand(texts: list[list[str]], wanted: list[str], threshold: float) -> dict[int, float]:
    """Every text of at least this similarity, each compared by itself."""
    found = {id: Levenshtein.normalized_similarity(text, wanted) for id, text in enumerate(texts) if text}
    return {id: score for id, score in found.items() if score >= threshold - NEAR}


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXTS, max_size=40), TEXTS, st.sampled_from([0.3, 0.5, 0.7, 0.75, 0.8, 0.9, 1.0]))
def test_the_index_finds_what_brute_force_finds(
    texts: list[list[str]], wanted: list[str], threshold: float
) -> None:
    index = Index.build(enumerate(texts))
    found = {hit.id: hit.similarity for hit in index.find(wanted, threshold)}
    assert found == by_hand(texts, wanted, threshold)


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, max_size=40), TEXTS, st.integers(0, 40))
def test_what_is_added_one_by_one_is_found_like_what_was_there(
    texts: list[list[str]], wanted: list[str], first: int
) -> None:
    index = Index.build(list(enumerate(texts))[:first])
    for id, text in list(enumerate(texts))[first:]:
        index.add([(id, text)])
    assert len(index) == sum(1 for text in texts if text)
    assert {hit.id for hit in index.find(wanted, 0.7)} == by_hand(texts, wanted, 0.7).keys()


@given(st.lists(st.lists(st.text(max_size=3), max_size=8), max_size=10), st.lists(st.text(max_size=3)))
def test_any_words_can_be_looked_for(texts: list[list[str]], wanted: list[str]) -> None:
    found = {hit.id for hit in Index.build(enumerate(texts)).find(wanted, 0.6)}
    assert found == by_hand(texts, wanted, 0.6).keys()


def test_of_equal_ones_the_newest_comes_first_and_only_so_many_are_given() -> None:
    index = Index.build([(7, ["a", "b", "c", "d"]), (9, ["a", "b", "c", "d"]), (8, ["a", "b", "c", "x"])])
    assert [(hit.id, hit.similarity) for hit in index.find(["a", "b", "c", "d"], 0.7)] == [
        (9, 1.0),
        (7, 1.0),
        (8, 0.75),
    ]
    assert [hit.id for hit in index.find(["a", "b", "c", "d"], 0.7, limit=1)] == [9]


def test_a_word_that_no_entry_has_matches_none_not_even_itself_twice() -> None:
    index = Index.build([(1, ["new", "words", "here", "."])])
    assert [hit.similarity for hit in index.find(["new", "words", "there", "."], 0.7)] == [0.75]
    assert index.find(["other", "other", "here", "."], 0.7) == []


def test_many_entries_added_singly_lie_in_few_tiers() -> None:
    index = Index()
    for id in range(1000):
        index.add([(id, ["word", str(id)])])
    assert len(index._tiers) <= 6
    assert len(index) == 1000
    assert {hit.id for hit in index.find(["word", "17"], 1.0)} == {17}


def test_more_words_than_there_are_code_points_lose_nothing() -> None:
    index = Index.build((id, [f"a{id}", f"b{id}", f"c{id}"]) for id in range(400_000))
    assert {hit.id for hit in index.find(["a399999", "b399999", "c399999"], 0.9)} >= {399_999}
    assert {hit.id for hit in index.find(["a0", "b0", "c0"], 0.9)} >= {0}
