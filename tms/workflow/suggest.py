"""Offer what the memory has to open segments: exact repeats by one query, what is like them by jobs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tms import languages
from tms.core import manifest
from tms.core.matching import FLOOR, Context, closeness, digest, score, similarity, tokens
from tms.core.substitution import substituted
from tms.core.text import Text
from tms.languages.base import Language
from tms.settings import Settings
from tms.store import editions, jobs, memory
from tms.store.articles import Article
from tms.store.editions import Edition, Suggestion
from tms.store.house import house
from tms.store.jobs import Kind
from tms.store.memory import Entry
from tms.store.session import Database, Session, database
from tms.workflow.matches import Source, library
from tms.workflow.memory import contexts
from tms.workflow.memory import remember as _remember
from tms.workflow.people import actor
from tms.workflow.sheets import Row, Sheet, open_sheets
from tms.workflow.translate import fill

ORIGIN = "memory"

_CHUNK = 100  # segments in one job
_OFFERS = 5  # from the memory for one segment


@dataclass(frozen=True, slots=True)
class Offer:
    """What an entry is worth for a row; ``closeness`` of characters decides between equal scores."""

    points: int
    closeness: float
    entry: Entry
    text: str
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def rank(self) -> tuple[int, float, int]:
        return self.points, self.closeness, self.entry.id


def best(session: Session, sheet: Sheet, rows: Sequence[Row]) -> dict[str, int]:
    """The score of the best that the memory has of just these wordings, 0 for none."""
    return {id: _best(found) for id, found in _offers(session, sheet, rows, {}).items()}


def offer(
    session: Session, sheet: Sheet, rows: Sequence[Row], near: Mapping[str, Sequence[int]] | None = None
) -> dict[str, int]:
    """Put what the memory has for these rows among their suggestions; answers each one's best score.

    Without ``near``, the entries that an index found for each, it is only asked for the same wording and
    for one that differs in numbers; what was found before then stays.
    """
    offers = _offers(session, sheet, rows, near or {})
    stored: dict[str, dict[str, Suggestion]] = defaultdict(dict)
    for suggestion in editions.suggestions(session, [row.id for row in rows]):
        if suggestion.origin == ORIGIN:
            stored[suggestion.translation_id][suggestion.text] = suggestion
    for row in rows:
        there = stored[row.id]
        for each in offers[row.id]:
            _keep(session, row, each, there.pop(each.text, None))
        for left in there.values():
            if near is not None or left.basis != row.basis:
                session.delete(left)
    session.flush()
    return {id: _best(found) for id, found in offers.items()}


def enqueue(session: Session, sheet: Sheet, ids: Sequence[str], cause: str, by: str = "") -> None:
    """Have the memory asked for what is like these rows, in jobs; ``by`` has what is empty filled after.

    ``cause`` tells this asking from others for the same rows.
    """
    for start in range(0, len(ids), _CHUNK):
        args = {"edition": sheet.edition.id, "translations": list(ids[start : start + _CHUNK]), "by": by}
        jobs.enqueue(session, MATCH, f"match:{sheet.edition.id}:{cause}:{start}", args)


def ask(session: Session, sheet: Sheet, ids: Sequence[str], by: str = "") -> None:
    """Ask for what the memory has for these rows as the edition stands now, unless it is empty."""
    if ids and memory.count(session, 1):
        session.refresh(sheet.edition, ["version"])
        enqueue(session, sheet, ids, f"{sheet.edition.version}:{manifest.basis(sorted(ids))}:{by}", by)


def remember(session: Session, sheet: Sheet, rows: Sequence[Row]) -> None:
    """Put approved pairs into the memory, and offer them to the open segments that share them."""
    ids = _remember(session, sheet, rows) if rows else []
    if ids:
        args = {"entries": ids, "language": sheet.language}
        jobs.enqueue(session, "offer", f"offer:{ids[0]}:{ids[-1]}", args, priority=4)


def _best(offers: Sequence[Offer]) -> int:
    return max((offer.points for offer in offers), default=0)


def _keep(session: Session, row: Row, offer: Offer, known: Suggestion | None) -> None:
    suggestion = known or Suggestion(translation_id=row.id, text=offer.text, origin=ORIGIN)
    suggestion.score = offer.points
    suggestion.source = offer.entry.source
    suggestion.basis = row.basis
    suggestion.author = offer.entry.author
    suggestion.at = offer.entry.at
    suggestion.entry_id = offer.entry.id
    suggestion.spans = [list(span) for span in offer.spans]
    session.add(suggestion)


def _offers(
    session: Session, sheet: Sheet, rows: Sequence[Row], near: Mapping[str, Sequence[int]]
) -> dict[str, list[Offer]]:
    """What the memory has for each row, the best first, each text once: in a few queries for all of them."""
    english, target = languages.get(languages.SOURCE), house(session).language(sheet.language)
    by_hash: dict[str, list[Entry]] = defaultdict(list)
    for entry in memory.exact(session, {row.source.hash for row in rows}, sheet.language):
        by_hash[entry.source_hash].append(entry)
    digests = {row.id: digest(row.source, english) for row in rows}
    by_digest: dict[str, list[Entry]] = defaultdict(list)
    for entry in memory.like(session, set(digests.values()), sheet.language):
        by_digest[entry.digest].append(entry)
    by_id = {entry.id: entry for entry in memory.get(session, {id for ids in near.values() for id in ids})}
    around = contexts(sheet, rows)
    found: dict[str, list[Offer]] = {}
    for row in rows:
        entries = [*by_hash[row.source.hash], *by_digest[digests[row.id]][: 2 * _OFFERS]]
        entries += [by_id[id] for id in near.get(row.id, ()) if id in by_id]
        worth: dict[str, Offer] = {}
        for entry in {entry.id: entry for entry in entries if entry.translation_id != row.id}.values():
            each = _worth(row, around[row.id], entry, target)
            if each.points >= FLOOR and (each.text not in worth or worth[each.text].rank < each.rank):
                worth[each.text] = each
        found[row.id] = sorted(worth.values(), key=lambda each: each.rank, reverse=True)[:_OFFERS]
    return found


def _worth(row: Row, wanted: Context, entry: Entry, target: Language) -> Offer:
    """What an entry is worth for a row, its numbers put right where they alone differ."""
    context = Context(entry.source_hash, entry.before, entry.behind)
    if wanted.hash == entry.source_hash:
        return Offer(score(wanted, context), 1.0, entry, entry.target)
    english, source = languages.get(languages.SOURCE), Text.parse(entry.source)
    ours, theirs = tokens(row.source, english), tokens(source, english)
    close = closeness(row.source.plain, source.plain)
    if len(ours) == len(theirs):
        made = substituted(row.source, source, Text.parse(entry.target), english, target)
        if made:
            return Offer(score(wanted, context, 1.0), close, entry, made.text.notation, made.spans)
    return Offer(score(wanted, context, similarity(ours, theirs)), close, entry, entry.target)


# Jobs


@dataclass(frozen=True)
class _Wanted:
    """Texts to look for in the index. ``by`` is who asked for drafts, "" where nobody did."""

    database: Database
    edition: int
    language: str
    by: str
    sources: Mapping[str, Source]


@dataclass(frozen=True)
class _Approved:
    """New entries of the memory. ``hashes`` are those of their sources."""

    database: Database
    language: str
    hashes: set[str] = field(default_factory=set)
    sources: list[Source] = field(default_factory=list)


def open_edition(session: Session, edition_id: int) -> Sheet | None:
    """An edition's sheet for a job, which may come after the edition is gone."""
    edition = session.get(Edition, edition_id)
    article = session.get(Article, edition.article_id) if edition else None
    if edition is None or article is None:
        return None
    return open_sheets(session, article, [edition.language])[edition.language]


def _load(session: Session, _settings: Settings, args: dict[str, Any]) -> _Wanted | None:
    sheet = open_edition(session, args["edition"])
    if sheet is None:
        return None
    english = languages.get(languages.SOURCE)
    rows = [sheet.by_id[id] for id in args["translations"] if id in sheet.by_id]
    rows = [row for row in rows if row.segments]
    sources = {row.id: tokens(row.source, english) for row in rows}
    return _Wanted(database(session), args["edition"], sheet.language, args["by"], sources)


def _find(wanted: _Wanted) -> dict[str, list[int]]:
    held = library(wanted.database)
    with wanted.database.reading() as session:
        held.catch_up(session)
    return {id: held.near(wanted.language, source) for id, source in wanted.sources.items()}


def _apply(session: Session, wanted: _Wanted, near: dict[str, list[int]]) -> None:
    if wanted.by:
        editions.raise_version(session, wanted.edition)
    sheet = open_edition(session, wanted.edition)
    if sheet is None:
        return
    rows = [sheet.by_id[id] for id in near if id in sheet.by_id]
    offer(session, sheet, rows, near)
    if wanted.by:
        fill(session, sheet, rows, actor(session, wanted.by))


def _load_approved(session: Session, _settings: Settings, args: dict[str, Any]) -> _Approved | None:
    english = languages.get(languages.SOURCE)
    entries = memory.get(session, args["entries"])
    sources = [tokens(Text.parse(entry.source), english) for entry in entries]
    hashes = {entry.source_hash for entry in entries}
    return _Approved(database(session), args["language"], hashes, sources) if entries else None


def _share(approved: _Approved) -> list[tuple[int, str]]:
    held = library(approved.database)
    with approved.database.reading() as session:
        return held.sharing(session, approved.language, approved.sources)


def _apply_approved(session: Session, approved: _Approved, shared: list[tuple[int, str]]) -> None:
    """Offer the same wording at once, and have the memory asked again where it is another."""
    by_edition: dict[int, dict[str, None]] = defaultdict(dict)
    for edition, translation in shared:
        by_edition[edition][translation] = None
    for edition, ids in by_edition.items():
        sheet = open_edition(session, edition)
        if sheet is None:
            continue
        rows = [sheet.by_id[id] for id in ids if id in sheet.by_id]
        offer(session, sheet, [row for row in rows if row.source.hash in approved.hashes])
        enqueue(session, sheet, [row.id for row in rows], f"job{session.info['job']}")


MATCH = "match"
"""The kind of job that needs the index."""

KINDS = (
    Kind(MATCH, _load, _find, _apply, priority=6, lease=60.0),
    Kind("offer", _load_approved, _share, _apply_approved, priority=4),
)
