"""Every page there is, in every language, light and dark, at a desk and on a phone: axe finds nothing."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.served import client, sign_in
from tests.web import addresses
from tests.web.conftest import Site
from tms.store.signing import LinkKind
from tms.workflow import links, people

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

STRANGERS = ("/invitation", "/demo", "/signin", "/reset")
"""Pages of somebody who is not signed in."""

LOOKS: dict[str, tuple[tuple[Literal["light", "dark"], ViewportSize], ...]] = {
    "en": (("light", DESK), ("dark", PHONE)),
    "ar": (("dark", DESK), ("light", PHONE)),
    "ckb": (("light", PHONE), ("dark", DESK)),
}

MORE = {
    "/articles/{slug}/editions/{language}/edit": ("at={segment}", "show=todo"),
    "/articles/{slug}/editions/{language}/review": ("view=page",),
    "/articles/{slug}": ("block={block}",),
}
"""Other states of a page that its address names."""

RUN = "axe.run({resultTypes: ['violations']}).then(found => found.violations.map(each => \
[each.id, ...each.nodes.map(node => node.html)]))"


def everywhere(site: Site) -> list[str]:
    """The address of each page in each of its states, for an admin and for somebody with a link."""
    browser = client(site.app, sign_in(site.desk, "admin"))
    return [path for path in _named(site) if "<html" in browser.get(path).text]


def _named(site: Site) -> Iterator[str]:
    with site.desk.step() as session:
        user = people.known(session, "second")
        ways_in = [links.make(session, user, kind, "") for kind in (LinkKind.INVITE, LinkKind.DEMO)]
    yield from ways_in
    yield "/nowhere"
    for path in addresses.reads(site.app):
        for slug in ("bakery", "four") if "{slug}" in path else ("bakery",):
            row = site.desk.row(3, slug)
            values = {"slug": slug, "language": "ar", "number": "1", "secret": "x", "block": row.block.id}
            values |= {"segment": row.segments[0].id, "id": "1" if "{id:int}" in path else row.id}
            made = addresses.fill(path, values)
            yield from (made, *(f"{made}?{addresses.fill(more, values)}" for more in MORE.get(path, ())))


@pytest.fixture
def looked(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("tag", LOOKS)
def test_no_page_has_a_barrier(site: Site, looked: Page, tag: str) -> None:
    found: dict[str, Any] = {}
    asked = everywhere(site)
    assert len(asked) > 25
    before = [path for path in asked if path.startswith(STRANGERS)]
    for path in (*before, *(path for path in asked if path not in before)):
        if path not in before:
            site.as_("admin", looked)
        looked.goto(f"{site.url}{path}{'&' if '?' in path else '?'}lang={tag}")
        assert looked.locator("html").get_attribute("lang") == tag, path
        looked.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        looked.evaluate(Axe().axe_script)
        for scheme, size in LOOKS[tag]:
            looked.emulate_media(color_scheme=scheme)
            looked.set_viewport_size(size)
            barriers = looked.evaluate(RUN)
            wider = looked.evaluate("document.documentElement.scrollWidth - innerWidth")
            if barriers or wider > 0:
                found[f"{path} {scheme} {size['width']}"] = barriers or f"{wider} pixels too wide"
    assert found == {}
