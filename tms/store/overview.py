"""What a board shows of many articles, in a fixed number of queries and without any article's body."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from tms.core.document import Document
from tms.core.findings import Severity
from tms.store import documents
from tms.store.articles import Article, Place, Revision
from tms.store.editions import Assignment, Coverage, Edition, Translation
from tms.store.findings import FindingRecord
from tms.store.people import User
from tms.store.releases import Release, ReleasePart, has_come

Rows = Sequence[Any]
"""Rows of columns, as each function names them."""


def articles(session: Session, words: str, limit: int | None, offset: int) -> tuple[list[Article], int]:
    """The articles with all these words in headline or slug, the last changed first, and how many in all."""
    order = _having(words, select(Article)).order_by(Article.changed_at.desc(), Article.id.desc())
    total = session.scalar(_having(words, select(func.count()).select_from(Article))) or 0
    return list(session.scalars(order.limit(limit).offset(offset))), total


def revisions(session: Session, ids: Collection[int]) -> Rows:
    """id, article_id and accepted_by of the articles' current revisions."""
    query = select(Revision.id, Revision.article_id, Revision.accepted_by).join(
        Article, (Article.id == Revision.article_id) & (Article.revision == Revision.number)
    )
    return session.execute(query.where(Article.id.in_(ids))).all()


def history(session: Session, article: int) -> Rows:
    """number, author, created_at, accepted_by and accepted_at of an article's revisions, the newest first."""
    query = select(
        Revision.number, Revision.author, Revision.created_at, Revision.accepted_by, Revision.accepted_at
    )
    return session.execute(query.where(Revision.article_id == article).order_by(Revision.number.desc())).all()


def places(session: Session, revisions: Collection[int]) -> Rows:
    """revision_id, segment, block, hash and words of each segment, in reading order."""
    return session.execute(
        select(Place.revision_id, Place.segment, Place.block, Place.hash, Place.words)
        .where(Place.revision_id.in_(revisions))
        .order_by(Place.revision_id, Place.position)
    ).all()


def editions(session: Session, ids: Collection[int]) -> list[Edition]:
    found = select(Edition).where(Edition.article_id.in_(ids)).order_by(Edition.article_id, Edition.language)
    return list(session.scalars(found))


def translations(session: Session, editions: Collection[int]) -> Rows:
    """One row for each segment: where it is covered, and the translation that covers it without its text."""
    return session.execute(
        select(
            Coverage.edition_id,
            Coverage.segment,
            Coverage.position,
            Translation.id,
            Translation.state,
            Translation.version,
            Translation.basis,
            Translation.omitted,
        )
        .join(Translation, Translation.id == Coverage.translation_id)
        .where(Coverage.edition_id.in_(editions))
    ).all()


def additions(session: Session, editions: Collection[int]) -> Rows:
    """What was added to these editions, also what was removed again, without its text."""
    return session.execute(
        select(
            Translation.edition_id,
            Translation.id,
            Translation.state,
            Translation.version,
            Translation.basis,
            Translation.omitted,
            Translation.after,
            Translation.author_id,
            Translation.comment,
        ).where(Translation.edition_id.in_(editions), Translation.after != "")
    ).all()


def findings(session: Session, editions: Collection[int]) -> Rows:
    """edition_id, translation_id, check, code and severity of what the checks found, info left out."""
    return session.execute(
        select(
            Translation.edition_id,
            FindingRecord.translation_id,
            FindingRecord.check,
            FindingRecord.code,
            FindingRecord.severity,
        )
        .join(Translation, Translation.id == FindingRecord.translation_id)
        .where(Translation.edition_id.in_(editions), FindingRecord.severity != Severity.INFO)
    ).all()


def worst(session: Session, edition: int) -> dict[str, Severity]:
    """The worst that was found in each translation of an edition, info left out."""
    found = session.execute(
        select(
            FindingRecord.translation_id, func.min(FindingRecord.severity).label("worst")
        )  # error < warning
        .join(Translation, Translation.id == FindingRecord.translation_id)
        .where(Translation.edition_id == edition, FindingRecord.severity != Severity.INFO)
        .group_by(FindingRecord.translation_id)
    )
    return {row.translation_id: row.worst for row in found}


def assignments(session: Session, editions: Collection[int]) -> Rows:
    """edition_id, name and the first due time of everybody who has something of an edition."""
    return session.execute(
        select(Assignment.edition_id, User.name, func.min(Assignment.due).label("due"))
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.edition_id.in_(editions))
        .group_by(Assignment.edition_id, User.name)
        .order_by(Assignment.edition_id, User.name)
    ).all()


def assigned(session: Session, edition: int, user: int) -> set[str]:
    """The segments of an edition that somebody has."""
    mine = (Assignment.edition_id == edition, Assignment.user_id == user)
    return set(session.scalars(select(Assignment.segment).where(*mine)))


def public(session: Session, ids: Collection[int]) -> Rows:
    """article_id, number, language, revision and origin of each part of what is public of the articles."""
    last = (
        select(Release.article_id, func.max(Release.number).label("number"))
        .where(Release.article_id.in_(ids), has_come())
        .group_by(Release.article_id)
        .subquery()
    )
    return session.execute(
        select(
            Release.article_id, Release.number, ReleasePart.language, ReleasePart.revision, ReleasePart.origin
        )
        .join(last, (last.c.article_id == Release.article_id) & (last.c.number == Release.number))
        .join(ReleasePart, ReleasePart.release_id == Release.id)
    ).all()


def slugs(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The slugs of these articles."""
    found = session.execute(select(Article.id, Article.slug).where(Article.id.in_(ids)))
    return {row.id: row.slug for row in found}


def texts(session: Session, ids: Collection[str]) -> dict[str, str]:
    """The texts of these translations."""
    found = session.execute(select(Translation.id, Translation.text).where(Translation.id.in_(ids)))
    return {row.id: row.text for row in found}


def bodies(session: Session, revisions: Collection[int]) -> dict[int, Document]:
    """The Documents of these revisions."""
    found = session.execute(select(Revision.id, Revision.body).where(Revision.id.in_(revisions)))
    return {row.id: documents.load(row.body) for row in found}


def _having(words: str, query: Select[Any]) -> Select[Any]:
    for word in words.split():
        query = query.where(
            or_(Article.title.icontains(word, autoescape=True), Article.slug.icontains(word, autoescape=True))
        )
    return query
