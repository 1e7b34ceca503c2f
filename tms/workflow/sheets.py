"""One edition as it stands against a revision: its translations in reading order, with what is stale.

Every step on an edition begins with ``open`` and works on the Sheet's rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tms import languages
from tms.core import manifest
from tms.core.assembly import Assembly, Run, assemble, chain, source_text
from tms.core.document import Block, Document, Segment
from tms.core.states import Standing, State
from tms.core.text import Text
from tms.errors import NoSuchSegment
from tms.store import articles, editions
from tms.store.articles import Article, Revision
from tms.store.editions import Assignment, Coverage, Edition, Translation
from tms.store.session import Session

Basis = list[list[str]]  # [[segment id, hash], …] in the order of the run


@dataclass
class Row:
    """One translation with the live segments it covers; an addition covers none and stands ``after`` one."""

    record: Translation
    segments: tuple[Segment, ...]
    block: Block
    language: str
    position: int = 0
    assignment: Assignment | None = None
    after: str = ""

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def place(self) -> str:
        """What names it: its first segment; an addition is named by its own id."""
        return self.segments[0].id if self.segments else self.id

    @property
    def places(self) -> list[str]:
        """Everything that names it."""
        return [segment.id for segment in self.segments] or [self.id]

    @cached_property
    def source(self) -> Text:
        return source_text(self.segments)

    @cached_property
    def basis(self) -> Basis:
        """What the run's wording is now."""
        return [[segment.id, segment.text.hash] for segment in self.segments]

    @property
    def stale(self) -> bool:
        """Whether the translation was made from other wording; an empty one never is."""
        return self.record.state is not State.EMPTY and self.record.basis != self.basis

    @property
    def target(self) -> Text:
        """The translation's text with the codes of its source."""
        return Text.parse(self.record.text, self.source.codes)

    @property
    def standing(self) -> Standing:
        return Standing(
            self.record.state,
            self.stale,
            self.language,
            (self.record.author_id or 0) if self.record.author else None,
            self.assignment.user_id if self.assignment else None,
            not self.record.text.strip() and not self.record.omitted,
        )


@dataclass
class Sheet:
    """An edition's rows in reading order, against one revision's document.

    ``removed`` are additions that were taken out again, each behind what it stood after.
    One that was opened for some translations only has their rows and no others.
    """

    article: Article
    revision: Revision
    document: Document
    edition: Edition
    rows: list[Row]
    removed: list[Row] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.edition.language

    @cached_property
    def by_segment(self) -> dict[str, Row]:
        """The rows by all that names them."""
        return {place: row for row in self.rows for place in row.places}

    @cached_property
    def by_id(self) -> dict[str, Row]:
        return {row.id: row for row in self.rows}

    def pick(self, segments: Iterable[str] | None) -> list[Row]:
        """The rows of these segments in reading order, all rows for None."""
        if segments is None:
            return self.rows
        wanted = set()
        for segment in segments:
            if segment not in self.by_segment:
                raise NoSuchSegment(segment, slug=self.article.slug, id=segment)
            wanted.add(self.by_segment[segment].id)
        return [row for row in self.rows if row.id in wanted]

    def out(self, place: str) -> Row:
        """A row, or an addition that was taken out, by what names it."""
        found = next((row for row in self.removed if row.id == place), None)
        return found or self.pick([place])[0]

    def seen(self, block: str) -> str:
        """How a block stands: its translations in their order, each with its version."""
        return " ".join(f"{row.id}:{row.record.version}" for row in self.rows if row.block.id == block)

    @property
    def ready(self) -> bool:
        """Every live segment is covered, each translation approved, none stale."""
        covered = all(segment.id in self.by_segment for segment in self.document.segments)
        return covered and all(r.record.state is State.APPROVED and not r.stale for r in self.rows)

    @property
    def manifest(self) -> str:
        """Hash, in order, of each translation's id, version, basis and omission."""
        return manifest.edition(
            (row.id, row.record.version, row.record.basis, row.record.omitted) for row in self.rows
        )

    @property
    def state(self) -> str:
        """open, ready or approved."""
        if not self.ready:
            return "open"
        return "approved" if self.edition.signed == self.manifest else "ready"

    def assembly(self) -> Assembly:
        """The edition as it reads now, work in progress included."""
        runs = [
            Run(
                row.id,
                tuple(segment.id for segment in row.segments),
                Text.parse(row.record.text),
                row.position,
                row.stale,
                row.record.omitted,
                row.after,
            )
            for row in self.rows
        ]
        return assemble(self.document, runs, self.language)


def open_sheets(
    session: Session,
    article: Article,
    tags: Iterable[str] | None = None,
    revision: Revision | None = None,
    only: Collection[str] | None = None,
    around: Collection[str] | None = None,
) -> dict[str, Sheet]:
    """The sheets of an article by language, in a fixed number of queries.

    ``only`` reads these translations and no others, ``around`` those and the others of their blocks.
    """
    current = revision or articles.revision(session, article)
    wanted = None if tags is None else set(tags)
    found = {
        tag: edition
        for tag, edition in editions.of_article(session, article.id).items()
        if wanted is None or tag in wanted
    }
    ids = [edition.id for edition in found.values()]
    if around is not None:
        only = _in_blocks(session, ids, current.document, around)
    records: dict[int, list[Translation]] = defaultdict(list)
    for record in editions.translations(session, ids, only):
        records[record.edition_id].append(record)
    covers: dict[int, list[Coverage]] = defaultdict(list)
    for cover in editions.coverage(session, ids, only):
        covers[cover.edition_id].append(cover)
    held = None if only is None else [cover.segment for each in covers.values() for cover in each]
    given: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in editions.assignments(session, ids, held):
        given[assignment.edition_id].append(assignment)
    return {
        tag: _sheet(article, current, edition, records[edition.id], covers[edition.id], given[edition.id])
        for tag, edition in found.items()
    }


def open_sheet(
    session: Session,
    slug: str,
    language: str,
    *,
    write: bool = False,
    around: Collection[str] | None = None,
) -> Sheet:
    """One edition's sheet; ``write`` takes its edition's lock first and raises its version."""
    languages.target(language)
    article = articles.find(session, slug)
    if write:
        edition = editions.of_article(session, article.id)[language]
        editions.raise_version(session, edition.id)
        session.expire(edition)
        session.refresh(article)
    return open_sheets(session, article, [language], around=around)[language]


def _in_blocks(session: Session, ids: Sequence[int], document: Document, around: Collection[str]) -> set[str]:
    """The translations of the blocks in which these stand."""
    added = editions.followers(session, ids)
    behind = {id: _root(id, added) for id in (*added, *around)}
    covered = {cover.segment for cover in editions.coverage(session, ids, {behind[id] for id in around})}
    segments = [
        s.id for b in document.blocks if not covered.isdisjoint(s.id for s in b.segments) for s in b.segments
    ]
    found = {id for edition in ids for id in editions.covering(session, edition, segments)}
    return found | {id for id in added if behind[id] in found}


def _root(id: str, added: Mapping[str, str]) -> str:
    """What an addition stands behind, or, where that is one too, what that stands behind."""
    while id in added:
        id = added[id]
    return id


def _sheet(
    article: Article,
    revision: Revision,
    edition: Edition,
    records: list[Translation],
    covers: list[Coverage],
    given: list[Assignment],
) -> Sheet:
    document = revision.document
    order, blocks = document.places, document.block_places
    by_id = {record.id: record for record in records}
    runs: dict[str, list[tuple[int, str]]] = defaultdict(list)
    positions: dict[str, int] = {}
    for cover in covers:
        if cover.segment in order:
            runs[cover.translation_id].append((order[cover.segment], cover.segment))
            positions[cover.translation_id] = cover.position
    assigned = {each.segment: each for each in given}
    rows = []
    for translation, members in runs.items():
        members.sort()
        live = tuple(document.segments[at] for at, _ in members)
        block = document.block_of[live[0].id]
        row = Row(by_id[translation], live, block, edition.language, positions[translation])
        row.assignment = next((assigned[s.id] for s in live if s.id in assigned), None)
        rows.append(row)
    rows.sort(key=lambda row: (blocks[row.block.id], row.position, order[row.segments[0].id]))
    every = list(_with_additions(rows, records))
    removed = [row for row in every if not row.segments and row.record.state is State.EMPTY]
    rows = [row for row in every if row not in removed] if removed else every
    for rank, row in enumerate(rows):
        row.position = rank
    return Sheet(article, revision, document, edition, rows, removed)


def _with_additions(rows: Iterable[Row], records: Iterable[Translation]) -> Iterator[Row]:
    """The rows, each with what was added behind it; what was removed again is empty, nothing follows it."""
    behind = {record.after: record for record in records if record.after}
    for row in rows:
        yield row
        last = row.id
        for added in chain(row.id, behind):
            yield Row(added, (), row.block, row.language, assignment=row.assignment, after=last)
            if added.state is not State.EMPTY:
                last = added.id
