"""Releases: making them, taking them back, and what they hold."""

from typing import Annotated

from fastapi import APIRouter, Path

from tms.api import shapes
from tms.api.call import Calling, Json
from tms.core.rights import Person
from tms.errors import NoSuchRelease
from tms.store import articles
from tms.store import releases as store
from tms.store.session import Session
from tms.workflow import release as releasing
from tms.workflow import wire

router = APIRouter(prefix="/articles/{slug}", tags=["Releases"])


@router.get("/releases", response_model=shapes.Releases)
def releases(call: Calling, slug: str) -> Json:
    """All releases of an article, the newest first."""

    def step(session: Session, by: Person) -> Json:  # noqa: ARG001  what is public may be read by all
        article = articles.find(session, slug)
        found = store.releases(session, article.id)
        return {"article": article.slug, "releases": [wire.release(session, each) for each in found]}

    return call.read(step)


@router.get("/releases/{number}", response_model=shapes.Release)
def one(call: Calling, slug: str, number: Annotated[int, Path(ge=1, le=2**31 - 1)]) -> Json:
    """One release: what is in it, and where it has gone."""

    def step(session: Session, by: Person) -> Json:  # noqa: ARG001  as above
        article = articles.find(session, slug)
        found = store.numbered(session, article.id, number)
        if found is None:
            raise NoSuchRelease(slug, slug=article.slug, number=number)
        return wire.release(session, found)

    return call.read(step)


@router.post("/releases", response_model=shapes.Release, status_code=201)
def release(call: Calling, slug: str, body: shapes.NewRelease | None = None) -> Json:
    """Release the English and these editions, or all; those not named stay as they were released before."""
    asked = body or shapes.NewRelease()
    at = call.moment(asked.at, "at")

    def step(session: Session, by: Person) -> Json:
        return wire.release(session, releasing.release(session, slug, by, asked.languages, at))

    return call.write(step, 201)


@router.post("/withdraw", response_model=shapes.Release, status_code=201)
def withdraw(call: Calling, slug: str, body: shapes.Withdraw) -> Json:
    """Take these editions, or the whole article, from the public: a release of what remains."""

    def step(session: Session, by: Person) -> Json:
        return wire.release(session, releasing.withdraw(session, slug, by, body.reason, body.languages))

    return call.write(step, 201)
