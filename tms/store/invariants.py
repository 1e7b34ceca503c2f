"""What must always hold (reliability.md, I1–I10), each as a query that names what breaks it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import aliased

from tms import languages
from tms.core import manifest
from tms.core.states import State
from tms.store import events, jobs, releases
from tms.store.articles import Article, Identity, Place, Revision
from tms.store.editions import Assignment, Coverage, Edition, Translation, Version
from tms.store.events import Event
from tms.store.findings import Waiver
from tms.store.jobs import Job, JobState
from tms.store.releases import Delivery, Part, Release, ReleasePart
from tms.store.session import Session

_GRACE = 30.0  # seconds that a sweep may take to come round


_WRITES = ("save", "confirm", "merge", "split", "omit", "put-back", "add", "remove")
"""The events of steps that raise a translation's version."""

_delivery_key = "deliver:" + cast(Delivery.release_id, String) + ":" + cast(Delivery.destination_id, String)


def broken(session: Session) -> Iterator[tuple[str, str]]:
    """Each breach as the invariant's name and what breaks it; nothing where all hold."""
    for name, check in INVARIANTS.items():
        for what in check(session):
            yield name, what


def _history(session: Session) -> Iterator[str]:
    """I1: accepted text writes = history rows = Σ version."""
    rows = session.execute(
        select(Translation.id, Translation.version, func.count(Version.version), func.max(Version.version))
        .outerjoin(Version, Version.translation_id == Translation.id)
        .group_by(Translation.id, Translation.version)
    )
    for id, version, count, highest in rows:
        if version != count or version != (highest or 0):
            yield f"translation {id} is at version {version} with {count} rows of history"
    last = session.execute(
        select(Translation.id)
        .join(Version, (Version.translation_id == Translation.id) & (Version.version == Translation.version))
        .where(Version.text != Translation.text)
    )
    yield from (f"translation {id} differs from its last version" for (id,) in last)


def _leases(session: Session) -> Iterator[str]:
    """I2: no job is leased past its lease after a sweep."""
    yield from (f"job {job.id} is held past its lease" for job in jobs.overdue(session, _GRACE))


def _effects(session: Session) -> Iterator[str]:
    """I3: a done job has exactly one effect."""
    rows = session.execute(
        select(Job.key, Delivery.state)
        .join(Delivery, _delivery_key == Job.key)
        .where(Job.kind == "deliver", Job.state == JobState.DONE, Delivery.state == "waiting")
    )
    yield from (f"job {key} is done, and its delivery is {state}" for key, state in rows)


def _releases(session: Session) -> Iterator[str]:
    """I4: a release's manifest recomputes from the stored hashes of its texts."""
    by_release: dict[int, list[ReleasePart]] = defaultdict(list)
    for part in session.scalars(select(ReleasePart)):
        by_release[part.release_id].append(part)
        if part.items and manifest.part(part.items) != part.manifest:
            yield f"release {part.release_id} {part.language}: the manifest does not recompute"
        for item in part.items:
            if item["text"] and manifest.text(item["text"]) != item["hash"]:
                yield f"release {part.release_id} {part.language}: the text of {item['translation']} changed"
    for release in session.scalars(select(Release)):
        if manifest.release(part.facts for part in by_release[release.id]) != release.manifest:
            yield f"release {release.id}: the manifest does not recompute"


def _approvals(session: Session) -> Iterator[str]:
    """I5: each part was approved with a basis equal to the hashes of its own revision."""
    hashes: dict[tuple[int, int], dict[str, str]] = {}
    rows = session.execute(
        select(ReleasePart, Release.article_id).join(Release, Release.id == ReleasePart.release_id)
    )
    for part, article in rows:
        if part.language == languages.SOURCE:
            continue
        key = (article, part.revision)
        if key not in hashes:
            found = session.execute(
                select(Place.segment, Place.hash)
                .join(Revision, Revision.id == Place.revision_id)
                .where(Revision.article_id == article, Revision.number == part.revision)
            )
            hashes[key] = {row.segment: row.hash for row in found}
        covered = [segment for item in part.items for segment in item["segments"]]
        if sorted(covered) != sorted(hashes[key]):
            yield f"release {part.release_id} {part.language}: it does not cover its revision"
        for item in part.items:
            if not item["approved_by"]:
                yield f"release {part.release_id} {part.language}: {item['translation']} was not approved"
            if item["basis"] != [[segment, hashes[key].get(segment)] for segment in item["segments"]]:
                yield f"release {part.release_id} {part.language}: {item['translation']} has another basis"


def _deliveries(session: Session) -> Iterator[str]:
    """I6: at most one delivery per release and destination; a sent one has its parts."""
    sent = session.scalars(select(Delivery).where(Delivery.state == "sent"))
    for delivery in sent:
        told = set(session.scalars(select(Part.language).where(Part.delivery_id == delivery.id)))
        public = set(releases.parts(session, delivery.release_id))
        if told != public:
            yield f"delivery {delivery.id} was sent with {sorted(told)}, not {sorted(public)}"


def _told(session: Session) -> Iterator[str]:
    """I7: every state change has its event."""
    counted = (
        select(Event.translation, func.count().label("saves"))
        .where(Event.what.in_(_WRITES))
        .group_by(Event.translation)
        .subquery()
    )
    rows = session.execute(
        select(Translation.id)
        .outerjoin(counted, counted.c.translation == Translation.id)
        .where(Translation.version > func.coalesce(counted.c.saves, 0))
    )
    yield from (f"translation {id} changed without an event" for (id,) in rows)
    approved = session.execute(
        select(Translation.id).where(
            Translation.state == State.APPROVED,
            ~select(Event.id).where(Event.translation == Translation.id, Event.what == "approve").exists(),
        )
    )
    yield from (f"translation {id} was approved without an event" for (id,) in approved)


def _coverage(session: Session) -> Iterator[str]:
    """I8: every live segment has exactly one coverage row per edition."""
    rows = session.execute(
        select(Edition.id, Place.segment)
        .join(Article, Article.id == Edition.article_id)
        .join(Revision, (Revision.article_id == Article.id) & (Revision.number == Article.revision))
        .join(Place, Place.revision_id == Revision.id)
        .outerjoin(Coverage, (Coverage.edition_id == Edition.id) & (Coverage.segment == Place.segment))
        .where(Coverage.segment.is_(None))
    )
    yield from (f"segment {segment} is not covered in edition {edition}" for edition, segment in rows)


def _chain(session: Session) -> Iterator[str]:
    """I9: the sealed chain of events verifies."""
    before = ""
    open_since = 0
    for event in session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=500)):
        if event.seal is None:
            open_since = open_since or event.id
            continue
        if open_since:
            yield f"event {open_since} was left out of the chain"
            open_since = 0
        if event.seal != events.sealed(before, event):
            yield f"event {event.id} was altered, or one before it removed"
        before = event.seal


def _inside(session: Session) -> Iterator[str]:
    """I10: nothing points into another article."""
    owner = aliased(Edition)
    anchor = aliased(Translation)
    wrong: list[tuple[str, Any]] = [
        (
            "coverage",
            select(Coverage.segment)
            .join(Edition, Edition.id == Coverage.edition_id)
            .join(Identity, Identity.id == Coverage.segment)
            .where(Identity.article_id != Edition.article_id),
        ),
        (
            "coverage",
            select(Coverage.segment)
            .join(Translation, Translation.id == Coverage.translation_id)
            .where(Translation.edition_id != Coverage.edition_id),
        ),
        (
            "place",
            select(Place.segment)
            .join(Revision, Revision.id == Place.revision_id)
            .join(Identity, Identity.id == Place.segment)
            .where(Identity.article_id != Revision.article_id),
        ),
        (
            "assignment",
            select(Assignment.segment)
            .join(owner, owner.id == Assignment.edition_id)
            .join(Identity, Identity.id == Assignment.segment)
            .where(Identity.article_id != owner.article_id),
        ),
        (
            "addition",
            select(Translation.id)
            .join(anchor, anchor.id == Translation.after)
            .where(Translation.edition_id != anchor.edition_id),
        ),
        (
            "waiver",
            select(Waiver.translation_id)
            .join(Translation, Translation.id == Waiver.translation_id)
            .where(Translation.edition_id != Waiver.edition_id),
        ),
    ]
    for what, query in wrong:
        yield from (f"{what} {id} points into another article" for id in session.scalars(query))


INVARIANTS: dict[str, Callable[[Session], Iterator[str]]] = {
    "I1 history": _history,
    "I2 leases": _leases,
    "I3 effects": _effects,
    "I4 releases": _releases,
    "I5 approvals": _approvals,
    "I6 deliveries": _deliveries,
    "I7 events": _told,
    "I8 coverage": _coverage,
    "I9 chain": _chain,
    "I10 articles": _inside,
}
