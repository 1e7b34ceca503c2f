"""The fuse: what somebody holds, laid out at their pace, with its deadlines on one line of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from tms.core.pace import stretches
from tms.workflow.queue import Portion

WIDTH = 1140
_SHORTEST, _LONGEST = timedelta(hours=2), timedelta(hours=12)
_STEPS = (1, 2, 3)  # hours between two marks


@dataclass(frozen=True, slots=True)
class Span:
    """A portion on the line; ``kind`` is late, stale, returned or plain."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment on the line, and how far from its start."""

    x: int
    at: datetime
    title: str = ""


@dataclass(frozen=True)
class Fuse:
    """``minutes`` is what all of it takes, ``spare`` what is left before the tightest deadline, if any."""

    spans: list[Span]
    dues: list[Mark]
    hours: list[Mark]
    minutes: int
    spare: int | None


def fuse(portions: Sequence[Portion], pace: int, now: datetime, zone: tzinfo) -> Fuse:
    """Those of the next hours are drawn; all of them are counted."""
    laid = stretches([(p.words, p.due) for p in portions], pace, now)
    last = max([each.end for each in laid] + [p.due for p in portions if p.due], default=now)
    span = min(max(last - now, _SHORTEST), _LONGEST) * 1.06
    spans = []
    for portion, each in zip(portions, laid, strict=True):
        left = _x(each.start, now, span)
        if left < WIDTH:
            kind = "late" if not each.fits else "stale" if portion.stale else "plain"
            kind = "returned" if kind == "plain" and portion.returned else kind
            spans.append(Span(left, max(min(_x(each.end, now, span), WIDTH) - left - 2, 2), kind))
    dues = [
        Mark(_x(p.due, now, span), p.due, p.title or p.slug)
        for p in portions
        if p.due is not None and now <= p.due <= now + span
    ]
    return Fuse(
        spans,
        _apart(dues),
        _hours(now, span, zone),
        int((laid[-1].end - now).total_seconds() // 60) if laid else 0,
        min((int((each.due - each.end).total_seconds() // 60) for each in laid if each.due), default=None),
    )


def _x(moment: datetime, now: datetime, span: timedelta) -> int:
    return round((moment - now) / span * WIDTH)


def _hours(now: datetime, span: timedelta, zone: tzinfo) -> list[Mark]:
    count = span / timedelta(hours=1)
    step = next((hours for hours in _STEPS if count / hours <= 8), _STEPS[-1])
    first = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    marks = (first + timedelta(hours=n) for n in range(1, int(count) + 2))
    return [
        Mark(_x(at, now, span), at)
        for at in marks
        if at.hour % step == 0 and 30 < _x(at, now, span) < WIDTH - 30
    ]


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Every deadline has its line; one too near the last that has a name goes without."""
    found: list[Mark] = []
    named = -200
    for mark in sorted(marks, key=lambda each: each.x):
        if mark.x - named < 170:
            found.append(Mark(mark.x, mark.at))
            continue
        named = mark.x
        found.append(mark)
    return found
