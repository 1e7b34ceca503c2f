"""Commands about the translation memory: pairs in, pairs out, and what was translated before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from tms import languages as known
from tms.cli.door import LANGUAGE, Door, command, opened_file, progress, read_file, write_pieces
from tms.errors import BadValue
from tms.formats import table
from tms.workflow import interchange, memory, people, wire

Targets = Annotated[str, typer.Option("--target", metavar="ar,ckb", help="The translations' languages.")]


def add(app: typer.Typer) -> None:
    pairs = typer.Typer(help="The translation memory.")
    command(pairs, "import")(take)
    command(pairs, "export")(export)
    command(pairs, "search")(search)
    app.add_typer(pairs, name="memory")


def take(
    door: Door,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="TMX, or id, source, target; tab-separated.")],
    target: Targets = "",
) -> None:
    """Add the pairs of a TMX file or of a table to the memory, all or none; a table needs its language."""
    tags = _tags(target)
    if file.suffix.lower() == ".tmx":
        body = _tmx(door, file, tags)
    else:
        if len(tags) != 1:
            raise BadValue("--target", value=target or "–", name="--target", known=", ".join(known.TARGETS))
        pairs = [(one, other) for _, one, other in table.read(read_file(file))]
        with door.writing() as (session, by):
            added = memory.add(session, pairs, tags[0], by)
        body = {"read": len(pairs), "added": added, "skipped": 0, "left": []}
    for left in body["left"]:
        door.say(f"Unit {left['unit']}, line {left['line']}: {left['message']}")
    door.answer(
        body,
        f"{body['added']} of {body['read']} pairs are new."
        + (f" Not taken: {body['skipped']}." if body["skipped"] else ""),
    )


def export(
    door: Door,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where to.")],
    target: Targets = "",
) -> None:
    """Write the memory as TMX 1.4b."""
    with door.reading() as session:
        by = people.actor(session, door.name)
        units = 0

        def counted() -> Iterator[bytes]:
            nonlocal units
            for piece in interchange.export(session, _tags(target), by):
                units += piece.startswith((b"<tu>", b"<tu "))
                yield piece

        write_pieces(out, counted())
    door.answer({"file": str(out), "pairs": units}, f"{units} pairs are in {out}.")


def search(
    door: Door,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words of either side; all must be there.")],
    language: Annotated[str, typer.Option(metavar="L", help="Only this language.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many at most.")] = 50,
) -> None:
    """Find approved pairs by their words, however they are spelled, the newest first."""
    tags = [known.target(language).tag] if language else known.TARGETS
    with door.reading() as session:
        by = people.actor(session, door.name) if door.name else None
        found = memory.search(session, text, [tag for tag in tags if by is None or by.speaks(tag)], limit)
    door.answer(
        wire.pairs(found),
        *(line for each in found for line in (each.source.plain, f"  {each.language}: {each.target.plain}")),
    )


def _tags(targets: str) -> list[str]:
    named = [tag.strip() for tag in targets.split(",") if tag.strip()]
    return [known.target(tag).tag for tag in named] or list(known.TARGETS)


def _tmx(door: Door, path: Path, tags: list[str]) -> dict[str, Any]:
    """Read the file whole, then take it in one transaction; bars for both on standard error."""
    with door.reading() as session:
        interchange.may_take(tags, people.actor(session, door.name))
    with opened_file(path) as file, progress("reading") as tick:
        size = path.stat().st_size
        with interchange.opened(file, tags, lambda done: tick(done, size)) as read:
            with door.writing() as (session, by), progress("memory") as tick_pairs:
                added = interchange.take(session, read, by, tick_pairs)
            return wire.taken(read.reading, added, LANGUAGE)
