"""My queue: what one has, what one can take, and the forms that move it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import languages, serving
from tms.core.pace import needed
from tms.core.rights import Person, Role
from tms.errors import BadRequest
from tms.store import events
from tms.store.session import Session
from tms.web import board, clock
from tms.web.fuse import fuse
from tms.web.pages import page as rendered
from tms.web.skyline import skyline
from tms.workflow import assignments
from tms.workflow.queue import Asked, Due, Hand, Portion, queue
from tms.workflow.sheets import Row, Sheet, open_sheet

_STATES = ("empty", "draft", "returned", "submitted", "stale")


def start(request: Request) -> Response:
    """Where somebody begins: a translator at the queue, all others at the board."""
    by = serving.maybe_person(request)
    if by is not None and by.role is Role.TRANSLATOR:
        return RedirectResponse("/queue" + (f"?{request.url.query}" if request.url.query else ""), 303)
    return board.page(request)


def page(request: Request) -> Response:
    by = serving.person(request)
    desk = serving.desk(request)
    zone = desk.settings.zone
    asked = _asked(request)
    now = datetime.now(UTC)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    with desk.reading() as session:
        since = events.cursor(session)
        found = queue(session, by, asked, now, midnight)
    mine = found.portions.get(Hand.MINE, [])

    def takes(portion: Portion) -> Any:
        return clock.length(int(needed(portion.words, found.pace).total_seconds() // 60))

    return rendered(
        request,
        "queue/page.html",
        queue=found,
        asked=asked,
        since=since,
        by=by,
        fuse=fuse(mine, found.pace, now, zone),
        now=now,
        hands=list(Hand),
        states=_STATES,
        dues=list(Due),
        spoken=[languages.get(tag) for tag in found.counts],
        names={tag: languages.get(tag).name for tag in languages.TARGETS},
        edits={tag: by.has(Role.EDITOR, tag) for tag in languages.TARGETS},
        when=lambda moment: clock.when(moment, now, zone),
        length=clock.length,
        takes=takes,
        skyline=skyline,
        filtered=_filtered(request),
        back=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
    )


def move(name: str) -> Callable[[Request], Response]:
    """The page of one of the steps with an edition's work; afterwards it leads back to where one was."""

    def moved(request: Request) -> Response:
        slug, language = request.path_params["slug"], request.path_params["language"]
        serving.clean_names([("slug", slug)])
        by, sent = serving.person(request), serving.fields(request)
        moment = _moment(sent.get("until", ""), serving.desk(request).settings.zone)
        with serving.desk(request).writing() as session:
            sheet = open_sheet(session, slug, language, write=True)
            STEPS[name](_Move(session, sheet, by, sent, moment))
        return RedirectResponse(serving.here(sent.get("back", "/queue")), 303)

    return moved


def urgent(request: Request) -> Response:
    """Mark an article urgent, or take the mark away."""
    by, sent = serving.person(request), serving.fields(request)
    serving.clean_names([("slug", request.path_params["slug"])])
    with serving.desk(request).writing() as session:
        marked = sent.get("urgent") == "yes"
        assignments.mark_urgent(session, request.path_params["slug"], by, urgent=marked)
    return RedirectResponse(serving.here(sent.get("back", "/queue")), 303)


@dataclass(frozen=True)
class _Move:
    """What a form asks for: these segments or all, of one holder where one is named."""

    session: Session
    sheet: Sheet
    by: Person
    sent: dict[str, str]
    until: datetime | None

    @property
    def segments(self) -> list[str] | None:
        return self.sent.get("segments", "").split() or None

    @property
    def rows(self) -> list[Row]:
        rows = self.sheet.pick(self.segments)
        holder = self.sent.get("holder", "")
        return assignments.of_holder(self.session, rows, holder) if holder else rows

    @property
    def time(self) -> datetime:
        if self.until is None:
            raise BadRequest("until", reason="until is a date and a time")
        return self.until


def _take(move: _Move) -> None:
    words = move.sent.get("words", "")
    count = int(words) if words.isascii() and words.isdecimal() and len(words) < 7 else 0
    assignments.take(move.session, move.sheet, move.by, move.segments, count)


def _ask_time(move: _Move) -> None:
    why = move.sent.get("why", "")[:500]
    serving.clean_names([("why", why)])
    assignments.ask_time(move.session, move.sheet, move.rows, move.time, move.by, why)


STEPS: dict[str, Callable[[_Move], object]] = {
    "take": _take,
    "hand-back": lambda move: assignments.hand_back(move.session, move.sheet, move.rows, move.by),
    "take-over": lambda move: assignments.take_over(move.session, move.sheet, move.rows, move.by),
    "ask-time": _ask_time,
    "give-time": lambda move: assignments.give_time(move.session, move.sheet, move.rows, move.time, move.by),
    "plan": lambda move: assignments.plan(move.session, move.sheet, move.until, move.by),
}
"""By the last word of the address."""


def _moment(text: str, zone: Any) -> datetime | None:
    """What a field of date and time says, on the desk's clock; nothing is None."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text[:40])
        return found.replace(tzinfo=zone).astimezone(UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadRequest("until", reason="until is a date and a time") from error


def _asked(request: Request) -> Asked:
    """The filters of the address; what is unknown is not asked."""
    query = request.query_params
    language, hand, state, due = (query.get(name, "") for name in ("language", "hand", "state", "due"))
    return Asked(
        language if language in languages.TARGETS else "",
        Hand(hand) if hand in set(Hand) else None,
        state if state in _STATES else "",
        Due(due) if due in set(Due) else None,
    )


def _filtered(request: Request) -> Callable[[str, str], str]:
    """The address of this page with one filter changed, "" for none."""

    def address(name: str, value: str) -> str:
        kept = {key: given for key, given in request.query_params.items() if key not in (name, "lang")}
        query = urlencode(kept | ({name: value} if value else {}))
        return request.url.path + (f"?{query}" if query else "")

    return address
