"""What is set from outside, by environment variables ``TMS_…``; each has a default that works on a laptop."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from tms.errors import BadValue, FolderUnwritable


@dataclass(frozen=True)
class Settings:
    """All settings, read once by a door and handed down; ``says`` is the sentence for the reference."""

    home: Path = field(default=Path("var"), metadata={"says": "The desk's folder."})
    database_url: str = field(
        default="", metadata={"says": "The database; the default is SQLite in the desk's folder."}
    )
    broker_url: str = field(
        default="memory://", metadata={"says": "memory:// for one process, or redis://HOST:PORT/N."}
    )
    out: Path | None = field(
        default=None, metadata={"says": "Where the folder destination writes; default HOME/editions."}
    )
    timezone: str = field(
        default="Asia/Baghdad",
        metadata={"says": "The desk's time zone: of times that come without one, and of all shown."},
    )

    url: str = field(
        default="http://127.0.0.1:8000",
        metadata={
            "says": "Where people open the desk: it answers to that name, and links in mails begin so."
        },
    )
    smtp_url: str = field(
        default="",
        repr=False,
        metadata={
            "says": "smtp://USER:PASSWORD@HOST:587 or smtps://…; without it mails are files in HOME/mail."
        },
    )
    mail_from: str = field(
        default="Desk <desk@localhost>", metadata={"says": "The sender of the desk's mails."}
    )
    admit: tuple[str, ...] = field(
        default=(),
        metadata={"says": "Hosts inside that the desk may call, by name, joined by commas; default none."},
    )

    oidc_issuer: str = field(
        default="",
        metadata={"says": "An OpenID Connect service by which people sign in, as it names itself."},
    )
    oidc_client_id: str = field(default="", metadata={"says": "What that service calls the desk."})
    oidc_client_secret: str = field(
        default="", repr=False, metadata={"says": "What the desk proves itself with there, if it has one."}
    )

    @property
    def oidc(self) -> bool:
        """Whether people can sign in by a service."""
        return bool(self.oidc_issuer and self.oidc_client_id)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'desk.sqlite'}"

    @property
    def editions(self) -> Path:
        return self.out or self.home / "editions"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def read(**values: object) -> Settings:
    """The settings of the environment, with these over them; what is set to nothing has its default.

    Raises BadValue for a value that cannot be, and FolderUnwritable where a folder is relative to a
    current one that is gone.
    """
    given = {name: os.environ[variable(name)] for name in _READ if os.environ.get(variable(name))}
    chosen = {"home": Settings.home, **given, **values}
    read = {name: _READ[name](str(value)) for name, value in chosen.items()}
    return Settings(**read)  # type: ignore[arg-type]  # _READ makes each of its type


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"TMS_{name.upper()}"


def _folder(path: str) -> Path:
    try:
        return Path(path).absolute()
    except OSError as error:
        raise FolderUnwritable(path=path, reason=error.strerror or str(error)) from error


def _broker(url: str) -> str:
    if not url.startswith(("memory:", "redis://", "rediss://", "redis+socket://")):
        known = "memory://, redis://HOST:PORT/N"
        raise BadValue(variable("broker_url"), value=url, name=variable("broker_url"), known=known)
    return url


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        known = "Asia/Baghdad, Europe/Berlin, UTC"
        raise BadValue(variable("timezone"), value=name, name=variable("timezone"), known=known) from error
    return name


def _url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        known = "http://127.0.0.1:8000, https://desk.example.org"
        raise BadValue(variable("url"), value=url, name=variable("url"), known=known)
    return url.rstrip("/")


def _smtp(url: str) -> str:
    """What it holds is a secret and is not repeated."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        known = "smtp://HOST:PORT, smtps://USER:PASSWORD@HOST:PORT"
        raise BadValue(variable("smtp_url"), value="…", name=variable("smtp_url"), known=known)
    return url


def _sender(text: str) -> str:
    _, address = parseaddr(text)
    if "@" not in address or not text.isprintable():
        known = "Desk <desk@example.org>"
        raise BadValue(variable("mail_from"), value=text, name=variable("mail_from"), known=known)
    return text


def _issuer(url: str) -> str:
    """As the service writes it, to the last stroke; without encryption only on this machine."""
    parts = urlsplit(url)
    plain = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not (plain or parts.scheme == "https") or not parts.hostname or parts.query or parts.fragment:
        name = variable("oidc_issuer")
        raise BadValue(name, value=url, name=name, known="https://accounts.example.org")
    return url


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(each.lower() for each in text.replace(",", " ").split())
    if any(set(each) & set("/@?#[]\\") or not each.isprintable() for each in hosts):
        known = "cms.internal, 10.0.0.5"
        raise BadValue(variable("admit"), value=text, name=variable("admit"), known=known)
    return hosts


_READ: Mapping[str, Callable[[str], object]] = {
    "home": _folder,
    "database_url": str,
    "broker_url": _broker,
    "out": _folder,
    "timezone": _zone,
    "url": _url,
    "smtp_url": _smtp,
    "mail_from": _sender,
    "admit": _hosts,
    "oidc_issuer": _issuer,
    "oidc_client_id": str,
    "oidc_client_secret": str,
}
"""How the value of each setting is read."""
