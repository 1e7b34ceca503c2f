"""What the documentation says is true: its commands run, its examples work, its reference is current."""

import ast
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import warm
from tests.desk import Desk
from tests.servers import ROOT
from tms import settings
from tms.cli import editions
from tms.core.house import House
from tms.formats.tmx import Reading
from tms.messages import Message
from tms.store import articles, releases
from tms.store import jobs as rows
from tms.store.editions import Suggestion
from tms.store.session import Database
from tms.workflow import memory, status, translate, wire
from tms.workflow.exchange import Clash, Imported

DOCS = ROOT / "docs"
_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ID = re.compile(r"\b(?:[a-z][a-z0-9]{9}|[0-9a-f]{12})\b")


@dataclass(frozen=True)
class Block:
    """A block of code in a page: its language, what follows that on its line, and its text."""

    language: str
    note: str
    text: str


def blocks(page: Path) -> list[Block]:
    return [
        Block(language, note.strip(), text)
        for language, note, text in _FENCE.findall(page.read_text("utf-8"))
    ]


def test_the_tutorial_works_as_it_is_written(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "TMS_HOME": str(tmp_path / "var"),
        "LC_ALL": "C.UTF-8",
    }
    with warm.start(tmp_path, environment):
        output = ""
        for block in blocks(DOCS / "tutorial.md"):
            if block.language == "text":
                assert missing(block.text, output) is None, output
                continue
            done = subprocess.run(
                ["sh", "-eu", "-c", block.text],
                cwd=tmp_path,
                env=environment,
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                encoding="utf-8",
            )
            output = done.stdout
            assert block.language == "sh"
            assert done.returncode == int(block.note.removeprefix("exits") or 0), f"{block.text}\n{output}"


def missing(shown: str, output: str) -> str | None:
    """The first line shown that does not come in the output, in this order; ids and hashes are any."""
    rest = iter(output.splitlines())
    for line in shown.splitlines():
        wanted = re.compile(".*".join(_any_id(part) for part in line.strip().split("…")))
        if line.strip() != "…" and not any(wanted.fullmatch(found.strip()) for found in rest):
            return line
    return None


def _any_id(part: str) -> str:
    return r"\w+".join(re.escape(plain) for plain in _ID.split(part))


@pytest.mark.parametrize("kind", ["machine", "check", "format", "connector"])
def test_the_example_of_a_plug_in_passes_the_tests_that_all_of_its_kind_pass(
    kind: str, tmp_path: Path
) -> None:
    """In a copy of the project: write the files that the page shows, add the line, run the tests."""
    for name in ("tms", "tests", "locales", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, tmp_path / name)
    package = {"machine": "machinery"}.get(kind, f"{kind}s")
    written = []
    for path, note, text in files(DOCS / "how-to" / f"add-a-{kind}.md"):
        file = tmp_path / path
        if note == "list":
            assert file == tmp_path / "tms" / package / "__init__.py"
            file.write_text(with_list(file.read_text("utf-8"), text), "utf-8")
        else:
            assert not file.exists(), f"{path} exists; the page needs another example"
            file.write_text(text, "utf-8")
            written.append(path)
    assert [Path(path).parent.as_posix() for path in written] == [f"tms/{package}", f"tests/{package}"]
    own = [
        written[1],
        *(
            f"tests/{package}/test_{name}.py"
            for name in (package, "machines")
            if (ROOT / f"tests/{package}/test_{name}.py").exists()
        ),
    ]
    for command in (
        ["ruff", "check", *written],
        ["ruff", "format", "--check", *written],
        ["pytest", "-q", "-p", "no:cacheprovider", *own],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path,
            check=False,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def files(page: Path) -> list[tuple[str, str, str]]:
    """The files that a page shows: each stands behind its path."""
    text = page.read_text("utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        if fence[1] == "python":
            path = re.findall(r"`([\w/]+\.py)`", text[: fence.start()].rpartition("```")[2])[0]
            found.append((path, fence[2].strip(), fence[3]))
    return found


def with_list(module: str, shown: str) -> str:
    """The module with the imports and the list that the page shows; what the page leaves out stays."""
    imports = [ast.unparse(node) for node in ast.parse(shown).body if isinstance(node, ast.ImportFrom)]
    assert imports
    (assigned,) = [node for node in ast.parse(shown).body if isinstance(node, ast.AnnAssign)]
    now = next(
        node
        for node in ast.parse(module).body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == ast.unparse(assigned.target)
    )
    assert isinstance(now.value, ast.Tuple)
    assert isinstance(assigned.value, ast.Tuple)
    listed = {ast.unparse(each) for each in now.value.elts}
    assert listed < {ast.unparse(each) for each in assigned.value.elts}, "the page lacks what was added since"
    return module + "\n\n" + "\n".join([*imports, ast.unparse(assigned)]) + "\n"


REFERENCE = runpy.run_path(str(DOCS / "reference.py"))


@pytest.mark.parametrize("name", sorted(REFERENCE["PAGES"]))
def test_a_page_of_the_reference_is_current(name: str) -> None:
    kept = (DOCS / "reference" / name).read_text("utf-8")
    assert kept == REFERENCE["PAGES"][name](), "run: python docs/reference.py"


PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        assert "://" in target or (page.parent / target).exists(), target
    shown = re.findall(r"(?<![\w/.-])((?:tms|tests|workers|docs|locales|benchmarks)/[\w/.-]*\w)", text)
    made_up = {path for path, _, _ in files(page)}
    for path in set(shown) - made_up:
        assert (ROOT / path).exists() or path.endswith(("/x", "/…")), path


def test_a_page_names_no_command_that_is_not_there() -> None:
    known = {path.split()[0] for path in REFERENCE["command_names"]()} | {"test", "check"}
    for page in PAGES:
        said = set(re.findall(r"(?:\./run|python -m tms) ([a-z-]+)", page.read_text("utf-8")))
        assert said <= known, page


@pytest.fixture
def story(sqlite_url: str, tmp_path: Path) -> Iterator[Desk]:
    """A desk where something of each shape has happened."""
    database = Database(sqlite_url)
    yield Desk(database, settings.read(database_url=sqlite_url, home=tmp_path))
    database.close()


def test_the_shapes_of_json_are_those_of_the_desk(story: Desk, tmp_path: Path) -> None:
    shown = {block.note: json.loads(block.text) for block in blocks(DOCS / "reference" / "json.md")}
    for name, found in answers(story, tmp_path).items():
        assert shape(shown.pop(name)) == shape(found), name
    assert shown.keys() == {"error", "segments"}  # in the tests of the commands


def answers(desk: Desk, folder: Path) -> dict[str, Any]:
    """One answer of each kind, whose lists are as full as the page shows them."""
    text = "# Rain in Basra\n\nIt rained **12 times**. Nobody minded."
    found: dict[str, Any] = {"ingested": wire.ingested(desk.ingest(text))}
    found["ingested"]["uncertain"] = [{"block": "", "kind": "", "why": ""}]
    with desk.step() as session:
        article = articles.find(session, "story")
        found["shown"] = wire.shown(article, articles.revision(session, article))
        found["articles"] = wire.articles(session)
        found["status"] = wire.status(status.status(session, "story"))
    desk.write({1: "أمطرت <1>13 مرة</1>."})
    with desk.sheet() as (session, sheet):
        row = sheet.rows[1]
        session.add(
            Suggestion(translation_id=row.id, text="", origin="memory", score=100, source="", basis=[])
        )
        session.flush()
        found["translations"] = wire.translations(session, sheet)
        found["translations"]["rows"] = found["translations"]["rows"][1:]
        outcome = translate.submit(session, sheet, sheet.rows[:1], desk["editor"])
        found["submitted"] = editions._body("story", "ar", outcome, "submitted")
        clash = Clash(("a",), "", "", "", Message(""))
        found["imported"] = wire.imported(Imported(conflicts=[clash]))
    desk.write({1: "أمطرت <1>12 مرة</1>."})
    desk.finish()
    number = desk.release()
    with desk.step() as session:
        made = releases.numbered(session, articles.find(session, "story").id, number)
        assert made is not None
        found["release"] = wire.release(session, made)
        rows.enqueue(session, "deliver", "a key", {}, delay=60)
        session.flush()
        found["jobs"] = wire.jobs(session)
        found["entries"] = wire.pairs(memory.search(session, "", ["ar"]))
        found["settings"] = wire.settings(House())
    reading = Reading(units=1)
    reading.skip(1, Message(""))
    found["taken"] = wire.taken(reading, 0, "en")
    found["alignment"] = json.loads((folder / "editions/story/alignment.json").read_text("utf-8"))
    return found


def shape(value: Any) -> Any:
    """The names in a value: of a list its first element's, of languages and attributes none."""
    if isinstance(value, dict):
        tags = {"en", "ar", "ckb"}
        if value.keys() & tags and value.keys() <= tags:
            return {tag: shape(value[tag]) for tag in sorted(value.keys() & {"en", "ar"})}
        return {
            name: None if name in {"attributes", "published"} else shape(inside)
            for name, inside in value.items()
            if name != "ckb"
        }
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    return None


def test_the_page_of_screenshots_shows_what_its_command_makes() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "screenshots.py"))
    assert (ROOT / "docs" / "screenshots.md").read_text("utf-8") == made["page"]()
    kept = sorted((ROOT / "docs" / "screenshots").iterdir())
    assert [each.name for each in kept] == sorted(shot.file for shot in made["SHOTS"])
    assert sum(each.stat().st_size for each in kept) < 2_500_000
