"""The desk's releases, day by day: what went out, what is scheduled, and what the next ones wait for."""

from collections.abc import Sequence
from itertools import groupby
from math import ceil
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from tms import languages, serving
from tms.core.rights import Role
from tms.store import events
from tms.web.pages import page as rendered
from tms.web.pages import welcome
from tms.workflow.rundown import Out, rundown

PAGE = 40


def page(request: Request) -> Response:
    empty = welcome(request)
    if empty is not None:
        return empty
    asked = request.query_params.get("page", "1")
    number = max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    desk, by = serving.desk(request), serving.maybe_person(request)
    with desk.reading() as session:
        since = events.cursor(session)
        found = rundown(session, PAGE, (number - 1) * PAGE)
    return rendered(
        request,
        "releases/page.html",
        found=found,
        since=since,
        scheduled=_days(found.scheduled, desk.settings.zone),
        out=_days(found.out, desk.settings.zone),
        number=number,
        last=max(ceil(found.total / PAGE), 1),
        names={tag: language.name for tag, language in languages.LANGUAGES.items()},
        targets=[languages.get(tag) for tag in languages.TARGETS if by is None or by.speaks(tag)],
        chief=by is not None and by.has(Role.CHIEF),
    )


def _days(found: Sequence[Out], zone: ZoneInfo) -> list[list[Out]]:
    """By the desk's days, in the order given."""
    grouped = groupby(found, key=lambda each: each.time.astimezone(zone).date())
    return [list(listed) for _, listed in grouped]
