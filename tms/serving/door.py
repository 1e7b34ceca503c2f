"""What every request has: the desk, the language to speak, whose token it carries, and its errors."""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tms import languages
from tms.core.rights import Person
from tms.errors import BadRequest, Busy, DeskError, NoSuchPage, NotHere, NotSignedIn
from tms.settings import Settings
from tms.store import jobs, people
from tms.store.session import Database, Session
from tms.workflow.jobs import Wake, asleep
from tms.workflow.people import person

COOKIE = "lang"
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Desk:
    """What one process serves.

    ``wake`` is called with the jobs that a request caused, after its commit; ``stirred`` after every one.
    ``loopback`` says that only this machine can reach it.
    """

    settings: Settings
    database: Database
    wake: Wake = asleep
    stirred: Callable[[], None] = lambda: None
    loopback: bool = True

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
        self.stirred()
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
    signed = getattr(request.state, "signed", None)
    chosen = signed.speaks if signed is not None else None
    for asked in (request.query_params.get(COOKIE), request.cookies.get(COOKIE), chosen):
        if asked in languages.LANGUAGES:
            return asked
    preferred = sorted(_preferences(request.headers.get("accept-language", "")), key=lambda each: -each[0])
    return next((tag for _, tag in preferred if tag in languages.LANGUAGES), languages.SOURCE)


def speak(response: Response, tag: str) -> None:
    """Let the browser keep a choice of language."""
    if tag in languages.LANGUAGES:
        response.set_cookie(COOKIE, tag, max_age=_YEAR, httponly=True, samesite="lax")


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


def again_in(error: DeskError) -> dict[str, str]:
    """The header by which a client knows when the same request may work."""
    return {"retry-after": "2"} if isinstance(error, Busy) else {}


def clean_names(values: Sequence[tuple[str, Any]]) -> None:
    """Refuse what no name can hold: control characters, lone surrogates, marks that change direction."""
    for name, value in values:
        if isinstance(value, str) and _UNFIT.search(value):
            raise BadRequest(name, reason=f"{name} holds a character that cannot be kept")


_UNFIT = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
