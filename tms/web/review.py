"""Review: an editor reads an edition as pairs or as a page, approves, returns, waives, and signs it."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import languages, serving
from tms.core.document import HIDDEN, Block
from tms.core.findings import Finding, Severity
from tms.core.rights import Person, Role
from tms.core.states import State, Step
from tms.core.text import Text
from tms.errors import BadRequest, Conflict, DeskError, NoSuchTranslation, ReasonNeeded
from tms.formats.html_page import alone, inside
from tms.languages.base import Language
from tms.messages import N_
from tms.store.findings import Waiver, waivers
from tms.store.house import house
from tms.store.session import Session
from tms.web.editor.markup import diff
from tms.web.editor.view import sheet_of
from tms.web.pages import page as rendered
from tms.web.skyline import skyline
from tms.workflow import checking, review
from tms.workflow.beside import made_from, may
from tms.workflow.board import Bar
from tms.workflow.sheets import Row, Sheet
from tms.workflow.steps import Seen

PART = 100
"""Sentences on one page: a long article comes in parts, each ending with a block."""

SHOWN = {
    "all": N_("All"),
    "waiting": N_("Waiting for an editor"),
    "stale": N_("English changed"),
    "finding": N_("Findings"),
    "unedited": N_("Unedited"),
}

HINTS = {
    "four-eyes": N_("You wrote this: another editor approves it."),
    "findings-left": N_("Mend the text, or let the finding stand with a reason."),
    "reason-needed": N_("Write it into the field and press the button again."),
    "conflict": N_("Nothing was done. This is the text as it is now: decide again."),
}
"""What to do about a refusal on this page, where the error's own advice speaks of the command line."""


@dataclass(frozen=True)
class Sentence:
    """One translation as its editor sees it. ``number`` counts from 1 in reading order."""

    row: Row
    number: int
    by: Person
    errors: list[Finding]
    warnings: list[Finding]
    let: list[Waiver]
    was: Text | None = None

    @property
    def id(self) -> str:
        return self.row.segments[0].id

    @property
    def state(self) -> str:
        return "stale" if self.row.stale else self.row.record.state.value

    @property
    def source(self) -> Markup:
        """The English; where it was corrected, with what changed since the translation was made."""
        if self.was is not None:
            return diff(self.was.notation, self.row.source.notation)
        return Markup(alone(self.row.source, languages.SOURCE))  # noqa: S704  cleaned where it is made

    @property
    def target(self) -> Markup:
        return Markup(alone(self.row.target, self.row.language))  # noqa: S704  cleaned where it is made

    @property
    def seen(self) -> str:
        """What a step names: the translation, its version, and the English it stands beside."""
        return f"{self.row.id}:{self.row.record.version}:{_digest(str(self.row.basis))}"

    @property
    def machine(self) -> str:
        """The machine whose output this still is."""
        origin = self.row.record.origin
        return origin.removeprefix("machine:") if origin.startswith("machine:") else ""

    @property
    def remembered(self) -> bool:
        return self.row.record.origin == "memory"

    @property
    def unedited(self) -> bool:
        return bool(self.machine) or self.remembered

    @property
    def waiting(self) -> bool:
        return self.row.record.state is State.SUBMITTED and not self.row.stale

    @property
    def own(self) -> bool:
        """Whether four eyes keep this person from approving it."""
        return self.waiting and self.row.standing.author == self.by.id

    @property
    def clean(self) -> bool:
        return self.waiting and not self.errors and self.may("approve")

    @property
    def fixes(self) -> list[Finding]:
        return [*self.errors, *self.warnings]

    def may(self, step: str) -> bool:
        return may(Step(step), self.row, self.by) and not (step == "approve" and self.row.stale)

    def shown(self, show: str) -> bool:
        return {
            "waiting": self.waiting,
            "stale": self.row.stale,
            "finding": bool(self.fixes),
            "unedited": self.unedited,
        }.get(show, True)


@dataclass(frozen=True)
class Section:
    """One block with its sentences, and as it will be read."""

    block: Block
    sentences: list[Sentence]
    html: str = ""

    @property
    def hidden(self) -> bool:
        return self.block.kind in HIDDEN


@dataclass(frozen=True)
class View:
    """An edition under review."""

    sheet: Sheet
    by: Person
    sentences: list[Sentence]
    target: Language
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def editor(self) -> bool:
        return self.by.has(Role.EDITOR, self.sheet.language)

    @property
    def clean(self) -> list[Sentence]:
        return [each for each in self.sentences if each.clean]

    @property
    def clean_seen(self) -> str:
        return _digest(" ".join(each.seen for each in self.clean))

    @property
    def bars(self) -> list[Bar]:
        return [
            Bar(each.id, each.row.record.state, each.row.stale, len(each.row.source.plain.split()))
            for each in self.sentences
        ]

    @property
    def manifest(self) -> str:
        """The manifest's hash as a person compares it: its first twelve characters by fours."""
        return " ".join(self.sheet.manifest[at : at + 4] for at in range(0, 12, 4))

    def parts(self) -> list[list[Section]]:
        made: list[list[Section]] = [[]]
        held = 0
        for _, group in groupby(self.sentences, key=lambda each: each.row.block.id):
            if held >= PART:
                made.append([])
                held = 0
            listed = list(group)
            made[-1].append(Section(listed[0].row.block, listed))
            held += len(listed)
        return made

    def next(self, number: int) -> Sentence | None:
        """The next sentence that waits for this editor, from the start again behind the last."""
        order = [*self.sentences[number:], *self.sentences[:number]]
        return next((each for each in order if each.waiting and each.may("approve")), None)


def page(request: Request) -> Response:
    by = serving.person(request)
    serving.clean_names([*request.path_params.items(), *request.query_params.multi_items()])
    with serving.desk(request).reading() as session:
        found = _view(session, _open(session, request, by), by)
    slug = found.sheet.article.slug
    if slug != request.path_params["slug"]:
        return RedirectResponse(f"/articles/{slug}/editions/{found.sheet.language}/review", 301)
    return _show(request, found)


def take(request: Request) -> Response:
    """Take the step of the button that was pressed, and go on at the next sentence that waits."""
    by = serving.person(request)
    serving.clean_names([*request.path_params.items(), *request.query_params.multi_items()])
    sent = serving.fields(request)
    name = next((name for name in _STEPS if name in sent), "")
    if not name:
        raise BadRequest("form", reason="the form names no step")
    at = sent[name].partition(":")[0]
    try:
        with serving.desk(request).writing() as session:
            sheet = _open(session, request, by, write=True)
            count = _STEPS[name](_Step(session, _view(session, sheet, by), by, sent, sent[name]))
    except (Conflict, DeskError) as error:
        return _refused(request, by, name, at, sent, error)
    with serving.desk(request).reading() as session:
        found = _view(session, _open(session, request, by), by)
    return RedirectResponse(_on(request, found, name, at, count), 303)


def _refused(
    request: Request, by: Person, name: str, at: str, sent: dict[str, str], error: DeskError
) -> Response:
    """The page as it stands now, with what was refused said beside its sentence, and what was typed kept."""
    if error.status == NoSuchTranslation.status or isinstance(error, BadRequest):
        raise error
    with serving.desk(request).reading() as session:
        found = _view(session, _open(session, request, by), by)
    if name == "sign":
        return rendered(
            request,
            "review/conflict.html",
            error.status,
            view=found,
            article=found.sheet.article,
            target=languages.get(found.sheet.language),
            error=error,
            hint=HINTS.get(error.code),
        )
    return _show(request, found, error, at, sent)


@dataclass(frozen=True)
class _Step:
    session: Session
    view: View
    by: Person
    sent: dict[str, str]
    value: str

    @property
    def row(self) -> Row:
        """The translation that the button names, as long as it is what its editor looked at."""
        id, _, _ = self.value.partition(":")
        each = next((each for each in self.view.sentences if each.row.id == id), None)
        if each is None:
            raise NoSuchTranslation(id[:40], id=id[:40])
        if each.seen != self.value:
            raise Conflict(each.id, current=each.row.record.text, version=each.row.record.version)
        return each.row

    def words(self, name: str) -> str:
        found = self.sent.get(f"{name}-{self.row.id}", "").replace("\r\n", "\n").strip()
        if not found:
            raise ReasonNeeded(self.row.id)
        return found[:2000]


def _approve(step: _Step) -> int:
    row = step.row
    seen = Seen(row.record.version, row.basis)
    outcome = review.approve(step.session, step.view.sheet, [row], step.by, seen=seen)
    return len(outcome.done)


def _clean(step: _Step) -> int:
    """All that was clean when the editor looked, and nothing else."""
    if step.value != step.view.clean_seen:
        raise Conflict(step.view.sheet.language)
    rows = [each.row for each in step.view.clean]
    outcome = review.approve(step.session, step.view.sheet, rows, step.by)
    return len(outcome.done)


def _return(step: _Step) -> int:
    outcome = review.return_(step.session, step.view.sheet, [step.row], step.by, step.words("comment"))
    outcome.only()
    return 1


def _waive(step: _Step) -> int:
    blocker = f"finding:{step.row.segments[0].id}"
    return review.waive(step.session, step.view.sheet, blocker, step.words("reason"), step.by)


def _sign(step: _Step) -> int:
    review.sign(step.session, step.view.sheet, step.by, step.value or "-")
    return 1


_STEPS: dict[str, Callable[[_Step], int]] = {
    "approve": _approve,
    "clean": _clean,
    "return": _return,
    "waive": _waive,
    "sign": _sign,
}


def _open(session: Session, request: Request, by: Person, *, write: bool = False) -> Sheet:
    slug, language = request.path_params["slug"], request.path_params["language"]
    return sheet_of(session, by, slug, language, write=write)


def _view(session: Session, sheet: Sheet, by: Person) -> View:
    """The whole edition, in a fixed number of queries."""
    found = checking.find(session, sheet)
    let = waivers(session, [sheet.edition.id])
    was = made_from(session, sheet, sheet.rows)
    sentences = []
    for number, row in enumerate(sheet.rows, 1):
        listed = found.get(row.id, [])
        errors = checking.unwaived(row, listed, let)
        warnings = checking.unwaived(row, listed, let, Severity.WARNING)
        bound = checking.text_hash(row)
        mine = [each for each in let if each.translation_id == row.id and each.text_hash == bound]
        sentences.append(Sentence(row, number, by, errors, warnings, mine, was.get(row.id)))
    counts = Counter({show: sum(each.shown(show) for each in sentences) for show in SHOWN})
    return View(sheet, by, sentences, house(session).language(sheet.language), counts)


def _show(
    request: Request,
    found: View,
    error: DeskError | None = None,
    at: str = "",
    sent: dict[str, str] | None = None,
) -> Response:
    parts = found.parts()
    named = found.sheet.by_segment.get(request.query_params.get("at", ""))
    number = _part(request, parts, at or (named.id if named else ""))
    as_page = request.query_params.get("view") == "page"
    sections = parts[number]
    if as_page:
        by_block = {each.block.id: each for each in found.sheet.assembly().blocks}
        sections = [
            Section(each.block, each.sentences, inside(by_block[each.block.id], found.target))
            for each in sections
        ]
    show = request.query_params.get("show", "all")
    return rendered(
        request,
        "review/page.html",
        error.status if error else 200,
        view=found,
        article=found.sheet.article,
        target=found.target,
        sections=sections,
        part=number,
        parts=len(parts),
        as_page=as_page,
        show=show if show in SHOWN else "all",
        kinds=SHOWN,
        skyline=skyline(found.bars),
        error=error,
        hint=HINTS.get(error.code) if error else None,
        at=at,
        sent=sent or {},
        edit=request.app.url_path_for("editor", slug=found.sheet.article.slug, language=found.sheet.language),
        said=_said(request),
        address=lambda **changed: _address(request, **changed),
    )


def _part(request: Request, parts: list[list[Section]], at: str) -> int:
    for number, sections in enumerate(parts):
        if at and any(each.row.id == at for section in sections for each in section.sentences):
            return number
    asked = request.query_params.get("part", "")
    return min(int(asked), len(parts) - 1) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0


def _said(request: Request) -> int:
    """How many translations the step before approved."""
    asked = request.query_params.get("approved", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0


def _address(request: Request, **changed: str | int) -> str:
    """This page with another filter, view or part."""
    kept = {
        name: request.query_params[name] for name in ("show", "view", "part") if name in request.query_params
    }
    values = {
        name: value
        for name, value in {**kept, **changed}.items()
        if value not in ("", "all", "pairs", 0, "0")
    }
    return f"{request.url.path}?{urlencode(values)}" if values else request.url.path


def _on(request: Request, found: View, name: str, at: str, count: int) -> str:
    """Where the page goes on: at the next sentence that waits, or, after a waiver, at the same one."""
    if name in ("clean", "sign"):
        return _address(request, part=0, approved=count if name == "clean" else "")
    here = next(each for each in found.sentences if each.row.id == at)
    there = here if name == "waive" else found.next(here.number) or here
    part = next(
        number
        for number, sections in enumerate(found.parts())
        if any(section.block.id == there.row.block.id for section in sections)
    )
    return f"{_address(request, part=part)}#s-{there.id}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
