"""Live pages: one reader in each web process follows the events and fans out by server-sent events."""

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from typing import Any

import structlog
from fastapi.sse import format_sse_event
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from tms import serving
from tms.core.rights import Person
from tms.errors import BadRequest, DeskError
from tms.serving import sessions
from tms.store import events, notices
from tms.store.events import Cursor
from tms.store.session import Database
from tms.workflow import live
from tms.workflow.live import News, Place

_EVERY = 1.0  # seconds between two looks at the events
_BREATH = 0.1  # seconds between two at least, however often something is committed
_HEARTBEAT = 20.0  # seconds after which a silent line says something, and its rights are looked at again
_MOST = 400  # messages that may wait for one page; who is slower than that comes again and catches up

log = structlog.get_logger(__name__)

_Heard = News | tuple[Place, bool] | int


@dataclass(eq=False)
class Listener:
    """One open page, of one article or, with "", of all.

    What it hears is put into its line by the reader's thread; None ends it.
    """

    by: Person
    article: str
    loop: asyncio.AbstractEventLoop
    line: "asyncio.Queue[_Heard | None]" = field(default_factory=lambda: asyncio.Queue(_MOST))

    def wants(self, heard: News | Place) -> bool:
        """Whether it may know of this, and is open for it: a page of one article hears of that alone."""
        return self.article in ("", heard.article) and live.may_hear(self.by, heard)

    def hear(self, heard: _Heard | None) -> None:
        with contextlib.suppress(RuntimeError):  # its loop has ended
            self.loop.call_soon_threadsafe(self._put, heard)

    def _put(self, heard: _Heard | None) -> None:
        if self.line.full():
            while not self.line.empty():
                self.line.get_nowait()
            heard = None
        self.line.put_nowait(heard)


class Reader:
    """Follows the events for all open pages of this process; it rests while there is none."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: set[Listener] = set()
        self._woken = threading.Event()
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._cursor: Cursor | None = None
        self._present: set[Place] = set()
        self._unread: dict[int, int] = {}
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow; where that goes on already, it goes on."""
        if self._thread is None or not self._thread.is_alive():
            self._over.clear()
            self._thread = threading.Thread(target=self._follow, name="live", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End every line, so that a process can stop while pages are open."""
        self._over.set()
        self._woken.set()
        for listener in list(self._listeners):
            listener.hear(None)

    def wake(self) -> None:
        """Look now: something was committed in this process."""
        if self._listeners:
            self._woken.set()

    def attach(self, listener: Listener, since: Cursor | None) -> tuple[list[News], Cursor, set[Place], int]:
        """Let a page listen; answers what it missed, how far that leads, who is where, and what is unread."""
        with self._lock, self._database.reading() as session:
            if self._cursor is None:
                self._cursor = events.cursor(session)
                self._present = live.present(session)
            missed, cursor = live.hear(session, since, _MOST) if since else ([], self._cursor)
            unread = notices.unread(session, [listener.by.id])[listener.by.id]
            self._unread[listener.by.id] = unread
            self._listeners.add(listener)
            return missed, cursor, set(self._present), unread

    def detach(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    def _follow(self) -> None:
        while not self._over.is_set():
            self._woken.wait(_EVERY)
            self._woken.clear()
            try:
                self._look()
                self._over.wait(_BREATH)
            except DeskError as error:
                log.warning("live pages wait", error=str(error))
                self._over.wait(_EVERY)
            except Exception:
                log.exception("live pages wait")
                self._over.wait(_EVERY)

    def _look(self) -> None:
        with self._lock:
            listeners = list(self._listeners)
            if not listeners or self._cursor is None:
                self._cursor = None
                return
            with self._database.reading() as session:
                news, self._cursor = live.hear(session, self._cursor)
                here = live.present(session)
                unread = notices.unread(session, {listener.by.id for listener in listeners})
            moved = [(place, True) for place in here - self._present]
            moved += [(place, False) for place in self._present - here]
            self._present = here
            counted = {listener.by.id: unread[listener.by.id] for listener in listeners}
            changed = {id for id, count in counted.items() if self._unread.get(id) != count}
            self._unread = counted
        for listener in listeners:
            for each in news:
                if listener.wants(each):
                    listener.hear(each)
            for place, there in moved:
                if listener.wants(place):
                    listener.hear((place, there))
            if listener.by.id in changed:
                listener.hear(counted[listener.by.id])


async def stream(request: Request) -> Response:
    """What happens from now on, or since the page was last heard of, as server-sent events."""
    by = serving.person(request)
    said = request.headers.get("last-event-id") or request.query_params.get("since", "")
    since = Cursor.parse(said) if said else None
    article = request.query_params.get("article", "")
    serving.clean_names([("article", article)])
    return StreamingResponse(
        _lines(request, by, article, since),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


def presence(request: Request) -> Response:
    """Somebody is at a segment now: ``{"article", "language", "segment"}``, "" for having left."""
    by = serving.person(request)
    try:
        body = json.loads(request.state.body)
        place = [body[name] for name in ("article", "language", "segment")]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadRequest("body", reason="the body is {article, language, segment}") from error
    if not all(isinstance(each, str) and len(each) <= 200 for each in place):
        raise BadRequest("body", reason="the body is {article, language, segment}")
    serving.clean_names(list(zip(("article", "language", "segment"), place, strict=True)))
    with serving.desk(request).writing() as session:
        live.enter(session, place[0], place[1], place[2], by)
    return JSONResponse({"ok": True})


async def _lines(request: Request, by: Person, article: str, since: Cursor | None) -> AsyncIterator[bytes]:
    reader: Reader = request.app.state.live
    listener = Listener(by, article, asyncio.get_running_loop())
    try:
        missed, cursor, present, unread = await run_in_threadpool(reader.attach, listener, since)
        told = {news.id for news in missed}
        yield format_sse_event(
            event="hello", data_str=json.dumps({"me": by.name}), id=str(cursor), retry=2000
        )
        for news in missed:
            if listener.wants(news):
                yield _said(news, by, cursor)
        for place in present:
            if listener.wants(place):
                yield _said((place, True), by, cursor)
        yield _said(unread, by, cursor)
        while True:
            try:
                heard = await asyncio.wait_for(listener.line.get(), _HEARTBEAT)
            except TimeoutError:
                signed = await run_in_threadpool(sessions.load, request)
                if signed is None or signed.person != by:
                    return  # signed out, or with other rights: the page comes again as who it is now
                yield f"id: {cursor}\n: \n\n".encode()
                continue
            if heard is None:
                return
            if isinstance(heard, News):
                cursor = cursor.past(heard.id)
                if heard.id in told:
                    continue
            yield _said(heard, by, cursor)
    finally:
        reader.detach(listener)


def _said(heard: _Heard, by: Person, cursor: Cursor) -> bytes:
    if isinstance(heard, int):
        return format_sse_event(event="notices", data_str=json.dumps({"unread": heard}))
    body: dict[str, Any]
    if isinstance(heard, tuple):
        place, there = heard
        body = asdict(place) | {"here": there, "mine": place.who == by.name}
        return format_sse_event(event="presence", data_str=json.dumps(body))
    body = asdict(heard) | {"mine": heard.who == by.name}
    return format_sse_event(event="news", data_str=json.dumps(body), id=str(cursor))
