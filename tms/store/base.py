"""What every table shares: the base class, times, ids, and the database's own clock."""

import secrets
import string
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Dialect, Double, MetaData, String, select, types
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.functions import FunctionElement

_LETTERS = string.ascii_lowercase
_SIGNS = _LETTERS + string.digits


class Moment(types.TypeDecorator[datetime]):
    """An instant: seconds since 1970 in the database, an aware datetime in UTC in Python."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> float | None:
        return None if value is None else value.timestamp()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(float(value), UTC)


class Choice(types.TypeDecorator[StrEnum]):
    """A member of a StrEnum, kept as its word."""

    impl = String(16)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        float: Double,
    }


class clock(FunctionElement[float]):  # noqa: N801 - reads as the SQL function it is
    """The database's clock in seconds since 1970: the one clock that all workers share."""

    type = Double()
    inherit_cache = True
    name = "clock"


class moment(FunctionElement[datetime]):  # noqa: N801 - reads as the SQL function it is
    """The database's clock as a Moment."""

    type = Moment()
    inherit_cache = True
    name = "moment"


@compiles(clock, "sqlite")
@compiles(moment, "sqlite")
def _sqlite_clock(element: FunctionElement[Any], compiler: Any, **options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(clock, "postgresql")
@compiles(moment, "postgresql")
def _postgresql_clock(element: FunctionElement[Any], compiler: Any, **options: Any) -> str:
    return "CAST(extract(epoch from clock_timestamp()) AS double precision)"


def now(session: Session) -> datetime:
    """The moment on the database's clock."""
    found: datetime = session.scalars(select(moment())).one()
    return found


def new_id() -> str:
    """Ten characters of a–z and 0–9, starting with a letter: 2.6 · 10¹⁵ ids."""
    return secrets.choice(_LETTERS) + "".join(secrets.choice(_SIGNS) for _ in range(9))
