"""The editor's page, the parts of a long one, one sentence with its help, and what changed meanwhile."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tms import languages, serving
from tms.store import articles, events
from tms.web.editor import markup
from tms.web.editor.view import Sentence, View, one, sheet_of, view
from tms.web.pages import page as rendered
from tms.web.pages import part as fragment
from tms.web.skyline import skyline

FILTERS = ("all", "todo", "finding", "stale", "mine")
_MOST_CHANGES = 40


def show(request: Request) -> Response:
    """The article from the part on in which the sentence asked for stands; ``at`` opens it."""
    by = serving.person(request)
    slug, language = _named(request)
    with serving.desk(request).reading() as session:
        sheet = sheet_of(session, by, slug, language)
        if sheet.article.slug != slug:
            return RedirectResponse(f"/articles/{sheet.article.slug}/editions/{sheet.language}/edit", 301)
        found = view(session, sheet, by)
        at = found.find(request.query_params.get("at", ""))
        helped = one(session, sheet, at.row.id, by) if at is not None else None
        sentence, beside = helped or (None, None)
        return rendered(
            request,
            "editor/page.html",
            view=found,
            article=sheet.article,
            title=sheet.article.title or sheet.article.slug,
            target=found.target,
            source=languages.get(languages.SOURCE),
            part=_part(request, found, at),
            active=sentence,
            beside=beside,
            shown=_filter(request),
            towers=_towers(found),
            text=markup,
            tongue=languages.get,
        )


def part(request: Request) -> Response:
    """The blocks of one part, for a page that is open already."""
    by = serving.person(request)
    slug, language = _named(request)
    with serving.desk(request).reading() as session:
        found = view(session, sheet_of(session, by, slug, language), by)
        parts = found.parts
        number = min(request.path_params["number"], len(parts) - 1)
        return rendered(
            request,
            "editor/part.html",
            sections=parts[number],
            view=found,
            target=found.target,
            active=None,
            shown="all",
        )


def sentence(request: Request) -> Response:
    """One sentence as it stands, what was found in it, and what helps."""
    by = serving.person(request)
    slug, language = _named(request)
    with serving.desk(request).reading() as session:
        sheet = sheet_of(session, by, slug, language)
        found, beside = one(session, sheet, request.path_params["id"], by)
        values = {
            "each": found,
            "target": languages.get(sheet.language),
            "beside": beside,
            "text": markup,
            "tongue": languages.get,
        }
        return JSONResponse(
            standing(request, found, sheet.revision.number)
            | {
                "notes": fragment(request, "editor/notes.html", **values),
                "help": fragment(request, "editor/help.html", **values),
            }
        )


def changes(request: Request) -> Response:
    """The sentences that were changed after an event; null where it is better to read the page again."""
    by = serving.person(request)
    slug, language = _named(request)
    asked = request.query_params.get("since", "0")
    since = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 12 else 0
    with serving.desk(request).reading() as session:
        article = articles.find(session, slug)
        happened = events.of_edition(session, article.id, language, since)
        last = max([since, *(each.id for each in happened)])
        body: dict[str, object] = {"last": last, "csrf": serving.csrf(request), "rows": []}
        if happened:
            sheet = sheet_of(session, by, slug, language)
            named = {each.translation for each in happened}
            corrected = any(not each.language for each in happened)
            rows = [row for row in sheet.rows if row.id in named or (corrected and row.stale)]
            body["revision"] = sheet.revision.number
            body["rows"] = (
                [standing(request, one(session, sheet, row.id, by)[0], sheet.revision.number) for row in rows]
                if len(rows) <= _MOST_CHANGES
                else None
            )
        return JSONResponse(body)


def standing(request: Request, each: Sentence, revision: int) -> dict[str, object]:
    """One sentence for a page that is open already."""
    values = {"each": each, "target": languages.get(each.row.language), "active": None, "shown": "all"}
    return {
        "id": each.row.id,
        "segment": each.id,
        "version": each.row.record.version,
        "state": each.state,
        "revision": revision,
        "by": each.row.record.author,
        "editable": each.may("save"),
        "row": fragment(request, "editor/row.html", **values),
    }


def _named(request: Request) -> tuple[str, str]:
    slug, language = request.path_params["slug"], request.path_params["language"]
    serving.clean_names([*request.path_params.items(), *request.query_params.multi_items()])
    return slug, language


def _part(request: Request, found: View, at: Sentence | None) -> int:
    asked = request.query_params.get("part", "")
    parts = found.parts
    if asked.isascii() and asked.isdecimal() and len(asked) < 6:
        return min(int(asked), len(parts) - 1)
    for number, sections in enumerate(parts):
        if at is not None and any(section.block.id == at.row.block.id for section in sections):
            return number
    return 0


def _filter(request: Request) -> str:
    asked = request.query_params.get("show", "all")
    return asked if asked in FILTERS else "all"


def _towers(found: View) -> dict[str, object]:
    """The skyline as one path for each kind, so that a long article draws it in a few kilobytes."""
    drawn = skyline(found.bars)
    paths: dict[str, str] = {}
    for each in drawn.towers:
        box = f"M{each.x} {each.y}h{each.width}v{each.height}h-{each.width}z"
        paths[each.kind] = paths.get(each.kind, "") + box
    return {"width": drawn.width, "paths": paths}
