"""The people of the desk on their page: who was here, who has what, and who may change it."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from tests.desk import RAIN
from tests.served import served
from tests.web.test_board import counted
from tms.store.people import User


def test_a_chief_sees_the_people_and_an_admin_changes_them(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        desk.desk.ingest()
        desk.desk.assign(RAIN, to="translator")
        for name, forms in (("chief", False), ("admin", True)):
            text = desk.as_(name).get("/people").text
            assert ('action="/people' in text) is forms
            assert "6 words in their hands" in text
            assert 'href="/settings"' in text
            assert 'href="/people"' in text
        assert desk.as_("editor").get("/people").status_code == 403
        assert 'href="/people"' not in desk.as_("editor").get("/board").text


def test_a_person_was_last_here_when_they_came_in(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        assert desk.as_("chief").get("/people").text.count("Not here yet") == 5
        desk.as_("translator").get("/queue")
        assert desk.as_("chief").get("/people").text.count("Not here yet") == 4
        with desk.desk.database.reading() as session:
            seen = {user.name: user.seen_at for user in session.scalars(select(User))}
        assert seen["second"] is None
        assert seen["translator"] is not None
        assert abs((datetime.now(UTC) - seen["translator"]).total_seconds()) < 60


def test_the_page_asks_as_often_for_many_people_as_for_few(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        browser = desk.as_("admin")
        database = desk.client.app.state.desk.database  # type: ignore[attr-defined]
        with counted(database) as before:
            browser.get("/people")
        for number in range(12):
            browser.post("/people", data={"name": f"new-{number}", "role": "translator", "ar": "1"})
        with counted(database) as after:
            browser.get("/people")
        assert len(after) == len(before)
