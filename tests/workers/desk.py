"""Workers of a pretend desk, as processes: one kind of job, whose effects can be counted.

``celery -A tests.workers.desk worker`` is the real worker with this kind besides the desk's own;
``python -m tests.workers.desk embedded|work`` is a web process without its pages, or a worker without Celery.
"""

import signal
import sys
import threading
import time
from typing import Any

import structlog
from sqlalchemy import text

from tms import settings as environment
from tms.settings import Settings
from tms.store.jobs import Kind, enqueue
from tms.store.session import Database, Session
from tms.workflow import jobs
from workers.app import make
from workers.embedded import Embedded

EFFECTS = "CREATE TABLE effect (n INTEGER NOT NULL)"
"""Not unique: a doubled effect shall be counted, not refused."""


def _load(_session: Session, _settings: Settings, args: dict[str, Any]) -> dict[str, Any]:
    return args


def _work(args: dict[str, Any]) -> dict[str, Any]:
    time.sleep(args.get("seconds", 0.0))
    return args


def _apply(session: Session, args: dict[str, Any], _output: dict[str, Any]) -> None:
    session.execute(text("INSERT INTO effect (n) VALUES (:n)"), {"n": args["n"]})
    time.sleep(args.get("seconds", 0.0) / 4)  # so that a kill may fall between effect and commit
    if args.get("child"):
        enqueue(session, EFFECT, f"child:{args['n']}", {"n": -args["n"]})


EFFECT = Kind("effect", _load, _work, _apply, lease=3.0)
KINDS = jobs.listed([EFFECT], jobs.KINDS.values())


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(name)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    return make(environment.read(), kinds=KINDS)


def _main(how: str) -> None:
    settings = environment.read()
    database = Database(settings.database)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if how == "work":
        jobs.loop(database, settings, stop, kinds=KINDS)
        return
    embedded = Embedded(settings, database, KINDS)
    embedded.start()
    stop.wait()
    embedded.stop()


if __name__ == "__main__":
    _main(sys.argv[1])
