"""Editions over HTTP: from the first draft to the signed edition, with its conflicts."""

from typing import Any

from tests.served import ARTICLE, Served
from tms.formats import po

AR = "/articles/story/editions/ar"


def rows(api: Served, by: str = "editor", path: str = AR) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(path, by)["rows"]
    return found


def save(api: Served, row: dict[str, Any], text: str, by: str = "translator", **more: Any) -> Any:
    body = {"text": text, "version": row["version"], **more}
    return api.call("PUT", f"{AR}/translations/{row['translation']}", by, json=body)


def test_a_day_of_an_edition(api: Served) -> None:
    api.desk.ingest(ARTICLE)
    for row in rows(api):
        answer = save(api, row, f"جملة {row['segments'][0]}")
        assert answer.status_code == 200, answer.text
        assert (answer.json()["state"], answer.json()["version"], answer.json()["author"]) == (
            "draft",
            1,
            "translator",
        )
    assert api.post(f"{AR}/submit", "translator")["left"] == []
    first, second, *_ = [row["segments"][0] for row in rows(api)]
    assert api.post(f"{AR}/return", body={"segments": [first], "comment": "Shorter."})["done"] == [first]
    assert rows(api)[0]["comment"] == "Shorter."
    assert api.post(f"{AR}/submit", "translator", {"segments": [first]})["done"] == [first]
    approved = api.post(f"{AR}/approve", body={"override": "a test"})
    assert len(approved["done"]) == 5
    assert api.post(f"{AR}/reopen", body={"segments": [second]})["done"] == [second]
    assert api.call("POST", f"{AR}/sign").json()["code"] == "not-ready"
    api.post(f"{AR}/submit")
    api.post(f"{AR}/approve", body={"override": "a test"})
    signed = api.post(f"{AR}/sign")
    assert signed["manifest"] == api.get(AR)["manifest"]
    assert api.get(AR)["state"] == "approved"


def test_a_late_save_is_a_conflict_that_carries_the_text_as_it_is_now(api: Served) -> None:
    api.desk.ingest(ARTICLE)
    row = rows(api)[0]
    assert save(api, row, "الأول").status_code == 200
    late = save(api, row, "الثاني")
    assert late.status_code == 409
    assert late.json() | {"message": "", "title": "", "hint": ""} == {
        "type": "about:blank",
        "title": "",
        "status": 409,
        "code": "conflict",
        "message": "",
        "where": row["segments"][0],
        "hint": "",
        "current": "الأول",
        "version": 1,
    }
    assert rows(api)[0]["text"] == "الأول"


def test_an_approval_names_the_version_that_was_seen(api: Served) -> None:
    api.desk.ingest(ARTICLE)
    api.desk.write_all()
    api.desk.submit()
    row = rows(api)[0]
    late = {"segments": row["segments"], "version": row["version"] - 1}
    assert api.call("POST", f"{AR}/approve", json=late).status_code == 409
    seen = {"segments": row["segments"], "version": row["version"], "basis": row["basis"]}
    assert api.post(f"{AR}/approve", body=seen)["done"] == row["segments"]


def test_four_eyes_and_errors_are_refused_and_overridden_with_a_reason(api: Served) -> None:
    api.desk.ingest(ARTICLE)
    row = rows(api)[1]
    assert save(api, row, "ثلاث نساء يخبزن 99 رغيفًا قبل الفجر.", "editor").status_code == 200
    api.post(f"{AR}/submit", body={"segments": row["segments"]})
    asked = {"segments": row["segments"]}
    refused = api.call("POST", f"{AR}/approve", "deputy", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (409, "findings-left")
    assert rows(api)[1]["findings"][0]["check"] == "numbers"
    waived = api.post(f"{AR}/waive", body={"blocker": f"finding:{row['segments'][0]}", "reason": "so meant"})
    assert waived["waived"] == 1
    assert api.get("/articles")["articles"][0]["editions"]["ar"]["findings"] == {"error": 0, "warning": 0}
    own = api.call("POST", f"{AR}/approve", json=asked)
    assert (own.status_code, own.json()["code"]) == (403, "four-eyes")
    assert api.post(f"{AR}/approve", body=asked | {"override": "nobody else is here"})["done"]
    assert (
        api.call("POST", f"{AR}/waive", json={"blocker": "empty", "reason": "x"}).json()["code"]
        == "cannot-waive"
    )


def test_a_corrected_sentence_is_confirmed(story: Served) -> None:
    story.desk.ingest(ARTICLE.replace("smells", "smelled"))
    assert [row["stale"] for row in rows(story)].count(True) == 1
    assert len(story.post(f"{AR}/confirm", "translator")["done"]) == 1
    assert rows(story)[-1]["state"] == "submitted"


def test_neighbours_are_merged_and_segments_assigned(api: Served) -> None:
    api.desk.ingest(ARTICLE)
    pair = [row["segments"][0] for row in rows(api)[1:3]]
    assert api.post(f"{AR}/merge", body={"segments": pair})["segments"] == pair
    assert [
        row["segments"] for row in api.post(f"{AR}/split", body={"segment": pair[1]})["translations"]
    ] == [
        [pair[0]],
        [pair[1]],
    ]
    apart = [row["segments"][0] for row in rows(api)][::3]
    assert api.call("POST", f"{AR}/merge", json={"segments": apart}).status_code in {400, 409}
    given = api.post(f"{AR}/assign", body={"to": "second", "due": "2026-12-01T18:00"})
    assert (given["to"], given["due"], len(given["segments"])) == ("second", "2026-12-01T18:00:00+03:00", 5)
    assert api.call("POST", f"{AR}/assign", json={"to": "nobody"}).status_code == 404
    assert api.call("POST", f"{AR}/assign", json={"to": "second", "due": "0001-01-01"}).status_code == 400


def test_a_sentence_is_left_out_put_back_added_and_moved(api: Served) -> None:
    api.desk.ingest(ARTICLE)
    one, two = (row["segments"][0] for row in rows(api)[1:3])
    gone = api.post(f"{AR}/omit", body={"segment": one, "reason": "It is said above.", "version": 0})
    assert (gone["omitted"], gone["state"]) == ("It is said above.", "draft")
    assert (
        api.call("POST", f"{AR}/omit", json={"segment": two, "reason": "r", "version": 7}).status_code == 409
    )
    assert api.post(f"{AR}/put-back", body={"segment": one})["omitted"] is None
    new = {"segment": one, "text": "والخبز طعام أهل المدينة.", "reason": "Readers here need it."}
    made = api.post(f"{AR}/additions", body=new)
    assert (made["added"], made["segments"], made["text"]) == (new["reason"], [], new["text"])
    assert [row["translation"] for row in rows(api)][2] == made["translation"]
    block = [row["segments"][0] for row in rows(api) if row["block"] == made["block"] and row["segments"]]
    api.post(f"{AR}/order", body={"segments": block[::-1]})
    assert [r["segments"][0] for r in rows(api) if r["block"] == made["block"] and r["segments"]] == block[
        ::-1
    ]


def test_drafts_are_asked_for_and_made_by_a_job(api: Served) -> None:
    api.desk.ingest(ARTICLE)
    started = api.call("POST", f"{AR}/translate", "translator", json={"machine": "pseudo"})
    assert (started.status_code, started.json()["empty"]) == (202, 5)
    assert api.get("/jobs", "chief")["waiting"] >= 1
    assert api.call("POST", f"{AR}/translate", json={"machine": "nobody"}).status_code == 400


def test_an_edition_goes_out_as_a_file_and_comes_back(story: Served) -> None:
    file = story.call("GET", f"{AR}/export?format=po")
    assert file.headers["content-type"].startswith("text/x-gettext-translation")
    assert po.read(file.content).article == "story"
    back = story.call("POST", f"{AR}/import", content=file.content)
    assert back.json() | {"unchanged": 0} == {
        "applied": 0,
        "unchanged": 0,
        "stale": 0,
        "conflicts": [],
        "unknown": [],
    }
    assert b'dir="rtl"' in story.call("GET", f"{AR}/export?format=html").content
    assert story.call("GET", f"{AR}/export?format=json").json()["language"] == "ar"
    assert b"bakery" in story.call("GET", "/articles/story/editions/en/export?format=text").content
    assert story.call("GET", f"{AR}/export?format=docx").json()["code"] == "unknown-format"
    assert story.call("POST", f"{AR}/import", content=b"no po").status_code == 400
    other = story.call("POST", "/articles/story/editions/ckb/import", content=file.content)
    assert other.json()["code"] == "other-language"


def test_what_is_not_there_is_not_found(story: Served) -> None:
    assert story.call("GET", "/articles/none").status_code == 404
    assert story.call("GET", "/articles/story/editions/fr").json()["code"] == "unknown-language"
    assert story.call("PUT", f"{AR}/translations/none", json={"text": "a", "version": 0}).status_code == 404
    assert story.call("POST", f"{AR}/submit", json={"segments": ["none"]}).status_code == 404
