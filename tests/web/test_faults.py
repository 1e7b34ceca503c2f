"""Faults that people meet at work: fifty on one sentence, a server that is killed, a browser that is full."""

import os
import random
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier

import httpx2
import pytest
from markupsafe import Markup
from playwright.sync_api import Browser, expect

from tests.desk import BOAT, RAIN
from tests.served import PASSWORD, give_password, sign_in
from tests.web.conftest import Site, running
from tests.web.test_editor import KURDISH, Newsroom, room, type_into, until
from tms import serving
from tms.serving import sessions

OTHER = "جووتیاران دەڵێن باران درەنگ هات."
"""What somebody else writes in Kurdish."""

__all__ = ["room"]  # the fixture

FULL = """() => {
  IDBObjectStore.prototype.put = function () {
    this.transaction.abort();
    throw new DOMException('', 'QuotaExceededError');
  };
}"""
"""From now on the browser keeps nothing more."""

CLIENTS = 50
ROUNDS = 3


@dataclass
class Client:
    """One of many who write the same sentence, each with texts of their own."""

    site: Site
    number: int
    accepted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def write(self, path: str, id: str, ready: Barrier) -> None:
        name = ("translator", "second", "editor", "deputy")[self.number % 4]
        secret = sign_in(self.site.desk, name)
        headers = {"x-csrf-token": sessions.token(secret), "accept": "text/html"}
        sent = {"translation": id, "version": 0, "revision": 1, "do": "save"}
        with httpx2.Client(
            base_url=self.site.url, cookies={serving.KEY: secret}, headers=headers, timeout=60
        ) as browser:
            ready.wait()
            for at in range(ROUNDS):
                sent["text"] = f"باران هات، {self.number} و {at}."
                answer = (
                    self.put(browser, path, id, sent) if self.number % 5 else self.post(browser, path, sent)
                )
                sent["version"] = answer

    def put(self, browser: httpx2.Client, path: str, id: str, sent: dict[str, object]) -> int:
        """As the editor's modules save; answers the version to go on from."""
        answer = browser.put(f"{path}/{id}", json=sent)
        body = answer.json()
        if answer.status_code == 200:
            self.accepted.append(body["text"])
        else:
            assert (answer.status_code, body["code"]) == (409, "conflict"), answer.text
            mine = re.sub("<del>.*?</del>", "", body["mine"])
            self.refused.append(Markup(mine).striptags())
            assert self.refused[-1] == sent["text"]
            assert body["current"] in Markup(re.sub("<del>.*?</del>", "", body["theirs"])).striptags()
        return int(body["version"])

    def post(self, browser: httpx2.Client, path: str, sent: dict[str, object]) -> int:
        """As a plain form."""
        answer = browser.post(path, data={name: str(value) for name, value in sent.items()})
        if answer.status_code == 303:
            self.accepted.append(str(sent["text"]))
            return int(str(sent["version"])) + 1
        assert answer.status_code == 409, answer.text
        found = re.search(r'name="text"[^>]*>([^<]*)</textarea>', answer.text)
        version = re.search(r'name="version" value="(\d+)"', answer.text)
        assert found
        assert version
        self.refused.append(found[1])
        assert found[1] == sent["text"], "what was refused stands in the form"
        return int(version[1])


def test_of_fifty_who_save_one_sentence_each_is_kept_or_handed_back(
    database_url: str, tmp_path: Path
) -> None:
    with running(tmp_path, lambda desk: desk.ingest(), database_url) as site:
        row = site.desk.row(RAIN, tag="ckb")
        clients = [Client(site, number) for number in range(CLIENTS)]
        ready = Barrier(CLIENTS)
        with ThreadPoolExecutor(CLIENTS) as pool:
            path = "/articles/story/editions/ckb/edit"
            for each in [pool.submit(client.write, path, row.id, ready) for client in clients]:
                each.result()
        accepted = [text for client in clients for text in client.accepted]
        refused = [text for client in clients for text in client.refused]
        kept = [each.text for each in site.desk.history(row.id)]
        assert len(accepted) + len(refused) == CLIENTS * ROUNDS
        assert sorted(kept) == sorted(accepted), "each accepted text is one version, and nothing else is"
        assert site.desk.row(RAIN, tag="ckb").record.version == len(accepted)
        assert refused, "fifty at once who never met prove nothing"
        site.desk.check()


@dataclass
class Killed(Newsroom):
    """A newsroom whose desk is the real ``serve`` in a process of its own, stopped by a kill."""

    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        settings = self.desk.settings
        about = {"TMS_HOME": str(settings.home), "TMS_DATABASE_URL": settings.database}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tms", "serve", "--port", str(self.port)],
            env={**os.environ, **about},
            stderr=subprocess.DEVNULL,
        )
        until(self.answers, 60, lambda: "it does not start")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def fragile(room: Newsroom) -> Iterator[Killed]:
    room.stop()
    made = Killed(room.desk, room.port, contexts=room.contexts)
    made.start()
    yield made
    made.stop()
    room.start()


def test_a_server_that_is_killed_between_keystrokes_loses_no_letter(
    fragile: Killed, chromium: Browser
) -> None:
    dice = random.Random(7)
    texts = {RAIN: KURDISH, BOAT: OTHER}
    page = fragile.open(chromium)
    for place, text in texts.items():
        fragile.at(page, place)
        cut, back = sorted(dice.sample(range(1, len(text) - 1), 2))
        type_into(page, text[:cut])
        fragile.stop()
        type_into(page, text[cut:back])
        expect(page.locator("#saved")).to_have_attribute("data-state", "kept")
        fragile.start()
        type_into(page, text[back:])
        fragile.holds(place, text, seconds=60)
    assert [fragile.text(place) for place in texts] == list(texts.values())
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")
    assert not page.locator(".clash").is_visible()


def test_a_browser_that_is_full_says_so_and_loses_nothing(room: Newsroom, chromium: Browser) -> None:
    page = room.open(chromium)
    room.at(page, RAIN)
    type_into(page, KURDISH[:10])
    room.holds(RAIN, KURDISH[:10].strip())
    page.evaluate(FULL)
    page.context.set_offline(True)
    type_into(page, KURDISH[10:])
    expect(page.locator("#saved")).to_have_attribute("data-state", "notsaved")
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    room.holds(RAIN, KURDISH)
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def test_two_tabs_that_wrote_different_texts_without_a_line_keep_both(
    room: Newsroom, chromium: Browser
) -> None:
    page = room.open(chromium)
    other = room.go(page.context.new_page())
    room.at(page, RAIN)
    area = room.at(other, RAIN)
    page.context.set_offline(True)
    page.bring_to_front()
    type_into(page, KURDISH)
    other.bring_to_front()
    type_into(other, OTHER)
    for each in (page, other):
        expect(each.locator("#saved")).to_have_attribute("data-state", "kept")
    page.context.set_offline(False)
    until(lambda: room.text(RAIN) in {KURDISH, OTHER}, 30)
    first = room.text(RAIN)
    late, mine = (other, OTHER) if first == KURDISH else (page, KURDISH)
    card = late.locator(".seg.active .clash")
    expect(card).to_be_visible(timeout=30_000)
    assert late.locator(".seg.active .typed textarea").input_value() == mine
    assert first in card.inner_text()
    card.get_by_role("button", name="Keep mine").click()
    room.holds(RAIN, mine)
    assert {each.text for each in room.desk.history(room.desk.row(RAIN, tag="ckb").id)} >= {KURDISH, OTHER}
    assert area.count() == 1


def test_what_was_typed_after_the_session_ended_is_saved_after_the_next_sign_in(
    room: Newsroom, chromium: Browser
) -> None:
    for name in ("translator", "second"):
        give_password(room.desk, name)
    page = room.open(chromium)
    room.at(page, RAIN)
    context = page.context
    context.clear_cookies()
    type_into(page, KURDISH)
    expect(page.locator("#signin")).to_be_visible()
    page.close()
    for name in ("second", "translator"):
        again = context.new_page()
        again.goto(f"{room.url}/signin?next=/articles/story/editions/ckb/edit")
        again.locator("[name=name]").fill(name)
        again.locator("[name=password]").fill(PASSWORD)
        again.locator("main button").click()
        again.wait_for_selector("html[data-ready]")
        if name == "second":
            room.at(again, BOAT)
            type_into(again, "بەلەم")
            room.holds(BOAT, "بەلەم")
            assert room.text(RAIN) == "", "nobody saves what another person typed in this browser"
            again.get_by_role("link", name="Back to the article").click()
            again.get_by_role("button", name="Sign out").click()
            again.close()
    room.holds(RAIN, KURDISH)
    assert room.desk.row(RAIN, tag="ckb").record.author == "translator"
