"""Commands about the glossary."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tms.cli.door import Door, command, read_file, write_file
from tms.formats import glossaries
from tms.store import terms as store
from tms.workflow import terms


def add(app: typer.Typer) -> None:
    glossary = typer.Typer(help="The glossary.")
    command(glossary, "import")(take_in)
    command(glossary, "export")(export)
    app.add_typer(glossary, name="terms")


def take_in(
    door: Door, file: Annotated[Path, typer.Argument(metavar="FILE", help="Terms as CSV or TBX.")]
) -> None:
    """Bring a list of terms into the glossary: all of it, or nothing where something is wrong."""
    listed = [(f"line {line}", concept) for line, concept in glossaries.read(read_file(file))]
    with door.writing() as (session, by):
        counts = asdict(terms.take_in(session, listed, by))
    door.answer(counts, ", ".join(f"{number} {what}" for what, number in counts.items()) + ".")


def export(
    door: Door, out: Annotated[Path, typer.Option("-o", metavar="FILE", help="Where to write it.")]
) -> None:
    """Write the glossary as TBX where FILE ends so, else as a table."""
    with door.reading() as session:
        concepts = store.concepts(session)
    write_file(out, glossaries.write(concepts, out.name))
    door.answer({"file": str(out), "concepts": len(concepts)}, f"{len(concepts)} concepts are in {out}.")
