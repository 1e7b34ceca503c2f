"""Places that releases go to, one module each; a connector joins the desk by its line in ``CONNECTORS``."""

from tms.connectors.base import Connector
from tms.connectors.folder import Folder
from tms.errors import UnknownConnector

CONNECTORS: tuple[Connector, ...] = (Folder(),)


def get(name: str) -> Connector:
    found = next((connector for connector in CONNECTORS if connector.name == name), None)
    if found is None:
        raise UnknownConnector(name=name, known=", ".join(connector.name for connector in CONNECTORS))
    return found
