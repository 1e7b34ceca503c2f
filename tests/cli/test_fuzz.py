"""Whatever is typed or handed in is answered by an exit code and a sentence, never by a traceback."""

import contextlib
import io
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import STORY
from tms import formats
from tms.cli import main
from tms.errors import DeskError
from tms.formats import po, table
from tms.workflow import ingest

COMMANDS = """
ingest story.md --slug ferry --source-key ferry --format markdown --replace
show ferry --revision 1
block ferry SEGMENT --kind quote
block ferry SEGMENT --merge
route ferry --dry-run
assign ferry --language ar --to lina --due 2026-03-14 --segments SEGMENT
segment story.md --language en
check pairs.tsv --target ar --source en --codes
translate ferry --language ar --machine pseudo
export ferry --language ar --format po -o out
import ar.po --language ar --article ferry --submit
submit ferry --language ar --segments SEGMENT
approve ferry --language ar --segments SEGMENT --override x --edition
return ferry --language ar --segments SEGMENT --comment x
waive ferry finding --language ar --reason x
release ferry --languages ar,ckb --at 2999-01-01
withdraw ferry --languages ar --reason x
accept ferry
confirm ferry --language ar --segments SEGMENT
reopen ferry --language ar --segments SEGMENT
merge ferry SEGMENT SEGMENT --language ar
split ferry SEGMENT --language ar
order ferry SEGMENT SEGMENT --language ar
omit ferry SEGMENT --language ar --reason x
put-back ferry SEGMENT --language ar
add-sentence ferry SEGMENT --language ar --text x --reason x
status ferry
jobs retry 1
user add noor --role editor --languages ar
user disable noor
user list
token add noor --languages ar --read-only
memory import pairs.tsv --target ar
doctor
migrate
"""
WORDS = """
--json --as --no-wait --language --segments --override --edition --help -o -- - story.md ar.po /dev/null /
ferry ar ckb en po json pseudo editor operator finding edition 2026-03-14 0001-01-01 1 0
99999999999999999999 , a,b %s %(slug)s {}
"""
ODD = ("", " ", "\u202e", "\0", "\ud800", "\x1b[31m", "ä" * 600, "../../x", "x\ny", "٣")
WORD = st.one_of(st.sampled_from(WORDS.split()), st.sampled_from(ODD), st.text(max_size=6))


@st.composite
def command(draw: st.DrawFn) -> list[str]:
    """A command as it should be, with up to three words changed, left out or put in."""
    words = draw(st.sampled_from(COMMANDS.strip().splitlines())).split()
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(1, len(words)))
        words[at : at + draw(st.integers(0, 1))] = draw(st.lists(WORD, max_size=1))
    return words + draw(st.sampled_from([[], ["--json"]]))


SLOW = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@pytest.fixture
def desk(home: Path, _sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copyfile(_sqlite_template, home / "desk.sqlite")
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("story.md").write_text(STORY, "utf-8")
    Path("pairs.tsv").write_text("id\tsource\ttarget\n1\tRain.\tمطر.\n", "utf-8")
    assert run("ingest", "story.md", "--slug", "ferry")[0] == 0
    assert run("export", "ferry", "--language", "ar", "--format", "po", "-o", "ar.po")[0] == 0
    return folder


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    return code, out.getvalue(), err.getvalue()


@SLOW
@given(command())
def test_any_words(desk: Path, words: list[str]) -> None:
    segment = json.loads(run("show", "ferry", "--json")[1])["blocks"][2]["segments"][0]["id"]
    words = [segment if word == "SEGMENT" else word for word in words]
    code, out, err = run(*words)
    assert code in {0, 1, 2}, (words, out, err)
    assert "Traceback" not in err
    if words[-1] == "--json" and words[-2][:1] != "-" and not {"--", "--help"} & set(words) and out:
        assert isinstance(json.loads(out), dict)
    if code == 2:
        assert not out or words[-1] == "--json" or "--json" in words
        assert err


READERS = [*(each.name for each in formats.FORMATS if each.read), "po", "table", ""]
SCRAPS = st.sampled_from(
    [
        *(
            b"<article>",
            b"</article>",
            b"<h1>",
            b"<p>",
            b"<table><tr><td>",
            b"<!--",
            b"]]>",
            b"&#0;",
            b"&#xD800;",
        ),
        *(b"# ", b"> ", b"- ", b"1. ", b"```", b"---\n", b"![](", b"](", b"|a|b|\n|-|-|\n", b"<1>", b"\\<1>"),
        *(
            b'msgid "',
            b'msgstr "',
            b'msgctxt "',
            b"#, fuzzy",
            b"#~ ",
            b'"\n',
            b"\\n",
            b"id\tsource\ttarget\n",
        ),
        *(
            b"\n",
            b"\n\n",
            b"\t",
            b"\r",
            b"\0",
            b"\xff",
            b"\xef\xbb\xbf",
            b"\xed\xa0\x80",
            b"\xe2\x80\xae",
            b"\xc2\x85",
        ),
        *(
            "“Rain,” he said. ".encode(),
            "بارانە".encode(),
            b"Basra, 3 May 2024",
            b"By A. B.",
            b"Photo: C.",
            b"\xcc\x88",
        ),
    ]
)
BYTES = st.one_of(
    st.binary(max_size=200), st.lists(st.one_of(SCRAPS, st.binary(max_size=4)), max_size=30).map(b"".join)
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(reader=st.sampled_from(READERS), data=BYTES)
def test_any_bytes(reader: str, data: bytes) -> None:
    with contextlib.suppress(DeskError):
        if reader == "po":
            po.read(data)
        elif reader == "table":
            table.read(data)
        else:
            ingest.parse(data, "", reader)


@SLOW
@given(suffix=st.sampled_from(["txt", "md", "html", "po", ""]), data=BYTES)
def test_any_file(desk: Path, suffix: str, data: bytes) -> None:
    file = desk / f"any.{suffix}"
    file.write_bytes(data)
    for command in (("ingest", str(file)), ("import", str(file), "--language", "ar")):
        code, _, err = run(*command, "--json")
        assert code in {0, 1, 2}, err
        assert "Traceback" not in err
    file.unlink()
    if run("show", "any")[0] == 0:
        for tag in ("en", "ar"):
            for format in ("html", "markdown", "text", "json"):
                asked = ("export", "any", "--language", tag, "--format", format, "-o", "out.any")
                assert run(*asked)[0] == 0
