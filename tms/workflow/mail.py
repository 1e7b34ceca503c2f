"""Mail to a person, in their language: by SMTP, or as a file in the desk's folder where none is set."""

import os
import secrets
import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from html import escape
from urllib.parse import unquote, urlsplit

from tms import languages
from tms.errors import FolderUnwritable, MailRefused
from tms.settings import Settings

_PATIENCE = 20  # seconds for each answer of the mail server


_MARGIN = "margin: 0 0 1.5em; padding: 0 .8em; border-inline-start: 3px solid #b9b2a3"


@dataclass(frozen=True)
class Item:
    """One of several things a letter tells: of an article in English, at this address."""

    sentence: str
    title: str
    link: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """What a person is told, translated already. ``link`` is where they can act, ``button`` what it says.

    ``message_id`` stays the same when a letter is sent again, so that whoever has it can tell.
    """

    to: str
    language: str
    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""
    button: str = ""
    items: tuple[Item, ...] = ()
    message_id: str = ""


def send(settings: Settings, letter: Letter) -> None:
    """Hand a letter on; raises MailRefused where it cannot be."""
    message = written(settings, letter)
    if settings.smtp_url:
        _by_smtp(settings.smtp_url, message)
    else:
        _as_file(settings, message)


def new_id(settings: Settings) -> str:
    """A message id that no other letter has."""
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    return f"<{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(6)}@{domain}>"


def written(settings: Settings, letter: Letter) -> EmailMessage:
    """A letter as plain text and as a page, each in its direction."""
    language = languages.get(letter.language)
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = settings.mail_from
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = letter.message_id or new_id(settings)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_plain(letter))
    style = 'style="font: 16px/1.7 sans-serif; max-width: 60ch"'
    message.add_alternative(
        f'<!doctype html><html lang="{language.tag}" dir="{language.direction}"><meta charset="utf-8">'
        f'<body dir="{language.direction}" {style}>{_page(letter)}</body></html>',
        subtype="html",
    )
    message["Content-Language"] = language.tag  # making parts takes such headers away
    return message


def _plain(letter: Letter) -> str:
    items = ("\n".join((each.sentence, each.title, *each.notes, each.link)) for each in letter.items)
    opening, ending = letter.paragraphs[:1], letter.paragraphs[1:]
    said = [*opening, *items, *ending] if letter.items else [*letter.paragraphs]
    return "\n\n".join([*said, *([letter.link] if letter.link else [])]) + "\n"


def _page(letter: Letter) -> str:
    first, *rest = (f"<p>{escape(each)}</p>" for each in letter.paragraphs)
    body = first + "".join(map(_item, letter.items)) + "".join(rest)
    if letter.link:
        address = escape(letter.link)
        body += f'<p><a href="{address}">{escape(letter.button)}</a></p>'
        body += f'<p><small><bdi dir="ltr">{address}</bdi></small></p>'
    return body


def _item(item: Item) -> str:
    notes = "".join(f'<br><span dir="auto">{escape(each)}</span>' for each in item.notes)
    title = f'<bdi lang="en" dir="ltr">{escape(item.title)}</bdi>'
    link = f'<a href="{escape(item.link)}">{title}</a>'
    return f'<p style="{_MARGIN}">{escape(item.sentence)}<br>{link}{notes}</p>'


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
    name = f"{str(message['Message-ID']).strip('<>').partition('@')[0]}.eml"  # sent again it is the same file
    part = folder / f".{name}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(message.as_bytes())
            part.replace(folder / name)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise FolderUnwritable(path=str(folder), reason=error.strerror or str(error)) from error
