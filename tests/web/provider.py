"""An OpenID Connect service on this machine that speaks the protocol, and can be told to get it wrong."""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from tests.outgoing.servers import Asked, Reply, Server, serving

CLIENT, SECRET = "desk", "a secret / of:both"


@dataclass
class Provider:
    """``claims`` are put over those of a good token, ``headers`` over its header, ``sign`` signs it."""

    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one", "use": "sig"}))
    claims: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    sign: Callable[[dict[str, Any], dict[str, Any]], str] | None = None
    person: dict[str, Any] = field(default_factory=dict)
    away: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    server: Server | None = None

    @property
    def issuer(self) -> str:
        assert self.server is not None
        return self.server.url("").rstrip("/")

    def allow(self, address: str, **person: Any) -> str:
        """What the service does at an address to which a browser was sent: answers where it sends it back."""
        parts = urlsplit(address)
        assert parts.path == "/authorize"
        asked = dict(parse_qsl(parts.query))
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        assert {"openid", "email"} <= set(asked["scope"].split())
        self.person = person
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def answer(self, asked: Asked) -> Reply:
        if self.away:
            return Reply(status=503)
        path = urlsplit(asked.path).path
        match path:
            case "/.well-known/openid-configuration":
                return _json(self._described())
            case "/keys":
                return _json(KeySet([self.key]).as_dict(private=False))
            case "/token":
                return self._token(asked)
            case "/userinfo" if asked.headers.get("authorization") == "Bearer access":
                return _json(self.userinfo or {})
        return Reply(status=404)

    def _described(self) -> dict[str, Any]:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        if self.userinfo is not None:
            found["userinfo_endpoint"] = f"{self.issuer}/userinfo"
        return found | self.discovery

    def _token(self, asked: Asked) -> Reply:
        sent = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        began = self.codes.pop(sent.get("code", ""), None)
        pair = f"{CLIENT}:a+secret+%2F+of%3Aboth"
        basic = f"Basic {base64.b64encode(pair.encode()).decode()}"
        if asked.headers.get("authorization") != basic and sent.get("client_secret") != SECRET:
            return Reply(b'{"error":"invalid_client"}', 401)
        challenge = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        wanted = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if (
            began is None
            or began["code_challenge"] != wanted
            or began["redirect_uri"] != sent["redirect_uri"]
        ):
            return Reply(b'{"error":"invalid_grant"}', 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            "nonce": began["nonce"],
            **self.person,
            **self.claims,
        }
        header = {"alg": "ES256", "kid": "one", **self.headers}
        claims = {name: value for name, value in claims.items() if value is not None}
        token = self.sign(header, claims) if self.sign else jwt.encode(header, claims, self.key)
        return _json({"access_token": "access", "token_type": "Bearer", "id_token": token})


def by_another_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return jwt.encode(header, claims, ECKey.generate_key("P-256", {"kid": "one"}))


def by_no_key(header: dict[str, Any], claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    packed = (base64.urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in parts)
    return ".".join((*packed, ""))


def by_the_secret(header: dict[str, Any], claims: dict[str, Any]) -> str:
    key = OctKey.import_key(SECRET.ljust(32, "x"))
    return jwt.encode({**header, "alg": "HS256"}, claims, key)


def broken(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return "not.a.token"


@contextmanager
def provider() -> Iterator[Provider]:
    made = Provider()
    with serving(made.answer) as made.server:
        yield made


def _json(value: Any) -> Reply:
    return Reply(json.dumps(value).encode(), headers={"content-type": "application/json"})
