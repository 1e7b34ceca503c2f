"""Signing in by OpenID Connect: the code flow with PKCE; what a try is known by stands in a cookie."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from tms.errors import DeskError, NotProved
from tms.messages import N_, Message
from tms.outgoing import Answer, Client
from tms.settings import Settings
from tms.store import events, people
from tms.store.people import User
from tms.store.session import Session
from tms.workflow import accounts

PATH = "/signin/oidc/callback"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key of the service's own; never by a secret that both know, and never none."""

_LEEWAY = 60  # seconds by which the clocks may differ
_AWAY = N_("it does not answer")
_ODD = N_("its answer cannot be trusted")


@dataclass(frozen=True)
class Proved:
    """Whom the service knows: its own name for them, and their mail address if it has confirmed it."""

    subject: str
    mail: str


def begin(settings: Settings, secret: str) -> str:
    """Where to send a browser that holds this secret; asks the service where that is."""
    found = _discovered(settings)
    asked = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": _back(settings),
        "scope": "openid email",
        "state": _derived(secret, "state"),
        "nonce": _derived(secret, "nonce"),
        "code_challenge": _challenge(_derived(secret, "verifier")),
        "code_challenge_method": "S256",
    }
    address = _text(found, "authorization_endpoint")
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"


def prove(settings: Settings, secret: str, state: str, code: str) -> Proved:
    """Exchange the code for the proof, and verify it; slow, never inside a transaction."""
    if not secret or not code or not hmac.compare_digest(state.encode(), _derived(secret, "state").encode()):
        raise _no(N_("this browser has not asked for it, or it is too long ago"))
    found = _discovered(settings)
    said = _exchanged(settings, found, secret, code)
    claims = _claims(settings, found, said, _derived(secret, "nonce"))
    if not claims.get("email"):
        claims |= _about(settings, found, said, claims)
    confirmed = claims.get("email_verified") in {True, "true"}
    mail = claims.get("email", "")
    subject = f"{settings.oidc_issuer} {claims['sub']}"
    if len(subject) > people.SUBJECT:
        raise _no(_ODD)
    return Proved(subject, mail if confirmed and isinstance(mail, str) else "")


def enter(session: Session, proved: Proved) -> tuple[User, str]:
    """Open a sign-in for the person that was proved; nobody is added. Answers the secret of the sign-in.

    Who comes so for the first time is known by their confirmed address, later by the service's name for
    them, so that an address that is given to somebody else opens nothing.
    """
    user = people.by_subject(session, proved.subject)
    if user is None:
        if not proved.mail:
            raise _no(N_("your mail address is not confirmed there"))
        found = people.by_mail(session, proved.mail)
        if len(found) != 1 or found[0].subject:
            raise _no(N_("nobody of this desk is known by your mail address"))
        user = found[0]
        user.subject = proved.subject
        events.append(session, user.name, "sign-in-known", name=user.name)
    if not user.active:
        raise _no(N_("nobody of this desk is known by your mail address"))
    return user, accounts.open_for(session, user)


def _discovered(settings: Settings) -> dict[str, Any]:
    """What the service says of itself; it must be the one that the desk was told of."""
    address = f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
    found = _object(_asked(settings, "GET", address))
    if found.get("issuer") != settings.oidc_issuer:
        raise _no(_ODD)
    return found


def _exchanged(settings: Settings, found: dict[str, Any], secret: str, code: str) -> dict[str, Any]:
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _back(settings),
        "client_id": settings.oidc_client_id,
        "code_verifier": _derived(secret, "verifier"),
    }
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    ways = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if settings.oidc_client_secret and "client_secret_basic" in ways:
        pair = f"{quote_plus(settings.oidc_client_id)}:{quote_plus(settings.oidc_client_secret)}"
        headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    elif settings.oidc_client_secret:
        sent["client_secret"] = settings.oidc_client_secret
    address = _text(found, "token_endpoint")
    return _object(_asked(settings, "POST", address, headers, urlencode(sent).encode()))


def _claims(settings: Settings, found: dict[str, Any], said: dict[str, Any], nonce: str) -> dict[str, Any]:
    """What the token says, if the service signed it for this desk, now, and for this very try."""
    from authlib.oidc.core import CodeIDToken  # half a second that no command waits for
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    keys: Any = _object(_asked(settings, "GET", _text(found, "jwks_uri")))
    try:
        token = jwt.decode(_text(said, "id_token"), KeySet.import_key_set(keys), algorithms=_ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": settings.oidc_issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
            },
            {
                "client_id": settings.oidc_client_id,
                "nonce": nonce,
                "access_token": said.get("access_token"),
            },
        )
        claims.validate(int(time.time()), _LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _no(_ODD) from error
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise _no(_ODD)
    return dict(claims)


def _about(
    settings: Settings, found: dict[str, Any], said: dict[str, Any], claims: dict[str, Any]
) -> dict[str, Any]:
    """The mail address from where the service tells it, if that speaks of the same person."""
    if "userinfo_endpoint" not in found or not isinstance(said.get("access_token"), str):
        return {}
    headers = {"authorization": f"Bearer {said['access_token']}", "accept": "application/json"}
    told = _object(_asked(settings, "GET", _text(found, "userinfo_endpoint"), headers))
    if told.get("sub") != claims["sub"]:
        raise _no(_ODD)
    return {name: told[name] for name in ("email", "email_verified") if name in told}


def _asked(
    settings: Settings, method: str, url: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> Answer:
    """One request to the service, which may stand inside: whoever set the desk up has named it."""
    issuer = urlsplit(settings.oidc_issuer)
    if issuer.scheme == "https" and not url.startswith("https://"):
        raise _no(_ODD)
    client = Client((*settings.admit, issuer.hostname or ""), megabytes=1)
    try:
        return client.send(method, url, headers=headers, body=body)
    except DeskError as error:
        raise _no(_AWAY) from error


def _object(answer: Answer) -> dict[str, Any]:
    if answer.status != 200:
        raise _no(_AWAY if answer.status >= 500 else _ODD)
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise _no(_ODD) from error
    if not isinstance(found, dict):
        raise _no(_ODD)
    return found


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str):
        raise _no(_ODD)
    return value


def _back(settings: Settings) -> str:
    return f"{settings.url}{PATH}"


def _derived(secret: str, what: str) -> str:
    """A value that only the holder of the secret could have made, and that does not tell it."""
    digest = hashlib.sha256(f"{what} {secret}".encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _no(reason: str) -> NotProved:
    return NotProved(reason=Message(reason))
