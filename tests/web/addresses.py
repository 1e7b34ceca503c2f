"""Every page there is, from the routes of the application: a new page is in the tests by itself."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.routing import BaseRoute, Route

OPEN = {
    "/signin",
    "/signin/oidc",
    "/signin/oidc/callback",
    "/reset",
    "/invitation/{secret}",
    "/demo/{secret}",
}
"""The pages of somebody who is not signed in."""

ADMINS = ("/people",)
"""The pages below these are for admins only; the first of them itself is read by chiefs, too."""

ENDLESS = {"/live"}
"""What is read for as long as a page is open."""

_MACHINES = ("/api/", "/healthz", "/readyz", "/metrics")


def routes(app: Any) -> list[tuple[str, str]]:
    """The verb and the address of every route, pages and API alike."""
    return [(verb, path) for path, verbs in _listed(app.routes) for verb in verbs if verb != "HEAD"]


def pages(app: Any) -> list[tuple[str, str]]:
    """Those that people come to."""
    return [(verb, path) for verb, path in routes(app) if not path.startswith(_MACHINES)]


def reads(app: Any) -> list[str]:
    """The addresses of pages to look at, as the routes have them."""
    return [path for verb, path in pages(app) if verb == "GET" and path not in ENDLESS]


def fill(path: str, values: Mapping[str, str]) -> str:
    """A route's address with its places filled; a place that no test knows is named by the error."""
    return re.sub(r"{(\w+)(?::\w+)?}", lambda found: values[found[1]], path)


def _listed(found: list[BaseRoute]) -> Iterator[tuple[str, list[str]]]:
    for route in found:
        if isinstance(route, Route):
            yield route.path, sorted(route.methods or [])
