"""The board: every article with its editions, and how far each has come."""

from datetime import UTC, datetime
from math import ceil

from starlette.requests import Request
from starlette.responses import Response

from tms import languages, serving
from tms.store import events
from tms.web.pages import page as rendered
from tms.web.pages import welcome
from tms.web.skyline import percent, skyline, stands
from tms.workflow.board import board

PAGE = 25


def page(request: Request) -> Response:
    empty = welcome(request)
    if empty is not None:
        return empty
    words = "".join(c for c in request.query_params.get("q", "")[:200] if c.isprintable())
    asked = request.query_params.get("page", "1")
    number = min(int(asked), 10**6) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 1
    by = serving.maybe_person(request)
    with serving.desk(request).reading() as session:
        since = events.cursor(session)
        found = board(session, words=words, limit=PAGE, offset=(max(number, 1) - 1) * PAGE)
    return rendered(
        request,
        "board/page.html",
        board=found,
        since=since,
        targets=[languages.get(tag) for tag in languages.TARGETS if by is None or by.speaks(tag)],
        q=words,
        number=max(number, 1),
        last=max(ceil(found.total / PAGE), 1),
        skyline=skyline,
        stands=stands,
        percent=percent,
        now=datetime.now(UTC),
    )
