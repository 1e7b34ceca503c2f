"""Commands about editions: translate, exchange files, review, release."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tms import languages
from tms.catalogs import translate as say
from tms.cli.articles import Language, Segments, Slug, picked
from tms.cli.door import LANGUAGE, Door, command, read_file, write_file
from tms.errors import BadValue, LeftOver
from tms.formats import po
from tms.store import articles
from tms.store.session import Session
from tms.workflow import assemble, exchange, review, route, sheets, translate, wire
from tms.workflow import release as releasing

Languages = Annotated[str, typer.Option("--languages", metavar="ar,ckb", help="Only these editions.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")]


def add(app: typer.Typer) -> None:
    command(app, "translate")(draft)
    command(app, "export")(export)
    command(app, "import")(take)
    command(app, "submit")(submit)
    command(app, "approve")(approve)
    command(app, "return")(return_)
    command(app, "confirm")(confirm)
    command(app, "reopen")(reopen)
    command(app, "waive")(waive)
    command(app, "release")(release)
    command(app, "withdraw")(withdraw)


def draft(
    door: Door,
    slug: Slug,
    language: Language,
    machine: Annotated[str, typer.Option(metavar="NAME", help="Ask this machine too.")] = "",
) -> None:
    """Put the best suggestion into empty translations as drafts; nothing is submitted."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        before = route.translate(session, sheet, by, machine)
    with door.reading() as session:
        rows = sheets.open_sheet(session, slug, language).rows
        left = sum(not row.record.text for row in rows)
    answer = {"article": slug, "language": language, "drafted": before - left, "empty": left}
    door.answer(answer, f"{slug} {language}: {before - left} drafted, {left} empty.")


def export(
    door: Door,
    slug: Slug,
    language: Annotated[str, typer.Option(metavar="L", help="en, ar or ckb.")],
    format: Annotated[str, typer.Option(help="po, html, markdown, text or json.")],
    output: Output,
) -> None:
    """Write an edition to a file as it stands now."""
    with door.reading() as session:
        if format == "po" and language != languages.SOURCE:
            data = po.write(exchange.export(session, slug, language))
        elif format == "json":
            data = _as_json(session, door, slug, language)
        else:
            data = assemble.export(session, slug, language, format)
    write_file(output, data)
    door.answer({"file": str(output), "bytes": len(data)}, f"{output}: {len(data)} bytes.")


def take(
    door: Door,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A PO file that was exported here.")],
    language: Language,
    article: Annotated[str, typer.Option(metavar="SLUG", help="The article it belongs to.")] = "",
    submit: Annotated[bool, typer.Option("--submit", help="Submit what is not fuzzy.")] = False,
) -> int:
    """Take the translations of a bilingual file; what others changed meanwhile is a conflict."""
    languages.target(language)
    bilingual = po.read(read_file(file))
    with door.writing() as (session, by):
        done = exchange.take(session, bilingual, language, by, slug=article, submitting=submit)
    answer = wire.imported(done, LANGUAGE)
    door.answer(
        answer,
        f"{done.applied} applied, {done.unchanged} unchanged, {done.stale} stale, "
        f"{len(done.conflicts)} conflicts, {len(done.unknown)} unknown.",
        *(
            f"  conflict {' '.join(each.segments)}: {say(each.why, LANGUAGE)}\n"
            f"    base:   {each.base}\n    theirs: {each.theirs}\n    mine:   {each.mine}"
            for each in done.conflicts
        ),
        *(f"  unknown {each}" for each in done.unknown),
    )
    return 1 if done.conflicts else 0


def submit(door: Door, slug: Slug, language: Language, segments: Segments = "") -> int:
    """Hand translations in for review: all drafts and returned ones, or these."""
    wanted = picked(segments)
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        rows = sheet.pick(wanted)
        if wanted is None:
            rows = [row for row in rows if row.record.state in ("draft", "returned")]
        outcome = translate.submit(session, sheet, rows, by)
    return _told(door, slug, language, outcome, "submitted")


def approve(
    door: Door,
    slug: Slug,
    language: Language,
    segments: Segments = "",
    edition: Annotated[
        bool, typer.Option("--edition", help="Then sign the edition, if it is ready.")
    ] = False,
    override: Annotated[str, typer.Option(metavar="REASON", help="Also one's own, and with errors.")] = "",
) -> int:
    """Approve every submitted translation without an error, or these."""
    wanted = picked(segments)
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        rows = None if wanted is None else sheet.pick(wanted)
        outcome = review.approve(session, sheet, rows, by, override=override)
    code = _told(door, slug, language, outcome, "approved") if not edition or outcome.refused else 0
    if code or not edition:
        return code
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        manifest = review.sign(session, sheet, by)
    door.answer(
        {**_body(slug, language, outcome, "approved"), "manifest": manifest},
        f"{slug} {language}: {len(outcome.done)} approved; the edition is approved ({manifest[:12]}).",
    )
    return 0


def return_(
    door: Door,
    slug: Slug,
    language: Language,
    segments: Segments = "",
    comment: Annotated[str, typer.Option(metavar="C", help="What should change; not left out.")] = "",
) -> int:
    """Give submitted or approved translations back, with a comment."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        rows = sheet.pick(picked(segments))
        if not picked(segments):
            rows = [row for row in rows if row.record.state == "submitted"]
        outcome = review.return_(session, sheet, rows, by, comment)
    return _told(door, slug, language, outcome, "returned")


def confirm(door: Door, slug: Slug, language: Language, segments: Segments) -> int:
    """Say that stale translations are still right."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        outcome = translate.confirm(session, sheet, sheet.pick(_needed(segments)), by)
    return _told(door, slug, language, outcome, "confirmed")


def reopen(door: Door, slug: Slug, language: Language, segments: Segments) -> int:
    """Take submitted or approved translations back to draft."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        outcome = translate.reopen(session, sheet, sheet.pick(_needed(segments)), by)
    return _told(door, slug, language, outcome, "reopened")


def waive(
    door: Door,
    slug: Slug,
    blocker: Annotated[str, typer.Argument(metavar="BLOCKER", help="CODE, or CODE:SEGMENT.")],
    language: Language,
    reason: Annotated[str, typer.Option(metavar="R", help="Why it stands as it is.")],
) -> None:
    """Let stand what a check reports."""
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        count = review.waive(session, sheet, blocker, reason, by)
    door.answer(
        {"article": slug, "language": language, "waived": count}, f"{slug} {language}: {count} waived."
    )


def release(
    door: Door,
    slug: Slug,
    languages: Languages = "",
    at: Annotated[str, typer.Option(metavar="TIME", help="When it goes out, ISO 8601.")] = "",
) -> None:
    """Release the English and its editions; those not named stay as they were released before."""
    when = door.moment(at, "--at")
    with door.writing() as (session, by):
        made = releasing.release(session, slug, by, picked(languages), when)
        body = wire.release(session, made, door.settings.zone)
        overtaken = releasing.overtaken(session, made)
    for each in overtaken:
        when_it_was = door.shown(each.publish_at or each.at)
        door.say(f"Release {each.number}, set for {when_it_was}, does not go out: this one overtakes it.")
    later = f", going out at {door.shown(when)}" if when else ""
    door.answer(body, f"{slug}: release {made.number}{later}.")


def withdraw(
    door: Door,
    slug: Slug,
    reason: Annotated[str, typer.Option(metavar="R", help="Why.")],
    languages: Languages = "",
) -> None:
    """Take editions, or the whole article, from the public."""
    with door.writing() as (session, by):
        made = releasing.withdraw(session, slug, by, reason, picked(languages))
        body = wire.release(session, made, door.settings.zone)
    door.answer(body, f"{slug}: release {made.number} without {languages or 'any language'}.")


def _as_json(session: Session, door: Door, slug: str, language: str) -> bytes:
    if language == languages.SOURCE:
        article = articles.find(session, slug)
        return wire.file(wire.shown(article, articles.revision(session, article)))
    sheet = sheets.open_sheet(session, slug, language)
    return wire.file(wire.translations(session, sheet, LANGUAGE, door.settings.zone))


def _needed(segments: str) -> list[str]:
    found = picked(segments)
    if found is None:
        raise BadValue("--segments", value=segments, name="segments", known="segment ids joined by commas")
    return found


def _body(slug: str, language: str, outcome: translate.Outcome, verb: str) -> dict[str, Any]:
    return {
        "article": slug,
        "language": language,
        verb: [row.place for row in outcome.done],
        "left": [{"segment": row.place, **wire.error(error, LANGUAGE)} for row, error in outcome.refused],
    }


def _told(door: Door, slug: str, language: str, outcome: translate.Outcome, verb: str) -> int:
    """Answer what was done and name the rest; 1 where any is left."""
    door.answer(
        _body(slug, language, outcome, verb),
        f"{slug} {language}: {len(outcome.done)} {verb}.",
        *(f"  left {row.place}: {say(error.message, LANGUAGE)}" for row, error in outcome.refused),
    )
    return LeftOver.exit if outcome.refused else 0
