"""The whole life of an article by commands, as a newsroom's scripts would take it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import polib
import pytest

from tests.cli.conftest import CORRECTED, Tms
from tests.outgoing.servers import Asked, Reply, serving

LANGUAGES = ("ar", "ckb")
STATES = {"empty", "draft", "returned", "submitted", "approved"}


@pytest.mark.usefixtures("people")
def test_an_article_from_ingest_to_withdrawal(tms: Tms, home: Path, story: Path, tmp_path: Path) -> None:
    # Taken in, looked at, its structure corrected.
    taken = tms("ingest", story, "--as", "omar", "--json").body
    assert taken["article"] == "ferry"
    assert taken["revision"] == 1
    assert set(taken) == {
        *("article", "revision", "blocks", "segments", "kept", "edited", "moved", "added", "removed"),
        "uncertain",
    }
    assert taken["added"] == taken["segments"]
    assert {taken[fate] for fate in ("kept", "edited", "moved", "removed")} == {0}
    assert all(set(each) == {"block", "kind", "why"} for each in taken["uncertain"])
    again = tms("ingest", story, "--as", "omar", "--json").body
    assert (again["revision"], again["kept"], again["added"]) == (1, again["segments"], 0)

    shown = tms("show", "ferry", "--json").body
    assert set(shown) == {"article", "revision", "blocks"}
    assert all(
        set(block) == {"id", "kind", "attributes", "group", "text", "segments"} for block in shown["blocks"]
    )
    assert all(set(each) == {"id", "text"} for block in shown["blocks"] for each in block["segments"])
    assert all(
        "".join(each["text"] for each in block["segments"]) == block["text"] for block in shown["blocks"]
    )
    second = shown["blocks"][1]
    corrected = tms("block", "ferry", second["id"], "--kind", "standfirst", "--as", "omar", "--json").body
    assert corrected["kept"] == taken["segments"]
    after = tms("show", "ferry", "--json").body
    assert [block["id"] for block in after["blocks"]] == [block["id"] for block in shown["blocks"]]
    assert [block["segments"] for block in after["blocks"]] == [b["segments"] for b in shown["blocks"]]
    assert after["blocks"][1]["kind"] == "standfirst"
    assert tms("show", "ferry", "--revision", "1", "--json").body == shown

    # Routed and assigned.
    planned = tms("route", "ferry", "--dry-run", "--as", "omar", "--json").body
    assert set(planned["editions"]) == set(LANGUAGES)
    assert tms("route", "ferry", "--as", "omar", "--json").body["editions"] == planned["editions"]
    due = tms(
        *("assign", "ferry", "--language", "ar", "--to", "lina", "--due", "2026-03-14T18:00"),
        *("--as", "omar", "--json"),
    ).body
    assert due["due"] == "2026-03-14T18:00:00+03:00"
    assert len(due["segments"]) == taken["segments"]

    # Drafted by a machine, worked on in another tool, handed in, approved by somebody else.
    segments = [each["id"] for block in shown["blocks"] for each in block["segments"]]
    for tag in LANGUAGES:
        drafted = tms(
            *("translate", "ferry", "--language", tag, "--machine", "pseudo", "--as", "lina", "--json")
        ).body
        assert (drafted["drafted"], drafted["empty"]) == (len(segments), 0)
        assert _segments(tms, tag)["draft"] == len(segments)
        file = tmp_path / f"{tag}.po"
        tms("export", "ferry", "--language", tag, "--format", "po", "-o", file)
        po = polib.pofile(str(file))
        assert [entry.msgctxt for entry in po] == segments
        assert (po.metadata["X-TMS-Article"], po.metadata["Language"]) == ("ferry", tag)
        for entry in po:
            assert entry.fuzzy
            entry.flags.remove("fuzzy")
        po[0].msgstr += " "
        po[1].msgstr = f"{po[1].msgstr[:-1]} …{po[1].msgstr[-1]}"
        po.save()
        done = tms("import", file, "--language", tag, "--submit", "--as", "lina", "--json").body
        assert done == {
            "applied": 1,
            "unchanged": len(segments) - 1,
            "stale": 0,
            "conflicts": [],
            "unknown": [],
        }
        assert _segments(tms, tag)["submitted"] == len(segments)
    assert tms("approve", "ferry", "--language", "ar", "--as", "lina", "--json", ok=False).code == 1
    bare = tms("return", "ferry", "--language", "ar", "--as", "omar", "--json", ok=False)
    assert (bare.code, bare.error["code"]) == (2, "comment-needed")
    back = tms(
        *("return", "ferry", "--language", "ar", "--segments", segments[0], "--comment", "Shorter, please."),
        *("--as", "omar", "--json"),
    ).body
    assert back["returned"] == [segments[0]]
    early = tms("approve", "ferry", "--language", "ar", "--edition", "--as", "omar", "--json", ok=False)
    assert (early.code, early.error["code"]) == (1, "not-ready")
    tms("submit", "ferry", "--language", "ar", "--as", "lina")
    blocked = tms("release", "ferry", "--as", "sara", "--json", ok=False)
    assert (blocked.code, blocked.error["code"]) == (1, "blocked")
    assert {each["code"] for each in blocked.error["blockers"]} == {"submitted"}
    for tag in LANGUAGES:
        signed = tms("approve", "ferry", "--language", tag, "--edition", "--as", "omar", "--json").body
        assert signed["left"] == []
    assert {e["state"] for e in _status(tms)["editions"].values()} == {"approved"}

    # Released: a folder with three editions, aligned.
    assert tms("release", "ferry", "--as", "omar", "--json", ok=False).error["code"] == "not-allowed"
    tms("release", "ferry", "--as", "sara")
    folder = home / "editions" / "ferry"
    assert {each.name for each in folder.iterdir()} == {"en.html", "ar.html", "ckb.html", "alignment.json"}
    alignment = json.loads((folder / "alignment.json").read_text("utf-8"))
    assert (alignment["article"], alignment["revision"], alignment["release"]) == ("ferry", 2, 1)
    assert [each["id"] for group in alignment["groups"] for each in group["en"]] == segments
    for tag, facts in alignment["editions"].items():
        assert facts["sha256"] == hashlib.sha256((folder / f"{tag}.html").read_bytes()).hexdigest()
    status = _status(tms)
    assert all(each["published"] == {"release": 1, "revision": 2} for each in status["editions"].values())
    assert all(each["blockers"] == [] for each in status["editions"].values())

    # Corrected: one sentence is stale in each edition, all else keeps its approval.
    story.write_text(CORRECTED, "utf-8")
    corrected = tms("ingest", story, "--as", "omar", "--json").body
    assert (corrected["revision"], corrected["edited"], corrected["kept"]) == (3, 1, len(segments) - 1)
    assert tms("show", "ferry", "--json").body["blocks"][1]["kind"] == "standfirst"
    (stale,) = {b["segment"] for b in _status(tms)["editions"]["ar"]["blockers"]}
    assert _status(tms)["editions"]["ar"]["stale"] == 1
    refused = tms("confirm", "ferry", "--language", "ar", "--as", "lina", "--json", ok=False)
    assert (refused.code, refused.error["code"]) == (2, "bad-command")
    tms("confirm", "ferry", "--language", "ar", "--segments", stale, "--as", "lina")
    tms("approve", "ferry", "--language", "ar", "--edition", "--as", "omar")
    assert tms("release", "ferry", "--as", "sara", "--json", ok=False).error["code"] == "blocked"
    made = tms("release", "ferry", "--languages", "ar", "--as", "sara", "--json").body
    assert made["editions"]["ckb"]["carried"] is True
    assert made["at"].endswith("+03:00")
    published = {tag: each["published"] for tag, each in _status(tms)["editions"].items()}
    assert published == {"ar": {"release": 2, "revision": 3}, "ckb": {"release": 1, "revision": 2}}

    # Withdrawn: one language, then all.
    gone = tms(
        "withdraw", "ferry", "--languages", "ckb", "--reason", "Wrong photo.", "--as", "sara", "--json"
    )
    assert set(gone.body["editions"]) == {"en", "ar"}
    assert not (folder / "ckb.html").exists()
    tms("withdraw", "ferry", "--reason", "The ferry sank.", "--as", "sara")
    assert not folder.exists()
    assert _status(tms)["editions"]["ar"]["published"] is None
    assert all(each["good"] for each in tms("doctor", "--json").body["checks"])


def _status(tms: Tms) -> Any:
    body = tms("status", "ferry", "--json").body
    assert set(body) == {"article", "revision", "editions"}
    for edition in body["editions"].values():
        assert set(edition) == {
            *("state", "segments", "stale", "words", "findings", "blockers", "published"),
        }
        assert set(edition["segments"]) == STATES
        assert set(edition["words"]) == {"total", "left"}
        assert set(edition["findings"]) == {"error", "warning"}
        assert all(set(each) == {"code", "segment", "who", "message"} for each in edition["blockers"])
    return body


def _segments(tms: Tms, tag: str) -> Any:
    return _status(tms)["editions"][tag]["segments"]


def test_an_article_is_taken_in_by_its_address_and_corrected_by_it(
    tms: Tms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMS_ADMIT", "127.0.0.1")
    page = "<article><h1>Rain in Basra</h1><p>It rained for {} days. Nobody minded.</p></article>"
    days = iter(("three", "three", "four"))

    def answer(asked: Asked) -> Reply:
        return Reply(page.format(next(days)).encode(), headers={"content-type": "text/html"})

    with serving(answer) as server:
        taken = tms("ingest", server.url("/rain"), "--slug", "rain", "--json").body
        assert (taken["article"], taken["revision"]) == ("rain", 1)
        same = tms("ingest", server.url("/rain"), "--json").body
        assert (same["article"], same["revision"], same["added"]) == ("rain", 1, 0)
        corrected = tms("ingest", server.url("/rain"), "--json").body
        assert (corrected["revision"], corrected["edited"]) == (2, 1)
