"""Pages for people, in three languages."""

from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from tms.web import article, board, editor, links, me, people, release, review, signin
from tms.web.pages import error_page, welcome_page

STATIC = Path(__file__).parent / "static"


def routes() -> list[BaseRoute]:
    return [
        Route("/", board.page, name="board"),
        Route("/articles/{slug}", article.page, name="article"),
        Route("/articles/{slug}/releases/{number:int}", release.page, name="release"),
        Route("/articles/{slug}/editions/{language}/review", review.page, name="review"),
        Route("/articles/{slug}/editions/{language}/review", review.take, methods=["POST"]),
        *signin.routes(),
        *links.routes(),
        *me.routes(),
        *people.routes(),
        *editor.routes(),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
    ]


__all__ = ["error_page", "routes", "welcome_page"]
