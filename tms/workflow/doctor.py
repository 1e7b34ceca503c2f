"""Look at the whole desk and name what to do: folder, database, broker, workers, jobs, invariants."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from tms import __version__
from tms.catalogs import translate
from tms.errors import DeskError
from tms.settings import Settings
from tms.store import health, invariants, jobs, migrate
from tms.store.jobs import JobState
from tms.store.session import Database

_LONG = 60.0  # seconds that a job may wait before nobody seems to be working


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at; ``says`` is what was found and, where it is not good, what to do."""

    name: str
    good: bool
    says: str


def examine(settings: Settings) -> list[Examined]:
    """All of it; where the database cannot be opened the rest is left out."""
    found = [
        Examined("version", True, f"tms {__version__}, Python {sys.version.split()[0]}"),
        _folder(settings),
    ]
    try:
        database = Database(settings.database)
        migrate.ready(database)
    except DeskError as error:
        hint = f" {translate(error.hint, 'en')}" if error.hint else ""
        return [*found, Examined("database", False, f"{translate(error.message, 'en')}{hint}")]
    try:
        return [*found, *_database(database), _broker(settings, database), *_jobs(database), *_hold(database)]
    finally:
        database.close()


def _folder(settings: Settings) -> Examined:
    home = settings.home.absolute()
    place = home if home.exists() else home.parent
    if os.access(place, os.W_OK):
        return Examined("folder", True, str(home))
    return Examined("folder", False, f"{home} cannot be written. Name another with TMS_HOME.")


def _database(database: Database) -> Iterator[Examined]:
    found, head = migrate.version(database)
    with database.reading() as session:
        server = health.look(session)
    says = f"{server.name}, tables {found} of {head}"
    yield Examined("database", not server.wrong, f"{says}: {server.wrong}" if server.wrong else says)


def _broker(settings: Settings, database: Database) -> Examined:
    if settings.broker_url.startswith("memory:"):
        if database.sqlite:
            return Examined("broker", True, "memory: one process works on the jobs, as SQLite needs.")
        return Examined("broker", True, "memory: one web process works on the jobs.")
    if database.sqlite:
        return Examined(
            "broker",
            False,
            "SQLite supports one background process. Use memory:// or a PostgreSQL database.",
        )
    import redis

    try:
        client = redis.Redis.from_url(settings.broker_url, socket_connect_timeout=2, socket_timeout=2)
        client.ping()
        policy = client.config_get("maxmemory-policy").get("maxmemory-policy", "")
        client.close()
    except redis.RedisError as error:
        return Examined("broker", False, f"Redis does not answer ({error}); work goes on by the sweep.")
    if policy not in ("", "noeviction"):
        return Examined(
            "broker", False, f"Redis evicts messages ({policy}). Set maxmemory-policy noeviction."
        )
    return Examined("broker", True, "Redis answers.")


def _jobs(database: Database) -> Iterator[Examined]:
    with database.reading() as session:
        backlog = jobs.backlog(session)
        counts = {state: backlog.counts.get(state, 0) for state in JobState}
    says = ", ".join(f"{count} {state.value}" for state, count in counts.items())
    if counts[JobState.DEAD]:
        yield Examined("jobs", False, f"{says}. See what failed with: jobs; then: jobs retry ID.")
    else:
        yield Examined("jobs", True, says)
    late = backlog.oldest > _LONG
    waited = f"the oldest due job has waited {backlog.oldest:.0f} s"
    advice = f"{waited}. Start a worker with: work, or serve."
    yield Examined("workers", not late, advice if late else waited)


def _hold(database: Database) -> Iterator[Examined]:
    with database.reading() as session:
        breaches = list(invariants.broken(session))
    for name in invariants.INVARIANTS:
        mine = [what for found, what in breaches if found == name]
        says = "holds" if not mine else "; ".join(mine[:5]) + ". Keep the database and report it."
        yield Examined(name, not mine, says)
