"""One article: its English with the kinds of its blocks, its revisions, its editions and its releases."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import languages, serving
from tms.core.assembly import original
from tms.formats.html_page import inside
from tms.store import articles, overview, releases
from tms.web.pages import page as rendered
from tms.web.pages import welcome
from tms.web.skyline import percent, skyline, stands
from tms.workflow.board import line
from tms.workflow.status import Blocker, status


def page(request: Request) -> Response:
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
    english = original(found.revision.document, languages.SOURCE)
    return rendered(
        request,
        "article/page.html",
        article=article,
        revision=found.revision,
        line=lines,
        editions=[
            (languages.get(tag), lines.editions[tag], _by_code(edition.blockers))
            for tag, edition in found.editions.items()
            if by is None or by.speaks(tag)
        ],
        numbers={segment.id: at for at, segment in enumerate(found.revision.document.segments, 1)},
        blocks=[(each, inside(each, languages.SOURCE)) for each in english.blocks],
        revisions=revisions,
        releases=made,
        skyline=skyline,
        stands=stands,
        percent=percent,
    )


def _by_code(blockers: list[Blocker]) -> dict[str, list[Blocker]]:
    """What keeps an edition back, by its kind, in the order of the page."""
    grouped: dict[str, list[Blocker]] = {}
    for blocker in blockers:
        grouped.setdefault(blocker.code, []).append(blocker)
    return grouped
