"""Stands before everything: which host was meant, how much may come in, what every answer carries."""

import secrets
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tms.errors import DeskError, OtherHost, TooLarge
from tms.formats.base import LIMIT

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def headers(nonce: str) -> dict[str, str]:
    """What every answer says to the browser: nothing from elsewhere, no script but ours, no frame."""
    policy = {
        "default-src": "'none'",
        "script-src": f"'nonce-{nonce}'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }


class Guard:
    """Stands before everything: which host was meant, how much may come in, what every answer carries.

    A body is read whole before anything runs, so that no half of one is ever worked on; it stands in
    ``request.state.body``, and the nonce of the page's script in ``request.state.nonce``.
    """

    def __init__(
        self,
        app: ASGIApp,
        answer: Callable[[Request, DeskError], Response],
        hosts: frozenset[str] = LOOPBACK,
    ) -> None:
        self.app = app
        self.answer = answer
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {}).update(nonce=nonce, body=b"")
        request = Request(scope, receive)
        try:
            self._known_host(request)
            if request.method not in READING:
                scope["state"]["body"] = await _body(request, receive)
                receive = again(scope["state"]["body"], receive)
        except DeskError as error:
            await self.answer(request, error)(scope, receive, _with(headers(nonce), send))
            return
        await self.app(scope, receive, _with(headers(nonce), send))

    def _known_host(self, request: Request) -> None:
        """A page of another site must not reach the desk by a name that leads to this machine."""
        host = request.headers.get("host", "")
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        if name.lower() not in self.hosts:
            raise OtherHost(host=ascii(name[:100]).strip("'"))


async def _body(request: Request, receive: Receive) -> bytes:
    most = LIMIT * 1024 * 1024
    said = request.headers.get("content-length", "0")
    if said.isdecimal() and int(said[:20]) > most:
        raise TooLarge(limit=LIMIT)
    held = bytearray()
    while True:
        message = await receive()
        held += message.get("body", b"")
        if len(held) > most:
            raise TooLarge(limit=LIMIT)
        if not message.get("more_body", False):
            return bytes(held)


def again(body: bytes, receive: Receive) -> Receive:
    """The body in one message, then whatever else comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received


def _with(said: dict[str, str], send: Send) -> Callable[[Message], Awaitable[None]]:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            known = {name.lower() for name, _ in message.get("headers", [])}
            message.setdefault("headers", [])
            message["headers"] = [
                *message["headers"],
                *((n.encode(), v.encode()) for n, v in said.items() if n.encode() not in known),
            ]
        await send(message)

    return sent
