"""Stands before every page: who is it, may a stranger see it, and was what is sent in sent from here."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tms.errors import DeskError, SignInNeeded, Unexpected
from tms.serving import sessions
from tms.serving.door import desk, expected
from tms.serving.guard import READING, again
from tms.store import signing

_OTHERS = ("/api/", "/static/", "/healthz", "/readyz", "/metrics")
"""What is not a page: it guards itself, or says nothing of the desk."""

_OPEN = ("/signin", "/invitation/", "/reset", "/demo/")
"""The pages by which a stranger comes in."""


class Entrance:
    """Lets a page be asked for by whoever may know that it is there; every page is closed unless named here.

    A desk in which nobody could sign in is read by whoever reaches it, as before it had people; writing
    needs a person always. Who is signed in stands in ``request.state.signed``.
    """

    def __init__(
        self,
        app: ASGIApp,
        answer: Callable[[Request, DeskError], Response],
        welcome: Callable[[Request], Response],
    ) -> None:
        self.app = app
        self.answer = answer
        self.welcome = welcome

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_OTHERS):
            await self.app(scope, receive, send)
            return
        request = Request(scope, again(scope["state"]["body"], receive))
        scope["state"]["signed"] = None
        try:
            scope["state"]["signed"] = await run_in_threadpool(sessions.load, request)
            if scope["state"]["signed"] is None and not await run_in_threadpool(_known, request):
                await self.welcome(request)(scope, receive, send)
                return
            if request.method not in READING:
                await sessions.check(request)
        except (DeskError, HTTPException) as error:  # the latter of a form that cannot be taken apart
            said = expected(error, request) or Unexpected()
            await self.answer(request, said)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _known(request: Request) -> bool:
    """Whether there is anybody at this desk; raises SignInNeeded where a stranger may not go on."""
    with desk(request).reading() as session:
        some, closed = signing.users_and_passwords(session)
    way_in = request.url.path.startswith(_OPEN)
    closed = closed or desk(request).settings.oidc or not desk(request).loopback
    if some and not way_in and (closed or request.method not in READING):
        raise SignInNeeded(request.url.path)
    return some
