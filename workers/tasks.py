"""Celery's tasks: one runs jobs, one does what the clock asks for; both only call the workflow."""

import functools
import time
from dataclasses import dataclass
from typing import Any

import structlog
from celery import Celery

from tms.errors import DeskError
from tms.settings import Settings
from tms.store.session import Database
from tms.workflow import jobs
from tms.workflow.jobs import Kinds, Wake

RUN, CLOCK = "run", "clock"
"""The tasks by name."""

URGENT, BULK = "interactive", "bulk"
"""The queues, in the order in which a worker looks at them."""

_STRETCH = 1.0
"""Seconds for which a woken worker goes on with other jobs before it looks at its messages again."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Desk:
    """What a worker works for; its database is opened at first use."""

    settings: Settings
    kinds: Kinds
    opened: Database | None = None

    @functools.cached_property
    def database(self) -> Database:
        return self.opened or Database(self.settings.database)


def add(app: Celery, desk: Desk, wake: Wake) -> None:
    """Give the app its tasks; they are not shared, or they would turn up in the app of another desk."""

    @app.task(name=RUN, bind=True, shared=False)
    def run(self: Any, job_id: int) -> None:
        """Run a job, then others of its queue for a moment, so that few wake-ups suffice for many jobs."""
        urgent = (self.request.delivery_info or {}).get("routing_key") == URGENT
        options: dict[str, Any] = {"kinds": desk.kinds, "wake": wake}
        owner = jobs.worker_name("celery")
        until = time.monotonic() + _STRETCH
        try:
            jobs.run(desk.database, desk.settings, job_id, owner, **options)
            while time.monotonic() < until:
                if not jobs.run(desk.database, desk.settings, None, owner, urgent=urgent, **options):
                    return
        except DeskError as error:
            log.warning("jobs wait", error=str(error))

    @app.task(name=CLOCK, shared=False)
    def clock(name: str) -> None:
        """Do what the clock asks for."""
        try:
            jobs.CLOCK[name][1](desk.database, wake)
        except DeskError as error:
            log.warning("the clock waits", step=name, error=str(error))
