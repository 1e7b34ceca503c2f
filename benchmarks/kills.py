"""Kill workers at random and count what is lost and doubled: ``python -m benchmarks.kills [JOBS KILLS]``.

On SQLite with the worker in the web process, and on PostgreSQL with Redis and two Celery workers, with Redis
there and without it; then how many jobs a second each way runs when nobody is killed.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests import servers
from tests.workers import killing
from tests.workers.killing import BEAT, CELERY, EMBEDDED
from tms import settings as env
from tms.store.migrate import upgrade
from tms.workflow.jobs import asleep
from workers import app as celery_app
from workers.tasks import Desk

NOBODY = "redis://127.0.0.1:1/0"


def kills(name: str, url: str, broker: str, commands: Sequence[Sequence[str]], count: int, kill: int) -> None:
    """One run with kills and one without, each on its own rows of one database."""
    upgrade(url)
    database = killing.prepare(url)
    settings = env.read(database_url=url, broker_url=broker)
    app = celery_app.make(settings, database)
    wake = asleep if broker == "memory://" else celery_app.waker(app, Desk(settings, {}, database))
    environment = {"TMS_DATABASE_URL": url, "TMS_BROKER_URL": broker}
    with (
        tempfile.TemporaryDirectory() as folder,
        killing.workers(commands, environment, Path(folder)) as started,
    ):
        victims = [worker for worker in started if worker.command is not BEAT]
        found = killing.kill_at_random(database, victims, count=count, kills=kill, wake=wake)
        print(f"{name}: {found}", flush=True)
        time.sleep(3)
        began = time.monotonic()
        killing.add(database, range(count + 1, 2 * count + 1), 0.0, wake)
        killing.until(lambda: not killing.open_jobs(database), 120)
        print(
            f"{name}: {count / (time.monotonic() - began):.0f} jobs a second, with nobody killed", flush=True
        )
    app.close()
    database.close()


def main(count: int = 300, kill: int = 15) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/desk.db"
        kills("SQLite, embedded", url, "memory://", [EMBEDDED], count, kill)
    with servers.postgres() as server, servers.valkey() as redis:
        real = [CELERY, CELERY, BEAT]
        kills("PostgreSQL, Redis, Celery", server.database("kills"), redis, real, count, kill)
        kills("PostgreSQL, no Redis", server.database("alone"), NOBODY, real, count, kill)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
