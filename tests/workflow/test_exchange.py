"""Translators with tools of their own: out as PO, edited there, and in again without losing a word."""

from collections.abc import Callable

import polib
import pytest

from tests.desk import BOAT, HEADLINE, RAIN, REPORT, WELLS, WORDS, Desk
from tms.errors import OtherArticle, OtherLanguage

TEXT = "تأخر المطر هذا العام."
OTHER = "جاء المطر متأخراً هذا العام."
THEIRS = "أمطرت متأخرة هذا العام."
BOTH = "تأخر المطر هذا العام، وكان المزارعون قد حفروا ١٢ بئراً."


@pytest.fixture(autouse=True)
def _story(request: pytest.FixtureRequest) -> None:
    name = "desks" if "desks" in request.fixturenames else "desk"
    request.getfixturevalue(name).ingest()


def edited(data: bytes, edit: Callable[[polib.POFile], object]) -> bytes:
    """The file as polib, a tool like any other, writes it after a change."""
    file = polib.pofile(data.decode())
    edit(file)
    return f"{file}\n".encode()


def setting(*texts: tuple[int, str]) -> Callable[[polib.POFile], None]:
    def edit(file: polib.POFile) -> None:
        for at, text in texts:
            file[at].msgstr = text
            file[at].flags = []

    return edit


def test_a_translated_file_is_applied_and_then_unchanged(desks: Desk) -> None:
    texts = [(at, pair["ar"]) for at, pair in enumerate(WORDS.values())]
    data = edited(desks.export(), setting(*texts))
    found = desks.take(data)
    assert (found.applied, found.unchanged, found.stale, found.conflicts, found.unknown) == (6, 0, 0, [], [])
    assert desks.texts() == [text for _, text in texts]
    assert desks.states() == ["draft"] * 6
    assert {row.record.origin for row in desks.look().rows} == {"import"}
    again = desks.take(desks.export())
    assert (again.applied, again.unchanged) == (0, 6)
    assert [row.record.version for row in desks.look().rows] == [1] * 6


def test_the_same_file_sent_twice_is_taken_once(desk: Desk) -> None:
    data = edited(desk.export(), setting((RAIN, TEXT)))
    desk.take(data)
    again = desk.take(data)
    assert (again.applied, again.unchanged, again.conflicts) == (0, 6, [])


def test_an_empty_text_leaves_what_is_there(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    data = edited(desk.export(), setting((RAIN, "")))
    assert desk.take(data).unchanged == 6
    assert desk.texts()[RAIN] == TEXT


def test_submitted_with_the_file_but_not_what_is_fuzzy(desks: Desk) -> None:
    def edit(file: polib.POFile) -> None:
        setting((RAIN, TEXT), (WELLS, WORDS["Farmers had dug 12 wells by hand in the dry months."]["ar"]))(
            file
        )
        file[WELLS].flags = ["fuzzy"]

    desks.take(edited(desks.export(), edit), submit=True)
    assert desks.states() == ["empty", "submitted", "draft", "empty", "empty", "empty"]


def test_another_version_with_another_text_is_a_conflict_with_all_three(desks: Desk) -> None:
    desks.write({RAIN: TEXT}, by="translator")
    data = edited(desks.export(), setting((RAIN, THEIRS)))
    desks.write({RAIN: OTHER}, by="translator")
    found = desks.take(data)
    [clash] = found.conflicts
    assert (clash.base, clash.theirs, clash.mine) == (TEXT, OTHER, THEIRS)
    assert clash.segments == (desks.row(RAIN).segments[0].id,)
    assert desks.texts()[RAIN] == OTHER


def test_another_version_with_the_same_text_is_unchanged(desk: Desk) -> None:
    data = edited(desk.export(), setting((RAIN, TEXT)))
    desk.write({RAIN: TEXT})
    found = desk.take(data)
    assert (found.unchanged, found.conflicts) == (6, [])


def test_a_text_that_the_sender_may_not_save_is_a_conflict(desk: Desk) -> None:
    desk.write({RAIN: TEXT})
    desk.submit()
    found = desk.take(edited(desk.export(), setting((RAIN, THEIRS), (BOAT, "ينقلهم قارب."))))
    assert [(clash.theirs, clash.mine) for clash in found.conflicts] == [(TEXT, THEIRS)]
    assert (found.applied, desk.texts()[RAIN]) == (1, TEXT)


def test_a_text_that_could_not_be_submitted_is_named(desk: Desk) -> None:
    desk.write({RAIN: TEXT}, by="second")
    found = desk.take(edited(desk.export(), setting((RAIN, TEXT))), submit=True)
    assert desk.states()[RAIN] == "draft"
    assert [clash.mine for clash in found.conflicts] == [TEXT]


def test_a_file_made_before_a_correction_is_kept_against_its_own_wording(desks: Desk) -> None:
    data = edited(desks.export(), setting((RAIN, TEXT), (BOAT, "ينقلهم قارب إلى المدرسة.")))
    desks.correct(("came late", "came very late"))
    found = desks.take(data)
    assert (found.applied, found.stale) == (2, 1)
    assert desks.states() == ["empty", "draft!", "empty", "draft", "empty", "empty"]


def test_a_sentence_that_is_gone_is_named(desk: Desk) -> None:
    gone = desk.row(BOAT).segments[0].id
    data = edited(desk.export(), setting((BOAT, "ينقلهم قارب."), (RAIN, TEXT)))
    desk.correct((" A boat brings the children to school.", ""))
    found = desk.take(data)
    assert (found.applied, found.unknown) == (1, [gone])


def joined(*at: int, text: str) -> Callable[[polib.POFile], None]:
    """One entry in the place of these."""

    def edit(file: polib.POFile) -> None:
        entries = [file[i] for i in at]
        entries[0].msgctxt = " ".join(entry.msgctxt for entry in entries)
        entries[0].msgid = " ".join(entry.msgid for entry in entries)
        entries[0].msgstr = text
        for entry in entries[1:]:
            file.remove(entry)

    return edit


def test_an_entry_that_names_several_segments_merges_them(desks: Desk) -> None:
    found = desks.take(edited(desks.export(), joined(RAIN, WELLS, text=BOTH)), submit=True)
    assert (found.applied, found.conflicts, found.unknown) == (1, [], [])
    row = desks.row(RAIN)
    assert (len(row.segments), row.record.text, row.record.state) == (2, BOTH, "submitted")


def test_a_merged_run_goes_out_and_comes_back_as_one(desk: Desk) -> None:
    desk.write({RAIN: TEXT, WELLS: "حفروا ١٢ بئراً."})
    desk.merge(RAIN, WELLS)
    data = desk.export()
    assert polib.pofile(data.decode())[RAIN].msgctxt == " ".join(s.id for s in desk.row(RAIN).segments)
    found = desk.take(edited(data, setting((RAIN, BOTH))))
    assert (found.applied, desk.texts()[RAIN]) == (1, BOTH)


def test_a_merge_of_what_may_not_be_merged_is_a_conflict(desk: Desk) -> None:
    desk.write({RAIN: TEXT, WELLS: "حفروا ١٢ بئراً."})
    desk.submit()
    found = desk.take(edited(desk.export(), joined(RAIN, WELLS, text=BOTH)))
    [clash] = found.conflicts
    assert (clash.theirs, clash.mine) == (TEXT, BOTH)
    assert len(desk.look().rows) == 6


def test_sentences_of_two_paragraphs_do_not_merge(desk: Desk) -> None:
    found = desk.take(edited(desk.export(), joined(HEADLINE, RAIN, text=BOTH)))
    assert (found.applied, len(found.conflicts)) == (0, 1)


def test_half_of_a_run_is_unknown(desk: Desk) -> None:
    data = edited(desk.export(), setting((RAIN, TEXT)))
    desk.merge(RAIN, WELLS)
    found = desk.take(data)
    assert found.unknown[:1] == [desk.row(RAIN).segments[0].id]
    assert desk.texts()[RAIN] == ""


def test_codes_are_numbers_in_the_file(desk: Desk) -> None:
    entry = polib.pofile(desk.export().decode())[REPORT]
    assert entry.msgid == "See <1>the report</1>."


def test_a_file_of_another_article_or_language_is_refused_and_nothing_is_written(desk: Desk) -> None:
    data = edited(desk.export(), setting((RAIN, TEXT)))
    desk.ingest("# Fish\n\nThe fish are back in the market.\n", "fish")
    with pytest.raises(OtherArticle):
        desk.take(data, slug="fish")
    with pytest.raises(OtherLanguage):
        desk.take(data, "ckb")
    assert desk.states() == ["empty"] * 6
    assert desk.take(data, slug="story").applied == 1


LEGACY = "باران ئهمساڵ درهنگ هات و ههموو جوتیارهكان چاوهڕوان بوون."
RESTORED = "باران ئەمساڵ درەنگ هات و هەموو جوتیارەکان چاوەڕوان بوون."


def test_the_spelling_of_a_file_is_mended(desk: Desk) -> None:
    desk.take(edited(desk.export(), setting((RAIN, "تأخـــر المطر ،  هذا العام ."))))
    assert desk.texts()[RAIN] == "تأخر المطر، هذا العام."


def test_a_legacy_spelling_is_repaired_and_what_came_is_kept(desk: Desk) -> None:
    data = edited(desk.export(tag="ckb"), setting((RAIN, LEGACY)))
    assert desk.take(data, tag="ckb", submit=True).applied == 1
    assert desk.texts(tag="ckb")[RAIN] == RESTORED
    assert desk.states(tag="ckb")[RAIN] == "submitted"
    came, repaired = desk.history(desk.row(RAIN, tag="ckb").id)
    assert came.text == LEGACY.replace("ك", "ک")
    assert repaired.text == RESTORED
    again = desk.take(data, tag="ckb")
    assert (again.applied, again.unchanged, again.conflicts) == (0, 6, [])
