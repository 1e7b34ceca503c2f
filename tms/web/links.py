"""The pages behind links that let a person in once; a GET looks, only the button uses one up."""

from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tms import serving
from tms.errors import BadInput, DeskError, NoSuchPage, TooManyTries
from tms.store.people import User
from tms.web.pages import page as rendered
from tms.workflow import links, passwords


def routes() -> list[BaseRoute]:
    return [
        Route("/invitation/{secret}", invitation, name="invitation"),
        Route("/invitation/{secret}", accept, methods=["POST"]),
        Route("/demo/{secret}", demo, name="demo"),
        Route("/demo/{secret}", play, methods=["POST"]),
        Route("/reset", forgotten, name="reset"),
        Route("/reset", ask, methods=["POST"]),
    ]


def invitation(request: Request) -> Response:
    """Where a person chooses a password."""
    return _choose(request, _whose(request))


def accept(request: Request) -> Response:
    user, secret = _whose(request), request.path_params["secret"]
    try:
        kept = passwords.hashed(serving.fields(request).get("password", ""))
    except BadInput as error:
        return _choose(request, user, error)
    with serving.desk(request).writing() as session:
        user, opened = links.choose(session, secret, kept)
    return signed_in(request, user, opened, "/")


def demo(request: Request) -> Response:
    """One button, for one of the demo's people."""
    return rendered(request, "signin/demo.html", user=_whose(request, demo=True))


def play(request: Request) -> Response:
    _whose(request, demo=True)
    with serving.desk(request).writing() as session:
        user, opened = links.play(session, request.path_params["secret"])
    return signed_in(request, user, opened, "/")


def forgotten(request: Request) -> Response:
    return rendered(request, "signin/reset.html", sent=False, error=None)


def ask(request: Request) -> Response:
    """Whoever the name belongs to, the answer is the same."""
    name = serving.fields(request).get("name", "")[:64]
    try:
        with serving.desk(request).writing() as session:
            links.ask(session, name, serving.address(request))
    except TooManyTries as error:
        return rendered(request, "signin/reset.html", error.status, sent=False, error=error)
    return rendered(request, "signin/reset.html", sent=True, error=None)


def signed_in(request: Request, user: User, secret: str, on: str) -> Response:
    """Go on, as a person with a new sign-in."""
    response = RedirectResponse(on, 303)
    serving.keep(request, response, secret)
    serving.speak(response, user.speaks)
    return response


def _whose(request: Request, *, demo: bool = False) -> User:
    if demo and not _here(request):
        raise NoSuchPage(request.url.path)
    with serving.desk(request).reading() as session:
        user, _ = links.look(session, request.path_params["secret"], demo=demo)
    return user


def _here(request: Request) -> bool:
    try:
        return serving.desk(request).loopback and ip_address(serving.address(request)).is_loopback
    except ValueError:
        return False


def _choose(request: Request, user: User, error: DeskError | None = None) -> Response:
    status = error.status if error else 200
    return rendered(request, "signin/choose.html", status, user=user, error=error, least=passwords.LEAST)
