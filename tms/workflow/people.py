"""Who acts at the desk: users, tokens, and the person behind a step."""

import secrets
from datetime import UTC, datetime, timedelta

from tms import languages
from tms.core.rights import OPERATOR, Person, Role
from tms.errors import BadValue, LastAdmin, NameNeeded, NameTaken, NoSuchUser
from tms.store import events, people, signing
from tms.store.people import Token, User
from tms.store.session import Session

_NO_LANGUAGE = frozenset({""})  # nobody's, where no language at all would mean every one


def person(user: User, token: Token | None = None) -> Person:
    """A user as the rights see one; a token has no more rights than its user."""
    tags = _tags(user.languages)
    if token is not None and token.languages:
        own = _tags(token.languages)
        tags = (own & tags or _NO_LANGUAGE) if tags else own
    if token is None:
        return Person(user.id, user.name, user.role, tags)
    return Person(user.id, user.name, user.role, tags, token.read_only, token=True)


def actor(session: Session, name: str = "") -> Person:
    """Who a command acts as: the one named, else the only active user, the operator while there is none."""
    if name == OPERATOR.name:
        return OPERATOR
    if name:
        return person(known(session, name))
    found = people.active(session)
    if not found:
        return OPERATOR
    if len(found) > 1:
        raise NameNeeded
    return person(found[0])


def known(session: Session, name: str) -> User:
    user = people.by_name(session, name)
    if user is None or not user.active:
        raise NoSuchUser(name, name=name)
    return user


def add(session: Session, name: str, role: Role, tags: list[str], by: Person) -> User:
    """Add a user for these languages; none means all."""
    by.must(Role.ADMIN)
    if not name.isprintable() or not name.strip() or len(name) > 64 or name == OPERATOR.name:
        raise BadValue("name", value=name, name="name", known="up to 64 characters that can be printed")
    for tag in tags:
        languages.target(tag)
    if people.by_name(session, name) is not None:
        raise NameTaken(name, name=name)
    user = User(name=name, role=role, languages=",".join(tags))
    session.add(user)
    session.flush()
    events.append(session, by.name, "user-add", name=name, role=role.value, languages=tags)
    return user


def disable(session: Session, name: str, by: Person) -> User:
    by.must(Role.ADMIN)
    user = known(session, name)
    user.active = False
    _stay_able(session, by)
    signing.close_all(session, user.id)
    signing.spend(session, user.id)
    events.append(session, by.name, "user-disable", name=name)
    return user


def enable(session: Session, name: str, by: Person) -> User:
    """Let a disabled user work here again; they are invited anew."""
    by.must(Role.ADMIN)
    user = people.by_name(session, name)
    if user is None:
        raise NoSuchUser(name, name=name)
    user.active, user.password = True, ""
    events.append(session, by.name, "user-enable", name=name)
    return user


def change(session: Session, name: str, role: Role, tags: list[str], by: Person) -> User:
    """Give a user another role or other languages; whoever it is signs in anew."""
    by.must(Role.ADMIN)
    for tag in tags:
        languages.target(tag)
    user = known(session, name)
    if (user.role, user.languages) == (role, ",".join(tags)):
        return user
    user.role, user.languages = role, ",".join(tags)
    _stay_able(session, by)
    signing.close_all(session, user.id)
    events.append(session, by.name, "user-change", name=name, role=role.value, languages=tags)
    return user


def own_token(
    session: Session, by: Person, tags: list[str], days: int, *, read_only: bool, label: str = ""
) -> str:
    """Make a token for oneself, for some days; answers its secret, which is kept nowhere."""
    for tag in tags:
        languages.target(tag)
    secret = "tms_" + secrets.token_urlsafe(32)
    record = Token(
        user_id=by.id,
        digest=people.digest(secret),
        languages=",".join(tags),
        read_only=read_only,
        label=label,
    )
    record.expires_at = datetime.now(UTC) + timedelta(days=days)
    session.add(record)
    events.append(session, by.name, "token-add", name=by.name, languages=tags, read_only=read_only)
    return secret


def revoke(session: Session, by: Person, id: int) -> None:
    """Take a token of one's own away; one that is gone is gone."""
    if people.drop_token(session, by.id, id):
        events.append(session, by.name, "token-revoke", name=by.name, token=id)


def _stay_able(session: Session, by: Person) -> None:
    """Who leads the people on the web leaves somebody who can; the operator can always."""
    session.flush()
    able = [user for user in people.active(session) if user.role is Role.ADMIN]
    if by != OPERATOR and not any(user.password or user.subject or user.id == by.id for user in able):
        raise LastAdmin


def give_token(session: Session, name: str, tags: list[str], by: Person, *, read_only: bool = False) -> str:
    """Make a token for a user and answer its secret, which is kept nowhere."""
    by.must(Role.ADMIN)
    for tag in tags:
        languages.target(tag)
    user = known(session, name)
    secret = "tms_" + secrets.token_urlsafe(32)
    session.add(
        Token(user_id=user.id, digest=people.digest(secret), languages=",".join(tags), read_only=read_only)
    )
    events.append(session, by.name, "token-add", name=name, languages=tags, read_only=read_only)
    return secret


def _tags(joined: str) -> frozenset[str]:
    return frozenset(tag for tag in joined.split(",") if tag)
