"""What every command shares: the desk it opens, who acts, how it answers, and the jobs it leaves done."""

import contextlib
import functools
import inspect
import json as jsonlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tms import settings as environment
from tms.catalogs import translate
from tms.core.rights import Person
from tms.errors import BadValue, DeskError, FileUnreadable, FileUnwritable
from tms.settings import Settings
from tms.store import jobs as rows
from tms.store import migrate
from tms.store.session import Database, Session
from tms.workflow import jobs, people, wire

LANGUAGE = "en"  # in which the command line speaks

_OPTIONS = {
    "json": Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")],
    "as_": Annotated[str, typer.Option("--as", metavar="NAME", help="Act as this user.")],
    "no_wait": Annotated[bool, typer.Option("--no-wait", help="Leave the jobs it causes to others.")],
}
_DEFAULTS: dict[str, Any] = {"json": False, "as_": "", "no_wait": False}


@dataclass
class Door:
    """One command at work. ``operator`` commands act as the operator unless told otherwise."""

    json: bool
    name: str
    no_wait: bool
    operator: bool = False

    @functools.cached_property
    def settings(self) -> Settings:
        return environment.read()

    @functools.cached_property
    def database(self) -> Database:
        """The desk's database, made at first use."""
        database = Database(self.settings.database)
        migrate.ready(database)
        return database

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        with self.database.reading() as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[tuple[Session, Person]]:
        """A session that is committed, and who acts in it; the jobs it caused are run after."""
        with self.database.writing() as session:
            name = self.name or ("operator" if self.operator else "")
            yield session, people.actor(session, name)
            caused = rows.caused(session)
        self.run(caused)

    def run(self, caused: list[int]) -> None:
        """Run these jobs and those they cause, or wake the workers where there is a broker."""
        if self.no_wait or not caused:
            return
        if not self.settings.broker_url.startswith("memory:"):
            from workers.app import wake  # Celery takes half a second to import

            wake(caused)
            return
        with progress("jobs") as tick:
            report = jobs.run_caused(self.database, self.settings, caused, tick)
        for later in report.later:
            self.say(f"Left for later: job {later.id} ({later.kind}).")
        for dead in report.dead:
            self.say(f"Failed: job {dead.id} ({dead.kind}): {dead.error}. See: jobs.")

    def answer(self, body: Any, *lines: str) -> None:
        """Answer on standard output: the JSON document, or these lines."""
        if self.json:
            sys.stdout.write(jsonlib.dumps(body, ensure_ascii=False, indent=2) + "\n")
            return
        for line in lines:
            sys.stdout.write(line + "\n")

    def say(self, line: str) -> None:
        """Tell something on the side."""
        print(line, file=sys.stderr)

    def moment(self, text: str, name: str) -> datetime | None:
        """A time of the user's: ISO 8601, in the desk's zone where it has no offset."""
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError as error:
            raise BadValue(name, value=text, name=name, known="a time such as 2026-03-14T18:00") from error
        return found if found.tzinfo else found.replace(tzinfo=self.settings.zone)


def command(
    app: typer.Typer, name: str, *, operator: bool = False
) -> Callable[[Callable[..., int | None]], Callable[..., int | None]]:
    """Add a command whose first parameter is its Door; it gets --json, --as and --no-wait."""

    def add(function: Callable[..., int | None]) -> Callable[..., int | None]:
        @functools.wraps(function)
        def run(**values: Any) -> None:
            door = Door(values.pop("json"), values.pop("as_"), values.pop("no_wait"), operator)
            try:
                code = function(door, **values)
            finally:
                if "database" in door.__dict__:
                    door.database.close()
            if code:
                raise typer.Exit(code)

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        shared = [
            inspect.Parameter(
                option, inspect.Parameter.KEYWORD_ONLY, default=_DEFAULTS[option], annotation=annotation
            )
            for option, annotation in _OPTIONS.items()
        ]
        run.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in [*own, *shared]}
        del run.__wrapped__
        app.command(name)(run)
        return function

    return add


def fail(error: DeskError, *, json: bool) -> int:
    """Say what went wrong, where, and what to do; answer the exit code."""
    if json:
        body = {"error": wire.error(error, LANGUAGE)}
        sys.stdout.write(jsonlib.dumps(body, ensure_ascii=False, indent=2) + "\n")
    print(translate(error.message, LANGUAGE), file=sys.stderr)
    if error.where:
        print(f"  where: {error.where}", file=sys.stderr)
    if error.hint is not None:
        print(f"  {translate(error.hint, LANGUAGE)}", file=sys.stderr)
    return error.exit


@contextlib.contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while something runs; nothing where that is no terminal."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(str(path), path=str(path), reason=error.strerror or str(error)) from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise FileUnwritable(str(path), path=str(path), reason=error.strerror or str(error)) from error
