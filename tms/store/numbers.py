"""What is counted of a desk: words a day, time from English to release, and how everything stands."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from tms.core.states import State
from tms.store.articles import Article, Place, Revision
from tms.store.editions import Assignment, Coverage, Edition, Translation, Version
from tms.store.releases import Release, ReleasePart, has_come

Rows = Sequence[Any]
"""Rows of columns, as each function names them."""

_TO_DO = (State.EMPTY, State.DRAFT, State.RETURNED)


def written(session: Session, midnights: Sequence[datetime], languages: Collection[str]) -> Rows:
    """day, language, author and the English words of what people wrote, by days between these midnights.

    ``day`` counts from 0. A sentence counts once a day for whoever wrote it; what a machine said counts for
    nobody.
    """
    days = [(Version.at < end, literal(day, Integer)) for day, end in enumerate(midnights[1:])]
    drafts = (
        select(Version.translation_id, Version.author, case(*days).label("day"))
        .where(Version.step == "save", Version.origin.not_like("machine:%"))
        .where(Version.at >= midnights[0], Version.at < midnights[-1])
        .distinct()
        .subquery()
    )
    columns = (drafts.c.day, Edition.language, drafts.c.author)
    query = (
        select(*columns, func.sum(Place.words).label("words"))
        .select_from(drafts)
        .join(Translation, Translation.id == drafts.c.translation_id)
        .join(Edition, Edition.id == Translation.edition_id)
        .join(Coverage, Coverage.translation_id == Translation.id)
    )
    return session.execute(
        _current(query)
        .where(Place.segment == Coverage.segment, Edition.language.in_(languages))
        .group_by(*columns)
        .order_by(*columns)
    ).all()


def released(session: Session, since: datetime, languages: Collection[str]) -> Rows:
    """slug, title, language, revision, came and out of each edition that first went out since then.

    ``came`` is when that English was taken in, ``out`` when readers had it.
    """
    out = func.min(func.coalesce(Release.publish_at, Release.at)).label("out")
    columns = (Article.slug, Article.title, ReleasePart.language, ReleasePart.revision)
    return session.execute(
        select(*columns, Revision.created_at.label("came"), out)
        .select_from(ReleasePart)
        .join(Release, (Release.id == ReleasePart.release_id) & (Release.number == ReleasePart.origin))
        .join(Article, Article.id == Release.article_id)
        .join(Revision, (Revision.article_id == Article.id) & (Revision.number == ReleasePart.revision))
        .where(ReleasePart.language.in_(languages), has_come())
        .group_by(*columns, Revision.created_at)
        .having(out >= since)
        .order_by(out, Article.slug, ReleasePart.language)
    ).all()


def standing(session: Session, languages: Collection[str]) -> Rows:
    """language, state, segments and words of everything that is live."""
    columns = (Edition.language, Translation.state)
    query = select(*columns, func.count().label("segments"), func.sum(Place.words).label("words"))
    return session.execute(
        _live(query).where(Edition.language.in_(languages)).group_by(*columns).order_by(*columns)
    ).all()


def late(session: Session, now: datetime, languages: Collection[str]) -> Rows:
    """language, segments and words of what somebody has, has not done, and is late with."""
    query = select(Edition.language, func.count().label("segments"), func.sum(Place.words).label("words"))
    given = (Assignment.edition_id == Edition.id) & (Assignment.segment == Place.segment)
    return session.execute(
        _live(query)
        .join(Assignment, given)
        .where(Assignment.due < now, Translation.state.in_(_TO_DO), Edition.language.in_(languages))
        .group_by(Edition.language)
    ).all()


def bases(session: Session, languages: Collection[str]) -> Rows:
    """language, id, basis, segment, hash and words of live segments with a text that may be stale.

    An edition that was signed after its English last changed has nothing stale and is left out.
    """
    columns = (Edition.language, Translation.id, Translation.basis, Place.segment, Place.hash, Place.words)
    return session.execute(
        _live(select(*columns))
        .where(
            Translation.state != State.EMPTY,
            Edition.language.in_(languages),
            or_(Edition.signed_at.is_(None), Edition.signed_at < Revision.created_at),
        )
        .order_by(Translation.id, Place.position)
    ).all()


def _live(query: Any) -> Select[Any]:
    """From editions to the live segments of their articles and the translations that cover them."""
    covered = and_(Coverage.edition_id == Edition.id, Coverage.segment == Place.segment)
    places = _current(query.select_from(Edition))
    return places.join(Coverage, covered).join(Translation, Translation.id == Coverage.translation_id)


def _current(query: Any) -> Select[Any]:
    """From an edition to the places of its article's current revision."""
    current: Select[Any] = query.join(Article, Article.id == Edition.article_id)
    revision = (Revision.article_id == Article.id) & (Revision.number == Article.revision)
    return current.join(Revision, revision).join(Place, Place.revision_id == Revision.id)
