"""The people of the desk: chiefs see them, admins add and invite, give roles and languages, and disable."""

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tms import languages, serving
from tms.core.rights import Person, Role
from tms.core.text import clean
from tms.errors import BadValue, DeskError, LastAdmin, NameTaken, NoSuchUser
from tms.store import editions
from tms.store import people as store
from tms.store.people import User
from tms.store.session import Session
from tms.web.pages import page as rendered
from tms.workflow import links, people


def routes() -> list[BaseRoute]:
    return [
        Route("/people", page, name="people"),
        Route("/people", add, methods=["POST"]),
        Route("/people/{id:int}", change, methods=["POST"]),
        Route("/people/{id:int}/invite", invite, methods=["POST"]),
        Route("/people/{id:int}/disable", disable, methods=["POST"]),
        Route("/people/{id:int}/enable", enable, methods=["POST"]),
    ]


def page(request: Request) -> Response:
    serving.person(request).must(Role.CHIEF)
    return _shown(request)


def add(request: Request) -> Response:
    """Add somebody and invite them, by mail where an address is named."""
    by, sent = _admin(request), serving.fields(request)
    name, mail = clean(sent.get("name", "").strip()), sent.get("mail", "").strip()
    serving.clean_names([("name", name)])
    try:
        with serving.desk(request).writing() as session:
            people.add(session, name, _role(sent), _tags(sent), by)
            link = links.invite(session, name, _url(request), by, mail or None)
    except (BadValue, NameTaken) as error:
        return _shown(request, error=error, sent=sent)
    return _shown(request, link=link, about=name, mail=mail)


def change(request: Request) -> Response:
    by, sent = _admin(request), serving.fields(request)
    try:
        with serving.desk(request).writing() as session:
            people.change(session, _named(session, request), _role(sent), _tags(sent), by)
    except LastAdmin as error:
        return _shown(request, error=error)
    return RedirectResponse("/people", 303)


def invite(request: Request) -> Response:
    """A link to hand over, or by mail."""
    by, mail = _admin(request), serving.fields(request).get("mail", "").strip()
    try:
        with serving.desk(request).writing() as session:
            name = _named(session, request)
            link = links.invite(session, name, _url(request), by, mail or None)
    except BadValue as error:
        return _shown(request, error=error)
    return _shown(request, link=link, about=name, mail=mail)


def disable(request: Request) -> Response:
    by = _admin(request)
    try:
        with serving.desk(request).writing() as session:
            people.disable(session, _named(session, request), by)
    except LastAdmin as error:
        return _shown(request, error=error)
    return RedirectResponse("/people", 303)


def enable(request: Request) -> Response:
    by = _admin(request)
    with serving.desk(request).writing() as session:
        people.enable(session, _named(session, request), by)
    return RedirectResponse("/people", 303)


def _admin(request: Request) -> Person:
    by = serving.person(request)
    by.must(Role.ADMIN)
    return by


def _named(session: Session, request: Request) -> str:
    id = request.path_params["id"]
    user = session.get(User, id) if id < 2**31 else None
    if user is None:
        raise NoSuchUser(str(id), name=id)
    return user.name


def _role(sent: dict[str, str]) -> Role:
    role = sent.get("role", "")
    if role not in set(Role):
        raise BadValue("role", value=role, name="role", known=", ".join(Role))
    return Role(role)


def _tags(sent: dict[str, str]) -> list[str]:
    return [tag for tag in languages.TARGETS if tag in sent]


def _url(request: Request) -> str:
    """A link is for whoever opens the desk as its admin does."""
    known = serving.desk(request).settings.url
    return known if urlsplit(known).netloc == request.url.netloc else f"http://{request.url.netloc}"


def _shown(request: Request, error: DeskError | None = None, **values: Any) -> Response:
    by = serving.person(request)
    with serving.desk(request).reading() as session:
        users, loads = store.users(session), editions.loads(session)
    return rendered(
        request,
        "people/page.html",
        error.status if error else 200,
        users=users,
        loads=loads,
        admin=by.has(Role.ADMIN),
        roles=list(Role),
        targets=[languages.get(tag) for tag in languages.TARGETS],
        error=error,
        **{"link": "", "about": "", "mail": "", "sent": {}, **values},
    )
