"""What every test may ask for: a folder, a database, a broker, a browser. None may reach the network."""

import itertools
import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import servers

_numbers = itertools.count(1)
_real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
_real_getaddrinfo = socket.getaddrinfo

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests that take minutes, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes minutes: ./run test --long"))


def pytest_configure() -> None:
    """Refuse every address but this machine's own, from the first import of a test on."""
    for name in _real:
        setattr(socket.socket, name, _guarded(name))
    socket.getaddrinfo = _resolve


def _guarded(name: str) -> Callable[..., Any]:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]  # sendto has the data, and perhaps flags, before it
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _refuse_unless_local(address[0])
        return _real[name](self, *arguments)

    return guarded


def _resolve(host: bytes | str | None, *arguments: Any, **options: Any) -> Any:
    if host is not None:
        _refuse_unless_local(host.decode() if isinstance(host, bytes) else host)
    return _real_getaddrinfo(host, *arguments, **options)


def _refuse_unless_local(host: str) -> None:
    try:
        address = ip_address(host.partition("%")[0])
        local = address.is_loopback or address.is_unspecified
    except ValueError:
        local = host in {"", "localhost"}
    if not local:
        raise RefusedAddressError(host)


class RefusedAddressError(RuntimeError):
    def __init__(self, host: str) -> None:
        super().__init__(f"a test may reach this machine only, not {host}")


@pytest.fixture(autouse=True)
def _no_settings_of_whoever_runs_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("TMS_") and name != "TMS_TEST_DATABASE_URL":
            monkeypatch.delenv(name)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty TMS_HOME."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("TMS_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tms.store.migrate import upgrade

    path = tmp_path_factory.mktemp("template") / "desk.db"
    upgrade(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:  # so that the one file holds all of it
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    path = tmp_path / f"desk-{next(_numbers)}.db"
    shutil.copyfile(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[servers.Postgres]:
    """A real PostgreSQL, with databases of any name."""
    try:
        with servers.postgres() as server:
            yield server
    except servers.Missing as why:
        pytest.skip(f"NO POSTGRESQL: {why}")


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: servers.Postgres) -> Iterator[str]:
    from tms.store.migrate import upgrade

    name = f"tms_template_{os.getpid()}"
    upgrade(postgres_server.database(name))
    yield name
    postgres_server.drop(name)


@pytest.fixture
def postgresql_url(postgres_server: servers.Postgres, _postgres_template: str) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    name = f"tms_{os.getpid()}_{next(_numbers)}"
    yield postgres_server.database(name, _postgres_template)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def _valkey() -> Iterator[str]:
    try:
        with servers.valkey() as url:
            yield url
    except servers.Missing as why:
        pytest.skip(f"NO REDIS: {why}")


@pytest.fixture
def redis_url(_valkey: str) -> str:
    """A real, empty Redis-protocol server."""
    from redis import Redis

    with Redis.from_url(_valkey) as client:
        client.flushall()
    return _valkey


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium without a window.

    Not for the whole session: while it lives, its event loop bars any other in the same thread.
    """
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("NO BROWSER: install Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page in a browser session of its own, which may open this machine's addresses only."""
    context = chromium.new_context()
    page = context.new_page()
    yield page
    context.close()
