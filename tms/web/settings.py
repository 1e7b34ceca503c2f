"""House settings: what the desk decides for itself, and who decided it when. Chiefs read, admins decide."""

from itertools import groupby

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from tms import languages, serving
from tms.core.house import SETTINGS
from tms.core.rights import Role
from tms.errors import BadValue, DeskError
from tms.store.house import house as decided
from tms.web.pages import page as rendered
from tms.workflow import house


def routes() -> list[BaseRoute]:
    return [
        Route("/settings", page, name="settings"),
        Route("/settings", decide, methods=["POST"]),
    ]


def page(request: Request) -> Response:
    serving.person(request).must(Role.CHIEF)
    return _shown(request)


def decide(request: Request) -> Response:
    by, sent = serving.person(request), serving.fields(request)
    values = {name: sent[name] for name in SETTINGS if name in sent}
    try:
        with serving.desk(request).writing() as session:
            house.change(session, values, by)
    except BadValue as error:
        return _shown(request, error, sent=values)
    return RedirectResponse("/settings?saved=1", 303)


def _shown(request: Request, error: DeskError | None = None, sent: dict[str, str] | None = None) -> Response:
    by = serving.person(request)
    with serving.desk(request).reading() as session:
        now = decided(session)
        changes = house.changes(session)
    return rendered(
        request,
        "settings/page.html",
        error.status if error else 200,
        groups=[
            (tag, list(some)) for tag, some in groupby(SETTINGS.values(), key=lambda each: each.language)
        ],
        values={name: now.value(name) for name in SETTINGS} | (sent or {}),
        settings=SETTINGS,
        changes=[each for each in changes if each.details["name"] in SETTINGS],
        tongue=languages.get,
        admin=by.has(Role.ADMIN),
        saved="saved" in request.query_params and error is None,
        error=error,
    )
