"""Coverage: which translation stands for which segments. Kept whole whenever the English changes."""

from collections import defaultdict

from tms.core.document import Document
from tms.store import editions
from tms.store.base import new_id
from tms.store.editions import Coverage, Edition, Translation
from tms.store.session import Session


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
    positions = _positions(live, block_of, rows)
    session.add_all(
        Coverage(
            edition_id=edition.id,
            segment=segment,
            translation_id=joins.get(segment) or empty[segment].id,
            position=positions[segment],
        )
        for segment in fresh
    )
    session.flush()


def _positions(live: list[str], block_of: dict[str, str], rows: dict[str, Coverage]) -> dict[str, int]:
    """Where each segment stands in its block; a new one behind what stands before it in English."""
    found: dict[str, int] = {}
    last: dict[str, int] = {}
    for segment in live:
        row = rows.get(segment)
        last[block_of[segment]] = found[segment] = row.position if row else last.get(block_of[segment], 0)
    return found


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
