"""My queue: what a person has, what is free to take, what others have, and what waits for an editor."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tms import languages
from tms.core import manifest
from tms.core.assembly import chain
from tms.core.pace import pace
from tms.core.portions import lead
from tms.core.rights import Person, Role
from tms.core.states import State
from tms.store import overview
from tms.store import queue as rows
from tms.store.queue import Wanted
from tms.store.session import Session
from tms.workflow.assignments import TO_DO
from tms.workflow.board import Bar

_DAYS = timedelta(days=3)  # of work that a person's pace is taken from


class Hand(StrEnum):
    """In whose hands a portion is: each is a part of the page."""

    MINE = "mine"
    FREE = "free"
    OTHERS = "others"
    REVIEW = "review"
    SIGN = "sign"


class Due(StrEnum):
    """Which deadlines are shown."""

    LATE = "late"
    TODAY = "today"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is asked for; nothing asked is everything. ``state`` is a State's word, or stale."""

    language: str = ""
    hand: Hand | None = None
    state: str = ""
    due: Due | None = None


@dataclass(frozen=True)
class Portion:
    """A part of an edition in one pair of hands. ``words`` are those left, ``first`` where to begin."""

    slug: str
    title: str
    urgent: bool
    language: str
    hand: Hand
    holder: str
    due: datetime | None
    bars: tuple[Bar, ...]
    first: str
    words: int
    open: int
    stale: int
    returned: int
    comment: str
    leads: bool
    whole: bool
    own: int = 0

    @property
    def started(self) -> bool:
        return any(bar.state is not State.EMPTY for bar in self.bars)


@dataclass(frozen=True)
class Queue:
    """Portions by hand, each by deadline, urgency and lead; ``total`` editions have something to do.

    ``counts`` says for each language how many portions there would be, ``today`` how many words the person
    wrote since midnight.
    """

    portions: dict[Hand, list[Portion]]
    counts: dict[str, int]
    words: int
    pace: int
    today: int
    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """One translation with the segments it covers, and who has them until when."""

    bar: Bar
    block: str
    record: Any
    user_id: int | None
    holder: str
    due: datetime | None


def queue(session: Session, by: Person, asked: Asked, now: datetime, midnight: datetime) -> Queue:
    """The queue of a person. The number of queries is the same however much there is."""
    spoken = [tag for tag in languages.TARGETS if by.has(Role.TRANSLATOR, tag)]
    found, total = rows.editions(session, Wanted(spoken, by.id, mine=asked.hand is Hand.MINE))
    by_edition: dict[int, list[Any]] = defaultdict(list)
    added: dict[int, list[Any]] = defaultdict(list)
    ids = [edition.id for edition in found]
    for row in rows.segments(session, ids):
        by_edition[row.edition_id].append(row)
    for row in overview.additions(session, ids):
        added[row.edition_id].append(row)
    every = [
        portion
        for edition in found
        for portion in _portions(edition, by_edition[edition.id], added[edition.id], by)
        if _wanted(portion, asked, now, midnight)
    ]
    shown = [p for p in every if asked.language in ("", p.language)]
    portions = {
        hand: sorted((p for p in shown if p.hand is hand), key=_order)
        for hand in Hand
        if asked.hand in (None, hand)
    }
    written = rows.writes(session, by.name, now - _DAYS)
    return Queue(
        portions,
        {tag: sum(p.language == tag for p in every) for tag in spoken},
        sum(p.words for p in portions.get(Hand.MINE, [])),
        pace((w.translation_id, w.at, w.words) for w in written),
        sum({w.translation_id: w.words for w in written if w.at >= midnight}.values()),
        len(found),
        total,
    )


def _order(portion: Portion) -> tuple[bool, float, bool, bool, str, str]:
    """By deadline, then what is urgent, then what holds a lead."""
    due = portion.due.timestamp() if portion.due else 0.0
    return (
        portion.due is None,
        due,
        not portion.urgent,
        not portion.leads,
        portion.title,
        portion.language,
    )


def _wanted(portion: Portion, asked: Asked, now: datetime, midnight: datetime) -> bool:
    if asked.state == "stale" and not portion.stale:
        return False
    if asked.state not in ("", "stale") and not any(bar.state == asked.state for bar in portion.bars):
        return False
    match asked.due:
        case Due.LATE:
            return portion.due is not None and portion.due < now
        case Due.TODAY:
            return portion.due is not None and portion.due < midnight + timedelta(days=1)
        case Due.NONE:
            return portion.due is None
    return True


def _portions(edition: Any, segments: Sequence[Any], added: Sequence[Any], by: Person) -> list[Portion]:
    pieces = _with_additions(_pieces(segments), added)
    leading = lead((block, kind) for block, kind in {s.block: s.kind for s in segments}.items())
    by_hand: dict[tuple[Hand, str], list[_Piece]] = defaultdict(list)
    for piece in pieces:
        record = piece.record
        if piece.bar.stale or record.state in TO_DO:
            if piece.user_id is None:
                by_hand[Hand.FREE, ""].append(piece)
            elif piece.user_id == by.id:
                by_hand[Hand.MINE, piece.holder].append(piece)
            else:
                by_hand[Hand.OTHERS, piece.holder].append(piece)
        elif record.state is State.SUBMITTED and by.has(Role.EDITOR, edition.language):
            by_hand[Hand.REVIEW, ""].append(piece)
    if not by_hand and by.has(Role.EDITOR, edition.language) and pieces:
        facts = ((p.record.id, p.record.version, p.record.basis, p.record.omitted) for p in pieces)
        if all(p.record.state is State.APPROVED for p in pieces) and edition.signed != manifest.edition(
            facts
        ):
            by_hand[Hand.SIGN, ""] = pieces
    found = [_portion(edition, hand, holder, some, leading, by) for (hand, holder), some in by_hand.items()]
    mine = [p for p in pieces if p.user_id == by.id]
    return [
        replace(
            portion,
            whole=portion.open == len(pieces),
            bars=tuple(p.bar for p in mine) if portion.hand is Hand.MINE else portion.bars,
        )
        for portion in found
    ]


def _portion(
    edition: Any, hand: Hand, holder: str, pieces: Sequence[_Piece], leading: set[str], by: Person
) -> Portion:
    dues = [p.due for p in pieces if p.due is not None]
    returned = [p.record for p in pieces if p.record.state is State.RETURNED]
    return Portion(
        edition.slug,
        edition.title,
        edition.urgent,
        edition.language,
        hand,
        holder,
        min(dues, default=edition.due),
        tuple(p.bar for p in pieces),
        pieces[0].bar.segment,
        sum(p.bar.words for p in pieces),
        len(pieces),
        sum(p.bar.stale for p in pieces),
        len(returned),
        next((r.comment for r in returned if r.comment), ""),
        any(p.block in leading for p in pieces),
        whole=False,
        own=sum(p.record.author_id == by.id for p in pieces),
    )


def _pieces(segments: Iterable[Any]) -> list[_Piece]:
    """The translations of an edition in the order of the page."""
    runs: dict[str, list[Any]] = defaultdict(list)
    blocks: dict[str, int] = {}
    for row in segments:
        runs[row.id].append(row)
        blocks.setdefault(row.block, len(blocks))
    found = []
    for members in runs.values():
        record = next((m for m in members if m.user_id is not None), members[0])
        basis = [[member.segment, member.hash] for member in members]
        stale = record.state is not State.EMPTY and record.basis != basis
        bar = Bar(members[0].segment, record.state, stale, sum(member.words for member in members))
        found.append(_Piece(bar, record.block, record, record.user_id, record.holder or "", record.due))
    return sorted(found, key=lambda piece: (blocks[piece.block], piece.record.position))


def _with_additions(pieces: Iterable[_Piece], added: Sequence[Any]) -> list[_Piece]:
    """The pieces, each with what was added behind it, which is in the same hands."""
    behind = {record.after: record for record in added}
    made = []
    for piece in pieces:
        made.append(piece)
        for record in chain(piece.record.id, behind):
            if record.state is not State.EMPTY:
                bar = Bar(record.id, record.state, stale=False, words=0, count=0)
                made.append(replace(piece, bar=bar, record=record))
    return made
