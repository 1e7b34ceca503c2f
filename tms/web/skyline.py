"""The skyline: an article drawn segment by segment in reading order, as high as each has come."""

from collections.abc import Iterable
from dataclasses import dataclass

from tms.core.states import State
from tms.workflow.board import Bar, EditionLine

HEIGHT = 16
_HEIGHTS = {State.EMPTY: 3, State.DRAFT: 7, State.RETURNED: 7, State.SUBMITTED: 11, State.APPROVED: HEIGHT}
_GAP = 2
_WHOLE = 240
_LEAST, _MOST = 2, 16  # units of width, so that a headline is seen and a long sentence leaves room


@dataclass(frozen=True, slots=True)
class Tower:
    x: int
    y: int
    width: int
    height: int
    kind: str


@dataclass(frozen=True)
class Skyline:
    width: int
    towers: list[Tower]


def skyline(bars: Iterable[Bar]) -> Skyline:
    listed = list(bars)
    towers = []
    at = 0
    widths = [min(max(bar.words // 2, _LEAST), _MOST) for bar in listed]
    stretch = max(1, _WHOLE // (sum(widths) + 1))  # the gaps of a short article are as fine as of a long one
    for bar, usual in zip(listed, widths, strict=True):
        width = usual * stretch
        height = HEIGHT if bar.stale else _HEIGHTS[bar.state]
        kind = "stale" if bar.stale else bar.state.value
        towers.append(Tower(at, HEIGHT - height, width, height, kind))
        at += width + _GAP
    return Skyline(max(at - _GAP, 1), towers)


def stands(line: EditionLine) -> str:
    """The one word for an edition: empty, draft (in work), submitted (all handed in), ready or approved."""
    if line.state != "open":
        return line.state
    segments = line.segments
    if segments[State.EMPTY] == segments.total():
        return "empty"
    handed_in = segments[State.SUBMITTED] + segments[State.APPROVED] == segments.total()
    return "submitted" if handed_in and not line.stale else "draft"


def percent(line: EditionLine) -> int:
    """How much of the English has come through, in words; a hundred only when nothing is left."""
    return 100 * (line.words - line.words_left) // line.words if line.words else 0
