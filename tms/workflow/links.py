"""Links that let a person in once: an invitation, a new password, a role of the demo."""

import re
import secrets
from typing import Any
from urllib.parse import quote

from tms import languages
from tms.catalogs import translate
from tms.core.rights import Person, Role
from tms.errors import BadValue, LinkUsed, NoMail
from tms.messages import N_, Message
from tms.settings import Settings
from tms.store import events, people, signing
from tms.store.jobs import Kind, enqueue
from tms.store.people import User
from tms.store.session import Session
from tms.store.signing import Link, LinkKind
from tms.workflow import accounts, mail
from tms.workflow.mail import Letter
from tms.workflow.people import known

LIVES = {LinkKind.INVITE: 7 * 24 * 3600, LinkKind.RESET: 3600, LinkKind.DEMO: 24 * 3600}
"""Seconds in which a link can be used."""

_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]\x00-\x1f\x7f]{1,64}@[A-Za-z0-9.-]{1,180}")

_SAYS = {
    LinkKind.INVITE: (
        N_("Your place at the desk"),
        N_("Hello %(name)s, you have been invited to the translation desk."),
        N_("Choose a password with this link. It works once, for seven days."),
        N_("Choose a password"),
    ),
    LinkKind.RESET: (
        N_("A new password for the desk"),
        N_("Hello %(name)s, somebody asked for a new password for you."),
        N_("If it was you, choose one with this link. It works once, for an hour. If not, do nothing."),
        N_("Choose a password"),
    ),
}


def make(session: Session, user: User, kind: LinkKind, url: str) -> str:
    """A new link; of its kind no older one of the user works any more."""
    signing.spend(session, user.id, kind)
    secret = secrets.token_urlsafe(32)
    session.add(Link(user_id=user.id, kind=kind, digest=people.digest(secret), lives=LIVES[kind]))
    path = "demo" if kind is LinkKind.DEMO else "invitation"
    return f"{url.rstrip('/')}/{path}/{quote(secret)}"


def invite(session: Session, name: str, url: str, by: Person, address: str | None = None) -> str:
    """Invite a user: by mail, answering "", or with a link to hand over where no address is named."""
    by.must(Role.ADMIN)
    user = known(session, name)
    events.append(session, by.name, "user-invite", name=name, mailed=address is not None)
    if address is None:
        return make(session, user, LinkKind.INVITE, url)
    user.mail = mail_address(address) or user.mail
    if not user.mail:
        raise NoMail(name, name=name)
    _post(session, user, LinkKind.INVITE)
    return ""


def ask(session: Session, name: str, address: str) -> None:
    """Somebody forgot a password; what they are told is the same whether or not there is a user to mail."""
    accounts.count(session, f"reset {name}", address)
    user = people.by_name(session, name)
    if user is not None and user.active and user.mail:
        events.append(session, user.name, "password-reset")
        _post(session, user, LinkKind.RESET)


def look(session: Session, secret: str, *, demo: bool = False) -> tuple[User, LinkKind]:
    """Whose link it is; nothing is used by looking."""
    found = signing.link(session, secret)
    if found is None or (found[1].kind is LinkKind.DEMO) is not demo:
        raise LinkUsed
    return found[0], found[1].kind


def choose(session: Session, secret: str, hashed: str) -> tuple[User, str]:
    """Use a link to set the password; answers the user and the secret of their new sign-in."""
    found = signing.link(session, secret, lock=True)
    if found is None or found[1].kind is LinkKind.DEMO:
        raise LinkUsed
    user = found[0]
    accounts.set_password(session, user, hashed)
    return user, accounts.open_for(session, user)


def play(session: Session, secret: str) -> tuple[User, str]:
    """Use a link of the demo; answers the user and the secret of their new sign-in."""
    found = signing.link(session, secret, lock=True)
    if found is None or found[1].kind is not LinkKind.DEMO:
        raise LinkUsed
    signing.spend(session, found[0].id)
    return found[0], accounts.open_for(session, found[0])


def mail_address(text: str) -> str:
    """An address that mail can go to, or none."""
    text = text.strip()
    if text and not _ADDRESS.fullmatch(text):
        raise BadValue("mail", value=text, name="mail", known="name@example.org")
    return text


def _post(session: Session, user: User, kind: LinkKind) -> None:
    """Mail a link soon. It is made by the job that mails it, so that its secret is kept nowhere."""
    key = f"link:{user.id}:{secrets.token_hex(8)}"
    enqueue(session, LINK, key, {"user": user.id, "kind": kind.value})


def _load(session: Session, settings: Settings, args: dict[str, Any]) -> tuple[Settings, Letter] | None:
    user = session.get(User, args["user"])
    if user is None or not user.active or not user.mail:
        return None
    kind = LinkKind(args["kind"])
    language = user.speaks or languages.SOURCE
    subject, hello, how, button = (
        translate(Message(each, {"name": user.full_name or user.name} if "%" in each else {}), language)
        for each in _SAYS[kind]
    )
    link = make(session, user, kind, settings.url)
    return settings, Letter(user.mail, language, subject, (hello, how), link, button)


def _work(given: tuple[Settings, Letter]) -> None:
    mail.send(*given)


def _apply(session: Session, given: tuple[Settings, Letter], _sent: None) -> None:
    """The mail has gone; the link stands since the claim."""


LINK = Kind("link", _load, _work, _apply)

KINDS = (LINK,)
