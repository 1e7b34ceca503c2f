"""How an article stands: counts, words, findings, and what keeps each edition from release."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tms.core.document import words
from tms.core.findings import Finding, Severity
from tms.core.states import State
from tms.messages import N_, Message
from tms.store import articles, findings, people, releases
from tms.store.articles import Article, Revision
from tms.store.session import Session
from tms.workflow import checking
from tms.workflow.sheets import Row, Sheet, open_sheets


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that keeps an edition from release: where it is and who has it."""

    code: str
    message: Message
    segment: str = ""
    who: str = ""


@dataclass(frozen=True)
class Published:
    """What of an edition is public: the release it was made in and the revision it was made against."""

    release: int
    revision: int


@dataclass(frozen=True)
class EditionStatus:
    """How an edition stands: ``segments`` and ``stale`` count segments, also those that were merged."""

    state: str
    segments: dict[State, int]
    stale: int
    words: int
    words_left: int
    findings: dict[Severity, int]
    blockers: list[Blocker]
    published: Published | None


@dataclass(frozen=True)
class ArticleStatus:
    article: Article
    revision: Revision
    editions: dict[str, EditionStatus]


_LEFT = {
    State.EMPTY: N_("This segment has no translation."),
    State.DRAFT: N_("This translation is a draft."),
    State.RETURNED: N_("This translation was returned."),
    State.SUBMITTED: N_("This translation waits for an editor."),
}


def status(session: Session, slug: str) -> ArticleStatus:
    article = articles.find(session, slug)
    revision = articles.revision(session, article)
    sheets = open_sheets(session, article, revision=revision)
    public = published(session, article)
    names = {user.id: user.name for user in people.users(session)}
    return ArticleStatus(
        article,
        revision,
        {tag: _edition(session, sheet, public.get(tag), names) for tag, sheet in sorted(sheets.items())},
    )


def published(session: Session, article: Article) -> dict[str, Published]:
    """What is public of an article, by language, the English included."""
    last = releases.effective(session, article.id)
    if last is None:
        return {}
    return {
        tag: Published(part.origin, part.revision) for tag, part in releases.parts(session, last.id).items()
    }


def blockers(session: Session, sheet: Sheet) -> list[Blocker]:
    """All that keeps the edition from release, in reading order, then what concerns the whole edition."""
    return _blockers(sheet, _unwaived(session, sheet), {u.id: u.name for u in people.users(session)})


def _unwaived(session: Session, sheet: Sheet) -> dict[str, list[Finding]]:
    """The findings of each translation that nobody let stand."""
    found = checking.find(session, sheet)
    let = findings.waivers(session, [sheet.edition.id])
    return {row.id: checking.left(row, found.get(row.id, []), let) for row in sheet.rows}


def _blockers(sheet: Sheet, found: dict[str, list[Finding]], names: dict[int, str]) -> list[Blocker]:
    listed: list[Blocker] = []
    for row in sheet.rows:
        listed += _of_row(row, _who(row, names))
        listed += (
            Blocker("finding", each.message, row.place, _who(row, names))
            for each in found[row.id]
            if each.severity is Severity.ERROR
        )
    if sheet.ready and sheet.state != "approved":
        listed.append(Blocker("edition", Message(N_("No editor has approved the edition."))))
    if not sheet.revision.accepted_by:
        listed.append(Blocker("source", Message(N_("The English has not been accepted."))))
    return listed


def _edition(
    session: Session, sheet: Sheet, public: Published | None, names: dict[int, str]
) -> EditionStatus:
    found = _unwaived(session, sheet)
    states = Counter(dict.fromkeys(State, 0))
    severities = Counter(dict.fromkeys(Severity, 0))
    total = left = 0
    for row in sheet.rows:
        states[row.record.state] += len(row.segments)
        count = words(row.source)
        total += count
        if row.stale or row.record.state in (State.EMPTY, State.DRAFT, State.RETURNED):
            left += count
        severities.update(each.severity for each in found[row.id])
    return EditionStatus(
        sheet.state,
        dict(states),
        sum(len(row.segments) for row in sheet.rows if row.stale),
        total,
        left,
        dict(severities),
        _blockers(sheet, found, names),
        public,
    )


def _of_row(row: Row, who: str) -> Iterable[Blocker]:
    segment = row.place
    if row.record.state in _LEFT:
        yield Blocker(row.record.state.value, Message(_LEFT[row.record.state]), segment, who)
    if row.stale:
        message = Message(N_("The English was corrected after this was translated."))
        yield Blocker("stale", message, segment, who)


def _who(row: Row, names: dict[int, str]) -> str:
    return names.get(row.assignment.user_id, "") if row.assignment else ""
