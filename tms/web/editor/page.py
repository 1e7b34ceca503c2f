"""The editor's page, the parts of a long one, one sentence with its help, and what changed meanwhile."""

from collections.abc import Iterable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tms import languages, serving
from tms.core.document import HIDDEN
from tms.core.rights import Person, Role
from tms.formats.html_page import inside
from tms.store import articles, events
from tms.store.events import Event
from tms.store.session import Session
from tms.web.editor import markup
from tms.web.editor.view import Section, Sentence, View, one, sheet_of, view
from tms.web.pages import page as rendered
from tms.web.pages import part as fragment
from tms.web.skyline import skyline
from tms.workflow.sheets import Sheet, open_sheet

FILTERS = ("all", "todo", "finding", "stale", "mine")
_MOST_CHANGES = 40
_SHAPING = frozenset({"merge", "split", "order", "add", "remove", "put-back"})
"""Events after which a block has other sentences, or the same in another order."""


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
        part = _part(request, found, at)
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
            part=part,
            active=sentence,
            beside=beside,
            shown=_filter(request),
            towers=_towers(found),
            paper=_paper(found, part) if request.query_params.get("view") == "page" else None,
            clean=_clean(found, part) if by.has(Role.EDITOR, found.target.tag) else None,
            hidden=HIDDEN,
            address=lambda **changed: _address(request, **changed),
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


def block(request: Request, session: Session, by: Person, sheet: Sheet, id: str) -> str:
    """One block as it stands now, for a page that is open already."""
    fresh = open_sheet(session, sheet.article.slug, sheet.language)
    found = view(session, fresh, by)
    sections = [each for part in found.parts for each in part if each.block.id == id]
    return fragment(
        request,
        "editor/part.html",
        sections=sections,
        view=found,
        target=found.target,
        active=None,
        shown="all",
    )


def _paper(found: View, part: int) -> list[tuple[Section, str]]:
    """The blocks of one part as their readers get them."""
    by_block = {each.block.id: each for each in found.sheet.assembly().blocks}
    return [(section, inside(by_block[section.block.id], found.target)) for section in found.parts[part]]


def _clean(found: View, part: int) -> list[str]:
    """What of one part this person can approve as it is, each as ID:VERSION."""
    sentences = (each for section in found.parts[part] for each in section.sentences)
    return [f"{each.row.id}:{each.row.record.version}" for each in sentences if "approve" in each.acts]


def _address(request: Request, **changed: str | int) -> str:
    """This page with another view or part."""
    kept = {name: request.query_params[name] for name in ("show", "text") if name in request.query_params}
    values = {name: value for name, value in {**kept, **changed}.items() if value not in ("", 0)}
    return f"{request.url.path}?{urlencode(values)}" if values else request.url.path


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
            body["blocks"] = _reshaped(request, session, by, sheet, happened)
            body["rows"] = (
                [standing(request, one(session, sheet, row.id, by)[0], sheet.revision.number) for row in rows]
                if len(rows) <= _MOST_CHANGES
                else None
            )
        return JSONResponse(body)


def _reshaped(
    request: Request, session: Session, by: Person, sheet: Sheet, happened: Iterable[Event]
) -> list[str]:
    """The blocks whose sentences were merged, split, moved, added or taken out since."""
    places = {p for each in happened if each.what in _SHAPING for p in each.details.get("segments", ())}
    changed = {row.block.id for row in (*sheet.rows, *sheet.removed) if places.intersection(row.places)}
    return [block(request, session, by, sheet, id) for id in sorted(changed)]


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
