"""Rows of work to do: enqueue, claim, finish. The database is the truth; Celery carries only ids."""

from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tms.store.base import Base, clock


class Job(Base):
    """One piece of work. ``key`` makes it one of its kind; times are seconds of the database's clock.

    ``state``: waiting, running, done, dead, cancelled. ``fence`` rises with each claim; a result that
    comes with an older fence is dropped.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "priority", "run_after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    args: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    run_after: Mapped[float] = mapped_column(insert_default=clock())
    priority: Mapped[int] = mapped_column(default=5)
    owner: Mapped[str] = mapped_column(String(80), default="")
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[float] = mapped_column(default=0.0)
    attempt: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[float] = mapped_column(insert_default=clock())
    done_at: Mapped[float | None]
