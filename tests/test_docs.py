"""What the documentation says is true: its commands run, its examples work, its reference is current."""

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import ROOT

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
    run = tmp_path / "run"
    run.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m tms "$@"\n')
    run.chmod(0o755)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "TMS_HOME": str(tmp_path / "var"),
        "LC_ALL": "C.UTF-8",
    }
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
        said = set(re.findall(r"(?:\./run|python -m tms) ([a-z]+)", page.read_text("utf-8")))
        assert said <= known, page
