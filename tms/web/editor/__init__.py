"""The editor: an article's sentences in two languages, side by side, and the steps on them."""

from starlette.routing import BaseRoute, Route

from tms.web.editor import page, spelling, steps

_PATH = "/articles/{slug}/editions/{language}/edit"


def routes() -> list[BaseRoute]:
    return [
        Route(_PATH, page.show, name="editor"),
        Route(_PATH, steps.form, methods=["POST"]),
        Route(f"{_PATH}/part/{{number:int}}", page.part),
        Route(f"{_PATH}/changes", page.changes),
        Route(f"{_PATH}/spelling", spelling.restored, methods=["POST"]),
        Route(f"{_PATH}/found", page.found),
        Route(f"{_PATH}/{{id}}", page.sentence),
        Route(f"{_PATH}/{{id}}", steps.save, methods=["PUT"]),
    ]


__all__ = ["routes"]
