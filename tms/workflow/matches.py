"""The index of the memory, kept by each process that runs matching jobs, and what it finds."""

import threading
from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

from tms import languages
from tms.core.matching import FLOOR, tokens
from tms.core.memory import Index
from tms.core.text import Text
from tms.store import articles, editions, memory
from tms.store.events import Cursor
from tms.store.session import Database, Session

LARGE = 20_000
"""Entries: a command without a server indexes no more than this, and leaves the rest to one that stays."""

_NEAREST = 10
"""So many entries are looked at for a text: a few of them may say the same, or are gone meanwhile."""
_TAIL = 200
"""So many of the last ids are looked at for such as other transactions still hold."""

Source = list[str]  # the tokens of a text


class Library:
    """The entries of one database by target language; a cache that follows its table."""

    def __init__(self) -> None:
        self._indexes: dict[str, Index] = {}
        self._cursor = Cursor()
        self._open: dict[str, Source] = {}
        self._lock = threading.Lock()

    def catch_up(self, session: Session) -> int:
        """Add what has come since the last time; answers how many."""
        with self._lock:
            english = languages.get(languages.SOURCE)
            new: dict[str, list[tuple[int, Source]]] = {}
            ids: list[int] = []
            for id, language, source in memory.after(session, self._cursor.last, self._cursor.missing):
                ids.append(id)
                batch = new.setdefault(language, [])
                batch.append((id, tokens(Text.parse(source), english)))
                if len(batch) == _BATCH:
                    self._index(language).add(new.pop(language))
            for language, batch in new.items():
                self._index(language).add(batch)
            if len(ids) > _TAIL and ids[-_TAIL] > self._cursor.last:
                self._cursor = Cursor(ids[-_TAIL], self._cursor.missing.difference(ids))
            for id in ids[-_TAIL:]:
                self._cursor = self._cursor.past(id)
            return len(ids)

    def near(self, language: str, source: Source) -> list[int]:
        """The entries whose sources are nearest to this one; some may be gone."""
        found = self._index(language).find(source, FLOOR / 100, _NEAREST)
        return [hit.id for hit in found]

    def sharing(self, session: Session, language: str, sources: Iterable[Source]) -> list[tuple[int, str]]:
        """The open translations for which these sources may serve, each with its edition."""
        places = editions.open_places(session, language)
        known = self._read(session, places)
        index = Index.build((at, known.get(place.hash, [])) for at, place in enumerate(places))
        hits = {hit.id for source in sources for hit in index.find(source, FLOOR / 100)}
        return [(places[at].edition_id, places[at].translation_id) for at in sorted(hits)]

    def _index(self, language: str) -> Index:
        return self._indexes.setdefault(language, Index())

    def _read(self, session: Session, places: Sequence[editions.Open]) -> dict[str, Source]:
        """The tokens of these by their hashes; a wording never changes, so only what is new is read."""
        with self._lock:
            english = languages.get(languages.SOURCE)
            known = {place.hash: self._open[place.hash] for place in places if place.hash in self._open}
            missing = {place.revision_id for place in places if place.hash not in known}
            for revision in articles.revisions_of(session, missing):
                for segment in revision.document.segments:
                    known.setdefault(segment.text.hash, tokens(segment.text, english))
            self._open = known
            return known


_BATCH = 50_000
_libraries: WeakKeyDictionary[Database, Library] = WeakKeyDictionary()


def library(database: Database) -> Library:
    """The library that this process keeps of a database."""
    return _libraries.setdefault(database, Library())
