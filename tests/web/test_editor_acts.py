"""What the editor's buttons do besides writing, by plain forms: the same steps that its keys take."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.desk import BOAT, RAIN, REPORT, STORY, WELLS, WORDS
from tests.served import Served, served
from tms.core.states import State
from tms.store import notices

PAGE = "/articles/story/editions/ckb/edit"
A = WORDS["The rain came late this year."]["ckb"]
B = WORDS["Farmers had dug 12 wells by hand in the dry months."]["ckb"]
MORE = "زۆنگاوەکان لە لیستی میراتی جیهانیدان."


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as desk:
        desk.desk.ingest(STORY)
        yield desk


def shown(desk: Served, at: int, by: str = "translator") -> str:
    """The page with this row's sentence open."""
    return desk.as_(by).get(f"{PAGE}?at={desk.desk.row(at, tag='ckb').place}").text


def fields(desk: Served, at: int, by: str = "translator") -> dict[str, str]:
    """What the form of a sentence holds."""
    text = shown(desk, at, by)
    card = text[text.index('class="pane"') : text.index("</form>", text.index('class="pane"'))]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', card))
    written = re.search(r'<textarea name="text"[^>]*>([^<]*)</textarea>', card)
    assert written is not None
    return {**found, "text": unescape(written[1])}


def beside(text: str) -> dict[str, str]:
    """What the form of the aside holds."""
    form = text[text.index('<form id="take"') :].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def offered(desk: Served, at: int, by: str = "translator") -> set[str]:
    """The steps that have a button on the card."""
    text = shown(desk, at, by)
    card = text[text.index('class="acts"') : text.index('class="refusal"')]
    return set(re.findall(r'name="do" value="([\w-]+)"', card))


def send(desk: Served, at: int, by: str = "translator", **changed: str) -> str:
    """Send the form; the answer is where it leads."""
    answer = desk.as_(by).post(PAGE, data={**fields(desk, at, by), **changed})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_each_sentence_offers_what_can_be_done_with_it(desk: Served) -> None:
    assert offered(desk, RAIN) == {"merge", "up", "down", "omit", "add"}
    assert offered(desk, BOAT) == {"up", "down", "omit", "add"}, "it is the last of its block"
    desk.desk.merge(RAIN, WELLS, tag="ckb")
    assert "split" in offered(desk, RAIN)
    desk.desk.write({RAIN: f"{A} ٢١ بیر."}, tag="ckb")
    desk.desk.submit(tag="ckb")
    assert offered(desk, RAIN) == {"add"}
    both = {"merge", "split", "up", "down", "omit", "add", "return", "waive"}
    assert offered(desk, RAIN, "editor") == both, "and it is not approved while an error is in it"


def test_what_was_typed_is_saved_and_merged_with_the_next_and_split_again(desk: Served) -> None:
    desk.desk.write({WELLS: B}, tag="ckb")
    led = send(desk, RAIN, text=A, do="merge")
    row = desk.desk.row(RAIN, tag="ckb")
    assert (row.record.text, len(row.segments)) == (f"{A} {B}", 2)
    assert led.endswith(f"#s-{row.place}")
    assert " data-run" in shown(desk, RAIN)
    send(desk, RAIN, do="split")
    assert desk.desk.texts(tag="ckb")[RAIN:BOAT] == [A, B]


def test_a_block_that_others_changed_is_shown_before_it_is_merged(desk: Served) -> None:
    mine = fields(desk, RAIN)
    desk.desk.write({WELLS: B}, tag="ckb", by="editor")
    answer = desk.as_("translator").post(PAGE, data={**mine, "text": A, "do": "merge"})
    assert answer.status_code == 409
    assert A in answer.text, "what was typed is still there"
    assert len(desk.desk.row(RAIN, tag="ckb").segments) == 1


def test_a_sentence_moves_within_its_block(desk: Served) -> None:
    first = desk.desk.row(RAIN, tag="ckb").place
    send(desk, RAIN, do="down")
    assert desk.desk.row(WELLS, tag="ckb").place == first
    send(desk, WELLS, do="up")
    assert desk.desk.row(RAIN, tag="ckb").place == first
    answer = desk.as_("translator").post(PAGE, data={**fields(desk, RAIN), "do": "up"})
    assert answer.status_code == 409
    assert "no further sentence" in answer.text


def test_a_sentence_is_left_out_with_a_reason_and_put_back(desk: Served) -> None:
    send(desk, RAIN, text=A, do="omit", why="لە سەرەوە گوتراوە.")
    assert desk.desk.row(RAIN, tag="ckb").record.omitted == "لە سەرەوە گوتراوە."
    assert "لە سەرەوە گوتراوە." in shown(desk, RAIN)
    assert "put-back" in offered(desk, RAIN)
    send(desk, RAIN, do="put-back")
    assert desk.desk.row(RAIN, tag="ckb").record.text == A


def test_without_a_reason_it_is_asked_for_and_nothing_typed_is_gone(desk: Served) -> None:
    answer = desk.as_("translator").post(PAGE, data={**fields(desk, RAIN), "text": A, "do": "omit"})
    assert answer.status_code == 400
    assert A in answer.text
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
    again = desk.as_("translator").post(
        PAGE, data={**form, "text": A, "do": "omit", "why": "لە سەرەوە گوتراوە."}
    )
    assert again.status_code == 303
    assert desk.desk.row(RAIN, tag="ckb").record.omitted


def test_a_sentence_is_added_taken_out_and_put_back(desk: Served) -> None:
    led = send(desk, RAIN, do="add", more=MORE, because="خوێنەر پێویستی پێیەتی.")
    row = desk.desk.row(RAIN + 1, tag="ckb")
    assert (row.record.text, row.segments) == (MORE, ())
    assert led.endswith(f"#s-{row.id}")
    assert "خوێنەر پێویستی پێیەتی." in shown(desk, RAIN + 1)
    send(desk, RAIN + 1, do="submit")
    assert desk.desk.row(RAIN + 1, tag="ckb").record.state is State.SUBMITTED
    send(desk, RAIN + 1, by="editor", do="omit", why="درێژە.")
    assert row.id not in desk.desk.look(tag="ckb").by_id
    text = shown(desk, RAIN)
    back = re.search(r'name="back" value="([^"]*)"', text)
    assert back is not None
    answer = desk.as_("translator").post(PAGE, data={**beside(text), "back": back[1]})
    assert answer.status_code == 303
    assert desk.desk.row(RAIN + 1, tag="ckb").record.text == MORE


def test_an_editor_approves_returns_and_lets_stand(desk: Served) -> None:
    desk.desk.write({RAIN: A, WELLS: B.replace("١٢", "١٣"), BOAT: "بەلەمێک."}, tag="ckb")
    desk.desk.submit(tag="ckb")
    send(desk, RAIN, by="editor", do="approve")
    assert desk.desk.row(RAIN, tag="ckb").record.state is State.APPROVED
    send(desk, BOAT, by="editor", do="return", comment="درێژتر بێت.")
    assert desk.desk.row(BOAT, tag="ckb").record.state is State.RETURNED
    send(desk, WELLS, by="editor", do="waive", reason="لە سەرچاوەکەدا هەڵەیە.")
    assert "waive" not in offered(desk, WELLS, "editor")
    assert "approve" in offered(desk, WELLS, "editor")
    send(desk, WELLS, by="editor", do="approve")


def test_all_that_is_clean_is_approved_and_nothing_that_changed_since(desk: Served) -> None:
    desk.desk.write({RAIN: A, WELLS: B, BOAT: "٩ بەلەم."}, tag="ckb")
    desk.desk.submit(tag="ckb")
    text = desk.as_("editor").get(PAGE).text
    clean = re.search(r'name="clean" value="([^"]*)"', text)
    assert clean is not None
    assert len(clean[1].split()) == 2, "what has an error is not among them"
    desk.desk.write({WELLS: f"{B} بەڵێ."}, tag="ckb", by="deputy")
    desk.desk.submit(tag="ckb", by="deputy")
    assert desk.as_("editor").post(PAGE, data={"clean": clean[1]}).status_code == 303
    states = [row.record.state for row in desk.desk.look(tag="ckb").rows][RAIN : BOAT + 1]
    assert states == [State.APPROVED, State.SUBMITTED, State.SUBMITTED]
    assert 'name="clean"' not in desk.as_("translator").get(PAGE).text
    assert desk.as_("translator").post(PAGE, data={"clean": clean[1]}).status_code == 403


def test_what_is_said_of_a_sentence_stays_with_it_and_is_told(desk: Served) -> None:
    desk.desk.write({RAIN: A}, tag="ckb")
    taken = beside(shown(desk, RAIN, "editor"))
    said = {**taken, "do": "comment", "said": "ئایا «ئەمساڵ» ڕوونە؟"}
    assert desk.as_("editor").post(PAGE, data=said).status_code == 303
    assert desk.desk.row(RAIN, tag="ckb").record.text == A
    assert "ئایا «ئەمساڵ» ڕوونە؟" in shown(desk, RAIN)
    with desk.desk.database.reading() as session:
        [(told, _, _)] = notices.of_person(session, desk.desk["translator"].id)
    assert (told.kind, told.details["comment"]) == ("commented", "ئایا «ئەمساڵ» ڕوونە؟")
    assert desk.as_("editor").post(PAGE, data={**said, "said": " "}).status_code == 400
    desk.desk.merge(RAIN, WELLS, tag="ckb")
    assert "ئایا «ئەمساڵ» ڕوونە؟" in shown(desk, RAIN), "also after it was merged"


def test_an_earlier_wording_is_taken_back(desk: Served) -> None:
    desk.desk.write({REPORT: "<1>ڕاپۆرتەکە</1> ببینە."}, tag="ckb")
    desk.desk.write({REPORT: "<1>ئەوە</1> ببینە."}, tag="ckb")
    text = shown(desk, REPORT)
    assert "<del>" in text[text.index('id="history"') :]
    assert 'name="wording" value="1"' in text
    send(desk, REPORT, wording="1")
    assert desk.desk.row(REPORT, tag="ckb").record.text == "<1>ڕاپۆرتەکە</1> ببینە."


def test_the_page_is_shown_as_it_will_be_read(desk: Served) -> None:
    desk.desk.write({RAIN: A, WELLS: B}, tag="ckb")
    desk.desk.omit(BOAT, tag="ckb")
    text = desk.as_("translator").get(f"{PAGE}?view=page").text
    paper = text[text.index('class="paper"') : text.index("</article>")]
    assert f'id="s-{desk.desk.row(RAIN, tag="ckb").place}"' in paper
    assert f"{A}</span> <span" in paper
    assert f'href="?at={desk.desk.row(BOAT, tag="ckb").place}#s-' in paper, (
        "what is left out is in the margin"
    )
    assert '<li class="seg' not in text


def test_single_keys_are_switched_off_for_a_person(desk: Served) -> None:
    by = desk.as_("translator")
    assert "data-keys" not in by.get(PAGE).text
    by.post("/me/keys", data={"on": ""})
    assert 'data-keys="off"' in by.get(PAGE).text
    assert "data-keys" not in desk.as_("second").get(PAGE).text
    by.post("/me/keys", data={"on": "1"})
    assert "data-keys" not in by.get("/me").text
