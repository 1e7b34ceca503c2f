"""What the editor shows of an edition: its blocks in reading order, each sentence with where it stands."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
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
from tms.store import articles, editions, findings
from tms.store.articles import Article, Revision
from tms.store.editions import Edition
from tms.store.house import house
from tms.store.session import Session
from tms.web.editor import markup
from tms.web.editor.markup import caps, diff, shown, underlined
from tms.workflow import beside as helping
from tms.workflow import checking
from tms.workflow.beside import Beside, may
from tms.workflow.outline import Line, Outline, having, outline
from tms.workflow.sheets import Row, Sheet, open_sheet, open_sheets

PART = 120
"""Sentences that are sent at once: a long article comes in parts."""
OPEN = (State.EMPTY, State.DRAFT, State.RETURNED)


@dataclass(frozen=True)
class Sentence:
    """One translation as a line of the sheet.

    ``number`` counts from 1 in reading order, 0 where the page knows it already; ``stands`` is how its block
    stands, of the one that is worked on.
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
class Opened:
    """An edition of somebody who may see it; of a long one only what is asked for is read."""

    session: Session
    article: Article
    revision: Revision
    edition: Edition
    by: Person
    target: Language

    @cached_property
    def outline(self) -> Outline:
        return outline(self.session, self.edition, self.revision, self.by)

    @cached_property
    def parts(self) -> list[list[Line]]:
        """The article in parts of about ``PART`` sentences."""
        return self.outline.parts(PART)

    @property
    def counts(self) -> Counter[str]:
        """How many sentences each filter shows."""
        lines = self.outline.lines
        return Counter({name: sum(map(fits, lines)) for name, fits in FILTERS.items()})

    @property
    def order(self) -> str:
        """A digest of the order of the sentences: a page with another one is of another article by now."""
        return hashlib.sha256("".join(line.id for line in self.outline.lines).encode()).hexdigest()[:12]

    def part_of(self, line: Line) -> int:
        return next(number for number, lines in enumerate(self.parts) if line in lines)

    def shown(self, show: str, words: str) -> list[Line]:
        """The sentences that a filter shows, and among them those with these words."""
        lines = [line for line in self.outline.lines if FILTERS[show](line)]
        return having(self.session, self.edition, self.revision, lines, words) if words else lines

    def sections(self, lines: Collection[Line]) -> list[Section]:
        """These sentences in their blocks; the lines are of whole blocks."""
        numbers = {line.id: line.number for line in lines}
        sheet = self.sheet(only=list(numbers))
        made = []
        for _, group in groupby(self._read(sheet, sheet.rows, numbers), key=lambda each: each.row.block.id):
            listed = list(group)
            made.append(Section(listed[0].row.block, listed))
        return made

    def some(self, ids: Collection[str]) -> list[Sentence]:
        """These sentences without their numbers; what is new in them is checked within their blocks."""
        sheet = self.sheet(around=ids)
        return self._read(sheet, [row for row in sheet.rows if row.id in ids], {})

    def one(self, id: str) -> tuple[Sentence, Beside]:
        """One sentence with what helps to translate it."""
        sheet = self.sheet(around=[id])
        row = row_of(sheet, id)
        (sentence,) = self._read(sheet, [row], {})
        sentence = replace(sentence, stands=sheet.seen(row.block.id))
        return sentence, helping.beside(self.session, sheet, row, self.by)

    def sheet(self, **some: Collection[str]) -> Sheet:
        """The sheet of these sentences alone."""
        tag = self.edition.language
        return open_sheets(self.session, self.article, [tag], self.revision, **some)[tag]

    def _read(self, sheet: Sheet, rows: Collection[Row], numbers: Mapping[str, int]) -> list[Sentence]:
        found = checking.find(self.session, sheet)
        let = findings.waivers(self.session, [self.edition.id])
        was = helping.made_from(self.session, sheet, rows)
        return [
            Sentence(
                row,
                numbers.get(row.id, 0),
                self.by,
                checking.left(row, found.get(row.id, []), let),
                was.get(row.id),
            )
            for row in rows
        ]


FILTERS: dict[str, Callable[[Line], bool]] = {
    "all": lambda _: True,
    "todo": lambda line: line.open,
    "finding": lambda line: line.worst is not None,
    "stale": lambda line: line.stale,
    "mine": lambda line: line.mine,
}
"""Which sentences the filters show, by their word in the address."""


def opened(session: Session, by: Person, slug: str, language: str) -> Opened:
    """One edition for somebody who may see it; to others there is none."""
    tag = spoken(by, slug, language)
    article = articles.find(session, slug)
    revision = articles.revision(session, article)
    edition = editions.of_article(session, article.id)[tag]
    return Opened(session, article, revision, edition, by, house(session).language(tag))


def sheet_of(
    session: Session,
    by: Person,
    slug: str,
    language: str,
    *,
    write: bool = False,
    around: Collection[str] | None = None,
) -> Sheet:
    """One edition for somebody who may see it, or the blocks of these sentences; to others there is none."""
    return open_sheet(session, slug, spoken(by, slug, language), write=write, around=around)


def spoken(by: Person, slug: str, language: str) -> str:
    """The tag of a target language of theirs; to others the edition is not there."""
    tag = languages.target(language).tag
    if not by.speaks(tag):
        raise NoSuchEdition(f"{slug} {tag}", slug=slug, language=tag)
    return tag


def row_of(sheet: Sheet, id: str) -> Row:
    """A translation of the sheet, or one that was added and taken out again."""
    row = sheet.by_id.get(id) or next((row for row in sheet.removed if row.id == id), None)
    if row is None:
        raise NoSuchTranslation(id, id=id)
    return row


__all__ = [
    "FILTERS",
    "PART",
    "Opened",
    "Section",
    "Sentence",
    "markup",
    "opened",
    "row_of",
    "sheet_of",
    "spoken",
]
