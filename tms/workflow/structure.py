"""Coverage: which translation stands for which segments. Kept whole whenever the English changes."""

from collections import defaultdict
from collections.abc import Sequence

from tms.core.document import Document
from tms.core.rights import Person, Role
from tms.core.states import State
from tms.errors import BadValue, Conflict, NotAllowed
from tms.store import editions, events, memory
from tms.store.base import new_id
from tms.store.editions import Coverage, Edition, Translation, Version
from tms.store.session import Session
from tms.workflow.sheets import Row, Sheet


def cover(session: Session, edition: Edition, document: Document) -> None:
    """Give every live segment exactly one row, after the document changed.

    A new segment between two members of a run joins the run; any other gets an empty translation. A
    member that is gone, or that now stands in another block than the run's first, leaves the run; where
    a whole run is gone its rows stay, and its translation comes back with the segments.
    """
    rows = {row.segment: row for row in editions.coverage(session, [edition.id])}
    live = [segment.id for segment in document.segments]
    block_of = {segment: document.block_of[segment].id for segment in live}
    runs: dict[str, list[str]] = defaultdict(list)
    for segment in live:
        if segment in rows:
            runs[rows[segment].translation_id].append(segment)
    leaving = []
    for segment, row in rows.items():
        members = runs.get(row.translation_id)
        if members and (segment not in block_of or block_of[segment] != block_of[members[0]]):
            leaving.append(segment)
    for segment in leaving:
        session.delete(rows.pop(segment))
    session.flush()
    fresh = [segment for segment in live if segment not in rows]
    joins = _joins(live, block_of, rows)
    empty = {
        segment: Translation(id=new_id(), edition_id=edition.id) for segment in fresh if segment not in joins
    }
    session.add_all(empty.values())
    session.flush()
    session.add_all(
        Coverage(
            edition_id=edition.id,
            segment=segment,
            translation_id=joins.get(segment) or empty[segment].id,
        )
        for segment in fresh
    )
    session.flush()


def merge(session: Session, sheet: Sheet, segments: Sequence[str], by: Person) -> Row:
    """Cover neighbouring segments of one block by one translation: a draft of their joined texts.

    The translations it replaces are retired with their history. The sheet is no longer current after.
    """
    rows = sheet.pick(segments)
    _mergeable(segments, rows)
    if not by.has(Role.TRANSLATOR, sheet.language):
        raise NotAllowed(name=by.name, role=Role.TRANSLATOR.value)
    for row in rows:
        owner = row.assignment.user_id if row.assignment else None
        settled = row.record.state in (State.SUBMITTED, State.APPROVED)
        if not by.has(Role.EDITOR, sheet.language) and (settled or owner not in (None, by.id)):
            raise NotAllowed(name=by.name, role=Role.EDITOR.value)
    members = [segment for row in rows for segment in row.segments]
    shift = 0
    parts = []
    for row in rows:
        parts.append(row.target.stripped().shifted(shift).notation)
        shift = max(shift, row.source.shifted(shift).highest)
    text = " ".join(part for part in parts if part)
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
    ids = [segment.id for segment in members]
    editions.uncover(session, sheet.edition.id, ids)
    session.add_all(
        Coverage(edition_id=sheet.edition.id, segment=segment, translation_id=record.id) for segment in ids
    )
    memory.forget(session, [row.id for row in rows])
    events.append(
        session,
        by.name,
        "merge",
        sheet.article.id,
        sheet.language,
        record.id,
        segments=ids,
        replaced=[row.id for row in rows],
    )
    session.flush()
    return Row(record, tuple(members), rows[0].block, sheet.language, rows[0].position, rows[0].assignment)


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


def _joins(live: list[str], block_of: dict[str, str], rows: dict[str, Coverage]) -> dict[str, str]:
    """New segments that stand between two members of one run, and the run's translation."""

    def covered_before(order: list[str]) -> dict[str, str]:
        last, seen = "", {}
        for segment in order:
            if segment in rows:
                last = segment
            elif last:
                seen[segment] = last
        return seen

    before, behind = covered_before(live), covered_before(live[::-1])
    found = {}
    for segment in before.keys() & behind.keys():
        one, other = rows[before[segment]], rows[behind[segment]]
        blocks = {block_of[segment], block_of[one.segment], block_of[other.segment]}
        if one.translation_id == other.translation_id and len(blocks) == 1:
            found[segment] = one.translation_id
    return found
