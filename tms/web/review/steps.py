"""What editors do on the review page: each step names what was looked at, and no other is taken."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tms import serving
from tms.core.rights import Person
from tms.errors import BadRequest, Conflict, DeskError, NoSuchTranslation, ReasonNeeded
from tms.store.session import Session
from tms.web.pages import page as rendered
from tms.web.review.page import HINTS, onward, opened, show
from tms.web.review.view import View, view
from tms.workflow import comments, looks, review
from tms.workflow.sheets import Row
from tms.workflow.steps import Seen

_MOST = 2000  # characters of a comment or a reason
_LONGEST = 100_000  # characters of a text


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
            sheet = opened(session, request, by, write=name not in ("look", "say"))
            step = _Step(session, view(session, sheet, by), by, sent, sent[name])
            count = _STEPS[name](step)
    except (Conflict, DeskError) as error:
        return _refused(request, by, name, at, sent, error)
    with serving.desk(request).reading() as session:
        found = view(session, opened(session, request, by), by)
    return RedirectResponse(onward(request, found, name, step.goes_on(name, at), count), 303)


def _refused(
    request: Request, by: Person, name: str, at: str, sent: dict[str, str], error: DeskError
) -> Response:
    """The page as it stands now, with what was refused said beside its sentence, and what was typed kept."""
    if error.status == NoSuchTranslation.status or isinstance(error, BadRequest):
        raise error
    with serving.desk(request).reading() as session:
        found = view(session, opened(session, request, by), by)
    if name == "sign":
        return rendered(
            request,
            "review/conflict.html",
            error.status,
            view=found,
            article=found.sheet.article,
            target=found.target,
            error=error,
            hint=HINTS.get(error.code),
        )
    named = next((each for each in found.sentences if each.row.id == at), None)
    return show(request, found, named, name, error, sent)


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

    @property
    def seen(self) -> Seen:
        return Seen(self.row.record.version, self.row.basis)

    def words(self, name: str) -> str:
        return self.sent.get(name, "").replace("\r\n", "\n").strip()[:_MOST]

    def goes_on(self, name: str, at: str) -> str:
        """The translation behind which the page goes on: after a block, its last."""
        if name != "block":
            return at
        return next(each.sentences[-1].row.id for each in self.view.sections if each.block.id == at)


def _approve(step: _Step) -> int:
    outcome = review.approve(step.session, step.view.sheet, [step.row], step.by, seen=step.seen)
    return len(outcome.done)


def _block(step: _Step) -> int:
    """All of a block that was clean when the editor looked."""
    section = next((s for s in step.view.sections if s.block.id == step.value.partition(":")[0]), None)
    if section is None:
        raise NoSuchTranslation(step.value[:40], id=step.value[:40])
    if section.seen != step.value:
        raise Conflict(section.sentences[0].id)
    rows = [each.row for each in section.clean]
    return len(review.approve(step.session, step.view.sheet, rows, step.by).done)


def _clean(step: _Step) -> int:
    """All that was clean when the editor looked, and nothing else."""
    if step.value != step.view.clean_seen:
        raise Conflict(step.view.sheet.language)
    rows = [each.row for each in step.view.clean]
    return len(review.approve(step.session, step.view.sheet, rows, step.by).done)


def _return(step: _Step) -> int:
    comment, words = step.words("comment"), step.words("words")
    review.return_(step.session, step.view.sheet, [step.row], step.by, comment, words).only()
    return 1


def _waive(step: _Step) -> int:
    blocker = f"finding:{step.row.place}"
    reason = step.words("reason")
    if not reason:
        raise ReasonNeeded(step.row.id)
    return review.waive(step.session, step.view.sheet, blocker, reason, step.by)


def _edit(step: _Step) -> int:
    text = step.sent.get("text", "").replace("\r\n", "\n")
    if len(text) > _LONGEST:
        raise BadRequest("text", reason="the text is too long")
    review.edit(step.session, step.view.sheet, step.row, text, step.by, step.seen)
    return 1


def _say(step: _Step) -> int:
    """A comment is about the sentence, whatever became of its wording."""
    place = step.value.partition(":")[0]
    row = step.view.sheet.by_id.get(place)
    if row is None:
        raise NoSuchTranslation(place[:40], id=place[:40])
    comments.say(step.session, step.view.sheet, row, step.words("said"), step.by)
    return 1


def _sign(step: _Step) -> int:
    review.sign(step.session, step.view.sheet, step.by, step.value or "-")
    return 1


def _look(step: _Step) -> int:
    """The editor has read everything as it stood."""
    if step.value != step.view.all_seen:
        raise Conflict(step.view.sheet.language)
    looks.look(step.session, step.view.sheet, step.view.sheet.rows, step.by)
    return 1


_STEPS: dict[str, Callable[[_Step], int]] = {
    "approve": _approve,
    "block": _block,
    "clean": _clean,
    "return": _return,
    "waive": _waive,
    "edit": _edit,
    "say": _say,
    "sign": _sign,
    "look": _look,
}
