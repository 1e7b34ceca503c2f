"""Spelling in the editor: what the desk mends comes into the field, and nobody loses the place or a word."""

import pytest
from playwright.sync_api import Browser, expect

from tests.desk import RAIN, STORY, Desk
from tests.web.test_editor import Newsroom, room, type_into, until
from tests.web.test_pages import complaints
from tms.core.terms import Concept, Term
from tms.workflow import terms

LEGACY = "باران ئهمساڵ درهنگ هات و ههموو جوتیارهكان چاوهڕوان بوون."
RESTORED = "باران ئەمساڵ درەنگ هات و هەموو جوتیارەکان چاوەڕوان بوون."

__all__ = ["room"]


def paste(area: object, text: str) -> str:
    """What a browser does when somebody pastes."""
    return area.evaluate(  # type: ignore[attr-defined, no-any-return]  # a locator
        """(area, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
            document.execCommand("insertText", false, text);
        }""",
        text,
    )


def test_what_the_desk_mended_comes_into_the_field_and_the_caret_stays(
    room: Newsroom, chromium: Browser
) -> None:
    page = room.open(chromium)
    heard = complaints(page)
    area = room.at(page, RAIN)
    type_into(page, "كوردستان  و باران ")
    room.holds(RAIN, "کوردستان و باران")
    until(lambda: area.input_value() == "کوردستان و باران ")
    type_into(page, "هات?")
    room.holds(RAIN, "کوردستان و باران هات؟")
    until(lambda: area.input_value() == "کوردستان و باران هات؟")
    assert area.evaluate("area => area.selectionStart") == len("کوردستان و باران هات؟")
    assert heard == []


def test_an_old_spelling_that_is_pasted_is_restored_shown_and_taken_back(
    room: Newsroom, chromium: Browser
) -> None:
    page = room.open(chromium)
    area = room.at(page, RAIN)
    type_into(page, "وتی: ")
    paste(area, LEGACY)
    until(lambda: area.input_value() == "وتی: " + RESTORED, said=area.input_value)
    line = page.locator(".seg.active .corrected")
    expect(line.locator("ins").first).to_be_visible()
    room.holds(RAIN, "وتی: " + RESTORED)
    line.get_by_role("button").first.click()
    until(lambda: area.input_value() == "وتی: " + LEGACY.replace("ك", "ک"), said=area.input_value)
    expect(line).to_be_hidden()


def test_good_text_that_is_pasted_is_left_alone(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    area = room.at(page, RAIN)
    paste(area, RESTORED)
    room.holds(RAIN, RESTORED)
    assert not page.locator(".seg.active .corrected").is_visible()


@pytest.mark.parametrize(("tag", "form"), [("ar", "13 كانون الأول 2017"), ("ckb", "١٣ی کانونی یەکەمی ٢٠١٧")])
def test_a_date_is_put_by_its_key_in_the_form_of_the_edition(
    room: Newsroom, chromium: Browser, tag: str, form: str
) -> None:
    dated(room.desk)
    page = room.open(chromium, tag=tag)
    area = room.at(page, RAIN, tag)
    page.locator("#aside [data-put]").first.wait_for()
    page.keyboard.press("Control+Period")
    page.keyboard.press("KeyD")
    assert area.input_value() == form
    page.locator("#aside [data-put]").nth(-1).click()
    assert area.input_value() == form + ("5.5%" if tag == "ar" else "٥.٥٪")
    page.keyboard.press("Control+z")
    assert area.input_value() == form


def dated(desk: Desk) -> None:
    desk.ingest(STORY.replace("The rain came late this year.", "The rain came on 13.12.2017, 5.5% less."))


def test_a_term_is_put_by_its_key_and_said_to_be_used(room: Newsroom, chromium: Browser) -> None:
    with room.desk.step() as session:
        forms = (Term("en", "rain"), Term("ar", "مطر"))
        terms.keep(session, Concept("", forms, note="Not a shower."), 0, room.desk["editor"])
    page = room.open(chromium, tag="ar")
    area = room.at(page, RAIN, "ar")
    expect(page.locator("#aside .terms .used")).to_have_text("×")
    page.keyboard.press("Control+Period")
    page.keyboard.press("KeyT")
    expect(area).to_have_value("مطر")
    room.holds(RAIN, "مطر", "ar")
    expect(page.locator("#aside .terms .used")).to_have_text("✓")
