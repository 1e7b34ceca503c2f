"""The glossary: concepts, their terms, and every wording that a concept ever had."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tms.core.terms import Concept, ConceptKind, Status, Term
from tms.store.base import Base, Choice, moment

_KEY = 400  # characters: what an index can hold


class ConceptRecord(Base):
    """One concept. ``version`` counts its changes; a ``retired`` one is kept with its history."""

    __tablename__ = "concept"

    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[ConceptKind] = mapped_column(Choice(ConceptKind))
    note: Mapped[str] = mapped_column(default="")
    kept: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)


class TermRecord(Base):
    """One form of a concept. ``key`` is its match key, by which it is searched and known again."""

    __tablename__ = "term"
    __table_args__ = (Index("ix_term_key", "language", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    concept_id: Mapped[str] = mapped_column(ForeignKey(ConceptRecord.id), index=True)
    position: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str]
    key: Mapped[str]
    status: Mapped[Status] = mapped_column(Choice(Status))


class ConceptVersion(Base):
    """What a concept was after one change. ``id`` grows with every change of the glossary."""

    __tablename__ = "concept_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    concept_id: Mapped[str] = mapped_column(ForeignKey(ConceptRecord.id), index=True)
    version: Mapped[int]
    body: Mapped[dict[str, Any]]
    author: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(insert_default=moment())


def concepts(session: Session, ids: Iterable[str] | None = None, *, retired: bool = False) -> list[Concept]:
    """The concepts of the glossary, or these, in the order of their ids; two queries."""
    asked = select(ConceptRecord).order_by(ConceptRecord.id)
    forms = select(TermRecord).order_by(TermRecord.concept_id, TermRecord.position)
    if ids is not None:
        wanted = list(ids)
        asked = asked.where(ConceptRecord.id.in_(wanted))
        forms = forms.where(TermRecord.concept_id.in_(wanted))
    if not retired:
        asked = asked.where(ConceptRecord.retired.is_(False))
    terms: dict[str, list[Term]] = defaultdict(list)
    for each in session.scalars(forms):
        terms[each.concept_id].append(Term(each.language, each.text, Status(each.status)))
    return [
        Concept(each.id, tuple(terms[each.id]), ConceptKind(each.kind), each.note, each.kept)
        for each in session.scalars(asked)
    ]


def versions(session: Session, ids: Iterable[str]) -> dict[str, tuple[int, bool]]:
    """The version of each of these concepts, and whether it is retired."""
    found = session.execute(
        select(ConceptRecord.id, ConceptRecord.version, ConceptRecord.retired).where(
            ConceptRecord.id.in_(list(ids))
        )
    )
    return {id: (version, retired) for id, version, retired in found}


def change(session: Session) -> int:
    """The number of the glossary's last change, 0 for an empty one."""
    return session.scalar(select(func.max(ConceptVersion.id))) or 0


def write(
    session: Session,
    concept: Concept,
    keys: Mapping[Term, str],
    seen: int,
    author: str,
    *,
    retired: bool = False,
) -> bool:
    """Make a concept (``seen`` 0) or change it; False where it was changed after the version seen."""
    values = {"kind": concept.kind, "note": concept.note, "kept": concept.kept, "retired": retired}
    if not seen:
        session.add(ConceptRecord(id=concept.id, version=1, **values))
        session.flush()
    else:
        changed = session.scalar(
            update(ConceptRecord)
            .where(ConceptRecord.id == concept.id, ConceptRecord.version == seen)
            .values(version=seen + 1, **values)
            .returning(ConceptRecord.id)
        )
        if changed is None:
            return False
        session.execute(delete(TermRecord).where(TermRecord.concept_id == concept.id))
    session.add_all(
        TermRecord(
            concept_id=concept.id,
            position=at,
            language=term.language,
            text=term.text,
            key=keys[term][:_KEY],
            status=term.status,
        )
        for at, term in enumerate(concept.terms)
    )
    body = {
        "kind": concept.kind.value,
        "note": concept.note,
        "kept": concept.kept,
        "retired": retired,
        "terms": [[term.language, term.text, term.status.value] for term in concept.terms],
    }
    session.add(ConceptVersion(concept_id=concept.id, version=seen + 1, body=body, author=author))
    session.flush()
    return True


def history(session: Session, id: str) -> list[ConceptVersion]:
    """Every wording of a concept, the latest first."""
    return list(
        session.scalars(
            select(ConceptVersion).where(ConceptVersion.concept_id == id).order_by(ConceptVersion.id.desc())
        )
    )


def wordings(session: Session, ids: Iterable[str]) -> list[Concept]:
    """These concepts with every term that they ever had, so that what a change concerns can be found."""
    terms: dict[str, dict[Term, None]] = defaultdict(dict)
    asked = select(ConceptVersion.concept_id, ConceptVersion.body).where(
        ConceptVersion.concept_id.in_(list(ids))
    )
    for id, body in session.execute(asked.order_by(ConceptVersion.id)):
        terms[id] |= {Term(language, text): None for language, text, _ in body["terms"]}
    return [Concept(id, tuple(found)) for id, found in terms.items()]


def search(session: Session, keys: Mapping[str, str], limit: int, offset: int = 0) -> tuple[list[str], int]:
    """The concepts with a term that has its language's key in it, by that term, and how many there are.

    ``keys`` gives the key by language; without any all concepts are listed.
    """
    matches = [
        (TermRecord.language == language) & TermRecord.key.contains(key, autoescape=True)
        for language, key in keys.items()
        if key
    ]
    asked = (
        select(TermRecord.concept_id, func.min(TermRecord.key).label("first"))
        .join(ConceptRecord, ConceptRecord.id == TermRecord.concept_id)
        .where(ConceptRecord.retired.is_(False), *([or_(*matches)] if matches else []))
        .group_by(TermRecord.concept_id)
    )
    count = session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    found = session.execute(asked.order_by("first", TermRecord.concept_id).limit(limit).offset(offset))
    return [row[0] for row in found], count
