"""The editor without scripts: the whole article, and every step as a plain form."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.desk import BOAT, RAIN, REPORT, STORY, WELLS
from tests.served import Served, served
from tests.web.test_board import counted
from tms.core.rights import OPERATOR, Role
from tms.core.states import State
from tms.workflow import people

PAGE = "/articles/story/editions/ckb/edit"


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as desk:
        desk.desk.ingest(STORY)
        yield desk


def segment(desk: Served, at: int) -> str:
    return desk.desk.row(at, tag="ckb").segments[0].id


def fields(desk: Served, at: int, by: str = "translator") -> dict[str, str]:
    """What the form of a sentence holds."""
    text = desk.as_(by).get(f"{PAGE}?at={segment(desk, at)}").text
    card = text[text.index('class="pane"') : text.index("</form>", text.index('class="pane"'))]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', card))
    written = re.search(r"<textarea[^>]*>([^<]*)</textarea>", card)
    assert written is not None
    return {**found, "text": unescape(written[1])}


def send(desk: Served, at: int, by: str = "translator", **changed: str) -> str:
    """Send the form; the answer is where it leads."""
    answer = desk.as_(by).post(PAGE, data={**fields(desk, at, by), **changed})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_stranger_does_not_see_the_editor(desk: Served) -> None:
    assert desk.client.get(PAGE, follow_redirects=False).status_code in {303, 401}
    assert desk.client.post(PAGE, data={"text": "x"}, follow_redirects=False).status_code in {303, 401, 403}


def test_the_article_stands_in_reading_order_with_every_language_marked(desk: Served) -> None:
    desk.desk.write({RAIN: "باران ئەمساڵ درەنگ هات."}, tag="ckb")
    text = desk.as_("translator").get(PAGE).text
    places = [text.index(f'id="s-{segment(desk, at)}"') for at in range(6)]
    assert places == sorted(places)
    assert text.count('class="src" lang="en" dir="ltr"') == 6
    assert text.count('class="tgt" lang="ckb" dir="rtl"') == 6
    assert "باران ئەمساڵ درەنگ هات." in text
    assert text.count('role="img" aria-label="1"') == 2, "the report's link has two caps"


def test_a_sentence_is_saved_and_submitted_and_the_next_open_one_follows(desk: Served) -> None:
    led = send(desk, RAIN, text="باران ئەمساڵ درەنگ هات.", do="save")
    assert led.endswith(f"#s-{segment(desk, RAIN)}")
    assert desk.desk.row(RAIN, tag="ckb").record.text == "باران ئەمساڵ درەنگ هات."
    led = send(desk, RAIN, do="submit")
    assert led.endswith(f"#s-{segment(desk, WELLS)}")
    assert desk.desk.row(RAIN, tag="ckb").record.state is State.SUBMITTED
    send(desk, RAIN, do="reopen")
    assert desk.desk.row(RAIN, tag="ckb").record.state is State.DRAFT


def test_a_finding_is_mended_by_its_button(desk: Served) -> None:
    send(desk, WELLS, text="جووتیاران ٢١ بیریان هەڵکەندبوو.", do="save")
    text = desk.as_("translator").get(f"{PAGE}?at={segment(desk, WELLS)}").text
    fix = re.search(r'name="fix" value="([^"]*)"', text)
    assert fix is not None
    assert '<u class="error">٢١</u>' in text
    send(desk, WELLS, fix=fix[1])
    assert desk.desk.row(WELLS, tag="ckb").record.text == "جووتیاران ١٢ بیریان هەڵکەندبوو."


def test_who_was_overtaken_sees_base_theirs_and_mine(desk: Served) -> None:
    desk.desk.write({BOAT: "بەلەمێک دێت."}, tag="ckb")
    mine = fields(desk, BOAT)
    desk.desk.write({BOAT: "بەلەمێک زوو دێت."}, tag="ckb", by="editor")
    answer = desk.as_("translator").post(PAGE, data={**mine, "text": "بەلەمێکی گەورە دێت.", "do": "save"})
    assert answer.status_code == 409
    assert "بەلەمێک دێت." in answer.text
    assert re.search(r"<ins>\s*زوو\s*</ins>", answer.text)
    assert "<ins>بەلەمێکی گەورە</ins>" in answer.text
    assert desk.desk.row(BOAT, tag="ckb").record.text == "بەلەمێک زوو دێت."


def test_a_corrected_sentence_shows_what_changed_since_it_was_translated(desk: Served) -> None:
    seen = fields(desk, RAIN)
    desk.desk.write({WELLS: "جووتیاران ١٢ بیریان هەڵکەندبوو."}, tag="ckb")
    desk.desk.correct(("12 wells", "14 wells"), ("came late", "came early"))
    text = desk.as_("translator").get(f"{PAGE}?at={segment(desk, WELLS)}").text
    assert "<del>12</del><ins>14</ins>" in text
    answer = desk.as_("translator").post(PAGE, data={**seen, "text": "باران درەنگ هات.", "do": "save"})
    assert answer.status_code == 303
    row = desk.desk.row(RAIN, tag="ckb")
    assert (row.record.text, row.stale) == ("باران درەنگ هات.", True), "it was made from the old English"
    send(desk, RAIN, do="confirm")
    assert not desk.desk.row(RAIN, tag="ckb").stale


def test_nobody_confirms_for_english_that_they_have_not_seen(desk: Served) -> None:
    send(desk, RAIN, text="باران درەنگ هات.", do="save")
    desk.desk.correct(("came late", "came early"))
    seen = fields(desk, RAIN)
    desk.desk.correct(("came late", "came twice"))
    answer = desk.as_("translator").post(PAGE, data={**seen, "do": "confirm"})
    assert answer.status_code == 409
    assert desk.desk.row(RAIN, tag="ckb").stale
    send(desk, RAIN, do="confirm")
    assert not desk.desk.row(RAIN, tag="ckb").stale


def test_codes_come_back_as_they_went_out(desk: Served) -> None:
    send(desk, REPORT, text="<1>ڕاپۆرتەکە</1> ببینە.", do="save")
    assert fields(desk, REPORT)["text"] == "<1>ڕاپۆرتەکە</1> ببینە."
    assert desk.desk.row(REPORT, tag="ckb").target.marks == desk.desk.row(REPORT, tag="ckb").source.marks


def test_what_was_typed_is_kept_by_every_step(desk: Served) -> None:
    send(desk, RAIN, text="باران هات.", do="save")
    desk.desk.correct(("came late", "came early"))
    send(desk, RAIN, text="باران زوو هات.", do="confirm")
    row = desk.desk.row(RAIN, tag="ckb")
    assert (row.record.text, row.stale) == ("باران زوو هات.", False)
    send(desk, RAIN, do="submit")
    send(desk, RAIN, text="باران زوو هاتووە.", do="reopen")
    row = desk.desk.row(RAIN, tag="ckb")
    assert (row.record.text, row.record.state) == ("باران زوو هاتووە.", State.DRAFT)


def test_work_on_a_stale_sentence_does_not_hide_that_it_is_stale(desk: Served) -> None:
    send(desk, RAIN, text="باران درەنگ هات.", do="save")
    desk.desk.correct(("came late", "came early"))
    send(desk, RAIN, text="باران درەنگ هات، ", do="save")
    assert desk.desk.row(RAIN, tag="ckb").stale
    send(desk, RAIN, text="باران زوو هات.", do="submit")
    row = desk.desk.row(RAIN, tag="ckb")
    assert (row.stale, row.record.state) == (False, State.SUBMITTED)


def test_a_long_article_comes_in_parts_and_with_as_many_queries(desk: Served) -> None:
    database = desk.client.app.state.desk.database  # type: ignore[attr-defined]
    by = desk.as_("translator")
    with counted(database) as few:
        by.get(PAGE)
    body = "\n\n".join(
        f"The {n} wells were dug by hand. The rain came late in year {n}." for n in range(1000)
    )
    desk.desk.ingest(f"# A long story\n\n{body}\n", "long")
    page = PAGE.replace("story", "long")
    with counted(database) as many:
        text = by.get(page).text
    assert len(many) == len(few)
    assert len(text.encode()) < 250_000
    parts = int(re.search(r'data-parts="(\d+)"', text)[1])  # type: ignore[index]
    found = [id for n in range(parts) for id in re.findall(r' id="s-(\w+)"', by.get(f"{page}/part/{n}").text)]
    assert found == [segment.id for row in desk.desk.look("long", "ckb").rows for segment in row.segments]


@pytest.mark.parametrize("show", ["all", "todo", "finding", "stale", "mine", "x"])
def test_a_filter_dims_and_never_reorders(desk: Served, show: str) -> None:
    text = desk.as_("translator").get(f"{PAGE}?show={show}").text
    assert text.count('id="s-') == 6


@pytest.mark.parametrize("odd", ["at=none", "part=99999", "part=x", "lang=ar", "at=%3Cscript%3E"])
def test_odd_addresses_lead_to_the_page(desk: Served, odd: str) -> None:
    assert desk.as_("translator").get(f"{PAGE}?{odd}").status_code == 200


def test_what_is_not_there_or_cannot_be_read_is_refused(desk: Served) -> None:
    by = desk.as_("translator")
    assert by.get("/articles/story/editions/xx/edit").status_code in {400, 404}
    assert by.get("/articles/none/editions/ckb/edit").status_code == 404
    assert by.get(f"{PAGE}/nosuchone").status_code == 404
    assert by.post(PAGE, data={"text": "x"}).status_code == 422
    assert by.post(PAGE, data={**fields(desk, RAIN), "do": "dance"}).status_code == 422
    assert by.post(PAGE, data={**fields(desk, RAIN), "translation": "nosuchone"}).status_code == 404


LEGACY = "باران ئهمساڵ درهنگ هات و ههموو جوتیارهكان چاوهڕوان بوون."
RESTORED = "باران ئەمساڵ درەنگ هات و هەموو جوتیارەکان چاوەڕوان بوون."


def test_an_old_spelling_is_restored_for_who_asks_and_shown(desk: Served) -> None:
    client = desk.as_("translator")
    answer = client.post(f"{PAGE}/spelling", json={"text": f"<1>{LEGACY}</1>"}).json()
    assert (answer["text"], answer["legacy"]) == (f"<1>{RESTORED}</1>", True)
    assert "<ins>" in answer["diff"]
    assert client.post(f"{PAGE}/spelling", json={"text": RESTORED}).json()["legacy"] is False
    assert client.post(f"{PAGE}/spelling", json={"words": ""}).status_code == 422
    assert client.post(f"{PAGE.replace('ckb', 'kmr')}/spelling", json={"text": ""}).status_code == 400


def test_a_mended_text_whose_answer_was_lost_is_known_as_ones_own(desk: Served) -> None:
    client, id = desk.as_("translator"), desk.desk.row(RAIN, tag="ckb").id
    sent = {"text": "كوردستان", "version": 0, "revision": 1}
    assert client.put(f"{PAGE}/{id}", json=sent).json()["text"] == "کوردستان"
    later = {**sent, "text": "كوردستان جوانە", "unanswered": ["كوردستان"]}
    body = client.put(f"{PAGE}/{id}", json=later).json()
    assert (body["code"], body["ours"], body["version"]) == ("conflict", True, 1)
    assert client.put(f"{PAGE}/{id}", json={**later, "unanswered": []}).json()["ours"] is False


def test_what_is_written_by_rule_stands_beside_the_sentence(desk: Served) -> None:
    text = desk.as_("translator").get(f"{PAGE}?at={segment(desk, WELLS)}").text
    assert re.search(r'<button[^>]* data-put lang="ckb" dir="rtl">١٢</button>', text)


def test_what_changed_in_a_foreign_language_is_not_there(desk: Served) -> None:
    with desk.desk.step() as session:
        people.add(session, "shilan", Role.TRANSLATOR, ["ar"], OPERATOR)
    for since in ("0", "99999999", "x"):
        assert desk.as_("shilan").get(f"{PAGE}/changes?since={since}").status_code == 404
    assert desk.as_("translator").get(f"{PAGE}/changes?since=99999999").json()["rows"] == []


def test_sentences_are_looked_for_by_their_words_in_all_parts(desk: Served) -> None:
    body = "\n\n".join(f"Boat {n} came home. The rain fell on village {n}." for n in range(200))
    desk.desk.ingest(f"# A long story\n\n{body}\n", "long")
    desk.desk.write({390: "ڕۆژهەڵاتی زۆنگاوەکان."}, "long", "ckb")
    page, by = PAGE.replace("story", "long"), desk.as_("translator")
    late = desk.desk.row(390, "long", "ckb")
    text = by.get(f"{page}?text=ڕۆژھەڵات").text
    assert f'id="s-{late.segments[0].id}"' in text, "the page begins at the first that was found"
    assert 'value="ڕۆژھەڵات"' in text
    shown = re.findall(r'class="seg( out)?" id="s-(\w+)"', text)
    assert [id for out, id in shown if not out] == [late.segments[0].id]
    assert [id for _, id in shown] == [
        s.id for r in desk.desk.look("long", "ckb").rows[361:] for s in r.segments
    ]
    assert by.get(f"{page}/found?text=ڕۆژھەڵات").json() == {"ids": [late.id]}
    assert len(by.get(f"{page}/found?text=village&show=todo").json()["ids"]) == 200
    assert by.get(f"{page}/found?text=village 199&show=stale").json() == {"ids": []}
    rows = by.get(f"{page}/found?text=زۆنگاو&replace=1").json()["rows"]
    assert [(row["id"], row["version"], row["text"]) for row in rows] == [
        (late.id, 1, "ڕۆژهەڵاتی زۆنگاوەکان.")
    ]
    desk.desk.submit("long", "ckb")
    assert by.get(f"{page}/found?text=زۆنگاو&replace=1").json()["rows"] == []
    assert f'id="s-{late.segments[0].id}"' in by.get(f"{page}?n=391").text


def test_the_words_that_are_looked_for_stay_in_the_address_of_a_form(desk: Served) -> None:
    answer = desk.as_("translator").post(
        f"{PAGE}?show=todo&text=rain", data={**fields(desk, RAIN), "text": "باران درەنگ هات.", "do": "save"}
    )
    assert "show=todo&text=rain" in answer.headers["location"]
