"""Who is signed in at a page: by a cookie with a secret, whose hash is kept; every form has a token of it."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from tms.core.rights import Person
from tms.errors import Forged, SignInNeeded
from tms.formats.base import LIMIT
from tms.serving.door import desk
from tms.store import signing
from tms.workflow import accounts, people

KEY = "desk"
"""The cookie of a sign-in; before it, of a browser that has been shown a form."""

_ASKED_AGAIN = 600  # seconds between two notes that a sign-in is in use
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Signed:
    """A signed-in browser. ``speaks`` is the language its person has chosen, "" for none.

    ``single_keys`` is whether a key pressed alone does something for them.
    """

    person: Person
    full_name: str
    speaks: str
    single_keys: bool
    secret: str = field(repr=False)

    @property
    def called(self) -> str:
        return self.full_name or self.person.name


def load(request: Request) -> Signed | None:
    """Who sent the request, by its cookie; asked once for each request, before its page."""
    secret = _secret(request)
    if not secret:
        return None
    at = desk(request)
    with at.reading() as session:
        found = signing.by_secret(session, secret, accounts.IDLE, accounts.ABSOLUTE)
    if found is None:
        return None
    user, opened, since = found
    if since > _ASKED_AGAIN:
        with at.writing() as session:
            signing.seen(session, opened.id)
    return Signed(people.person(user), user.full_name, user.speaks, user.single_keys, secret)


def signed(request: Request) -> Signed | None:
    found: Signed | None = getattr(request.state, "signed", None)
    return found


def maybe_person(request: Request) -> Person | None:
    found = signed(request)
    return None if found is None else found.person


def person(request: Request) -> Person:
    """Who is signed in at this page; raises SignInNeeded, which a browser sees as the form to do so."""
    found = maybe_person(request)
    if found is None:
        raise SignInNeeded(request.url.path)
    return found


def csrf(request: Request) -> str:
    """The token that every form of this browser carries, as ``csrf`` or in the header X-CSRF-Token."""
    secret = _secret(request)
    if not secret:
        secret = request.state.secret = secrets.token_urlsafe(32)
    return token(secret)


async def check(request: Request) -> None:
    """Refuse what was not sent from a page of ours: by where it says it comes from, and by its token."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Forged(request.url.path)
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forged(request.url.path)
    secret = _secret(request)
    given = request.headers.get("x-csrf-token") or await _field(request)
    if not secret or not hmac.compare_digest(token(secret).encode(), given.encode("utf-8", "replace")):
        raise Forged(request.url.path)


def keep(request: Request, response: Response, secret: str | None = None) -> None:
    """Hand the browser its cookie: of a new sign-in, of one that ended (""), or of a form it was shown."""
    secret = getattr(request.state, "secret", None) if secret is None else secret
    if secret is None:
        return
    response.set_cookie(
        KEY,
        secret,
        max_age=accounts.ABSOLUTE if secret else 0,
        httponly=True,
        samesite="lax",
        secure=desk(request).settings.url.startswith("https:") or request.url.scheme == "https",
    )


def fields(request: Request) -> dict[str, str]:
    """The fields of a plain form, each once. Forms with files are read by who expects them."""
    text = request.state.body.decode("utf-8", "replace")
    return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=20_000))


def address(request: Request) -> str:
    """Where a request comes from, as far as tries are counted."""
    return request.client.host if request.client else ""


def here(path: str) -> str:
    """A path at this desk to go on to; anything else leads to its first page."""
    fine = path.startswith("/") and not path.startswith("//") and len(path) <= 2000
    return path if fine and path.isprintable() and "\\" not in path else "/"


def _secret(request: Request) -> str:
    found = getattr(request.state, "secret", None) or request.cookies.get(KEY, "")
    return found if _SHAPE.fullmatch(found) else ""


def token(secret: str) -> str:
    """What the forms of a browser with this secret carry."""
    return hashlib.sha256(f"form {secret}".encode()).hexdigest()


async def _field(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return ""
    async with request.form(max_fields=20_000, max_part_size=LIMIT * 1024 * 1024) as form:
        found = form.get("csrf")
        return found if isinstance(found, str) else ""
