"""Which sentences an edition has: merged, split, in another order, left out, added."""

from collections.abc import Callable

from fastapi import APIRouter

from tms.api import shapes
from tms.api.call import Calling, Json, sheet
from tms.core.rights import Person
from tms.store.session import Session
from tms.workflow import departures, runs, wire
from tms.workflow.sheets import Row, Sheet
from tms.workflow.steps import Seen

router = APIRouter(prefix="/articles/{slug}/editions/{language}", tags=["Editions"])


@router.post("/merge", response_model=shapes.Translation)
def merge(call: Calling, slug: str, language: str, body: shapes.These) -> Json:
    """Cover neighbouring segments of a block by one translation."""
    return _step(call, slug, language, lambda s, found, by: runs.merge(s, found, body.segments, by))


@router.post("/split", response_model=shapes.Translations)
def split(call: Calling, slug: str, language: str, body: shapes.This) -> Json:
    """Give each segment of a merged translation its own again; a rewritten text is cut by its sentences."""

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language, write=True)
        made = runs.split(session, found, found.pick([body.segment])[0], by)
        return {"translations": [wire.translation(row) for row in made]}

    return call.write(step)


@router.post("/order", response_model=shapes.Order)
def order(call: Calling, slug: str, language: str, body: shapes.These) -> Json:
    """Put the sentences of a block into this order, each named by its first segment."""

    def step(session: Session, by: Person) -> Json:
        found = sheet(session, by, slug, language, write=True)
        runs.order(session, found, body.segments, by)
        return {"article": found.article.slug, "language": found.language, "segments": body.segments}

    return call.write(step)


@router.post("/omit", response_model=shapes.Translation)
def omit(call: Calling, slug: str, language: str, body: shapes.Omit) -> Json:
    """Leave a sentence out for a reason, or take out one that was added."""

    def step(session: Session, found: Sheet, by: Person) -> Row:
        row = found.pick([body.segment])[0]
        seen = Seen(row.record.version if body.version is None else body.version)
        departures.omit(session, found, row, body.reason, by, seen)
        return row

    return _step(call, slug, language, step)


@router.post("/put-back", response_model=shapes.Translation)
def put_back(call: Calling, slug: str, language: str, body: shapes.This) -> Json:
    """Put back what was left out, with the text that it had."""

    def step(session: Session, found: Sheet, by: Person) -> Row:
        row = found.out(body.segment)
        seen = Seen(row.record.version if body.version is None else body.version)
        departures.put_back(session, found, row, by, seen)
        return row

    return _step(call, slug, language, step)


@router.post("/additions", response_model=shapes.Translation)
def add(call: Calling, slug: str, language: str, body: shapes.Addition) -> Json:
    """Add a sentence that the English does not have, behind a segment or another addition."""

    def step(session: Session, found: Sheet, by: Person) -> Row:
        row = found.pick([body.segment])[0]
        return departures.add(session, found, row, body.text, body.reason, by)

    return _step(call, slug, language, step)


def _step(call: Calling, slug: str, language: str, run: Callable[[Session, Sheet, Person], Row]) -> Json:
    """A step that leaves one translation to look at."""

    def step(session: Session, by: Person) -> Json:
        return wire.translation(run(session, sheet(session, by, slug, language, write=True), by))

    return call.write(step)
