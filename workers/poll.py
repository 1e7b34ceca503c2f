"""Threads in each worker that look for jobs by themselves, so that work goes on while the broker is away.

Celery waits for its broker before it does anything; these start before that. The first also keeps the clock;
the others, which a broker in the same process makes needless, look seldom until they find something.
"""

import threading
import time
from typing import Any

from celery import bootsteps

from tms.workflow import jobs
from tms.workflow.jobs import Wake
from workers.tasks import Desk

_WAITED = 1.0
"""Seconds: a job that became due just now has a wake-up on its way, and is left to it."""

_PATIENCE = 60.0
"""Seconds that a stopping worker gives to a job that runs."""


_SELDOM = 3.0
"""Seconds between two looks of the other threads."""


class Poll(bootsteps.StartStopStep):
    """Celery's way to start threads with a worker and to stop them with it."""

    requires = ("celery.worker.components:Pool",)
    desk: Desk
    wake: Wake

    @classmethod
    def of(cls, desk: Desk, wake: Wake) -> "type[Poll]":
        return type("Poll", (cls,), {"desk": desk, "wake": staticmethod(wake), "__module__": cls.__module__})

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self.over = threading.Event()
        alone = self.desk.settings.broker_url.startswith("memory:")
        self.threads = [
            threading.Thread(target=self._poll, args=(number,), name=f"poll-{number}", daemon=True)
            for number in range(1 if alone else worker.app.conf.worker_concurrency)
        ]
        worker.poll = self.threads[0]

    def start(self, _worker: Any) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self, _worker: Any) -> None:
        self.over.set()
        until = time.monotonic() + _PATIENCE
        for thread in self.threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))

    def _poll(self, number: int) -> None:
        desk = self.desk
        jobs.loop(
            desk.database,
            desk.settings,
            self.over,
            kinds=desk.kinds,
            wake=self.wake,
            waited=_WAITED,
            rest=_SELDOM if number else 0.5,
            clock=number == 0,
        )
