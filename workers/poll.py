"""A thread in each worker that looks for jobs by itself, so that work goes on while the broker is away.

Celery waits for its broker before it does anything; this starts before that, and also keeps the clock.
"""

import threading
from typing import Any

from celery import bootsteps

from tms.workflow import jobs
from tms.workflow.jobs import Wake
from workers.tasks import Desk

_WAITED = 1.0
"""Seconds: a job that became due just now has a wake-up on its way, and is left to it."""

_PATIENCE = 60.0
"""Seconds that a stopping worker gives to a job that runs."""


class Poll(bootsteps.StartStopStep):
    """Celery's way to start a thread with a worker and to stop it with it."""

    requires = ("celery.worker.components:Pool",)
    desk: Desk
    wake: Wake

    @classmethod
    def of(cls, desk: Desk, wake: Wake) -> "type[Poll]":
        return type("Poll", (cls,), {"desk": desk, "wake": staticmethod(wake), "__module__": cls.__module__})

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._poll, name="poll", daemon=True)
        worker.poll = self.thread

    def start(self, _worker: Any) -> None:
        self.thread.start()

    def stop(self, _worker: Any) -> None:
        self.over.set()
        if self.thread.is_alive():
            self.thread.join(_PATIENCE)

    def _poll(self) -> None:
        desk = self.desk
        jobs.loop(
            desk.database,
            desk.settings,
            self.over,
            owner=jobs.worker_name("poll"),
            kinds=desk.kinds,
            wake=self.wake,
            waited=_WAITED,
        )
