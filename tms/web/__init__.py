"""Pages for people, in three languages."""

from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from tms.web import (
    article,
    board,
    editor,
    events,
    intake,
    jobs,
    links,
    live,
    me,
    memory,
    notices,
    numbers,
    people,
    queue,
    release,
    releases,
    review,
    revision,
    settings,
    signin,
    steps,
    terms,
)
from tms.web.live import Reader
from tms.web.pages import error_page, welcome_page

STATIC = Path(__file__).parent / "static"


def routes() -> list[BaseRoute]:
    return [
        Route("/", queue.start),
        Route("/board", board.page, name="board"),
        Route("/queue", queue.page, name="queue"),
        Route("/notices", notices.page, name="notices"),
        Route("/notices/read", notices.read, methods=["POST"]),
        Route("/notices/choices", notices.choose, methods=["POST"]),
        Route("/live", live.stream),
        Route("/presence", live.presence, methods=["POST"]),
        Route("/numbers", numbers.page, name="numbers"),
        Route("/memory", memory.page, name="memory"),
        Route("/releases", releases.page, name="releases"),
        Route("/articles/new", intake.page, name="intake"),
        Route("/articles/new", intake.take, methods=["POST"]),
        Route("/articles/{slug}", article.page, name="article"),
        Route("/articles/{slug}", steps.take, methods=["POST"]),
        Route("/articles/{slug}/revisions/{number:int}", revision.page, name="revision"),
        Route("/articles/{slug}/releases/{number:int}", release.page, name="release"),
        Route("/articles/{slug}/editions/{language}/review", review.page, name="review"),
        Route("/articles/{slug}/editions/{language}/review", review.take, methods=["POST"]),
        Route("/articles/{slug}/events", events.of_article, name="article-events"),
        Route("/events", events.of_desk, name="events"),
        Route("/jobs", jobs.page, name="jobs"),
        Route("/jobs", jobs.take, methods=["POST"]),
        Route("/articles/{slug}/urgent", queue.urgent, methods=["POST"]),
        *(
            Route(f"/articles/{{slug}}/editions/{{language}}/{step}", queue.move(step), methods=["POST"])
            for step in queue.STEPS
        ),
        *signin.routes(),
        *links.routes(),
        *me.routes(),
        *people.routes(),
        *terms.routes(),
        *settings.routes(),
        *editor.routes(),
        Mount("/static", GZipMiddleware(Files(directory=STATIC)), name="static"),
    ]


class Files(StaticFiles):
    """Our own files: one asked for by its hash never changes, any other is asked for again each time.

    They travel packed. Pages do not: what packs a secret together with words of others tells it (BREACH).
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        named = scope.get("query_string", b"").startswith(b"v=")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if named else "no-cache"
        return response


__all__ = ["Reader", "error_page", "routes", "welcome_page"]
