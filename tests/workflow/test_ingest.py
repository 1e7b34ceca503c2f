"""What a corrected article costs: only what it changed, and nothing is lost."""

import pytest

from tests.desk import BOAT, DAM, HEADLINE, RAIN, REPORT, STORY, WELLS, WORDS, Desk
from tms.core.alignment import Fate
from tms.core.document import BlockKind
from tms.core.rights import OPERATOR, Role
from tms.errors import NotAllowed, NothingInside, SlugTaken, TooDifferent
from tms.store import articles
from tms.workflow import ingest, people

LATE = ("came late this year", "came very late this year")
EXTRA = "Nobody had sold fish at the market since the autumn."


def counts(found: ingest.Ingested) -> dict[str, int]:
    return {fate.value: count for fate, count in found.counts.items() if count}


def test_a_first_article_is_all_added_and_has_an_edition_in_every_language(desks: Desk) -> None:
    found = desks.ingest()
    assert (found.revision, counts(found)) == (1, {"added": 6})
    assert desks.states(tag="ar") == desks.states(tag="ckb") == ["empty"] * 6
    assert desks.status().revision.accepted_by == "editor"


def test_an_identical_document_makes_no_revision(desk: Desk) -> None:
    desk.ingest()
    found = desk.ingest()
    assert (found.revision, found.made, counts(found)) == (1, False, {"kept": 6})
    assert len(desk.events("ingest")) == 1
    assert not desk.events("correct")


def test_a_translator_brings_no_article_in(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.ingest(by="translator")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ([LATE], {"kept": 5, "edited": 1}),
        ([("this year. ", f"this year. {EXTRA} ")], {"kept": 6, "added": 1}),
        ([("A boat brings the children to school.", "")], {"kept": 5, "removed": 1}),
        (
            [
                (" A boat brings the children to school.", ""),
                ("March.", "March. A boat brings the children to school."),
            ],
            {"kept": 5, "moved": 1},
        ),
    ],
)
def test_each_segment_is_counted_in_one_class(
    desk: Desk, change: list[tuple[str, str]], expected: dict[str, int]
) -> None:
    before = {segment.text.hash: segment.id for segment in desk.ingest().document.segments}
    found = desk.correct(*change)
    assert counts(found) == expected
    for segment in found.document.segments:
        if segment.text.hash in before:
            assert segment.id == before[segment.text.hash]


def test_only_the_corrected_sentence_has_to_be_looked_at_again(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    desks.correct(LATE)
    for tag in ("ar", "ckb"):
        assert desks.states(tag=tag) == [
            "approved",
            "approved!",
            "approved",
            "approved",
            "approved",
            "approved",
        ]
    assert desks.texts() == [WORDS[text]["ar"] for text in WORDS], "the old text is still there"
    assert desks.row(RAIN).assignment is not None, "it goes back to who translated it"
    assert desks.status().editions["ar"].words_left == 7


def test_the_untouched_part_is_released_at_the_new_revision_without_new_approval(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    desks.release()
    desks.correct((" A boat brings the children to school.", ""))
    approvals = len(desks.events("approve"))
    for tag in ("ar", "ckb"):
        assert desks.blockers(tag=tag) == [("edition", "")], "only the whole has to be signed again"
        desks.sign(tag=tag)
    assert desks.release() == 2
    assert len(desks.events("approve")) == approvals
    part = desks.parts(2)["ar"]
    assert (part.revision, len(part.items)) == (2, 5)
    assert [item["version"] for item in part.items] == [1] * 5


def test_a_correction_and_its_confirmation(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    desks.correct(LATE)
    outcome = desks.confirm(RAIN)
    assert [row.record.version for row in outcome.done] == [2]
    assert desks.states()[RAIN] == "submitted"
    assert desks.texts()[RAIN] == WORDS["The rain came late this year."]["ar"]
    steps = [version.step for version in desks.history(desks.row(RAIN).id)]
    assert steps == ["save", "confirm"]
    assert not desks.approve().refused
    assert desks.states() == ["approved"] * 6


def test_when_the_old_wording_comes_back_nothing_is_stale(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    signed = desks.look().manifest
    desks.correct(LATE)
    assert desks.look().state == "open"
    desks.ingest()
    assert desks.states() == ["approved"] * 6
    assert (desks.look().manifest, desks.look().state) == (signed, "approved")


def test_a_removed_sentence_comes_back_with_its_history(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    row = desks.row(BOAT)
    desks.correct((" A boat brings the children to school.", ""))
    assert row.id not in [each.id for each in desks.look().rows]
    assert len(desks.history(row.id)) == 1, "it is kept with its history"
    desks.correct(LATE)  # and the boat is there again
    back = desks.row(BOAT)
    assert (back.id, back.segments[0].id, back.record.state) == (row.id, row.segments[0].id, "approved")
    assert not back.stale


def test_a_sentence_that_moves_to_another_block_keeps_its_approval(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    boat = desk.row(BOAT)
    desk.correct(
        (" A boat brings the children to school.", ""),
        ("March.", "March. A boat brings the children to school."),
    )
    moved = next(row for row in desk.look().rows if row.id == boat.id)
    assert moved.block.id == desk.row(DAM - 1).block.id
    assert desk.states() == ["approved"] * 6


def test_a_changed_link_stales_nothing(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    found = desk.correct(("https://example.org/dam", "https://example.org/upper-dam"))
    assert (found.revision, found.counts[Fate.KEPT]) == (2, 6)
    assert desk.states() == ["approved"] * 6
    assert dict(desk.row(REPORT).target.codes[0].attributes)["href"] == "https://example.org/upper-dam"
    desk.release()
    assert b"https://example.org/upper-dam" in (desk.folder() / "ar.html").read_bytes()


def test_another_text_is_refused_unless_it_replaces(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    other = f"# Fish are back\n\n{EXTRA} Nobody knows why. The harbour is open again for all ships.\n"
    with pytest.raises(TooDifferent) as refused:
        desk.ingest(other)
    assert refused.value.params == {"slug": "story", "kept": 0, "total": 6}
    assert desk.english()[0] == "Water returns to the marshes"
    assert desk.ingest(other, replacing=True).revision == 2
    assert desk.states() == ["empty"] * 4
    desk.ingest(replacing=True)
    assert desk.states() == ["approved"] * 6, "what was removed comes back as it was"


def test_an_empty_article_is_refused_and_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(NothingInside):
        desk.ingest("   \n\n")
    with desk.database.reading() as session:
        assert articles.count(session) == 0


def test_a_corrected_kind_survives_the_next_revision_and_keeps_approvals(desks: Desk) -> None:
    desks.ingest()
    desks.finish()
    block = desks.row(DAM).block
    with desks.step() as session:
        ingest.correct_kind(session, "story", block.id, BlockKind.NOTICE, desks["editor"])
    assert desks.row(DAM).block.kind is BlockKind.NOTICE
    assert desks.states() == ["approved"] * 6
    desks.correct(LATE)
    assert (desks.row(DAM).block.id, desks.row(DAM).block.kind) == (block.id, BlockKind.NOTICE)


def test_a_block_made_a_heading_becomes_one_segment_and_its_sentences_can_return(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    block = desk.row(DAM).block
    with desk.step() as session:
        ingest.correct_kind(session, "story", block.id, BlockKind.HEADING, desk["editor"])
    assert len(desk.look().rows) == 5
    with desk.step() as session:
        ingest.correct_kind(session, "story", block.id, BlockKind.PARAGRAPH, desk["editor"])
    assert desk.row(DAM).block.id == block.id
    assert [row.record.text for row in desk.look().rows[:4]] == desk.texts()[:4]
    assert desk.english() == [*list(WORDS)[:5], "See the report."]


def test_a_sentence_inside_a_merged_run_joins_and_stales_it(desks: Desk) -> None:
    desks.ingest()
    desks.write_all()
    run = desks.merge(RAIN, WELLS)
    desks.submit()
    desks.approve()
    desks.correct(("this year. ", f"this year. {EXTRA} "))
    row = desks.row(RAIN)
    assert row.id == run.id
    assert [segment.text.plain.strip() for segment in row.segments][1] == EXTRA
    assert desks.states() == ["approved", "approved!", "approved", "approved", "approved"]


def test_a_member_that_leaves_a_run_gets_an_empty_translation(desks: Desk) -> None:
    desks.ingest()
    desks.write_all()
    run = desks.merge(RAIN, WELLS)
    desks.correct(
        ("Farmers had dug 12 wells by hand in the dry months. ", ""),
        ("March.", "March. Farmers had dug 12 wells by hand in the dry months."),
    )
    assert desks.row(RAIN).id == run.id
    assert desks.states() == ["draft", "draft!", "draft", "draft", "empty", "draft"]


def test_a_member_that_is_removed_leaves_its_run(desk: Desk) -> None:
    desk.ingest()
    desk.write_all()
    run = desk.merge(RAIN, WELLS, BOAT)
    desk.correct(("Farmers had dug 12 wells by hand in the dry months. ", ""))
    assert desk.row(RAIN).id == run.id
    assert [len(row.segments) for row in desk.look().rows] == [1, 2, 1, 1]
    assert desk.states()[RAIN] == "draft!"


def test_a_whole_run_that_is_gone_comes_back_as_one(desk: Desk) -> None:
    desk.ingest()
    desk.write_all()
    run = desk.merge(RAIN, WELLS)
    gone = "The rain came late this year. Farmers had dug 12 wells by hand in the dry months. "
    desk.correct((gone, ""))
    assert run.id not in [row.id for row in desk.look().rows]
    desk.ingest()
    assert (desk.row(RAIN).id, desk.states()[RAIN]) == (run.id, "draft")


def test_an_old_slug_and_a_key_lead_to_the_same_article(desk: Desk) -> None:
    def take(text: str, source_key: str = "", slug: str = "") -> ingest.Ingested:
        with desk.step() as session:
            document = ingest.parse(text.encode(), "x.md")
            return ingest.ingest(session, document, desk["editor"], source_key=source_key, slug=slug)

    first = take(STORY, source_key="cms-7", slug="marshes")
    assert take(STORY, source_key="cms-7").article.id == first.article.id
    assert take(STORY, slug="marshes").article.id == first.article.id
    with pytest.raises(SlugTaken):
        take(STORY, source_key="cms-8", slug="marshes")
    other = take(STORY, source_key="cms-8")
    assert other.article.slug == "water-returns-to-the-marshes"
    assert take(STORY, source_key="cms-9").article.slug == "water-returns-to-the-marshes-2"


def test_a_stale_translation_goes_to_its_author_but_never_from_whoever_has_it(desk: Desk) -> None:
    desk.ingest()
    desk.assign(WELLS, to="translator")
    desk.write({HEADLINE: "المياه تعود", RAIN: "تأخر المطر.", WELLS: "حفروا 12 بئراً."}, by="translator")
    desk.assign(RAIN, to="second")
    desk.correct(LATE, ("returns to the", "is back in the"), ("in the dry months", "in the long dry months"))
    by_name = {desk[name].id: name for name in ("translator", "second")}
    owners = [by_name[row.assignment.user_id] if row.assignment else "" for row in desk.look().rows]
    assert owners == ["translator", "second", "translator", "", "", ""]


def test_a_stale_translation_of_somebody_who_left_goes_to_whoever_has_least_to_do(desk: Desk) -> None:
    desk.ingest()
    desk.write({WELLS: "حفروا 12 بئراً."}, by="translator")
    desk.assign(HEADLINE, to="second")
    with desk.step() as session:
        people.add(session, "third", Role.TRANSLATOR, [], OPERATOR)
        people.disable(session, "translator", OPERATOR)
    desk.correct(LATE, ("in the dry months", "in the long dry months"))
    row = desk.row(WELLS)
    assert row.stale
    assert row.assignment is not None
    with desk.database.reading() as session:
        assert people.known(session, "third").id == row.assignment.user_id
