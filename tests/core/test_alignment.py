"""What becomes of each sentence when the English is corrected."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.documents import bare, document, named
from tms.core.alignment import Fate, align
from tms.core.document import BlockKind, Document

RAIN = "The rain came late to the marshes this year."
WELL = "Farmers had dug their wells by hand in the dry months."
BOAT = "A boat brings the children to school every morning."
DAM = "Engineers opened the upper dam for 12 days in March."
FISH = "Nobody had sold fish at the market since the autumn."


def story() -> Document:
    return named(
        document(("headline", ["Water returns"]), ("paragraph", [RAIN, WELL, BOAT]), ("paragraph", [DAM]))
    )


def ids(found: Document) -> list[str]:
    return [segment.id for segment in found.segments]


def test_the_same_text_keeps_everything() -> None:
    found = align(story(), bare(story()))
    assert found.document == story()
    assert set(found.fates) == {Fate.KEPT}


def test_an_edited_sentence_keeps_its_id() -> None:
    new = document(
        ("headline", ["Water returns"]),
        ("paragraph", [RAIN, WELL.replace("by hand", "with machines"), BOAT]),
        ("paragraph", [DAM]),
    )
    found = align(story(), new)
    assert ids(found.document) == ids(story())
    assert found.fates == (Fate.KEPT, Fate.KEPT, Fate.EDITED, Fate.KEPT, Fate.KEPT)


def test_a_sentence_that_shares_too_little_is_another_one() -> None:
    new = document(("headline", ["Water returns"]), ("paragraph", [RAIN, FISH, BOAT]), ("paragraph", [DAM]))
    found = align(story(), new)
    assert ids(found.document)[2] == ""
    assert found.count()[Fate.ADDED] == found.count()[Fate.REMOVED] == 1


def test_a_sentence_that_moves_to_another_block_keeps_its_id() -> None:
    new = document(("headline", ["Water returns"]), ("paragraph", [RAIN, WELL]), ("paragraph", [BOAT, DAM]))
    found = align(story(), new)
    assert ids(found.document) == ids(story())
    assert found.fates[3] is Fate.MOVED
    assert found.count()[Fate.KEPT] == 4


def test_what_a_sentence_jumps_over_on_its_way_to_another_block_has_not_moved() -> None:
    new = document(("headline", ["Water returns"]), ("paragraph", [RAIN, WELL]), ("paragraph", [DAM, BOAT]))
    found = align(story(), new)
    assert found.fates == (Fate.KEPT, Fate.KEPT, Fate.KEPT, Fate.KEPT, Fate.MOVED)


def test_sentences_that_change_places_keep_their_ids() -> None:
    new = document(("headline", ["Water returns"]), ("paragraph", [WELL, RAIN, BOAT]), ("paragraph", [DAM]))
    found = align(story(), new)
    old = ids(story())
    assert ids(found.document) == [old[0], old[2], old[1], old[3], old[4]]
    assert found.count()[Fate.MOVED] == 1


def test_a_removed_sentence_returns_under_its_id() -> None:
    without = document(("headline", ["Water returns"]), ("paragraph", [RAIN, BOAT]), ("paragraph", [DAM]))
    short = align(story(), without)
    well = story().segments[2]
    assert short.removed == (well.id,)
    back = align(short.document, bare(story()), {well.text.hash: well.id})
    assert ids(back.document) == ids(story())
    assert back.fates[2] is Fate.ADDED


def test_blocks_keep_their_ids_when_one_is_put_between_them() -> None:
    new = document(
        ("headline", ["Water returns"]),
        ("paragraph", [RAIN, WELL, BOAT]),
        ("paragraph", [FISH]),
        ("paragraph", [DAM]),
    )
    found = align(story(), new)
    old = [block.id for block in story().blocks]
    assert [block.id for block in found.document.blocks] == [old[0], old[1], "", old[2]]


def test_a_corrected_kind_survives_the_next_ingest() -> None:
    old = story()
    block = old.blocks[1]
    corrected = Document(
        tuple(
            type(b)(BlockKind.NOTICE, b.text, {"corrected": "paragraph"}, b.group, b.id, b.segments)
            if b is block
            else b
            for b in old.blocks
        )
    )
    found = align(corrected, bare(old))
    assert found.document.blocks[1].kind is BlockKind.NOTICE
    assert found.document.same_as(corrected)


def test_two_repeats_of_one_sentence_stay_apart() -> None:
    twice = named(document(("headline", [RAIN]), ("paragraph", [RAIN, WELL]), ("pull_quote", [RAIN])))
    new = document(("headline", [RAIN]), ("paragraph", [WELL]), ("pull_quote", [RAIN]))
    found = align(twice, new)
    old = ids(twice)
    assert ids(found.document) == [old[0], old[2], old[3]]
    assert found.removed == (old[1],)


WORDS = st.sampled_from(
    [
        "rain",
        "well",
        "boat",
        "dam",
        "fish",
        "water",
        "school",
        "market",
        "road",
        "night",
        "lamp",
        "bread",
        "river",
        "stone",
    ]
)
SENTENCE = st.lists(WORDS, min_size=3, max_size=9).map(lambda words: " ".join(words) + ".")
DOCUMENTS = st.lists(
    st.tuples(
        st.sampled_from(["paragraph", "heading", "list_item"]), st.lists(SENTENCE, min_size=1, max_size=4)
    ),
    min_size=1,
    max_size=6,
).map(lambda blocks: document(*blocks))


@given(DOCUMENTS)
def test_aligned_with_itself_every_document_keeps_all(found: Document) -> None:
    old = named(found)
    again = align(old, found)
    assert again.document == old
    assert all(fate is Fate.KEPT for fate in again.fates)


@given(DOCUMENTS, DOCUMENTS)
@settings(max_examples=60)
def test_no_id_is_given_twice_and_every_segment_has_a_fate(one: Document, other: Document) -> None:
    old = named(one)
    found = align(old, other)
    given_ids = [id for id in ids(found.document) if id]
    assert len(given_ids) == len(set(given_ids))
    assert set(given_ids) | set(found.removed) == set(ids(old))
    assert not set(given_ids) & set(found.removed)
    assert len(found.fates) == len(other.segments)
    blocks = [block.id for block in found.document.blocks if block.id]
    assert len(blocks) == len(set(blocks))
    for segment, fate in zip(found.document.segments, found.fates, strict=True):
        same = {s.id for s in old.segments if s.text.hash == segment.text.hash}
        assert (segment.id in same) == (fate in {Fate.KEPT, Fate.MOVED})
