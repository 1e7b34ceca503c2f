"""Numbers as pictures: words a day, the time from English to release, how the desk stands; each as CSV."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from tms import languages, serving
from tms.catalogs import sentence
from tms.core.rights import Role
from tms.core.states import State
from tms.formats import cells
from tms.messages import N_
from tms.web import clock
from tms.web.charts import bars, columns, strip
from tms.web.pages import page as rendered
from tms.workflow.numbers import Numbers, numbers

DAYS = (7, 30, 90)
_DRAWN = 60  # editions in the picture of times
_LISTED = 200  # of them in its table; the CSV has all


def page(request: Request) -> Response:
    by = serving.person(request)
    asked = request.query_params.get("days", "")
    days = int(asked) if asked in {str(each) for each in DAYS} else DAYS[1]
    desk = serving.desk(request)
    with desk.reading() as session:
        found = numbers(session, by, days, datetime.now(UTC), desk.settings.zone)
    table = request.query_params.get("csv", "")
    if table in _TABLES:
        return _csv(table, found, serving.language(request))
    ways = found.times.ways[:_DRAWN][::-1]
    return rendered(
        request,
        "numbers/page.html",
        found=found,
        days=days,
        choices=DAYS,
        chief=by.has(Role.CHIEF),
        tongues={tag: languages.get(tag) for tag in found.stands},
        states=list(State),
        written=columns(found.words.by_language),
        times=bars([(way.language, way.minutes) for way in ways], unit=60),
        listed=_LISTED,
        strips={
            tag: strip({state.value: stand.segments[state] for state in State})
            for tag, stand in found.stands.items()
        },
        length=clock.length,
        totals={tag: sum(each) for tag, each in found.words.by_language.items()},
    )


def _csv(name: str, found: Numbers, language: str) -> Response:
    """A table, its first row in the reader's language; times are ISO 8601."""
    head, rows = _TABLES[name]
    said = [sentence(word, language) for word in head]
    return Response(
        cells.written([said, *rows(found)]),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


Row = Sequence[object]


def _words(found: Numbers) -> Iterator[Row]:
    for tag, each in found.words.by_language.items():
        every = zip(found.words.days, each, strict=True)
        yield from ((day.isoformat(), tag, "", n) for day, n in every)
    for (who, tag), each in found.words.by_person.items():
        mine = zip(found.words.days, each, strict=True)
        yield from ((day.isoformat(), tag, who, n) for day, n in mine if n)


def _times(found: Numbers) -> Iterator[Row]:
    for way in found.times.ways:
        came, out = (moment.isoformat(timespec="seconds") for moment in (way.came, way.out))
        yield way.slug, way.title, way.language, way.revision, came, out, way.minutes


def _state(found: Numbers) -> Iterator[Row]:
    for tag, stand in found.stands.items():
        yield from ((tag, state.value, stand.segments[state], stand.words[state]) for state in State)
        yield tag, "stale", stand.stale, ""
        yield tag, "late", stand.late, ""


_TABLES: dict[str, tuple[Sequence[str], Callable[[Numbers], Iterator[Row]]]] = {
    "words": ((N_("Day"), N_("Language"), N_("Person"), N_("Words")), _words),
    "times": (
        (
            N_("Article"),
            N_("Headline"),
            N_("Language"),
            N_("Revision"),
            N_("English came"),
            N_("Went out"),
            N_("Minutes"),
        ),
        _times,
    ),
    "state": ((N_("Language"), N_("State"), N_("Sentences"), N_("Words")), _state),
}
"""By what follows ``?csv=``: the words of its first row, and its rows."""
