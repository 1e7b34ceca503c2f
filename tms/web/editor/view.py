"""What the editor shows of an edition: its blocks in reading order, each sentence with where it stands."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from markupsafe import Markup

from tms import languages
from tms.core.document import Block
from tms.core.findings import Finding, Severity
from tms.core.rights import Person, Role
from tms.core.states import State, Step
from tms.core.text import Text
from tms.errors import NoSuchEdition, NoSuchTranslation
from tms.languages.base import Language
from tms.store import events, findings
from tms.store.house import house
from tms.store.session import Session
from tms.web.editor import markup
from tms.web.editor.markup import caps, diff, shown, underlined
from tms.workflow import beside as helping
from tms.workflow import checking
from tms.workflow.beside import Beside, may
from tms.workflow.board import Bar
from tms.workflow.sheets import Row, Sheet, open_sheet

PART = 120
"""Sentences that are sent at once: a long article comes in parts."""
OPEN = (State.EMPTY, State.DRAFT, State.RETURNED)


@dataclass(frozen=True)
class Sentence:
    """One translation as a line of the sheet. ``number`` counts from 1 in reading order.

    ``stands`` is how its block stands, of the one that is worked on.
    """

    row: Row
    number: int
    by: Person
    findings: list[Finding] = field(default_factory=list)
    was: Text | None = None
    stands: str = ""

    @property
    def id(self) -> str:
        return self.row.place

    @property
    def state(self) -> str:
        return "stale" if self.row.stale else self.row.record.state.value

    @property
    def source(self) -> Markup:
        """The English; where it was corrected, with what changed since the translation was made."""
        if self.was is not None:
            return diff(self.was.notation, self.row.source.notation)
        return shown(self.row.source)

    @property
    def target(self) -> Markup:
        return underlined(self.row.target, self.worth)

    @property
    def caps(self) -> list[tuple[int, str]]:
        return caps(self.row.source)

    @property
    def worth(self) -> list[Finding]:
        """The findings that ask for a person."""
        return [each for each in self.findings if each.severity is not Severity.INFO]

    @property
    def worst(self) -> str:
        return next((each.severity.value for each in self.worth if each.severity is Severity.ERROR), "") or (
            "warning" if self.worth else ""
        )

    @property
    def open(self) -> bool:
        return self.row.record.state in OPEN or self.row.stale

    @property
    def mine(self) -> bool:
        assigned = self.row.assignment
        return assigned is not None and assigned.user_id == self.by.id

    def may(self, step: str) -> bool:
        return may(Step(step), self.row, self.by)

    @property
    def acts(self) -> list[str]:
        """What this person can do with it besides writing; a button of that name does it."""
        row, segments = self.row, self.row.block.segments
        covered = len(row.segments)
        offered = {
            "merge": covered > 0 and row.segments[-1].id != segments[-1].id and self.may("save"),
            "split": covered > 1 and self.may("save"),
            "up": 0 < covered < len(segments) and self.may("save"),
            "down": 0 < covered < len(segments) and self.may("save"),
            "omit": not row.record.omitted and self.may("omit"),
            "put-back": bool(row.record.omitted) and self.may("put-back"),
            "add": self.may("add"),
            "confirm": self.may("confirm"),
            "reopen": self.may("reopen"),
            "approve": row.record.state is State.SUBMITTED and not row.stale and self.fine,
            "return": self.may("return"),
            "waive": self.worst == "error" and self.by.has(Role.EDITOR, row.language),
        }
        return [name for name, can in offered.items() if can]

    @property
    def fine(self) -> bool:
        """Whether no error and no rule keeps this person from approving it."""
        return self.worst != "error" and self.may("approve")

    @property
    def empty(self) -> bool:
        return self.row.record.state is State.EMPTY


@dataclass(frozen=True)
class Section:
    """One block with its sentences."""

    block: Block
    sentences: list[Sentence]


@dataclass(frozen=True)
class View:
    """An edition open in the editor. ``last`` is the id of the last event it knows of."""

    sheet: Sheet
    by: Person
    sentences: list[Sentence]
    last: int
    target: Language

    @property
    def parts(self) -> list[list[Section]]:
        """The blocks in parts of about ``PART`` sentences."""
        made: list[list[Section]] = [[]]
        held = 0
        for section in self._sections():
            if held >= PART:
                made.append([])
                held = 0
            made[-1].append(section)
            held += len(section.sentences)
        return made

    @property
    def bars(self) -> list[Bar]:
        return [
            Bar(each.id, each.row.record.state, each.row.stale, len(each.row.source.plain.split()))
            for each in self.sentences
        ]

    @property
    def counts(self) -> Counter[str]:
        """How many sentences each filter shows."""
        return Counter(
            all=len(self.sentences),
            todo=sum(each.open for each in self.sentences),
            finding=sum(bool(each.worth) for each in self.sentences),
            stale=sum(each.row.stale for each in self.sentences),
            mine=sum(each.mine for each in self.sentences),
        )

    def find(self, segment: str) -> Sentence | None:
        row = self.sheet.by_segment.get(segment)
        return next((each for each in self.sentences if row is not None and each.row.id == row.id), None)

    def next_open(self, after: Sentence) -> Sentence | None:
        """The next sentence that waits for a translator, from the start again behind the last."""
        order = [*self.sentences[after.number :], *self.sentences[: after.number - 1]]
        return next((each for each in order if each.open), None)

    def _sections(self) -> Iterator[Section]:
        for _, group in groupby(self.sentences, key=lambda each: each.row.block.id):
            listed = list(group)
            yield Section(listed[0].row.block, listed)


def sheet_of(session: Session, by: Person, slug: str, language: str, *, write: bool = False) -> Sheet:
    """One edition for somebody who may see it; to others there is none."""
    tag = languages.target(language).tag
    if not by.speaks(tag):
        raise NoSuchEdition(f"{slug} {tag}", slug=slug, language=tag)
    return open_sheet(session, slug, tag, write=write)


def view(session: Session, sheet: Sheet, by: Person) -> View:
    """The whole edition, in a fixed number of queries."""
    let = findings.waivers(session, [sheet.edition.id])
    found = checking.find(session, sheet)
    left = {row.id: checking.left(row, found[row.id], let) for row in sheet.rows if row.id in found}
    return _view(session, sheet, by, left)


def one(session: Session, sheet: Sheet, id: str, by: Person) -> tuple[Sentence, Beside]:
    """One sentence with what helps to translate it."""
    row = row_of(sheet, id)
    was = helping.made_from(session, sheet, [row]).get(row.id)
    let = findings.waivers(session, [sheet.edition.id])
    found = checking.left(row, checking.of_row(session, sheet, row), let)
    sentence = Sentence(row, row.position + 1, by, found, was, sheet.seen(row.block.id))
    return sentence, helping.beside(session, sheet, row, by)


def row_of(sheet: Sheet, id: str) -> Row:
    """A translation of the sheet, or one that was added and taken out again."""
    row = sheet.by_id.get(id) or next((row for row in sheet.removed if row.id == id), None)
    if row is None:
        raise NoSuchTranslation(id, id=id)
    return row


def _view(session: Session, sheet: Sheet, by: Person, found: Mapping[str, list[Finding]]) -> View:
    was = helping.made_from(session, sheet, sheet.rows)
    sentences = [
        Sentence(row, row.position + 1, by, found.get(row.id, []), was.get(row.id)) for row in sheet.rows
    ]
    return View(sheet, by, sentences, events.last(session), house(session).language(sheet.language))


__all__ = ["PART", "Section", "Sentence", "View", "markup", "one", "row_of", "sheet_of", "view"]
