"""The post: notices by mail, what is urgent at once, the rest together at the hours a person has chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tms import languages
from tms.catalogs import translate
from tms.languages.base import Language
from tms.messages import N_, Message
from tms.settings import Settings
from tms.store import jobs, notices, people
from tms.store.base import now
from tms.store.jobs import Kind
from tms.store.notices import Mail, NoticeKind, Way
from tms.store.people import Rhythm, User
from tms.store.session import Session
from tms.workflow import mail
from tms.workflow.mail import Item, Letter
from tms.workflow.notices import Told, told
from tms.workflow.people import person

HOURS: Mapping[Rhythm, tuple[int, ...]] = {
    Rhythm.MORNING: (8,),
    Rhythm.TWICE: (8, 15),
    Rhythm.OFTEN: (8, 11, 14, 17, 20),
}
"""The hours on the desk's clock at which what can wait is mailed."""

_MANY = N_("%(count)s notice from the desk", "%(count)s notices from the desk")
_HELLO = N_("Hello %(name)s, this is new for you at the desk.")
_HOW = N_("On the page of notices you choose what is mailed to you, and when.")
_BUTTON = N_("Open the notices")
_DUE = N_("due %(time)s")
_UNTIL = N_("until %(time)s")


@dataclass(frozen=True)
class _Post:
    settings: Settings
    letter: Letter
    mail: int


def next_time(after: datetime, rhythm: Rhythm, zone: ZoneInfo) -> datetime:
    """The next hour of a rhythm on the clock of a zone."""
    today = after.astimezone(zone).date()
    slots = (
        datetime.combine(today + timedelta(days=days), time(hour), zone)
        for days in (0, 1)
        for hour in HOURS[rhythm]
    )
    return next(slot for slot in slots if slot > after)


def _load_now(session: Session, settings: Settings, args: dict[str, Any]) -> _Post | None:
    """What is urgent; the rest is left for the next hour of the person's rhythm, together."""
    user = people.locked(session, args["user"])
    if user is None:
        return None
    waiting = _waiting(session, user, args["key"])
    if any(not each.notice.urgent for each in waiting):
        at = next_time(now(session), user.rhythm, settings.zone)
        key = f"digest:{user.id}:{int(at.timestamp())}"
        jobs.enqueue(session, DIGEST, key, {"user": user.id, "key": key}, at=at)
    return _posted(session, settings, user, args["key"], [each for each in waiting if each.notice.urgent])


def _load_digest(session: Session, settings: Settings, args: dict[str, Any]) -> _Post | None:
    user = people.locked(session, args["user"])
    if user is None:
        return None
    return _posted(session, settings, user, args["key"], _waiting(session, user, args["key"]))


def _waiting(session: Session, user: User, key: str) -> list[Told]:
    """What is to be mailed to a person: by a mail that was written before its worker died, or what is new."""
    if not user.active or not user.mail:
        return []
    written = notices.mail(session, key)
    if written is not None:
        return told(person(user), notices.in_mail(session, written.id)) if written.sent_at is None else []
    ways = notices.choices(session, [user.id])
    new = told(person(user), notices.to_mail(session, user.id))
    return [each for each in new if ways.get((user.id, each.notice.kind), Way.MAIL) is Way.MAIL]


def _posted(
    session: Session, settings: Settings, user: User, key: str, items: Sequence[Told]
) -> _Post | None:
    """Write down which notices go out in which mail, before it goes."""
    if not items:
        return None
    record = notices.mail(session, key)
    if record is None:
        record = Mail(key=key, user_id=user.id, message_id=mail.new_id(settings))
        session.add(record)
        session.flush()
        for each in items:
            each.notice.mail_id = record.id
    return _Post(settings, _letter(settings, user, items, record.message_id), record.id)


def _letter(settings: Settings, user: User, items: Sequence[Told], message_id: str) -> Letter:
    language = languages.get(user.speaks or languages.SOURCE)
    many = Message(_MANY[0], {"count": len(items)}, _MANY[1])
    subject = items[0].message if len(items) == 1 else many
    hello = Message(_HELLO, {"name": f"\u2068{user.full_name or user.name}\u2069"})
    return Letter(
        user.mail,
        language.tag,
        translate(subject, language.tag),
        (translate(hello, language.tag), translate(Message(_HOW), language.tag)),
        f"{settings.url}/notices",
        translate(Message(_BUTTON), language.tag),
        tuple(_item(settings, each, language) for each in items),
        message_id,
    )


def _item(settings: Settings, each: Told, language: Language) -> Item:
    """A notice with the way to its exact place, its words, and the time it speaks of on the desk's clock."""
    notes = [translate(Message(languages.get(each.notice.language).name), language.tag)]
    if each.comment:
        outer, inner = language.quotes[0]
        notes.append(f"{outer}{each.comment}{inner}")
    if each.until is not None:
        said = _UNTIL if each.notice.kind is NoticeKind.TIME_ASKED else _DUE
        notes.append(translate(Message(said, {"time": _clock(settings, each.until, language)}), language.tag))
    path = f"/articles/{quote(each.slug or '')}/editions/{each.notice.language}/edit"
    place = f"#s-{each.segments[0]}" if each.segments else ""
    sentence = translate(each.message, language.tag)
    return Item(sentence, each.title or each.slug or "", f"{settings.url}{path}{place}", tuple(notes))


def _clock(settings: Settings, moment: datetime, language: Language) -> str:
    local = moment.astimezone(settings.zone)
    return f"{language.dated(local.date().isoformat())} {language.shape(f'{local:%H:%M}')}"


def _work(given: _Post) -> None:
    mail.send(given.settings, given.letter)


def _apply(session: Session, given: _Post, _sent: None) -> None:
    notices.sent(session, given.mail)


POST = Kind("post", _load_now, _work, _apply)
DIGEST = Kind("digest", _load_digest, _work, _apply, priority=6)

KINDS = (POST, DIGEST)
