"""Times as a person at the desk says them: today by the clock, else by the day; and how long is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from tms.messages import N_, Message

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class When:
    """A moment seen from now. ``day`` is "" for today; ``soon`` is within the hour, or over."""

    moment: datetime
    day: str
    left: Message
    soon: bool
    late: bool


def when(moment: datetime, now: datetime, zone: tzinfo) -> When:
    days = (moment.astimezone(zone).date() - now.astimezone(zone).date()).days
    day = {0: "", 1: N_("Tomorrow"), -1: N_("Yesterday")}.get(days, "date")
    late = moment < now
    left = _late(now - moment) if late else _left(moment - now)
    return When(moment, day, left, moment - now < _HOUR, late)


def length(minutes: int) -> Message:
    """How long something takes."""
    if minutes < 60:
        one, many = N_("about %(count)s minute", "about %(count)s minutes")
        return Message(one, {"count": minutes}, many)
    return Message(N_("about %(hours)s h %(minutes)s min"), {"hours": minutes // 60, "minutes": minutes % 60})


def _left(span: timedelta) -> Message:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        one, many = N_("in %(count)s minute", "in %(count)s minutes")
        return Message(one, {"count": minutes}, many)
    if minutes < 24 * 60:
        parts = {"hours": minutes // 60, "minutes": minutes % 60}
        return Message(N_("in %(hours)s h %(minutes)s min"), parts)
    one, many = N_("in %(count)s day", "in %(count)s days")
    return Message(one, {"count": span.days}, many)


def _late(span: timedelta) -> Message:
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        one, many = N_("%(count)s minute late", "%(count)s minutes late")
        return Message(one, {"count": minutes}, many)
    if minutes < 24 * 60:
        parts = {"hours": minutes // 60, "minutes": minutes % 60}
        return Message(N_("%(hours)s h %(minutes)s min late"), parts)
    one, many = N_("%(count)s day late", "%(count)s days late")
    return Message(one, {"count": span.days}, many)
