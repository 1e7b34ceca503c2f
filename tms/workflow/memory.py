"""Bring pairs from elsewhere into the memory."""

from collections.abc import Iterable

from tms import languages
from tms.core.rights import Person, Role
from tms.core.text import Text, clean
from tms.store import events, memory
from tms.store.memory import Entry
from tms.store.session import Session


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
