"""Notices: what happened to one's work, read and unread, and in which way one wants each kind."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import languages, serving
from tms.core.rights import Role
from tms.messages import N_
from tms.store import events
from tms.store.notices import NoticeKind, Way
from tms.store.people import Rhythm
from tms.web.pages import page as rendered
from tms.workflow import notices, post

_PAGE = 50

KINDS = {
    NoticeKind.ASSIGNED: N_("Somebody gave me work"),
    NoticeKind.RETURNED: N_("Something was returned to me"),
    NoticeKind.COMMENTED: N_("Somebody commented on my work"),
    NoticeKind.CORRECTED: N_("The English was corrected"),
    NoticeKind.BLOCKED: N_("An edition is due and not ready"),
    NoticeKind.LATE: N_("Something is late"),
    NoticeKind.TAKEN_OVER: N_("Somebody took over work of mine"),
    NoticeKind.HANDED_BACK: N_("Somebody handed back what I gave"),
    NoticeKind.TIME_ASKED: N_("Somebody asks for time"),
    NoticeKind.TIME_GIVEN: N_("I was given more time"),
    NoticeKind.OVERRIDDEN: N_("Somebody approved by an override"),
    NoticeKind.FREED: N_("Late work became free for others"),
}
WAYS = {
    Way.MAIL: N_("By mail and on the page"),
    Way.PAGE: N_("On the page only"),
    Way.OFF: N_("Off"),
}
RHYTHMS = {
    Rhythm.MORNING: N_("In the morning"),
    Rhythm.TWICE: N_("Twice a day"),
    Rhythm.OFTEN: N_("Every three hours"),
}


def page(request: Request) -> Response:
    by = serving.person(request)
    asked = request.query_params.get("page", "1")
    number = max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
    with serving.desk(request).reading() as session:
        since = events.cursor(session)
        listed = notices.listed(session, by, _PAGE + 1, (number - 1) * _PAGE)
        ways = notices.ways(session, by)
        rhythm, mail = notices.rhythm(session, by)
    return rendered(
        request,
        "notices/page.html",
        notices=listed[:_PAGE],
        more=len(listed) > _PAGE,
        number=number,
        ways=ways,
        kinds=KINDS,
        all_ways=WAYS,
        rhythm=rhythm,
        rhythms=[(each, said, post.HOURS[each]) for each, said in RHYTHMS.items()],
        mail=mail,
        since=since,
        names={tag: languages.get(tag).name for tag in languages.TARGETS},
        edits={tag: by.has(Role.EDITOR, tag) for tag in languages.TARGETS},
    )


def read(request: Request) -> Response:
    """Mark the notices named, or all, as read; then on to where one wanted to go."""
    by, sent = serving.person(request), serving.fields(request)
    named = [
        int(id) for id in sent.get("notices", "").split() if id.isascii() and id.isdecimal() and len(id) < 12
    ]
    with serving.desk(request).writing() as session:
        notices.read(session, by, named or None)
    return RedirectResponse(serving.here(sent.get("back", "/notices")), 303)


def choose(request: Request) -> Response:
    """Keep which kinds one wants, how, and when what can wait is mailed."""
    by, sent = serving.person(request), serving.fields(request)
    chosen: dict[str, str] = {kind.value: sent[kind.value] for kind in NoticeKind if kind.value in sent}
    with serving.desk(request).writing() as session:
        notices.choose(session, by, chosen, sent.get("rhythm", ""))
    return RedirectResponse("/notices", 303)
