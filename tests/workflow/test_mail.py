"""Mail goes out by SMTP, or into a folder that only the desk reads; no secret is in what goes wrong."""

import email
import email.policy
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tms import settings as environment
from tms.errors import BadValue, MailRefused
from tms.workflow import mail
from tms.workflow.mail import Letter

LETTER = Letter(
    "shilan@example.org",
    "ckb",
    "وشەی نهێنی نوێ",
    ("سڵاو <b>شیلان</b>.",),
    "http://127.0.0.1:8000/invitation/x",
    "وشەیەکی نهێنی هەڵبژێرە",
)


@contextmanager
def server(answer: bytes = b"250 ok") -> Iterator[tuple[str, list[bytes]]]:
    """A mail server that takes one message, and what it was sent."""
    heard: list[bytes] = []

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb") as stream:
            stream.write(b"220 ready\r\n")
            stream.flush()
            body = False
            for line in stream:
                heard.append(line)
                if body and line != b".\r\n":
                    continue
                body = line.upper().startswith(b"DATA")
                said = b"354 go on" if body else b"221 bye" if line.upper().startswith(b"QUIT") else answer
                if line.upper().startswith((b"EHLO", b"RSET")):
                    said = b"250 ok"
                stream.write(said + b"\r\n")
                stream.flush()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}", heard
        thread.join(5)


def test_a_letter_goes_out_by_smtp_in_its_language(tmp_path: Path) -> None:
    with server() as (url, heard):
        settings = replace(environment.read(home=tmp_path), smtp_url=url)
        mail.send(settings, LETTER)
    data = b"".join(heard).partition(b"\r\n\r\n")
    assert b"rcpt TO:<shilan@example.org>" in data[0]
    text = b"".join(heard)
    message = email.message_from_bytes(text[text.upper().index(b"DATA") + 6 :], policy=email.policy.default)
    assert (message["subject"], message["content-language"]) == (LETTER.subject, "ckb")
    plain, page = (part.get_content() for part in message.iter_parts())
    assert LETTER.link in plain
    assert 'dir="rtl"' in page
    assert "سڵاو &lt;b&gt;شیلان&lt;/b&gt;." in page
    assert not (tmp_path / "mail").exists()


def test_a_server_that_refuses_or_is_away_is_said_without_what_was_sent(tmp_path: Path) -> None:
    settings = environment.read(home=tmp_path)
    with server(b"550 no invitation/x here") as (url, _), pytest.raises(MailRefused) as refused:
        mail.send(replace(settings, smtp_url=url), LETTER)
    assert "invitation" not in str(refused.value)
    with pytest.raises(MailRefused):
        mail.send(replace(settings, smtp_url="smtp://user:secret@127.0.0.1:1"), LETTER)
    assert "secret" not in repr(replace(settings, smtp_url="smtp://user:secret@127.0.0.1:1"))


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
