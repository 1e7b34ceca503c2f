"""Signing in and out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tms import serving
from tms.errors import DeskError, TooManyTries, WrongPassword
from tms.store import signing
from tms.store.people import User
from tms.web.links import signed_in
from tms.web.pages import page as rendered
from tms.workflow import accounts, passwords


def routes() -> list[BaseRoute]:
    return [
        Route("/signin", page, name="signin"),
        Route("/signin", enter, methods=["POST"]),
        Route("/signout", leave, methods=["POST"], name="signout"),
    ]


def page(request: Request) -> Response:
    """The form; who is signed in already goes on."""
    on = serving.here(request.query_params.get("next", "/"))
    if serving.signed(request) is not None:
        return RedirectResponse(on, 303)
    return _form(request, on)


def enter(request: Request) -> Response:
    """Take the name and the password; a new sign-in takes the place of whatever this browser had."""
    sent = serving.fields(request)
    on, name = serving.here(sent.get("next", "/")), sent.get("name", "")[:64]
    try:
        user, secret = _proved(request, name, sent.get("password", ""))
    except (WrongPassword, TooManyTries) as error:
        return _form(request, on, name, error)
    return signed_in(request, user, secret, on)


def leave(request: Request) -> Response:
    signed = serving.signed(request)
    if signed is not None:
        with serving.desk(request).writing() as session:
            signing.close(session, signed.secret)
    response = RedirectResponse("/signin", 303)
    serving.keep(request, response, "")
    return response


def _proved(request: Request, name: str, password: str) -> tuple[User, str]:
    """The password is looked at outside of any transaction: it takes a tenth of a second."""
    desk, address, old = serving.desk(request), serving.address(request), serving.signed(request)
    with desk.writing() as session:
        user = accounts.trying(session, name, address)
    kept = user.password if user is not None and user.active else ""
    if not passwords.right(password, kept) or user is None:
        raise WrongPassword
    with desk.writing() as session:
        if old is not None:
            signing.close(session, old.secret)
        return user, accounts.enter(session, user.id, kept, name, address)


def _form(request: Request, on: str, name: str = "", error: DeskError | None = None) -> Response:
    status = error.status if error else 200
    return rendered(request, "signin/page.html", status, next=on, name=name, error=error)
