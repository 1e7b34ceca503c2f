"""Who did what, with one article or at the whole desk, the newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import languages, serving
from tms.core.rights import Person, Role
from tms.messages import N_
from tms.store import articles, events, people
from tms.store.articles import Article
from tms.store.events import Event
from tms.store.session import Session
from tms.web.pages import page as rendered

WHAT: Mapping[str, str] = {
    "ingest": N_("took the article in"),
    "correct": N_("corrected the English"),
    "accept": N_("accepted the English"),
    "urgent": N_("changed the urgent mark"),
    "note": N_("wrote a note to the translators"),
    "plan": N_("set when the edition is due"),
    "assign": N_("assigned"),
    "take": N_("took on"),
    "take-over": N_("took over"),
    "hand-back": N_("handed back"),
    "ask-time": N_("asked for more time"),
    "due": N_("set a new time"),
    "late": N_("found somebody late"),
    "blocked": N_("found the edition due and not ready"),
    "save": N_("wrote"),
    "reopen": N_("reopened"),
    "submit": N_("submitted"),
    "confirm": N_("found still right"),
    "check": N_("found something to look at"),
    "merge": N_("merged sentences"),
    "split": N_("split what was merged"),
    "order": N_("moved a sentence"),
    "omit": N_("left a sentence out"),
    "add": N_("added a sentence"),
    "remove": N_("took an addition out"),
    "put-back": N_("put a sentence back"),
    "comment": N_("commented"),
    "return": N_("returned"),
    "approve": N_("approved"),
    "approve-edition": N_("approved the edition"),
    "waive": N_("let a finding stand"),
    "release": N_("released"),
    "withdraw": N_("withdrew"),
    "deliver": N_("delivered"),
    "memory-import": N_("brought pairs into the memory"),
    "term-add": N_("added a term"),
    "term-change": N_("changed a term"),
    "term-retire": N_("took a term out"),
    "sign-in": N_("signed in"),
    "password": N_("changed the password"),
    "password-reset": N_("asked for a new password"),
    "user-add": N_("added somebody"),
    "user-invite": N_("invited somebody"),
    "user-change": N_("changed somebody’s rights"),
    "user-disable": N_("disabled somebody"),
    "user-enable": N_("enabled somebody"),
    "token-add": N_("made a token"),
    "token-revoke": N_("revoked a token"),
    "freed": N_("let others take what was late"),
    "setting": N_("changed a setting"),
    "job-retry": N_("ran a job again"),
    "job-cancel": N_("cancelled a job"),
    "job-dead": N_("gave a job up"),
}
"""What the steps are called in the sentence "NAME did it"; others are shown by their own name."""

DESK = frozenset(
    {
        "sign-in", "password", "password-reset", "user-add", "user-invite", "user-change", "user-disable",
        "user-enable", "token-add", "token-revoke", "memory-import", "term-add", "term-change",
        "term-retire", "job-retry", "job-cancel", "job-dead",
    }
)  # fmt: skip
"""What concerns no article: only the chief is told of it."""

_ONE_BY_ONE = frozenset({"save", "reopen", "submit", "confirm", "approve", "return", "check"})
"""Steps that leave an event for each sentence: told as one where somebody took them in a row."""

PAGE = 100
_MOST = 200  # names to choose from


@dataclass(frozen=True)
class Fact:
    """What somebody did, once or in a row; ``at`` is when they did it last."""

    at: datetime
    who: str
    what: str
    slug: str | None
    title: str | None
    language: str
    details: Mapping[str, Any]
    segments: Sequence[str]


def of_article(request: Request) -> Response:
    by = serving.person(request)
    by.must(Role.EDITOR)
    slug = request.path_params["slug"]
    serving.clean_names([("slug", slug)])
    with serving.desk(request).reading() as session:
        article = articles.find(session, slug)
        if article.slug != slug:
            return RedirectResponse(f"/articles/{article.slug}/events", 301)
        segments = articles.revision(session, article).document.segments
        numbers = {segment.id: at for at, segment in enumerate(segments, 1)}
        return _show(request, session, by, article, numbers)


def of_desk(request: Request) -> Response:
    by = serving.person(request)
    by.must(Role.EDITOR)
    with serving.desk(request).reading() as session:
        return _show(request, session, by)


def _show(
    request: Request,
    session: Session,
    by: Person,
    article: Article | None = None,
    numbers: Mapping[str, int] | None = None,
) -> Response:
    asked = request.query_params
    serving.clean_names(asked.multi_items())
    chief = by.has(Role.CHIEF)
    spoken = [tag for tag in languages.TARGETS if by.speaks(tag)]
    language = asked.get("language", "")
    before = asked.get("before", "")
    chosen = {
        "who": asked.get("who", "")[:64],
        "what": asked.get("what", "")[:40],
        "language": language if language in spoken else "",
    }
    found = events.listed(
        session,
        article_id=article.id if article else None,
        who=chosen["who"],
        what=chosen["what"],
        languages=[chosen["language"]] if chosen["language"] else None if chief else ["", *spoken],
        desk=chief,
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 17 else None,
        limit=PAGE + 1,
    )
    names = [user.name for user in people.users(session)][:_MOST]
    older = {name: value for name, value in chosen.items() if value}
    return rendered(
        request,
        "events/page.html",
        article=article,
        facts=_facts(found[:PAGE]),
        older=urlencode({**older, "before": found[PAGE - 1][0].id}) if len(found) > PAGE else "",
        begun=bool(before),
        chosen=chosen,
        people=names,
        what=WHAT,
        choices={
            name: word for name, word in WHAT.items() if name not in DESK or (chief and article is None)
        },
        names={tag: languages.get(tag).name for tag in spoken},
        places=lambda fact: _places(fact.segments, numbers or {}),
    )


def _facts(found: Iterable[tuple[Event, str | None, str | None]]) -> list[Fact]:
    facts = []
    for key, group in groupby(found, key=_row):
        listed = list(group)
        for some in [listed] if key[1] in _ONE_BY_ONE else [[each] for each in listed]:
            event, slug, title = some[0]
            segments = dict.fromkeys(
                s for each, *_ in reversed(some) for s in each.details.get("segments") or ()
            )
            facts.append(
                Fact(event.at, event.who, event.what, slug, title, event.language, event.details, [*segments])
            )
    return facts


def _row(told: tuple[Event, str | None, str | None]) -> tuple[object, ...]:
    """What events have in common that are told as one."""
    event = told[0]
    said = event.details.get("comment") or event.details.get("override")
    return event.who, event.what, event.article_id, event.language, said


def _places(segments: Iterable[str], numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """The sentences that are still there, by id and number, in reading order."""
    listed = [(segment, numbers[segment]) for segment in segments if segment in numbers]
    return sorted(listed, key=lambda place: place[1])
