"""How one is told: each kind by mail, on the page or not at all, and when what can wait is mailed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.served import Served, served
from tests.web.conftest import Site
from tests.web.test_pages import LOOKS, complaints, violations
from tms.store.notices import NoticeKind, Way
from tms.store.people import Rhythm, User
from tms.workflow import notices

PATH = "/notices/choices"


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Iterator[Served]:
    with served(sqlite_url, tmp_path) as found:
        yield found


def test_each_kind_has_its_way_and_mails_their_hours(desk: Served) -> None:
    browser = desk.as_("translator")
    text = browser.get("/notices?lang=en").text
    assert len(re.findall(r'<option value="mail" selected>', text)) == len(NoticeKind)
    assert "Twice a day (08:00, 15:00)" in text
    assert "knows no mail address of yours" in text
    sent = {"assigned": "page", "corrected": "off", "late": "mail", "rhythm": "often"}
    assert browser.post(PATH, data=sent).status_code == 303
    with desk.desk.step() as session:
        ways = notices.ways(session, desk.desk["translator"])
        user = session.get(User, desk.desk["translator"].id)
        assert user is not None
        assert user.rhythm is Rhythm.OFTEN
        user.mail = "lina@example.org"
    assert (ways[NoticeKind.ASSIGNED], ways[NoticeKind.CORRECTED]) == (Way.PAGE, Way.OFF)
    assert (ways[NoticeKind.LATE], ways[NoticeKind.RETURNED]) == (Way.MAIL, Way.MAIL)
    assert "Mails go to <bdi>lina@example.org</bdi>." in browser.get("/notices?lang=en").text
    assert "٠٨:٠٠، ١١:٠٠" in browser.get("/notices?lang=ckb").text


@pytest.mark.parametrize("sent", [{"rhythm": "never"}, {"assigned": "pigeon"}])
def test_a_choice_that_is_none_changes_nothing(desk: Served, sent: dict[str, str]) -> None:
    browser = desk.as_("translator")
    assert browser.post(PATH, data=sent | {"late": "off"}).status_code == 400
    with desk.desk.step() as session:
        assert notices.ways(session, desk.desk["translator"])[NoticeKind.LATE] is Way.MAIL


@pytest.mark.parametrize(("tag", "direction", "word"), LOOKS)
def test_the_choices_are_right_in_every_language(
    site: Site, page: Page, tag: str, direction: str, word: str
) -> None:
    heard = complaints(page)
    site.as_("editor", page).goto(f"{site.url}/notices?lang={tag}")
    page.locator("details.ways summary").click()
    assert page.locator("#rhythm").is_visible()
    assert page.locator("html").get_attribute("dir") == direction
    assert violations(page) == []
    assert heard == []
