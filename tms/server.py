"""The composition root: the pages, the API, health, and the background, in one process."""

import contextlib
import socket
import sys
from collections.abc import AsyncIterator
from types import FrameType
from typing import Protocol
from urllib.parse import urlsplit

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Route

from tms import __version__, api, serving, web
from tms.api.shapes import Problem
from tms.errors import AddressTaken, DeskError, OnlyLoopback, Unexpected
from tms.serving import LOOPBACK, Desk, Entrance, Guard
from tms.settings import Settings
from tms.store import migrate, signing
from tms.store.session import Database
from tms.workflow.jobs import KINDS, Wake, asleep

HOSTS = ("127.0.0.1", "localhost", "::1")
_PATIENCE = 10  # seconds that stopping gives to open requests

log = structlog.get_logger(__name__)


class Background(Protocol):
    """The worker and scheduler inside this process."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def health(self) -> dict[str, bool]: ...


def app(settings: Settings, *, background: bool = True, host: str = "127.0.0.1") -> FastAPI:
    """The whole desk over HTTP; without ``background`` jobs are left to other processes."""
    database = Database(settings.database)
    migrate.ready(database)
    embedded, wake = _background(settings, database) if background else (None, asleep)

    reader = web.Reader(database)

    @contextlib.asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        if embedded is not None:
            embedded.start()
        reader.start()
        try:
            yield
        finally:
            reader.stop()
            if embedded is not None:
                embedded.stop()
            database.close()

    made = FastAPI(
        title="tms",
        version=__version__,
        description="Articles, editions and releases of this desk. Send a token as Authorization: Bearer.",
        lifespan=living,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses={
            "4XX": {
                "description": "What went wrong, and what to do.",
                "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
            }
        },
    )
    made.state.desk = Desk(settings, database, wake, reader.wake, loopback=host in HOSTS)
    made.state.live = reader
    made.state.embedded = embedded
    made.include_router(api.docs.router)
    made.include_router(api.router)
    made.router.routes += [Route("/healthz", healthz), Route("/readyz", readyz), *web.routes()]
    for kind in (DeskError, HTTPException, RequestValidationError, Exception):
        made.add_exception_handler(kind, _failed)
    made.add_middleware(Entrance, answer=_said, welcome=web.welcome_page)
    made.add_middleware(Guard, answer=_said, hosts=_names(settings, host))
    return made


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the desk until told to stop."""
    if host not in HOSTS:
        _closed(settings, host)
    import uvicorn

    _log_plainly()
    made = app(settings, host=host)
    taken = _listen(host, port)
    log.info("serving", url=f"http://{'[::1]' if ':' in host else host}:{taken.getsockname()[1]}/")
    config = uvicorn.Config(
        made,
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=_PATIENCE,
    )
    server = uvicorn.Server(config)
    stop = server.handle_exit

    def stopping(sig: int, frame: FrameType | None) -> None:
        made.state.live.stop()  # or the lines of open pages would be waited for
        stop(sig, frame)

    server.handle_exit = stopping  # type: ignore[method-assign]  # its one hook at a signal
    with taken:
        server.run(sockets=[taken])


def _closed(settings: Settings, host: str) -> None:
    """Refuse to serve others a desk in which somebody has yet to choose a password."""
    database = Database(settings.database)
    try:
        migrate.ready(database)
        with database.reading() as session:
            _, closed = signing.users_and_passwords(session)
            left = signing.without_credential(session, mail=settings.oidc)
    finally:
        database.close()
    if left or not (closed or settings.oidc):
        raise OnlyLoopback(host, host=host, names=", ".join(left) or "-")


def _names(settings: Settings, host: str) -> frozenset[str]:
    """The names to which the desk answers: this machine's, its own, and the address it is served at."""
    own = urlsplit(settings.url).hostname or ""
    found = {each for each in (own, host) if each not in {"", "::", "0.0.0.0"}}  # noqa: S104  not listened at
    return LOOPBACK | {f"[{each}]" if ":" in each else each.lower() for each in found}


def _background(settings: Settings, database: Database) -> tuple[Background | None, Wake]:
    """The worker inside this process, or what wakes those of others."""
    if settings.broker_url.startswith("memory:"):
        from workers.embedded import Embedded

        embedded = Embedded(settings, database)
        return embedded, embedded.wake
    from workers import app as celery
    from workers.tasks import Desk as Worker

    return None, celery.waker(celery.make(settings, database), Worker(settings, KINDS, database))


def healthz(request: Request) -> Response:
    """Whether this process and its background threads are alive."""
    embedded: Background | None = request.app.state.embedded
    threads = embedded.health() if embedded is not None else {}
    good = all(threads.values())
    return JSONResponse({"ok": good, "threads": threads}, 200 if good else 503)


def readyz(request: Request) -> Response:
    """Whether requests can be answered: the database is there and of this version, and so is the broker."""
    desk = serving.desk(request)
    found = {"database": _database(desk), "broker": _broker(desk.settings)}
    good = all(said == "ok" for said in found.values())
    return JSONResponse({"ok": good, **found}, 200 if good else 503)


def _database(desk: Desk) -> str:
    try:
        found, wanted = migrate.version(desk.database)
    except DeskError as error:
        return error.code
    return "ok" if found == wanted else "other-version"


def _broker(settings: Settings) -> str:
    if settings.broker_url.startswith("memory:"):
        return "ok"
    from redis import Redis, RedisError

    try:
        with Redis.from_url(settings.broker_url, socket_connect_timeout=1, socket_timeout=1) as client:
            client.ping()
    except (RedisError, OSError, ValueError):
        return "unreachable"
    return "ok"


def _failed(request: Request, error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        error = api.unreadable(error)
    known = serving.expected(error, request)
    if known is None:
        log.error("request failed", path=request.url.path, exc_info=error)
        response = _said(request, Unexpected())
        response.headers.update(serving.headers(request.state.nonce))
        return response
    return _said(request, known)


def _said(request: Request, error: DeskError) -> Response:
    """An error as whoever asked can read it: a machine a problem, a person a page."""
    if request.url.path.startswith("/api/"):
        return api.problem(request, error)
    return web.error_page(request, error)


def _log_plainly() -> None:
    """Logs go to standard error; a traceback shows no values, which may be secrets."""
    if not structlog.is_configured():
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
            ],
            logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        )


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else, so that a taken one is said at once and plainly."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except (OSError, OverflowError) as error:
        taken.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise AddressTaken(host=host, port=port, reason=reason) from error
    return taken
