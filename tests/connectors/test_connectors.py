"""What every connector keeps to."""

from pathlib import Path

import pytest

from tms.connectors import CONNECTORS, get
from tms.connectors.base import Connector, Package
from tms.errors import UnknownConnector

FILES = {"en.html": b"<p>Rain", "ar.html": "<p>مطر".encode(), "alignment.json": b"{}"}


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda connector: connector.name)
def test_delivering_twice_leaves_the_same_as_once(connector: Connector, tmp_path: Path) -> None:
    package = Package("rain", 1, FILES)
    answered = connector.deliver(package, str(tmp_path))
    assert set(answered) == {"en", "ar"}
    once = everything(tmp_path)
    assert connector.deliver(package, str(tmp_path)) == answered
    assert everything(tmp_path) == once


@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda connector: connector.name)
def test_an_older_release_changes_nothing(connector: Connector, tmp_path: Path) -> None:
    connector.deliver(Package("rain", 2, FILES), str(tmp_path))
    newer = everything(tmp_path)
    connector.deliver(Package("rain", 1, FILES | {"ckb.html": b"<p>"}), str(tmp_path))
    assert everything(tmp_path) == newer


def test_a_connector_is_found_by_its_name() -> None:
    assert [get(connector.name) for connector in CONNECTORS] == list(CONNECTORS)
    assert len({connector.name for connector in CONNECTORS}) == len(CONNECTORS)
    assert all(connector.formats for connector in CONNECTORS)
    with pytest.raises(UnknownConnector) as raised:
        get("carrier-pigeon")
    assert str(raised.value) == "There is no connector carrier-pigeon."
