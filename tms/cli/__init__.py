"""The command line: one door to the workflow. ``tms COMMAND --help`` says what each one does."""

import sys
from collections.abc import Sequence

import typer

from tms.cli import articles, desk, editions, files, running
from tms.cli.door import fail
from tms.errors import DeskError

app = typer.Typer(
    name="tms",
    help="A translation desk: an English article in, aligned Arabic and Kurdish editions out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for part in (articles, editions, files, desk, running):
    part.add(app)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code: 0 done, 1 refused, 2 bad input, 3 a broken desk."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        app(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    except DeskError as error:
        return fail(error, json="--json" in arguments)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 0
