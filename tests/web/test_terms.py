"""The glossary on the web: proposed by translators, decided by editors, searched in any spelling."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import Served, served


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as found:
        yield found


FORM = {
    "kind": "place",
    "en-0": "Basra",
    "en-0-status": "preferred",
    "ar-0": "البصرة",
    "ar-0-status": "preferred",
    "ckb-0": "بەسرە",
    "ckb-0-status": "preferred",
    "note": "The city; the province is “Basra province”.",
    "version": "0",
}


def added(desk: Served, by: str = "editor", **fields: str) -> str:
    """The address of a new concept."""
    answer = desk.as_(by).post("/terms/new", data=FORM | fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def test_a_term_is_added_found_and_changed(desk: Served) -> None:
    path = added(desk)
    browser = desk.as_("editor")
    assert "البصرة" in browser.get("/terms?q=بصره").text
    assert "No term has" in browser.get("/terms?q=Kirkuk").text
    changed = browser.post(path, data=FORM | {"version": "1", "en-1": "Basrah", "en-1-status": "forbidden"})
    assert changed.status_code == 303
    shown = browser.get(path).text
    assert re.search(r'value="Basrah"', shown)
    assert shown.count("<li><b>") == 2
    late = browser.post(path, data=FORM | {"version": "1", "en-0": "Al Basra"})
    assert late.status_code == 409
    assert 'value="Al Basra"' in late.text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk: Served) -> None:
    answer = desk.as_("editor").post("/terms/new", data=FORM | {"en-1": "Basra", "en-1-status": "admitted"})
    assert answer.status_code == 400
    assert "stands twice" in answer.text
    assert answer.text.count('value="Basra"') == 2


def test_a_translator_proposes_only(desk: Served) -> None:
    draft = {f"{tag}-0-status": "draft" for tag in ("en", "ar", "ckb")}
    assert desk.as_("translator").post("/terms/new", data=FORM).status_code == 403
    path = added(desk, "translator", **draft)
    assert 'name="do"' not in desk.as_("translator").get(path).text
    assert desk.as_("translator").post(path, data=FORM | {"version": "1"}).status_code == 403


def test_a_concept_is_taken_out_and_keeps_its_history(desk: Served) -> None:
    path = added(desk)
    browser = desk.as_("editor")
    assert browser.post(path, data={"do": "retire", "version": "1"}).headers["location"] == "/terms"
    assert "Basra" not in browser.get("/terms").text
    assert "taken out" in browser.get(path).text


def test_a_list_comes_in_whole_or_not_at_all(desk: Served) -> None:
    browser = desk.as_("editor")
    good = "en,ar\nriver,نهر\nferry,عبّارة\n".encode()
    said = re.sub("<[^>]+>", "", browser.post("/terms", files={"file": ("terms.csv", good)}).text)
    assert "Taken in: 2 new, 0 changed" in said
    bad = "en,ar\nlake,بحيرة\nlake,بركة\n".encode()
    refused = browser.post("/terms", files={"file": ("terms.csv", bad)})
    assert refused.status_code == 400
    assert "line 3" in refused.text
    assert "lake" not in browser.get("/terms").text
    assert browser.post("/terms", files={"file": ("terms.csv", b"\xff\xfe")}).status_code == 400
    assert browser.post("/terms", data={}).status_code == 400
    assert "river" in browser.get("/terms/terms.csv").text
    assert "<term>river</term>" in browser.get("/terms/terms.tbx").text
    assert desk.as_("translator").post("/terms", files={"file": ("t.csv", good)}).status_code == 403


@pytest.mark.parametrize("path", ["/terms/nowhere", "/terms/x%00y", "/terms/new?term=%E2%80%AE"])
def test_no_address_is_an_error_of_the_desk(desk: Served, path: str) -> None:
    assert desk.as_("editor").get(path).status_code in {200, 400, 404, 422}
