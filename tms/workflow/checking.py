"""Run the checks over a sheet and keep what they find, each finding bound to the text it was found in."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from tms import checks, languages
from tms.core.findings import Finding, Pair, Severity, Unit
from tms.core.states import State
from tms.settings import Settings
from tms.store import editions, events, findings, jobs
from tms.store.articles import Article
from tms.store.editions import Edition
from tms.store.findings import Waiver
from tms.store.jobs import Kind
from tms.store.session import Session
from tms.workflow.sheets import Row, Sheet, open_sheets
from tms.workflow.termbase import termbase

_FEW = 50
_TOLD = 200  # sentences that one event names


def enqueue(session: Session, edition: Edition, cause: str = "", only: Collection[str] | None = None) -> None:
    """Have the edition checked after this transaction, or ``only`` these translations, where they are few.

    ``cause`` names one that is no change of its own.
    """
    session.refresh(edition, ["version"])
    key = f"check:{edition.id}:{edition.version}" + (f":{cause}" if cause else "")
    few = {} if only is None or len(only) > _FEW or checks.WIDE else {"only": sorted(only)}
    jobs.enqueue(session, "check", key, {"edition": edition.id, **few}, priority=2)


def find(session: Session, sheet: Sheet) -> dict[str, list[Finding]]:
    """The findings of every translation by its id: those kept, and fresh ones for what changed since."""
    due = _due(sheet)
    by_translation: dict[str, list[Finding]] = defaultdict(list)
    kept = [row.id for row in sheet.rows if row.id not in due]
    for record in findings.of(session, kept):
        by_translation[record.translation_id].append(record.value)
    if due:
        by_translation.update(_run(session, sheet, due))
    return by_translation


def keep(session: Session, sheet: Sheet) -> None:
    """Write down the findings of what changed since they were last written down, and tell of them."""
    due = _due(sheet)
    if not due:
        return
    before = {record.translation_id for record in findings.of(session, due)}
    found = _run(session, sheet, due)
    findings.replace(session, {id: found.get(id, []) for id in due})
    for id, digest in due.items():
        sheet.by_id[id].record.checked = digest
    _tell(session, sheet, [id for id in due if id in before or found.get(id)])
    session.flush()


def text_hash(row: Row) -> str:
    """What a waiver of a finding is bound to: the words of both sides."""
    return digest_of_words(row.source.notation, row.record.text)


def digest_of_words(source: str, target: str) -> str:
    return hashlib.sha256(f"{source}\0{target}".encode()).hexdigest()


def left(row: Row, found: list[Finding], waivers: list[Waiver]) -> list[Finding]:
    """The findings that nobody let stand in this very text."""
    return [each for severity in Severity for each in unwaived(row, found, waivers, severity)]


def unwaived(
    row: Row, found: list[Finding], waivers: list[Waiver], severity: Severity = Severity.ERROR
) -> list[Finding]:
    """The findings of a severity that nobody waived in this very text."""
    asked = [each for each in found if each.severity is severity]
    if not asked:
        return []
    id, bound = row.id, text_hash(row)
    let = {(w.check, w.finding) for w in waivers if w.translation_id == id and w.text_hash == bound}
    return [each for each in asked if (each.check, each.code) not in let]


def _due(sheet: Sheet) -> dict[str, str]:
    """The translations whose findings were found in something else, and the digest of what they are now."""
    digests = {row.id: _digest(row) for row in sheet.rows}
    return {id: digest for id, digest in digests.items() if sheet.by_id[id].record.checked != digest}


def _run(session: Session, sheet: Sheet, only: Collection[str]) -> dict[str, list[Finding]]:
    """Fresh findings of these translations, looked at among all the others."""
    pairs = tuple(
        Pair(row.id, row.source, row.target, row.block.kind, row.block.id, row.record.origin)
        for row in sheet.rows
        if _written(row)
    )
    found: dict[str, list[Finding]] = defaultdict(list)
    for id, finding in checks.run(Unit(pairs, languages.SOURCE, sheet.language, termbase(session)), only):
        found[id].append(finding)
    return found


def _digest(row: Row) -> str:
    """A digest of what the findings of a row depend on, the checks themselves included."""
    names = ",".join(f"{check.name}" for check in checks.CHECKS)
    empty = not _written(row)
    joined = f"{names}\0{row.block.kind}\0{row.source.notation}\0{empty}\0{row.record.text}"
    return hashlib.sha256(joined.encode()).hexdigest()


def _written(row: Row) -> bool:
    """Whether there is anything to look at: what is left out for a reason has no text."""
    return row.record.state is not State.EMPTY and not row.record.omitted


def _tell(session: Session, sheet: Sheet, ids: Sequence[str]) -> None:
    """Let open pages know in which sentences something is found, or no longer is."""
    segments = [sheet.by_id[id].segments[0].id for id in ids]
    for start in range(0, len(segments), _TOLD):
        told = segments[start : start + _TOLD]
        events.append(session, "desk", "check", sheet.article.id, sheet.language, segments=told)


def _load(_session: Session, _settings: Settings, args: dict[str, Any]) -> dict[str, Any]:
    return args


def _work(_args: dict[str, Any]) -> None:
    """Nothing here waits for anybody."""


def _apply(session: Session, args: dict[str, Any], _done: None) -> None:
    edition = session.get(Edition, args["edition"])
    article = session.get(Article, edition.article_id) if edition else None
    if edition is not None and article is not None and article.revision:
        editions.of_article(session, article.id, lock=True)
        session.refresh(article)
        tag = edition.language
        keep(session, open_sheets(session, article, [tag], around=args.get("only"))[tag])


KINDS = (Kind("check", _load, _work, _apply, priority=2),)
