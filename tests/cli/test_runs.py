"""Sentences merged, split, moved, left out and added by commands."""

from pathlib import Path

from tests.cli.conftest import Tms

HERE = ("--language", "ar", "--as", "lina", "--json")


def test_an_edition_departs_from_the_english_by_commands(tms: Tms, story: Path, people: None) -> None:
    tms("ingest", story, "--slug", "ferry", "--as", "omar")
    blocks = tms("show", "ferry", "--json").body["blocks"]
    [first, second, *rest] = [s["id"] for s in next(b for b in blocks if len(b["segments"]) > 1)["segments"]]
    run = tms("merge", "ferry", first, second, *HERE).body
    assert run["segments"] == [first, second]
    apart = tms("split", "ferry", second, *HERE).body["translations"]
    assert [row["segments"] for row in apart] == [[first], [second]]
    assert tms("split", "ferry", first, *HERE, ok=False).error["code"] == "nothing-to-split"
    order = [second, first, *rest]
    assert tms("order", "ferry", *order, *HERE).body["segments"] == order
    assert tms("order", "ferry", first, *HERE, ok=False).error["code"] == "bad-value"
    tms("omit", "ferry", first, "--reason", "It is said above.", *HERE)
    tms("put-back", "ferry", first, *HERE)
    assert tms("put-back", "ferry", first, *HERE, ok=False).error["code"] == "not-left-out"
    why = ("--reason", "Readers here need it.")
    added = tms("add-sentence", "ferry", first, "--text", "والعبّارة قديمة.", *why, *HERE).body
    assert (added["segments"], added["text"]) == ([], "والعبّارة قديمة.")
    tms("omit", "ferry", added["translation"], "--reason", "It is too long.", *HERE)
    assert tms("put-back", "ferry", added["translation"], *HERE).body["text"] == "والعبّارة قديمة."
