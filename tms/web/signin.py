"""Signing in and out."""

import secrets
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tms import serving
from tms.errors import DeskError, NoSuchPage, NotProved, TooManyTries, WrongPassword
from tms.settings import Settings
from tms.store import signing
from tms.store.people import User
from tms.web.links import signed_in
from tms.web.pages import page as rendered
from tms.workflow import accounts, oidc, passwords

_TRY, _LIVES = "oidc", 600
"""The cookie of a try to sign in by a service, and for how many seconds it is kept."""


def routes() -> list[BaseRoute]:
    return [
        Route("/signin", page, name="signin"),
        Route("/signin", enter, methods=["POST"]),
        Route("/signin/oidc", begin),
        Route(oidc.PATH, come_back),
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


def begin(request: Request) -> Response:
    """Off to the service; what the try is known by stands in a cookie of this browser, and nowhere else."""
    settings = _service(request)
    secret, on = secrets.token_urlsafe(32), serving.here(request.query_params.get("next", "/"))
    try:
        response = RedirectResponse(oidc.begin(settings, secret), 303)
    except NotProved as error:
        return _form(request, on, error=error)
    response.set_cookie(
        _TRY,
        f"{secret}.{quote(on, safe='')}",
        max_age=_LIVES,
        path=oidc.PATH,
        httponly=True,
        samesite="lax",
        secure=settings.url.startswith("https:"),
    )
    return response


def come_back(request: Request) -> Response:
    """Back from the service: who was proved there is signed in here; a try is over whatever came of it."""
    settings, asked = _service(request), request.query_params
    secret, _, on = request.cookies.get(_TRY, "").partition(".")
    on = serving.here(unquote(on))
    try:
        with serving.desk(request).writing() as session:
            accounts.count_address(session, serving.address(request))
        proved = oidc.prove(settings, secret, asked.get("state", ""), asked.get("code", ""))
        old = serving.signed(request)
        with serving.desk(request).writing() as session:
            if old is not None:
                signing.close(session, old.secret)
            user, opened = oidc.enter(session, proved)
            accounts.forgive_address(session, serving.address(request))
        response = signed_in(request, user, opened, on)
    except (NotProved, TooManyTries) as error:
        response = _form(request, on, error=error)
    response.delete_cookie(_TRY, path=oidc.PATH)
    return response


def _service(request: Request) -> Settings:
    settings = serving.desk(request).settings
    if not settings.oidc:
        raise NoSuchPage(request.url.path)
    return settings


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
    settings = serving.desk(request).settings
    service = urlsplit(settings.oidc_issuer).hostname if settings.oidc else ""
    return rendered(request, "signin/page.html", status, next=on, name=name, error=error, service=service)
