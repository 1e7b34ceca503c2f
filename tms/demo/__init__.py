"""The demo: two feature articles go through the whole desk, by the same workflow that people use."""

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from tms import languages
from tms import settings as environment
from tms.core.alignment import Fate
from tms.core.rights import OPERATOR, Person, Role
from tms.core.states import State
from tms.core.text import Text
from tms.settings import Settings
from tms.store import editions, migrate
from tms.store import jobs as rows
from tms.store import people as store
from tms.store.session import Database, Session
from tms.store.signing import LinkKind
from tms.workflow import ingest, jobs, memory, people, release, review, route, sheets, translate
from tms.workflow import links as entrance
from tms.workflow.sheets import Row
from tms.workflow.steps import Seen
from tms.workflow.translate import Write

Say = Callable[[str], None]

_DATA = files("tms.demo") / "data"
_ARTICLES = ("marsh-school.html", "night-bakery.md")
_CORRECTED = "marsh-school-corrected.html"
_TABLES = ("marsh-school.tsv", "night-bakery.tsv", "marsh-school-corrected.tsv")


def settings(own: Settings, out: Path | None) -> Settings:
    """A desk of the demo's own in the desk's folder, made anew each time."""
    home = own.home / "demo"
    chosen = out or own.out or home / "editions"
    return environment.read(
        home=home,
        database_url=f"sqlite:///{(home / 'desk.sqlite').absolute()}",
        broker_url="memory://",
        out=chosen,
    )


def run(own: Settings, say: Say) -> list[str]:
    """Take both articles from ingest to release, then correct one; answers their slugs."""
    _clear(own)
    show = _Show(own, say)
    try:
        return show.play()
    finally:
        show.database.close()


def links(own: Settings, port: int) -> list[tuple[str, str]]:
    """A link for each of the demo's people, by which they sign in once."""
    database = Database(own.database)
    try:
        with database.writing() as session:
            return [
                (user.name, entrance.make(session, user, LinkKind.DEMO, f"http://127.0.0.1:{port}"))
                for user in sorted(store.active(session), key=lambda user: user.id)
            ]
    finally:
        database.close()


@dataclass
class _Show:
    settings: Settings
    say: Say
    database: Database = field(init=False)
    cast: dict[str, Person] = field(default_factory=dict)
    book: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.database = Database(self.settings.database)
        migrate.ready(self.database)
        self.book = _book()

    def play(self) -> list[str]:
        self.open_desk()
        slugs = [self.bring_in(name) for name in _ARTICLES]
        for slug in slugs:
            self.say(f"\n{slug}")
            self.assign(slug)
            for tag in languages.TARGETS:
                self.translate(slug, tag)
            self.return_one(slug, languages.TARGETS[0])
            for tag in languages.TARGETS:
                self.approve(slug, tag)
            self.release(slug)
        self.say("\nThe English is corrected")
        self.bring_in(_CORRECTED, slugs[0])
        for tag in languages.TARGETS:
            self.reopen(slugs[0], tag)
            self.translate(slugs[0], tag)
            self.approve(slugs[0], tag)
        self.release(slugs[0])
        self.tell(slugs[0])
        return slugs

    @contextmanager
    def step(self) -> Iterator[Session]:
        """One step of one person: committed whole, then the jobs it caused are run."""
        with self.database.writing() as session:
            yield session
            caused = rows.caused(session)
        for dead in jobs.run_caused(self.database, self.settings, caused).dead:
            self.say(f"  job {dead.id} ({dead.kind}) failed: {dead.error}")

    def open_desk(self) -> None:
        self.say("The desk opens")
        with self.step() as session:
            for tag in languages.TARGETS:
                self._hire(session, f"translator-{tag}", Role.TRANSLATOR, [tag])
                self._hire(session, f"editor-{tag}", Role.EDITOR, [tag])
            self._hire(session, "chief", Role.CHIEF, [])
            self._hire(session, "admin", Role.ADMIN, [])
        self.say(f"  people: {', '.join(self.cast)}")
        with self.step() as session:
            pairs = _read("memory.tsv")
            for tag in languages.TARGETS:
                memory.add(session, ((row["en"], row[tag]) for row in pairs), tag, self.cast["chief"])
        self.say(f"  memory: {len(pairs)} sentences from earlier work, in {len(languages.TARGETS)} languages")

    def bring_in(self, name: str, slug: str = "") -> str:
        data = (_DATA / name).read_bytes()
        with self.step() as session:
            document = ingest.parse(data, name)
            done = ingest.ingest(session, document, self.cast["chief"], name=name, slug=slug)
        kinds = len({block.kind for block in done.document.blocks})
        counts = ", ".join(f"{done.counts[fate]} {fate.value}" for fate in Fate if done.counts[fate])
        self.say(
            f"  {name}: revision {done.revision}, {len(done.document.blocks)} blocks of {kinds} kinds, "
            f"{len(done.document.segments)} segments ({counts})"
        )
        return done.article.slug

    def assign(self, slug: str) -> None:
        with self.step() as session:
            decided = route.route(session, slug, self.cast["chief"])
        for tag, listed in decided.items():
            known = sum(each.to == "memory" for each in listed)
            self.say(f"  {tag}: {known} segments to the memory, {len(listed) - known} to translator-{tag}")

    def translate(self, slug: str, tag: str) -> None:
        """The translator takes what the memory has, writes the rest, and hands it in."""
        by = self.cast[f"translator-{tag}"]
        with self.step() as session:
            sheet = sheets.open_sheet(session, slug, tag, write=True)
            taken = translate.fill(session, sheet, sheet.rows, by)
        with self.step() as session:
            sheet = sheets.open_sheet(session, slug, tag, write=True)
            due = [row for row in sheet.rows if row.stale or self._unlike(row, tag)]
            writes = [Write(row, self._text(row, tag), Seen(row.record.version)) for row in due]
            written = translate.save(session, sheet, writes, by)
        with self.step() as session:
            sheet = sheets.open_sheet(session, slug, tag, write=True)
            drafts = [row for row in sheet.rows if row.record.state in (State.DRAFT, State.RETURNED)]
            done = translate.submit(session, sheet, drafts, by)
        refused = [*written.refused, *done.refused]
        if refused:
            raise refused[0][1]
        self.say(
            f"  {tag}: {by.name} takes {len(taken.done)} from the memory, writes {len(written.done)}, "
            f"submits {len(done.done)}"
        )
        if len(done.done) > 1:
            self._sample(done.done[min(3, len(done.done) - 1)])

    def reopen(self, slug: str, tag: str) -> None:
        """The editor opens what was approved for other English; all else keeps its approval."""
        by = self.cast[f"editor-{tag}"]
        with self.step() as session:
            sheet = sheets.open_sheet(session, slug, tag, write=True)
            stale = [row for row in sheet.rows if row.stale]
            translate.reopen(session, sheet, stale, by)
        self.say(f"  {tag}: {len(stale)} sentences are stale, {by.name} opens them")

    def return_one(self, slug: str, tag: str) -> None:
        """The editor returns one sentence with a comment; the translator submits it again."""
        editor, translator = self.cast[f"editor-{tag}"], self.cast[f"translator-{tag}"]
        with self.step() as session:
            sheet = sheets.open_sheet(session, slug, tag, write=True)
            row = sheet.rows[len(sheet.rows) // 2]
            review.return_(session, sheet, [row], editor, "Please read this aloud once more.").only()
            id = row.id
        with self.step() as session:
            sheet = sheets.open_sheet(session, slug, tag, write=True)
            translate.submit(session, sheet, [sheet.by_id[id]], translator).only()
        self.say(f"  {tag}: {editor.name} returns one, {translator.name} looks again and submits it")

    def approve(self, slug: str, tag: str) -> None:
        by = self.cast[f"editor-{tag}"]
        with self.step() as session:
            sheet = sheets.open_sheet(session, slug, tag, write=True)
            kept = sum(row.record.state is State.APPROVED for row in sheet.rows)
            done = review.approve(session, sheet, None, by)
            if done.refused:
                raise done.refused[0][1]
        with self.step() as session:
            manifest = review.sign(session, sheets.open_sheet(session, slug, tag, write=True), by)
        still = f"; {kept} approvals stand" if kept else ""
        self.say(
            f"  {tag}: {by.name} approves {len(done.done)}{still}, and signs the edition ({manifest[:8]})"
        )

    def release(self, slug: str) -> None:
        with self.step() as session:
            made = release.release(session, slug, self.cast["chief"])
        self.say(f"  chief releases {slug}, number {made.number}: {self.settings.editions / slug}")

    def tell(self, slug: str) -> None:
        with self.database.reading() as session:
            sheet = sheets.open_sheet(session, slug, languages.TARGETS[0])
            history = sum(len(editions.history(session, row.id)) for row in sheet.rows)
        self.say(f"  the history of its {sheet.language} edition holds {history} texts")

    def _hire(self, session: Session, name: str, role: Role, tags: list[str]) -> None:
        self.cast[name] = people.person(people.add(session, name, role, tags, OPERATOR))

    def _unlike(self, row: Row, tag: str) -> bool:
        """Whether it is empty, or was filled with what the memory has of a sentence that is only like it."""
        filled = row.record.state is State.DRAFT and row.record.text != self._text(row, tag)
        return row.record.state is State.EMPTY or filled

    def _text(self, row: Row, tag: str) -> str:
        return self.book[row.source.notation][tag]

    def _sample(self, row: Row) -> None:
        self.say(f"      {row.source.plain}\n      {row.target.plain}")


def _clear(own: Settings) -> None:
    """Take away what an earlier demo made, and nothing else."""
    shutil.rmtree(own.home, ignore_errors=True)
    for name in _ARTICLES:
        slug = Path(name).stem
        shutil.rmtree(own.editions / ".releases" / slug, ignore_errors=True)
        (own.editions / slug).unlink(missing_ok=True)


def _book() -> dict[str, dict[str, str]]:
    """The translations of all sentences, by their English in code notation."""
    return {Text.parse(row["en"]).notation: row for name in (*_TABLES, "memory.tsv") for row in _read(name)}


def _read(name: str) -> list[dict[str, str]]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
