"""What editors do: approve, return, waive, and sign an edition."""

from collections import defaultdict
from collections.abc import Sequence

from tms.core.findings import Finding
from tms.core.rights import Person, Role
from tms.core.states import State, Step
from tms.errors import (
    BadValue,
    CannotWaive,
    CommentNeeded,
    Conflict,
    DeskError,
    FindingsLeft,
    NoSuchWords,
    NotReady,
    ReasonNeeded,
)
from tms.store import events, memory
from tms.store import house as store
from tms.store.base import moment
from tms.store.findings import Waiver
from tms.store.findings import waivers as waivers_of
from tms.store.notices import NoticeKind
from tms.store.session import Session
from tms.workflow import checking, looks, notices, suggest, translate
from tms.workflow.notices import Matter
from tms.workflow.sheets import Row, Sheet
from tms.workflow.steps import Seen, move
from tms.workflow.translate import Outcome, Write

WAIVABLE = ("finding", "parity", "embargo")


def approve(
    session: Session,
    sheet: Sheet,
    rows: Sequence[Row] | None,
    by: Person,
    *,
    seen: Seen | None = None,
    override: str = "",
) -> Outcome:
    """Approve these translations, or every submitted one; those with an unwaived error are refused.

    ``override`` approves also one's own text and what has errors, for this reason: the findings are
    waived with it, the event says so, and the chief is told. ``seen`` is what the editor looked at, for a
    single one.
    """
    submitted = rows is None
    chosen = [r for r in sheet.rows if r.record.state is State.SUBMITTED] if rows is None else list(rows)
    found = checking.find(session, sheet)
    let = waivers_of(session, [sheet.edition.id])
    one_step = store.house(session).one_step
    outcome = Outcome()
    overridden: list[str] = []
    with session.no_autoflush:
        for row in chosen:
            if row.record.state is State.APPROVED and not row.stale:
                outcome.unchanged.append(row)
                continue
            errors = checking.unwaived(row, found.get(row.id, []), let)
            try:
                if errors and not override:
                    raise FindingsLeft(row.place, checks=", ".join(sorted({e.check for e in errors})))
                move(
                    session,
                    sheet,
                    row,
                    Step.APPROVE,
                    by,
                    seen or Seen(row.record.version, row.basis),
                    one_step=one_step and not override,
                    override=override,
                    approved_by=by.name,
                    approved_at=moment(),
                    comment="",
                    quoted="",
                )
            except DeskError as error:
                if not submitted and len(chosen) == 1:
                    raise
                outcome.refused.append((row, error))
                continue
            for error_found in errors:
                _waive(session, sheet, row, error_found, override, by)
            if errors or row.standing.author == by.id:
                overridden += row.places
            outcome.done.append(row)
    if override and overridden:
        matter = Matter(sheet.article, sheet.language, overridden, override)
        chiefs = notices.editors(session, sheet.language, Role.CHIEF)
        notices.tell(session, chiefs, NoticeKind.OVERRIDDEN, by.name, matter)
    suggest.remember(session, sheet, outcome.done)
    looks.look(session, sheet, outcome.done, by)
    return outcome


def return_(
    session: Session, sheet: Sheet, rows: Sequence[Row], by: Person, comment: str, words: str = ""
) -> Outcome:
    """Give translations back to their translators with a comment, which is not left out.

    ``words`` are those of the translation that the comment is about.
    """
    if by.has(Role.EDITOR, sheet.language) and not comment.strip():
        raise CommentNeeded(f"{sheet.article.slug} {sheet.language}")
    words = " ".join(words.split())
    outcome = Outcome()
    for row in rows:
        try:
            if words not in " ".join(row.target.plain.split()):
                raise NoSuchWords(row.place, words=words[:80])
            seen = Seen(row.record.version)
            move(session, sheet, row, Step.RETURN, by, seen, comment=comment, quoted=words)
        except DeskError as error:
            outcome.refused.append((row, error))
        else:
            outcome.done.append(row)
    memory.forget(session, [row.id for row in outcome.done])
    by_person: dict[int, list[str]] = defaultdict(list)
    for row in outcome.done:
        whose = row.assignment.user_id if row.assignment is not None else row.record.author_id
        if whose:
            by_person[whose] += row.places
    told = f"“{words}”: {comment}" if words else comment
    for whose, segments in by_person.items():
        matter = Matter(sheet.article, sheet.language, segments, told)
        notices.tell(session, [whose], NoticeKind.RETURNED, by.name, matter)
    looks.look(session, sheet, outcome.done, by)
    return outcome


def edit(session: Session, sheet: Sheet, row: Row, text: str, by: Person, seen: Seen) -> None:
    """Put an editor's own words in place and hand them in: another editor approves them."""
    by.must(Role.EDITOR, sheet.language)
    outcome = translate.save(session, sheet, [Write(row, text, seen)], by)
    outcome.only()
    if outcome.done:
        translate.submit(session, sheet, [row], by).only()
    looks.look(session, sheet, [row], by)


def waive(session: Session, sheet: Sheet, blocker: str, reason: str, by: Person) -> int:
    """Let stand what a check reports: ``CODE`` for the edition or ``CODE:SEGMENT``; answers how many."""
    code, _, segment = blocker.partition(":")
    if code not in WAIVABLE:
        known = code in ("empty", "draft", "returned", "submitted", "stale", "edition", "source")
        if known:
            raise CannotWaive(blocker, code=code)
        raise BadValue(blocker, value=code, name="blocker", known=", ".join(WAIVABLE))
    by.must(Role.EDITOR if code == "finding" else Role.CHIEF, sheet.language)
    if not reason.strip():
        raise ReasonNeeded(blocker)
    if code != "finding":
        session.add(Waiver(edition_id=sheet.edition.id, code=code, reason=reason, author=by.name))
        events.append(session, by.name, "waive", sheet.article.id, sheet.language, code=code, reason=reason)
        return 1
    rows = sheet.pick([segment] if segment else None)
    found = checking.find(session, sheet)
    let = waivers_of(session, [sheet.edition.id])
    count = 0
    for row in rows:
        for record in checking.unwaived(row, found.get(row.id, []), let):
            _waive(session, sheet, row, record, reason, by)
            count += 1
    return count


def sign(session: Session, sheet: Sheet, by: Person, seen: str = "") -> str:
    """Approve the edition as a whole; ``seen`` is the manifest hash that the editor looked at."""
    by.must(Role.EDITOR, sheet.language)
    if not sheet.ready:
        left = sum(row.record.state is not State.APPROVED or row.stale for row in sheet.rows)
        raise NotReady(sheet.language, slug=sheet.article.slug, count=left)
    if seen and seen != sheet.manifest:
        raise Conflict(sheet.language, current=sheet.manifest)
    if sheet.edition.signed != sheet.manifest:
        sheet.edition.signed = sheet.manifest
        sheet.edition.signed_by = by.name
        sheet.edition.signed_at = moment()
        events.append(
            session, by.name, "approve-edition", sheet.article.id, sheet.language, manifest=sheet.manifest
        )
        session.flush()
    looks.look(session, sheet, sheet.rows, by)
    return sheet.manifest


def _waive(session: Session, sheet: Sheet, row: Row, record: Finding, reason: str, by: Person) -> None:
    session.add(
        Waiver(
            edition_id=sheet.edition.id,
            translation_id=row.id,
            code="finding",
            check=record.check,
            finding=record.code,
            text_hash=checking.text_hash(row),
            reason=reason,
            author=by.name,
        )
    )
    events.append(
        session,
        by.name,
        "waive",
        sheet.article.id,
        sheet.language,
        row.id,
        check=record.check,
        code=record.code,
        reason=reason,
    )
