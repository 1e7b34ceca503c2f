"""What the desk has decided for itself, kept among its settings."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tms.core.house import SETTINGS, House
from tms.errors import BadValue
from tms.store.desk import Setting


def house(session: Session) -> House:
    """The desk's house style and policy, in one query; what is no value any more is left out."""
    found = session.execute(select(Setting.name, Setting.value).where(Setting.name.in_(SETTINGS)))
    return House({row.name: row.value for row in found if _fits(row.name, row.value)})


def _fits(name: str, value: object) -> bool:
    try:
        return SETTINGS[name].read(str(value)) == value
    except BadValue:
        return False
