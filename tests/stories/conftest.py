"""Newsrooms for whole days: one folder with its worker inside, and PostgreSQL with Redis and real workers."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import servers
from tests.desk import Desk
from tms import settings as env
from tms.store.session import Database
from workers import app as celery_app
from workers.embedded import Embedded
from workers.tasks import Desk as Workplace


@pytest.fixture(params=["one folder", "many workers"])
def desk(request: pytest.FixtureRequest, home: Path) -> Iterator[Desk]:
    """A desk whose jobs are done by others: threads of this process, or Celery's own processes."""
    with ExitStack() as stack:
        build = _one_folder if request.param == "one folder" else _many_workers
        yield build(request, home, stack)


def _one_folder(request: pytest.FixtureRequest, home: Path, stack: ExitStack) -> Desk:
    """SQLite, with worker and scheduler as threads, as ``tms serve`` starts them."""
    url: str = request.getfixturevalue("sqlite_url")
    settings = env.read(home=home, database_url=url)
    database = Database(url)
    stack.callback(database.close)
    embedded = Embedded(settings, database)
    embedded.start()
    stack.callback(embedded.stop)
    return Desk(database, settings, embedded.wake)


def _many_workers(request: pytest.FixtureRequest, home: Path, stack: ExitStack) -> Desk:
    """PostgreSQL, a Redis-protocol server, two workers and a scheduler, as the compose file starts them."""
    url: str = request.getfixturevalue("postgresql_url")
    broker: str = request.getfixturevalue("redis_url")
    settings = env.read(home=home, database_url=url, broker_url=broker)
    database = Database(url)
    stack.callback(database.close)
    app = celery_app.make(settings, database)
    stack.callback(app.close)
    environment = {"TMS_HOME": str(home), "TMS_DATABASE_URL": url, "TMS_BROKER_URL": broker}
    for name in ("worker", "worker", "scheduler"):
        arguments = ("--schedule", str(home / "beat")) if name == "scheduler" else ()
        stack.enter_context(servers.service(name, environment, *arguments))
    return Desk(database, settings, celery_app.waker(app, Workplace(settings, {}, database)))
