"""What every answer carries, what no request gets past, and forms in hands they were not made for."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from tests.served import ARTICLE, PASSWORD, Served, client, give_password, served
from tests.web import addresses
from tests.web.forms import Form, forms
from tms import serving
from tms.core.rights import OPERATOR, Role
from tms.serving import sessions
from tms.store import tables
from tms.store.migrate import upgrade
from tms.workflow import accounts, people

FOREIGN = {"translator-ar": Role.TRANSLATOR, "editor-ar": Role.EDITOR}

COMINGS_AND_GOINGS = {"sign_in", "attempt", "link"}
"""Tables that say who came to the door, not what stands in the desk."""

AWAY = ["//evil.example", "https://evil.example/", "/\\evil.example", "/\tevil", "\u202e/x", "javascript:1"]


@contextmanager
def worked(folder: Path) -> Iterator[Served]:
    """A closed desk with work in every state in both languages, and people of Arabic only."""
    url = f"sqlite:///{folder / 'desk.db'}"
    upgrade(url)
    with served(url, folder) as made:
        with made.desk.step() as session:
            for name, role in FOREIGN.items():
                people.add(session, name, role, ["ar"], OPERATOR)
        made.desk.ingest(ARTICLE, "out")
        made.desk.finish("out")
        made.desk.release("out")
        made.desk.ingest(ARTICLE.replace("Three", "Four"))
        for tag in ("ar", "ckb"):
            made.desk.write({0: "نان", 1: "نانەوا ٩٩", 2: "بەیانی"}, tag=tag)
            made.desk.submit(tag=tag)
            made.desk.return_(2, comment="Not this.", tag=tag)
            made.desk.assign(3, to="chief", tag=tag)
            made.desk.assign(4, to="second", tag=tag)
        for name in ("admin", "editor"):
            give_password(made.desk, name)
        yield made


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with worked(tmp_path_factory.mktemp("doors")) as made:
        yield made


def filled(desk: Served, path: str) -> str:
    row = desk.desk.row(1, tag="ckb")
    values = {"slug": "story", "language": "ckb", "number": "1", "secret": "x" * 43, "block": row.block.id}
    return addresses.fill(path, values | {"id": "1" if "{id:int}" in path else row.id})


def writes(desk: Served) -> list[tuple[str, str]]:
    return [(verb, filled(desk, path)) for verb, path in addresses.pages(desk.client.app) if verb != "GET"]


def digest(desk: Served) -> dict[str, str]:
    """All that stands in the desk, by table."""
    with desk.desk.database.reading() as session:
        rows = {
            name: sorted(map(repr, session.execute(select(table))))
            for name, table in tables.METADATA.tables.items()
            if name not in COMINGS_AND_GOINGS
        }
    return {name: hashlib.sha256(repr(held).encode()).hexdigest() for name, held in rows.items()}


def test_every_answer_carries_a_strict_policy_with_a_nonce_of_its_own(desk: Served) -> None:
    browser = desk.as_("admin")
    asked: list[Response] = [browser.get(filled(desk, path)) for path in addresses.reads(desk.client.app)]
    asked += [browser.request(verb, path) for verb, path in writes(desk)]
    asked += [browser.get(path) for path in ("/nowhere", "/static/desk.css", "/static/none", "/healthz")]
    asked += [desk.client.get(path) for path in ("/api/docs", "/api/v1/articles", "/api/v1/none", "/metrics")]
    asked += [browser.get("/", headers={"host": "evil.example"}), browser.request("TRACE", "/")]
    nonces = set()
    for answer in asked:
        policy = dict(each.split(" ", 1) for each in answer.headers["content-security-policy"].split("; "))
        nonce = re.fullmatch(r"'nonce-([\w-]{20,})'", policy["script-src"])
        assert nonce, policy
        nonces.add(nonce[1])
        assert {policy[name] for name in ("default-src", "base-uri", "frame-ancestors")} == {"'none'"}
        assert "unsafe" not in str(policy)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "server" not in answer.headers
        for script in re.findall(r"<script\b[^>]*>", answer.text):
            assert f'nonce="{nonce[1]}"' in script or 'type="application/json"' in script, script
        assert not re.search(
            r"<[^>]+\s(on\w+|style)=", re.sub(r"<title>.*?</title>|\"[^\"]*\"", "", answer.text)
        )
    assert len(nonces) == len(asked)


def test_files_travel_packed_and_pages_with_a_secret_do_not(desk: Served) -> None:
    browser = desk.as_("editor")
    style = browser.get("/static/desk.css", headers={"accept-encoding": "gzip"})
    assert style.headers["content-encoding"] == "gzip"
    assert style.num_bytes_downloaded * 3 < len(style.content)
    assert (
        "content-encoding"
        not in browser.get("/static/desk.css", headers={"accept-encoding": "identity"}).headers
    )
    assert "content-encoding" not in browser.get("/queue", headers={"accept-encoding": "gzip"}).headers


def test_cookies_are_for_the_desk_only_and_for_its_line_where_it_is_safe(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMS_URL", "https://desk.example.org")
    with served(sqlite_url, tmp_path) as safe:
        assert safe.desk.settings.url.startswith("https:")
        browser = client(safe.client.app)
        for path in ("/signin", "/?lang=ar"):
            for cookie in browser.get(path).headers.get_list("set-cookie"):
                said = cookie.lower()
                assert "httponly" in said
                assert "samesite=lax" in said
                assert "path=/" in said
                assert "domain" not in said
                assert "; secure" in said or said.startswith("lang="), cookie


def test_a_cookie_that_somebody_else_chose_is_never_signed_in(desk: Served) -> None:
    planted = "A" * 43
    browser = client(desk.client.app, planted)
    sent = {"name": "editor", "password": PASSWORD, "csrf": sessions.token(planted)}
    assert browser.post("/signin", data=sent).status_code == 303
    assert browser.cookies[serving.KEY] != planted
    assert browser.get("/me").status_code == 200
    assert client(desk.client.app, planted).get("/me").status_code == 303


def test_ten_tries_are_counted_for_a_name_from_anywhere_and_for_an_address_with_any_name(
    sqlite_url: str, tmp_path: Path
) -> None:
    with served(sqlite_url, tmp_path) as closed:
        give_password(closed.desk, "editor")

        def tries(name: str, address: str, password: str = "wrong") -> int:
            browser = TestClient(closed.client.app, "http://127.0.0.1", client=(address, 50_000))
            browser.headers["accept"] = "text/html"
            browser.get("/signin")
            token = sessions.token(browser.cookies[serving.KEY])
            sent = {"name": name, "password": password, "csrf": token}
            return browser.post("/signin", data=sent, follow_redirects=False).status_code

        assert [tries("editor", f"10.0.0.{at}") for at in range(accounts.TRIES)] == [401] * accounts.TRIES
        assert tries("editor", "10.0.1.1", PASSWORD) == 429
        assert [tries(f"n{at}", "10.0.2.2") for at in range(accounts.TRIES)] == [401] * accounts.TRIES
        assert tries("deputy", "10.0.2.2") == 429
        assert tries("deputy", "10.0.3.3") == 401, "others come in"


@pytest.mark.parametrize("away", AWAY)
def test_no_address_leads_away_from_the_desk(desk: Served, away: str) -> None:
    browser = desk.as_("editor")
    asked = [browser.get("/signin", params={"next": away})]
    for verb, path in writes(desk):
        body = {"back": away, "next": away, "urgent": "no", "until": ""}
        from_there = f"http://127.0.0.1{away}".encode()
        asked.append(browser.request(verb, path, data=body, headers={b"referer": from_there}))
    asked.append(client(desk.client.app).post("/me", headers={b"referer": away.encode()}))
    led = [answer.headers["location"] for answer in asked if "location" in answer.headers]
    assert led
    for location in led:
        assert re.match(r"/(?![/\\])[\x21-\x7e]*$", location), location
        assert "evil" not in location.partition("?")[0]


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
    ids=str,
)
def test_no_write_is_taken_from_another_site_even_with_a_token(desk: Served, headers: dict[str, str]) -> None:
    browser = desk.as_("admin")
    before = digest(desk)
    for verb, path in writes(desk):
        answer = browser.request(verb, path, headers=headers)
        assert answer.status_code == 403, (verb, path)
    assert digest(desk) == before


def test_a_verb_is_what_it_is_whatever_a_header_or_a_field_says(desk: Served) -> None:
    browser = desk.as_("admin")
    before = digest(desk)
    for path in [filled(desk, path) for path in addresses.reads(desk.client.app)]:
        for name in ("x-http-method-override", "x-http-method", "x-method-override"):
            for verb in ("POST", "PUT", "DELETE"):
                answer = browser.get(path, headers={name: verb}, params={"_method": verb})
                assert answer.status_code != 405, path
        assert browser.head(path).status_code < 500, path
    assert digest(desk) == before


def test_a_form_of_another_language_changes_nothing_in_hands_of_this_one(tmp_path: Path) -> None:
    with worked(tmp_path) as desk:
        tried(desk)


def tried(desk: Served) -> None:
    sendings = [form for form in found(desk) if "/editions/ckb/" in form.action or of_kurdish(form)]
    assert len(sendings) > 20
    hidden = [text for text in desk.desk.texts(tag="ckb") if text]
    for name in FOREIGN:
        browser = desk.as_(name)
        before = digest(desk)
        for form in sendings:
            answer = send(browser, form)
            assert answer.status_code in {403, 404, 409, 422}, (name, form, answer.status_code)
            assert not [text for text in hidden if text in answer.text], form
            assert digest(desk) == before, form
    browser, changed = desk.as_("chief"), set()
    for form in sendings:
        then = digest(desk)
        send(browser, form)
        if digest(desk) != then:
            changed.add(form.shape)
    assert len(changed) >= 8, "forms that change nothing for anybody prove nothing"


def of_kurdish(form: Form) -> bool:
    return form.values.get("language") == "ckb"


def found(desk: Served) -> list[Form]:
    """The forms on all pages as a chief sees them, each field with something in it."""
    browser = desk.as_("chief")
    listed: dict[tuple[object, ...], Form] = {}
    asked = [filled(desk, path) for path in addresses.reads(desk.client.app)]
    edit = "/articles/story/editions/ckb/edit?at="
    asked += [edit + row.segments[0].id for row in desk.desk.look(tag="ckb").rows]
    for path in asked:
        answer = browser.get(path)
        if answer.status_code == 200 and "html" in answer.headers["content-type"]:
            for form in forms(answer.text, path):
                listed.setdefault((form.action, *sorted(form.values.items())), form)
    return [form for form in listed.values() if form.method == "POST"]


def send(browser: TestClient, form: Form) -> Response:
    kinds = {each.name: each.kind for each in form.fields}
    more = {"text": "x", "textarea": "دەق", "datetime-local": "2030-01-01T10:00"}
    values = {name: value or more.get(kinds[name], "") for name, value in form.values.items()}
    values.pop("csrf", None)
    answer: Response = browser.post(form.action, data=values)
    return answer
