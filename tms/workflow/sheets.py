"""One edition as it stands against a revision: its translations in reading order, with what is stale.

Every step on an edition begins with ``open`` and works on the Sheet's rows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from tms import languages
from tms.core import manifest
from tms.core.assembly import Assembly, Run, assemble, source_text
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
    """One translation with the live segments it covers."""

    record: Translation
    segments: tuple[Segment, ...]
    block: Block
    language: str
    position: int = 0
    assignment: Assignment | None = None

    @property
    def id(self) -> str:
        return self.record.id

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
    """An edition's rows in reading order, against one revision's document."""

    article: Article
    revision: Revision
    document: Document
    edition: Edition
    rows: list[Row]
    additions: list[Translation] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.edition.language

    @cached_property
    def by_segment(self) -> dict[str, Row]:
        return {segment.id: row for row in self.rows for segment in row.segments}

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
            )
            for row in self.rows
        ]
        runs += [
            Run(each.id, (), Text.parse(each.text), after=each.after)
            for each in self.additions
            if each.after in self.by_id
        ]
        return assemble(self.document, runs, self.language)


def open_sheets(
    session: Session,
    article: Article,
    tags: Iterable[str] | None = None,
    revision: Revision | None = None,
) -> dict[str, Sheet]:
    """The sheets of an article by language, in a fixed number of queries."""
    current = revision or articles.revision(session, article)
    wanted = None if tags is None else set(tags)
    found = {
        tag: edition
        for tag, edition in editions.of_article(session, article.id).items()
        if wanted is None or tag in wanted
    }
    ids = [edition.id for edition in found.values()]
    records: dict[int, list[Translation]] = defaultdict(list)
    for record in editions.translations(session, ids):
        records[record.edition_id].append(record)
    covers: dict[int, list[Coverage]] = defaultdict(list)
    for cover in editions.coverage(session, ids):
        covers[cover.edition_id].append(cover)
    given: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in editions.assignments(session, ids):
        given[assignment.edition_id].append(assignment)
    return {
        tag: _sheet(article, current, edition, records[edition.id], covers[edition.id], given[edition.id])
        for tag, edition in found.items()
    }


def open_sheet(session: Session, slug: str, language: str, *, write: bool = False) -> Sheet:
    """One edition's sheet; ``write`` takes its edition's lock first and raises its version."""
    languages.target(language)
    article = articles.find(session, slug)
    if write:
        edition = editions.of_article(session, article.id)[language]
        editions.raise_version(session, edition.id)
        session.expire(edition)
        session.refresh(article)
    return open_sheets(session, article, [language])[language]


def _sheet(
    article: Article,
    revision: Revision,
    edition: Edition,
    records: list[Translation],
    covers: list[Coverage],
    given: list[Assignment],
) -> Sheet:
    document = revision.document
    order = {segment.id: at for at, segment in enumerate(document.segments)}
    blocks = {block.id: at for at, block in enumerate(document.blocks)}
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
    for rank, row in enumerate(rows):
        row.position = rank
    additions = [r for r in records if r.after and r.id not in runs and r.state is not State.EMPTY]
    return Sheet(article, revision, document, edition, rows, additions)
