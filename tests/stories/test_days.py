"""Whole days at the desk, each ending with every invariant and every delivered file looked at."""

import json

import pytest

from tests.desk import BOAT, DAM, HEADLINE, RAIN, STORY, WELLS, WORDS, Desk
from tms.core.document import BlockKind, words
from tms.errors import Blocked
from tms.workflow import review, route, translate
from tms.workflow.steps import Seen
from tms.workflow.translate import Write

FEATURE = """# Water returns to the marshes

*The rain came late this year.*

Farmers had dug 12 wells by hand in the dry months. A boat brings the children to school. *Engineers \
opened the upper dam in March. Nobody had told the farmers.* See [the report](https://example.org/dam).

> “We waited for years. The water came in one night. We have not slept since then,” said Umm Karim.

## What the engineers say

- The upper dam holds 160 million cubic metres.
- The lower dam was closed in 2017.

![A boat between the reeds](https://example.org/boat.jpg)

*A boat between the reeds near Chibayish.*

| Year | Wells |
| --- | --- |
| 2016 | 12 |
| 2017 | 40 |

The farmers will sow again in October.
"""


def test_a_feature_from_its_arrival_to_both_editions(desk: Desk) -> None:
    found = desk.ingest(FEATURE, "feature")
    kinds = {block.kind for block in found.document.blocks}
    assert kinds >= {BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM}
    assert {len(rows) for rows in desk.route("feature").values()} == {len(found.document.segments)}
    owner = {row.assignment.user_id for row in desk.look("feature").rows if row.assignment}
    assert owner == {desk["second"].id}, "one voice"

    for tag in ("ar", "ckb"):  # the pretend machine drafts, the translator writes over some of it
        with desk.sheet("feature", tag) as (session, sheet):
            route.translate(session, sheet, desk["second"], "pseudo")
        desk.settle()
        with desk.sheet("feature", tag) as (session, sheet):
            writes = [
                Write(row, WORDS[row.source.stripped().notation][tag], Seen(row.record.version))
                for row in sheet.rows
                if row.source.stripped().notation in WORDS
            ]
            outcome = translate.save(session, sheet, writes, desk["second"])
        assert (len(outcome.done), outcome.refused) == (4, [])
        desk.submit("feature", tag, by="second")
    assert set(desk.states("feature")) == set(desk.states("feature", "ckb")) == {"submitted"}

    # One text is returned with a comment, mended and handed in again.
    desk.return_(0, comment="Shorter, for the front page.", slug="feature")
    desk.write({0: "المياه تعود"}, "feature", by="second")
    desk.submit("feature", by="second")
    # One says its number in another way, and the editor lets it stand.
    at = next(i for i, text in enumerate(desk.english("feature")) if "12 wells" in text)
    desk.write({at: "جووتیاران دەیان بیریان بە دەست هەڵکەندبوو."}, "feature", "ckb", by="editor")
    desk.submit("feature", "ckb", by="editor")
    refused = desk.approve("feature", "ckb", by="deputy").refused
    assert len(refused) == 1
    with pytest.raises(Blocked):
        desk.release("feature", ["ckb"])
    with desk.sheet("feature", "ckb") as (session, sheet):
        segment = sheet.rows[at].segments[0].id
        assert review.waive(session, sheet, f"finding:{segment}", "Dozens is what she said.", desk["deputy"])
    assert not desk.approve("feature", "ckb", by="deputy").refused
    assert not desk.approve("feature", "ar", by="deputy").refused
    for tag in ("ar", "ckb"):
        desk.sign("feature", tag, by="deputy")
    assert desk.release("feature") == 1

    desk.settle()
    desk.check()
    desk.delivered_as_approved("feature")
    page = (desk.folder("feature") / "ar.html").read_text()
    assert "المياه تعود" in page
    assert 'href="https://example.org/dam"' in page


def test_a_correction_costs_only_what_it_changed(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    desk.release()
    desk.settle()
    desk.delivered_as_approved()
    approvals = len(desk.events("approve"))

    desk.correct(("came late this year", "came very late this year"), ("12 wells", "14 wells"))
    changed = {
        "The rain came very late this year.": 7,
        "Farmers had dug 14 wells by hand in the dry months.": 11,
    }
    for tag in ("ar", "ckb"):
        sent_back = [row for row in desk.look(tag=tag).rows if row.stale]
        assert {row.source.plain.strip(): words(row.source) for row in sent_back} == changed
        assert desk.status().editions[tag].words_left == sum(changed.values())
        assert all(row.assignment and row.assignment.user_id == desk["translator"].id for row in sent_back)
    with pytest.raises(Blocked):
        desk.release()
    desk.settle()
    desk.delivered_as_approved()  # what is out stays as it was

    for tag in ("ar", "ckb"):
        desk.confirm(RAIN, tag=tag)
        mended = WORDS["Farmers had dug 12 wells by hand in the dry months."][tag].replace("١٢", "١٤")
        desk.reopen(WELLS, tag=tag)
        desk.write({WELLS: mended}, tag=tag)
        desk.submit(tag=tag)
        assert len(desk.approve(tag=tag).done) == 2
        desk.sign(tag=tag)
    assert desk.release() == 2

    desk.settle()
    desk.check()
    desk.delivered_as_approved()
    assert len(desk.events("approve")) - approvals == 4, "two sentences in two languages, nothing else"
    versions = {tag: [item["version"] for item in desk.parts(2)[tag].items] for tag in ("ar", "ckb")}
    assert versions == {"ar": [1, 2, 2, 1, 1, 1], "ckb": [1, 2, 2, 1, 1, 1]}


def test_two_articles_of_a_breaking_day_share_their_sentences(desk: Desk) -> None:
    later = (
        "# Dam opened\n\nEngineers opened the upper dam in March. The rain came late this year.\n\n"
        "The lower dam is still closed.\n"
    )
    desk.ingest()
    desk.ingest(later, "dam")
    for tag in ("ar", "ckb"):
        desk.write_all(tag=tag)
        desk.submit(tag=tag)
        assert not desk.approve(tag=tag).refused
    desk.settle()
    for tag in ("ar", "ckb"):
        offered = desk.suggestions(1, 2, slug="dam", tag=tag)
        assert {each.text for each in offered} == {
            WORDS["Engineers opened the upper dam in March."][tag],
            WORDS["The rain came late this year."][tag],
        }
        with desk.sheet("dam", tag) as (session, sheet):
            route.translate(session, sheet, desk["second"])
    desk.settle()
    for tag in ("ar", "ckb"):
        assert desk.states("dam", tag) == ["empty", "draft", "draft", "empty"]
        desk.sign(tag=tag)
        desk.write_all("dam", tag, by="second")
        desk.submit("dam", tag, by="second")
        assert not desk.approve("dam", tag).refused
        desk.sign("dam", tag)
    desk.release("dam")
    desk.release()

    desk.settle()
    desk.check()
    for slug in ("story", "dam"):
        desk.delivered_as_approved(slug)
    for tag in ("ar", "ckb"):
        assert desk.texts("dam", tag)[1:3] == [desk.texts(tag=tag)[DAM], desk.texts(tag=tag)[RAIN]]
        assert [row.record.origin for row in desk.look("dam", tag).rows[1:3]] == ["memory", "memory"]


def test_what_was_wrong_is_withdrawn_and_comes_back_mended(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    desk.release()
    desk.settle()
    desk.delivered_as_approved()

    desk.withdraw(tags=["ckb"])
    desk.settle()
    desk.delivered_as_approved()
    assert not (desk.folder() / "ckb.html").exists()
    assert desk.status().editions["ckb"].published is None

    desk.correct(("A boat brings", "A small boat brings"))
    for tag in ("ar", "ckb"):
        desk.write_all(tag=tag)
        desk.submit(tag=tag)
        assert not desk.approve(tag=tag).refused
        desk.sign(tag=tag)
    desk.release(tags=["ckb"])
    desk.settle()
    desk.check()
    desk.delivered_as_approved()
    told = json.loads((desk.folder() / "alignment.json").read_bytes())["editions"]
    assert (told["ar"]["carried"], told["ar"]["revision"]) == (True, 1)
    assert (told["ckb"]["carried"], told["ckb"]["revision"]) == (False, 2)

    desk.withdraw()
    desk.settle()
    assert not desk.folder().exists()
    assert {edition.published for edition in desk.status().editions.values()} == {None}
    assert desk.release() == 5
    desk.settle()
    desk.check()
    desk.delivered_as_approved()
    assert [row.record.version for row in desk.look().rows] == [1, 1, 1, 2, 1, 1]


def test_the_old_text_is_public_until_the_very_moment_of_the_new(desk: Desk) -> None:
    desk.ingest()
    desk.finish()
    desk.release()
    desk.settle()
    before = (desk.folder() / "ar.html").read_bytes()
    desk.write({HEADLINE: "المياه تعود"}, by="editor")
    desk.ingest(STORY.replace("A boat", "A long boat"))
    desk.confirm(BOAT)
    desk.settle()
    assert (desk.folder() / "ar.html").read_bytes() == before
    desk.submit(by="editor")
    assert not desk.approve(by="deputy").refused
    desk.sign(by="deputy")
    desk.release(tags=["ar"])
    desk.settle()
    desk.check()
    desk.delivered_as_approved()
    assert (desk.folder() / "ar.html").read_bytes() != before
