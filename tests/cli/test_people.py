"""People on the command line: nothing secret when they are added, a link when they are invited."""

import re
from email import message_from_bytes
from pathlib import Path

from tests.cli.conftest import Tms


def test_a_user_is_added_without_a_secret_and_invited_with_a_link(tms: Tms) -> None:
    added = tms("user", "add", "lina", "--role", "admin", "--json")
    assert set(added.body) == {"name", "role", "languages", "active"}
    link = tms("user", "invite", "lina").out.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/invitation/[\w-]{43}", link)
    assert tms("user", "invite", "lina", "--json").body["link"] != link
    assert tms("user", "invite", "nobody", "--json", ok=False).error["code"] == "no-such-user"


def test_an_invitation_is_mailed_and_not_printed(tms: Tms, home: Path) -> None:
    tms("user", "add", "lina", "--role", "admin")
    said = tms("user", "invite", "lina", "--mail", "lina@example.org", "--json")
    assert said.body == {"name": "lina", "mail": "lina@example.org"}
    (file,) = (home / "mail").glob("*.eml")
    message = message_from_bytes(file.read_bytes())
    assert message["to"] == "lina@example.org"
    assert "/invitation/" not in said.out + said.err


def test_who_has_no_mail_address_is_not_mailed(tms: Tms) -> None:
    tms("user", "add", "lina", "--role", "admin")
    assert tms("user", "invite", "lina", "--mail", "", "--json", ok=False).error["code"] == "no-mail"
    wrong = tms("user", "invite", "lina", "--mail", "a b", "--json", ok=False)
    assert (wrong.code, wrong.error["code"]) == (2, "bad-value")
