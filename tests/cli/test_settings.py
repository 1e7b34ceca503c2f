"""House settings on the command line."""

from tests.cli.conftest import Tms


def test_settings_are_read_and_decided_on_the_command_line(tms: Tms) -> None:
    assert "months.ar: iraqi" in tms("settings", "list").out
    assert tms("settings", "set", "months.ar", "gregorian", "--json").body == {
        "name": "months.ar",
        "value": "gregorian",
        "changed": True,
    }
    listed = tms("settings", "list", "--json").body["settings"]
    assert {each["name"]: each["value"] for each in listed}["months.ar"] == "gregorian"
    assert tms("settings", "set", "months.ar", "lunar", "--json", ok=False).error["code"] == "bad-value"
    wrong = tms("settings", "set", "x", "y", "--json", ok=False)
    assert (wrong.code, wrong.error["code"]) == (2, "no-such-setting")
