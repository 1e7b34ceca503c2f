"""The pages of accounts in a real browser: in three languages, by pointer and without scripts."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.served import PASSWORD, give_password
from tests.web.conftest import Site
from tests.web.test_pages import complaints, violations
from tms.store.signing import LinkKind
from tms.workflow import links, people

LOOKS = [("en", 390, "dark"), ("ar", 820, "light"), ("ckb", 1440, "dark"), ("en", 1440, "light")]


@pytest.mark.parametrize(("tag", "width", "scheme"), LOOKS)
def test_the_pages_of_accounts_are_right_in_every_language(
    site: Site, chromium: Browser, tag: str, width: int, scheme: Any
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    heard = complaints(page)
    with site.desk.step() as session:
        user = people.known(session, "second")
        invitation = links.make(session, user, LinkKind.INVITE, site.url)
        demo = links.make(session, user, LinkKind.DEMO, site.url)
    for path in ("/signin", "/reset", invitation.removeprefix(site.url), demo.removeprefix(site.url)):
        right(site, page, f"{path}?lang={tag}", tag)
    site.as_("admin", page)
    for path in ("/me", "/people"):
        right(site, page, f"{path}?lang={tag}", tag)
    for summary in page.locator("details summary").all():
        summary.click()
    assert violations(page) == []
    page.locator("form.add [name=name]").fill(f"new-{tag}-{width}")
    page.locator("form.add button").click()
    assert page.locator(".says.good pre").inner_text().startswith(f"{site.url}/invitation/")
    assert violations(page) == []
    assert heard == []
    context.close()


def right(site: Site, page: Page, path: str, tag: str) -> None:
    page.goto(f"{site.url}{path}")
    assert page.locator("html").get_attribute("lang") == tag
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, path
    assert violations(page) == [], path


def test_a_person_signs_in_and_out_without_scripts(site: Site, chromium: Browser) -> None:
    give_password(site.desk, "deputy")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/signin?next=/me")
    page.get_by_label("Name").fill("deputy")
    page.get_by_label("Password").fill("wrong")
    page.locator("main button").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main button").click()
    assert page.url == f"{site.url}/me"
    page.get_by_role("button", name="Sign out").click()
    assert page.url == f"{site.url}/signin"
    page.goto(f"{site.url}/me")
    assert page.url == f"{site.url}/signin?next=%2Fme"
    context.close()
    with site.desk.step() as session:  # the desk stays open for the other tests of this module
        people.known(session, "deputy").password = ""
