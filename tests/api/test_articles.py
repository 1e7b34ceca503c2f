"""Articles over HTTP: taking in, the English, its structure, and where its segments go."""

import pytest

from tests.served import ARTICLE, Served
from tms.catalogs import translate
from tms.messages import Message

COUNTS = ("kept", "edited", "moved", "added", "removed")


def test_an_article_comes_in_as_a_file_as_json_or_as_a_form(api: Served) -> None:
    raw = api.call(
        "POST", "/articles?slug=one&format=text", content=ARTICLE, headers={"content-type": "text/plain"}
    )
    assert raw.status_code == 201, raw.text
    assert raw.headers["location"] == "/api/v1/articles/one"
    json = api.call("POST", "/articles", json={"content": ARTICLE, "format": "text", "slug": "two"})
    assert json.status_code == 201, json.text
    form = api.call("POST", "/articles", files={"file": ("three.txt", ARTICLE)}, data={"slug": "three"})
    assert form.status_code == 201, form.text
    for answer in (raw, json, form):
        assert answer.json()["segments"] == answer.json()["added"] == 5
    assert [each["article"] for each in api.get("/articles")["articles"]] == ["three", "two", "one"]
    assert [each["article"] for each in api.get("/articles?limit=1&offset=1")["articles"]] == ["two"]
    assert api.get("/articles?q=BAKERY city")["total"] == 3
    assert api.get("/articles?q=%25")["total"] == 0


def test_what_a_token_brings_in_waits_until_it_is_accepted(api: Served) -> None:
    api.call("POST", "/articles", json={"content": ARTICLE, "slug": "one"})
    assert "source" in {each["code"] for each in api.get("/articles/one")["editions"]["ar"]["blockers"]}
    api.call("POST", "/articles/one/accept")
    assert "source" not in {each["code"] for each in api.get("/articles/one")["editions"]["ar"]["blockers"]}


def test_a_known_article_is_corrected_and_an_identical_one_makes_no_revision(api: Served) -> None:
    api.call("POST", "/articles", json={"content": ARTICLE, "slug": "one"})
    changed = api.call(
        "POST", "/articles", json={"content": ARTICLE.replace("1,150", "1,200"), "slug": "one"}
    )
    assert changed.status_code == 200
    assert (changed.json()["revision"], changed.json()["edited"]) == (2, 1)
    again = api.call("POST", "/articles", json={"content": ARTICLE.replace("1,150", "1,200"), "slug": "one"})
    assert (again.status_code, again.json()["revision"]) == (200, 2)
    assert [again.json()[name] for name in COUNTS] == [5, 0, 0, 0, 0]


def test_the_english_is_shown_by_block_and_segment_in_any_revision(story: Served) -> None:
    story.desk.ingest(ARTICLE.replace("seven", "eight"))
    now = story.get("/articles/story/document")
    first = story.get("/articles/story/document?revision=1")
    assert (now["revision"], first["revision"]) == (2, 1)
    assert now["blocks"][-1]["id"] == first["blocks"][-1]["id"]
    assert now["blocks"][-1]["text"] == "The street smells of bread until eight."
    assert story.call("GET", "/articles/story/document?revision=3").status_code == 404


def test_status_counts_what_is_left_and_names_the_blockers_in_the_language_asked_for(api: Served) -> None:
    api.desk.ingest(ARTICLE)
    found = api.get("/articles/story")
    edition = found["editions"]["ar"]
    assert edition["segments"] == {"empty": 5, "draft": 0, "returned": 0, "submitted": 0, "approved": 0}
    assert edition["words"]["left"] == edition["words"]["total"] > 20
    assert len(edition["blockers"]) == 5
    assert edition["blockers"][0] | {"segment": ""} == {
        "code": "empty",
        "segment": "",
        "who": None,
        "message": "This segment has no translation.",
    }
    arabic = api.get("/articles/story?lang=ar")["editions"]["ar"]["blockers"][0]["message"]
    assert arabic == translate(Message("This segment has no translation."), "ar")
    listed = api.get("/articles")["articles"][0]["editions"]["ar"]
    assert {**edition, "blockers": len(edition["blockers"])} == {
        **{name: value for name, value in listed.items() if name != "blocked"},
        "blockers": listed["blocked"],
    }


def test_a_blocks_kind_is_corrected_and_its_ids_stay(story: Served) -> None:
    block = story.get("/articles/story/document")["blocks"][-1]
    answer = story.call("PATCH", f"/articles/story/blocks/{block['id']}", json={"kind": "notice"})
    assert answer.status_code == 200, answer.text
    after = story.get("/articles/story/document")["blocks"][-1]
    assert (after["kind"], after["id"], after["segments"]) == ("notice", block["id"], block["segments"])
    assert story.call("PATCH", "/articles/story/blocks/nosuch", json={"kind": "notice"}).status_code == 404
    bad = story.call("PATCH", f"/articles/story/blocks/{block['id']}", json={"kind": "poem"})
    assert bad.status_code == 422


def test_segments_are_routed_after_a_dry_look(api: Served) -> None:
    api.desk.ingest(ARTICLE)
    dry = api.post("/articles/story/route", body={"dry_run": True})
    assert {each["name"] for each in dry["editions"]["ar"]} == {"second"}
    assert api.get("/articles/story/editions/ar")["rows"][0]["assigned"] is None
    assert api.post("/articles/story/route") == dry
    assert api.get("/articles/story/editions/ar")["rows"][0]["assigned"] == "second"


def test_the_english_is_accepted(story: Served) -> None:
    accepted = story.post("/articles/story/accept")
    assert accepted == {"article": "story", "revision": 1, "accepted_by": "editor"}


@pytest.mark.parametrize(
    ("body", "media", "status", "code"),
    [
        (b"caf\xe9", "text/plain", 400, "not-utf8"),
        (b"", "text/plain", 400, "nothing-inside"),
        (b"a\x00b", "text/plain", 400, "bad-character"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;</p>", "text/html", 400, "doctype-refused"),
        (b"{", "application/json", 422, "bad-request"),
        (b"[]", "application/json", 422, "bad-request"),
        (b'{"content": 1}', "application/json", 422, "bad-request"),
        (b'{"content": "\\ud800"}', "application/json", 422, "bad-request"),
        (b'{"content": "A.", "wrong": 1}', "application/json", 422, "bad-request"),
        (b'{"content": "A headline", "format": "docx"}', "application/json", 400, "unknown-format"),
        (b'{"content": "A headline", "slug": "A B"}', "application/json", 400, "bad-value"),
        (b"--x", "multipart/form-data; boundary=y", 422, "bad-request"),
        (b"--x", "multipart/form-data", 422, "bad-request"),
        (b"x" * (20 * 1024 * 1024 + 1), "text/plain", 413, "too-large"),
    ],
)
def test_bad_input_is_a_problem_that_says_what_to_do(
    api: Served, body: bytes, media: str, status: int, code: str
) -> None:
    answer = api.call("POST", "/articles?slug=x", content=body, headers={"content-type": media})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() >= {"type", "title", "status", "code", "message", "where", "hint"}
    assert api.get("/articles")["total"] == 0
