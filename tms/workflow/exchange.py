"""Bilingual files out and in: what translators do in tools of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tms.core import manifest
from tms.core.house import House
from tms.core.rights import Person
from tms.core.states import State
from tms.errors import Conflict, DeskError, OtherArticle, OtherLanguage
from tms.formats.base import Bilingual
from tms.formats.base import Row as FileRow
from tms.messages import Message
from tms.store import articles, editions
from tms.store.house import house
from tms.store.session import Session
from tms.workflow import runs
from tms.workflow.sheets import Row, Sheet, open_sheet
from tms.workflow.steps import Seen
from tms.workflow.translate import Outcome, Write, repaired, save, spelled, submit


@dataclass(frozen=True)
class Clash:
    """A text of the file that was not taken: the wording it was made from, theirs, mine, and why."""

    segments: tuple[str, ...]
    base: str
    theirs: str
    mine: str
    why: Message


@dataclass
class Imported:
    applied: int = 0
    unchanged: int = 0
    stale: int = 0
    conflicts: list[Clash] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def export(session: Session, slug: str, language: str) -> Bilingual:
    """An edition's translations in reading order, for a bilingual file."""
    sheet = open_sheet(session, slug, language)
    rows = tuple(
        FileRow(
            segments=tuple(segment.id for segment in row.segments),
            source=row.source.notation,
            target=row.record.text,
            kind=row.block.kind,
            version=row.record.version,
            basis=manifest.basis(row.record.basis or row.basis),
            state=row.record.state.value,
            fuzzy=row.stale or row.record.state in (State.DRAFT, State.RETURNED),
            note=row.record.comment,
        )
        for row in sheet.rows
    )
    return Bilingual(sheet.article.slug, sheet.revision.number, language, rows)


def take(
    session: Session, file: Bilingual, language: str, by: Person, *, slug: str = "", submitting: bool = False
) -> Imported:
    """Take a bilingual file's texts as saves; nothing is overwritten that its translator had not seen.

    An empty text is unchanged; a fuzzy one stays a draft also where ``submitting``. A row that names
    several unmerged segments merges them. A legacy spelling is kept as it came, then repaired: the history
    shows the difference and has what came.
    """
    if file.language != language:
        raise OtherLanguage(theirs=file.language, ours=language)
    article = articles.find(session, slug or file.article)
    if file.article not in articles.slugs(session, article.id):
        raise OtherArticle(theirs=file.article, ours=article.slug)
    sheet = open_sheet(session, article.slug, language, write=True)
    result, style = Imported(), house(session)
    hashes = _hashes(session, sheet, file.revision)
    sheet, merged = _merged(session, sheet, file, by, result)
    writes: list[Write] = []
    handed_in: set[str] = set()
    mine: dict[str, FileRow] = {}
    for row in file.rows:
        found = _match(sheet, row, result)
        if found is None:
            continue
        mine[found.id] = row
        text = spelled(row.target, language, style)
        if not text or found.record.text in {text, repaired(text, language, style)}:
            result.unchanged += 1
            if text and not row.fuzzy:
                handed_in.add(found.id)
            continue
        if found.id not in merged and row.version != found.record.version:
            result.conflicts.append(_clash(session, found, row, Conflict().message))
            continue
        basis = [[segment, hashes.get(segment, now)] for segment, now in found.basis]
        result.stale += basis != found.basis
        writes.append(Write(found, text, Seen(found.record.version, basis), "import"))
        if not row.fuzzy:
            handed_in.add(found.id)
    outcome = save(session, sheet, writes, by)
    save(session, sheet, _repairs(outcome.done, language, style), by)
    result.applied += len(outcome.done)
    result.unchanged += len(outcome.unchanged)
    result.conflicts += [_clash(session, row, mine[row.id], why.message) for row, why in outcome.refused]
    if submitting:
        handed_in -= {row.id for row, _ in outcome.refused}
        refused = _hand_in(session, sheet, handed_in, by).refused
        result.conflicts += [_clash(session, row, mine[row.id], why.message) for row, why in refused]
    return result


def _hashes(session: Session, sheet: Sheet, revision: int) -> dict[str, str]:
    """The hash of each segment's wording in the revision that the file was made from."""
    if revision == sheet.revision.number:
        return {}
    return articles.hashes(session, sheet.article.id, revision)


def _merged(
    session: Session, sheet: Sheet, file: Bilingual, by: Person, result: Imported
) -> tuple[Sheet, set[str]]:
    """Merge where the file does; a merge that is refused is a conflict, and its row is passed over."""
    done: set[str] = set()
    for row in file.rows:
        known = [segment for segment in row.segments if segment in sheet.by_segment]
        if len(row.segments) < 2 or len(known) != len(row.segments) or not row.target.strip():
            continue
        rows = sheet.pick(row.segments)
        if len(rows) < 2:
            continue
        try:
            made = runs.merge(session, sheet, row.segments, by)
        except DeskError as error:
            result.conflicts.append(_clash(session, rows[0], row, error.message))
        else:
            done.add(made.id)
    return (open_sheet(session, sheet.article.slug, sheet.language) if done else sheet), done


def _match(sheet: Sheet, row: FileRow, result: Imported) -> Row | None:
    """The translation that covers just these segments."""
    refused = {clash.segments for clash in result.conflicts}
    if row.segments in refused:
        return None
    found = sheet.by_segment.get(row.segments[0]) if row.segments else None
    if found is None:
        result.unknown.append(" ".join(row.segments))
        return None
    if {segment.id for segment in found.segments} != set(row.segments):
        result.unknown.append(" ".join(row.segments))
        return None
    return found


def _repairs(rows: list[Row], language: str, style: House) -> Iterator[Write]:
    for row in rows:
        text = repaired(row.record.text, language, style)
        if text != row.record.text:
            yield Write(row, text, Seen(row.record.version, row.record.basis), "import")


def _clash(session: Session, row: Row, file: FileRow, why: Message) -> Clash:
    versions = {each.version: each.text for each in editions.history(session, row.id)}
    return Clash(file.segments, versions.get(file.version, ""), row.record.text, file.target, why)


def _hand_in(session: Session, sheet: Sheet, ids: set[str], by: Person) -> Outcome:
    rows = [sheet.by_id[id] for id in ids if sheet.by_id[id].record.state in (State.DRAFT, State.RETURNED)]
    return submit(session, sheet, sorted(rows, key=lambda row: row.position), by)
