"""The Celery app, over memory:// in one process or redis:// between many, and what wakes the workers.

``celery -A workers.app worker`` takes its settings from the environment.
"""

import functools
import sys
import time
from collections.abc import Sequence
from typing import Any

import structlog
from celery import Celery
from kombu import Exchange, Queue

from tms import settings as environment
from tms.settings import Settings
from tms.store import jobs
from tms.store.session import Database
from tms.workflow.jobs import KINDS, Kinds, Wake
from workers import schedule, tasks
from workers.poll import Poll
from workers.tasks import BULK, URGENT, Desk

_AT_ONCE = 100
"""More wake-ups than this are not sent at once: a worker that is awake goes on while there is work."""

_PAUSE = 5.0
"""Seconds for which a broker that failed is left alone, so that no page waits for it again and again."""

_TRANSPORT: dict[str, dict[str, Any]] = {
    "memory": {"polling_interval": 0.05},  # with the default of 1 s: 16 jobs a second
    "redis": {
        "queue_order_strategy": "priority",  # of the queues, in their order
        "socket_connect_timeout": 0.5,
        "socket_timeout": 5.0,
        "socket_keepalive": True,
        "max_retries": 1,  # of a wake-up: by default a page would wait two seconds for a broker that is away
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    },
}

log = structlog.get_logger(__name__)


def make(settings: Settings, database: Database | None = None, kinds: Kinds = KINDS) -> Celery:
    """An app for this desk; a process that has the database open already hands it in."""
    memory = settings.broker_url.startswith("memory:")
    app = Celery("tms", broker=settings.broker_url, set_as_current=False)
    app.conf.update(
        broker_transport_options=_TRANSPORT["memory" if memory else "redis"],
        broker_connection_timeout=1.0,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,  # for ever: the poll does the work meanwhile
        task_queues=[Queue(name, Exchange(name), routing_key=name) for name in (URGENT, BULK)],
        task_default_queue=URGENT,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_publish_retry=False,
        worker_pool="threads",  # one process shares one memory index; more processes: start more workers
        worker_concurrency=4,
        worker_prefetch_multiplier=4 if memory else 1,
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        beat_schedule=schedule.entries(),
        beat_max_loop_interval=1.0,
    )
    desk = Desk(settings, kinds, database)
    wake = waker(app, desk)
    tasks.add(app, desk, wake)
    app.steps["worker"].add(Poll.of(desk, wake))
    return app


def waker(app: Celery, desk: Desk) -> Wake:
    """What a door calls after its commit. It never raises: the sweep makes up for what is lost."""
    quiet_until = 0.0

    def wake(ids: Sequence[int]) -> None:
        nonlocal quiet_until
        if not ids or time.monotonic() < quiet_until:
            return
        some = list(ids)[:_AT_ONCE]
        try:
            with desk.database.reading() as session:
                urgent = jobs.urgent(session, some)
            for id in some:
                app.send_task(tasks.RUN, (id,), queue=URGENT if id in urgent else BULK, retry=False)
        except Exception as error:
            quiet_until = time.monotonic() + _PAUSE
            log.warning(
                "workers cannot be woken, the sweep will do", error=f"{type(error).__name__}: {error}"
            )

    return wake


@functools.cache
def _own() -> tuple[Celery, Wake]:
    settings = environment.read()
    database = Database(settings.database)
    app = make(settings, database)
    return app, waker(app, Desk(settings, KINDS, database))


def wake(ids: Sequence[int]) -> None:
    """Wake the workers of the environment's settings, as a command without a server does."""
    _own()[1](ids)


def __getattr__(name: str) -> Celery:
    """``app``, made when Celery's own command looks for it."""
    if name != "app":
        raise AttributeError(name)
    if not structlog.is_configured():
        structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    return _own()[0]
