"""Who may do what over HTTP: nobody without a token, nothing beyond its user, nothing twice."""

from typing import Any

import pytest

from tests.served import ARTICLE, Served

EDITION = "/articles/story/editions/ckb"
READS = [
    "/articles",
    "/articles/story",
    "/articles/story/document",
    EDITION,
    f"{EDITION}/export",
    "/articles/story/releases",
    "/articles/story/releases/1",
    "/jobs",
    "/settings",
    "/memory",
    "/memory.tmx",
    "/events",
]
WRITES: list[tuple[str, str, Any, str]] = [
    ("POST", "/articles", {"content": ARTICLE, "slug": "other"}, "editor"),
    ("PATCH", "/articles/story/blocks/b", {"kind": "notice"}, "editor"),
    ("POST", "/articles/story/blocks/b/merge", None, "editor"),
    ("POST", "/articles/story/blocks/b/split", {"segment": "SEGMENT"}, "editor"),
    ("POST", "/articles/story/accept", None, "editor"),
    ("POST", "/articles/story/route", {}, "editor"),
    ("PUT", f"{EDITION}/translations/ID", {"text": "وشە", "version": 1}, "editor"),
    ("POST", f"{EDITION}/submit", {"segments": ["SEGMENT"]}, "editor"),
    ("POST", f"{EDITION}/confirm", {"segments": ["SEGMENT"]}, "translator"),
    ("POST", f"{EDITION}/reopen", {"segments": ["SEGMENT"]}, "editor"),
    ("POST", f"{EDITION}/return", {"segments": ["SEGMENT"], "comment": "Shorter."}, "editor"),
    ("POST", f"{EDITION}/approve", {"segments": ["SEGMENT"]}, "editor"),
    ("POST", f"{EDITION}/sign", {}, "editor"),
    ("POST", f"{EDITION}/waive", {"blocker": "finding", "reason": "r"}, "editor"),
    ("POST", f"{EDITION}/merge", {"segments": ["SEGMENT", "SECOND"]}, "translator"),
    ("POST", f"{EDITION}/split", {"segment": "SEGMENT"}, "translator"),
    ("POST", f"{EDITION}/order", {"segments": ["SEGMENT", "SECOND"]}, "translator"),
    ("POST", f"{EDITION}/omit", {"segment": "SEGMENT", "reason": "r"}, "translator"),
    ("POST", f"{EDITION}/put-back", {"segment": "SEGMENT"}, "translator"),
    ("POST", f"{EDITION}/additions", {"segment": "SEGMENT", "text": "t", "reason": "r"}, "translator"),
    ("POST", f"{EDITION}/assign", {"to": "second"}, "editor"),
    ("POST", f"{EDITION}/translate", {}, "translator"),
    ("POST", f"{EDITION}/import", None, "translator"),
    ("POST", "/articles/story/releases", {}, "chief"),
    ("POST", "/articles/story/withdraw", {"reason": "r"}, "chief"),
    ("PATCH", "/settings", {"values": {}}, "admin"),
    ("POST", "/memory", None, "editor"),
    ("POST", "/jobs/1/retry", None, "chief"),
    ("POST", "/jobs/1/cancel", None, "chief"),
]


def test_every_route_is_in_these_tables(api: Served) -> None:
    described = api.client.get("/api/openapi.json").json()["paths"]
    known = len({(verb, path) for path, verbs in described.items() for verb in verbs})
    assert known == len(READS) + len(WRITES)


@pytest.mark.parametrize("secret", ["", "tms_wrong", "\xff", "a" * 9000])
def test_without_a_token_there_is_nothing(story: Served, secret: str) -> None:
    headers = {b"authorization": f"Bearer {secret}".encode("latin-1")} if secret else {}
    for path in READS:
        assert story.client.get(f"/api/v1{path}", headers=headers).status_code == 401, path
    for verb, path, body, _ in WRITES:
        answer = story.client.request(verb, f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code == 401, (verb, path, answer.text)
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_that_may_only_read_writes_nothing(story: Served) -> None:
    token = story.token("admin", read_only=True)
    story.post("/articles/story/releases", "chief")
    for path in READS:
        assert story.call("GET", path, token=token).status_code == 200, path
    for verb, path, body, _ in WRITES:
        answer = story.call(verb, path, token=token, json=body)
        assert answer.json()["code"] == "read-only-token", (verb, path, answer.text)


def test_a_token_of_one_language_sees_and_touches_no_other(story: Served) -> None:
    token = story.token("editor", ["ar"])
    before = story.get(EDITION)
    assert story.get("/articles/story", token=token)["editions"].keys() == {"ar"}
    assert story.get("/articles", token=token)["articles"][0]["editions"].keys() == {"ar"}
    assert {each["language"] for each in story.get("/events?limit=500", token=token)["events"]} == {
        None,
        "ar",
    }
    for path in (
        EDITION,
        f"{EDITION}/export",
        f"{EDITION}/export?format=html",
        f"{EDITION}/export?format=json",
    ):
        assert story.call("GET", path, token=token).json()["code"] == "no-such-edition", path
    for verb, path, body, _ in WRITES:
        if path.startswith(EDITION) and not path.endswith("import"):
            answer = story.call(verb, path, token=token, json=body)
            assert (answer.status_code, answer.json()["code"]) == (404, "no-such-edition"), (
                path,
                answer.text,
            )
    assert story.get(EDITION) == before


def test_a_token_for_a_language_that_its_user_lacks_gives_none(api: Served) -> None:
    from tms.core.rights import OPERATOR, Role
    from tms.workflow import people

    api.desk.ingest(ARTICLE)
    with api.desk.step() as session:
        people.add(session, "arabist", Role.EDITOR, ["ar"], OPERATOR)
    token = api.token("arabist", ["ckb"])
    assert api.get("/articles/story", token=token)["editions"] == {}
    assert api.call("GET", EDITION, token=token).status_code == 404


@pytest.mark.parametrize(("verb", "path", "body", "role"), WRITES)
def test_a_step_beyond_ones_role_is_refused(
    story: Served, verb: str, path: str, body: object, role: str
) -> None:
    below = {"editor": "translator", "chief": "editor", "admin": "chief"}.get(role)
    if below is None:
        return
    row = story.get(EDITION)["rows"][0]
    path = path.replace("ID", row["translation"])
    if isinstance(body, dict) and "segments" in body:
        body = {**body, "segments": row["segments"]}
    answer = story.call(verb, path, below, json=body)
    if path.endswith("/approve"):  # what is approved already is left as it is, whoever asks
        assert answer.json()["done"] == []
        return
    assert answer.status_code in {403, 409}, answer.text
    assert answer.json()["code"] in {"not-allowed", "step-refused"}, answer.text


def test_a_request_sent_twice_is_done_once_and_answered_alike(api: Served) -> None:
    key = {"idempotency-key": "a-1"}
    body = {"content": ARTICLE, "slug": "one"}
    first = api.call("POST", "/articles", json=body, headers=key)
    second = api.call("POST", "/articles", json=body, headers=key)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert (first.status_code, second.headers["idempotency-replayed"]) == (201, "true")
    other = api.call("POST", "/articles", json=body | {"slug": "two"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    assert api.call("POST", "/articles", "deputy", json=body, headers=key).status_code == 200
    assert api.get("/articles")["total"] == 1
    assert api.call("POST", "/articles", json=body, headers={"idempotency-key": "k" * 151}).status_code == 422


def test_a_refused_request_may_be_sent_again_with_its_key(story: Served) -> None:
    key = {"idempotency-key": "r-1"}
    story.desk.ingest(ARTICLE.replace("seven", "eight"))
    assert story.call("POST", "/articles/story/releases", "chief", json={}, headers=key).status_code == 409
    story.desk.finish()
    assert story.call("POST", "/articles/story/releases", "chief", json={}, headers=key).status_code == 201


def test_every_error_speaks_three_languages(api: Served) -> None:
    said = {
        tag: api.call("GET", "/articles/none", headers={"accept-language": tag}).json()["message"]
        for tag in ("en-GB", "ar-IQ;q=0.9", "ckb,en;q=0.5", "fr")
    }
    assert said["en-GB"] == said["fr"] == "There is no article none."
    assert len(set(said.values())) == 3
