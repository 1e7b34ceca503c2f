"""The whole desk over HTTP: what guards it, how it says that it is well, and where it refuses to stand."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from tests.served import Served, give_password, served, settings_of
from tests.servers import ROOT
from tms import server
from tms import settings as environment
from tms.errors import AddressTaken, OnlyLoopback


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as found:
        yield found


def test_health_and_readiness_are_told(desk: Served) -> None:
    assert desk.client.get("/healthz").json() == {"ok": True, "threads": {}}
    assert desk.client.get("/readyz").json() == {"ok": True, "database": "ok", "broker": "ok"}


def test_a_desk_whose_broker_is_away_is_not_ready(sqlite_url: str, tmp_path: Path) -> None:
    settings = environment.read(home=tmp_path, database_url=sqlite_url, broker_url="redis://127.0.0.1:1/0")
    from starlette.testclient import TestClient

    with TestClient(server.app(settings, background=False), "http://127.0.0.1") as client:
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (503, "unreachable")


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/api/v1/articles", "/api/docs", "/static/desk.css", "/healthz"]
)
def test_every_answer_tells_the_browser_to_trust_nothing_else(desk: Served, path: str) -> None:
    said = desk.client.get(path).headers
    policy = dict(part.split(" ", 1) for part in said["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"].startswith("'nonce-")
    assert (said["x-content-type-options"], said["x-frame-options"]) == ("nosniff", "DENY")
    other = desk.client.get(path).headers["content-security-policy"]
    assert other != said["content-security-policy"], "a nonce is used once"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "desk.local:80"])
def test_another_name_for_this_machine_is_not_answered(desk: Served, host: str) -> None:
    assert desk.client.get("/", headers={"host": host}).status_code == 400
    assert desk.client.get("/api/v1/articles", headers={"host": host}).json()["code"] == "other-host"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "[::1]"])
def test_this_machine_is_answered_by_its_own_names(desk: Served, host: str) -> None:
    assert desk.client.get("/healthz", headers={"host": host}).status_code == 200


def test_an_endless_body_is_cut_off(desk: Served) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(30):
            yield b"x" * 1024 * 1024

    answer = desk.client.post("/api/v1/articles", content=endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_another_verb_and_an_unknown_address_are_named(desk: Served) -> None:
    verb = desk.client.delete("/api/v1/articles")
    assert (verb.status_code, verb.json()["code"]) == (405, "not-here")
    assert desk.client.get("/api/v1/none").json()["code"] == "no-such-page"
    assert "There is no page here." in desk.client.get("/none").text


def test_what_nobody_expected_says_nothing_of_itself(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("tms.web.board.board", broken)
    monkeypatch.setattr("tms.workflow.wire.articles", broken)
    with capture_logs() as logged:
        page = desk.client.get("/")
        problem = desk.call("GET", "/articles")
    assert [each["path"] for each in logged] == ["/", "/api/v1/articles"]
    assert (page.status_code, "secret" in page.text) == (500, False)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (problem.status_code, problem.json()["code"]) == (500, "unexpected")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "desk.example", ""])
def test_only_loopback_is_served_until_everybody_can_sign_in(tmp_path: Path, host: str) -> None:
    with pytest.raises(OnlyLoopback):
        server.serve(environment.read(home=tmp_path), host)


def test_others_are_served_once_everybody_can_sign_in(desk: Served, tmp_path: Path) -> None:
    settings = settings_of(str(desk.desk.database.url), tmp_path)
    for name in ("admin", "editor", "deputy", "chief", "second"):
        give_password(desk.desk, name)
    with pytest.raises(OnlyLoopback) as refused:
        server._closed(settings, "0.0.0.0")
    assert refused.value.params["names"] == "translator"
    desk.token("translator")
    server._closed(settings, "0.0.0.0")


def test_a_desk_for_others_shows_nothing_to_strangers_even_when_nobody_can_sign_in(desk: Served) -> None:
    settings = replace(desk.desk.settings, url="https://desk.example.org")
    app = server.app(settings, background=False, host="0.0.0.0")
    with TestClient(app, "https://desk.example.org", follow_redirects=False) as browser:
        assert browser.get("/").headers["location"] == "/signin?next=%2F"
        assert "secure" in browser.get("/signin").headers["set-cookie"].lower()
        assert browser.get("/", headers={"host": "evil.example"}).status_code == 400


def test_a_taken_port_is_a_plain_error(sqlite_url: str, tmp_path: Path) -> None:
    settings = environment.read(home=tmp_path, database_url=sqlite_url)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(AddressTaken):
        server.serve(settings, "127.0.0.1", taken.getsockname()[1])
    with pytest.raises(AddressTaken):
        server.serve(settings, "127.0.0.1", 70_000)


def test_it_serves_with_its_worker_and_stops_when_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = (
        f"from tms import server, settings; server.serve(settings.read(home={str(tmp_path)!r}), port={port})"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        health = healthy(f"http://127.0.0.1:{port}/healthz")
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert health["threads"] == {"worker": True, "scheduler": True, "poll": True}
    assert process.returncode in {0, -signal.SIGTERM}
    assert "Traceback" not in said
    assert f":{port}/" in said


def healthy(url: str, seconds: float = 30.0) -> dict[str, dict[str, bool]]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            answer = httpx2.get(url)
        except httpx2.TransportError:
            time.sleep(0.1)
            continue
        if answer.status_code == 200:
            found: dict[str, dict[str, bool]] = answer.json()
            return found
        time.sleep(0.1)
    raise AssertionError(f"{url} was not well after {seconds} s")
