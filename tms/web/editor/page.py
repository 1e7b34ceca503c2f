"""The editor's page, the parts of a long one, one sentence with its help, and what changed meanwhile."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from tms import languages, serving
from tms.core.document import HIDDEN
from tms.core.rights import Person, Role
from tms.core.states import Step
from tms.formats.html_page import inside
from tms.store import articles, editions, events
from tms.store.session import Session
from tms.web.editor import markup
from tms.web.editor.view import FILTERS, Opened, Section, Sentence, opened, spoken
from tms.web.pages import page as rendered
from tms.web.pages import part as fragment
from tms.web.skyline import skyline
from tms.workflow.beside import may
from tms.workflow.outline import Line
from tms.workflow.sheets import Sheet, open_sheet

_MOST_CHANGES = 40
_SHAPING = frozenset({"merge", "split", "order", "add", "remove", "put-back"})
"""Events after which a block has other sentences, or the same in another order."""
_MOST_FOUND = 500
_LONGEST = 200  # characters of a text that is looked for


def show(request: Request) -> Response:
    """The article from the part on in which the sentence asked for stands; ``at`` opens it."""
    by = serving.person(request)
    slug, language = _named(request)
    with serving.desk(request).reading() as session:
        since = events.cursor(session)
        view = opened(session, by, slug, language)
        if view.article.slug != slug:
            return RedirectResponse(f"/articles/{view.article.slug}/editions/{view.target.tag}/edit", 301)
        at = _at(request, view)
        show, words = _asked(request)
        found = view.shown(show, words)
        part = _part(request, view, at or (found[0] if found and words else None))
        sentence, beside = view.one(at.id) if at is not None else (None, None)
        sections = view.sections(view.parts[part])
        return rendered(
            request,
            "editor/page.html",
            view=view,
            sections=sections,
            article=view.article,
            title=view.article.title or view.article.slug,
            target=view.target,
            source=languages.get(languages.SOURCE),
            part=part,
            active=sentence,
            beside=beside,
            shown=show,
            searched=words,
            found=len(found),
            since=since,
            out=view.outline.by_id.keys() - {line.id for line in found},
            towers=skyline((line.bar for line in view.outline.lines), most=len(view.outline.lines)),
            paper=_paper(session, view, sections) if request.query_params.get("view") == "page" else None,
            clean=_clean(sections) if by.has(Role.EDITOR, view.target.tag) else None,
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
        view = opened(session, by, slug, language)
        number = min(request.path_params["number"], len(view.parts) - 1)
        return rendered(
            request,
            "editor/part.html",
            sections=view.sections(view.parts[number]),
            part=number,
            target=view.target,
            active=None,
            out=(),
        )


def block(request: Request, session: Session, by: Person, sheet: Sheet, id: str) -> str:
    """One block as it stands now, for a page that is open already."""
    return _block(request, opened(session, by, sheet.article.slug, sheet.language), id)


def _block(request: Request, view: Opened, id: str) -> str:
    lines = [line for line in view.outline.lines if line.block == id]
    return fragment(
        request,
        "editor/part.html",
        sections=view.sections(lines),
        part=view.part_of(lines[0]) if lines else 0,
        view=view,
        target=view.target,
        active=None,
        out=(),
    )


def _paper(session: Session, view: Opened, sections: list[Section]) -> list[tuple[Section, str]]:
    """The blocks of one part as their readers get them."""
    whole = open_sheet(session, view.article.slug, view.target.tag).assembly()
    by_block = {each.block.id: each for each in whole.blocks}
    return [(section, inside(by_block[section.block.id], view.target)) for section in sections]


def _clean(sections: list[Section]) -> list[str]:
    """What of one part this person can approve as it is, each as ID:VERSION."""
    sentences = (each for section in sections for each in section.sentences)
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
        view = opened(session, by, slug, language)
        found, beside = view.one(request.path_params["id"])
        values = {
            "each": found,
            "target": view.target,
            "beside": beside,
            "text": markup,
            "tongue": languages.get,
        }
        return JSONResponse(
            standing(request, found, view.revision.number)
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
    tag = spoken(by, slug, language)
    with serving.desk(request).reading() as session:
        article = articles.find(session, slug)
        happened = events.of_edition(session, article.id, tag, since)
        last = max([since, *(each.id for each in happened)])
        body: dict[str, object] = {"last": last, "csrf": serving.csrf(request), "rows": []}
        if happened:
            view = opened(session, by, slug, tag)
            told = {segment for each in happened for segment in each.details.get("segments") or ()}
            ids = {each.translation for each in happened if each.translation}
            ids |= editions.covering(session, view.edition.id, told)
            corrected = any(not each.language for each in happened)
            if corrected or "counts" in request.query_params:
                body |= {"counts": view.counts, "order": view.order}
            if corrected:
                ids |= {line.id for line in view.outline.lines if line.stale}
            body["revision"] = view.revision.number
            reshaped = {p for e in happened if e.what in _SHAPING for p in e.details.get("segments") or ()}
            if reshaped:
                body["blocks"] = _reshaped(request, view, reshaped)
            body["rows"] = (
                [standing(request, each, view.revision.number) for each in view.some(ids)]
                if len(ids) <= _MOST_CHANGES
                else None
            )
        return JSONResponse(body)


def _reshaped(request: Request, view: Opened, places: set[str]) -> list[str]:
    """The blocks whose sentences were merged, split, moved, added or taken out since."""
    of = view.revision.document.block_of
    sheet = view.sheet()
    changed = {of[place].id for place in places if place in of}
    changed |= {row.block.id for row in (*sheet.rows, *sheet.removed) if places.intersection(row.places)}
    return [_block(request, view, id) for id in sorted(changed)]


def found(request: Request) -> Response:
    """Which sentences a filter shows, in all parts: by id, and, for ``replace``, those one may write in."""
    by = serving.person(request)
    slug, language = _named(request)
    with serving.desk(request).reading() as session:
        view = opened(session, by, slug, language)
        show, words = _asked(request)
        lines = view.shown(show, words)
        body: dict[str, object] = {"ids": [line.id for line in lines]}
        if "replace" in request.query_params:
            rows = view.sheet(only=[line.id for line in lines[:_MOST_FOUND]]).rows
            body["rows"] = [
                {
                    "id": row.id,
                    "segment": row.segments[0].id,
                    "version": row.record.version,
                    "text": row.record.text,
                }
                for row in rows
                if may(Step.SAVE, row, by)
            ]
        return JSONResponse(body)


def standing(request: Request, each: Sentence, revision: int) -> dict[str, object]:
    """One sentence for a page that is open already."""
    values = {"each": each, "target": languages.get(each.row.language), "active": None, "out": ()}
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


def _at(request: Request, view: Opened) -> Line | None:
    """The sentence that the address opens: ``at`` names its segment, ``n`` counts from 1."""
    number = request.query_params.get("n", "")
    if number.isascii() and number.isdecimal() and 0 < int(number[:6]) <= len(view.outline.lines):
        return view.outline.lines[int(number[:6]) - 1]
    return view.outline.by_segment.get(request.query_params.get("at", ""))


def _part(request: Request, view: Opened, at: Line | None) -> int:
    asked = request.query_params.get("part", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 6:
        return min(int(asked), len(view.parts) - 1)
    return 0 if at is None else view.part_of(at)


def _asked(request: Request) -> tuple[str, str]:
    """The filter of the address, and the words that are looked for."""
    show = request.query_params.get("show", "all")
    return show if show in FILTERS else "all", request.query_params.get("text", "")[:_LONGEST].strip()
