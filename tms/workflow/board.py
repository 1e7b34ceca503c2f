"""The desk at a glance: how every article stands, counted from places and hashes, without its body."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tms.core.assembly import chain, source_text
from tms.core.findings import Severity
from tms.core.states import State
from tms.store import findings as finding_rows
from tms.store import overview
from tms.store.articles import Article
from tms.store.editions import Edition
from tms.store.findings import Waiver
from tms.store.session import Session
from tms.workflow.checking import digest_of_words
from tms.workflow.status import Published

_TO_DO = (State.EMPTY, State.DRAFT, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Bar:
    """One translation of ``count`` segments as the skyline draws it: as wide as its English has words."""

    segment: str
    state: State
    stale: bool
    words: int
    count: int = 1


@dataclass(frozen=True)
class EditionLine:
    """How an edition stands. ``due`` is the first time at which it, or one of ``people``, should be done."""

    state: str
    bars: tuple[Bar, ...]
    errors: int
    warnings: int
    blockers: int
    people: tuple[str, ...] = ()
    due: datetime | None = None
    published: Published | None = None

    @property
    def segments(self) -> Counter[State]:
        return sum((Counter({bar.state: bar.count}) for bar in self.bars), Counter())

    @property
    def stale(self) -> int:
        return sum(bar.count for bar in self.bars if bar.stale)

    @property
    def words(self) -> int:
        return sum(bar.words for bar in self.bars)

    @property
    def words_left(self) -> int:
        return sum(bar.words for bar in self.bars if bar.stale or bar.state in _TO_DO)


@dataclass(frozen=True)
class ArticleLine:
    """An article with its editions by language; ``published`` is of the English."""

    article: Article
    accepted: bool
    words: int
    editions: dict[str, EditionLine] = field(default_factory=dict)
    published: Published | None = None
    release: int = 0


@dataclass(frozen=True)
class Board:
    """One page of the desk's articles, the last changed first; ``total`` counts those of all pages."""

    lines: list[ArticleLine]
    total: int


@dataclass(frozen=True)
class _English:
    """The current revision of an article: its segments in reading order, with block, hash and words."""

    revision: int
    accepted: bool
    segments: dict[str, Any]
    blocks: dict[str, int]


def board(session: Session, *, words: str = "", limit: int | None = None, offset: int = 0) -> Board:
    """The articles whose headline or slug has these words."""
    found, total = overview.articles(session, words, limit, offset)
    return Board(_lines(session, found), total)


def line(session: Session, article: Article) -> ArticleLine:
    """How one article stands."""
    return _lines(session, [article])[0]


def _lines(session: Session, articles: Sequence[Article]) -> list[ArticleLine]:
    ids = [article.id for article in articles]
    english = _english(session, ids)
    editions = overview.editions(session, ids)
    edition_ids = [edition.id for edition in editions]
    covers = _by(overview.translations(session, edition_ids), "edition_id")
    added = _by(overview.additions(session, edition_ids), "edition_id")
    found = _by(overview.findings(session, edition_ids), "edition_id")
    given = _by(overview.assignments(session, edition_ids), "edition_id")
    public = _by(overview.public(session, ids), "article_id")
    waived = _waived(session, editions, english, covers, added, found)
    by_article: dict[int, dict[str, EditionLine]] = defaultdict(dict)
    for edition in editions:
        text = english.get(edition.article_id)
        if text is None:
            continue
        out = next((p for p in public[edition.article_id] if p.language == edition.language), None)
        by_article[edition.article_id][edition.language] = _edition(
            edition,
            text,
            _with_additions(_runs(text, covers[edition.id]), added[edition.id]),
            [f for f in found[edition.id] if (f.translation_id, f.check, f.code) not in waived],
            given[edition.id],
            Published(out.origin, out.revision) if out else None,
        )
    return [_line(each, english.get(each.id), by_article[each.id], public[each.id]) for each in articles]


def _line(
    article: Article, english: _English | None, editions: dict[str, EditionLine], public: Sequence[Any]
) -> ArticleLine:
    source = next((part for part in public if part.language not in editions), None)
    return ArticleLine(
        article,
        english is not None and english.accepted,
        sum(place.words for place in english.segments.values()) if english else 0,
        editions,
        Published(source.origin, source.revision) if source else None,
        public[0].number if public else 0,
    )


def _english(session: Session, ids: Sequence[int]) -> dict[int, _English]:
    revisions = overview.revisions(session, ids)
    by_revision = _by(overview.places(session, [row.id for row in revisions]), "revision_id")
    found = {}
    for row in revisions:
        segments = {place.segment: place for place in by_revision[row.id]}
        blocks: dict[str, int] = {}
        for place in segments.values():
            blocks.setdefault(place.block, len(blocks))
        found[row.article_id] = _English(row.id, bool(row.accepted_by), segments, blocks)
    return found


def _edition(
    edition: Edition,
    english: _English,
    runs: Sequence[tuple[list[str], Any]],
    found: Sequence[Any],
    given: Sequence[Any],
    public: Published | None,
) -> EditionLine:
    bars = []
    facts = []
    for members, record in runs:
        basis = [[segment, english.segments[segment].hash] for segment in members]
        stale = record.state is not State.EMPTY and record.basis != basis
        words = sum(english.segments[segment].words for segment in members)
        bars.append(Bar(members[0] if members else record.id, record.state, stale, words, len(members)))
        facts.append([record.id, record.version, record.basis, record.omitted])
    covered = {segment for members, _ in runs for segment in members}
    ready = covered == english.segments.keys() and all(
        bar.state is State.APPROVED and not bar.stale for bar in bars
    )
    manifest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    signed = ready and edition.signed == manifest
    live = {record.id for _, record in runs}
    severities = Counter(each.severity for each in found if each.translation_id in live)
    blockers = sum((bar.state is not State.APPROVED) + bar.stale for bar in bars)
    blockers += severities[Severity.ERROR] + (ready and not signed) + (not english.accepted)
    return EditionLine(
        "approved" if signed else "ready" if ready else "open",
        tuple(bars),
        severities[Severity.ERROR],
        severities[Severity.WARNING],
        blockers,
        tuple(each.name for each in given),
        min((due for due in (edition.due, *(each.due for each in given)) if due), default=None),
        public,
    )


def _runs(english: _English, covers: Sequence[Any]) -> list[tuple[list[str], Any]]:
    """The live translations in the order of the page, each with the segments it covers."""
    order = {segment: at for at, segment in enumerate(english.segments)}
    members: dict[str, list[str]] = defaultdict(list)
    records = {}
    for cover in covers:
        if cover.segment in order:
            members[cover.id].append(cover.segment)
            records[cover.id] = cover
    runs = [(sorted(segments, key=order.__getitem__), records[id]) for id, segments in members.items()]
    return sorted(
        runs,
        key=lambda run: (
            english.blocks[english.segments[run[0][0]].block],
            run[1].position,
            order[run[0][0]],
        ),
    )


def _with_additions(
    runs: Iterable[tuple[list[str], Any]], added: Sequence[Any]
) -> list[tuple[list[str], Any]]:
    """The same with what was added behind each, which covers nothing; what was removed is empty."""
    behind = {record.after: record for record in added}
    made = []
    for members, record in runs:
        made.append((members, record))
        made += [([], each) for each in chain(record.id, behind) if each.state is not State.EMPTY]
    return made


def _waived(
    session: Session,
    editions: Sequence[Edition],
    english: Mapping[int, _English],
    covers: Mapping[int, Sequence[Any]],
    added: Mapping[int, Sequence[Any]],
    found: Mapping[int, Sequence[Any]],
) -> set[tuple[str, str, str]]:
    """The findings that a waiver lets stand; only articles that have one are read for it."""
    by_finding: dict[tuple[str, str, str], list[Waiver]] = defaultdict(list)
    for waiver in finding_rows.waivers(session, [edition.id for edition in editions]):
        by_finding[waiver.translation_id or "", waiver.check, waiver.finding].append(waiver)
    wanted: dict[str, Edition] = {}
    for edition in editions:
        for each in found[edition.id]:
            if (each.translation_id, each.check, each.code) in by_finding:
                wanted[each.translation_id] = edition
    if not wanted:
        return set()
    texts = overview.texts(session, wanted)
    revisions = {english[edition.article_id].revision for edition in wanted.values()}
    segments = {
        segment.id: segment
        for document in overview.bodies(session, revisions).values()
        for segment in document.segments
    }
    bound = {}
    for edition in {edition.id: edition for edition in wanted.values()}.values():
        runs = _runs(english[edition.article_id], covers[edition.id])
        for members, record in _with_additions(runs, added[edition.id]):
            if record.id in wanted:
                source = source_text(segments[segment] for segment in members).notation
                bound[record.id] = digest_of_words(source, texts[record.id])
    return {
        key
        for key, listed in by_finding.items()
        if key[0] in bound and any(waiver.text_hash == bound[key[0]] for waiver in listed)
    }


def _by(rows: Sequence[Any], name: str) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped
