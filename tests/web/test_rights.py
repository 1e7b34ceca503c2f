"""Every route × every role × signed out, the own and a foreign language: made from the routes there are.

A new route is in this matrix by itself, and closed unless it is named here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import func, select
from starlette.testclient import TestClient

from tests.served import ARTICLE, Served, client, give_password, served
from tests.web import addresses
from tests.web.addresses import ADMINS, ENDLESS, OPEN
from tms.core.rights import OPERATOR, Role
from tms.store import tables
from tms.store.signing import LinkKind
from tms.workflow import links, people

FOREIGN = {role: f"{role.value}-ar" for role in (Role.TRANSLATOR, Role.EDITOR)}
"""People of one language, by the roles that count per language."""

JSON = {"accept": "application/json"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A closed desk with a released article, and people of Arabic only."""
    from tms.store.migrate import upgrade

    folder: Path = tmp_path_factory.mktemp("rights")
    url = f"sqlite:///{folder / 'desk.db'}"
    upgrade(url)
    with served(url, folder) as found:
        with found.desk.step() as session:
            for role, name in FOREIGN.items():
                people.add(session, name, role, ["ar"], OPERATOR)
        found.desk.ingest(ARTICLE)
        found.desk.finish()
        found.desk.release()
        give_password(found.desk, "admin")
        yield found


def pages(desk: Served) -> list[tuple[str, str]]:
    return addresses.pages(desk.client.app)


def calls(desk: Served) -> list[tuple[str, str]]:
    """The API's own, as it describes itself."""
    described = desk.client.get("/api/openapi.json").json()["paths"]
    return [(verb.upper(), path) for path, verbs in described.items() for verb in verbs]


def filled(desk: Served, path: str, tag: str = "ckb", slug: str = "story") -> str:
    row = desk.desk.row(1, tag=tag)
    values = {"slug": slug, "language": tag, "number": "1", "secret": "x" * 43, "block": row.block.id}
    id = str(desk.desk["editor"].id) if "{id:int}" in path else row.id
    return addresses.fill(path, values | {"id": id})


def send(browser: TestClient, verb: str, path: str, **headers: str) -> Response:
    return browser.request(verb, path, headers=JSON | headers)


def test_the_matrix_knows_the_routes(desk: Served) -> None:
    assert len(pages(desk)) > 20
    assert len(calls(desk)) >= 28
    assert {path for _, path in pages(desk)} >= OPEN


def test_a_stranger_is_sent_to_the_sign_in_page_from_everywhere(desk: Served) -> None:
    browser = client(desk.client.app)
    for verb, path in pages(desk):
        if path in OPEN:
            continue
        asked = send(browser, verb, filled(desk, path))
        assert (asked.status_code, asked.json()["error"]["code"]) == (401, "sign-in-needed"), (verb, path)
        if verb == "GET":
            assert browser.get(filled(desk, path)).headers["location"].startswith("/signin?next="), path
    for verb, path in calls(desk):
        for each in (
            browser,
            desk.as_("admin"),
        ):  # the API takes no cookie; what it cannot read it says first
            assert each.request(verb, filled(desk, path), json={}).status_code in {401, 422}, (verb, path)


@pytest.mark.parametrize("role", list(FOREIGN))
def test_a_foreign_language_is_not_there(desk: Served, role: Role) -> None:
    browser, token = desk.as_(FOREIGN[role]), desk.token(FOREIGN[role])
    before = desk.desk.texts(tag="ckb")
    for verb, path in pages(desk):
        if "{language}" in path:
            step = {"approve": desk.desk.row(1, tag="ckb").id} if path.endswith("/review") else {}
            answer = browser.request(verb, filled(desk, path), headers=JSON, data=step)
            assert answer.status_code in {403, 404, 422}, (verb, path, answer.text)
            assert not step or answer.status_code == 404
            assert not [text for text in before if text and text in answer.text], path
    for verb, path in calls(desk):
        if "{language}" in path:
            body = {"text": "x", "version": 1, "segments": [desk.desk.row(1).segments[0].id], "comment": "c"}
            answer = desk.call(
                verb, filled(desk, path).removeprefix("/api/v1"), token=token, json=body | {"to": "second"}
            )
            assert 400 <= answer.status_code < 500, (verb, path, answer.text)
            assert not [text for text in before if text and text in answer.text], path
    assert desk.desk.texts(tag="ckb") == before


@pytest.mark.parametrize("role", list(FOREIGN))
def test_a_person_of_one_language_sees_the_editions_of_that_language(desk: Served, role: Role) -> None:
    app: Any = desk.client.app
    for path in (str(app.url_path_for("board")), "/articles/story"):
        own, all_ = desk.as_(FOREIGN[role]).get(path).text, desk.as_("chief").get(path).text
        heading = re.compile(r"<(?:th|h2)[^>]*>\s*Central Kurdish")
        assert (bool(heading.search(own)), bool(heading.search(all_))) == (False, True), path


@pytest.mark.parametrize("role", list(Role))
def test_an_article_that_is_not_there_is_not_there_for_anybody(desk: Served, role: Role) -> None:
    browser = desk.as_(role.value)
    for verb, path in pages(desk):
        if "{slug}" in path:
            answer = send(browser, verb, filled(desk, path, slug="other"))
            assert 400 <= answer.status_code < 500, (verb, path, answer.text)


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.EDITOR, Role.CHIEF])
def test_the_people_are_for_admins(desk: Served, role: Role) -> None:
    browser = desk.as_(role.value)
    for verb, path in pages(desk):
        if path.startswith(ADMINS):
            wanted = 200 if (role, verb, path) == (Role.CHIEF, "GET", ADMINS[0]) else 403
            assert send(browser, verb, filled(desk, path)).status_code == wanted, (verb, path)


@pytest.mark.parametrize("role", list(Role))
def test_what_carries_no_token_of_a_form_changes_nothing(desk: Served, role: Role) -> None:
    browser = desk.as_(role.value)
    del browser.headers["x-csrf-token"]
    before = rows(desk)
    for verb, path in pages(desk):
        if verb != "GET":
            for headers in ({}, {"x-csrf-token": "0" * 64}, {"origin": "https://evil.example"}):
                answer = send(browser, verb, filled(desk, path), **headers)
                assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forged"), (verb, path)
    assert rows(desk) == before


@pytest.mark.parametrize("role", list(Role))
def test_a_get_writes_nothing_and_says_what_every_page_says(desk: Served, role: Role) -> None:
    with desk.desk.step() as session:
        user = people.known(session, "second")
        secrets = [links.make(session, user, kind, "") for kind in (LinkKind.INVITE, LinkKind.DEMO)]
    browser = desk.as_(role.value)
    before = rows(desk)
    asked = [filled(desk, path) for verb, path in pages(desk) if verb == "GET" and path not in ENDLESS]
    for path in [*asked, *secrets]:
        answer = browser.get(path)
        assert answer.status_code < 500, path
        assert "'nonce-" in answer.headers["content-security-policy"], path
        assert not re.search(r"<[^>]+\son\w+=|style=", re.sub(r"<title>.*?</title>", "", answer.text)), path
    assert rows(desk) == before


def rows(desk: Served) -> dict[str, int]:
    """How many rows each table has."""
    with desk.desk.database.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.METADATA.tables.items()
        }
