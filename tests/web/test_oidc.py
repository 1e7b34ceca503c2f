"""Signing in by OpenID Connect, against a service on this machine that speaks the protocol."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from tests.served import PASSWORD, Served, client, give_password, served
from tests.web import provider as services
from tests.web.provider import CLIENT, SECRET, Provider
from tms import server, serving
from tms import settings as environment
from tms.errors import BadValue, OnlyLoopback
from tms.store.people import User
from tms.workflow import oidc, people

GOOD = {"email": "Shilan@example.org", "email_verified": True}


@pytest.fixture
def service() -> Iterator[Provider]:
    with services.provider() as found:
        yield found


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, service: Provider) -> Iterator[Served]:
    """A desk at which people sign in by the service; it knows the editor's mail address."""
    with served(sqlite_url, tmp_path) as found:
        app: Any = found.client.app
        settings = replace(
            app.state.desk.settings,
            oidc_issuer=service.issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            url="http://127.0.0.1",
        )
        app.state.desk = replace(app.state.desk, settings=settings)
        with found.desk.step() as session:
            people.known(session, "editor").mail = "shilan@example.org"
        yield found


def try_(desk: Served, service: Provider, browser: TestClient | None = None, **person: Any) -> Response:
    """From the button to the answer of the desk."""
    browser = browser or client(desk.client.app)
    off = browser.get("/signin/oidc?next=/queue?mine=1")
    assert (off.status_code, off.headers["location"].startswith(service.issuer)) == (303, True)
    back = urlsplit(service.allow(off.headers["location"], **{**GOOD, **person}))
    return browser.get(f"{back.path}?{back.query}")


def refused(answer: Response, why: str = "") -> None:
    assert answer.status_code == 401, answer.headers
    assert "has not let you in" in answer.text
    assert why in answer.text


def user(desk: Served, name: str = "editor") -> User:
    with desk.desk.database.reading() as session:
        return session.scalars(select(User).where(User.name == name)).one()


def test_somebody_the_desk_knows_by_mail_is_signed_in_and_goes_on(desk: Served, service: Provider) -> None:
    browser = client(desk.client.app)
    page = browser.get("/signin")
    assert f"Sign in with <bdi>{urlsplit(service.issuer).hostname}</bdi>" in page.text
    before = browser.cookies[serving.KEY]
    answer = try_(desk, service, browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?mine=1")
    assert browser.cookies[serving.KEY] != before
    assert "oidc" not in browser.cookies
    assert "<bdi>editor</bdi>" in browser.get("/board").text
    assert user(desk).subject == f"{service.issuer} person-1"


def test_who_is_known_to_the_service_stays_known_when_an_address_moves(
    desk: Served, service: Provider
) -> None:
    assert try_(desk, service).status_code == 303
    assert try_(desk, service, email="new@example.org").status_code == 303
    assert try_(desk, service, email=None, email_verified=None).status_code == 303
    service.claims = {"sub": "person-2"}  # somebody else was given the old address
    refused(try_(desk, service), "nobody of this desk")


def test_the_old_sign_in_of_the_browser_ends(desk: Served, service: Provider) -> None:
    browser = desk.as_("translator")
    old = browser.cookies[serving.KEY]
    assert try_(desk, service, browser).status_code == 303
    assert client(desk.client.app, old).get("/queue").status_code == 303
    assert browser.get("/queue").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"exp": "soon"},
        {"iat": None},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 2000},
        {"at_hash": "wrong"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_try_is_refused(
    desk: Served, service: Provider, claims: dict[str, Any]
) -> None:
    service.claims = claims
    refused(try_(desk, service), "cannot be trusted")
    assert user(desk).subject == ""


@pytest.mark.parametrize(
    "sign", [services.by_another_key, services.by_no_key, services.by_the_secret, services.broken]
)
def test_a_token_that_the_service_has_not_signed_is_refused(
    desk: Served, service: Provider, sign: Any
) -> None:
    service.sign = sign
    refused(try_(desk, service), "cannot be trusted")


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({"email_verified": False}, "not confirmed"),
        ({"email_verified": None}, "not confirmed"),
        ({"email": None}, "not confirmed"),
        ({"email": ["shilan@example.org"]}, "not confirmed"),
        ({"email": "nobody@example.org"}, "nobody of this desk"),
    ],
)
def test_who_is_not_known_by_a_confirmed_address_is_refused(
    desk: Served, service: Provider, person: dict[str, Any], why: str
) -> None:
    refused(try_(desk, service, **person), why)
    with desk.desk.database.reading() as session:
        assert len(list(session.scalars(select(User)))) == 6, "nobody is added"


@pytest.mark.parametrize("two", [True, False])
def test_an_address_of_two_people_or_of_one_who_left_opens_nothing(
    desk: Served, service: Provider, two: bool
) -> None:
    if not two:
        assert try_(desk, service).status_code == 303
    with desk.desk.step() as session:
        if two:
            people.known(session, "second").mail = "SHILAN@example.org"
        else:
            people.known(session, "editor").active = False
    refused(try_(desk, service), "nobody of this desk")


def test_the_address_may_come_from_where_the_service_tells_it(desk: Served, service: Provider) -> None:
    service.userinfo = {"sub": "another", **GOOD}
    refused(try_(desk, service, email=None, email_verified=None), "cannot be trusted")
    service.userinfo = {"sub": "person-1", **GOOD}
    assert try_(desk, service, email=None, email_verified=None).status_code == 303


def test_a_way_back_is_for_one_browser_and_once(desk: Served, service: Provider) -> None:
    browser, other = client(desk.client.app), client(desk.client.app)
    off = browser.get("/signin/oidc")
    back = urlsplit(service.allow(off.headers["location"], **GOOD))
    way = f"{back.path}?{back.query}"
    refused(other.get(way), "this browser has not asked")
    kept = browser.cookies["oidc"]
    assert browser.get(way).status_code == 303
    browser.cookies.clear()
    refused(browser.get(way), "this browser has not asked")
    browser.cookies.set("oidc", kept, domain="127.0.0.1", path=oidc.PATH)
    refused(browser.get(way))
    browser.cookies.set("oidc", kept, domain="127.0.0.1", path=oidc.PATH)
    refused(browser.get(f"{back.path}?{back.query.replace('state=', 'state=x')}"))
    browser.cookies.set("oidc", kept, domain="127.0.0.1", path=oidc.PATH)
    refused(browser.get(f"{back.path}?error=access_denied&state=x"))


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"token_endpoint": "file:///etc/passwd"},
        {"token_endpoint": None},
        {"jwks_uri": "http://10.0.0.1/keys"},
        {"jwks_uri": 7},
    ],
    ids=str,
)
def test_a_service_that_leads_elsewhere_is_not_followed(
    desk: Served, service: Provider, discovery: dict[str, Any]
) -> None:
    browser = client(desk.client.app)
    off = browser.get("/signin/oidc")
    back = urlsplit(service.allow(off.headers["location"], **GOOD))
    service.discovery = discovery
    refused(browser.get(f"{back.path}?{back.query}"))


def test_a_service_that_is_away_is_said_on_the_form(desk: Served, service: Provider) -> None:
    service.away = True
    refused(client(desk.client.app).get("/signin/oidc"), "does not answer")
    give_password(desk.desk, "editor")
    browser = client(desk.client.app)
    fields = {"csrf": browser.get("/signin").text.partition('name="csrf" value="')[2].partition('"')[0]}
    entered = browser.post("/signin", data=fields | {"name": "editor", "password": PASSWORD})
    assert entered.status_code == 303, "a password works all the same"


def test_a_secret_goes_as_the_service_takes_it(desk: Served, service: Provider) -> None:
    service.discovery = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert try_(desk, service).status_code == 303


def test_tries_are_counted_and_good_ones_are_not(desk: Served, service: Provider) -> None:
    for _ in range(12):
        assert try_(desk, service).status_code == 303
    for _ in range(10):
        refused(client(desk.client.app).get(f"{oidc.PATH}?code=x&state=y"))
    assert client(desk.client.app).get(f"{oidc.PATH}?code=x&state=y").status_code == 429


@pytest.mark.parametrize("on", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_led_away_from_the_desk(desk: Served, service: Provider, on: str) -> None:
    browser = client(desk.client.app)
    off = browser.get("/signin/oidc", params={"next": on})
    back = urlsplit(service.allow(off.headers["location"], **GOOD))
    assert browser.get(f"{back.path}?{back.query}").headers["location"] == "/"


def test_a_desk_with_a_service_is_closed_and_one_without_knows_no_such_page(
    desk: Served, sqlite_url: str, tmp_path: Path
) -> None:
    stranger = client(desk.client.app)
    assert stranger.get("/board").headers["location"].startswith("/signin?")
    app: Any = desk.client.app
    plain = replace(app.state.desk.settings, oidc_issuer="")
    app.state.desk = replace(app.state.desk, settings=plain)
    for path in ("/signin/oidc", "/signin/oidc/callback"):
        assert stranger.get(path).status_code == 404
    assert "/signin/oidc" not in stranger.get("/signin").text


def test_a_desk_may_be_served_to_others_when_everybody_can_come_by_the_service(
    desk: Served, service: Provider
) -> None:
    settings = replace(
        desk.desk.settings, oidc_issuer=service.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET
    )
    with pytest.raises(OnlyLoopback) as refused:
        server._closed(settings, "0.0.0.0")
    assert "second" in str(refused.value.hint)
    assert "editor" not in str(refused.value.hint)
    with desk.desk.step() as session:
        for each in session.scalars(select(User)):
            each.mail = f"{each.name}@example.org"
    server._closed(settings, "0.0.0.0")


@pytest.mark.parametrize("issuer", ["http://accounts.example.org", "ftp://x", "accounts", "https://a/?b"])
def test_a_service_without_encryption_is_none(issuer: str) -> None:
    with pytest.raises(BadValue):
        environment.read(oidc_issuer=issuer)
