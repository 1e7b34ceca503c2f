"""What the buttons of the editor do with one translation. What was typed is saved before anything else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from tms.core.rights import Person, Role
from tms.core.states import State
from tms.errors import BadRequest, NoNeighbour
from tms.store.house import house
from tms.store.session import Session
from tms.workflow import comments, departures, review, runs, translate
from tms.workflow.sheets import Row, Sheet
from tms.workflow.steps import Seen
from tms.workflow.translate import Typed

LONGEST = 100_000
_REASON = 2_000


class Sent(BaseModel):
    """A text, the version and the English that its writer saw, and what to do with it.

    ``block`` is how its block stood for them; ``unanswered`` are texts sent before whose answer was lost;
    ``why`` and the rest are the words that a step asks for.
    """

    model_config = ConfigDict(extra="ignore")

    text: str = Field(max_length=LONGEST)
    version: int = Field(ge=0, lt=2**31)
    revision: int = Field(ge=0, lt=2**31)
    taken: int = Field(default=0, ge=0, lt=2**31)
    wording: int = Field(default=0, ge=0, lt=2**31)
    do: str = Field(default="save", max_length=2000)
    unanswered: list[str] = Field(default=[], max_length=100)
    block: str = Field(default="", max_length=LONGEST)
    why: str = Field(default="", max_length=_REASON)
    more: str = Field(default="", max_length=LONGEST)
    because: str = Field(default="", max_length=_REASON)
    comment: str = Field(default="", max_length=_REASON)
    reason: str = Field(default="", max_length=_REASON)
    said: str = Field(default="", max_length=_REASON)


@dataclass
class Deed:
    """A step on one translation. ``at`` is where the page goes on, ``shape`` whether its block is another."""

    session: Session
    sheet: Sheet
    row: Row
    sent: Sent
    by: Person
    at: str = ""
    shape: bool = False

    def run(self) -> None:
        if self.sent.do not in DEEDS:
            raise BadRequest("do", reason=f"there is no step {self.sent.do[:40]!r}")
        self.at = self.row.place
        DEEDS[self.sent.do](self)

    def save(self, *, anew: bool = False) -> None:
        sent = self.sent
        typed = Typed(sent.text, sent.version, sent.revision, sent.taken, anew)
        translate.save_seen(self.session, self.sheet, self.row, typed, self.by).only()

    def settle(self) -> None:
        """Save what differs; of another version this raises the conflict that carries the text as it is."""
        text = translate.spelled(self.sent.text, self.sheet.language, house(self.session))
        another = text != self.row.record.text
        if another or self.sent.version != self.row.record.version:
            self.save(anew=True)

    def reshape(self) -> None:
        """Settle, as long as the block is the one that its person looked at."""
        runs.looked(self.session, self.sheet, self.row, self.sent.block)
        self.settle()
        self.shape = True

    @property
    def seen(self) -> Seen:
        return Seen(self.row.record.version, self.row.basis)


def _submit(deed: Deed) -> None:
    """Save and hand in; not what was written for English that was corrected since its writer looked."""
    deed.settle()
    if deed.row.stale:
        if deed.sent.revision != deed.sheet.revision.number:
            return
        _agree(deed)
    if deed.row.record.state in (State.DRAFT, State.RETURNED):
        translate.submit(deed.session, deed.sheet, [deed.row], deed.by).only()


def _confirm(deed: Deed) -> None:
    deed.settle()
    if deed.row.stale:
        _agree(deed)


def _agree(deed: Deed) -> None:
    """Say that the text is still right for the English that was looked at, and for no other."""
    basis = translate.basis_in(deed.session, deed.sheet, deed.row, deed.sent.revision)
    seen = Seen(deed.row.record.version, basis)
    translate.confirm(deed.session, deed.sheet, [deed.row], deed.by, seen=seen).only()


def _reopen(deed: Deed) -> None:
    translate.reopen(deed.session, deed.sheet, [deed.row], deed.by).only()
    deed.settle()


def _merge(deed: Deed) -> None:
    """With the sentence that follows it in the English."""
    order = [segment.id for segment in deed.row.block.segments]
    last = order.index(deed.row.segments[-1].id) if deed.row.segments else len(order)
    if last + 1 >= len(order):
        raise NoNeighbour(deed.row.place)
    deed.reshape()
    following = deed.sheet.by_segment[order[last + 1]]
    made = runs.merge(deed.session, deed.sheet, [*deed.row.places, *following.places], deed.by)
    deed.row, deed.at = made, made.place


def _split(deed: Deed) -> None:
    deed.reshape()
    deed.row = runs.split(deed.session, deed.sheet, deed.row, deed.by)[0]


def _up(deed: Deed) -> None:
    _move(deed, -1)


def _down(deed: Deed) -> None:
    _move(deed, 1)


def _move(deed: Deed, step: int) -> None:
    """One place earlier or later among the sentences of its block."""
    deed.reshape()
    mine = deed.row.block.id
    places = [row.place for row in deed.sheet.rows if row.segments and row.block.id == mine]
    here = places.index(deed.row.place) if deed.row.place in places else -1
    there = here + step
    if here < 0 or not 0 <= there < len(places):
        raise NoNeighbour(deed.row.place)
    places[here], places[there] = places[there], places[here]
    runs.order(deed.session, deed.sheet, places, deed.by)


def _omit(deed: Deed) -> None:
    deed.settle()
    departures.omit(deed.session, deed.sheet, deed.row, deed.sent.why, deed.by, deed.seen)
    if not deed.row.segments:
        deed.at, deed.shape = deed.row.after, True


def _put_back(deed: Deed) -> None:
    removed = deed.row in deed.sheet.removed
    departures.put_back(deed.session, deed.sheet, deed.row, deed.by, Seen(deed.sent.version))
    deed.shape = removed


def _add(deed: Deed) -> None:
    deed.reshape()
    made = departures.add(deed.session, deed.sheet, deed.row, deed.sent.more, deed.sent.because, deed.by)
    deed.at = made.place


def _approve(deed: Deed) -> None:
    """What was changed first is a draft again, and another editor approves it."""
    deed.settle()
    if deed.row.record.state is State.SUBMITTED:
        review.approve(deed.session, deed.sheet, [deed.row], deed.by, seen=deed.seen)


def _return(deed: Deed) -> None:
    deed.settle()
    review.return_(deed.session, deed.sheet, [deed.row], deed.by, deed.sent.comment).only()


def _waive(deed: Deed) -> None:
    deed.settle()
    review.waive(deed.session, deed.sheet, f"finding:{deed.row.place}", deed.sent.reason, deed.by)


def _comment(deed: Deed) -> None:
    comments.say(deed.session, deed.sheet, deed.row, deed.sent.said, deed.by)


def approve_clean(session: Session, sheet: Sheet, seen: str, by: Person) -> int:
    """Approve what was clean where its person looked: each as ``ID:VERSION``; what changed since is left."""
    by.must(Role.EDITOR, sheet.language)
    looked = set(seen.split())
    rows = [
        row
        for row in sheet.rows
        if f"{row.id}:{row.record.version}" in looked
        and row.record.state is State.SUBMITTED
        and not row.stale
        and row.standing.author != by.id
    ]
    return len(review.approve(session, sheet, rows, by).done) if rows else 0


DEEDS: Mapping[str, Callable[[Deed], None]] = {
    "save": Deed.save,
    "submit": _submit,
    "confirm": _confirm,
    "reopen": _reopen,
    "merge": _merge,
    "split": _split,
    "up": _up,
    "down": _down,
    "omit": _omit,
    "put-back": _put_back,
    "add": _add,
    "approve": _approve,
    "return": _return,
    "waive": _waive,
    "comment": _comment,
}
