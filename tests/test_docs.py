"""What the documentation says is true: its commands run, its examples work, its reference is current."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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
        Block(language, note.strip(), text) for language, note, text in _FENCE.findall(page.read_text("utf-8"))
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
