"""Put approved text and pairs from elsewhere into the memory, and find what was translated before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tms import languages
from tms.core.folding import fold
from tms.core.matching import Context, digest, digest_of
from tms.core.rights import Person, Role
from tms.core.text import Text, clean, hashed
from tms.formats.base import Pair
from tms.store import concordance, events, memory
from tms.store.base import moment
from tms.store.memory import Entry
from tms.store.session import Session
from tms.workflow.sheets import Row, Sheet

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
    return take(session, (Pair(clean(one), clean(other), language) for one, other in pairs), [language], by)


def take(session: Session, pairs: Iterable[Pair], tags: Sequence[str], by: Person) -> int:
    """Add pairs into these languages; answers how many are new. Empty ones are passed over."""
    for language in tags:
        by.must(Role.EDITOR, language)
    added = memory.add_new(session, _rows(pairs, by, memory.now(session)))
    one = tags[0] if len(tags) == 1 else ""
    events.append(session, by.name, "memory-import", language=one, pairs=added)
    return added


def remember(session: Session, sheet: Sheet, rows: Sequence[Row]) -> list[int]:
    """Put approved pairs into the memory, in the place of what was there of them; answers the new ids."""
    rows = [row for row in rows if row.segments and row.record.text]
    known = memory.of(session, [row.id for row in rows])
    around = contexts(sheet, rows)
    new = [_entry(sheet, row, around[row.id]) for row in rows]
    fresh = [entry for entry in new if not _same(entry, known.get(entry.translation_id or ""))]
    memory.forget(session, [entry.translation_id for entry in fresh if entry.translation_id in known])
    session.add_all(fresh)
    session.flush()
    return [entry.id for entry in fresh]


def contexts(sheet: Sheet, rows: Iterable[Row]) -> dict[str, Context]:
    """The hash of each row's wording, and of those before and behind it in the article."""
    order = [segment.text.hash for segment in sheet.document.segments]
    at = {segment.id: index for index, segment in enumerate(sheet.document.segments)}
    found = {}
    for row in rows:
        first, last = at[row.segments[0].id], at[row.segments[-1].id]
        before = order[first - 1] if first else ""
        found[row.id] = Context(row.source.hash, before, order[last + 1] if last + 1 < len(order) else "")
    return found


def _entry(sheet: Sheet, row: Row, around: Context) -> Entry:
    return Entry(
        source_language=languages.SOURCE,
        target_language=sheet.language,
        source=row.source.notation,
        target=row.record.text,
        source_hash=around.hash,
        digest=digest(row.source, languages.get(languages.SOURCE)),
        before=around.before,
        behind=around.behind,
        translation_id=row.id,
        article_id=sheet.article.id,
        segment=row.segments[0].id,
        author=row.record.author,
        at=moment(),
    )


def _same(entry: Entry, other: Entry | None) -> bool:
    """Whether an entry says no more than one that is there."""
    if other is None:
        return False
    said = [(e.source_hash, e.target, e.before, e.behind, e.author) for e in (entry, other)]
    return said[0] == said[1]


def _rows(pairs: Iterable[Pair], by: Person, now: datetime) -> Iterator[dict[str, Any]]:
    """The columns of each pair. Most have no codes, and there is little to do for these."""
    english = languages.get(languages.SOURCE)
    for pair in pairs:
        source, target = pair.source.strip(), pair.target.strip()
        if not source or not target:
            continue
        key = memory.key(source, languages.SOURCE)
        like = digest(Text.parse(source), english) if "<" in source else digest_of(key)
        yield {
            "source_language": languages.SOURCE,
            "target_language": pair.language,
            "source": source,
            "target": target,
            "source_hash": hashed(source),
            "digest": like,
            "before": pair.before,
            "behind": pair.behind,
            "segment": "",
            "author": pair.author or by.name,
            "at": pair.at or now,
            "source_key": key,
            "target_key": memory.key(target, pair.language),
        }
