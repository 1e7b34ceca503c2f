"""The queue and the notices as plain forms, their rights, their addresses, and how often they ask."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk import BOAT, RAIN, STORY, WELLS
from tests.served import Served, served
from tests.web.test_board import counted
from tms.core.rights import OPERATOR, Role
from tms.store import events
from tms.workflow import people

EDITION = "/articles/story/editions/ar"


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as found:
        found.desk.ingest(STORY)
        yield found


def hire(desk: Served, name: str, *languages: str) -> None:
    with desk.desk.step() as session:
        user = people.add(session, name, Role.TRANSLATOR, list(languages), OPERATOR)
        desk.desk.cast[name] = people.person(user)


def post(desk: Served, by: str, path: str, **data: str) -> int:
    return desk.as_(by).post(path, data=data).status_code


def text(desk: Served, by: str, path: str = "/queue") -> str:
    answer = desk.as_(by).get(path)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", answer.text)


def holders(desk: Served) -> list[str]:
    names = {person.id: name for name, person in desk.desk.cast.items()}
    return [names[r.assignment.user_id] if r.assignment else "" for r in desk.desk.look().rows]


def test_a_translator_begins_at_the_queue_and_an_editor_at_the_board(desk: Served) -> None:
    answer = desk.as_("translator").get("/?lang=ckb")
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?lang=ckb")
    assert '<h1 class="title">Board</h1>' in text(desk, "editor", "/")
    assert desk.client.get("/queue", follow_redirects=False).status_code == 303


def test_work_is_moved_by_plain_forms(desk: Served) -> None:
    assert "Nothing is waiting for you." in text(desk, "translator")
    answer = desk.as_("translator").post(
        f"{EDITION}/take", data={"words": "5", "back": "/queue?language=ar&hand=mine"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?language=ar&hand=mine")
    assert holders(desk)[:2] == ["translator", ""]
    assert post(desk, "translator", f"{EDITION}/take") == 303
    assert "whole article" in text(desk, "translator", "/queue?hand=mine")
    assert post(desk, "second", f"{EDITION}/take-over", holder="translator") == 303
    assert holders(desk) == ["second"] * 6
    assert "data-unread>" in text(desk, "translator")
    assert "second\u2069 took over 6 sentences from you." in text(desk, "translator", "/notices")
    assert post(desk, "second", f"{EDITION}/ask-time", until="2030-01-02T12:00", why="No power.") == 303
    page = text(desk, "editor", "/notices")
    assert "No power." in page
    sent = dict(
        re.findall(r'name="(\w+)" value="([^"]*)"', page[page.index("/give-time") :].partition("</form>")[0])
    )
    assert sent["until"] == "2030-01-02T09:00:00+00:00", "the desk's clock is Baghdad's"
    assert post(desk, "editor", f"{EDITION}/give-time", **sent) == 303
    assert "2 January 2030" in text(desk, "second")
    assert post(desk, "second", f"{EDITION}/hand-back") == 303
    assert holders(desk) == [""] * 6


def test_an_edition_has_a_deadline_and_an_article_is_marked_urgent(desk: Served) -> None:
    assert post(desk, "editor", f"{EDITION}/plan", until="2030-01-02T12:00") == 303
    assert post(desk, "editor", "/articles/story/urgent", urgent="yes") == 303
    page = text(desk, "translator")
    assert "2 January 2030" in page
    assert page.count("Urgent</span>") == 2
    assert post(desk, "translator", f"{EDITION}/plan", until="2030-01-02T12:00") == 403
    assert post(desk, "translator", "/articles/story/urgent", urgent="no") == 403


@pytest.mark.parametrize("step", ["take", "hand-back", "take-over", "ask-time", "give-time", "plan"])
def test_a_step_is_for_those_of_the_language_and_has_its_token(desk: Served, step: str) -> None:
    hire(desk, "shilan", "ckb")
    assert post(desk, "shilan", f"{EDITION}/{step}", until="2030-01-02T12:00") in {403, 409}
    stranger = desk.client.post(f"{EDITION}/{step}", follow_redirects=False)
    assert stranger.status_code in {303, 401, 403}
    without = desk.as_("translator")
    del without.headers["x-csrf-token"]
    assert without.post(f"{EDITION}/{step}").status_code == 403
    for path, until in (
        ("/articles/none/editions/ar", "2030-01-02T12:00"),
        ("/articles/story/editions/xx", "2030-01-02T12:00"),
        (EDITION, "soon"),
    ):
        assert 400 <= post(desk, "editor", f"{path}/{step}", until=until) < 500


def test_what_is_of_another_language_is_not_shown(desk: Served) -> None:
    hire(desk, "shilan", "ckb")
    assert "/editions/ckb" in text(desk, "shilan")
    assert "/editions/ar" not in text(desk, "shilan")
    assert "/editions/ar" not in text(desk, "shilan", "/queue?language=ar")


def test_notices_are_read_and_chosen_by_forms(desk: Served) -> None:
    desk.desk.assign(RAIN, WELLS, to="translator")
    desk.desk.assign(BOAT, to="translator")
    page = text(desk, "translator", "/notices")
    assert page.count('class="notice unread"') == 2
    [first] = set(re.findall(r'name="notices" value="(\d+)"', page)[:1])
    assert post(desk, "second", "/notices/read", notices=first) == 303
    assert text(desk, "translator", "/notices").count('class="notice unread"') == 2
    assert post(desk, "translator", "/notices/read", notices=first) == 303
    assert text(desk, "translator", "/notices").count('class="notice unread"') == 1
    assert post(desk, "translator", "/notices/read") == 303
    assert text(desk, "translator", "/notices").count('class="notice unread"') == 0
    assert post(desk, "translator", "/notices/choices", assigned="off") == 303
    desk.desk.assign(BOAT, to="translator", tag="ckb")
    assert text(desk, "translator", "/notices").count('class="notice') == 2 + 1, "the list and its two"
    assert post(desk, "translator", "/notices/choices", assigned="loud") == 400


def test_odd_addresses_are_pages(desk: Served) -> None:
    for odd in ("language=xx", "hand=nobody", "state=x&due=y", "language=ar&lang=ckb", "page=٣"):
        text(desk, "translator", f"/queue?{odd}")
        text(desk, "translator", f"/notices?{odd}")


def test_the_pages_ask_as_often_for_much_as_for_little(desk: Served) -> None:
    database = desk.client.app.state.desk.database  # type: ignore[attr-defined]
    desk.desk.assign(RAIN, to="editor", by="deputy")
    browser = desk.as_("editor")

    def asked(path: str) -> int:
        browser.get(path)
        with counted(database) as sent:
            assert browser.get(path).status_code == 200
        return len(sent)

    before = {path: asked(path) for path in ("/queue", "/notices")}
    for number in range(5):
        desk.desk.ingest(STORY.replace("Water", f"Water {number}"), f"s-{number}")
        desk.desk.assign(RAIN, WELLS, to="editor", by="deputy", slug=f"s-{number}")
    assert {path: asked(path) for path in before} == before


def presence(desk: Served, by: str, body: object) -> int:
    return desk.as_(by).post("/presence", content=json.dumps(body)).status_code


def test_presence_is_said_as_json_by_those_of_the_language(desk: Served) -> None:
    hire(desk, "shilan", "ckb")
    here = {"article": "story", "language": "ar", "segment": desk.desk.row(0).segments[0].id}
    assert presence(desk, "translator", here) == 200
    assert presence(desk, "shilan", here) == 403
    assert presence(desk, "translator", here | {"segment": "nowhere"}) == 404
    odd: list[object] = [[], {"article": 1}, {**here, "segment": None}, here | {"segment": "x" * 300}, "x"]
    for bad in odd:
        assert presence(desk, "translator", bad) == 422
    assert desk.client.post("/presence", json=here, follow_redirects=False).status_code in {303, 401, 403}
    with desk.desk.database.reading() as session:
        assert not [e for e in events.since(session, 0) if e.what == "presence"]


def test_live_is_for_those_who_are_signed_in(desk: Served) -> None:
    answer = desk.client.get("/live", headers={"accept": "text/event-stream"}, follow_redirects=False)
    assert answer.status_code == 401
