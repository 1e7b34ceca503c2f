"""What an editor sees of an edition: each sentence with what changed, what is left to look at, and why."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from markupsafe import Markup, escape

from tms import languages
from tms.core.document import HIDDEN, Block
from tms.core.findings import Finding, Severity
from tms.core.rights import Person, Role
from tms.core.states import State, Step
from tms.core.text import Text
from tms.formats.html_page import alone, inside
from tms.languages.base import Language
from tms.messages import N_
from tms.store import comments
from tms.store.comments import Comment
from tms.store.findings import Waiver, waivers
from tms.store.house import house
from tms.store.session import Session
from tms.web.editor.markup import diff
from tms.workflow import checking, looks
from tms.workflow.beside import made_from, may
from tms.workflow.board import Bar
from tms.workflow.looks import Since
from tms.workflow.sheets import Row, Sheet

PART = 100
"""Sentences on one page: a long article comes in parts, each ending with a block."""

SHOWN = {
    "all": N_("All"),
    "waiting": N_("Waiting for an editor"),
    "changed": N_("Changed since you looked"),
    "stale": N_("English changed"),
    "finding": N_("Findings"),
    "unedited": N_("Unedited"),
}


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
    since: Since | None = None
    said: Sequence[Comment] = ()

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
        return Markup(alone(self.row.source, languages.SOURCE))  # noqa: S704  cleaned where it is made

    @property
    def target(self) -> Markup:
        """The translation; what changed since the last look is marked, or the words of a comment."""
        if self.since is not None and self.since.before:
            return diff(self.since.before, self.row.record.text)
        html = alone(self.row.target, self.row.language)
        words = escape(self.row.record.quoted)
        if words and words in html:
            html = html.replace(words, f"<mark>{words}</mark>", 1)
        return Markup(html)  # noqa: S704  cleaned where it is made

    @property
    def seen(self) -> str:
        """What a step names: the translation, its version, and the English it stands beside."""
        return f"{self.row.id}:{self.row.record.version}:{digest(str(self.row.basis))}"

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
            "changed": self.since is not None,
            "stale": self.row.stale,
            "finding": bool(self.fixes),
            "unedited": self.unedited,
        }.get(show, True)

    @property
    def asks(self) -> bool:
        """Whether it asks for an editor at all: what is approved and unremarkable recedes."""
        return self.state != "approved" or bool(self.fixes) or self.since is not None or self.unedited

    @property
    def marks(self) -> str:
        """How the page view draws it: classes of its state and of what is to be said of it."""
        said = {
            "changed": self.since is not None,
            "error": bool(self.errors),
            "warning": bool(self.warnings) and not self.errors,
            "unedited": self.unedited and self.state != "approved",
        }
        return " ".join([f"sg {self.state}", *(name for name, true in said.items() if true)])


@dataclass(frozen=True)
class Section:
    """One block with its sentences."""

    block: Block
    sentences: list[Sentence]

    @property
    def hidden(self) -> bool:
        return self.block.kind in HIDDEN

    @property
    def clean(self) -> list[Sentence]:
        return [each for each in self.sentences if each.clean]

    @property
    def seen(self) -> str:
        """What approving the block names: all of it that is clean, as it was looked at."""
        return f"{self.block.id}:{digest(' '.join(each.seen for each in self.clean))}"


@dataclass(frozen=True)
class View:
    """An edition under review. ``unread`` says that something stands there which was not looked at."""

    sheet: Sheet
    by: Person
    sentences: list[Sentence]
    target: Language
    unread: bool
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def editor(self) -> bool:
        return self.by.has(Role.EDITOR, self.sheet.language)

    @property
    def clean(self) -> list[Sentence]:
        return [each for each in self.sentences if each.clean]

    @property
    def clean_seen(self) -> str:
        return digest(" ".join(each.seen for each in self.clean))

    @property
    def all_seen(self) -> str:
        return digest(" ".join(each.seen for each in self.sentences))

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

    @cached_property
    def sections(self) -> list[Section]:
        return [
            Section(listed[0].row.block, listed)
            for _, group in groupby(self.sentences, key=lambda each: each.row.block.id)
            for listed in [list(group)]
        ]

    def parts(self) -> list[list[Section]]:
        made: list[list[Section]] = [[]]
        held = 0
        for section in self.sections:
            if held >= PART:
                made.append([])
                held = 0
            made[-1].append(section)
            held += len(section.sentences)
        return made

    def find(self, segment: str) -> Sentence | None:
        """The sentence of a segment."""
        row = self.sheet.by_segment.get(segment)
        return next((each for each in self.sentences if row is not None and each.row.id == row.id), None)

    def next(self, number: int) -> Sentence | None:
        """The next sentence that waits for this editor, from the start again behind the last."""
        order = [*self.sentences[number:], *self.sentences[:number]]
        return next((each for each in order if each.waiting and each.may("approve")), None)

    def pages(self, sections: Iterable[Section]) -> dict[str, Markup]:
        """Blocks as their readers get them, by id, with each sentence's marks."""
        assembled = {each.block.id: each for each in self.sheet.assembly().blocks}
        return {
            each.block.id: _marked(inside(assembled[each.block.id], self.target), each.sentences)
            for each in sections
        }


def view(session: Session, sheet: Sheet, by: Person) -> View:
    """The whole edition, in a fixed number of queries."""
    found = checking.find(session, sheet)
    let = waivers(session, [sheet.edition.id])
    was = made_from(session, sheet, sheet.rows)
    since = looks.since(session, sheet, by)
    said: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments.of_edition(session, sheet.edition.id):
        said[comment.place].append(comment)
    sentences = []
    for number, row in enumerate(sheet.rows, 1):
        listed = found.get(row.id, [])
        errors = checking.unwaived(row, listed, let)
        warnings = checking.unwaived(row, listed, let, Severity.WARNING)
        bound = checking.text_hash(row)
        mine = [each for each in let if each.translation_id == row.id and each.text_hash == bound]
        thread = sorted((each for place in row.places for each in said.get(place, ())), key=lambda c: c.id)
        sentences.append(
            Sentence(row, number, by, errors, warnings, mine, was.get(row.id), since.get(row.id), thread)
        )
    counts = Counter({show: sum(each.shown(show) for each in sentences) for show in SHOWN})
    target = house(session).language(sheet.language)
    return View(sheet, by, sentences, target, looks.unread(session, sheet, by), counts)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _marked(html: str, sentences: Iterable[Sentence]) -> Markup:
    marks = {each.id: each.marks for each in sentences}
    return Markup(  # noqa: S704  cleaned where it is made
        _ANCHOR.sub(lambda found: f'<span class="{marks.get(found[2], "")}" id="{found[1]}-{found[2]}"', html)
    )


_ANCHOR = re.compile(r'<span id="([st])-(\w+)"')
