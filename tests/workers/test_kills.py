"""Three hundred jobs and fifteen kills: nothing is lost and nothing is done twice."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from redis import Redis

from tests import servers
from tests.workers import killing
from tests.workers.killing import BEAT, CELERY, EMBEDDED, WORK, Figures
from tms import settings as env
from tms.store.session import Database
from tms.workflow.jobs import Wake
from workers import app as celery_app
from workers.tasks import Desk


def waker(database: Database, broker: str) -> Wake:
    settings = env.read(broker_url=broker, database_url=database.url.render_as_string(hide_password=False))
    app = celery_app.make(settings, database)
    return celery_app.waker(app, Desk(settings, {}, database))


def nothing_lost_nothing_doubled(found: Figures) -> None:
    print(found)
    assert (found.jobs, found.kills) == (330, 15)
    assert (found.lost, found.doubled, found.overdue) == (0, 0, 0)
    assert found.cut, "a kill that meets no job proves nothing"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(EMBEDDED, id="in the web process"),
        pytest.param(WORK, id="without celery", marks=pytest.mark.long),
    ],
)
def test_on_sqlite_with_one_background_process(
    on_sqlite: Database, tmp_path: Path, command: list[str]
) -> None:
    with killing.workers([command], killing.environment(on_sqlite), tmp_path) as started:
        found = killing.kill_at_random(on_sqlite, started, count=300, kills=15)
    nothing_lost_nothing_doubled(found)


def test_on_postgresql_with_redis_and_real_workers(
    on_postgresql: Database, redis_url: str, tmp_path: Path
) -> None:
    commands = [CELERY, CELERY, BEAT]
    with killing.workers(commands, killing.environment(on_postgresql, redis_url), tmp_path) as started:
        wake = waker(on_postgresql, redis_url)
        found = killing.kill_at_random(on_postgresql, started[:2], count=300, kills=15, wake=wake)
    nothing_lost_nothing_doubled(found)


@pytest.mark.long
def test_with_redis_gone_for_the_whole_run(on_postgresql: Database, tmp_path: Path) -> None:
    nobody = "redis://127.0.0.1:1/0"
    commands = [CELERY, CELERY, BEAT]
    with killing.workers(commands, killing.environment(on_postgresql, nobody), tmp_path) as started:
        wake = waker(on_postgresql, nobody)
        found = killing.kill_at_random(on_postgresql, started[:2], count=300, kills=15, wake=wake)
    nothing_lost_nothing_doubled(found)


@pytest.mark.long
def test_with_redis_flushed_and_restarted_in_the_middle(
    on_postgresql: Database, redis_url: str, tmp_path: Path
) -> None:
    with ExitStack() as first:
        broker = first.enter_context(servers.valkey())
        port = int(broker.rsplit(":", 1)[1].split("/")[0])
        with ExitStack() as second:

            def flush_and_restart() -> None:
                with Redis.from_url(broker) as client:
                    client.flushall()
                first.close()
                second.enter_context(servers.valkey(port))

            commands = [CELERY, CELERY, BEAT]
            started = second.enter_context(
                killing.workers(commands, killing.environment(on_postgresql, broker), tmp_path)
            )
            found = killing.kill_at_random(
                on_postgresql,
                started[:2],
                count=300,
                kills=15,
                wake=waker(on_postgresql, broker),
                halfway=flush_and_restart,
            )
    nothing_lost_nothing_doubled(found)
