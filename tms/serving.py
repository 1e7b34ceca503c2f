"""What the pages and the API share: the desk, who is signed in, the language, and what guards the door."""

import contextlib
import re
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tms import languages
from tms.core.rights import Person
from tms.errors import BadRequest, DeskError, NoSuchPage, NotHere, NotSignedIn, OtherHost, TooLarge
from tms.formats.base import LIMIT
from tms.settings import Settings
from tms.store import jobs, people
from tms.store.session import Database, Session
from tms.workflow.jobs import Wake, asleep
from tms.workflow.people import person

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
COOKIE = "lang"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Desk:
    """What one process serves. ``wake`` is called with the jobs that a request caused, after its commit."""

    settings: Settings
    database: Database
    wake: Wake = asleep

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        with self.database.reading() as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed at the end, whole or not at all."""
        with self.database.writing() as session:
            yield session
            caused = jobs.caused(session)
        if caused:
            self.wake(caused)


def desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def signed_in(session: Session, request: Request) -> Person:
    """Who sent the request, by its bearer token; nobody is not an answer."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    found = (
        people.by_token(session, secret.strip()) if scheme.lower() == "bearer" and secret.strip() else None
    )
    if found is None:
        raise NotSignedIn
    return person(*found)


def language(request: Request) -> str:
    """The language to speak: as asked for, as chosen before, as the browser prefers, else English."""
    for asked in (request.query_params.get(COOKIE), request.cookies.get(COOKIE)):
        if asked in languages.LANGUAGES:
            return asked
    preferred = sorted(_preferences(request.headers.get("accept-language", "")), key=lambda each: -each[0])
    return next((tag for _, tag in preferred if tag in languages.LANGUAGES), languages.SOURCE)


def _preferences(header: str) -> Iterator[tuple[float, str]]:
    for part in header[:1000].split(","):
        found = re.fullmatch(
            r"\s*([A-Za-z]{2,3})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([0-9.]{1,5})\s*)?", part
        )
        if found:
            with contextlib.suppress(ValueError):
                yield float(found[2] or 1), found[1].lower()


def expected(error: Exception, request: Request) -> DeskError | None:
    """What happened as one of the desk's errors; None for what nobody expected."""
    if isinstance(error, DeskError):
        return error
    if isinstance(error, HTTPException):
        if error.status_code == NoSuchPage.status:
            return NoSuchPage(request.url.path)
        if error.status_code == NotHere.status:
            return NotHere(request.url.path, method=request.method)
        return BadRequest(request.url.path, reason=str(error.detail).rstrip("."))
    return None


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
            if request.method not in _READING:
                scope["state"]["body"] = await _body(request, receive)
                receive = _again(scope["state"]["body"], receive)
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


def _again(body: bytes, receive: Receive) -> Receive:
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


def clean_names(values: Sequence[tuple[str, Any]]) -> None:
    """Refuse what no name can hold: control characters, lone surrogates, marks that change direction."""
    for name, value in values:
        if isinstance(value, str) and _UNFIT.search(value):
            raise BadRequest(name, reason=f"{name} holds a character that cannot be kept")


_UNFIT = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
