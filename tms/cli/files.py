"""Commands that need no desk: cut a text into sentences, mend its spelling, check a table of pairs."""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from tms import checks, languages
from tms.cli.door import LANGUAGE, Door, command, put, read_file
from tms.core import segmentation, spelling
from tms.core.findings import Pair, Unit
from tms.core.text import Text
from tms.formats import table
from tms.formats.base import verbatim
from tms.workflow import wire

_AT_ONCE = 1000

Target = Annotated[str, typer.Option("--target", metavar="L", help="The translations' language.")]


def add(app: typer.Typer) -> None:
    command(app, "segment")(segment)
    command(app, "normalize")(normalize)
    command(app, "check")(check)


def segment(
    door: Door,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Raw text, UTF-8.")],
    language: Annotated[str, typer.Option(metavar="L", help="en, ar or ckb.")],
) -> None:
    """Cut a text into sentences; white space belongs to the sentence before."""
    tag = languages.get(language).tag
    text = verbatim(read_file(file))
    spans = segmentation.sentences(text, tag)
    found = [{"start": start, "end": end, "text": text[start:end]} for start, end in spans]
    door.answer({"segments": found}, *(text[start:end].strip() for start, end in spans))


def normalize(
    door: Door,
    language: Annotated[str, typer.Option(metavar="L", help="ar or ckb.")],
) -> None:
    """Mend the spelling of standard input, line by line; lines of legacy Kurdish are restored."""
    tag = languages.get(language).tag
    mended = (spelling.repair(Text((line,)), tag).plain for line in _lines())
    if door.json:
        door.answer({"lines": list(mended)})
    while not door.json and (some := list(islice(mended, _AT_ONCE))):
        put("".join(f"{line}\n" for line in some))


def _lines() -> Iterator[str]:
    """The lines of standard input as they stand there; nothing but a line feed ends one."""
    for line in sys.stdin.buffer:
        yield verbatim(line.removesuffix(b"\n"))


def check(
    door: Door,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="id, source, target; tab-separated.")],
    target: Target,
    source: Annotated[str, typer.Option(metavar="L", help="The sources' language.")] = "en",
    codes: Annotated[bool, typer.Option("--codes", help="Read <1>…</1> as codes.")] = False,
) -> None:
    """Run the checks over a table of pairs; the rows in order are one article."""
    tags = languages.get(source).tag, languages.get(target).tag
    read = Text.parse if codes else lambda text: Text((text,))
    pairs = tuple(Pair(id, read(one), read(other)) for id, one, other in table.read(read_file(file)))
    found = [wire.finding(id, each, LANGUAGE) for id, each in checks.run(Unit(pairs, *tags))]
    door.answer(
        {"findings": found},
        *(f"{each['id']}: {each['severity']} {each['check']}: {each['message']}" for each in found),
    )
