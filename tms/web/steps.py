"""What editors and chiefs do with an article: its structure, its work and times, its releases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import languages, serving
from tms.core.document import BlockKind
from tms.core.rights import Person
from tms.core.states import State
from tms.errors import BadRequest, BadValue, Conflict, DeskError, NoSuchArticle
from tms.store import articles
from tms.store.session import Session
from tms.web import article
from tms.web.editor.view import sheet_of
from tms.workflow import assignments, blocks, deliver, ingest, release, route

_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_TO_DO = (State.EMPTY, State.DRAFT, State.RETURNED)


@dataclass(frozen=True)
class _Step:
    session: Session
    slug: str
    by: Person
    sent: dict[str, str]
    zone: tzinfo

    @property
    def languages(self) -> list[str]:
        """The languages that were ticked; a form in which none is does nothing."""
        ticked = [tag for tag in (*languages.TARGETS, languages.SOURCE) if f"with-{tag}" in self.sent]
        if not ticked:
            raise BadValue("languages", value="–", name="languages", known=", ".join(languages.TARGETS))
        return ticked

    def moment(self, name: str) -> datetime | None:
        """A time as the browser's field says it, on the desk's clock."""
        given = self.sent.get(name, "").strip()
        if not given:
            return None
        try:
            at = datetime.fromisoformat(given).replace(tzinfo=self.zone)
            fine = _FIRST <= at <= _LAST
        except (ValueError, OverflowError):
            fine = False
        if not fine:
            raise BadValue(name, value=given[:40], name=name, known="2026-03-14T18:00")
        return at


def take(request: Request) -> Response:
    """Take the step that the form names, as long as the English is the one that was looked at."""
    by = serving.person(request)
    slug = request.path_params["slug"]
    serving.clean_names([("slug", slug)])
    sent = serving.fields(request)
    if sent.get("do") not in _STEPS:
        raise BadRequest("do", reason="the form names no step")
    desk = serving.desk(request)
    try:
        with desk.writing() as session:
            found = articles.find(session, slug, lock=True)
            if sent.get("revision") != str(found.revision):
                raise Conflict(found.slug)
            step = _Step(session, found.slug, by, sent, desk.settings.zone)
            where = _STEPS[sent["do"]](step)
    except NoSuchArticle:
        raise
    except DeskError as error:
        return article.show(request, error, sent)
    return RedirectResponse(f"/articles/{found.slug}{where}", 303)


def _accept(step: _Step) -> str:
    ingest.accept(step.session, step.slug, step.by)
    return ""


def _correct(step: _Step) -> str:
    kind, block = step.sent.get("kind", ""), step.sent.get("block", "")[:40]
    if kind not in set(BlockKind):
        raise BadValue("kind", value=kind[:40], name="kind", known=", ".join(BlockKind))
    ingest.correct_kind(step.session, step.slug, block, BlockKind(kind), step.by)
    return f"#b-{block}"


def _merge(step: _Step) -> str:
    blocks.merge(step.session, step.slug, step.sent.get("block", "")[:40], step.by)
    return f"#b-{step.sent.get('block', '')[:40]}"


def _split(step: _Step) -> str:
    block, segment = (step.sent.get(name, "")[:40] for name in ("block", "segment"))
    made = blocks.split(step.session, step.slug, block, segment, step.by)
    return f"#b-{made.document.block_of[segment].id}"


def _urgent(step: _Step) -> str:
    assignments.mark_urgent(step.session, step.slug, step.by, urgent=step.sent.get("urgent") == "yes")
    return ""


def _note(step: _Step) -> str:
    text = step.sent.get("note", "").replace("\r\n", "\n")
    assignments.note(step.session, step.slug, text, step.by)
    return "#note"


def _plan(step: _Step) -> str:
    """Say when the edition should be done, or, with an empty field, that there is no such time."""
    sheet = sheet_of(step.session, step.by, step.slug, step.sent.get("language", ""), write=True)
    assignments.plan(step.session, sheet, step.moment("due"), step.by)
    return f"#e-{sheet.language}"


def _deliver(step: _Step) -> str:
    """Try a delivery again that failed."""
    job = step.sent.get("job", "")
    if not (job.isascii() and job.isdecimal() and len(job) < 10):
        raise BadRequest("job", reason="the form names no job")
    deliver.again(step.session, articles.find(step.session, step.slug), int(job), step.by)
    return "#releases"


def _route(step: _Step) -> str:
    route.route(step.session, step.slug, step.by)
    return ""


def _assign(step: _Step) -> str:
    """Everything that is left to translate, or all of it, to one translator."""
    sheet = sheet_of(step.session, step.by, step.slug, step.sent.get("language", ""), write=True)
    every = step.sent.get("which") == "all"
    rows = [row for row in sheet.rows if every or row.stale or row.record.state in _TO_DO]
    route.assign(step.session, sheet, rows, step.sent.get("to", "")[:64], step.by, step.moment("due"))
    return f"#e-{sheet.language}"


def _release(step: _Step) -> str:
    made = release.release(step.session, step.slug, step.by, step.languages, step.moment("at"))
    return f"/releases/{made.number}"


def _withdraw(step: _Step) -> str:
    reason = step.sent.get("reason", "").replace("\r\n", "\n").strip()[:2000]
    made = release.withdraw(step.session, step.slug, step.by, reason, step.languages)
    return f"/releases/{made.number}"


_STEPS: dict[str, Callable[[_Step], str]] = {
    "accept": _accept,
    "kind": _correct,
    "merge": _merge,
    "split": _split,
    "urgent": _urgent,
    "note": _note,
    "plan": _plan,
    "deliver": _deliver,
    "route": _route,
    "assign": _assign,
    "release": _release,
    "withdraw": _withdraw,
}
