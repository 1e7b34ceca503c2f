"""Releases over HTTP, and what runs and happened behind them."""

from tests.served import ARTICLE, Served


def test_a_release_is_made_looked_at_and_withdrawn(story: Served) -> None:
    made = story.call("POST", "/articles/story/releases", "chief", json={})
    assert made.status_code == 201, made.text
    assert made.json()["editions"].keys() == {"en", "ar", "ckb"}
    assert story.get("/articles/story/releases/1") == made.json()
    assert made.json()["deliveries"] == [{"destination": "folder", "state": "waiting", "sent_at": None}]
    story.desk.ingest(ARTICLE.replace("seven", "eight"))
    blocked = story.call("POST", "/articles/story/releases", "chief", json={"languages": ["ar"]})
    assert (blocked.status_code, blocked.json()["code"]) == (409, "blocked")
    assert [each["code"] for each in blocked.json()["blockers"]] == ["stale"]
    assert story.get("/articles/story")["editions"]["ar"]["published"] == {"release": 1, "revision": 1}
    gone = story.call(
        "POST", "/articles/story/withdraw", "chief", json={"reason": "a mistake", "languages": ["ckb"]}
    )
    assert gone.json()["editions"].keys() == {"en", "ar"}
    assert gone.json()["editions"]["ar"]["carried"]
    assert [each["release"] for each in story.get("/articles/story/releases")["releases"]] == [2, 1]
    assert story.call("GET", "/articles/story/releases/3").status_code == 404


def test_a_release_may_be_set_for_later_but_not_for_never(story: Served) -> None:
    assert (
        story.call("POST", "/articles/story/releases", "chief", json={"at": "9999-12-31"}).status_code == 400
    )
    later = story.call("POST", "/articles/story/releases", "chief", json={"at": "2027-01-01T18:00"})
    assert later.json()["publish_at"] == "2027-01-01T15:00:00+00:00"


def test_jobs_are_listed_cancelled_and_retried(story: Served) -> None:
    story.post("/articles/story/releases", "chief")
    job = next(each for each in story.get("/jobs", "chief")["jobs"] if each["kind"] == "deliver")
    assert job["state"] == "waiting"
    assert story.post(f"/jobs/{job['id']}/cancel", "chief")["state"] == "cancelled"
    assert story.post(f"/jobs/{job['id']}/retry", "chief")["state"] == "waiting"
    assert story.call("POST", "/jobs/999999/retry", "chief").status_code == 404
    assert story.call("GET", "/jobs", "editor").status_code == 403


def test_events_are_told_after_the_last_one_seen(story: Served) -> None:
    first = story.get("/events?limit=3")
    assert len(first["events"]) == 3
    rest = story.get(f"/events?since={first['last']}&limit=500")
    assert rest["events"][0]["id"] == first["last"] + 1
    assert {"ingest", "save", "submit", "approve"} <= {
        each["what"] for each in rest["events"] + first["events"]
    }
    assert {each["article"] for each in rest["events"] if each["what"] == "save"} == {"story"}
    assert story.get(f"/events?since={rest['last']}") == {"events": [], "last": rest["last"]}
