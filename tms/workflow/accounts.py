"""Accounts: sign-ins that open and end, passwords, and how often one may try."""

import secrets
import unicodedata
from datetime import UTC, datetime

from tms.errors import TooManyTries, WrongPassword
from tms.store import events, people, signing
from tms.store.people import User
from tms.store.session import Session
from tms.store.signing import SignIn

IDLE = 12 * 3600
"""Seconds without a request after which a sign-in ends."""

ABSOLUTE = 14 * 24 * 3600
"""Seconds after which a sign-in ends, however busy it is."""

TRIES, WINDOW = 10, 300
"""So many tries in so many seconds, for one name and from one address."""


def trying(session: Session, name: str, address: str) -> User | None:
    """Count a try before it is made; answers the user of that name, if there is one."""
    count(session, name, address)
    return people.by_name(session, name)


def count(session: Session, name: str, address: str) -> None:
    _count(session, _keys(name, address))


def count_address(session: Session, address: str) -> None:
    """Count a try in which no name is said."""
    _count(session, [f"service {address}"])


def forgive_address(session: Session, address: str) -> None:
    """A try in which no name is said was a good one."""
    signing.forgive(session, f"service {address}", 1)


def _count(session: Session, keys: list[str]) -> None:
    if any(signing.attempts(session, key, WINDOW) >= TRIES for key in keys):
        raise TooManyTries(count=WINDOW // 60)
    for key in keys:
        signing.attempted(session, key)


def enter(session: Session, user_id: int, kept: str, name: str, address: str) -> str:
    """Open a sign-in for who has proved to be this user with that password; answers its secret."""
    user = session.get(User, user_id)
    if user is None or not user.active or user.password != kept:
        raise WrongPassword
    by_name, by_address = _keys(name, address)
    signing.forgive(session, by_name)
    signing.forgive(session, by_address, 1)  # the others there may have been somebody else
    return open_for(session, user)


def open_for(session: Session, user: User) -> str:
    """A new sign-in of a user; answers its secret, which is kept nowhere."""
    signing.forget(session, ABSOLUTE)
    secret = secrets.token_urlsafe(32)
    session.add(SignIn(user_id=user.id, digest=people.digest(secret)))
    user.seen_at = datetime.now(UTC)
    events.append(session, user.name, "sign-in")
    return secret


def set_password(session: Session, user: User, hashed: str) -> None:
    """Give a user a new password: whoever is signed in with the old one no longer is, and no link works."""
    user.password = hashed
    signing.close_all(session, user.id)
    signing.spend(session, user.id)
    events.append(session, user.name, "password")


def _keys(name: str, address: str) -> list[str]:
    plain = unicodedata.normalize("NFC", name.strip().casefold())
    return [f"name {plain}", f"address {address}"]
