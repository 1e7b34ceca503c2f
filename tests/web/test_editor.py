"""The editor in a real browser: nothing typed is lost, whatever happens to line, server or text."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.desk import BOAT, RAIN, REPORT, STORY, WELLS, Desk
from tests.served import PASSWORD, give_password, settings_of, sign_in
from tests.web.test_pages import complaints, violations
from tms import server, serving
from tms.core.states import State
from tms.store import editions
from tms.store.editions import Suggestion
from tms.store.session import Database
from tms.workflow import jobs

KURDISH = "باران ئەمساڵ درەنگ هات، بەپێی بەیان\u200cنامەی جووتیاران."
LIVE = 15_000
"""Milliseconds in which what happens elsewhere must have come, on a machine that is busy."""

KURDISH = "باران ئەمساڵ درەنگ هات، دایک\u200cوباوکمان وتیان."
ARABIC = "تأخّر المطر هذا العام، كما قال المزارعون."


@dataclass
class Newsroom:
    """A desk on a port of its own that can be stopped and started again at the same address."""

    desk: Desk
    port: int
    running: uvicorn.Server | None = None
    thread: threading.Thread | None = None
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        app = server.app(self.desk.settings, background=False)
        app.state.desk = replace(app.state.desk, wake=self.work)
        config = uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="error", ws="none")
        self.running = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.running.run, daemon=True)
        self.thread.start()
        while not self.running.started:
            time.sleep(0.01)

    def work(self, ids: Sequence[int]) -> None:
        """What a request caused is done at once."""
        jobs.run_caused(self.desk.database, self.desk.settings, ids)

    def stop(self) -> None:
        assert self.running is not None
        assert self.thread is not None
        self.running.force_exit = self.running.should_exit = True
        self.thread.join(10)

    def open(self, browser: Browser, by: str = "translator", tag: str = "ckb", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | options)
        self.contexts.append(context)
        cookie = {"name": serving.KEY, "value": sign_in(self.desk, by), "url": self.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        return self.go(page, tag)

    def go(self, page: Page, tag: str = "ckb", query: str = "") -> Page:
        page.goto(f"{self.url}/articles/story/editions/{tag}/edit{query}")
        page.wait_for_selector("html[data-ready]")
        return page

    def at(self, page: Page, place: int, tag: str = "ckb") -> Any:
        """Open a sentence; its field."""
        row = self.desk.row(place, tag=tag)
        page.locator(f"#s-{row.segments[0].id} > .spine").click()
        return page.locator(".seg.active .typed textarea")

    def text(self, place: int, tag: str = "ckb") -> str:
        return self.desk.row(place, tag=tag).record.text

    def holds(self, place: int, text: str, tag: str = "ckb", seconds: float = 25) -> None:
        """The database comes to hold this very text."""
        until(lambda: self.text(place, tag) == text, seconds, lambda: self.text(place, tag))


def until(done: Callable[[], bool], seconds: float = 10, said: Callable[[], object] = lambda: "") -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, said()
        time.sleep(0.05)


@pytest.fixture
def room(sqlite_url: str, tmp_path: Path) -> Iterator[Newsroom]:
    database = Database(sqlite_url)
    desk = Desk(database, settings_of(sqlite_url, tmp_path))
    desk.ingest(STORY)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made = Newsroom(desk, port)
    made.start()
    yield made
    for context in made.contexts:
        context.close()
    made.stop()
    database.close()


@contextmanager
def before_mine(page: Page, theirs: Callable[[], object]) -> Iterator[None]:
    """Let a colleague be first: this happens when the page has sent its text, and before the desk has it."""
    done: list[str] = []

    def first(route: Route) -> None:
        if route.request.method == "PUT" and not done:
            done.append(route.request.url)
            theirs()
        route.continue_()

    page.route("**/edit/*", first)
    yield
    page.unroute("**/edit/*")


def type_into(page: Page, text: str) -> None:
    """Letter by letter, as a keyboard with these letters sends them."""
    for letter in text:
        page.keyboard.insert_text(letter)


@pytest.mark.parametrize(("tag", "text"), [("ckb", KURDISH), ("ar", ARABIC)])
def test_what_is_typed_is_saved_by_itself_and_submitted_by_key(
    room: Newsroom, chromium: Browser, tag: str, text: str
) -> None:
    page = room.open(chromium, tag=tag)
    heard = complaints(page)
    room.go(page, tag)
    area = room.at(page, RAIN, tag)
    expect(area).to_be_focused()
    assert (area.get_attribute("lang"), area.get_attribute("dir")) == (tag, "rtl")
    type_into(page, text)
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    assert room.text(RAIN, tag) == text
    page.keyboard.press("Control+Enter")
    until(lambda: room.desk.row(RAIN, tag=tag).record.state is State.SUBMITTED)
    assert page.locator(".seg.active").get_attribute("id") == f"s-{room.desk.row(WELLS).segments[0].id}"
    assert heard == []


def test_a_code_is_one_character_that_cannot_be_broken(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    area = room.at(page, REPORT)
    type_into(page, "ببینە <ڕاپۆرتەکە<.")
    room.holds(REPORT, "ببینە <1>ڕاپۆرتەکە</1>.")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    room.holds(REPORT, "ببینە ڕاپۆرتەکە")
    page.keyboard.press("Control+z")
    room.holds(REPORT, "ببینە <1>ڕاپۆرتەکە</1>")
    area.evaluate("area => area.setSelectionRange(0, 5)")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("<b>\\<1> & ٥")
    room.holds(REPORT, "<b>\\\\\\<1> & ٥")
    assert room.desk.row(REPORT, tag="ckb").target.plain == "<b>\\<1> & ٥"


def test_a_suggestion_and_a_fix_are_taken_and_can_be_undone(room: Newsroom, chromium: Browser) -> None:
    row = room.desk.row(WELLS, tag="ckb")
    with room.desk.step() as session:
        session.add(
            Suggestion(
                translation_id=row.id,
                text="جووتیاران ٢١ بیریان هەڵکەندبوو.",
                origin="memory",
                score=84,
                source="Farmers had dug 21 wells.",
                basis=row.basis,
            )
        )
    page = room.open(chromium)
    area = room.at(page, WELLS)
    page.locator("[data-take]").wait_for()
    page.keyboard.press("Control+Period")
    page.keyboard.press("1")
    room.holds(WELLS, "جووتیاران ٢١ بیریان هەڵکەندبوو.")
    assert room.desk.row(WELLS, tag="ckb").record.origin == "memory"
    page.locator(".seg.active [data-fix]").first.click()
    room.holds(WELLS, "جووتیاران ١٢ بیریان هەڵکەندبوو.")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    until(lambda: area.input_value() == "")


def test_a_lost_line_loses_nothing(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    room.at(page, RAIN)
    type_into(page, KURDISH[:12])
    room.holds(RAIN, KURDISH[:12].strip())
    page.context.set_offline(True)
    type_into(page, KURDISH[12:])
    expect(page.locator("#saved")).to_have_attribute("data-state", "kept")
    expect(page.locator("#offline")).to_be_visible()
    room.at(page, BOAT)
    type_into(page, "بەلەمێک.")
    page.context.set_offline(False)
    room.holds(RAIN, KURDISH)
    room.holds(BOAT, "بەلەمێک.")
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    expect(page.locator("#offline")).to_be_hidden()


def test_an_answer_that_is_lost_makes_no_conflict_with_oneself(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    room.at(page, RAIN)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "PUT" or len(lost) >= 2:
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    page.route("**/edit/*", lose)
    type_into(page, KURDISH)
    until(lambda: page.locator("#saved").get_attribute("data-state") in {"kept", "saving"})
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=20000)
    assert (len(lost), room.text(RAIN)) == (2, KURDISH)
    assert not page.locator(".clash").is_visible()
    page.unroute("**/edit/*")
    page.keyboard.insert_text("!")
    room.holds(RAIN, KURDISH + "!")


def test_a_server_that_dies_between_keystrokes_loses_nothing(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    room.at(page, RAIN)
    type_into(page, KURDISH[:10])
    room.stop()
    type_into(page, KURDISH[10:20])
    expect(page.locator("#saved")).to_have_attribute("data-state", "kept")
    room.start()
    type_into(page, KURDISH[20:])
    room.holds(RAIN, KURDISH, seconds=25)


def test_a_page_that_crashed_offers_what_was_typed_again(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    room.at(page, RAIN)
    room.stop()
    type_into(page, KURDISH)
    expect(page.locator("#saved")).to_have_attribute("data-state", "kept")
    context = page.context
    page.close()
    room.start()
    again = room.go(context.new_page())
    room.holds(RAIN, KURDISH)
    assert again.locator(".seg.active .typed textarea").input_value() == KURDISH


def test_two_people_on_one_sentence_choose_and_go_on_typing(room: Newsroom, chromium: Browser) -> None:
    room.desk.write({BOAT: "بەلەمێک دێت."}, tag="ckb")
    page = room.open(chromium)
    area = room.at(page, BOAT)
    card = page.locator(".seg.active .clash")
    with before_mine(page, lambda: room.desk.write({BOAT: "بەلەمێک زوو دێت."}, tag="ckb", by="editor")):
        page.keyboard.press("End")
        type_into(page, " منداڵان")
        expect(card).to_be_visible()
    assert "بەلەمێک دێت." in card.inner_text()
    type_into(page, " هاتن")
    assert area.input_value() == "بەلەمێک دێت. منداڵان هاتن"
    assert room.text(BOAT) == "بەلەمێک زوو دێت."
    card.get_by_role("button", name="Keep mine").click()
    room.holds(BOAT, "بەلەمێک دێت. منداڵان هاتن")
    with room.desk.database.reading() as session:
        texts = [each.text for each in editions.history(session, room.desk.row(BOAT, tag="ckb").id)]
    assert "بەلەمێک زوو دێت." in texts, "theirs is in the history"


def test_theirs_can_be_taken_and_mine_comes_back_by_undo(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    area = room.at(page, BOAT)
    with before_mine(page, lambda: room.desk.write({BOAT: "بەلەمێک زوو دێت."}, tag="ckb", by="editor")):
        type_into(page, "هی من")
        page.locator(".clash").get_by_role("button", name="Take theirs").click()
    expect(area).to_have_value("بەلەمێک زوو دێت.")
    page.keyboard.press("Control+z")
    expect(area).to_have_value("هی من")
    room.holds(BOAT, "هی من")


def test_a_session_that_ended_is_opened_again_without_losing_a_letter(
    room: Newsroom, chromium: Browser
) -> None:
    give_password(room.desk, "translator")
    page = room.open(chromium)
    area = room.at(page, RAIN)
    type_into(page, KURDISH[:10])
    room.holds(RAIN, KURDISH[:10].strip())
    page.context.clear_cookies()
    type_into(page, KURDISH[10:])
    dialog = page.locator("#signin")
    expect(dialog).to_be_visible(timeout=LIVE)
    assert area.input_value() == KURDISH
    dialog.locator("[name=password]").fill("wrong")
    dialog.get_by_role("button", name="Sign in and save").click()
    expect(dialog.locator(".wrong")).not_to_be_empty()
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in and save").click()
    expect(dialog).to_be_hidden()
    room.holds(RAIN, KURDISH)


def test_english_corrected_under_the_caret_leaves_the_caret_alone(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    area = room.at(page, RAIN)
    type_into(page, KURDISH[:20])
    room.holds(RAIN, KURDISH[:20].strip())
    room.desk.correct(("came late", "came early"))
    area.evaluate("area => area.setSelectionRange(3, 3)")
    page.keyboard.insert_text("x")
    expect(page.locator(".seg.active .corrected")).to_be_visible()
    assert page.locator(".seg.active > .src ins").inner_text() == "early"
    assert area.evaluate("area => [area.selectionStart, document.activeElement === area]") == [4, True]
    text = KURDISH[:3] + "x" + KURDISH[3:20]
    room.holds(RAIN, text.strip())
    assert room.desk.row(RAIN, tag="ckb").stale
    page.keyboard.press("Control+Enter")
    until(lambda: room.desk.row(RAIN, tag="ckb").record.state is State.SUBMITTED)
    assert not room.desk.row(RAIN, tag="ckb").stale, "who submits has seen it"


def test_two_tabs_of_one_person_keep_one_text(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    other = room.go(page.context.new_page())
    room.at(page, RAIN)
    type_into(page, "باران")
    room.holds(RAIN, "باران")
    area = room.at(other, RAIN)
    expect(area).to_have_value("باران")
    other.keyboard.press("End")
    type_into(other, " هات")
    room.holds(RAIN, "باران هات")
    page.bring_to_front()
    first = page.locator(".seg.active .typed textarea")
    expect(first).to_have_value("باران هات")
    first.focus()
    page.keyboard.press("Control+End")
    type_into(page, ".")
    room.holds(RAIN, "باران هات.")
    assert not page.locator(".clash").is_visible()


def test_where_the_browser_keeps_nothing_the_page_says_so_and_saves(
    room: Newsroom, chromium: Browser
) -> None:
    page = room.open(chromium)
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('refused') }})")
    room.go(page)
    room.at(page, RAIN)
    type_into(page, KURDISH)
    room.holds(RAIN, KURDISH)
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(True)
    type_into(page, "!")
    expect(page.locator("#saved")).to_have_attribute("data-state", "notsaved")
    page.context.set_offline(False)
    room.holds(RAIN, KURDISH + "!")


def test_letters_are_composed_in_peace(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    area = room.at(page, RAIN)
    client = page.context.new_cdp_session(page)
    for text in ("ب", "با", "بار"):
        client.send("Input.imeSetComposition", {"text": text, "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(900)
    client.send("Input.insertText", {"text": "باران"})
    expect(area).to_have_value("باران")
    room.holds(RAIN, "باران")


def test_without_scripts_a_sentence_is_saved_and_handed_in(room: Newsroom, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    room.contexts.append(context)
    cookie = {"name": serving.KEY, "value": sign_in(room.desk, "translator"), "url": room.url}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{room.url}/articles/story/editions/ckb/edit")
    page.locator(f"#s-{room.desk.row(RAIN).segments[0].id} > .spine").click()
    page.locator(".typed textarea").fill(KURDISH)
    page.get_by_role("button", name="Submit, next").click()
    row = room.desk.row(RAIN, tag="ckb")
    assert (row.record.text, row.record.state) == (KURDISH, State.SUBMITTED)
    assert page.url.endswith(f"#s-{room.desk.row(WELLS).segments[0].id}")


def test_find_and_replace_shows_what_it_would_do(room: Newsroom, chromium: Browser) -> None:
    room.desk.write({RAIN: "باران هات.", BOAT: "باران و بەلەم."}, tag="ckb")
    page = room.open(chromium)
    room.at(page, RAIN)
    page.keyboard.press("Control+h")
    page.locator("#replace-from").fill("باران")
    page.locator("#replace-to").fill("بەفر")
    assert page.locator("#replace-list del").count() == 2
    page.locator("#replace-go").click()
    room.holds(RAIN, "بەفر هات.")
    room.holds(BOAT, "بەفر و بەلەم.")


def test_the_palette_and_single_keys_work_outside_the_field(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    room.at(page, RAIN)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator(".seg.active").get_attribute("id") == f"s-{room.desk.row(WELLS).segments[0].id}"
    page.keyboard.press("Control+k")
    page.keyboard.type("boat")
    page.keyboard.press("Enter")
    assert page.locator(".seg.active").get_attribute("id") == f"s-{room.desk.row(BOAT).segments[0].id}"
    page.keyboard.press("Control+k")
    page.keyboard.type("to do")
    page.keyboard.press("Enter")
    assert "show=todo" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "ar", "ckb"])
def test_the_editor_is_accessible_and_fits(room: Newsroom, chromium: Browser, lang: str, scheme: Any) -> None:
    room.desk.write({WELLS: "جووتیاران ٢١ بیر.", REPORT: "<1>ڕاپۆرت</1>", BOAT: "بەلەم."}, tag="ckb")
    room.desk.correct(("children", "pupils"))
    page = room.open(chromium, color_scheme=scheme, locale=lang)
    heard = complaints(page)
    for width in (390, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        room.go(page, query=f"?lang={lang}")
        room.at(page, WELLS)
        page.locator("#aside .h2").first.wait_for()
        page.wait_for_timeout(200)
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.keyboard.press("Control+k")
    assert violations(page) == []
    assert heard == []


def test_what_a_colleague_saves_and_what_is_found_arrives_by_itself(
    room: Newsroom, chromium: Browser
) -> None:
    page = room.open(chromium)
    heard = complaints(page)
    room.go(page)
    area = room.at(page, BOAT)
    row = room.desk.row(WELLS, tag="ckb")
    beside = page.locator(f"#s-{row.segments[0].id}")
    room.desk.write({WELLS: "جووتیاران ٢١ بیر."}, tag="ckb", by="editor")
    expect(beside.locator(".tgt")).to_have_text("جووتیاران ٢١ بیر.", timeout=LIVE)
    expect(beside).to_have_attribute("data-f", "error", timeout=LIVE)
    expect(page.locator('[data-show="finding"] .n')).to_have_text("1", timeout=LIVE)
    room.desk.write({BOAT: "بەلەمێک دێت."}, tag="ckb", by="editor")
    expect(area).to_have_value("بەلەمێک دێت.", timeout=LIVE)
    expect(area).to_be_focused()
    room.desk.correct(("brings the children", "brings the pupils"))
    expect(page.locator(".seg.active > .src ins")).to_have_text("pupils", timeout=LIVE)
    expect(page.locator(".seg.active .corrected")).to_be_visible()
    assert heard == []


def test_where_the_live_line_is_down_the_page_asks_by_itself(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    page.route("**/live?*", lambda route: route.abort())
    page.clock.install()
    room.go(page)
    room.desk.write({WELLS: "جووتیاران بیر."}, tag="ckb", by="editor")
    page.clock.fast_forward(21_000)
    row = room.desk.row(WELLS, tag="ckb")
    expect(page.locator(f"#s-{row.segments[0].id} > .tgt")).to_have_text("جووتیاران بیر.", timeout=LIVE)


def test_who_has_a_sentence_open_is_seen_and_bars_nobody(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    other = room.open(chromium, by="second")
    room.at(page, RAIN)
    room.at(other, WELLS)
    wells = room.desk.row(WELLS).segments[0].id
    expect(page.locator("#here .who-here")).to_have_attribute("title", "second", timeout=LIVE)
    expect(page.locator(f"#s-{wells} > .here .who-here")).to_be_visible()
    expect(other.locator("#here .who-here")).to_have_attribute("title", "translator", timeout=LIVE)
    area = room.at(other, RAIN)
    expect(page.locator(".seg.active .also")).to_contain_text("second", timeout=LIVE)
    expect(other.locator(".seg.active .also")).to_contain_text("is typing here")
    assert violations(page) == []
    other.bring_to_front()
    area.focus()
    type_into(other, "باران")
    room.holds(RAIN, "باران")
    expect(page.locator(".seg.active .typed textarea")).to_have_value("باران", timeout=LIVE)
    other.close()
    expect(page.locator("#here")).to_be_hidden(timeout=LIVE)


def test_words_are_found_and_replaced_in_parts_that_are_not_here_yet(
    room: Newsroom, chromium: Browser
) -> None:
    body = "\n\n".join(f"Boat {n} came home. The rain fell on village {n}." for n in range(150))
    room.desk.ingest(f"# A long story\n\n{body}\n", "long")
    room.desk.write({2: "باران باری.", 290: "باران لە گوند باری."}, "long", "ckb")
    page = room.open(chromium)
    page.goto(f"{room.url}/articles/long/editions/ckb/edit")
    page.wait_for_selector("html[data-ready]")
    far = room.desk.row(290, "long", "ckb").segments[0].id
    assert page.locator(f"#s-{far}").count() == 0
    page.keyboard.press("Control+h")
    page.locator("#replace-from").fill("باران")
    page.locator("#replace-to").fill("بەفر")
    expect(page.locator("#replace-list del")).to_have_count(2)
    page.locator("#replace-go").click()
    until(lambda: room.desk.texts("long", "ckb")[290] == "بەفر لە گوند باری.")
    assert room.desk.texts("long", "ckb")[2] == "بەفر باری."
    page.locator("#seek input[type=search]").fill("بەفر")
    expect(page.locator("#found")).to_have_text("2")
    expect(page.locator(f"#s-{far}")).to_be_visible()
    expect(page.locator(".seg:visible")).to_have_count(2)
    assert "text=" in page.url
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".seg:visible")).to_have_count(2)
    page.locator("#seek input[type=search]").fill("")
    expect(page.locator("#found")).to_have_text("")
    assert "text=" not in page.url
