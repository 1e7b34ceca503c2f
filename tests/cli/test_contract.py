"""What scripts of others hold the command line to: shapes, exit codes, who acts, times, and silence."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.cli.conftest import CORRECTED, STORY, Tms
from tests.servers import ROOT


def drafted(tms: Tms, story: Path, *who: str) -> list[str]:
    """The article with an Arabic draft of every segment; answers the segments' ids."""
    tms("ingest", story, *who)
    tms("translate", "ferry", "--language", "ar", "--machine", "pseudo", *who)
    shown = tms("show", "ferry", "--json").body
    return [each["id"] for block in shown["blocks"] for each in block["segments"]]


def put(tms: Tms, file: Path, segment: str, text: str, *options: str) -> None:
    """Change one translation by way of a PO file."""
    tms("export", "ferry", "--language", "ar", "--format", "po", "-o", file)
    po = polib.pofile(str(file))
    next(entry for entry in po if entry.msgctxt == segment).msgstr = text
    po.save()
    tms("import", file, "--language", "ar", *options)


# Who acts


def test_without_users_the_operator_acts(tms: Tms, story: Path) -> None:
    tms("ingest", story)
    assert tms("accept", "ferry", "--json").body["accepted_by"] == "operator"


def test_the_only_active_user_acts(tms: Tms, story: Path) -> None:
    tms("user", "add", "lina", "--role", "translator")
    refused = tms("ingest", story, "--json", ok=False)
    assert (refused.code, refused.error["code"]) == (1, "not-allowed")
    assert tms("status", "--json").body == {"articles": []}
    tms("ingest", story, "--as", "operator")
    tms("user", "add", "omar", "--role", "editor")
    tms("user", "disable", "lina")
    assert tms("accept", "ferry", "--json").body["accepted_by"] == "operator"
    story.write_text(CORRECTED, "utf-8")
    tms("ingest", story)
    assert tms("accept", "ferry", "--json").body["accepted_by"] == "omar"


@pytest.mark.usefixtures("people")
def test_with_several_users_a_step_needs_a_name_and_a_look_does_not(tms: Tms, story: Path) -> None:
    refused = tms("ingest", story, "--json", ok=False)
    assert (refused.code, refused.error["code"]) == (2, "name-needed")
    assert tms("ingest", story, "--as", "nobody", "--json", ok=False).code == 2
    assert tms("status", "--as", "nobody", "--json", ok=False).error["code"] == "no-such-user"
    tms("ingest", story, "--as", "omar")
    tms("status", "ferry")
    tms("user", "list")
    tms("work", "--until-idle")
    tms("jobs")


def test_only_an_admin_makes_users_and_tokens_under_a_name(tms: Tms) -> None:
    tms("user", "add", "omar", "--role", "editor")
    assert tms("user", "add", "x", "--role", "editor", "--as", "omar", "--json", ok=False).code == 1
    assert tms("token", "add", "omar", "--as", "omar", "--json", ok=False).code == 1
    token = tms("token", "add", "omar", "--read-only", "--json").body
    assert set(token) == {"name", "token"}
    assert tms("user", "list", "--json").body == {
        "users": [{"name": "omar", "role": "editor", "languages": [], "active": True}]
    }


# Answers


def test_an_answer_is_one_document_and_nothing_else(tms: Tms, story: Path) -> None:
    for command in (
        ("ingest", str(story)),
        ("status",),
        ("status", "ferry"),
        ("route", "ferry"),
        ("translate", "ferry", "--language", "ckb", "--machine", "pseudo"),
        ("jobs",),
        ("doctor",),
        ("migrate",),
        ("work", "--until-idle"),
    ):
        ran = tms(*command, "--json")
        assert isinstance(ran.body, dict), command
        assert ran.err == "", command


def test_a_mistyped_command_is_answered_in_json_too(tms: Tms) -> None:
    for command in (
        ("no-such-command",),
        ("show",),
        ("show", "ferry", "--no-such-option"),
        ("user",),
        ("user", "add", "x"),
        ("serve", "--port", "many"),
        ("show", "ferry", "--revision", "0"),
        ("show", "ferry", "--revision", "99999999999999999999"),
    ):
        refused = tms(*command, "--json", ok=False)
        assert (refused.code, refused.error["code"]) == (2, "bad-command"), command
        plain = tms(*command, ok=False)
        assert (plain.code, plain.out) == (2, ""), command
        assert "--help" in plain.err


def test_help_is_an_answer(tms: Tms) -> None:
    assert "ingest" in tms("--help").out
    assert "--source-key" in tms("ingest", "--help").out
    assert tms().out == tms("--help").out


def test_the_commands_are_those_of_the_contract(tms: Tms) -> None:
    wanted = (
        "demo serve work jobs doctor migrate user token ingest show block route assign segment"
        " normalize check translate export import submit approve return waive release withdraw accept confirm"
        " reopen merge split order omit put-back add-sentence status"
    )
    said = tms("--help").out
    assert [name for name in wanted.split() if f"\n  {name} " not in said] == []


def test_logs_of_a_failing_job_go_to_standard_error(
    tms: Tms, story: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(tms, story)
    for tag in ("ar", "ckb"):
        tms("translate", "ferry", "--language", tag, "--machine", "pseudo")
        tms("submit", "ferry", "--language", tag)
        tms("approve", "ferry", "--language", tag, "--override", "Nobody else is here.", "--edition")
    (home / "no-folder").write_text("a file")
    monkeypatch.setenv("TMS_OUT", str(home / "no-folder"))
    ran = tms("release", "ferry", "--json")
    assert ran.body["release"] == 1
    assert ran.body["deliveries"] == [{"destination": "folder", "state": "waiting", "sent_at": None}]
    assert "Left for " in ran.err
    assert "+03:00" in ran.err
    assert "no-folder" in ran.err
    monkeypatch.delenv("TMS_OUT")
    job = next(each for each in tms("jobs", "--json").body["jobs"] if each["kind"] == "deliver")
    tms("jobs", "retry", str(job["id"]))
    tms("work", "--until-idle")
    assert (home / "editions" / "ferry" / "ar.html").is_file()


# Approving


def test_approve_takes_what_has_no_error_and_names_the_rest(tms: Tms, story: Path, tmp_path: Path) -> None:
    tms("user", "add", "lina", "--role", "translator")
    tms("user", "add", "omar", "--role", "editor")
    tms("ingest", story, "--as", "omar")
    ids = drafted(tms, story, "--as", "omar")
    file = tmp_path / "ar.po"
    number = next(
        segment["id"]
        for block in tms("show", "ferry", "--json").body["blocks"]
        for segment in block["segments"]
        if "40 people" in segment["text"]
    )
    put(tms, file, number, "تنقل سبعين شخصا في كل مرة.", "--as", "lina")
    tms("submit", "ferry", "--language", "ar", "--as", "omar")
    asked = ("approve", "ferry", "--language", "ar", "--as", "omar", "--json")
    left = tms(*asked, ok=False)
    assert left.code == 1
    by_code = {each["segment"]: each["code"] for each in left.body["left"]}
    assert by_code[number] == "findings-left"
    assert set(by_code.values()) == {"findings-left", "four-eyes"}
    assert set(by_code) == set(ids)
    assert "".join(left.err) == ""
    edition = tms(*asked, "--edition", ok=False)
    assert edition.code == 1
    assert {each["segment"] for each in edition.body["left"]} == set(ids)
    done = tms(*asked, "--override", "The number was changed on purpose.", "--edition")
    assert sorted(done.body["approved"]) == sorted(ids)
    assert done.body["left"] == []
    assert done.body["manifest"]
    assert tms("status", "ferry", "--json").body["editions"]["ar"]["blockers"] == []


def test_translate_submits_nothing(tms: Tms, story: Path) -> None:
    ids = drafted(tms, story)
    states = tms("status", "ferry", "--json").body["editions"]["ar"]["segments"]
    assert states == {"empty": 0, "draft": len(ids), "returned": 0, "submitted": 0, "approved": 0}


def test_import_submits_what_is_not_fuzzy(tms: Tms, story: Path, tmp_path: Path) -> None:
    ids = drafted(tms, story)
    file = tmp_path / "ar.po"
    tms("export", "ferry", "--language", "ar", "--format", "po", "-o", file)
    po = polib.pofile(str(file))
    po[0].flags.remove("fuzzy")
    po.save()
    tms("import", file, "--language", "ar", "--submit")
    states = tms("status", "ferry", "--json").body["editions"]["ar"]["segments"]
    assert (states["submitted"], states["draft"]) == (1, len(ids) - 1)


def test_a_file_of_an_older_text_is_a_conflict_with_all_three_texts(
    tms: Tms, story: Path, tmp_path: Path
) -> None:
    ids = drafted(tms, story)
    mine, theirs = tmp_path / "mine.po", tmp_path / "theirs.po"
    tms("export", "ferry", "--language", "ar", "--format", "po", "-o", mine)
    put(tms, theirs, ids[0], "عادت العبّارة")
    po = polib.pofile(str(mine))
    base = po[0].msgstr
    po[0].msgstr = "رجعت العبّارة"
    po.save()
    ran = tms("import", mine, "--language", "ar", "--json", ok=False)
    assert ran.code == 1
    (clash,) = ran.body["conflicts"]
    assert clash.pop("why")
    assert clash == {"segments": [ids[0]], "base": base, "theirs": "عادت العبّارة", "mine": "رجعت العبّارة"}
    assert ran.body["applied"] == 0


def test_waive_knows_its_blockers(tms: Tms, story: Path, tmp_path: Path) -> None:
    ids = drafted(tms, story)
    put(tms, tmp_path / "ar.po", ids[0], "The ferry is back")
    finding = [
        b
        for b in tms("status", "ferry", "--json").body["editions"]["ar"]["blockers"]
        if b["code"] == "finding"
    ]
    assert [each["segment"] for each in finding] == [ids[0]] * len(finding)
    asked = ("--language", "ar", "--reason", "A name.", "--json")
    for code in ("empty", "draft", "returned", "submitted", "stale", "edition", "source", f"draft:{ids[0]}"):
        refused = tms("waive", "ferry", code, *asked, ok=False)
        assert (refused.code, refused.error["code"]) == (1, "cannot-waive"), code
    assert tms("waive", "ferry", "nonsense", *asked, ok=False).code == 2
    assert tms("waive", "ferry", "finding:nonsense", *asked, ok=False).code == 2
    assert tms("waive", "ferry", "finding", *asked[:3], " ", "--json", ok=False).code == 2
    assert tms("waive", "ferry", f"finding:{ids[0]}", *asked).body["waived"] == len(finding)
    left = tms("status", "ferry", "--json").body["editions"]["ar"]["blockers"]
    assert "finding" not in {each["code"] for each in left}


# Exports


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
@pytest.mark.parametrize("format", ["html", "markdown", "text", "json"])
def test_every_edition_is_exported_in_every_format(
    tms: Tms, story: Path, tmp_path: Path, language: str, format: str
) -> None:
    drafted(tms, story)
    file = tmp_path / "out"
    told = tms("export", "ferry", "--language", language, "--format", format, "-o", file, "--json").body
    assert told == {"file": str(file), "bytes": file.stat().st_size}
    if format == "json":
        assert json.loads(file.read_text("utf-8"))["article"] == "ferry"
    assert [each.name for each in tmp_path.glob(".*")] == []


def test_an_export_goes_down_a_pipe(tms: Tms, story: Path, tmp_path: Path) -> None:
    drafted(tms, story)
    tms("export", "ferry", "--language", "en", "--format", "text", "-o", "/dev/null")
    assert not Path("/dev/null").is_file()


# Tools that need no desk


@pytest.mark.parametrize(
    "text",
    [
        "It rains. He left at 6 p.m. Nobody saw him.\n",
        "One.\r\n\r\nTwo?  Three!\n\n",
        "  \n Cafe\u0301 opened. \U0001f600 It closed.\u2028End",
        "\n",
        "",
        "مطر. ثلج؟ نعم!",
    ],
)
@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_segments_joined_are_the_text_of_the_file(tms: Tms, tmp_path: Path, text: str, language: str) -> None:
    file = tmp_path / "raw.txt"
    file.write_bytes(text.encode())
    found = tms("segment", file, "--language", language, "--json").body["segments"]
    assert "".join(each["text"] for each in found) == text
    assert all(text[each["start"] : each["end"]] == each["text"] for each in found)


def test_check_answers_findings_by_the_ids_of_the_table(tms: Tms, tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text(
        "id\tsource\ttarget\n007\tIt carries 40 people.\tتنقل 70 شخصا.\nb\tRain.\tمطر.\n", encoding="utf-8"
    )
    found = tms("check", file, "--target", "ar", "--json").body["findings"]
    assert {each["id"] for each in found} == {"007"}
    for each in found:
        assert set(each) == {
            *("id", "check", "code", "severity", "message", "source_span", "target_span", "fixes")
        }
        assert each["severity"] in {"error", "warning", "info"}
    wrong = next(each for each in found if each["check"] == "numbers")
    assert (wrong["severity"], wrong["source_span"], wrong["target_span"]) == ("error", [11, 13], [5, 7])


# Times and waiting


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2026-03-14T18:00", "2026-03-14T18:00:00+03:00"),
        ("2026-03-14T18:00Z", "2026-03-14T21:00:00+03:00"),
        ("2026-03-14 18:00:30+01:00", "2026-03-14T20:00:30+03:00"),
        ("2026-03-14", "2026-03-14T00:00:00+03:00"),
    ],
)
def test_times_are_the_desks(tms: Tms, story: Path, given: str, shown: str) -> None:
    tms("ingest", story)
    tms("user", "add", "lina", "--role", "translator")
    asked = ("assign", "ferry", "--language", "ar", "--to", "lina", "--as", "operator", "--json", "--due")
    assert tms(*asked, given).body["due"] == shown


@pytest.mark.parametrize("given", ["tomorrow", "2026-13-01", "0001-01-01T00:00", "٢٠٢٦-٠٣-١٤"])
def test_a_time_that_is_none_is_refused(tms: Tms, story: Path, given: str) -> None:
    tms("ingest", story)
    refused = tms(
        *("assign", "ferry", "--language", "ar", "--to", "x", "--due", given, "--json"),
        ok=False,
    )
    assert (refused.code, refused.error["where"]) == (2, "--due")


def test_a_release_for_later_goes_out_later(tms: Tms, story: Path, home: Path) -> None:
    drafted(tms, story)
    for tag in ("ar", "ckb"):
        tms("translate", "ferry", "--language", tag, "--machine", "pseudo")
        tms("submit", "ferry", "--language", tag)
        tms("approve", "ferry", "--language", tag, "--override", "Alone.", "--edition")
    made = tms("release", "ferry", "--at", "2999-01-01T08:00", "--json")
    assert made.body["publish_at"] == "2999-01-01T08:00:00+03:00"
    assert "2999-01-01T08:00" in made.err
    assert not (home / "editions").exists()


def test_a_database_is_made_at_first_use(tms: Tms, home: Path) -> None:
    (home / "desk.sqlite").unlink()
    assert tms("status", "--json").body == {"articles": []}
    assert (home / "desk.sqlite").is_file()


def test_no_wait_leaves_the_jobs(tms: Tms, story: Path) -> None:
    tms("ingest", story)
    asked = ("translate", "ferry", "--language", "ar", "--machine", "pseudo", "--no-wait", "--json")
    assert tms(*asked).body["drafted"] == 0
    assert tms("jobs", "--json").body["waiting"] > 0
    assert tms("work", "--until-idle", "--json").body["done"] > 0
    assert tms("status", "ferry", "--json").body["editions"]["ar"]["segments"]["empty"] == 0


# As a process


def process(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tms", *arguments],
        check=False,
        capture_output=True,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "TMS_HOME": str(home), **environment},
    )


def test_the_answer_is_utf8_whatever_the_terminal(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "raw.txt"
    file.write_text("مطر. ثلج.", "utf-8")
    asked = ("segment", str(file), "--language", "ar", "--json")
    done = process(home, *asked, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["segments"][0]["text"] == "مطر. "


def test_bytes_that_are_no_text_are_refused_as_arguments(home: Path) -> None:
    done = process(home, "show", os.fsdecode(b"caf\xe9"), "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "bad-character"


def test_a_reader_who_leaves_early_is_no_fault(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "raw.txt"
    file.write_text(STORY * 2000, "utf-8")
    command = f"{sys.executable} -m tms segment {file} --language en | head -1"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        check=False,
        capture_output=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "TMS_HOME": str(home)},
    )
    assert done.stderr == b""
    assert len(done.stdout.splitlines()) == 1


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


LINES = "نيقاش: پوختهیهك لهناوخۆو سهرانسهی عێراقهوه\n\nكورد\u2028ستان\r\nThe rain, he said.\n"
MENDED = ["نیقاش: پوختەیەک لەناوخۆو سەرانسەی عێراقەوە", "", "کورد\u2028ستان\r", "The rain, he said."]


def test_each_line_is_mended_on_a_line_of_its_own(tms: Tms, monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, LINES.encode())
    assert tms("normalize", "--language", "ckb").out.split("\n") == [*MENDED, ""]
    piped(monkeypatch, LINES.encode())
    assert tms("normalize", "--language", "ckb", "--json").body == {"lines": MENDED}
    piped(monkeypatch, b"")
    assert tms("normalize", "--language", "ar").out == ""


def test_a_line_that_is_no_text_is_refused(tms: Tms, monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, b"rain\n\xff\n")
    assert tms("normalize", "--language", "ar", "--json", ok=False).error["code"] == "not-utf8"
    assert tms("normalize", "--language", "de", ok=False).code == 2
