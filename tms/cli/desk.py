"""Commands about the desk itself: people, tokens, settings, the database."""

from typing import Annotated, Any

import typer

from tms.cli.door import Door, command
from tms.core.house import SETTINGS
from tms.core.rights import Role
from tms.errors import BadValue
from tms.store import house as rows
from tms.store import migrate as migration
from tms.store import people as store
from tms.workflow import house, links, people, wire

Name = Annotated[str, typer.Argument(metavar="NAME", help="The user.")]
Tags = Annotated[str, typer.Option("--languages", metavar="ar,ckb", help="Only for these; all without.")]


def add(app: typer.Typer) -> None:
    user = typer.Typer(help="The people of the desk.")
    command(user, "add", operator=True)(user_add)
    command(user, "list", operator=True)(user_list)
    command(user, "invite", operator=True)(user_invite)
    command(user, "disable", operator=True)(user_disable)
    app.add_typer(user, name="user")
    token = typer.Typer(help="Tokens for machines.")
    command(token, "add", operator=True)(token_add)
    app.add_typer(token, name="token")
    settings = typer.Typer(help="What the desk decides for itself: house style and policy.")
    command(settings, "list")(settings_list)
    command(settings, "set", operator=True)(settings_set)
    app.add_typer(settings, name="settings")
    command(app, "migrate", operator=True)(migrate)


def user_add(
    door: Door,
    name: Name,
    role: Annotated[str, typer.Option(metavar="R", help="translator, editor, chief or admin.")],
    languages: Tags = "",
) -> None:
    """Add a user."""
    if role not in set(Role):
        raise BadValue("--role", value=role, name="role", known=", ".join(Role))
    with door.writing() as (session, by):
        user = people.add(session, name, Role(role), _split(languages), by)
        body = _user(user)
    door.answer(body, f"{name} is {role}.")


def user_list(door: Door) -> None:
    """List the users."""
    with door.reading() as session:
        body = {"users": [_user(user) for user in store.users(session)]}
    door.answer(
        body,
        *(
            f"{each['name']}: {each['role']} {','.join(each['languages'])}"
            + ("" if each["active"] else " (disabled)")
            for each in body["users"]
        ),
    )


def user_invite(
    door: Door,
    name: Name,
    mail: Annotated[str | None, typer.Option("--mail", metavar="ADDRESS", help="Mail it there.")] = None,
) -> None:
    """Let a user choose a password, with a link that works once: printed, or mailed."""
    with door.writing() as (session, by):
        link = links.invite(session, name, door.settings.url, by, mail)
    if link:
        door.answer({"name": name, "link": link}, link)
    else:
        door.answer({"name": name, "mail": mail}, f"A link for {name} goes to {mail}.")


def user_disable(door: Door, name: Name) -> None:
    """Let a user no longer work here; what they did stays."""
    with door.writing() as (session, by):
        body = _user(people.disable(session, name, by))
    door.answer(body, f"{name} is disabled.")


def token_add(
    door: Door,
    name: Name,
    languages: Tags = "",
    read_only: Annotated[bool, typer.Option("--read-only", help="It may only look.")] = False,
) -> None:
    """Make a token for a user; it is printed once and kept nowhere."""
    with door.writing() as (session, by):
        secret = people.give_token(session, name, _split(languages), by, read_only=read_only)
    door.answer({"name": name, "token": secret}, secret)


def settings_list(door: Door) -> None:
    """List the settings with their values, and what else they can be."""
    with door.reading() as session:
        body = wire.settings(rows.house(session))
    door.answer(
        body,
        *(
            f"{each['name']}: {each['value']} ({each['says']}; {SETTINGS[each['name']].known})"
            for each in body["settings"]
        ),
    )


def settings_set(
    door: Door,
    name: Annotated[str, typer.Argument(metavar="SETTING", help="Its name, as in the list.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="One that the list names.")],
) -> None:
    """Decide one of them; it counts from now on, also on what is in work."""
    with door.writing() as (session, by):
        changed = house.change(session, {name: value}, by)
        now = rows.house(session).value(name)
    door.answer({"name": name, "value": now, "changed": bool(changed)}, f"{name} is {now}.")


def migrate(door: Door) -> None:
    """Bring an older database to this version; make a backup first."""
    migration.upgrade(door.settings.database)
    found, head = migration.version(door.database)
    door.answer({"version": found}, f"The database is at version {found} of {head}.")


def _split(tags: str) -> list[str]:
    return [tag.strip() for tag in tags.split(",") if tag.strip()]


def _user(user: store.User) -> dict[str, Any]:
    return {
        "name": user.name,
        "role": user.role.value,
        "languages": _split(user.languages),
        "active": user.active,
    }
