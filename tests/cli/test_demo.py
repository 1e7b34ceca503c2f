"""The demo leaves both its articles in three languages, aligned sentence by sentence, and does so again."""

import json
import time
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.cli.conftest import Tms
from tms import demo, languages
from tms.core.document import HIDDEN
from tms.core.text import Text

SLUGS = ("marsh-school", "night-bakery")
SHOWN = {"en", "ar", "ckb"}


def test_the_demo_writes_aligned_editions_every_time(
    tms: Tms,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    for time_of in ("first", "again"):
        started = time.monotonic()
        ran = tms("demo", "--no-serve", "--out", out)
        with capsys.disabled():
            print(f"\nthe demo, {time_of}: {time.monotonic() - started:.1f} s")
        assert ran.out == ""
        assert {each.name for each in out.iterdir() if each.name[0] != "."} == set(SLUGS)
        for slug in SLUGS:
            aligned(out / slug)

    monkeypatch.setenv("TMS_HOME", str(home / "demo"))
    for slug in SLUGS:
        for edition in tms("status", slug, "--json").body["editions"].values():
            assert edition["state"] == "approved"
            assert edition["findings"]["error"] == 0
            assert edition["blockers"] == []
    assert tms("doctor").code == 0


def aligned(folder: Path) -> None:
    """Every English sentence has its own translation, as the book has it, at its own place on the page."""
    assert {each.name for each in folder.iterdir()} == {*(f"{tag}.html" for tag in SHOWN), "alignment.json"}
    groups = json.loads((folder / "alignment.json").read_text("utf-8"))["groups"]
    pages = {tag: LexborHTMLParser((folder / f"{tag}.html").read_text("utf-8")) for tag in SHOWN}
    book = {
        plain(english): {tag: plain(row[tag]) for tag in languages.TARGETS}
        for english, row in demo._book().items()
    }
    for group in groups:
        (english,) = group["en"]
        for tag in languages.TARGETS:
            (piece,) = group[tag]
            assert piece["segments"] == [english["id"]]
            assert plain(piece["text"]) == book[plain(english["text"])][tag]
            assert "stale" not in piece
    visible = [group for group in groups if group["kind"] not in HIDDEN]
    for tag, page in pages.items():
        spans = page.css("[data-segments]")
        assert [span.attributes["id"] for span in spans] == [f"s-{g['en'][0]['id']}" for g in visible]
        said = [" ".join(span.text().split()) for span in spans]
        assert said == [" ".join(plain(group[tag][0]["text"]).split()) for group in visible]


def plain(notation: str) -> str:
    return Text.parse(notation).plain.strip()
