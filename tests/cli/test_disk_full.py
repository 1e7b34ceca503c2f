"""A disk that takes nothing more, as a limit on what a process may write: nothing is half done."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Tms
from tests.servers import ROOT

LIMIT = 64 * 1024
"""Bytes: enough for what SQLite needs to read, and not for an article."""

LONG = "# The long day\n\n" + "\n\n".join(
    f"It was the hour {number} of the day. Nobody had slept, and the river rose by {number} centimetres."
    for number in range(400)
)

RELEASE = """
import sys
from pathlib import Path
from tms import settings
from tms.connectors.base import Package
from tms.connectors.folder import Folder
from tms.errors import DeskError
from tms.workflow import mail
from tms.workflow.mail import Letter

out = Path(sys.argv[1])
said = []
for attempt in (
    lambda: Folder().deliver(Package("rain", 2, {"en.html": b"x" * 100_000}), str(out)),
    lambda: mail.send(settings.read(home=out), Letter("a@example.org", "en", "s", ("x" * 100_000,))),
):
    try:
        attempt()
    except DeskError as error:
        said.append(error.code)
print(" ".join(said))
"""


def limited(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command that may write so far into any file and no further."""
    return subprocess.run(
        [sys.executable, *command],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "TMS_HOME": str(home), "PYTHONUTF8": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT)),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="NO LIMITS: Windows has none of this kind")
def test_an_article_that_does_not_fit_on_the_disk_is_not_there_at_all(
    tms: Tms, home: Path, story: Path, tmp_path: Path
) -> None:
    tms("ingest", story)
    long = tmp_path / "long.md"
    long.write_text(LONG, "utf-8")
    before: Any = tms("status", "--json").body
    refused = limited(home, "-m", "tms", "ingest", str(long), "--json")
    assert refused.returncode == 3, refused
    error = json.loads(refused.stdout)["error"]
    assert error["code"] == "disk-full"
    assert "nothing was stored" in error["message"]
    assert "Traceback" not in refused.stderr
    assert tms("status", "--json").body == before
    assert tms("doctor", "--json").code == 0
    assert tms("ingest", long, "--json").body["revision"] == 1, "with room it works"


def test_a_release_and_a_mail_that_do_not_fit_leave_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "rain").mkdir()
    (out / "rain" / "en.html").write_text("what was there")
    done = limited(tmp_path, "-c", RELEASE, str(out))
    assert done.stdout.split() == ["file-unwritable", "folder-unwritable"], done
    assert (out / "rain" / "en.html").read_text() == "what was there"
    left = [path for path in out.rglob("*") if path.is_file() and path.stat().st_size > 0]
    assert left == [out / "rain" / "en.html"]
