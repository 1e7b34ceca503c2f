"""What changed in an edition since a person last looked at it: their looks are kept sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tms.core.rights import Person
from tms.store import editions, looks
from tms.store.session import Session
from tms.workflow.sheets import Row, Sheet


@dataclass(frozen=True, slots=True)
class Since:
    """What somebody else wrote since a look: ``before`` is what was looked at, "" where nothing was."""

    before: str
    who: str
    at: datetime


def since(session: Session, sheet: Sheet, by: Person) -> dict[str, Since]:
    """By translation, what others wrote since this person's last look; nothing before the first."""
    seen = looks.of(session, by.id, sheet.edition.id)
    if seen is None:
        return {}
    wanted = {
        row.id: seen.get(row.id, 0)
        for row in sheet.rows
        if row.record.version > seen.get(row.id, 0) and row.record.author_id != by.id
    }
    found = editions.wordings(session, wanted)
    changed = {}
    for id, version in wanted.items():
        now = found[id, sheet.by_id[id].record.version]
        before = found[id, version].text if version else ""
        if before != now.text:
            changed[id] = Since(before, now.author, now.at)
    return changed


def unread(session: Session, sheet: Sheet, by: Person) -> bool:
    """Whether anything stands there that this person has not looked at."""
    seen = looks.of(session, by.id, sheet.edition.id) or {}
    return any(row.record.version > seen.get(row.id, 0) for row in sheet.rows)


def look(session: Session, sheet: Sheet, rows: Sequence[Row], by: Person) -> None:
    """From now on this person knows these translations as they are."""
    if rows and by.id:
        looks.keep(session, by.id, sheet.edition.id, {row.id: row.record.version for row in rows})
