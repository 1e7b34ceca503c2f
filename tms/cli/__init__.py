"""The command line: one door to the workflow. ``tms COMMAND --help`` says what each one does."""

import io
import sys
import traceback
from collections.abc import Sequence

import typer

from tms.cli import articles, desk, editions, files, memory, running, runs, terms
from tms.cli.door import fail
from tms.core.text import clean
from tms.errors import BadCommand, DeskError, Unexpected

app = typer.Typer(
    name="tms",
    help="A translation desk: an English article in, aligned Arabic and Kurdish editions out.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for part in (articles, editions, runs, files, terms, memory, desk, running):
    part.add(app)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code: 0 done, 1 refused, 2 bad input, 3 a broken desk."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        for at, each in enumerate(arguments, start=1):
            clean(each, f"argument {at}")
        code = app(arguments or ["--help"], prog_name="tms", standalone_mode=False)
    except DeskError as error:
        return fail(error, json=json)
    except typer.TyperException as error:
        return fail(_misused(error), json=json)
    except (KeyboardInterrupt, typer.Abort):
        print("Stopped.", file=sys.stderr)
        return 130
    except SystemExit:  # whoever read the answer has seen enough
        return 1
    except Exception:
        traceback.print_exc()
        return fail(Unexpected(), json=json)
    return code if isinstance(code, int) else 0


def _misused(error: typer.TyperException) -> BadCommand:
    command = getattr(getattr(error, "ctx", None), "command_path", "tms")
    return BadCommand(command, reason=error.format_message(), command=command)
