"""Take an English article in: parse it, cut it, and make a revision; a known article is corrected."""

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from tms import formats, languages
from tms.core import repeats
from tms.core.alignment import Alignment, Fate, align
from tms.core.document import WHOLE, Block, BlockKind, Document, with_ids
from tms.core.rights import Person, Role
from tms.core.segmentation import segment
from tms.core.states import State
from tms.errors import BadValue, NoSuchBlock, NothingInside, SlugTaken, TooDifferent
from tms.store import articles, documents, editions, events, memory, people
from tms.store import house as store
from tms.store.articles import Article, Identity, Revision
from tms.store.base import moment, new_id
from tms.store.editions import Assignment, Edition
from tms.store.notices import NoticeKind
from tms.store.session import Session
from tms.workflow import assignments, checking, notices, route, sheets, structure, suggest
from tms.workflow.notices import Matter

_LEAST_KEPT = 0.2
_LONGEST_KEY = 500


@dataclass(frozen=True)
class Ingested:
    """What came of it. ``counts`` are of segments against the revision before, each in one class."""

    article: Article
    revision: int
    document: Document
    counts: Mapping[Fate, int] = field(default_factory=dict)
    made: bool = True


def parse(data: bytes, name: str = "", format: str = "") -> Document:
    """A Document out of a file's bytes, by its format, its name or its look."""
    chosen = formats.get(format) if format else formats.detect(data, name)
    if chosen.read is None:
        raise BadValue("format", value=chosen.name, name="format", known="html, markdown, text")
    return chosen.read(data)


def ingest(
    session: Session,
    document: Document,
    by: Person,
    *,
    slug: str = "",
    source_key: str = "",
    name: str = "",
    replacing: bool = False,
) -> Ingested:
    """Keep a parsed Document as a new article, or as the next revision of the one it belongs to.

    ``name`` is the file's name, the last resort for slug and source key. An identical Document makes no
    revision. Raises TooDifferent for a known article that keeps under a fifth of its segments.
    """
    by.must(Role.EDITOR)
    key = source_key or slug or PurePath(name).stem or document.url
    if not key.strip() or len(key) > _LONGEST_KEY:
        shown = key if len(key) < 80 else f"{key[:79]}…"
        known = f"any text of 1 to {_LONGEST_KEY} characters"
        raise BadValue("source_key", value=shown, name="source_key", known=known)
    article = articles.by_key(session, key)
    if article is None and slug and not source_key and articles.taken(session, slug):
        article = articles.find(session, slug, lock=True)
    if article is not None:
        return revise(session, article, document, by, replacing=replacing)
    article = _new(session, key, slug, PurePath(name).stem or document.headline())
    if article is None:  # somebody brought the same article in at the same moment
        article = articles.by_key(session, key)
        if article is None:
            raise SlugTaken(slug, slug=slug)
    return revise(session, article, document, by, replacing=replacing)


def revise(
    session: Session, article: Article, document: Document, by: Person, *, replacing: bool = False
) -> Ingested:
    """Make the next revision: ids, coverage and translations follow what became of each sentence."""
    document = _cut(document)
    if not document.segments:
        raise NothingInside(article.slug)
    fresh = article.revision == 0
    locked = editions.of_article(session, article.id, lock=True)
    last = Document(()) if fresh else articles.revision(session, article).document
    alignment = _align(session, article, last, document)
    if not fresh and alignment.document.same_as(last):
        counts = {**dict.fromkeys(Fate, 0), Fate.KEPT: len(last.segments)}
        return Ingested(article, article.revision, last, counts, made=False)
    if not fresh and not replacing and alignment.surviving < _LEAST_KEPT * len(last.segments):
        raise TooDifferent(
            article.slug, slug=article.slug, kept=alignment.surviving, total=len(last.segments)
        )
    known = {block.id for block in last.blocks} | articles.identities(session, article.id)
    kept = repeats.link(with_ids(alignment.document, new_id))
    session.add_all(
        Identity(id=id, article_id=article.id, what=what)
        for what, ids in (("block", [b.id for b in kept.blocks]), ("segment", [s.id for s in kept.segments]))
        for id in ids
        if id not in known
    )
    accepted = not by.token or store.house(session).tokens_accepted
    revision = Revision(
        article_id=article.id,
        number=article.revision + 1,
        body=documents.dump(kept),
        author=by.name,
        accepted_by=by.name if accepted else "",
    )
    session.add(revision)
    session.flush()
    if accepted:
        revision.accepted_at = moment()
    session.add_all(articles.places(revision, kept))
    article.revision = revision.number
    article.title = kept.headline()
    article.version += 1
    counts = alignment.count()
    events.append(
        session,
        by.name,
        "ingest" if fresh else "correct",
        article.id,
        revision=revision.number,
        counts={fate.value: count for fate, count in counts.items()},
    )
    for edition in locked.values():
        editions.raise_version(session, edition.id)
        structure.cover(session, edition, kept)
    session.flush()
    if not fresh or memory.count(session, 1):
        for sheet in sheets.open_sheets(session, article).values():
            if not fresh:
                _hand_back(session, sheet, last, by)
                checking.enqueue(session, sheet.edition)
            open_rows = [r.id for r in sheet.rows if r.stale or r.record.state is State.EMPTY]
            suggest.ask(session, sheet, open_rows)
    return Ingested(article, revision.number, kept, counts)


def correct_kind(session: Session, slug: str, block_id: str, kind: BlockKind, by: Person) -> Ingested:
    """Say what a block really is; its segments, and a translation's approval, stay."""
    by.must(Role.EDITOR)
    article = articles.find(session, slug, lock=True)
    document = articles.revision(session, article).document
    block = document.block(block_id)
    if block is None:
        raise NoSuchBlock(block_id, slug=article.slug, id=block_id)
    guessed = block.attributes.get("corrected", block.kind.value)
    changed = replace(block, kind=kind, attributes={**block.attributes, "corrected": guessed}, uncertain="")
    blocks = (changed if each is block else each for each in document.blocks)
    return revise(session, article, Document(tuple(map(_bare, blocks)), document.url), by, replacing=True)


def accept(session: Session, slug: str, by: Person) -> Revision:
    """Accept the current revision of the English, so that editions of it can be released."""
    by.must(Role.EDITOR)
    article = articles.find(session, slug, lock=True)
    revision = articles.revision(session, article)
    if not revision.accepted_by:
        revision.accepted_by = by.name
        revision.accepted_at = moment()
        events.append(session, by.name, "accept", article.id, revision=revision.number)
    return revision


def slugify(text: str) -> str:
    """ASCII letters, digits and hyphens, at most 80 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")


def _new(session: Session, key: str, asked: str, title: str) -> Article | None:
    """A new article with an edition in every language of the desk; None where its key is taken just now."""
    wanted = slugify(asked or title) or "article"
    if asked and wanted != asked:
        raise BadValue("slug", value=asked, name="slug", known="a–z, 0–9 and hyphens")
    if asked and articles.taken(session, asked):
        raise SlugTaken(asked, slug=asked)
    for count in itertools.count(1):
        free = wanted if count == 1 else f"{wanted}-{count}"
        if articles.taken(session, free):
            continue
        article = articles.add(session, key, free)
        if article is not None:
            session.add_all(Edition(article_id=article.id, language=tag) for tag in languages.TARGETS)
            session.flush()
            return article
        if asked or articles.by_key(session, key) is not None:
            break
    return None


def _cut(document: Document) -> Document:
    return replace(document, blocks=tuple(segment(block, languages.SOURCE) for block in document.blocks))


def _bare(block: Block) -> Block:
    return replace(block, id="", segments=())


def _align(session: Session, article: Article, last: Document, document: Document) -> Alignment:
    """Align, and once more where a corrected kind is cut in another way than the guessed one was."""
    retired = _retired(session, article, last)
    alignment = align(last, document, retired)
    again = [
        (mine, theirs)
        for mine, theirs in zip(alignment.document.blocks, document.blocks, strict=True)
        if (mine.kind in WHOLE) != (theirs.kind in WHOLE)
    ]
    if not again:
        return alignment
    recut = replace(alignment.document, blocks=tuple(map(_bare, alignment.document.blocks)))
    return align(last, _cut(recut), retired)


def _retired(session: Session, article: Article, last: Document) -> dict[str, str]:
    """By hash, the ids of segments of earlier revisions that the last one lacks, the latest wording first."""
    if article.revision < 2:
        return {}
    live = {segment.id for segment in last.segments}
    latest = articles.last_hashes(session, article.id)
    return {wording: segment for segment, wording in latest.items() if segment not in live}


def _hand_back(session: Session, sheet: sheets.Sheet, last: Document, by: Person) -> None:
    """A stale translation that nobody has goes to its last author, or whoever has least to do if they left.

    Whoever has one that became stale by this correction is told.
    """
    active = {user.name: user.id for user in people.active(session)}
    before = {segment.id: segment.text.hash for segment in last.segments}
    hit: dict[int, list[str]] = defaultdict(list)
    spare = route.least_loaded(session, sheet.language) if any(row.stale for row in sheet.rows) else None
    for row in sheet.rows:
        if not row.stale:
            continue
        whose = row.assignment.user_id if row.assignment is not None else active.get(row.record.author, spare)
        if whose is None:
            continue
        if row.assignment is None:
            session.add_all(
                Assignment(
                    edition_id=sheet.edition.id,
                    segment=segment.id,
                    user_id=whose,
                    due=sheet.edition.due,
                    given_by=by.name,
                )
                for segment in row.segments
            )
            assignments.watch(session, sheet.edition.id, whose, sheet.edition.due)
        if any(before.get(segment.id) != segment.text.hash for segment in row.segments):
            hit[whose] += [segment.id for segment in row.segments]
    for whose, segments in hit.items():
        matter = Matter(sheet.article, sheet.language, segments)
        notices.tell(session, [whose], NoticeKind.CORRECTED, by.name, matter)
