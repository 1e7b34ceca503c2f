"""A desk that cannot work: its folder, its database or its settings are wrong, and it says which."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Refused, Tms, snapshot
from tests.servers import ROOT
from tms.store import migrate


@pytest.mark.parametrize("command", [("status",), ("user", "list"), ("work", "--until-idle"), ("migrate",)])
def test_a_folder_below_a_file(
    tms: Tms, story: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TMS_HOME", str(story / "home"))
    ran = tms(*command, "--json", ok=False)
    assert (ran.code, ran.error["code"]) == (3, "folder-unwritable")
    assert str(story) in ran.error["message"]
    assert tms("ingest", story, ok=False).code == 3
    doctor = tms("doctor", "--json", ok=False)
    assert doctor.code == 3
    assert not all(each["good"] for each in doctor.body["checks"])


@pytest.mark.usefixtures("desk")
def test_a_folder_that_may_only_be_read(home: Path, story: Path) -> None:
    dropped = shutil.which("setpriv")
    if dropped is None or os.geteuid() != 0:
        pytest.skip("NO SETPRIV: root may write wherever it likes")
    for path in (home, *home.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = snapshot(home)
    caps = "--bounding-set=-dac_override,-dac_read_search"
    try:
        done = subprocess.run(
            [dropped, caps, sys.executable, "-m", "tms", "ingest", str(story), "--slug", "new", "--json"],
            check=False,
            capture_output=True,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "TMS_HOME": str(home)},
        )
    finally:
        for path in (home, *home.iterdir()):
            path.chmod(0o755)
    assert done.returncode == 3, done
    assert b"Traceback" not in done.stderr
    assert snapshot(home) == before


@pytest.fixture
def database(home: Path, desk: None) -> Path:
    return home / "desk.sqlite"


def version(path: Path, number: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (number,))
        connection.commit()


@pytest.mark.parametrize(
    "command", [("status",), ("accept", "ferry"), ("migrate",), ("work", "--until-idle")]
)
def test_a_database_of_a_newer_version(database: Path, refused: Refused, command: tuple[str, ...]) -> None:
    version(database, "9999")
    refused(*command, code="database-too-new", exits=3)


def test_a_database_of_an_older_version(
    database: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "_known", lambda known=migrate._known: [*known(), "9999"])
    error = refused("status", code="database-too-old", exits=3)
    assert "migrate" in error["hint"]


@pytest.mark.parametrize("at", [0, 60, 4096])
def test_a_damaged_database(database: Path, tms: Tms, at: int) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(database.read_bytes())
    data[at : at + 20_000] = os.urandom(20_000)
    database.write_bytes(data)
    for name in ("-wal", "-shm"):
        database.with_name(database.name + name).unlink(missing_ok=True)
    for command in (("status",), ("accept", "ferry"), ("doctor",)):
        ran = tms(*command, "--json", ok=False)
        assert ran.code in {0, 3}, ran
        assert "Traceback" not in ran.err
    assert ran.code == 3


def test_no_database_at_all(tms: Tms, home: Path) -> None:
    (home / "desk.sqlite").write_text("This is a letter, and no database. " * 100)
    ran = tms("status", "--json", ok=False)
    assert (ran.code, ran.error["code"]) == (3, "database-unreachable")
    assert (home / "desk.sqlite").read_text().startswith("This is a letter")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody:secret-word@127.0.0.1:{port}/desk",
        "postgres://nobody:secret-word@127.0.0.1:{port}/desk",
        "mysql://nobody:secret-word@127.0.0.1/desk",
        "oracle+nonsense://nobody:secret-word@127.0.0.1/desk",
        "secret-word",
        "postgresql://nobody:secret-word@[::1/desk",
        "sqlite:////proc/no/secret-word.sqlite",
    ],
)
def test_a_database_that_does_not_answer(tms: Tms, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("TMS_DATABASE_URL", url.format(port=free.getsockname()[1]))
        ran = tms("status", "--json", ok=False)
    assert ran.code == 3
    assert ran.error["code"] in {"database-unreachable", "folder-unwritable"}
    assert "secret-word@" not in ran.out + ran.err


# Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TMS_TIMEZONE", "Mars/Olympus"),
        ("TMS_TIMEZONE", "../../etc/passwd"),
        ("TMS_TIMEZONE", "Asia"),
        ("TMS_TIMEZONE", "/etc/localtime"),
        ("TMS_BROKER_URL", "amqp://localhost"),
    ],
)
def test_a_setting_that_cannot_be(
    refused: Refused, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    error = refused("status", code="bad-value")
    assert error["where"] == name
    assert value in error["message"]


def test_a_setting_that_is_empty_has_its_default(tms: Tms, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMS_TIMEZONE", "TMS_BROKER_URL", "TMS_DATABASE_URL", "TMS_OUT"):
        monkeypatch.setenv(name, "")
    tms("status")


def test_a_current_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["/bin/sh", "-c", f"cd {gone} && rmdir {gone} && exec {sys.executable} -P -m tms status --json"],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 3
    assert "folder-unwritable" in done.stdout
    assert "Traceback" not in done.stderr
