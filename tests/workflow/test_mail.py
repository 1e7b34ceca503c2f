"""Mail goes out by SMTP, or into a folder that only the desk reads; no secret is in what goes wrong."""

import ssl
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from tests.outgoing.servers import certificate
from tests.workflow.smtp import mail_server
from tms import settings as environment
from tms.errors import BadValue, MailRefused
from tms.workflow import mail
from tms.workflow.mail import Item, Letter

LETTER = Letter(
    "shilan@example.org",
    "ckb",
    "وشەی نهێنی نوێ",
    ("سڵاو <b>شیلان</b>.",),
    "http://127.0.0.1:8000/invitation/x",
    "وشەیەکی نهێنی هەڵبژێرە",
)


def test_a_letter_goes_out_by_smtp_in_its_language(tmp_path: Path) -> None:
    with mail_server() as server:
        mail.send(replace(environment.read(home=tmp_path), smtp_url=server.url), LETTER)
    (message,) = server.messages
    assert (message["to"], message["subject"]) == (LETTER.to, LETTER.subject)
    assert message["content-language"] == "ckb"
    plain, page = (part.get_content() for part in message.iter_parts())
    assert LETTER.link in plain
    assert 'dir="rtl"' in page
    assert "سڵاو &lt;b&gt;شیلان&lt;/b&gt;." in page
    assert not (tmp_path / "mail").exists()


def test_a_letter_tells_several_things_each_with_its_place(tmp_path: Path) -> None:
    item = Item("تۆ ٣ ڕستەت هەیە.", "Rain <in> Basra", "http://127.0.0.1:8000/a?b=1&c=2", ("“Why?”",))
    letter = replace(LETTER, items=(item, item), message_id="<one@example.org>")
    message = mail.written(environment.read(home=tmp_path), letter)
    assert message["message-id"] == "<one@example.org>"
    plain, page = (part.get_content() for part in message.iter_parts())
    assert plain.count("Rain <in> Basra\n“Why?”\nhttp://127.0.0.1:8000/a?b=1&c=2") == 2
    assert page.count('<a href="http://127.0.0.1:8000/a?b=1&amp;c=2">') == 2
    assert '<bdi lang="en" dir="ltr">Rain &lt;in&gt; Basra</bdi>' in page


def test_a_server_that_refuses_or_is_away_is_said_without_what_was_sent(tmp_path: Path) -> None:
    settings = environment.read(home=tmp_path)
    with mail_server(refuse=b"550 no invitation/x here") as server, pytest.raises(MailRefused) as refused:
        mail.send(replace(settings, smtp_url=server.url), LETTER)
    assert "invitation" not in str(refused.value)
    with pytest.raises(MailRefused):
        mail.send(replace(settings, smtp_url="smtp://user:secret@127.0.0.1:1"), LETTER)
    assert "secret" not in repr(replace(settings, smtp_url="smtp://user:secret@127.0.0.1:1"))


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The encryption of a server on this machine, which this machine trusts."""
    shown, public = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    return shown


def test_a_server_that_offers_encryption_hears_nothing_without_it(
    tmp_path: Path, trusted: ssl.SSLContext
) -> None:
    with mail_server(trusted, "desk:p@ss") as server:
        url = server.url.replace("//", "//desk:p%40ss@")
        mail.send(replace(environment.read(home=tmp_path), smtp_url=url), LETTER)
        mail.send(replace(environment.read(home=tmp_path), smtp_url=server.url), LETTER)
    assert len(server.messages) == 2
    assert {each.partition(" ")[0].upper() for each in server.plain} == {"EHLO", "STARTTLS"}


def test_a_password_is_not_said_to_a_server_without_encryption(tmp_path: Path) -> None:
    with mail_server(login="desk:secret") as server:
        url = server.url.replace("//", "//desk:secret@")
        with pytest.raises(MailRefused):
            mail.send(replace(environment.read(home=tmp_path), smtp_url=url), LETTER)
    assert not [each for each in server.commands if each.upper().startswith(("AUTH", "MAIL"))]


def test_a_server_that_nobody_vouches_for_or_that_refuses_the_password_is_said(
    tmp_path: Path, trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = environment.read(home=tmp_path)
    with mail_server(trusted, "desk:secret") as server:
        with pytest.raises(MailRefused) as refused:
            mail.send(replace(settings, smtp_url=server.url.replace("//", "//desk:wrong-one@")), LETTER)
        assert "wrong-one" not in str(refused.value)
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(MailRefused):
            mail.send(replace(settings, smtp_url=server.url), LETTER)
    assert server.messages == []


def test_without_a_server_letters_are_files_that_only_the_desk_reads(tmp_path: Path) -> None:
    mail.send(environment.read(home=tmp_path), LETTER)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("smtp_url", "http://user:secret@x"),
        ("mail_from", "nobody"),
        ("url", "ftp://x"),
        ("url", "http://x/y"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadValue) as refused:
        environment.read(home=tmp_path, **{name: value})
    assert "secret" not in str(refused.value)
