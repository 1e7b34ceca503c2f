"""House settings on the page and through the API."""

from pathlib import Path

from tests.served import Served, served
from tms.store.house import house


def chosen(desk: Served) -> dict[str, str]:
    with desk.desk.database.reading() as session:
        return dict(house(session).chosen)


def test_an_admin_decides_and_a_chief_reads(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        admin, chief = desk.as_("admin"), desk.as_("chief")
        answer = admin.post("/settings", data={"months.ar": "gregorian", "late-hours": "12", "other": "x"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/settings?saved=1")
        assert chosen(desk) == {"months.ar": "gregorian", "late-hours": "12"}
        assert "Names of months in Arabic" in admin.get("/settings").text
        read = chief.get("/settings?lang=ar").text
        assert 'value="gregorian" checked' in read
        assert 'type="submit">حفظ' not in read
        assert chief.post("/settings", data={"months.ar": "iraqi"}).status_code == 403
        for name in ("translator", "editor"):
            assert desk.as_(name).get("/settings").status_code == 403
        assert chosen(desk) == {"months.ar": "gregorian", "late-hours": "12"}


def test_a_value_that_cannot_be_stays_in_its_field_beside_what_can_be(
    sqlite_url: str, tmp_path: Path
) -> None:
    with served(sqlite_url, tmp_path) as desk:
        admin = desk.as_("admin")
        answer = admin.post("/settings?lang=ckb", data={"late-hours": "<b>دوو</b>", "one-step": "on"})
        assert answer.status_code == 400
        assert "0–720" in answer.text
        assert 'value="&lt;b&gt;دوو&lt;/b&gt;"' in answer.text
        assert chosen(desk) == {}
        assert admin.post("/settings", data={"months.ar": "\x00"}).status_code == 400


def test_settings_are_read_and_decided_through_the_api(sqlite_url: str, tmp_path: Path) -> None:
    with served(sqlite_url, tmp_path) as desk:
        found = desk.get("/settings", "chief")["settings"]
        assert {"name": "one-step", "value": "off", "default": "off"}.items() <= next(
            each for each in found if each["name"] == "one-step"
        ).items()
        now = desk.call("PATCH", "/settings", "admin", json={"values": {"one-step": "on"}}).json()["settings"]
        assert next(each for each in now if each["name"] == "one-step")["value"] == "on"
        assert chosen(desk) == {"one-step": "on"}
        refused = desk.call("PATCH", "/settings", "admin", json={"values": {"one-step": "x"}})
        assert (refused.status_code, refused.json()["code"]) == (400, "bad-value")
        assert (
            desk.call("PATCH", "/settings", "chief", json={"values": {"one-step": "off"}}).status_code == 403
        )
        assert desk.call("GET", "/settings", "editor").status_code == 403
        assert desk.call("PATCH", "/settings", "admin", json={"values": {"x": "1"}}).status_code == 404
