"""One article: its English with the kinds of its blocks, its revisions, its editions and its releases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import languages, serving
from tms.core.assembly import original
from tms.core.document import BlockKind
from tms.core.rights import Role
from tms.errors import DeskError
from tms.formats.html_page import inside
from tms.messages import N_
from tms.store import articles, editions, overview, people, releases
from tms.store.releases import Release
from tms.store.session import Session
from tms.web.pages import page as rendered
from tms.web.pages import welcome
from tms.web.skyline import percent, skyline, stands
from tms.workflow.blocks import RUNNING
from tms.workflow.board import line
from tms.workflow.people import person
from tms.workflow.status import Blocker, status

HINTS = {
    "blocked": N_("What is left stands below, with who has it."),
    "not-accepted": N_("Read the English, then accept it."),
    "reason-needed": N_("Write it into the field and press the button again."),
    "block-stays": N_("Correct its kind first."),
    "conflict": N_("Nothing was done. Look at the article as it is now and decide again."),
}
"""What to do about a refusal on this page, where the error's own advice speaks of the command line."""

_MOST = 200
_PART = 150
"""Blocks of the English that are shown at once."""


def page(request: Request) -> Response:
    return show(request)


def show(request: Request, error: DeskError | None = None, sent: Mapping[str, str] | None = None) -> Response:
    """The article as it stands; after a step that was refused with what was refused, and what was typed."""
    empty = welcome(request)
    if empty is not None:
        return empty
    slug = request.path_params["slug"]
    serving.clean_names([("slug", slug)])
    by = serving.maybe_person(request)
    with serving.desk(request).reading() as session:
        article = articles.find(session, slug)
        if article.slug != slug:
            return RedirectResponse(f"/articles/{article.slug}", 301)
        found = status(session, slug)
        lines = line(session, article)
        revisions = overview.history(session, article.id)
        made = releases.releases(session, article.id)
        ways = releases.ways(session, [each.id for each in made])
        by = serving.maybe_person(request)
        dues = {tag: edition.due for tag, edition in editions.of_article(session, article.id).items()}
        able = _translators(session) if by is not None and by.has(Role.EDITOR) else {}
    english = original(found.revision.document, languages.SOURCE).blocks
    part = _part(request, [each.block.id for each in english])
    return rendered(
        request,
        "article/page.html",
        error.status if error else 200,
        article=article,
        error=error,
        hint=HINTS.get(error.code) if error else None,
        sent=sent or {},
        editor=by is not None and by.has(Role.EDITOR),
        chief=by is not None and by.has(Role.CHIEF),
        able=able,
        dues=dues,
        correcting=request.query_params.get("block", ""),
        kinds=list(BlockKind),
        revision=found.revision,
        line=lines,
        editions=[
            (languages.get(tag), lines.editions[tag], _by_code(edition.blockers))
            for tag, edition in found.editions.items()
            if by is None or by.speaks(tag)
        ],
        numbers={segment.id: at for at, segment in enumerate(found.revision.document.segments, 1)},
        blocks=[
            (each, inside(each, languages.get(languages.SOURCE))) for each in english[part * _PART :][:_PART]
        ],
        part=part,
        parts=max(1, ceil(len(english) / _PART)),
        last=english[-1].block.id if english else "",
        revisions=revisions,
        releases=[_out(each, made, ways) for each in made],
        scheduled=[each for each in made if _lies_ahead(each) and not _over(each, made)],
        running=RUNNING,
        segments={each.block.id: each.block.segments for each in english},
        skyline=skyline,
        stands=stands,
        percent=percent,
        now=datetime.now(UTC),
    )


@dataclass(frozen=True)
class Out:
    """One release with where it goes. ``over`` is the one that overtook it before its time, or 0."""

    release: Release
    ways: list[Any]
    ahead: bool
    over: int


def _out(release: Release, made: Sequence[Release], ways: Sequence[Any]) -> Out:
    mine = [way for way in ways if way.release_id == release.id]
    return Out(release, mine, _lies_ahead(release), _over(release, made))


def _lies_ahead(release: Release) -> bool:
    return release.publish_at is not None and release.publish_at > datetime.now(UTC)


def _over(release: Release, made: Sequence[Release]) -> int:
    time = release.publish_at or release.at
    newer = [
        each.number for each in made if each.number > release.number and (each.publish_at or each.at) < time
    ]
    return min(newer, default=0)


def _translators(session: Session) -> dict[str, list[str]]:
    """Who may be given something, by language."""
    active = [person(user) for user in people.active(session)]
    return {
        tag: [each.name for each in active if each.has(Role.TRANSLATOR, tag)][:_MOST]
        for tag in languages.TARGETS
    }


def _part(request: Request, ids: Sequence[str]) -> int:
    """The part of a long article that is shown: the one asked for, or that of the block in hand."""
    asked, block = request.query_params.get("part", ""), request.query_params.get("block", "")
    if block in ids:
        return ids.index(block) // _PART
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 0
    return min(number, max(len(ids) - 1, 0) // _PART)


def _by_code(blockers: list[Blocker]) -> dict[str, list[Blocker]]:
    """What keeps an edition back, by its kind, in the order of the page."""
    grouped: dict[str, list[Blocker]] = {}
    for blocker in blockers:
        grouped.setdefault(blocker.code, []).append(blocker)
    return grouped
