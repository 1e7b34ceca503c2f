"""One's own page: what one is called, the language of pages and mails, the password, tokens for machines."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tms import languages, serving
from tms.core.text import clean
from tms.errors import BadValue, DeskError, NoSuchUser, TooManyTries, WrongPassword
from tms.store import people as store
from tms.store.people import User
from tms.store.session import Session
from tms.web.links import signed_in
from tms.web.pages import page as rendered
from tms.workflow import accounts, links, passwords, people

DAYS = (30, 90, 365)


def routes() -> list[BaseRoute]:
    return [
        Route("/me", page, name="me"),
        Route("/me", change, methods=["POST"]),
        Route("/me/keys", keys, methods=["POST"]),
        Route("/me/password", password, methods=["POST"]),
        Route("/me/tokens", make, methods=["POST"]),
        Route("/me/tokens/{id:int}/revoke", revoke, methods=["POST"]),
    ]


def page(request: Request) -> Response:
    serving.person(request)
    return _shown(request)


def change(request: Request) -> Response:
    by, sent = serving.person(request), serving.fields(request)
    name, speaks = clean(sent.get("full_name", "").strip())[:120], sent.get("speaks", "")
    serving.clean_names([("full_name", name)])
    if speaks not in languages.LANGUAGES:
        raise BadValue("speaks", value=speaks, name="speaks", known=", ".join(languages.LANGUAGES))
    with serving.desk(request).writing() as session:
        user = _user(session, by.id)
        user.full_name, user.speaks = name, speaks
        user.mail = links.mail_address(sent.get("mail", ""))
    response = RedirectResponse("/me", 303)
    serving.speak(response, speaks)
    return response


def keys(request: Request) -> Response:
    """Whether a key pressed alone does something on pages."""
    by, sent = serving.person(request), serving.fields(request)
    with serving.desk(request).writing() as session:
        _user(session, by.id).single_keys = bool(sent.get("on"))
    return RedirectResponse("/me", 303)


def password(request: Request) -> Response:
    """Who knows the old one may set another; all other browsers of this person are signed out."""
    by, sent, desk = serving.person(request), serving.fields(request), serving.desk(request)
    try:
        with desk.writing() as session:
            accounts.count(session, by.name, serving.address(request))
            old = _user(session, by.id).password
        if not passwords.right(sent.get("old", ""), old):
            raise WrongPassword
        kept = passwords.hashed(sent.get("password", ""))
    except DeskError as error:
        if isinstance(error, WrongPassword | TooManyTries) or error.where == "password":
            return _shown(request, error=error)
        raise
    with desk.writing() as session:
        user = _user(session, by.id)
        accounts.set_password(session, user, kept)
        secret = accounts.open_for(session, user)
    return signed_in(request, user, secret, "/me")


def make(request: Request) -> Response:
    """A token is in the answer and nowhere else."""
    by = serving.person(request)
    sent = serving.fields(request)
    tags = [tag for tag in languages.TARGETS if tag in sent]
    label = clean(sent.get("label", "").strip())[:80]
    serving.clean_names([("label", label)])
    days = int(sent["days"]) if sent.get("days") in {str(each) for each in DAYS} else DAYS[0]
    with serving.desk(request).writing() as session:
        secret = people.own_token(session, by, tags, days, read_only="read_only" in sent, label=label)
    return _shown(request, made=secret)


def revoke(request: Request) -> Response:
    by, id = serving.person(request), request.path_params["id"]
    with serving.desk(request).writing() as session:
        people.revoke(session, by, min(id, 2**31 - 1))
    return RedirectResponse("/me", 303)


def _user(session: Session, id: int) -> User:
    user = session.get(User, id)
    if user is None:
        raise NoSuchUser(name="")
    return user


def _shown(request: Request, error: DeskError | None = None, **values: Any) -> Response:
    by = serving.person(request)
    with serving.desk(request).reading() as session:
        user, tokens = _user(session, by.id), store.tokens(session, by.id)
    return rendered(
        request,
        "me/page.html",
        error.status if error else 200,
        user=user,
        tokens=tokens,
        targets=[languages.get(tag) for tag in languages.TARGETS if by.speaks(tag)],
        days=DAYS,
        least=passwords.LEAST,
        error=error,
        **{"made": "", **values},
    )
