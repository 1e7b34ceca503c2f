"""Tell a person what happened to their work: on the page, and by mail at once or in a digest."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tms.core.rights import Person, Role
from tms.errors import BadValue
from tms.messages import N_, Message
from tms.store import jobs, notices, people
from tms.store.articles import Article
from tms.store.notices import Notice, NoticeKind, Way
from tms.store.people import Rhythm, User
from tms.store.session import Session
from tms.workflow.people import person

_AT_ONCE = frozenset({NoticeKind.TAKEN_OVER, NoticeKind.LATE, NoticeKind.FREED, NoticeKind.TIME_ASKED})

_SAID: Mapping[NoticeKind, tuple[str, str]] = {
    NoticeKind.ASSIGNED: N_("%(who)s gave you %(count)s sentence.", "%(who)s gave you %(count)s sentences."),
    NoticeKind.RETURNED: N_(
        "%(who)s returned %(count)s sentence to you.", "%(who)s returned %(count)s sentences to you."
    ),
    NoticeKind.COMMENTED: N_(
        "%(who)s commented on %(count)s sentence.", "%(who)s commented on %(count)s sentences."
    ),
    NoticeKind.CORRECTED: N_(
        "%(who)s corrected the English of %(count)s sentence of yours.",
        "%(who)s corrected the English of %(count)s sentences of yours.",
    ),
    NoticeKind.BLOCKED: N_(
        "The edition is due and not ready: %(count)s sentence is left.",
        "The edition is due and not ready: %(count)s sentences are left.",
    ),
    NoticeKind.LATE: N_(
        "%(holder)s is late: %(count)s sentence is not submitted.",
        "%(holder)s is late: %(count)s sentences are not submitted.",
    ),
    NoticeKind.TAKEN_OVER: N_(
        "%(who)s took over %(count)s sentence from you.", "%(who)s took over %(count)s sentences from you."
    ),
    NoticeKind.HANDED_BACK: N_(
        "%(who)s handed back %(count)s sentence.", "%(who)s handed back %(count)s sentences."
    ),
    NoticeKind.TIME_ASKED: N_(
        "%(who)s asks for more time for %(count)s sentence.",
        "%(who)s asks for more time for %(count)s sentences.",
    ),
    NoticeKind.TIME_GIVEN: N_(
        "%(who)s gave you more time for %(count)s sentence.",
        "%(who)s gave you more time for %(count)s sentences.",
    ),
    NoticeKind.OVERRIDDEN: N_(
        "%(who)s approved %(count)s sentence by an override.",
        "%(who)s approved %(count)s sentences by an override.",
    ),
    NoticeKind.FREED: N_(
        "%(holder)s is too late: %(count)s sentence is free for others now.",
        "%(holder)s is too late: %(count)s sentences are free for others now.",
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as its person reads it; ``until`` is a time that it speaks of."""

    notice: Notice
    slug: str | None
    title: str | None
    message: Message
    comment: str
    until: datetime | None
    segments: Sequence[str]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a notice is about; ``until`` is a time it speaks of, ``holder`` who has it, if not its reader."""

    article: Article
    language: str
    segments: Sequence[str]
    comment: str = ""
    until: datetime | None = None
    holder: str = ""


def tell(session: Session, users: Iterable[int], kind: NoticeKind, by: str, matter: Matter) -> None:
    """Tell these people, each in their way, in the transaction of what happened; nobody of their own step."""
    wanted = set(users)
    known = [user for user in people.active(session) if user.id in wanted and user.name != by]
    chosen = notices.choices(session, [user.id for user in known]) if known else {}
    for user in known:
        way = chosen.get((user.id, kind), Way.MAIL)
        if way is Way.OFF:
            continue
        notice = Notice(
            user_id=user.id,
            kind=kind,
            article_id=matter.article.id,
            language=matter.language,
            who=by,
            details={
                "segments": list(matter.segments),
                "comment": matter.comment,
                "until": matter.until.timestamp() if matter.until else None,
                "holder": matter.holder,
            },
            urgent=matter.article.urgent or kind in _AT_ONCE,
        )
        session.add(notice)
        if way is Way.MAIL and user.mail:
            session.flush()
            key = f"post:{notice.id}"
            jobs.enqueue(session, "post", key, {"user": user.id, "key": key})


def editors(session: Session, language: str, role: Role = Role.EDITOR) -> list[int]:
    """The people who answer for an edition: its editors, and chiefs and admins where there are none."""
    able = [user for user in people.active(session) if person(user).has(role, language)]
    of_the_role = [user.id for user in able if user.role is role]
    return of_the_role or [user.id for user in able]


def listed(session: Session, by: Person, limit: int = 50, offset: int = 0) -> list[Told]:
    """What a person was told, the newest first, of the languages that are still theirs."""
    return told(by, notices.of_person(session, by.id, limit, offset))


def told(by: Person, rows: Iterable[tuple[Notice, str | None, str | None]]) -> list[Told]:
    """Notices as their person reads them: those of languages that are still theirs."""
    return [_told(notice, slug, title) for notice, slug, title in rows if by.speaks(notice.language or None)]


def read(session: Session, by: Person, ids: Collection[int] | None = None) -> int:
    """Mark these of one's own notices read, or all."""
    return notices.read(session, by.id, ids)


def ways(session: Session, by: Person) -> dict[NoticeKind, Way]:
    """How somebody wants each kind."""
    chosen = notices.choices(session, [by.id])
    return {kind: chosen.get((by.id, kind), Way.MAIL) for kind in NoticeKind}


def rhythm(session: Session, by: Person) -> tuple[Rhythm, str]:
    """When somebody is mailed what can wait, and where to, "" where the desk knows no address."""
    user = session.get(User, by.id)
    return (user.rhythm, user.mail) if user is not None else (Rhythm.TWICE, "")


def choose(session: Session, by: Person, chosen: Mapping[str, str], when: str = "") -> None:
    """Have each of these kinds by mail, on the page only, or not at all; and mails then."""
    user = session.get(User, by.id)
    if when and user is not None:
        if when not in set(Rhythm):
            raise BadValue("rhythm", value=when, name="rhythm", known=", ".join(Rhythm))
        user.rhythm = Rhythm(when)
    now = ways(session, by)
    for kind, way in chosen.items():
        if kind not in set(NoticeKind) or way not in set(Way):
            raise BadValue(kind, value=way, name=kind, known=", ".join(Way))
        now[NoticeKind(kind)] = Way(way)
    notices.choose(session, by.id, now.items())


def message(notice: Notice) -> Message:
    """The sentence of a notice; names are isolated, so that they keep their direction in any text."""
    one, many = _SAID[notice.kind]
    params: dict[str, object] = {"count": len(notice.details["segments"])}
    for name, value in (("who", notice.who), ("holder", notice.details.get("holder", ""))):
        if f"%({name})s" in one:
            params[name] = f"\u2068{value}\u2069"
    return Message(one, params, many)


def _told(notice: Notice, slug: str | None, title: str | None) -> Told:
    until = notice.details.get("until")
    return Told(
        notice,
        slug,
        title,
        message(notice),
        notice.details.get("comment", ""),
        datetime.fromtimestamp(until, tz=notice.at.tzinfo) if until else None,
        notice.details["segments"],
    )
