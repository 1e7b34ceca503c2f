"""Mail to a person, in their language: by SMTP, or as a file in the desk's folder where none is set."""

import os
import secrets
import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape
from urllib.parse import unquote, urlsplit

from tms import languages
from tms.errors import FolderUnwritable, MailRefused
from tms.settings import Settings

_PATIENCE = 20  # seconds for each answer of the mail server


@dataclass(frozen=True)
class Letter:
    """What a person is told, translated already. ``link`` is where they can act, ``button`` what it says."""

    to: str
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""
    button: str = ""


def send(settings: Settings, letter: Letter) -> None:
    """Hand a letter on; raises MailRefused where it cannot be."""
    message = written(settings, letter)
    if settings.smtp_url:
        _by_smtp(settings.smtp_url, message)
    else:
        _as_file(settings, message)


def written(settings: Settings, letter: Letter) -> EmailMessage:
    """A letter as plain text and as a page, each in its direction."""
    language = languages.get(letter.language)
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = settings.mail_from
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain="desk.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join([*letter.paragraphs, *([letter.link] if letter.link else [])]) + "\n")
    style = 'style="font: 16px/1.7 sans-serif; max-width: 60ch"'
    body = "".join(f"<p>{escape(each)}</p>" for each in letter.paragraphs)
    if letter.link:
        address = escape(letter.link)
        body += f'<p><a href="{address}">{escape(letter.button)}</a></p>'
        body += f'<p dir="ltr"><small>{address}</small></p>'
    message.add_alternative(
        f'<!doctype html><html lang="{language.tag}" dir="{language.direction}"><meta charset="utf-8">'
        f'<body dir="{language.direction}" {style}>{body}</body></html>',
        subtype="html",
    )
    message["Content-Language"] = language.tag  # making parts takes such headers away
    return message


def _by_smtp(url: str, message: EmailMessage) -> None:
    server = urlsplit(url)
    context = ssl.create_default_context()
    try:
        if server.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.hostname or "", server.port or 465, timeout=_PATIENCE, context=context
            )
        else:
            client = smtplib.SMTP(server.hostname or "", server.port or 25, timeout=_PATIENCE)
        with client:
            client.ehlo()
            if server.scheme == "smtp" and (server.username or client.has_extn("starttls")):
                client.starttls(context=context)
            if server.username:
                client.login(unquote(server.username), unquote(server.password or ""))
            client.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefused(reason=type(error).__name__) from error  # its words may hold what was sent


def _as_file(settings: Settings, message: EmailMessage) -> None:
    folder = settings.home / "mail"
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.eml"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f".{name}"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(message.as_bytes())
        part.replace(folder / name)
    except OSError as error:
        raise FolderUnwritable(path=str(folder), reason=error.strerror or str(error)) from error
