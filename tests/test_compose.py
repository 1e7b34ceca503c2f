"""The compose file is valid and runs the commands that tests start by hand: no Docker is here to try it."""

import shlex
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.servers import ROOT, SERVICES

FILE = ROOT / "docker-compose.yml"
COMPOSED: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))["services"]


def test_the_compose_file_follows_the_specification() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(FILE)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_desk_runs_the_commands_that_tests_start_by_hand() -> None:
    built_here = {name: service["command"] for name, service in COMPOSED.items() if "build" in service}
    assert built_here == SERVICES


def test_nothing_is_published_beyond_this_machine() -> None:
    ports = [port for service in COMPOSED.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_redis_throws_no_message_away() -> None:
    assert "--maxmemory-policy noeviction" in shlex.join(COMPOSED["redis"]["command"])


@pytest.mark.parametrize("name", ["web", "worker", "postgres", "redis"])
def test_a_service_that_others_need_tells_its_health(name: str) -> None:
    assert COMPOSED[name]["healthcheck"]["test"]


def test_whatever_waits_for_a_service_waits_for_one_that_exists_and_tells() -> None:
    for name, service in COMPOSED.items():
        for awaited, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in COMPOSED[awaited], f"{name} waits for {awaited}"
            else:
                assert awaited == "migrate"


def test_every_folder_that_the_image_copies_is_let_through() -> None:
    copied = [
        line.split()[1] for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("COPY")
    ]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert copied
    assert all(f"!{name}" in ignored for name in copied)
