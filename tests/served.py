"""A desk behind HTTP for tests: the real application without its background, and tokens for its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from tests.desk import Desk
from tms import server, serving
from tms import settings as environment
from tms.core.rights import OPERATOR
from tms.serving import sessions
from tms.settings import Settings
from tms.store.session import Database
from tms.workflow import accounts, passwords, people

ARTICLE = """The bakery that opens when the city sleeps

Three women bake 1,150 loaves before dawn. They sell them by six.

“We count the hours by the ovens,” says Shilan.

The street smells of bread until seven.
"""


@dataclass
class Served:
    """A desk with its people, and HTTP to it as any of them."""

    desk: Desk
    client: TestClient
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, name: str, languages: list[str] | None = None, *, read_only: bool = False) -> str:
        with self.desk.step() as session:
            return people.give_token(session, name, languages or [], OPERATOR, read_only=read_only)

    def as_(self, name: str) -> TestClient:
        """The pages as one of the people sees them; what it sends carries the token of its forms."""
        return client(self.client.app, sign_in(self.desk, name))

    def call(
        self, method: str, path: str, by: str = "editor", token: str | None = None, **options: Any
    ) -> Response:
        if token is None and by not in self.tokens:
            self.tokens[by] = self.token(by)
        secret = token or self.tokens[by]
        headers = {"authorization": f"Bearer {secret}", **options.pop("headers", {})}
        return self.client.request(method, f"/api/v1{path}", headers=headers, **options)

    def get(self, path: str, by: str = "editor", **options: Any) -> Any:
        answer = self.call("GET", path, by, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, by: str = "editor", body: Any = None, **options: Any) -> Any:
        answer = self.call("POST", path, by, json={} if body is None else body, **options)
        assert answer.status_code < 300, answer.text
        return answer.json()


PASSWORD = "five loaves before dawn"


def sign_in(desk: Desk, name: str) -> str:
    """The secret of a new sign-in: the value of the browser's cookie ``serving.KEY``."""
    with desk.database.writing() as session:
        return accounts.open_for(session, people.known(session, name))


def give_password(desk: Desk, name: str, password: str = PASSWORD) -> None:
    """Close the desk to strangers: from now on somebody could sign in."""
    kept = passwords.hashed(password)
    with desk.database.writing() as session:
        accounts.set_password(session, people.known(session, name), kept)


def client(app: Any, secret: str = "") -> TestClient:
    """A browser without scripts; signed in where it has the secret of a sign-in."""
    made = TestClient(
        app,
        "http://127.0.0.1",
        raise_server_exceptions=False,
        follow_redirects=False,
        client=("127.0.0.1", 50_000),
    )
    made.headers["accept"] = "text/html"
    if secret:
        made.cookies.set(serving.KEY, secret, domain="127.0.0.1")
        made.headers["x-csrf-token"] = sessions.token(secret)
    return made


def settings_of(url: str, folder: Path) -> Settings:
    return environment.read(home=folder, database_url=url, out=folder / "editions")


@contextmanager
def served(url: str, folder: Path) -> Iterator[Served]:
    settings = settings_of(url, folder)
    database = Database(url)
    desk = Desk(database, settings)
    with TestClient(
        server.app(settings, background=False), "http://127.0.0.1", raise_server_exceptions=False
    ) as client:
        yield Served(desk, client)
    database.close()
