"""The editor's steps by their keys in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk import BOAT, RAIN, REPORT, WELLS, WORDS
from tests.web.test_editor import Newsroom, room
from tests.web.test_pages import violations
from tms.core.states import State

__all__ = ["room"]

A = WORDS["The rain came late this year."]["ckb"]
B = WORDS["Farmers had dug 12 wells by hand in the dry months."]["ckb"]


def reach(room: Newsroom, page: Page, at: int) -> None:
    """Have a sentence active with the field left, as after Escape."""
    room.at(page, at).focus()
    page.keyboard.press("Escape")


def test_sentences_are_merged_split_left_out_and_put_back_by_single_keys(
    room: Newsroom, chromium: Browser
) -> None:
    room.desk.write({WELLS: B}, tag="ckb")
    page = room.open(chromium)
    room.at(page, RAIN).fill(A)
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.locator(".seg.active[data-run]")).to_be_visible()
    expect(page.locator(".seg.active .typed textarea")).to_have_value(f"{A} {B}")
    assert len(room.desk.row(RAIN, tag="ckb").segments) == 2
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator(".seg[data-run]")).to_have_count(0)
    assert room.desk.texts(tag="ckb")[RAIN:BOAT] == [A, B]
    reach(room, page, RAIN)
    page.keyboard.press("x")
    page.keyboard.type("لە سەرەوە گوتراوە.")
    page.locator("[data-say=omit]").click()
    expect(page.locator(".seg.active .told")).to_contain_text("لە سەرەوە گوتراوە.")
    expect(page.locator(".seg.active .typed textarea")).to_have_value("")
    reach(room, page, RAIN)
    page.keyboard.press("x")
    expect(page.locator(".seg.active .typed textarea")).to_have_value(A)
    assert room.desk.row(RAIN, tag="ckb").record.omitted == ""


def test_an_editor_reviews_by_keys_and_all_clean_at_once(room: Newsroom, chromium: Browser) -> None:
    room.desk.write(
        {RAIN: A, WELLS: B.replace("١٢", "١٣"), BOAT: "بەلەمێک منداڵان دەباتە قوتابخانە."}, tag="ckb"
    )
    room.desk.submit(tag="ckb")
    page = room.open(chromium, "editor")
    reach(room, page, BOAT)
    page.keyboard.press("r")
    page.keyboard.type("زیاتر بنووسە.")
    page.locator("[data-say=return]").click()
    expect(page.locator(".seg.active[data-s=returned]")).to_be_visible()
    reach(room, page, WELLS)
    page.keyboard.press("w")
    page.keyboard.type("لە سەرچاوەکەدا هەڵەیە.")
    page.locator("[data-say=waive]").click()
    expect(page.locator(".seg.active .note.error")).to_have_count(0)
    page.keyboard.press("Escape")
    reach(room, page, RAIN)
    page.keyboard.press("Shift+A")
    expect(page.locator("[data-s=approved]")).to_have_count(2)
    states = [row.record.state for row in room.desk.look(tag="ckb").rows][RAIN : BOAT + 1]
    assert states == [State.APPROVED, State.APPROVED, State.RETURNED]


def test_a_comment_is_said_and_an_earlier_wording_taken_back(room: Newsroom, chromium: Browser) -> None:
    room.desk.write({RAIN: A}, tag="ckb")
    room.desk.write({RAIN: "باران هات."}, tag="ckb")
    page = room.open(chromium)
    reach(room, page, RAIN)
    expect(page.locator("#said")).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.type("ئایا «ئەمساڵ» ڕوونە؟")
    page.locator("[data-say=comment]").click()
    expect(page.locator(".thread")).to_contain_text("ئایا «ئەمساڵ» ڕوونە؟")
    page.locator("[data-wording='1']").click()
    field = page.locator(".seg.active .typed textarea")
    expect(field).to_have_value(A)
    page.keyboard.press("Control+z")
    expect(field).to_have_value("باران هات.")


def test_the_page_stands_in_the_place_of_the_pairs_and_leads_back(room: Newsroom, chromium: Browser) -> None:
    room.desk.write({RAIN: A, WELLS: B}, tag="ckb")
    page = room.open(chromium)
    reach(room, page, RAIN)
    page.keyboard.press("p")
    expect(page.locator(".paper .here")).to_have_text(A)
    expect(page.locator(".blk").first).to_be_hidden()
    page.locator(f".paper [data-place='{room.desk.row(WELLS, tag='ckb').place}']").click()
    expect(page.locator(".seg.active .typed textarea")).to_have_value(B)
    expect(page.locator(".paper")).to_have_count(0)


def test_single_keys_do_nothing_where_they_are_switched_off(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    reach(room, page, RAIN)
    page.keyboard.press("Control+/")
    page.locator("#single").uncheck()
    page.locator("#keys button").click()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    room.go(page)
    assert page.locator("html").get_attribute("data-keys") == "off"
    reach(room, page, RAIN)
    page.keyboard.press("m")
    page.keyboard.press("Control+/")
    expect(page.locator("#keys")).to_be_visible()
    assert len(room.desk.row(RAIN, tag="ckb").segments) == 1


def test_a_code_moves_whole_and_goes_whole(room: Newsroom, chromium: Browser) -> None:
    room.desk.write({REPORT: "<1>ڕاپۆرتەکە</1> ببینە."}, tag="ckb")
    page = room.open(chromium)
    field = room.at(page, REPORT)
    field.evaluate("(area) => { area.focus(); area.setSelectionRange(12, 17); }")
    page.locator(".caps .tool").click()
    expect(field).to_have_value("ڕاپۆرتەکە \u4dc0ببینە\u4dd4.")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("\u4dc0ڕاپۆرتەکە\u4dd4 ببینە.")
    field.evaluate("(area) => area.setSelectionRange(0, 4)")
    page.keyboard.press("Delete")
    expect(field).to_have_value("ۆرتەکە ببینە.")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("\u4dc0ڕاپۆرتەکە\u4dd4 ببینە.")
    place = """(n) => {
        const range = new Range(), text = document.querySelector(".seg.active .mirror").firstChild;
        range.setStart(text, n);
        range.setEnd(text, n + 1);
        const box = range.getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];
    }"""
    one, other = page.evaluate(place, 10), page.evaluate(place, 16)
    page.mouse.move(*one)
    page.mouse.down()
    page.mouse.move(*other, steps=5)
    page.mouse.up()
    moved = field.input_value()
    assert moved.index("\u4dc0") < moved.index("\u4dd4") > 10, "its end moved towards where it was let go"
    assert moved.replace("\u4dd4", "").replace("\u4dc0", "") == "ڕاپۆرتەکە ببینە."


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_every_action_has_a_name_in_the_list_of_keys_or_the_palette(
    room: Newsroom, chromium: Browser, language: str
) -> None:
    page = room.open(chromium, "editor")
    room.go(page, query=f"?lang={language}")
    page.keyboard.press("Control+k")
    said = page.locator("#palette-list li > span").all_text_contents()
    assert len(said) > 35
    assert not [name for name in said if name.startswith("do.")]
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    keys = page.locator("#keys kbd").all_text_contents()
    assert {"A", "⇧ A", "R", "W", "C", "M", "S", "X", "H", "P", "I", "G Q", "G B", "G R", "F8"} <= {
        part for key in keys for part in (key, key.split("  ")[0])
    }
    assert violations(page) == []
