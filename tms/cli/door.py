"""What every command shares: the desk it opens, who acts, how it answers, and the jobs it leaves done."""

import contextlib
import functools
import inspect
import io
import json as jsonlib
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from tms import settings as environment
from tms.catalogs import translate
from tms.core.rights import Person
from tms.errors import BadValue, DeskError, FileUnreadable, FileUnwritable
from tms.formats.base import LIMIT
from tms.settings import Settings
from tms.store import jobs as rows
from tms.store import migrate
from tms.store.session import Database, Session
from tms.workflow import people, wire

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
        """A session that looks; anybody may, but one who is named must be known."""
        with self.database.reading() as session:
            if self.name:
                people.actor(session, self.name)
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
        from tms.workflow import jobs  # structlog takes a fifth of a second, and reading needs no jobs

        log_aside()
        with progress("jobs") as tick:
            report = jobs.run_caused(self.database, self.settings, caused, tick)
        for later in report.later:
            why = f": {later.error}" if later.error else ""
            when = self.clock(later.seconds) if later.seconds > 0 else "work or serve"
            self.say(f"Left for {when}: job {later.id} ({later.kind}){why}")
        for dead in report.dead:
            self.say(f"Failed: job {dead.id} ({dead.kind}): {dead.error} See: jobs.")

    def answer(self, body: Any, *lines: str) -> None:
        """Answer on standard output: the JSON document, or these lines."""
        put(_document(body) if self.json else "".join(f"{line}\n" for line in lines).translate(_UNSEEN))

    def say(self, line: str) -> None:
        """Tell something on the side."""
        print(line, file=sys.stderr)

    def moment(self, text: str, name: str) -> datetime | None:
        """A time of the user's: ISO 8601, in the desk's zone where it has no offset."""
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
            local = found if found.tzinfo else found.replace(tzinfo=self.settings.zone)
            return local.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise BadValue(name, value=text, name=name, known="a time such as 2026-03-14T18:00") from error

    def shown(self, moment: datetime) -> str:
        """A time as the desk's people read it: ISO 8601 in the desk's zone."""
        return moment.astimezone(self.settings.zone).isoformat()

    def clock(self, seconds: float) -> str:
        """The time in so many seconds."""
        then = datetime.now(UTC) + timedelta(seconds=seconds + 0.5)
        return self.shown(then.replace(microsecond=0))


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
        run.__signature__ = inspect.Signature([*own, *shared])  # type: ignore[attr-defined]  # what typer reads
        run.__annotations__ = {each.name: each.annotation for each in [*own, *shared]}
        del run.__wrapped__
        app.command(name)(run)
        return function

    return add


def fail(error: DeskError, *, json: bool) -> int:
    """Say what went wrong, where, and what to do; answer the exit code."""
    if json:
        said = wire.error(error, LANGUAGE)
        listed = error.params.get("blockers")
        if isinstance(listed, list):
            said["blockers"] = [wire.blocker(each, LANGUAGE) for each in listed]
        with contextlib.suppress(FileUnwritable):
            put(_document({"error": said}))
    lines = [translate(error.message, LANGUAGE)]
    if error.where:
        lines.append(f"  where: {error.where}")
    if error.hint is not None:
        lines.append(f"  {translate(error.hint, LANGUAGE)}")
    print("\n".join(lines).translate(_UNSEEN), file=sys.stderr)
    return error.exit


def log_aside() -> None:
    """Have the log on standard error, since standard output is for answers; it shows no variables."""
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


@contextlib.contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error while something runs; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def read_file(path: Path) -> bytes:
    """The bytes of a file; of one that is larger than any format reads, only so many as show that."""
    try:
        with path.open("rb") as file:
            return file.read(LIMIT * 1024 * 1024 + 1)
    except (OSError, ValueError) as error:
        raise FileUnreadable(str(path), path=str(path), reason=_why(error)) from error


@contextlib.contextmanager
def opened_file(path: Path) -> Iterator[BinaryIO]:
    """A file to be read in pieces, of whatever size."""
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise FileUnreadable(str(path), path=str(path), reason=_why(error)) from error
    with file:
        yield file


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; a device or a pipe as it comes."""
    write_pieces(path, [data])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all, in pieces as they are made."""
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as there:
                there.writelines(pieces)
            return
        beside = path.with_name(f".{secrets.token_hex(4)}.part")
        with _gone_after(beside):
            with beside.open("wb") as new:
                new.writelines(pieces)
            beside.replace(path)
    except (OSError, ValueError) as error:
        raise FileUnwritable(str(path), path=str(path), reason=_why(error)) from error


@contextlib.contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Make a folder and see that it can be written, before long work that ends there; and say so if not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{secrets.token_hex(4)}.part"
        with _gone_after(probe):
            probe.touch()
        yield
    except OSError as error:
        raise FileUnwritable(str(folder), path=str(folder), reason=_why(error)) from error


@contextlib.contextmanager
def _gone_after(path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def put(text: str) -> None:
    """Write to standard output, whole."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        sys.stdout = io.StringIO()  # what is still held has nowhere to go
        raise FileUnwritable(path="stdout", reason=_why(error)) from error


def _document(body: Any) -> str:
    return jsonlib.dumps(body, ensure_ascii=False, indent=2) + "\n"


_UNSEEN = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "�")
"""Characters that would steer a terminal, from texts that others wrote."""
