"""Invitations, new passwords, one's own page and the people's page; each link works once."""

import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from tests.served import PASSWORD, Served, client, give_password, served
from tms import serving
from tms.core.rights import OPERATOR
from tms.errors import LinkUsed
from tms.serving import sessions
from tms.store import people as store
from tms.store.base import clock
from tms.store.signing import Link, LinkKind, SignIn
from tms.workflow import accounts, links, people

NEW = "the ovens are warm by four"


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    """A desk in which admin and editor have passwords."""
    with served(sqlite_url, tmp_path) as found:
        for name in ("admin", "editor"):
            give_password(found.desk, name)
        yield found


def stranger(desk: Served) -> TestClient:
    """A browser that has been shown a form."""
    browser = client(desk.client.app)
    browser.get("/signin")
    browser.headers["x-csrf-token"] = sessions.token(browser.cookies[serving.KEY])
    return browser


def link(desk: Served, name: str, kind: LinkKind = LinkKind.INVITE) -> str:
    """The path of a new link."""
    with desk.desk.step() as session:
        return links.make(session, people.known(session, name), kind, "")


def mails(desk: Served) -> list[email.message.EmailMessage]:
    found = sorted((desk.desk.settings.home / "mail").glob("*.eml"))
    return [email.message_from_bytes(each.read_bytes(), policy=email.policy.default) for each in found]


def signs_in(desk: Served, name: str, password: str) -> bool:
    return stranger(desk).post("/signin", data={"name": name, "password": password}).status_code == 303


def settle(desk: Served) -> None:
    from tms.workflow import jobs

    jobs.until_idle(desk.desk.database, desk.desk.settings)


def test_an_invitation_is_used_by_its_button_and_only_once(desk: Served) -> None:
    path, browser = link(desk, "translator"), stranger(desk)
    for _ in range(3):
        assert browser.get(path).status_code == 200
    assert browser.post(path, data={"password": "short"}).status_code == 422
    answer = browser.post(path, data={"password": NEW})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/queue").status_code == 200
    assert signs_in(desk, "translator", NEW)
    again = stranger(desk)
    assert again.get(path).status_code == 410
    assert again.post(path, data={"password": PASSWORD}).status_code == 410
    assert stranger(desk).get(f"{path[:-1]}").status_code == 410


def test_a_link_ends_with_its_time_with_another_and_with_its_user(desk: Served) -> None:
    first, second = link(desk, "translator"), link(desk, "translator")
    assert stranger(desk).get(first).status_code == 410
    with desk.desk.step() as session:
        session.execute(update(Link).values(created_at=clock() - 8 * 24 * 3600))
    assert stranger(desk).get(second).status_code == 410
    third = link(desk, "translator")
    with desk.desk.step() as session:
        people.disable(session, "translator", OPERATOR)
    assert stranger(desk).get(third).status_code == 410


def test_a_link_of_the_demo_signs_in_with_one_button_on_this_machine_only(desk: Served) -> None:
    path, browser = link(desk, "chief", LinkKind.DEMO), stranger(desk)
    assert browser.get(path).text.count("<button") == 1
    assert browser.get(path.replace("demo", "invitation")).status_code == 410
    assert browser.post(path).status_code == 303
    assert "<bdi>chief</bdi>" in browser.get("/queue").text
    assert stranger(desk).post(path).status_code == 410
    with TestClient(desk.client.app, "http://127.0.0.1", client=("192.168.1.9", 1)) as elsewhere:
        assert elsewhere.get(link(desk, "chief", LinkKind.DEMO)).status_code == 404


def test_a_new_password_comes_by_mail_in_the_language_of_the_person(desk: Served) -> None:
    with desk.desk.step() as session:
        user = people.known(session, "editor")
        user.mail, user.speaks = "editor@example.org", "ckb"
    before = desk.as_("editor")
    said = {stranger(desk).post("/reset", data={"name": name}).text for name in ("editor", "chief", "nobody")}
    assert len({re.sub(r'nonce|value="[^"]*"|\?lang=\w+', "", each) for each in said}) == 1
    settle(desk)
    (message,) = mails(desk)
    assert (message["to"], message["content-language"]) == ("editor@example.org", "ckb")
    plain, page = (part.get_content() for part in message.iter_parts())
    assert 'lang="ckb" dir="rtl"' in page
    path = plain.strip().splitlines()[-1].removeprefix(desk.desk.settings.url)
    browser = stranger(desk)
    assert browser.post(path, data={"password": NEW}).status_code == 303
    assert before.get("/queue").status_code == 303, "other browsers are signed out"
    assert signs_in(desk, "editor", NEW)
    assert not signs_in(desk, "editor", PASSWORD)


def test_asking_for_new_passwords_is_limited(desk: Served) -> None:
    statuses = [stranger(desk).post("/reset", data={"name": "editor"}).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_a_sign_in_ends_when_idle_and_when_old(desk: Served) -> None:
    for column, seconds in (("seen_at", accounts.IDLE), ("created_at", accounts.ABSOLUTE)):
        browser = desk.as_("editor")
        assert browser.get("/queue").status_code == 200
        with desk.desk.step() as session:
            session.execute(update(SignIn).values({column: clock() - seconds - 1}))
        assert browser.get("/queue").status_code == 303


def test_secrets_are_kept_as_hashes_only(desk: Served) -> None:
    browser, path = desk.as_("editor"), link(desk, "translator")
    browser.post("/me/tokens", data={"days": "30"})
    kept = (desk.desk.settings.home.parent).rglob("*.db*")
    held = b"".join(each.read_bytes() for each in kept)
    assert browser.cookies[serving.KEY].encode() not in held
    assert path.rpartition("/")[2].encode() not in held
    assert PASSWORD.encode() not in held
    assert b"$argon2id$v=19$m=19456,t=2,p=1$" in held


def test_ones_own_page_keeps_a_name_and_a_language(desk: Served) -> None:
    browser = desk.as_("editor")
    sent = {"full_name": "شیلان <b>", "speaks": "ckb", "mail": "shilan@example.org"}
    assert browser.post("/me", data=sent).status_code == 303
    page = browser.get("/").text
    assert ("شیلان &lt;b&gt;" in page, '<html lang="ckb" dir="rtl"' in page) == (True, True)
    for bad in ({"speaks": "xx"}, {"mail": "a b"}, {"full_name": "a\u202eb"}):
        assert browser.post("/me", data=sent | bad).status_code in {400, 422}, bad
    fresh = desk.as_("editor")
    assert '<html lang="ckb"' in fresh.get("/").text, "another browser speaks it, too"


def test_a_password_is_changed_by_who_knows_it(desk: Served) -> None:
    browser, other = desk.as_("editor"), desk.as_("editor")
    assert browser.post("/me/password", data={"old": "wrong", "password": NEW}).status_code == 401
    assert browser.post("/me/password", data={"old": PASSWORD, "password": "short"}).status_code == 422
    before = browser.cookies[serving.KEY]
    assert browser.post("/me/password", data={"old": PASSWORD, "password": NEW}).status_code == 303
    assert browser.cookies[serving.KEY] != before
    assert (browser.get("/me").status_code, other.get("/me").status_code) == (200, 303)


def test_a_token_is_shown_once_works_and_is_revoked_by_its_owner(desk: Served) -> None:
    browser = desk.as_("editor")
    made = browser.post("/me/tokens", data={"days": "90", "ar": "1", "read_only": "1", "label": "CMS"}).text
    found = re.search(r"tms_[\w-]{43}", made)
    assert found
    assert found[0] not in browser.get("/me").text
    assert desk.call("GET", "/articles", token=found[0]).status_code == 200
    assert desk.call("POST", "/articles", token=found[0], json={}).status_code in {403, 422}
    with desk.desk.step() as session:
        (token,) = store.tokens(session, people.known(session, "editor").id)
        assert token.expires_at is not None
        assert (token.languages, token.read_only) == ("ar", True)
    assert token.label == "CMS"
    assert "<bdi>CMS</bdi></b>" in browser.get("/me").text
    assert browser.post("/me/tokens", data={"days": "30", "label": "a\u202eb"}).status_code == 422
    assert desk.as_("chief").post(f"/me/tokens/{token.id}/revoke").status_code == 303
    assert desk.call("GET", "/articles", token=found[0]).status_code == 200, "not one's own"
    assert browser.post(f"/me/tokens/{token.id}/revoke").status_code == 303
    assert desk.call("GET", "/articles", token=found[0]).status_code == 401


def test_an_admin_adds_somebody_and_hands_over_or_mails_the_link(desk: Served) -> None:
    admin = desk.as_("admin")
    sent = {"name": "هێمن", "role": "translator", "ckb": "1"}
    made = admin.post("/people", data=sent).text
    found = re.search(r"http://127\.0\.0\.1(/invitation/[\w-]{43})", made)
    assert found
    assert stranger(desk).post(found[1], data={"password": NEW}).status_code == 303
    assert signs_in(desk, "هێمن", NEW)
    assert admin.post("/people", data=sent).status_code == 409
    assert admin.post("/people", data=sent | {"name": "x", "mail": "no address"}).status_code == 400
    with desk.desk.step() as session:
        assert store.by_name(session, "x") is None
    assert (
        "/invitation/" not in admin.post("/people", data=sent | {"name": "y", "mail": "y@example.org"}).text
    )
    settle(desk)
    assert [each["to"] for each in mails(desk)] == ["y@example.org"]


def test_a_change_of_role_ends_the_sign_ins_of_the_person(desk: Served) -> None:
    admin, editor = desk.as_("admin"), desk.as_("editor")
    id = desk.desk["editor"].id
    assert admin.post(f"/people/{id}", data={"role": "translator", "ar": "1"}).status_code == 303
    assert editor.get("/").status_code == 303
    with desk.desk.step() as session:
        assert (people.known(session, "editor").role, people.known(session, "editor").languages) == (
            "translator",
            "ar",
        )


def test_a_disabled_person_is_out_at_once_and_comes_back_by_invitation(desk: Served) -> None:
    admin, editor = desk.as_("admin"), desk.as_("editor")
    id = desk.desk["editor"].id
    assert admin.post(f"/people/{id}/disable").status_code == 303
    assert editor.get("/").status_code == 303
    assert not signs_in(desk, "editor", PASSWORD)
    assert admin.post(f"/people/{id}/enable").status_code == 303
    assert not signs_in(desk, "editor", PASSWORD)
    assert admin.post(f"/people/{id}/invite").status_code == 200


def test_the_last_admin_stays(desk: Served) -> None:
    admin = desk.as_("admin")
    id = desk.desk["admin"].id
    assert admin.post(f"/people/{id}/disable").status_code == 409
    assert admin.post(f"/people/{id}", data={"role": "editor"}).status_code == 409
    assert admin.get("/people").status_code == 200


@pytest.mark.parametrize("name", ["translator", "editor", "chief"])
def test_only_an_admin_leads_the_people(desk: Served, name: str) -> None:
    browser = desk.as_(name)
    id = desk.desk["editor"].id
    chief = name == "chief"
    shown = browser.get("/people")
    assert (shown.status_code, 'action="/people' in shown.text) == (200 if chief else 403, False)
    assert ('href="/people"' in browser.get("/board").text) is chief
    for path in ("/people", f"/people/{id}", *(f"/people/{id}/{s}" for s in ("invite", "disable", "enable"))):
        sent = {"name": "z", "role": "admin"}
        assert browser.post(path, data=sent).status_code == 403, path


def test_a_link_is_used_by_one_of_two_at_once(database_url: str, tmp_path: Path) -> None:
    with served(database_url, tmp_path) as desk:
        secret = link(desk, "translator").rpartition("/")[2]
        database = desk.desk.database
        with database.writing() as session:
            links.choose(session, secret, "x")
        with pytest.raises(LinkUsed), database.writing() as session:
            links.choose(session, secret, "y")
        for _ in range(accounts.TRIES):
            with database.writing() as session:
                accounts.count(session, "a", "b")
        browser = desk.as_("editor")
        assert browser.get("/me").status_code == 200
