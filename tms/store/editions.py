"""Editions, their translations with every version, coverage, assignments and suggestions."""

import functools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVarTuple, cast

from sqlalchemy import (
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, attributes, mapped_column
from sqlalchemy.sql.dml import ReturningUpdate

from tms.core.states import State
from tms.errors import NoSuchTranslation
from tms.store.articles import Article, Identity, Place, Revision
from tms.store.base import Base, Choice, moment
from tms.store.people import User

Columns = TypeVarTuple("Columns")

OPEN = (State.EMPTY, State.DRAFT, State.RETURNED)
"""The states in which a translator may still be helped by a suggestion."""


class Edition(Base):
    """One target language of an article. ``signed`` is the manifest hash an editor approved.

    ``due`` is when the whole of it should be done; what somebody has of it may be due before.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("article_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey(Article.id))
    language: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=0)
    signed: Mapped[str] = mapped_column(String(64), default="")
    signed_by: Mapped[str] = mapped_column(String(64), default="")
    signed_at: Mapped[datetime | None]
    due: Mapped[datetime | None]


class Translation(Base):
    """The text of one run of segments.

    ``basis`` is a list of [segment id, hash], the wording it was made from. ``origin`` says what the
    text came from: person, memory, machine:NAME, import. ``checked`` is the digest of what its findings
    were found in. ``omitted`` is the reason of an omission, ``added`` that of an addition, ``after`` the
    translation that it stands behind; no two have the same one, so that they are in order. ``quoted`` are
    the words that the comment is about, "" for all of them.
    """

    __tablename__ = "translation"
    __table_args__ = (Index("ix_translation_state", "edition_id", "state"),)

    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id), index=True)
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(Choice(State), default=State.EMPTY)
    version: Mapped[int] = mapped_column(default=0)
    basis: Mapped[list[Any]] = mapped_column(default=list)
    origin: Mapped[str] = mapped_column(String(40), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    author: Mapped[str] = mapped_column(String(64), default="")
    approved_by: Mapped[str] = mapped_column(String(64), default="")
    approved_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(default="")
    quoted: Mapped[str] = mapped_column(default="")
    omitted: Mapped[str] = mapped_column(default="")
    added: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(String(10), default="")
    checked: Mapped[str] = mapped_column(String(64), default="")


class Version(Base):
    """One accepted write of a translation: its history, append only."""

    __tablename__ = "translation_version"
    __table_args__ = (Index("ix_version_author", "author", "at"),)

    translation_id: Mapped[str] = mapped_column(ForeignKey(Translation.id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    basis: Mapped[list[Any]]
    origin: Mapped[str] = mapped_column(String(40))
    omitted: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(String(64))
    step: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(insert_default=moment())


class Coverage(Base):
    """Which translation covers a segment in an edition. ``position`` orders the runs of a block."""

    __tablename__ = "coverage"

    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id), primary_key=True)
    segment: Mapped[str] = mapped_column(ForeignKey(Identity.id), primary_key=True)
    translation_id: Mapped[str] = mapped_column(ForeignKey(Translation.id), index=True)
    position: Mapped[int] = mapped_column(default=0)


class Assignment(Base):
    """This segment of this edition is this translator's, due then. Only people and policy move it."""

    __tablename__ = "assignment"

    edition_id: Mapped[int] = mapped_column(ForeignKey(Edition.id), primary_key=True)
    segment: Mapped[str] = mapped_column(ForeignKey(Identity.id), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    due: Mapped[datetime | None]
    given_by: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime] = mapped_column(insert_default=moment())


class Suggestion(Base):
    """A candidate for a translation; never released by itself. ``score`` is 0 to 101.

    ``at`` is when its text was approved or made. One from the memory names its entry; ``spans`` are the
    numbers that were put in for those of ``source``, in the characters of the text without its codes.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("translation_id", "origin", "text"),
        Index("ix_suggestion_translation", "translation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    translation_id: Mapped[str] = mapped_column(ForeignKey(Translation.id))
    text: Mapped[str]
    origin: Mapped[str] = mapped_column(String(40))
    score: Mapped[int]
    source: Mapped[str] = mapped_column(default="")
    basis: Mapped[list[Any]]
    author: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(insert_default=moment())
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    spans: Mapped[list[Any]] = mapped_column(default=list)


def of_article(session: Session, article_id: int, *, lock: bool = False) -> dict[str, Edition]:
    """The editions of an article by language, locked in the one order that all writers keep."""
    query = select(Edition).where(Edition.article_id == article_id).order_by(Edition.language)
    found = session.scalars(query.with_for_update(key_share=True) if lock else query)
    return {edition.language: edition for edition in found}


def unsigned(session: Session, after: int, limit: int) -> list[Article]:
    """Articles with an edition that nobody approved as a whole, by their ids from behind ``after`` on."""
    some = select(Edition.article_id).where(Edition.signed == "", Edition.article_id > after)
    query = select(Article).where(Article.id.in_(some), Article.revision > 0)
    return list(session.scalars(query.order_by(Article.id).limit(limit)))


def translations(
    session: Session, edition_ids: Iterable[int], only: Collection[str] | None = None
) -> list[Translation]:
    """The translations of these editions, or those among them with these ids."""
    query = select(Translation).where(Translation.edition_id.in_(list(edition_ids)))
    return list(session.scalars(query if only is None else query.where(Translation.id.in_(only))))


def texts(session: Session, edition_id: int) -> dict[str, str]:
    """The texts of an edition's translations."""
    found = session.execute(
        select(Translation.id, Translation.text).where(Translation.edition_id == edition_id)
    )
    return {row.id: row.text for row in found}


def coverage(
    session: Session, edition_ids: Iterable[int], only: Collection[str] | None = None
) -> list[Coverage]:
    """What covers the segments of these editions, or what of it these translations cover."""
    query = select(Coverage).where(Coverage.edition_id.in_(list(edition_ids)))
    return list(session.scalars(query if only is None else query.where(Coverage.translation_id.in_(only))))


def followers(session: Session, edition_ids: Collection[int]) -> dict[str, str]:
    """The additions of these editions, each with what it stands behind."""
    which = (Translation.edition_id.in_(edition_ids), Translation.after != "")
    found = session.execute(select(Translation.id, Translation.after).where(*which))
    return {row.id: row.after for row in found}


def covering(session: Session, edition_id: int, segments: Collection[str]) -> set[str]:
    """The translations that cover these segments of an edition."""
    some = (Coverage.edition_id == edition_id, Coverage.segment.in_(segments))
    return set(session.scalars(select(Coverage.translation_id).where(*some))) if segments else set()


def elsewhere(
    session: Session, article_id: int, language: str, segments: Iterable[str]
) -> list[tuple[str, Translation]]:
    """The translations that cover any of these segments in the article's other editions, by language."""
    rows = session.execute(
        select(Edition.language, Translation)
        .join(Translation, Translation.edition_id == Edition.id)
        .where(
            Edition.article_id == article_id,
            Edition.language != language,
            Translation.id.in_(select(Coverage.translation_id).where(Coverage.segment.in_(list(segments)))),
        )
        .order_by(Edition.language, Translation.id)
    )
    return [(row[0], row[1]) for row in rows]


def assignments(
    session: Session, edition_ids: Iterable[int], only: Collection[str] | None = None
) -> list[Assignment]:
    """Who has the segments of these editions, or these among them."""
    query = select(Assignment).where(Assignment.edition_id.in_(list(edition_ids)))
    return list(session.scalars(query if only is None else query.where(Assignment.segment.in_(only))))


def suggestions(session: Session, translation_ids: Iterable[str]) -> list[Suggestion]:
    """The suggestions for these translations, the best first."""
    return list(
        session.scalars(
            select(Suggestion)
            .where(Suggestion.translation_id.in_(list(translation_ids)))
            .order_by(Suggestion.translation_id, Suggestion.score.desc(), Suggestion.id)
        )
    )


def history(session: Session, translation_id: str) -> list[Version]:
    return list(
        session.scalars(
            select(Version).where(Version.translation_id == translation_id).order_by(Version.version)
        )
    )


def wordings(session: Session, seen: Mapping[str, int]) -> dict[tuple[str, int], Version]:
    """The versions of these translations from the one that was seen on, by id and number."""
    found = session.scalars(select(Version).where(Version.translation_id.in_(list(seen))))
    return {
        (each.translation_id, each.version): each
        for each in found
        if each.version >= seen[each.translation_id]
    }


def uncover(session: Session, edition_id: int, segments: Sequence[str]) -> list[int]:
    """Take away the coverage of these segments; the caller gives them another where they stood."""
    mine = (Coverage.edition_id == edition_id, Coverage.segment.in_(segments))
    return list(session.scalars(delete(Coverage).where(*mine).returning(Coverage.position)))


def covers(session: Session, edition_id: int, segments: Iterable[str]) -> list[Coverage]:
    """The coverage of these segments."""
    mine = (Coverage.edition_id == edition_id, Coverage.segment.in_(list(segments)))
    return list(session.scalars(select(Coverage).where(*mine)))


def retired(session: Session, edition_id: int) -> list[Translation]:
    """What covers nothing any more and was written once, the last written last; additions are none of it."""
    covered = select(Coverage.translation_id).where(Coverage.edition_id == edition_id)
    written = (
        select(Version.translation_id, func.max(Version.at).label("at"))
        .group_by(Version.translation_id)
        .subquery()
    )
    return list(
        session.scalars(
            select(Translation)
            .join(written, written.c.translation_id == Translation.id)
            .where(
                Translation.edition_id == edition_id, Translation.after == "", Translation.id.not_in(covered)
            )
            .order_by(written.c.at)
        )
    )


def additions(session: Session, edition_id: int) -> list[Translation]:
    """What was added to an edition, also what was removed again."""
    mine = select(Translation).where(Translation.edition_id == edition_id, Translation.after != "")
    return list(session.scalars(mine))


def unassign(session: Session, edition_id: int, segments: Sequence[str]) -> None:
    """Take these segments from whoever has them."""
    mine = (Assignment.edition_id == edition_id, Assignment.segment.in_(segments))
    session.execute(delete(Assignment).where(*mine))


def due(session: Session, edition_id: int, segments: Sequence[str], due: datetime) -> None:
    """Let these segments be due then, whoever has them."""
    mine = (Assignment.edition_id == edition_id, Assignment.segment.in_(segments))
    session.execute(update(Assignment).where(*mine).values(due=due))


def loads(session: Session) -> Counter[int]:
    """Words that each user still has to translate, by user id, over all articles."""
    rows = session.execute(
        _live(select(Assignment.user_id, func.sum(Place.words)))
        .join(
            Assignment,
            (Assignment.edition_id == Edition.id) & (Assignment.segment == Place.segment),
        )
        .where(Translation.state.in_(OPEN))
        .group_by(Assignment.user_id)
    )
    return Counter({user: int(words) for user, words in rows})


@dataclass(frozen=True, slots=True)
class Open:
    """A segment whose translation nobody has handed in yet, and where its wording stands."""

    edition_id: int
    translation_id: str
    revision_id: int
    hash: str


def open_places(session: Session, language: str) -> list[Open]:
    """The open segments of all articles in a language, the newest article first."""
    rows = session.execute(
        _live(select(Edition.id, Translation.id, Place.revision_id, Place.hash))
        .where(Edition.language == language, Translation.state.in_(OPEN))
        .order_by(Edition.id.desc(), Place.position)
    )
    return [Open(*row) for row in rows]


def _live(query: Select[*Columns]) -> Select[*Columns]:
    """From editions to the live segments of their articles and the translations that cover them."""
    return (
        query.select_from(Edition)
        .join(Article, Article.id == Edition.article_id)
        .join(Revision, (Revision.article_id == Article.id) & (Revision.number == Article.revision))
        .join(Place, Place.revision_id == Revision.id)
        .join(Coverage, (Coverage.edition_id == Edition.id) & (Coverage.segment == Place.segment))
        .join(Translation, Translation.id == Coverage.translation_id)
    )


def translation(session: Session, id: str) -> Translation:
    found = session.get(Translation, id, populate_existing=True)
    if found is None:
        raise NoSuchTranslation(id=id)
    return found


def raise_version(session: Session, edition_id: int) -> None:
    """Every write to an edition's translations takes its row, so that a release cannot interleave."""
    session.execute(update(Edition).where(Edition.id == edition_id).values(version=Edition.version + 1))


def write(
    session: Session, record: Translation, seen: int, only_in: State | None = None, **values: Any
) -> bool:
    """Change a translation if nobody did since ``seen``, and only in this state where one is named.

    A value may be the database's clock, ``moment()``.
    """
    timed = frozenset(name for name, value in values.items() if isinstance(value, moment))
    plain = {name: value for name, value in values.items() if name not in timed}
    given = {f"new_{name}": value for name, value in plain.items()}
    guard = {"guard_id": record.id, "guard_version": seen, "guard_state": only_in}
    statement = _guarded(frozenset(plain), timed, in_state=only_in is not None)
    if session.scalar(statement, given | guard) is None:
        return False
    for name, value in plain.items():
        attributes.set_committed_value(record, name, value)
    if timed:
        session.expire(record, list(timed))
    return True


@functools.cache
def _guarded(plain: frozenset[str], timed: frozenset[str], *, in_state: bool) -> ReturningUpdate[tuple[str]]:
    """The statement is made once: it takes longer to make than to run."""
    rows = cast(Table, Translation.__table__)
    table = rows.c
    guard = [table.id == bindparam("guard_id"), table.version == bindparam("guard_version")]
    if in_state:
        guard.append(table.state == bindparam("guard_state"))
    new: dict[str, Any] = {name: bindparam(f"new_{name}", type_=table[name].type) for name in plain}
    new |= dict.fromkeys(timed, moment())
    return update(rows).where(*guard).values(new).returning(table.id)
