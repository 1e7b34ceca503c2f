"""The command line in this process: ``tms("status", "--json")`` answers its exit code and what it said."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tms.cli import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def body(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """What a refusal said with --json, its fixed part checked."""
        error = self.body["error"]
        assert {"code", "message", "where", "hint"} <= error.keys()
        assert error["message"] in self.err
        assert "Traceback" not in self.err
        return error


Tms = Callable[..., Ran]


@pytest.fixture
def tms(home: Path, _sqlite_template: Path, capsys: pytest.CaptureFixture[str]) -> Tms:
    """Runs a command on a desk of its own; with ``ok`` (the default) it must exit 0."""
    shutil.copyfile(_sqlite_template, home / "desk.sqlite")

    def run(*arguments: str | Path, ok: bool = True) -> Ran:
        capsys.readouterr()
        code = main([str(each) for each in arguments])
        said = capsys.readouterr()
        ran = Ran(code, said.out, said.err)
        if ok:
            assert code == 0, ran
        return ran

    return run


STORY = """\
# The ferry is back

Lamps on the river for the first time since 2014

The ferry crosses the river again. It carries 40 people at a time. “We waited nine years,” said the pilot.

## A rope and a wheel

The rope was made in Basra. Nobody had asked for it.
"""

CORRECTED = STORY.replace("at a time", "each time")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.md"
    path.write_text(STORY, "utf-8")
    return path


@pytest.fixture
def people(tms: Tms) -> None:
    for name, role in (("lina", "translator"), ("omar", "editor"), ("sara", "chief")):
        tms("user", "add", name, "--role", role)


def snapshot(home: Path) -> dict[str, str]:
    """All rows of the desk, and every other file below its folder."""
    found = {}
    for path in sorted(home.rglob("*")):
        if path.name.startswith("desk.sqlite") or not path.is_file():
            continue
        found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    database = home / "desk.sqlite"
    if database.exists():
        with closing(sqlite3.connect(database)) as connection:
            found["rows"] = hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()
    return found


@pytest.fixture
def desk(tms: Tms, story: Path) -> None:
    """A desk with an article in it and a draft of each sentence in Arabic."""
    tms("ingest", story)
    tms("translate", "ferry", "--language", "ar", "--machine", "pseudo")


@pytest.fixture
def refused(tms: Tms, home: Path) -> Callable[..., Any]:
    """Runs a command that must be refused, and leave everything as it was."""

    def run(*arguments: str | Path, code: str, exits: int = 2) -> Any:
        before = snapshot(home)
        ran = tms(*arguments, "--json", ok=False)
        error = ran.error
        assert (ran.code, error["code"]) == (exits, code), ran
        plain = tms(*arguments, ok=False)
        assert (plain.code, plain.out) == (exits, ""), plain
        assert error["message"] in plain.err
        assert snapshot(home) == before
        return error

    return run


Refused = Callable[..., Any]
