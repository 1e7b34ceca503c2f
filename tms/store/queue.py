"""What a queue shows: the editions with work left and their segments, in a fixed number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tms.core.states import State
from tms.store.articles import Article, Place, Revision
from tms.store.editions import Assignment, Coverage, Edition, Translation, Version
from tms.store.people import User

Rows = Sequence[Any]
"""Rows of columns, as each function names them."""

_OPEN = (State.EMPTY, State.DRAFT, State.RETURNED, State.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which editions: of these languages, and only where the user has something, if ``mine``.

    ``limit`` keeps the page under 250 KB: a row of it takes some 2.6.
    """

    languages: Collection[str]
    user: int
    mine: bool = False
    limit: int = 60


def editions(session: Session, wanted: Wanted) -> tuple[Rows, int]:
    """The editions with something to do, those of ``user`` first, and how many there are in all.

    One that was signed after the English last changed has nothing stale: its open translations alone,
    which an index finds, say whether something is left. So the archive costs nothing.
    """
    own = (
        select(Assignment.segment)
        .where(Assignment.edition_id == Edition.id, Assignment.user_id == wanted.user)
        .exists()
    )
    unfinished = (
        select(Translation.id)
        .where(Translation.edition_id == Edition.id, Translation.state.in_(_OPEN))
        .exists()
    )
    which: list[ColumnElement[bool]] = [
        Edition.language.in_(wanted.languages),
        Edition.signed_at.is_(None) | (Edition.signed_at < Revision.created_at) | unfinished,
    ]
    if wanted.mine:
        which.append(own)
    columns = (
        Edition.id,
        Edition.language,
        Edition.due,
        Edition.signed,
        Article.slug,
        Article.title,
        Article.urgent,
        Revision.id.label("revision_id"),
        own.label("own"),
    )
    current = (Revision.article_id == Article.id) & (Revision.number == Article.revision)
    query = (
        select(*columns)
        .select_from(Edition)
        .join(Article, Article.id == Edition.article_id)
        .join(Revision, current)
        .where(*which)
    )
    order = (own.desc(), Edition.due.is_(None), Edition.due, Article.urgent.desc(), Article.id.desc())
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return session.execute(query.order_by(*order, Edition.language).limit(wanted.limit)).all(), total


def segments(session: Session, editions: Collection[int]) -> Rows:
    """One row for each live segment of these editions in reading order: its place, translation and holder."""
    current = (Revision.article_id == Article.id) & (Revision.number == Article.revision)
    covered = (Coverage.edition_id == Edition.id) & (Coverage.segment == Place.segment)
    given = (Assignment.edition_id == Edition.id) & (Assignment.segment == Place.segment)
    return session.execute(
        select(
            Edition.id.label("edition_id"),
            Place.segment,
            Place.block,
            Place.kind,
            Place.hash,
            Place.words,
            Coverage.position,
            Translation.id,
            Translation.state,
            Translation.version,
            Translation.basis,
            Translation.omitted,
            Translation.author_id,
            Translation.comment,
            Assignment.user_id,
            Assignment.due,
            User.name.label("holder"),
        )
        .select_from(Edition)
        .join(Article, Article.id == Edition.article_id)
        .join(Revision, current)
        .join(Place, Place.revision_id == Revision.id)
        .join(Coverage, covered)
        .join(Translation, Translation.id == Coverage.translation_id)
        .join(Assignment, given, isouter=True)
        .join(User, User.id == Assignment.user_id, isouter=True)
        .where(Edition.id.in_(editions))
        .order_by(Edition.id, Place.position)
    ).all()


def writes(session: Session, author: str, since: datetime, limit: int = 400) -> Rows:
    """translation_id, at and English words of what somebody wrote since then, the newest first."""
    made = (
        select(Version.translation_id, Version.at)
        .where(Version.author == author, Version.at >= since, Version.step == "save")
        .order_by(Version.at.desc())
        .limit(limit)
        .subquery()
    )
    return session.execute(
        select(made.c.translation_id, made.c.at, func.sum(Place.words).label("words"))
        .select_from(made)
        .join(Translation, Translation.id == made.c.translation_id)
        .join(Edition, Edition.id == Translation.edition_id)
        .join(Article, Article.id == Edition.article_id)
        .join(Revision, (Revision.article_id == Article.id) & (Revision.number == Article.revision))
        .join(Coverage, (Coverage.edition_id == Edition.id) & (Coverage.translation_id == Translation.id))
        .join(Place, (Place.revision_id == Revision.id) & (Place.segment == Coverage.segment))
        .group_by(made.c.translation_id, made.c.at)
        .order_by(made.c.at.desc())
    ).all()
