"""A desk for tests: a database, its people, and their steps through the real workflow."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tms.core.rights import OPERATOR, Person, Role
from tms.core.states import State
from tms.settings import Settings
from tms.store import articles, invariants
from tms.store import jobs as rows
from tms.store.base import clock
from tms.store.jobs import Job, JobState
from tms.store.session import Database
from tms.workflow import ingest, jobs, people, release, review, sheets, translate
from tms.workflow.ingest import Ingested
from tms.workflow.sheets import Row, Sheet
from tms.workflow.steps import Seen
from tms.workflow.translate import Outcome, Write

PEOPLE: dict[str, tuple[Role, list[str]]] = {
    "translator": (Role.TRANSLATOR, []),
    "second": (Role.TRANSLATOR, []),
    "editor": (Role.EDITOR, []),
    "deputy": (Role.EDITOR, []),
    "chief": (Role.CHIEF, []),
    "admin": (Role.ADMIN, []),
}


@dataclass
class Desk:
    """``wake`` hands jobs to workers elsewhere; without it the desk runs its own."""

    database: Database
    settings: Settings
    wake: Callable[[Sequence[int]], None] | None = None
    cast: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.database.writing() as session:
            for name, (role, tags) in PEOPLE.items():
                self.cast[name] = people.person(people.add(session, name, role, tags, OPERATOR))

    def __getitem__(self, name: str) -> Person:
        return self.cast[name]

    @contextmanager
    def step(self) -> Iterator[Session]:
        with self.database.writing() as session:
            yield session
            caused = rows.caused(session)
        if self.wake is None:
            jobs.run_caused(self.database, self.settings, caused)
        else:
            self.wake(caused)

    def settle(self, seconds: float = 30.0) -> None:
        """Wait until nothing is due and nothing runs."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self.database.reading() as session:
                left = session.scalar(
                    select(func.count())
                    .select_from(Job)
                    .where(
                        (Job.state == JobState.RUNNING)
                        | ((Job.state == JobState.WAITING) & (Job.run_after <= clock()))
                    )
                )
            if not left:
                return
            time.sleep(0.05)
        raise AssertionError(f"{left} jobs are left after {seconds} s")

    def ingest(self, text: str, slug: str = "story", by: str = "editor", **options: bool) -> Ingested:
        """Take in an article written as plain text or Markdown."""
        with self.step() as session:
            document = ingest.parse(text.encode(), f"{slug}.md" if text.startswith("#") else f"{slug}.txt")
            return ingest.ingest(session, document, self[by], slug=slug, **options)  # type: ignore[arg-type]

    @contextmanager
    def sheet(self, slug: str = "story", tag: str = "ar") -> Iterator[tuple[Session, Sheet]]:
        """An edition's sheet to work on, in one step."""
        with self.step() as session:
            yield session, sheets.open_sheet(session, slug, tag, write=True)

    def look(self, slug: str = "story", tag: str = "ar") -> Sheet:
        with self.database.reading() as session:
            return sheets.open_sheet(session, slug, tag)

    def row(self, at: int, slug: str = "story", tag: str = "ar") -> Row:
        return self.look(slug, tag).rows[at]

    def write(
        self, texts: Mapping[int, str], slug: str = "story", tag: str = "ar", by: str = "translator"
    ) -> Outcome:
        """Save these texts, by the place of their row on the sheet."""
        with self.sheet(slug, tag) as (session, sheet):
            writes = [
                Write(sheet.rows[at], text, Seen(sheet.rows[at].record.version)) for at, text in texts.items()
            ]
            return translate.save(session, sheet, writes, self[by])

    def write_all(self, slug: str = "story", tag: str = "ar", by: str = "translator") -> None:
        """Give every empty or stale row a text that no check complains about."""
        with self.sheet(slug, tag) as (session, sheet):
            for row in sheet.rows:
                if row.record.state is State.APPROVED and row.stale:
                    translate.reopen(session, sheet, [row], self["editor"])
            due = [row for row in sheet.rows if row.record.state is State.EMPTY or row.stale]
            writes = [Write(row, pretend(row, tag), Seen(row.record.version)) for row in due]
            outcome = translate.save(session, sheet, writes, self[by])
        assert not outcome.refused

    def submit(self, slug: str = "story", tag: str = "ar", by: str = "translator") -> Outcome:
        with self.sheet(slug, tag) as (session, sheet):
            drafts = [r for r in sheet.rows if r.record.state in {State.DRAFT, State.RETURNED}]
            return translate.submit(session, sheet, drafts, self[by])

    def approve(
        self, slug: str = "story", tag: str = "ar", by: str = "editor", override: str = ""
    ) -> Outcome:
        with self.sheet(slug, tag) as (session, sheet):
            return review.approve(session, sheet, None, self[by], override=override)

    def sign(self, slug: str = "story", tag: str = "ar", by: str = "editor") -> str:
        with self.sheet(slug, tag) as (session, sheet):
            return review.sign(session, sheet, self[by])

    def finish(self, slug: str = "story", tags: Sequence[str] = ("ar", "ckb")) -> None:
        """Translate, submit, approve and sign whatever is open."""
        for tag in tags:
            self.write_all(slug, tag)
            self.submit(slug, tag)
            assert not self.approve(slug, tag).refused
            self.sign(slug, tag)

    def release(self, slug: str = "story", tags: Sequence[str] | None = None) -> int:
        with self.step() as session:
            return release.release(session, slug, self["chief"], tags).number

    def check(self) -> None:
        """All invariants hold."""
        with self.database.reading() as session:
            assert list(invariants.broken(session)) == []

    def english(self, slug: str = "story") -> list[str]:
        with self.database.reading() as session:
            article = articles.find(session, slug)
            return [s.text.plain.strip() for s in articles.revision(session, article).document.segments]


def pretend(row: Row, tag: str) -> str:
    """A translation made by the pseudo machine."""
    from tms import machinery
    from tms.machinery.base import Context

    made = machinery.get("pseudo").translate([row.source], "en", tag, Context())[0]
    assert made is not None
    return made.notation
