"""Send every open segment to the memory, a machine or a person, and keep suggestions up to date."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tms import languages, machinery
from tms.core.document import words
from tms.core.matching import EXACT, MACHINE
from tms.core.rights import Person, Role
from tms.core.routing import Decision, Policy, To, Waiting, decide
from tms.core.states import State
from tms.core.text import Text
from tms.errors import NotAllowed
from tms.machinery.base import Context as MachineContext
from tms.settings import Settings
from tms.store import articles, editions, events, jobs, memory, people
from tms.store.editions import Assignment, Edition, Suggestion
from tms.store.jobs import Kind
from tms.store.notices import NoticeKind
from tms.store.session import Session
from tms.workflow import assignments, notices, suggest
from tms.workflow.notices import Matter
from tms.workflow.people import actor, known, person
from tms.workflow.sheets import Row, Sheet, open_sheets
from tms.workflow.suggest import open_edition
from tms.workflow.translate import fill

_CHUNK = 100  # segments in one job for a machine


def route(session: Session, slug: str, by: Person, *, dry: bool = False) -> dict[str, list[Decision]]:
    """Decide for every empty translation of every edition; unless dry, assign and set jobs to work."""
    by.must(Role.EDITOR)
    article = articles.find(session, slug, lock=not dry)
    if not dry:
        for edition in editions.of_article(session, article.id, lock=True).values():
            editions.raise_version(session, edition.id)
    policy = Policy()
    loads = editions.loads(session)
    decisions = {}
    for tag, sheet in open_sheets(session, article).items():
        open_rows = [row for row in sheet.rows if row.record.state is State.EMPTY]
        best = suggest.best(session, sheet, open_rows)
        waiting = [Waiting(row.id, row.block.kind, words(row.source), best[row.id]) for row in open_rows]
        able = {user.name: loads[user.id] for user in _translators(session, tag)}
        decisions[tag] = decide(waiting, policy, able, served=_served(policy, tag))
        if not dry:
            _carry_out(session, sheet, decisions[tag], by)
    return decisions


def assign(
    session: Session, sheet: Sheet, rows: Sequence[Row], name: str, by: Person, due: datetime | None = None
) -> list[Assignment]:
    """Give these translations to a translator of the language, taking them from whoever had them."""
    by.must(Role.EDITOR, sheet.language)
    user = known(session, name)
    if not person(user).has(Role.TRANSLATOR, sheet.language):
        raise NotAllowed(name, name=name, role=Role.TRANSLATOR.value)
    segments = [segment.id for row in rows for segment in row.segments]
    before: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row.assignment is not None and row.assignment.user_id != user.id:
            before[row.assignment.user_id] += [segment.id for segment in row.segments]
    made = assignments.give(session, sheet, rows, user.id, by.name, due or sheet.edition.due)
    for holder, taken in before.items():
        matter = Matter(sheet.article, sheet.language, taken)
        notices.tell(session, [holder], NoticeKind.TAKEN_OVER, by.name, matter)
    matter = Matter(sheet.article, sheet.language, segments, until=due or sheet.edition.due)
    notices.tell(session, [user.id], NoticeKind.ASSIGNED, by.name, matter)
    events.append(
        session,
        by.name,
        "assign",
        sheet.article.id,
        sheet.language,
        to=name,
        segments=segments,
        due=due.isoformat() if due else None,
    )
    return made


def translate(session: Session, sheet: Sheet, by: Person, machine: str = "") -> int:
    """Fill empty translations with the best suggestion as drafts, in jobs; answers how many are empty."""
    by.must(Role.TRANSLATOR, sheet.language)
    if machine:
        machinery.get(machine)
    empty = [row for row in sheet.rows if row.record.state is State.EMPTY]
    session.refresh(sheet.edition, ["version"])
    for start in range(0, len(empty), _CHUNK):
        chunk = [row.id for row in empty[start : start + _CHUNK]]
        jobs.enqueue(
            session,
            "translate",
            f"translate:{sheet.edition.id}:{sheet.edition.version}:{start}",
            {"edition": sheet.edition.id, "translations": chunk, "machine": machine, "by": by.name},
        )
    return len(empty)


def _stored(session: Session, rows: Iterable[Row], origin: str) -> dict[tuple[str, str], Suggestion]:
    """The rows' suggestions of an origin, by translation and text."""
    found = editions.suggestions(session, [row.id for row in rows])
    return {(s.translation_id, s.text): s for s in found if s.origin == origin}


def _carry_out(session: Session, sheet: Sheet, decisions: Sequence[Decision], by: Person) -> None:
    by_name: dict[str, list[Row]] = defaultdict(list)
    machines: dict[str, list[str]] = defaultdict(list)
    remembered = []
    for decision in decisions:
        row = sheet.by_id[decision.translation]
        if decision.to is To.MACHINE:
            machines[decision.name].append(row.id)
        if decision.to is To.MEMORY:
            remembered.append(row.id)
        if decision.to is not To.MACHINE and decision.name and row.assignment is None:
            by_name[decision.name].append(row)
    for name, rows in by_name.items():
        assign(session, sheet, rows, name, by)
    suggest.offer(session, sheet, [sheet.by_id[id] for id in remembered])
    suggest.ask(session, sheet, [decision.translation for decision in decisions])
    session.refresh(sheet.edition, ["version"])
    base = f"{sheet.edition.id}:{sheet.edition.version}"
    for name, ids in machines.items():
        for start in range(0, len(ids), _CHUNK):
            jobs.enqueue(
                session,
                "translate",
                f"machine:{base}:{name}:{start}",
                {
                    "edition": sheet.edition.id,
                    "translations": ids[start : start + _CHUNK],
                    "machine": name,
                    "by": "",
                },
            )


def _translators(session: Session, language: str) -> list[people.User]:
    return [
        user
        for user in people.active(session)
        if user.role is Role.TRANSLATOR and person(user).has(Role.TRANSLATOR, language)
    ]


def least_loaded(session: Session, language: str) -> int | None:
    """The active translator of the language with the fewest words to do."""
    loads = editions.loads(session)
    able = sorted(_translators(session, language), key=lambda user: (loads[user.id], user.name))
    return able[0].id if able else None


def _served(policy: Policy, language: str) -> bool:
    pair = (languages.SOURCE, language)
    return any(pair in machinery.get(name).languages() for name in policy.machines)


# Jobs


@dataclass(frozen=True)
class _Task:
    """Texts for a machine. ``by`` is who asked for drafts, "" where only suggestions are wanted."""

    edition: int
    machine: str
    by: str
    language: str
    headline: str
    rows: tuple[tuple[str, Text, Any], ...]


def _load(session: Session, _settings: Settings, args: dict[str, Any]) -> _Task | None:
    sheet = open_edition(session, args["edition"])
    if sheet is None:
        return None
    rows = [
        sheet.by_id[id]
        for id in args["translations"]
        if id in sheet.by_id and sheet.by_id[id].record.state is State.EMPTY
    ]
    return _Task(
        args["edition"],
        args["machine"],
        args["by"],
        sheet.language,
        sheet.article.title,
        tuple((row.id, row.source, row.basis) for row in rows),
    )


def _work(task: _Task) -> list[Text | None]:
    if not task.machine:
        return [None] * len(task.rows)
    machine = machinery.get(task.machine)
    texts = [source for _, source, _ in task.rows]
    return machine.translate(texts, languages.SOURCE, task.language, MachineContext(task.headline))


def _apply(session: Session, task: _Task, answers: list[Text | None]) -> None:
    edition = session.get(Edition, task.edition)
    if edition is None:
        return
    editions.raise_version(session, edition.id)
    sheet = open_edition(session, task.edition)
    if sheet is None:
        return
    rows = [sheet.by_id[id] for id, _, _ in task.rows if id in sheet.by_id]
    origin = f"machine:{task.machine}"
    stored = _stored(session, rows, origin)
    for (id, source, basis), answer in zip(task.rows, answers, strict=True):
        if answer is None or id not in sheet.by_id or (id, answer.notation) in stored:
            continue
        session.add(
            Suggestion(
                translation_id=id,
                text=answer.notation,
                origin=origin,
                score=MACHINE,
                source=source.notation,
                basis=basis,
                author=task.machine,
            )
        )
    best = suggest.offer(session, sheet, rows)
    if task.by:
        empty = not memory.count(session, 1)
        sure = [row for row in rows if empty or best[row.id] >= EXACT]
        fill(session, sheet, sure, actor(session, task.by))
        suggest.ask(session, sheet, [id for id in best if best[id] < EXACT], task.by)


KINDS = (Kind("translate", _load, _work, _apply, priority=6, lease=300.0),)
