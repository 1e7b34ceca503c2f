"""The skyline: an article drawn segment by segment in reading order, as high as each has come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from tms.core.states import State
from tms.workflow.board import Bar, EditionLine

HEIGHT = 16
_HEIGHTS = {State.EMPTY: 3, State.DRAFT: 7, State.RETURNED: 7, State.SUBMITTED: 11, State.APPROVED: HEIGHT}
_FIRST = {"stale": 0, "returned": 1}
_GAP = 2
_WHOLE = 240
_LEAST, _MOST = 2, 16  # units of width, so that a headline is seen and a long sentence leaves room


@dataclass(frozen=True)
class Skyline:
    """``paths`` has one path of SVG for each kind of tower: a picture of thousands weighs a few kilobytes."""

    width: int
    paths: Mapping[str, str]


def skyline(bars: Iterable[Bar], most: int = 120) -> Skyline:
    """The picture of some bars; of more than ``most``, neighbours stand together as one tower.

    Of such a tower what asks for a person first is shown: the English changed, returned, then the lowest.
    """
    listed = list(bars)
    step = max(1, ceil(len(listed) / max(most, 1)))
    groups = [listed[at : at + step] for at in range(0, len(listed), step)]
    widths = [sum(min(max(bar.words // 2, _LEAST), _MOST) for bar in group) // step or 1 for group in groups]
    stretch = max(1, _WHOLE // (sum(widths) + 1))  # the gaps of a short article are as fine as of a long one
    paths: dict[str, list[str]] = defaultdict(list)
    at = 0
    for group, usual in zip(groups, widths, strict=True):
        kind, height = min(map(_tower, group), key=lambda tower: _FIRST.get(tower[0], tower[1]))
        width = usual * stretch
        paths[kind].append(f"M{at} {HEIGHT - height}h{width}v{height}h-{width}z")
        at += width + _GAP
    return Skyline(max(at - _GAP, 1), {kind: "".join(drawn) for kind, drawn in paths.items()})


def _tower(bar: Bar) -> tuple[str, int]:
    return ("stale", HEIGHT) if bar.stale else (bar.state.value, _HEIGHTS[bar.state])


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
