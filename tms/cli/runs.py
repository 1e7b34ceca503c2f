"""Commands that change which sentences an edition has: merged, split, in another order, left out, added."""

from typing import Annotated, Any

import typer

from tms.cli.articles import Language, Slug
from tms.cli.door import Door, command
from tms.workflow import departures, runs, sheets
from tms.workflow.sheets import Row
from tms.workflow.steps import Seen

Segment = Annotated[str, typer.Argument(metavar="ID", help="One of its segments, or the id of an addition.")]
Reason = Annotated[str, typer.Option(metavar="R", help="Why.")]


def add(app: typer.Typer) -> None:
    command(app, "merge")(merge)
    command(app, "split")(split)
    command(app, "order")(order)
    command(app, "omit")(omit)
    command(app, "put-back")(put_back)
    command(app, "add-sentence")(add_sentence)


def merge(
    door: Door,
    slug: Slug,
    segments: Annotated[list[str], typer.Argument(metavar="ID ID…", help="Neighbours in a block.")],
    language: Language,
) -> None:
    """Cover neighbouring segments by one translation."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        row = runs.merge(session, sheet, segments, by)
    door.answer(
        _about(slug, language, row),
        f"{slug} {language}: {len(row.segments)} segments have one translation, {row.id}.",
    )


def split(door: Door, slug: Slug, segment: Segment, language: Language) -> None:
    """Give each segment of a merged translation its own again."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        made = runs.split(session, sheet, sheet.pick([segment])[0], by)
    door.answer(
        {"article": slug, "language": language, "translations": [_row(row) for row in made]},
        f"{slug} {language}: {len(made)} segments have a translation of their own.",
    )


def order(
    door: Door,
    slug: Slug,
    segments: Annotated[list[str], typer.Argument(metavar="ID ID…", help="Each sentence of a block, once.")],
    language: Language,
) -> None:
    """Put the sentences of a block into this order."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        runs.order(session, sheet, segments, by)
    answer = {"article": slug, "language": language, "segments": segments}
    door.answer(answer, f"{slug} {language}: {' '.join(segments)}")


def omit(door: Door, slug: Slug, segment: Segment, language: Language, reason: Reason) -> None:
    """Leave a sentence out, or take out one that was added."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        row = sheet.pick([segment])[0]
        departures.omit(session, sheet, row, reason, by, Seen(row.record.version))
    door.answer(_about(slug, language, row), f"{slug} {language}: {row.place} is left out.")


def put_back(door: Door, slug: Slug, segment: Segment, language: Language) -> None:
    """Put back what was left out, with the text that it had."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        row = sheet.out(segment)
        departures.put_back(session, sheet, row, by, Seen(row.record.version))
    door.answer(_about(slug, language, row), f"{slug} {language}: {row.place} is back.")


def add_sentence(
    door: Door,
    slug: Slug,
    segment: Annotated[str, typer.Argument(metavar="ID", help="The segment or addition that it follows.")],
    language: Language,
    text: Annotated[str, typer.Option(metavar="T", help="What it says.")],
    reason: Reason,
) -> None:
    """Add a sentence that the English does not have."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        row = departures.add(session, sheet, sheet.pick([segment])[0], text, reason, by)
    door.answer(_about(slug, language, row), f"{slug} {language}: {row.id} stands behind {segment}.")


def _about(slug: str, language: str, row: Row) -> dict[str, Any]:
    return {"article": slug, "language": language, **_row(row)}


def _row(row: Row) -> dict[str, Any]:
    return {
        "translation": row.id,
        "segments": [segment.id for segment in row.segments],
        "text": row.record.text,
    }
