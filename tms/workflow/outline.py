"""An edition in outline: where each of its translations stands, counted and drawn without any text."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from tms import languages
from tms.core.assembly import chain
from tms.core.findings import Severity
from tms.core.folding import fold
from tms.core.rights import Person
from tms.core.states import State
from tms.core.text import Text
from tms.store import editions, overview
from tms.store.articles import Revision
from tms.store.editions import Edition
from tms.store.session import Session
from tms.workflow.board import Bar

_TO_DO = (State.EMPTY, State.DRAFT, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Line:
    """One translation. ``number`` counts from 1 in reading order; ``worst`` is of what was found in it."""

    id: str
    segments: tuple[str, ...]
    block: str
    number: int
    state: State
    stale: bool
    words: int
    mine: bool
    worst: Severity | None

    @property
    def open(self) -> bool:
        """Whether it waits for a translator."""
        return self.stale or self.state in _TO_DO

    @property
    def place(self) -> str:
        """What names it: its first segment; an addition has none and is named by its own id."""
        return self.segments[0] if self.segments else self.id

    @property
    def bar(self) -> Bar:
        return Bar(self.place, self.state, self.stale, self.words)


@dataclass(frozen=True)
class Outline:
    """All translations of an edition in reading order."""

    lines: list[Line]

    @cached_property
    def by_segment(self) -> dict[str, Line]:
        """The lines by all that names them."""
        return {place: line for line in self.lines for place in line.segments or [line.id]}

    @cached_property
    def by_id(self) -> dict[str, Line]:
        return {line.id: line for line in self.lines}

    def parts(self, size: int) -> list[list[Line]]:
        """The lines in parts of about so many, no block cut in two; one at least."""
        made: list[list[Line]] = [[]]
        for _, block in groupby(self.lines, key=lambda line: line.block):
            if len(made[-1]) >= size:
                made.append([])
            made[-1].extend(block)
        return made

    def next_open(self, after: Line) -> Line | None:
        """The next that waits for a translator, from the start again behind the last."""
        order = [*self.lines[after.number :], *self.lines[: after.number - 1]]
        return next((line for line in order if line.open), None)


def outline(session: Session, edition: Edition, revision: Revision, by: Person) -> Outline:
    """How the edition stands against the revision, in a fixed number of queries."""
    places = {row.segment: row for row in overview.places(session, [revision.id])}
    order = {segment: at for at, segment in enumerate(places)}
    blocks: dict[str, int] = {}
    for row in places.values():
        blocks.setdefault(row.block, len(blocks))
    runs: dict[str, list[Any]] = defaultdict(list)
    for row in overview.translations(session, [edition.id]):
        if row.segment in places:
            runs[row.id].append(row)
    worst = overview.worst(session, edition.id)
    mine = overview.assigned(session, edition.id, by.id)
    found = []
    for members in runs.values():
        members.sort(key=lambda row: order[row.segment])
        first = places[members[0].segment]
        found.append(((blocks[first.block], members[0].position, order[first.segment]), members))
    found.sort(key=lambda each: each[0])
    behind = {row.after: row for row in overview.additions(session, [edition.id])}
    lines: list[Line] = []
    for _, members in found:
        record = members[0]
        here = [places[row.segment] for row in members]
        stale = record.state is not State.EMPTY and record.basis != [[p.segment, p.hash] for p in here]
        own = not mine.isdisjoint(place.segment for place in here)
        line = Line(
            record.id,
            tuple(place.segment for place in here),
            here[0].block,
            len(lines) + 1,
            record.state,
            stale,
            sum(place.words for place in here),
            own,
            worst.get(record.id),
        )
        lines.append(line)
        for row in chain(record.id, behind):
            if row.state is not State.EMPTY:
                lines.append(
                    replace(
                        line,
                        id=row.id,
                        segments=(),
                        number=len(lines) + 1,
                        state=row.state,
                        stale=False,
                        words=0,
                        worst=worst.get(row.id),
                    )
                )
    return Outline(lines)


def having(
    session: Session, edition: Edition, revision: Revision, lines: Iterable[Line], words: str
) -> list[Line]:
    """Those of the lines with these words in the English or in the translation, however they are spelled."""
    english, target = languages.get(languages.SOURCE), languages.get(edition.language)
    in_english, in_target = fold(words, english), fold(words, target)
    sources = {segment.id: segment.text.plain for segment in revision.document.segments}
    texts = editions.texts(session, edition.id)
    return [
        line
        for line in lines
        if in_english in fold("".join(sources[segment] for segment in line.segments), english)
        or in_target in fold(Text.parse(texts[line.id]).plain, target)
    ]
