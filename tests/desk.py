"""A desk for tests: a database, its people, and their steps through the real workflow."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, update

from tests import delivered
from tms import machinery
from tms import settings as env
from tms.core.rights import OPERATOR, Person, Role
from tms.core.routing import Decision
from tms.core.states import State
from tms.formats import po
from tms.machinery.base import Context
from tms.settings import Settings
from tms.store import articles, editions, invariants, releases
from tms.store import jobs as rows
from tms.store.base import clock, moment
from tms.store.editions import Suggestion, Version
from tms.store.events import Event
from tms.store.jobs import Job, JobState
from tms.store.releases import Release, ReleasePart
from tms.store.session import Database, Session
from tms.workflow import (
    board,
    departures,
    exchange,
    ingest,
    jobs,
    people,
    release,
    review,
    route,
    runs,
    sheets,
    status,
    translate,
)
from tms.workflow.exchange import Imported
from tms.workflow.ingest import Ingested
from tms.workflow.sheets import Row, Sheet
from tms.workflow.status import ArticleStatus
from tms.workflow.steps import Seen
from tms.workflow.translate import Outcome, Write

STORY = """# Water returns to the marshes

The rain came late this year. Farmers had dug 12 wells by hand in the dry months. \
A boat brings the children to school.

Engineers opened the upper dam in March. See [the report](https://example.org/dam).
"""
HEADLINE, RAIN, WELLS, BOAT, DAM, REPORT = range(6)
"""The places of its segments."""

WORDS: dict[str, dict[str, str]] = {
    "Water returns to the marshes": {
        "ar": "المياه تعود إلى الأهوار",
        "ckb": "ئاو دەگەڕێتەوە بۆ زۆنگاوەکان",
    },
    "The rain came late this year.": {
        "ar": "تأخر المطر هذا العام.",
        "ckb": "باران ئەمساڵ درەنگ هات.",
    },
    "Farmers had dug 12 wells by hand in the dry months.": {
        "ar": "كان المزارعون قد حفروا ١٢ بئراً بأيديهم في أشهر الجفاف.",
        "ckb": "جووتیاران لە مانگە وشکەکاندا بە دەست ١٢ بیریان هەڵکەندبوو.",
    },
    "A boat brings the children to school.": {
        "ar": "ينقل قارب الأطفال إلى المدرسة.",
        "ckb": "بەلەمێک منداڵان دەباتە قوتابخانە.",
    },
    "Engineers opened the upper dam in March.": {
        "ar": "فتح المهندسون السد العلوي في آذار.",
        "ckb": "ئەندازیاران لە مانگی ئازاردا بەنداوی سەرەوەیان کردەوە.",
    },
    "See <1>the report</1>.": {
        "ar": "انظر <1>التقرير</1>.",
        "ckb": "<1>ڕاپۆرتەکە</1> ببینە.",
    },
}
"""Its segments as translators write them; other sentences are made by the pseudo machine."""

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

    @contextmanager
    def undone(self) -> Iterator[Session]:
        """A session of which nothing is kept, in which also a foreign key may be broken."""
        with Session(self.database.engine) as session:
            yield session
            session.rollback()

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

    def ingest(
        self, text: str = STORY, slug: str = "story", by: str = "editor", *, replacing: bool = False
    ) -> Ingested:
        """Take in an article written as plain text or Markdown."""
        with self.step() as session:
            document = ingest.parse(text.encode(), f"{slug}.md" if text.startswith("#") else f"{slug}.txt")
            return ingest.ingest(session, document, self[by], slug=slug, replacing=replacing)

    def correct(self, *changes: tuple[str, str], slug: str = "story", text: str = STORY) -> Ingested:
        """Take in the article with these words in the place of those."""
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return self.ingest(text, slug)

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

    def release(
        self, slug: str = "story", tags: Sequence[str] | None = None, at: datetime | None = None
    ) -> int:
        with self.step() as session:
            return release.release(session, slug, self["chief"], tags, at).number

    def withdraw(self, slug: str = "story", tags: Sequence[str] | None = None) -> int:
        with self.step() as session:
            return release.withdraw(session, slug, self["chief"], "It was wrong.", tags).number

    def confirm(self, *at: int, slug: str = "story", tag: str = "ar", by: str = "translator") -> Outcome:
        with self.sheet(slug, tag) as (session, sheet):
            return translate.confirm(session, sheet, [sheet.rows[i] for i in at], self[by])

    def return_(
        self, *at: int, comment: str, slug: str = "story", tag: str = "ar", by: str = "editor"
    ) -> Outcome:
        with self.sheet(slug, tag) as (session, sheet):
            return review.return_(session, sheet, [sheet.rows[i] for i in at], self[by], comment)

    def reopen(self, *at: int, slug: str = "story", tag: str = "ar", by: str = "editor") -> Outcome:
        with self.sheet(slug, tag) as (session, sheet):
            return translate.reopen(session, sheet, [sheet.rows[i] for i in at], self[by])

    def merge(self, *at: int, slug: str = "story", tag: str = "ar", by: str = "translator") -> Row:
        with self.sheet(slug, tag) as (session, sheet):
            segments = [segment.id for i in at for segment in sheet.rows[i].segments]
            return runs.merge(session, sheet, segments, self[by])

    def split(self, at: int, slug: str = "story", tag: str = "ar", by: str = "translator") -> list[Row]:
        with self.sheet(slug, tag) as (session, sheet):
            return runs.split(session, sheet, sheet.rows[at], self[by])

    def order(self, *at: int, slug: str = "story", tag: str = "ar", by: str = "translator") -> None:
        """Put the rows of a block into this order, each by its place on the sheet."""
        with self.sheet(slug, tag) as (session, sheet):
            runs.order(session, sheet, [sheet.rows[i].place for i in at], self[by])

    def omit(self, at: int, why: str = "It is said above.", tag: str = "ar", by: str = "translator") -> None:
        with self.sheet("story", tag) as (session, sheet):
            row = sheet.rows[at]
            departures.omit(session, sheet, row, why, self[by], Seen(row.record.version))

    def put_back(self, place: str, tag: str = "ar", by: str = "translator") -> None:
        with self.sheet("story", tag) as (session, sheet):
            row = sheet.out(place)
            departures.put_back(session, sheet, row, self[by], Seen(row.record.version))

    def add(
        self,
        at: int,
        text: str,
        why: str = "Readers here need it.",
        tag: str = "ar",
        by: str = "translator",
    ) -> Row:
        """Add a sentence behind this place of the sheet."""
        with self.sheet("story", tag) as (session, sheet):
            return departures.add(session, sheet, sheet.rows[at], text, why, self[by])

    def waive(self, blocker: str, reason: str = "It is a name.", tag: str = "ar", by: str = "editor") -> int:
        with self.sheet("story", tag) as (session, sheet):
            return review.waive(session, sheet, blocker, reason, self[by])

    def assign(self, *at: int, to: str, slug: str = "story", tag: str = "ar", by: str = "editor") -> None:
        with self.sheet(slug, tag) as (session, sheet):
            route.assign(session, sheet, [sheet.rows[i] for i in at], to, self[by])

    def route(self, slug: str = "story", *, dry: bool = False) -> dict[str, list[Decision]]:
        with self.step() as session:
            return route.route(session, slug, self["editor"], dry=dry)

    def export(self, slug: str = "story", tag: str = "ar") -> bytes:
        """The edition as a PO file."""
        with self.database.reading() as session:
            return po.write(exchange.export(session, slug, tag))

    def take(
        self, data: bytes, tag: str = "ar", by: str = "translator", slug: str = "", *, submit: bool = False
    ) -> Imported:
        with self.step() as session:
            return exchange.take(session, po.read(data), tag, self[by], slug=slug, submitting=submit)

    def status(self, slug: str = "story") -> ArticleStatus:
        with self.database.reading() as session:
            return status.status(session, slug)

    def blockers(self, slug: str = "story", tag: str = "ar") -> list[tuple[str, str]]:
        """The code and the segment of each blocker."""
        return [(each.code, each.segment) for each in self.status(slug).editions[tag].blockers]

    def states(self, slug: str = "story", tag: str = "ar") -> list[str]:
        """The state of each row, in reading order, with a mark where it is stale."""
        return [row.record.state + ("!" if row.stale else "") for row in self.look(slug, tag).rows]

    def texts(self, slug: str = "story", tag: str = "ar") -> list[str]:
        return [row.record.text for row in self.look(slug, tag).rows]

    def history(self, translation: str) -> list[Version]:
        with self.database.reading() as session:
            return editions.history(session, translation)

    def suggestions(self, *at: int, slug: str = "story", tag: str = "ar") -> list[Suggestion]:
        wanted = [self.row(i, slug, tag).id for i in at]
        with self.database.reading() as session:
            return editions.suggestions(session, wanted)

    def events(self, what: str) -> list[Event]:
        with self.database.reading() as session:
            return list(session.scalars(select(Event).where(Event.what == what).order_by(Event.id)))

    def parts(self, number: int, slug: str = "story") -> dict[str, ReleasePart]:
        with self.database.reading() as session:
            found = releases.numbered(session, articles.find(session, slug).id, number)
            assert found is not None
            return releases.parts(session, found.id)

    def folder(self, slug: str = "story") -> Path:
        """Where the article is delivered to."""
        return self.settings.editions / slug

    def hurry(self) -> None:
        """Let the time come at which what is put off is due."""
        with self.database.writing() as session:
            waiting = list(session.scalars(select(Job.id).where(Job.state == JobState.WAITING)))
            session.execute(update(Job).where(Job.id.in_(waiting)).values(run_after=clock()))
            session.execute(update(Release).where(Release.publish_at > moment()).values(publish_at=moment()))
        if self.wake is None:
            jobs.run_caused(self.database, self.settings, waiting)
        else:
            self.wake(waiting)

    def delivered_as_approved(self, slug: str = "story") -> None:
        """The delivered folder is in full what was approved: every text in its group, anchor and page."""
        with self.database.reading() as session:
            article = articles.find(session, slug)
            last = releases.effective(session, article.id)
            assert last is not None
            parts = releases.parts(session, last.id)
            number = max(part.revision for part in parts.values())
            english = articles.revision(session, article, number).document
        delivered.compare(self.folder(slug), english, parts, last.number)

    def check(self) -> None:
        """All invariants hold, and the board says of every article what its status says."""
        with self.database.reading() as session:
            assert list(invariants.broken(session)) == []
            unchecked = select(Job.id).where(Job.kind == "check", Job.state != JobState.DONE)
            if session.scalar(unchecked.limit(1)) is not None:
                return  # the board counts what the check jobs have found
            for line in board.board(session).lines:
                whole = status.status(session, line.article.slug)
                for tag, edition in whole.editions.items():
                    short = line.editions[tag]
                    assert short.state == edition.state
                    assert short.segments == {state: n for state, n in edition.segments.items() if n}
                    assert (short.stale, short.words) == (edition.stale, edition.words)
                    assert short.words_left == edition.words_left
                    assert (short.blockers, short.published) == (len(edition.blockers), edition.published)

    def english(self, slug: str = "story") -> list[str]:
        with self.database.reading() as session:
            article = articles.find(session, slug)
            return [s.text.plain.strip() for s in articles.revision(session, article).document.segments]


def pretend(row: Row, tag: str) -> str:
    """A translation that no check complains about."""
    source = row.source.stripped()
    if source.notation in WORDS:
        return WORDS[source.notation][tag]
    made = machinery.get("pseudo").translate([source], "en", tag, Context())[0]
    assert made is not None
    return made.notation


@contextmanager
def opened(url: str, home: Path, *, checked: bool = True) -> Iterator[Desk]:
    """A desk that runs its own jobs and delivers into its home; at the end all invariants hold."""
    database = Database(url)
    try:
        desk = Desk(database, env.read(home=home, database_url=url))
        yield desk
        if checked:
            desk.check()
    finally:
        database.close()
