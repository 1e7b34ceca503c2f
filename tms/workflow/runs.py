"""Runs: several sentences under one translation, apart again, and in another order within their block."""

from collections.abc import Iterable, Sequence

from tms.core import segmentation
from tms.core.assembly import chain
from tms.core.document import Segment
from tms.core.rights import Person, Role
from tms.core.states import State, Step, after
from tms.core.text import Text
from tms.errors import BadValue, Conflict, NothingToSplit
from tms.store import editions, events, memory
from tms.store.base import new_id
from tms.store.editions import Coverage, Translation, Version
from tms.store.session import Session
from tms.workflow import checking
from tms.workflow.sheets import Row, Sheet
from tms.workflow.steps import Seen, Wording, change, conflict, move


def merge(session: Session, sheet: Sheet, segments: Sequence[str], by: Person, *, seen: str = "") -> Row:
    """Cover neighbouring segments of one block by one translation: a draft of their joined texts.

    The translations it replaces are retired with their history. The sheet is no longer current after.
    ``seen`` is how the block stood when the person looked (``Sheet.seen``).
    """
    rows = sheet.pick(segments)
    _mergeable(segments, rows)
    looked(session, sheet, rows[0], seen)
    by.must(Role.TRANSLATOR, sheet.language)
    for row in rows:
        after(Step.SAVE, row.standing, by)
    members = [segment for row in rows for segment in row.segments]
    text = _joined((row.target, row.source) for row in rows)
    basis = [[segment.id, segment.text.hash] for segment in members]
    record = Translation(
        id=new_id(),
        edition_id=sheet.edition.id,
        text=text,
        state=State.DRAFT if text else State.EMPTY,
        version=1 if text else 0,
        basis=basis if text else [],
        origin="person" if text else "",
        author_id=(by.id or None) if text else None,
        author=by.name if text else "",
    )
    session.add(record)
    session.flush()
    if text:
        session.add(
            Version(
                translation_id=record.id,
                version=1,
                text=text,
                basis=basis,
                origin="person",
                author=by.name,
                step="merge",
            )
        )
    _cover(session, sheet, {segment.id: record.id for segment in members})
    _hang(session, sheet, [row.id for row in rows], record.id)
    memory.forget(session, [row.id for row in rows])
    events.append(
        session,
        by.name,
        "merge",
        sheet.article.id,
        sheet.language,
        record.id,
        segments=[segment.id for segment in members],
        replaced=[row.id for row in rows],
    )
    session.flush()
    checking.enqueue(session, sheet.edition)
    return Row(record, tuple(members), rows[0].block, sheet.language, rows[0].position, rows[0].assignment)


def split(session: Session, sheet: Sheet, row: Row, by: Person, *, seen: str = "") -> list[Row]:
    """Give each sentence of a run a translation of its own again: drafts; the run's is retired.

    What a sentence had before it was merged comes back with its history. A run that was rewritten since
    is cut where its text has just as many sentences; else it stays in the history, and each sentence has
    what it had, the first one all of it where none had anything.
    """
    if len(row.segments) < 2:
        raise NothingToSplit(row.place)
    looked(session, sheet, row, seen)
    by.must(Role.TRANSLATOR, sheet.language)
    after(Step.SAVE, row.standing, by)
    before = _before(session, sheet, row)
    texts = _texts(row, before)
    made = []
    for segment in row.segments:
        record = before.get(segment.id)
        if record is None:
            record = Translation(id=new_id(), edition_id=sheet.edition.id)
            session.add(record)
            session.flush()
        made.append(Row(record, (segment,), row.block, sheet.language, row.position, row.assignment))
    _cover(session, sheet, {each.place: each.id for each in made})
    _hang(session, sheet, [row.id], made[-1].id)
    memory.forget(session, [row.id])
    for each, text in zip(made, texts, strict=True):
        omitted = "" if text else each.record.omitted
        if text or each.record.version:
            wording = Wording(text, each.basis, "person", omitted)
            change(session, sheet, each, Step.SPLIT, by, Seen(each.record.version), wording=wording)
    events.append(
        session,
        by.name,
        "split",
        sheet.article.id,
        sheet.language,
        row.id,
        segments=row.places,
        made=[each.id for each in made],
    )
    session.flush()
    checking.enqueue(session, sheet.edition)
    return made


def order(session: Session, sheet: Sheet, places: Sequence[str], by: Person, *, seen: str = "") -> None:
    """Put the sentences of a block into this order, each named by its first segment.

    What was handed in and now stands elsewhere is a draft again. Additions stay behind what they follow.
    """
    rows = sheet.pick(places)
    now = [row for row in sheet.rows if row.segments and rows and row.block.id == rows[0].block.id]
    wanted = [sheet.by_segment[place] for place in dict.fromkeys(places)]
    if {row.id for row in wanted} != {row.id for row in now} or len(wanted) != len(now):
        joined = " ".join(places)
        raise BadValue(joined, value=joined, name="segments", known="each sentence of one block, once")
    looked(session, sheet, now[0], seen)
    by.must(Role.TRANSLATOR, sheet.language)
    moved = [one for one, other in zip(wanted, now, strict=True) if one.id != other.id]
    if not moved:
        return
    for row in moved:
        after(Step.SAVE, row.standing, by)
    ranks = {place: rank for rank, row in enumerate(wanted, 1) for place in row.places}
    for cover in editions.covers(session, sheet.edition.id, ranks):
        cover.position = ranks[cover.segment]
    settled = [row for row in moved if row.record.state in (State.SUBMITTED, State.APPROVED)]
    for row in settled:
        move(session, sheet, row, Step.REOPEN, by, Seen(row.record.version))
    memory.forget(session, [row.id for row in settled])
    events.append(
        session,
        by.name,
        "order",
        sheet.article.id,
        sheet.language,
        moved[0].id,
        segments=[row.place for row in wanted],
    )
    session.flush()


def looked(session: Session, sheet: Sheet, row: Row, seen: str) -> None:
    """A step on a block is refused where the block is another one than its person saw."""
    if seen and seen != sheet.seen(row.block.id):
        raise conflict(session, row)


def _mergeable(segments: Sequence[str], rows: list[Row]) -> None:
    members = {segment.id for row in rows for segment in row.segments}
    if len(rows) < 2 or members != set(segments):
        raise Conflict(" ".join(segments))
    block = rows[0].block
    order = [segment.id for segment in block.segments]
    places = sorted(order.index(segment) for segment in segments if segment in order)
    if len(places) != len(members) or places != list(range(places[0], places[0] + len(places))):
        raise BadValue(
            " ".join(segments),
            value=" ".join(segments),
            name="segments",
            known="neighbouring segments of one block",
        )


def _joined(texts: Iterable[tuple[Text, Text]]) -> str:
    """Targets as one text, each with its source: the later ones' codes are counted on."""
    shift, parts = 0, []
    for target, source in texts:
        parts.append(target.stripped().shifted(shift).notation)
        shift = max(shift, source.shifted(shift).highest)
    return " ".join(part for part in parts if part)


def _before(session: Session, sheet: Sheet, row: Row) -> dict[str, Translation]:
    """The retired translations that each sentence of a run had to itself, the last written one."""
    found = {}
    for record in editions.retired(session, sheet.edition.id):
        if len(record.basis) == 1:
            found[str(record.basis[0][0])] = record
    return {segment.id: found[segment.id] for segment in row.segments if segment.id in found}


def _texts(row: Row, before: dict[str, Translation]) -> list[str]:
    """What each sentence of a run has once they are apart."""
    old = [before[s.id].text if s.id in before else "" for s in row.segments]
    pairs = ((Text.parse(text), s.text) for text, s in zip(old, row.segments, strict=True))
    if row.record.text in ("", _joined(pairs)):
        return old
    cut = _cut(row.target, row.segments, row.language)
    if cut or any(old):
        return cut or old
    own = row.segments[0].text.highest
    first = Text(tuple(p for p in row.target.pieces if isinstance(p, str) or p.number <= own))
    return [first.notation, *old[1:]]


def _cut(target: Text, segments: Sequence[Segment], language: str) -> list[str]:
    """The text cut into as many sentences; none where it has more or fewer, or a code would be torn away."""
    found = segmentation.sentences(target.plain, language)
    if len(found) != len(segments):
        return []
    cut, shift = [], 0
    for piece, segment in zip(target.parted(start for start, _ in found), segments, strict=True):
        most = segment.text.highest
        if any(not shift < mark.number <= shift + most for mark in piece.marks):
            return []
        cut.append(Text(piece.pieces).shifted(-shift).stripped().notation)
        shift += most
    return cut


def _cover(session: Session, sheet: Sheet, by_segment: dict[str, str]) -> None:
    """Let these translations cover the segments, where the first of them stood."""
    stood = editions.uncover(session, sheet.edition.id, list(by_segment))
    session.add_all(
        Coverage(
            edition_id=sheet.edition.id, segment=segment, translation_id=id, position=min(stood, default=0)
        )
        for segment, id in by_segment.items()
    )


def _hang(session: Session, sheet: Sheet, old: Sequence[str], new: str) -> None:
    """What was added behind these translations stands behind that one, in the same order."""
    behind = {each.after: each for each in editions.additions(session, sheet.edition.id)}
    last = new
    for each in [each for id in old for each in chain(id, behind)]:
        each.after = last
        last = each.id
