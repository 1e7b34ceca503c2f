"""The rules of the house that a program can hold: who imports whom, how long a module may be, who commits."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.servers import ROOT

MODULES = sorted(path for package in ("tms", "workers") for path in (ROOT / package).rglob("*.py"))

DOORS = (
    *("tms/cli", "tms/server", "tms/serving", "tms/web", "tms/api", "tms/demo", "workers"),
    *(
        "tms/workflow/jobs.py",
        "tms/store/session.py",
    ),  # the loop that runs jobs, and the session's own begin and end
)
"""Where a transaction may be committed: by whoever opened it, so never below a door."""

LANGUAGES = {"ar", "ckb", "en"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), path)


def test_imports_keep_the_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_no_module_is_longer_than_five_hundred_lines() -> None:
    long = {
        name(path): lines for path in MODULES if (lines := len(path.read_text("utf-8").splitlines())) > 500
    }
    assert not long


def test_only_doors_commit() -> None:
    commits = {f"{name(path)}:{line}" for path in MODULES if not is_door(path) for line in commit_lines(path)}
    assert not commits


def is_door(path: Path) -> bool:
    """A door is a module or a package: tms/cli is tms/cli.py, tms/cli/… and tms/cli_desk.py."""
    inside = name(path)
    return any(
        inside == door
        or (not door.endswith(".py") and inside.startswith((f"{door}/", f"{door}.", f"{door}_")))
        for door in DOORS
    )


def commit_lines(path: Path) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def test_only_the_languages_package_asks_which_language_it_is() -> None:
    found = {
        f"{name(path)}:{line}"
        for path in MODULES
        if not name(path).startswith("tms/languages/")
        for line in language_lines(path)
    }
    assert not found


def language_lines(path: Path) -> list[int]:
    """Lines that compare something with a language's code: `language == "ar"`, `case "ckb"`."""
    lines = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Compare):
            compared = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            compared = [node.value]
        else:
            continue
        literals = {
            leaf.value for part in compared for leaf in ast.walk(part) if isinstance(leaf, ast.Constant)
        }
        if LANGUAGES & {literal for literal in literals if isinstance(literal, str)}:
            lines.append(node.lineno)
    return lines


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name(path)
        for path in MODULES
        if path.read_text("utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert not [path for path in silent if not path.startswith("tms/store/migrations/versions/")]


def test_no_module_is_named_after_nothing() -> None:
    vague = {"utils", "util", "helpers", "common", "misc", "manager", "service"}
    assert not [name(path) for path in MODULES if path.stem in vague]
