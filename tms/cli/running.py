"""Commands about what runs: the demo, the web, the jobs, and a look at the desk's health."""

import dataclasses
import signal
import threading
from pathlib import Path
from typing import Annotated, Any

import typer

from tms.cli.door import Door, command, log_aside, progress, writable
from tms.core.rights import Role
from tms.errors import BadValue
from tms.store import jobs as rows
from tms.workflow import wire


def add(app: typer.Typer) -> None:
    command(app, "demo", operator=True)(demo)
    command(app, "serve", operator=True)(serve)
    command(app, "work", operator=True)(work)
    command(app, "jobs", operator=True)(listing)
    command(app, "doctor", operator=True)(examine)


def demo(
    door: Door,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Write the editions and stop.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the editions go.")] = None,
    port: Annotated[int, typer.Option(help="Where the web is served.")] = 8000,
) -> None:
    """Take two articles through the whole desk, then serve it on 127.0.0.1:8000."""
    from tms import demo as show

    log_aside()
    settings = show.settings(door.settings, out)
    with writable(settings.editions):
        show.run(settings, door.say)
    if not no_serve:
        from tms import server

        door.say("\nSign in with one of these links; each works once:")
        for name, link in show.links(settings, port):
            door.say(f"  {name}: {link}")
        server.serve(settings, "127.0.0.1", port)


def serve(
    door: Door,
    host: Annotated[str, typer.Option(help="Loopback only, until everybody has a password.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
) -> None:
    """Serve the desk's pages and its API."""
    from tms import server

    server.serve(door.settings, host, port)


def work(
    door: Door,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="Stop when nothing is due.")] = False,
) -> None:
    """Run the desk's jobs."""
    from tms.workflow import jobs

    log_aside()
    if until_idle:
        with progress("jobs") as tick:
            report = jobs.until_idle(door.database, door.settings, tick)
        body = {
            "done": report.done,
            "later": [wire.job(each) for each in report.later],
            "dead": [wire.job(each) for each in report.dead],
        }
        door.answer(body, f"{report.done} jobs done, {len(report.later)} for later, {len(report.dead)} dead.")
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    door.say("Working. Stop with Ctrl-C.")
    jobs.loop(door.database, door.settings, stop)


def listing(
    door: Door,
    action: Annotated[str, typer.Argument(metavar="[retry|cancel]", help="What to do with one.")] = "",
    id: Annotated[int, typer.Argument(metavar="ID", min=0, max=2**31 - 1, help="The job.")] = 0,
) -> None:
    """List the jobs that are not done; retry or cancel one."""
    if action not in ("", "retry", "cancel") or bool(action) != bool(id):
        raise BadValue(action, value=action, name="jobs", known="retry ID, cancel ID")
    if action:
        with door.writing() as (session, by):
            by.must(Role.ADMIN)
            change = rows.retry if action == "retry" else rows.cancel
            body: dict[str, Any] = wire.job(change(session, id, by.name))
        door.answer(body, f"Job {id}: {body['state']}.")
        return
    with door.reading() as session:
        body = wire.jobs(session)
    door.answer(
        body,
        f"{body['waiting']} waiting, {body['running']} running, {body['dead']} dead, {body['done']} done; "
        f"the oldest due has waited {body['oldest']:.0f} s.",
        *(f"  {each['id']} {each['kind']} {each['state']} {each['last_error']}" for each in body["jobs"]),
    )


def examine(door: Door) -> int:
    """Look at database, broker, workers, versions and the invariants, and name what to do."""
    from tms.workflow import doctor

    found = doctor.examine(door.settings)
    door.answer(
        {"checks": [dataclasses.asdict(each) for each in found]},
        *(f"{'ok  ' if each.good else 'FAIL'} {each.name}: {each.says}" for each in found),
    )
    return 0 if all(each.good for each in found) else 3
