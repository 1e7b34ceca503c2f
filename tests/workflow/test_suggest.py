"""What the memory offers beside the very same wording: like sentences, other numbers, and kept current."""

from io import BytesIO

import pytest

from tests.desk import BOAT, RAIN, STORY, WELLS, WORDS, Desk
from tms.core.matching import tokens
from tms.core.text import Text
from tms.formats import tmx
from tms.formats.base import Pair
from tms.languages import get
from tms.store import jobs as rows
from tms.store import memory as store
from tms.store.editions import Suggestion
from tms.store.jobs import JobState
from tms.store.memory import Entry
from tms.workflow import interchange, jobs, matches, memory, route
from tms.workflow.matches import Library

FERRY = """# The ferry is back

A small boat brings the children to school. Farmers had dug 14 wells by hand in the dry months. It is free.
"""
LIKE, NUMBERS, FREE = 1, 2, 3
"""The places of its sentences."""
TEXT = WORDS["A boat brings the children to school."]["ar"]


def remembered(desk: Desk, *pairs: tuple[str, str], tag: str = "ar") -> None:
    with desk.step() as session:
        memory.add(session, pairs, tag, desk["editor"])


def offers(desk: Desk, at: int, slug: str = "ferry") -> list[Suggestion]:
    return [each for each in desk.suggestions(at, slug=slug) if each.origin == "memory"]


def approved(desk: Desk, at: int, text: str, slug: str = "story") -> None:
    desk.write({at: text}, slug)
    desk.submit(slug)
    desk.approve(slug)


def test_a_like_sentence_is_offered_with_its_worth_and_where_it_is_from(desks: Desk) -> None:
    desks.ingest()
    approved(desks, BOAT, TEXT)
    desks.ingest(FERRY, "ferry")
    [found] = offers(desks, LIKE)
    assert (found.text, found.source) == (TEXT, "A boat brings the children to school.")
    assert found.score == 83, "8 of 9 words, among other neighbours"
    assert found.author == "translator"
    with desks.database.reading() as session:
        entry = session.get_one(Entry, found.entry_id)
    assert entry.at == found.at
    assert entry.segment == desks.row(BOAT).segments[0].id
    assert entry.article_id == desks.look().article.id
    assert desks.suggestions(LIKE, slug="ferry", tag="ckb") == []
    assert offers(desks, FREE) == []


def test_numbers_that_alone_differ_are_put_in_and_marked(desk: Desk) -> None:
    desk.ingest()
    approved(desk, WELLS, WORDS["Farmers had dug 12 wells by hand in the dry months."]["ar"])
    desk.ingest(FERRY, "ferry")
    [found] = offers(desk, NUMBERS)
    text = Text.parse(found.text).plain
    assert text == "كان المزارعون قد حفروا 14 بئراً بأيديهم في أشهر الجفاف."
    assert [text[start:end] for start, end in found.spans] == ["14"]
    assert found.score == 94, "as good as the same wording, among other neighbours"


def test_a_short_sentence_with_another_number_is_found_too(desk: Desk) -> None:
    remembered(desk, ("In 2017.", "في 2017."))
    desk.ingest("# Water\n\nIn 2019. It rained.\n", "water")
    [found] = offers(desk, 1, "water")
    assert (found.text, found.score) == ("في 2019.", 99)


def test_an_approval_refreshes_what_is_open_elsewhere(desks: Desk) -> None:
    desks.ingest(FERRY, "ferry")
    desks.ingest()
    assert offers(desks, LIKE) == []
    approved(desks, BOAT, TEXT)
    assert [each.text for each in offers(desks, LIKE)] == [TEXT]
    desks.reopen(BOAT)
    assert offers(desks, LIKE) == [], "what is no longer approved is offered no more"
    approved(desks, BOAT, "زورق يحمل الأطفال إلى المدرسة.")
    assert [each.text for each in offers(desks, LIKE)] == ["زورق يحمل الأطفال إلى المدرسة."]


def test_a_draft_is_helped_too_and_keeps_its_text(desk: Desk) -> None:
    desk.ingest(FERRY, "ferry")
    desk.write({LIKE: "قارب"}, "ferry")
    desk.ingest()
    approved(desk, BOAT, TEXT)
    assert [each.text for each in offers(desk, LIKE)] == [TEXT]
    assert desk.texts("ferry")[LIKE] == "قارب"


def test_corrected_english_is_looked_up_anew(desk: Desk) -> None:
    desk.ingest()
    remembered(desk, ("A long boat brings the children to school.", "ينقل قارب طويل الأطفال إلى المدرسة."))
    desk.correct(("A boat brings", "A long boat brings"))
    assert [each.score for each in offers(desk, BOAT, "story")] == [100]


def test_of_machine_and_memory_the_better_one_becomes_the_draft(desk: Desk) -> None:
    long = (
        "The engineers of the upper dam said on Sunday that the gates would be opened again before the summer"
    )
    remembered(desk, (f"{long} comes.", "قال مهندسو السد العلوي يوم الأحد إن البوابات ستُفتح مجدداً."))
    remembered(desk, ("A big red boat brings the children to school.", "ينقل قارب أحمر الأطفال إلى المدرسة."))
    desk.ingest(f"# Dam\n\n{long} ends. A small blue boat brings the children to school.\n", "dam")
    with desk.sheet("dam") as (session, sheet):
        route.translate(session, sheet, desk["translator"], "pseudo")
    assert [row.record.origin for row in desk.look("dam").rows] == [
        "machine:pseudo",
        "memory",
        "machine:pseudo",
    ]


def test_a_command_leaves_a_large_memory_to_a_worker(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matches, "LARGE", 0)
    remembered(desk, ("A boat brings the children to school.", TEXT))
    with desk.database.writing() as session:
        args = ("match", "match:by-hand", {"edition": 0, "translations": [], "by": ""})
        rows.enqueue(session, *args)
        caused = rows.caused(session)
    report = jobs.run_caused(desk.database, desk.settings, caused)
    assert [each.kind for each in report.later] == ["match"]
    assert jobs.until_idle(desk.database, desk.settings).done >= 1
    with desk.database.reading() as session:
        assert rows.standing(session, JobState.WAITING) == []


def test_what_an_older_transaction_adds_late_is_found_too(desk: Desk) -> None:
    """PostgreSQL gives ids before it commits."""
    library = Library()
    remembered(desk, *((f"Sentence number {word}.", "جملة.") for word in ("one", "two", "three")))
    with desk.database.writing() as session:
        late = session.get_one(Entry, 2)
        wording = late.source
        late.id = 10
    with desk.database.reading() as session:
        library.catch_up(session)
    with desk.database.writing() as session:
        session.get_one(Entry, 10).id = 7
    with desk.database.reading() as session:
        assert library.catch_up(session) == 1
        assert library.catch_up(session) == 0
    assert 7 in library.near("ar", tokens(Text.parse(wording), get("en")))


def test_an_import_that_breaks_in_the_middle_leaves_nothing(desks: Desk) -> None:
    def pairs() -> object:
        for number in range(1200):
            yield (f"Sentence {number}.", f"جملة {number}.")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), desks.step() as session:
        memory.add(session, pairs(), "ar", desks["editor"])  # type: ignore[arg-type]  # it never ends well
    with desks.database.reading() as session:
        assert store.count(session, 10) == 0
    assert desks.events("memory-import") == []


def test_a_memory_goes_out_and_comes_back_whole(desks: Desk) -> None:
    desks.ingest()
    desks.finish(tags=["ar"])
    with desks.database.reading() as session:
        file = b"".join(interchange.export(session, ["ar", "ckb"], desks["editor"]))
        before = {
            (e.source, e.target, e.before, e.behind, e.author) for e, _ in store.listed(session, ["ar"])
        }
    assert len(before) == 6
    with desks.step() as session:
        store.forget(session, [row.id for row in desks.look().rows])
    for new in (6, 0):
        with interchange.opened(BytesIO(file), ["ar"], lambda _done: None) as read, desks.step() as session:
            assert interchange.take(session, read, desks["editor"], lambda _done, _total: None) == new
    with desks.database.reading() as session:
        after = {(e.source, e.target, e.before, e.behind, e.author) for e, _ in store.listed(session, ["ar"])}
    assert after == before
    desks.ingest(STORY, "again")
    assert {each.score for each in offers(desks, RAIN, "again")} == {101}


def test_the_same_pair_twice_in_a_file_is_one_entry(desk: Desk) -> None:
    file = b"".join(tmx.write((Pair("It rained.", "أمطرت.", "ar"), "") for _ in range(3)))
    with interchange.opened(BytesIO(file), ["ar"], lambda _done: None) as read, desk.step() as session:
        assert interchange.take(session, read, desk["editor"], lambda _done, _total: None) == 1
