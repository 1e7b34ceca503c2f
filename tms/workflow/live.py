"""What pages hear while they are open: what happened, as far as a person may know it, and who is where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tms import languages
from tms.core.rights import Person, Role
from tms.errors import NoSuchEdition, NoSuchSegment
from tms.store import articles, editions, events, presence
from tms.store.events import Cursor
from tms.store.session import Session


@dataclass(frozen=True, slots=True)
class News:
    """One event as pages hear it: what it was about and who did it, never a text."""

    id: int
    kind: str
    who: str
    article: str
    language: str
    translation: str
    segments: Sequence[str]
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody has this segment of an edition open; ``called`` is their name for people."""

    who: str
    called: str
    article: str
    language: str
    segment: str


def hear(session: Session, cursor: Cursor, limit: int = 500) -> tuple[list[News], Cursor]:
    """What happened to articles since then, and how far that leads; at most ``limit`` events."""
    heard = []
    for row in events.after(session, cursor, limit):
        cursor = cursor.past(row.id)
        if row.slug is not None:
            heard.append(_news(row))
    return heard, cursor


def may_hear(by: Person, news: News | Place) -> bool:
    """Whether somebody may know of it: what concerns an edition is for those of its language."""
    return by.speaks(news.language or None)


def enter(session: Session, slug: str, language: str, segment: str, by: Person) -> None:
    """Somebody opened this segment, or still has it open; "" is for having left the edition."""
    languages.target(language)
    by.must(Role.TRANSLATOR, language)
    article = articles.find(session, slug)
    edition = editions.of_article(session, article.id).get(language)
    if edition is None:
        raise NoSuchEdition(slug, slug=slug, language=language)
    if not segment:
        presence.gone(session, by.id, edition.id)
        return
    if articles.of_segment(session, segment) != article.id:
        raise NoSuchSegment(segment, slug=slug, id=segment)
    presence.here(session, by.id, edition.id, segment)


def present(session: Session) -> set[Place]:
    """Where everybody is."""
    return {Place(*row) for row in presence.present(session)}


def _news(row: Any) -> News:
    return News(
        row.id,
        row.what,
        row.who,
        row.slug,
        row.language,
        row.translation,
        row.details.get("segments", ()),
        row.details.get("state", ""),
        row.details.get("version", 0),
    )
