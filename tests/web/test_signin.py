"""Signing in and out: by name and password, a cookie, and a token in every form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.served import PASSWORD, Served, client, give_password, served, sign_in
from tms import serving
from tms.serving import sessions


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as found:
        yield found


@pytest.fixture
def closed(desk: Served) -> Served:
    """A desk in which an editor has a password."""
    give_password(desk.desk, "editor")
    return desk


def stranger(desk: Served) -> TestClient:
    return client(desk.client.app)


def form(browser: TestClient) -> dict[str, str]:
    """The hidden fields of the sign-in form."""
    text = browser.get("/signin").text
    return {"csrf": text.partition('name="csrf" value="')[2].partition('"')[0]}


def test_a_desk_is_closed_to_strangers_once_somebody_can_sign_in(desk: Served) -> None:
    assert stranger(desk).get("/").status_code == 200
    give_password(desk.desk, "editor")
    for path in ("/", "/articles/x", "/nowhere"):
        answer = stranger(desk).get(f"{path}?q=a%20b")
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            f"/signin?next={path.replace('/', '%2F')}%3Fq%3Da%2520b",
        )
    assert desk.as_("translator").get("/board").status_code == 200


def test_who_signs_in_gets_a_new_cookie_and_goes_on(closed: Served) -> None:
    browser = stranger(closed)
    fields = form(browser)
    before = browser.cookies[serving.KEY]
    sent = fields | {"name": "editor", "password": PASSWORD, "next": "/articles/x?a=1"}
    answer = browser.post("/signin", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles/x?a=1")
    assert browser.cookies[serving.KEY] != before
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=lax" in said
    page = browser.get("/")
    assert ("<bdi>editor</bdi>" in page.text, page.headers["cache-control"]) == (True, "no-store")
    again = browser.post("/signin", data={**form_of(page.text), "name": "editor", "password": PASSWORD})
    assert again.status_code == 303


def form_of(text: str) -> dict[str, str]:
    return {"csrf": text.partition('name="csrf" value="')[2].partition('"')[0]}


def test_who_signs_out_is_out_also_with_the_old_cookie(closed: Served) -> None:
    browser = closed.as_("editor")
    secret = browser.cookies[serving.KEY]
    assert browser.get("/").status_code == 200
    assert browser.post("/signout").status_code == 303
    assert browser.get("/").status_code == 303
    assert client(closed.client.app, secret).get("/").status_code == 303


@pytest.mark.parametrize("name", ["editor", "translator", "nobody", "", "\ud800", "x" * 70])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(closed: Served, name: str) -> None:
    browser = stranger(closed)
    sent = form(browser) | {"name": name.encode("utf-8", "replace").decode(), "password": "wrong"}
    answer = browser.post("/signin", data=sent)
    assert answer.status_code == 401
    assert "The name or the password is wrong." in answer.text


def test_ten_tries_are_enough_for_a_name_and_for_an_address(closed: Served) -> None:
    browser = stranger(closed)
    fields = form(browser)
    for at in range(10):
        answer = browser.post("/signin", data=fields | {"name": f"{at % 2}", "password": "wrong"})
        assert answer.status_code == 401
    answer = browser.post("/signin", data=fields | {"name": "editor", "password": PASSWORD})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    "headers",
    [
        {"x-csrf-token": ""},
        {"x-csrf-token": "0" * 64},
        {"x-csrf-token": "\xff"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_was_not_sent_from_a_page_of_the_desk_is_refused(
    closed: Served, headers: dict[str, str]
) -> None:
    browser = closed.as_("editor")
    raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    assert browser.post("/signout", headers=raw).status_code == 403
    assert browser.get("/").status_code == 200


def test_a_form_may_carry_the_token_in_a_field(closed: Served) -> None:
    secret = sign_in(closed.desk, "editor")
    for options in ({"data": {"csrf": sessions.token(secret)}}, {"files": {"csrf": (None, "x")}}):
        browser = client(closed.client.app, secret)
        del browser.headers["x-csrf-token"]
        status = browser.post("/signout", **options).status_code
        assert status == (303 if "data" in options else 403) or browser.get("/").status_code == 303


def test_an_expired_sign_in_is_told_to_a_script_as_json(closed: Served) -> None:
    browser = stranger(closed)
    answer = browser.post("/articles/x", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "sign-in-needed")


@pytest.mark.parametrize("on", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "x"])
def test_nobody_is_led_away_from_the_desk(closed: Served, on: str) -> None:
    answer = closed.as_("editor").get("/signin", params={"next": on})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_api_takes_no_cookie(closed: Served) -> None:
    assert closed.as_("editor").get("/api/v1/articles").status_code == 401
