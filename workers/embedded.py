"""A Celery worker and its scheduler as threads of the web process: a desk that needs no other process."""

import threading
from collections.abc import Callable
from typing import Any

import structlog
from celery.beat import Scheduler, Service
from celery.worker import state

from tms.settings import Settings
from tms.store.session import Database
from tms.workflow.jobs import KINDS, Kinds, Wake
from workers import app as celery_app
from workers.tasks import Desk

_PATIENCE = 60.0
"""Seconds that stopping gives to jobs that run."""

_celery: Any = state  # its flags are None or an exit code

log = structlog.get_logger(__name__)


class Embedded:
    """The background of one web process. Start it once; ``health`` shows threads that died."""

    def __init__(self, settings: Settings, database: Database, kinds: Kinds = KINDS) -> None:
        self.app = celery_app.make(settings, database, kinds)
        self.wake: Wake = celery_app.waker(self.app, Desk(settings, kinds, database))
        self._worker: Any = self.app.WorkController(
            pool="threads",
            concurrency=4,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        self._beat = Service(self.app, max_interval=1, scheduler_cls=Scheduler)
        self._threads = {
            "worker": _thread("worker", self._worker.start),
            "scheduler": _thread("scheduler", self._beat.start),
        }

    def start(self) -> None:
        _celery.should_stop = None
        for thread in self._threads.values():
            thread.start()

    def stop(self) -> None:
        """Finish what runs, then end."""
        self._beat.stop()
        _celery.should_stop = 0  # read by the worker's own loop: this ends it as SIGTERM would
        for name, thread in self._threads.items():
            thread.join(_PATIENCE)
            if thread.is_alive():
                log.warning("thread did not stop", thread=name)
        _celery.should_stop = None

    def health(self) -> dict[str, bool]:
        """Whether each thread is alive; one that died is never silent."""
        alive = {name: thread.is_alive() for name, thread in self._threads.items()}
        return alive | {"poll": self._worker.poll.is_alive()}


def _thread(name: str, run: Callable[[], object]) -> threading.Thread:
    def running() -> None:
        try:
            run()
        except SystemExit:  # Celery's word for a clean stop
            return
        except Exception:
            log.exception("thread died", thread=name)

    return threading.Thread(target=running, name=f"embedded-{name}", daemon=True)
