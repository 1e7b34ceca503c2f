"""House style and policy: what the desk decides, who may change it, and who changed what."""

from collections.abc import Mapping, Sequence

from tms.core.house import setting
from tms.core.rights import Person, Role
from tms.store import desk, events
from tms.store import house as store
from tms.store.events import Event
from tms.store.session import Session

CHANGED = "setting"
"""What the event of a change is called."""


def change(session: Session, values: Mapping[str, str], by: Person) -> list[str]:
    """Decide these settings; answers the names of those that changed. One that cannot be changes nothing."""
    by.must(Role.ADMIN)
    wanted = {name: setting(name).read(value) for name, value in values.items()}
    now = store.house(session)
    changed = [name for name, value in wanted.items() if now.value(name) != value]
    for name in changed:
        desk.put(session, name, wanted[name])
        events.append(session, by.name, CHANGED, name=name, before=now.value(name), after=wanted[name])
    return changed


def changes(session: Session, limit: int = 20) -> Sequence[Event]:
    """The last changes: each says name, before and after."""
    return events.named(session, CHANGED, limit)
