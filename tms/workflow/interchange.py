"""The memory as files that other tools read and write."""

import marshal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import BinaryIO

from tms import languages
from tms.core.rights import Person, Role
from tms.errors import NotAllowed
from tms.formats import tmx
from tms.formats.base import Pair
from tms.formats.tmx import Reading
from tms.store import memory
from tms.store.memory import Entry
from tms.store.session import Session
from tms.workflow.memory import take as add_pairs

_TICK = 1000  # pairs between two looks at the bar, and so many lie together while they wait


@dataclass(frozen=True)
class File:
    """A memory's file that was read to its end: its pairs wait to be taken, and what was wrong with it."""

    spool: BinaryIO
    reading: Reading
    pairs: int
    languages: tuple[str, ...]

    def __iter__(self) -> Iterator[Pair]:
        self.spool.seek(0)
        left = self.pairs
        while left > 0:
            batch = marshal.load(self.spool)  # noqa: S302  written by ``opened``
            left -= len(batch)
            for one, other, tag, author, seconds, *around in batch:
                at = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
                yield Pair(one, other, tag, author, at, *around)


@contextmanager
def opened(file: BinaryIO, tags: Sequence[str], tick: Callable[[int], None]) -> Iterator[File]:
    """Read a TMX file whole before the memory is touched, so that a bad one leaves nothing behind."""
    for tag in tags:
        languages.target(tag)
    reading, count, seen = Reading(), 0, set()
    with tempfile.TemporaryFile(prefix="tms-memory-") as spool:
        pairs = tmx.read(file, tags, reading, tick)
        while batch := [_spooled(pair) for pair in islice(pairs, _TICK)]:
            marshal.dump(batch, spool)
            seen |= {pair[2] for pair in batch}
            count += len(batch)
        yield File(spool, reading, count, tuple(sorted(seen)))


def may_take(tags: Sequence[str], by: Person) -> None:
    """Refuse who may not add to the memory, before work is spent on their file."""
    for tag in tags:
        by.must(Role.EDITOR, tag)


def take(session: Session, file: File, by: Person, tick: Callable[[int, int], None]) -> int:
    """Add what a file holds in the session's one transaction; answers how many pairs are new."""

    def counted() -> Iterator[Pair]:
        for done, pair in enumerate(file):
            if done % _TICK == 0:
                tick(done, file.pairs)
            yield pair

    return add_pairs(session, counted(), file.languages, by)


def export(session: Session, tags: Sequence[str], by: Person) -> Iterator[bytes]:
    """The memory into these languages as TMX, in pieces."""
    for tag in tags:
        languages.target(tag)
        if not by.speaks(tag):
            raise NotAllowed(name=by.name, role=Role.TRANSLATOR.value)
    return tmx.write((_pair(entry), slug or "") for entry, slug in memory.listed(session, tags))


def _spooled(pair: Pair) -> tuple[str, str, str, str, float | None, str, str]:
    seconds = pair.at.timestamp() if pair.at else None
    return pair.source, pair.target, pair.language, pair.author, seconds, pair.before, pair.behind


def _pair(entry: Entry) -> Pair:
    return Pair(
        entry.source,
        entry.target,
        entry.target_language,
        entry.author,
        entry.at,
        entry.before,
        entry.behind,
    )
