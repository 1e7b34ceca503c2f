"""What runs in the background, what happened, and what the desk decides for itself."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from tms import languages
from tms.api import shapes
from tms.api.call import Calling, Json, may_read
from tms.core.rights import Person, Role
from tms.store import events as event_rows
from tms.store import house as house_rows
from tms.store import jobs as job_rows
from tms.store import overview
from tms.store.session import Session
from tms.workflow import house, wire
from tms.workflow.memory import search

router = APIRouter()
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/jobs", response_model=shapes.Jobs, tags=["Jobs"])
def jobs(call: Calling) -> Json:
    """How many jobs are in each state, and those that are not done."""

    def step(session: Session, by: Person) -> Json:
        may_read(by, Role.CHIEF)
        return wire.jobs(session)

    return call.read(step)


@router.post("/jobs/{id}/retry", response_model=shapes.Job, tags=["Jobs"])
def retry(call: Calling, id: Id) -> Json:
    """Let a dead, cancelled or delayed job run now."""

    def step(session: Session, by: Person) -> Json:
        by.must(Role.CHIEF)
        return wire.job(job_rows.retry(session, id, by.name))

    return call.write(step)


@router.post("/jobs/{id}/cancel", response_model=shapes.Job, tags=["Jobs"])
def cancel(call: Calling, id: Id) -> Json:
    """Let a job never run, or drop the result of one that runs."""

    def step(session: Session, by: Person) -> Json:
        by.must(Role.CHIEF)
        return wire.job(job_rows.cancel(session, id, by.name))

    return call.write(step)


@router.get("/memory", response_model=shapes.Entries, tags=["Memory"])
def memory(
    call: Calling,
    q: Annotated[str, Query(max_length=500, description="Words of either side; all must be there.")] = "",
    language: Annotated[str, Query(max_length=12, description="Only this language.")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Json:
    """Approved pairs with these words, however they are spelled, the newest first."""
    tags = [languages.target(language).tag] if language else languages.TARGETS

    def step(session: Session, by: Person) -> Json:
        return wire.pairs(search(session, q, [tag for tag in tags if by.speaks(tag)], limit))

    return call.read(step)


@router.get("/settings", response_model=shapes.Settings, tags=["Settings"])
def settings(call: Calling) -> Json:
    """What the desk decides for itself: house style and policy."""

    def step(session: Session, by: Person) -> Json:
        may_read(by, Role.CHIEF)
        return wire.settings(house_rows.house(session), call.language)

    return call.read(step)


@router.patch("/settings", response_model=shapes.Settings, tags=["Settings"])
def decide(call: Calling, body: shapes.Decided) -> Json:
    """Decide some of them, all or none."""

    def step(session: Session, by: Person) -> Json:
        house.change(session, body.values, by)
        return wire.settings(house_rows.house(session), call.language)

    return call.write(step)


@router.get("/events", response_model=shapes.Events, tags=["Events"])
def events(
    call: Calling,
    since: Annotated[int, Query(ge=0, le=2**31 - 1, description="The last id that was seen.")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Json:
    """What happened after an event, in order; ``last`` is where to go on from."""

    def step(session: Session, by: Person) -> Json:
        may_read(by, Role.EDITOR)
        found = event_rows.since(session, since, limit)
        slugs = overview.slugs(session, {each.article_id for each in found if each.article_id})
        return {
            "events": [
                wire.event(each, slugs.get(each.article_id or 0))
                for each in found
                if not each.language or by.speaks(each.language)
            ],
            "last": found[-1].id if found else since,
        }

    return call.read(step)
