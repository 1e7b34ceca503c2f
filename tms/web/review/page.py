"""The page of a review: as pairs or as it will be read, one part of it, with one sentence in hand."""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import serving
from tms.core.rights import Person
from tms.errors import DeskError
from tms.messages import N_
from tms.store.session import Session
from tms.web.editor.view import sheet_of
from tms.web.pages import page as rendered
from tms.web.review.view import SHOWN, Section, Sentence, View, view
from tms.web.skyline import skyline
from tms.workflow.sheets import Sheet

HINTS = {
    "four-eyes": N_("You wrote this: another editor approves it."),
    "findings-left": N_("Mend the text, or let the finding stand with a reason."),
    "reason-needed": N_("Write it into the field and press the button again."),
    "nothing-said": N_("Write it into the field and press the button again."),
    "comment-needed": N_("Write it into the field and press the button again."),
    "conflict": N_("Nothing was done. This is the text as it is now: decide again."),
}
"""What to do about a refusal on this page, where the error's own advice speaks of the command line."""

FORMS = ("return", "waive", "edit", "say")
"""Steps that need words: their form opens beside the sentence."""


def page(request: Request) -> Response:
    by = serving.person(request)
    serving.clean_names([*request.path_params.items(), *request.query_params.multi_items()])
    with serving.desk(request).reading() as session:
        found = view(session, opened(session, request, by), by)
    slug = found.sheet.article.slug
    if slug != request.path_params["slug"]:
        return RedirectResponse(f"/articles/{slug}/editions/{found.sheet.language}/review", 301)
    return show(request, found, found.find(request.query_params.get("at", "")))


def opened(session: Session, request: Request, by: Person, *, write: bool = False) -> Sheet:
    slug, language = request.path_params["slug"], request.path_params["language"]
    return sheet_of(session, by, slug, language, write=write)


def show(
    request: Request,
    found: View,
    at: Sentence | None,
    step: str = "",
    error: DeskError | None = None,
    sent: Mapping[str, str] | None = None,
) -> Response:
    """The edition as it stands; ``at`` is in hand, with the form of a step, what was refused and typed."""
    asked = request.query_params
    as_page = asked.get("view") == "page"
    parts = found.parts()
    number = _part(request, parts, at)
    if at is None and as_page:
        listed = [each for section in parts[number] for each in section.sentences]
        at = next((each for each in listed if each.waiting), listed[0] if listed else None)
    named = step or asked.get("do", "")
    shown = asked.get("show", "all")
    return rendered(
        request,
        "review/page.html",
        error.status if error else 200,
        view=found,
        article=found.sheet.article,
        target=found.target,
        sections=parts[number],
        pages=found.pages(parts[number]) if as_page else {},
        part=number,
        parts=len(parts),
        as_page=as_page,
        show=shown if shown in SHOWN else "all",
        kinds=SHOWN,
        skyline=skyline(found.bars),
        at=at,
        form=named if named in FORMS else "",
        error=error,
        hint=HINTS.get(error.code) if error else None,
        sent=sent or {},
        edit=request.app.url_path_for("editor", slug=found.sheet.article.slug, language=found.sheet.language),
        said=_whole(request, "approved"),
        address=lambda **changed: address(request, **changed),
    )


def address(request: Request, **changed: str | int) -> str:
    """This page with another filter, view, part, or sentence in hand."""
    kept = {
        name: request.query_params[name] for name in ("show", "view", "part") if name in request.query_params
    }
    values = {
        name: value
        for name, value in {**kept, **changed}.items()
        if value not in ("", "all", "pairs", 0, "0")
    }
    return f"{request.url.path}?{urlencode(values)}" if values else request.url.path


def onward(request: Request, found: View, name: str, at: str, count: int) -> str:
    """Where the page goes on: at the next sentence that waits, or, after a waiver, at the same one."""
    here = next((each for each in found.sentences if each.row.id == at), None)
    if here is None:
        return address(request, part=0, approved=count if name == "clean" else "")
    there = here if name in ("waive", "edit", "say") else found.next(here.number) or here
    part = next(
        number
        for number, sections in enumerate(found.parts())
        if any(section.block.id == there.row.block.id for section in sections)
    )
    in_hand = there.id if request.query_params.get("view") == "page" else ""
    return f"{address(request, part=part, at=in_hand)}#s-{there.id}"


def _part(request: Request, parts: list[list[Section]], at: Sentence | None) -> int:
    for number, sections in enumerate(parts):
        if at is not None and any(each is at for section in sections for each in section.sentences):
            return number
    return min(_whole(request, "part"), len(parts) - 1)


def _whole(request: Request, name: str) -> int:
    asked = request.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
