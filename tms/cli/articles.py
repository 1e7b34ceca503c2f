"""Commands about articles: take one in, look at it, correct its structure, route and assign it."""

import re
from pathlib import Path
from typing import Annotated

import typer

from tms.catalogs import translate
from tms.cli.door import LANGUAGE, Door, command, read_file
from tms.core.document import BlockKind
from tms.core.rights import Role
from tms.errors import BadValue
from tms.store import articles as store
from tms.workflow import blocks, people, sheets, status, wire
from tms.workflow import ingest as taking
from tms.workflow import route as routing

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="The article.")]
Language = Annotated[str, typer.Option("--language", metavar="L", help="The edition: ar or ckb.")]
Segments = Annotated[str, typer.Option("--segments", metavar="ID,…", help="Only these segments.")]


_HIGHEST = 2**31 - 1  # of numbers that the database keeps


def picked(segments: str) -> list[str] | None:
    """The segment ids of an option, None where it is not given."""
    return [each for each in segments.replace(",", " ").split() if each] or None


def add(app: typer.Typer) -> None:
    command(app, "ingest")(ingest)
    command(app, "show")(show)
    command(app, "block")(block)
    command(app, "accept")(accept)
    command(app, "route")(route)
    command(app, "assign")(assign)
    command(app, "status")(state)


def ingest(
    door: Door,
    path: Annotated[str, typer.Argument(metavar="PATH|URL", help="The English article.")],
    format: Annotated[str, typer.Option(help="html, markdown or text.")] = "",
    slug: Annotated[str, typer.Option(metavar="S", help="How the article is shown.")] = "",
    source_key: Annotated[str, typer.Option(metavar="K", help="What finds the article again.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Also where little is kept.")] = False,
) -> None:
    """Take an article in, or a correction of one that is known."""
    if re.match(r"[a-z][a-z0-9+.-]+://", path, re.IGNORECASE):
        from tms.workflow import fetch  # httpx takes a fifth of a second

        with door.reading() as session:
            people.actor(session, door.name).must(Role.EDITOR)
        document = fetch.read(fetch.page(door.settings, path), format)
        name, source_key = "", source_key or document.url
    else:
        document = taking.parse(read_file(Path(path)), path, format)
        name = Path(path).name
    with door.writing() as (session, by):
        done = taking.ingest(
            session, document, by, slug=slug, source_key=source_key, name=name, replacing=replace
        )
        answer = wire.ingested(done)
    counts = ", ".join(f"{answer[fate]} {fate}" for fate in ("kept", "edited", "moved", "added", "removed"))
    door.answer(
        answer,
        f"{answer['article']}: revision {answer['revision']}, "
        f"{answer['blocks']} blocks, {answer['segments']} segments ({counts}).",
        *(f"  uncertain: {each['kind']} {each['block']}: {each['why']}" for each in answer["uncertain"]),
    )


def show(
    door: Door,
    slug: Slug,
    revision: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=_HIGHEST, help="An earlier revision.")
    ] = None,
) -> None:
    """Show the English: its blocks and segments with their ids."""
    with door.reading() as session:
        article = store.find(session, slug)
        body = wire.shown(article, store.revision(session, article, revision))
    door.answer(
        body,
        *(
            line
            for block in body["blocks"]
            for line in (
                f"[{block['kind']}] {block['id']}",
                *(f"  {segment['id']}  {segment['text']}" for segment in block["segments"]),
            )
        ),
    )


def block(
    door: Door,
    slug: Slug,
    block_id: Annotated[str, typer.Argument(metavar="ID", help="The block.")],
    kind: Annotated[str, typer.Option(metavar="K", help="What it really is.")] = "",
    merge: Annotated[bool, typer.Option("--merge", help="Let it go on with the next block.")] = False,
    split: Annotated[str, typer.Option(metavar="SEGMENT", help="Let this segment begin a new one.")] = "",
) -> None:
    """Correct what kind a block is, or where it begins and ends."""
    if (bool(kind), merge, bool(split)).count(True) != 1:
        raise BadValue(block_id, value="", name="block", known="--kind K, --merge, --split SEGMENT")
    if kind and kind not in set(BlockKind):
        raise BadValue("--kind", value=kind, name="kind", known=", ".join(BlockKind))
    with door.writing() as (session, by):
        if merge:
            done = blocks.merge(session, slug, block_id, by)
        elif split:
            done = blocks.split(session, slug, block_id, split, by)
        else:
            done = taking.correct_kind(session, slug, block_id, BlockKind(kind), by)
        answer = wire.ingested(done)
    what = f"is a {kind}" if kind else "goes on with the next" if merge else f"ends before {split}"
    door.answer(answer, f"{answer['article']}: revision {answer['revision']}; {block_id} {what}.")


def accept(door: Door, slug: Slug) -> None:
    """Accept the current English, so that its editions can go out."""
    with door.writing() as (session, by):
        revision = taking.accept(session, slug, by)
        answer = {"article": slug, "revision": revision.number, "accepted_by": revision.accepted_by}
    door.answer(answer, f"{slug}: revision {answer['revision']} is accepted.")


def route(
    door: Door,
    slug: Slug,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say where each would go.")] = False,
) -> None:
    """Send every open segment to the memory, a machine or a person."""
    if dry_run:
        with door.reading() as session:
            decided = routing.route(session, slug, people.actor(session, door.name), dry=True)
            body = wire.decisions(session, slug, decided, LANGUAGE)
    else:
        with door.writing() as (session, by):
            decided = routing.route(session, slug, by)
            body = wire.decisions(session, slug, decided, LANGUAGE)
    door.answer(
        body,
        *(
            f"{tag} {each['segment']}: {each['to']} {each['name']} - {each['why']}"
            for tag, listed in body["editions"].items()
            for each in listed
        ),
    )


def assign(
    door: Door,
    slug: Slug,
    language: Language,
    to: Annotated[str, typer.Option(metavar="NAME", help="The translator.")],
    due: Annotated[str, typer.Option(metavar="T", help="When it is due, ISO 8601.")] = "",
    segments: Segments = "",
) -> None:
    """Give an edition's segments to a translator."""
    when = door.moment(due, "--due")
    with door.writing() as (session, by):
        sheet = sheets.open_sheet(session, slug, language, write=True)
        made = routing.assign(session, sheet, sheet.pick(picked(segments)), to, by, when)
        answer = {
            "article": sheet.article.slug,
            "language": language,
            "to": to,
            "segments": [each.segment for each in made],
            "due": door.shown(when) if when else None,
        }
    door.answer(answer, f"{slug} {language}: {len(made)} segments are {to}'s.")


def state(
    door: Door,
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The article; all without it.")] = "",
) -> None:
    """Say how the desk's articles stand, or what blocks the release of one."""
    with door.reading() as session:
        if not slug:
            body = {"articles": wire.articles(session)["articles"]}
            lines = [
                f"{each['article']}: revision {each['revision']}  {each['title']}"
                for each in body["articles"]
            ]
        else:
            found = status.status(session, slug)
            body = wire.status(found, LANGUAGE)
            lines = _lines(found)
    door.answer(body, *lines)


def _lines(found: status.ArticleStatus) -> list[str]:
    lines = [f"{found.article.slug}: revision {found.revision.number}  {found.article.title}"]
    for tag, edition in found.editions.items():
        counts = ", ".join(f"{count} {name.value}" for name, count in edition.segments.items() if count)
        lines.append(f"  {tag}: {edition.state} ({counts}; {edition.words_left} words left)")
        lines += [
            f"    {each.code} {each.segment} {each.who}: {translate(each.message, LANGUAGE)}"
            for each in edition.blockers
        ]
    return lines
