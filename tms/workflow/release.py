"""Freeze the public state of an article as a numbered release, and set its deliveries to work."""

from collections.abc import Sequence
from datetime import datetime

from tms import languages
from tms.core import manifest
from tms.core.rights import Person, Role
from tms.errors import Blocked, NeverReleased, NotAccepted, ReasonNeeded
from tms.store import articles, editions, events, jobs, releases
from tms.store.articles import Article, Revision
from tms.store.house import house
from tms.store.releases import Delivery, Destination, Release, ReleasePart
from tms.store.session import Session
from tms.workflow.sheets import Sheet, open_sheets
from tms.workflow.status import blockers


def release(
    session: Session,
    slug: str,
    by: Person,
    tags: Sequence[str] | None = None,
    at: datetime | None = None,
) -> Release:
    """Release the English and these editions, or all of them; the others are carried over as they are.

    One that is scheduled for later is overtaken by it: what only that one holds has to be released anew.

    Raises Blocked with the blockers of all these editions, and NotAccepted.
    """
    by.must(Role.CHIEF)
    article = articles.find(session, slug, lock=True)
    editions.of_article(session, article.id, lock=True)
    revision = articles.revision(session, article)
    if not revision.accepted_by:
        raise NotAccepted(article.slug, number=revision.number, slug=article.slug)
    wanted = list(languages.TARGETS) if tags is None else [languages.target(tag).tag for tag in tags]
    sheets = open_sheets(session, article, revision=revision)
    blocked = {tag: found for tag in wanted if (found := blockers(session, sheets[tag]))}
    if blocked:
        raise Blocked(
            " ".join([article.slug, *blocked]),
            slug=article.slug,
            count=sum(map(len, blocked.values())),
            blockers=[each for found in blocked.values() for each in found],
        )
    last = releases.latest(session, article.id)
    number = last.number + 1 if last else 1
    parts = {part.language: part for part in _carried(session, releases.effective(session, article.id))}
    parts[languages.SOURCE] = _english(revision, number)
    for tag in wanted:
        parts[tag] = _part(sheets[tag], number)
    return _make(session, article, number, list(parts.values()), by, "release", publish_at=at)


def overtaken(session: Session, made: Release) -> list[Release]:
    """Earlier releases that were to go out later than this one: they never do."""
    time = made.publish_at or made.at
    return [
        each
        for each in releases.releases(session, made.article_id)
        if each.number < made.number and each.publish_at is not None and each.publish_at > time
    ]


def withdraw(
    session: Session, slug: str, by: Person, reason: str, tags: Sequence[str] | None = None
) -> Release:
    """Take these languages, or everything, from the public: a release of what remains.

    What was only scheduled is called off by it.
    """
    by.must(Role.CHIEF)
    if not reason.strip():
        raise ReasonNeeded(slug)
    article = articles.find(session, slug, lock=True)
    last = releases.latest(session, article.id)
    public = {p.language: p for p in _carried(session, releases.effective(session, article.id))}
    known = public.keys() | {part.language for part in _carried(session, last)}
    for tag in tags or ():
        languages.target(tag)
    gone = known if tags is None else set(tags)
    if last is None or not known or not gone <= known:
        missing = ", ".join(sorted(gone - known)) or ", ".join(languages.TARGETS)
        raise NeverReleased(article.slug, slug=article.slug, language=missing)
    rest = [part for tag, part in public.items() if tag not in gone]
    return _make(session, article, last.number + 1, rest, by, "withdraw", reason=reason)


def _part(sheet: Sheet, number: int) -> ReleasePart:
    items = [
        {
            "translation": row.id,
            "version": row.record.version,
            "segments": [segment.id for segment in row.segments],
            "block": row.block.id,
            "position": row.position,
            "basis": row.record.basis,
            "text": row.record.text,
            "hash": manifest.text(row.record.text),
            "approved_by": row.record.approved_by,
            "omitted": row.record.omitted,
            "after": row.after,
        }
        for row in sheet.rows
    ]
    return ReleasePart(
        language=sheet.language,
        revision=sheet.revision.number,
        origin=number,
        items=items,
        manifest=manifest.part(items),
    )


def _english(revision: Revision, number: int) -> ReleasePart:
    """The English needs no items: its revision never changes."""
    digest = manifest.source((segment.id, segment.text.hash) for segment in revision.document.segments)
    return ReleasePart(
        language=languages.SOURCE, revision=revision.number, origin=number, items=[], manifest=digest
    )


def _carried(session: Session, last: Release | None) -> list[ReleasePart]:
    """The parts of the last release, as new rows."""
    if last is None:
        return []
    return [
        ReleasePart(
            language=part.language,
            revision=part.revision,
            origin=part.origin,
            items=part.items,
            manifest=part.manifest,
        )
        for part in releases.parts(session, last.id).values()
    ]


def _make(
    session: Session,
    article: Article,
    number: int,
    parts: list[ReleasePart],
    by: Person,
    what: str,
    *,
    reason: str = "",
    publish_at: datetime | None = None,
) -> Release:
    made = Release(
        article_id=article.id,
        number=number,
        manifest=manifest.release(each.facts for each in parts),
        author=by.name,
        reason=reason,
        publish_at=publish_at,
        style=dict(house(session).chosen),
    )
    session.add(made)
    session.flush()
    for part in parts:
        part.release_id = made.id
    session.add_all(parts)
    article.version += 1
    for destination in _destinations(session):
        session.add(Delivery(release_id=made.id, destination_id=destination.id))
        jobs.enqueue(
            session,
            "deliver",
            f"deliver:{made.id}:{destination.id}",
            {"release": made.id, "destination": destination.id},
            at=publish_at,
            priority=1,
        )
    events.append(
        session,
        by.name,
        what,
        article.id,
        number=number,
        manifest=made.manifest,
        languages=sorted(part.language for part in parts),
        overtakes=[each.number for each in overtaken(session, made)],
        **({"reason": reason} if reason else {}),
    )
    session.flush()
    return made


def _destinations(session: Session) -> list[Destination]:
    """Where releases go; a desk has its own folder from the first."""
    found = releases.destinations(session)
    if not found:
        found = [Destination(name="folder", connector="folder")]
        session.add_all(found)
        session.flush()
    return found
