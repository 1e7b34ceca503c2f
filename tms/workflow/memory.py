"""Bring pairs from elsewhere into the memory, and find in it what was translated before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tms import languages
from tms.core.folding import fold
from tms.core.rights import Person, Role
from tms.core.text import Text, clean
from tms.store import concordance, events, memory
from tms.store.memory import Entry
from tms.store.session import Session

_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A pair of the memory. ``slug`` and ``segment`` say where it comes from, "" for what was imported."""

    source: Text
    target: Text
    language: str
    author: str
    at: datetime
    slug: str
    title: str
    segment: str


def search(session: Session, words: str, tags: Sequence[str], limit: int = 50) -> list[Found]:
    """The newest pairs with all these words on either side, in these languages; all of them without words."""
    wanted = words.split()[:_MOST_WORDS]
    folded = {tag: [fold(word, languages.get(tag)) for word in wanted] for tag in tags}
    english = [fold(word, languages.get(languages.SOURCE)) for word in wanted]
    if not folded:
        return []
    return [
        Found(
            Text.parse(entry.source),
            Text.parse(entry.target),
            entry.target_language,
            entry.author,
            entry.at,
            slug or "",
            title or slug or "",
            segment or "",
        )
        for entry, slug, title, segment in concordance.search(session, folded, english, limit)
    ]


def add(session: Session, pairs: Iterable[tuple[str, str]], language: str, by: Person) -> int:
    """Add pairs of approved text in code notation; one that is there already is not added twice."""
    languages.target(language)
    by.must(Role.EDITOR, language)
    wanted = {
        (Text.parse(clean(source)).stripped(), Text.parse(clean(target)).stripped().notation)
        for source, target in pairs
        if source.strip() and target.strip()
    }
    known = {
        (entry.source_hash, entry.target)
        for entry in memory.exact(session, {source.hash for source, _ in wanted}, language)
    }
    fresh = sorted(
        ((source, target) for source, target in wanted if (source.hash, target) not in known),
        key=lambda pair: (pair[0].notation, pair[1]),
    )
    session.add_all(
        Entry(
            source_language=languages.SOURCE,
            target_language=language,
            source=source.notation,
            target=target,
            source_hash=source.hash,
            author=by.name,
        )
        for source, target in fresh
    )
    events.append(session, by.name, "memory-import", language=language, pairs=len(fresh))
    return len(fresh)
