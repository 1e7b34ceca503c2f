"""Every document of a file of news with reference translations, from ingest to release.

    .venv/bin/python -m benchmarks.ntrex FILE.tsv [--database URL]

FILE.tsv has the columns doc, line, en, ar, ckb. The first line of a document is its headline, the others
make paragraphs of up to four lines. The references come in as the translators' work, segment by segment,
are approved by another user and released; then every one of them is looked for in its block of its
edition. Prints segments per second and how many references are lost or out of place.
"""

import argparse
import csv
import json
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from tms import languages
from tms import settings as environment
from tms.core.document import BlockKind, Document
from tms.core.rights import OPERATOR, Person, Role
from tms.core.spelling import mend
from tms.core.text import Text
from tms.settings import Settings
from tms.store import jobs as rows
from tms.store import migrate
from tms.store.session import Database, Session
from tms.workflow import ingest, jobs, people, release, review, runs, sheets, translate
from tms.workflow.sheets import Sheet
from tms.workflow.steps import Seen
from tms.workflow.translate import Write

Line = dict[str, str]
_PARAGRAPH = 4


@dataclass
class Result:
    documents: int = 0
    segments: int = 0
    merged: int = 0
    references: int = 0
    lost: int = 0
    misplaced: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.documents} documents, {self.segments} segments in {len(languages.TARGETS)} languages, "
            f"{self.merged} merges: {self.references} references, {self.lost} lost, "
            f"{self.misplaced} out of place; "
            f"{self.segments * len(languages.TARGETS) / self.seconds:.0f} segments per second "
            f"({self.seconds:.1f} s)"
        )


def read(path: Path) -> dict[str, list[Line]]:
    """The lines of each document, in order."""
    documents: dict[str, list[Line]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            documents.setdefault(line["doc"], []).append(line)
    return documents


def run(
    database: Database, settings: Settings, documents: dict[str, list[Line]], tick: Callable[[str], None]
) -> Result:
    """Take all documents through the desk; the database must be migrated and empty."""
    result = Result()
    with database.writing() as session:
        cast = {
            role: people.person(people.add(session, role.value, role, [], OPERATOR))
            for role in (Role.TRANSLATOR, Role.EDITOR, Role.CHIEF)
        }
    started = time.perf_counter()
    slugs = {}
    for name, lines in documents.items():
        slugs[name] = _one(database, settings, name, lines, cast, result)
        tick(f"{result.documents} of {len(documents)} documents")
    result.seconds = time.perf_counter() - started
    for name, lines in documents.items():
        _look(settings.editions / slugs[name], lines, result)
    return result


def _one(
    database: Database,
    settings: Settings,
    name: str,
    lines: list[Line],
    cast: dict[Role, Person],
    result: Result,
) -> str:
    paragraphs = [lines[:1], *(lines[at : at + _PARAGRAPH] for at in range(1, len(lines), _PARAGRAPH))]
    text = "\n\n".join(" ".join(line["en"] for line in paragraph) for paragraph in paragraphs)
    slug = ingest.slugify(name)
    with database.writing() as session:
        document = ingest.parse(text.encode(), f"{slug}.txt")
        done = ingest.ingest(session, document, cast[Role.EDITOR], slug=slug)
    groups = list(_groups(done.document, paragraphs))
    caused = []
    for tag in languages.TARGETS:
        with database.writing() as session:
            sheet = sheets.open_sheet(session, slug, tag, write=True)
            sheet = _merge(session, sheet, groups, cast[Role.TRANSLATOR], result)
            writes = [
                Write(
                    sheet.by_segment[segments[0]],
                    Text((" ".join(line[tag] for line in some),)).notation,
                    Seen(sheet.by_segment[segments[0]].record.version),
                )
                for segments, some in groups
            ]
            _clean(translate.save(session, sheet, writes, cast[Role.TRANSLATOR]))
            _clean(translate.submit(session, sheet, sheet.rows, cast[Role.TRANSLATOR]))
        with database.writing() as session:
            sheet = sheets.open_sheet(session, slug, tag, write=True)
            _clean(review.approve(session, sheet, None, cast[Role.EDITOR], override="the reference"))
            review.sign(session, sheet, cast[Role.EDITOR])
            caused += rows.caused(session)
    with database.writing() as session:
        release.release(session, slug, cast[Role.CHIEF])
        caused += rows.caused(session)
    jobs.run_caused(database, settings, caused)
    result.documents += 1
    result.segments += len(done.document.segments)
    return slug


def _groups(document: Document, paragraphs: list[list[Line]]) -> Iterator[tuple[list[str], list[Line]]]:
    """The smallest groups of segments and lines that cover the same characters."""
    blocks = [block for block in document.blocks if block.kind is not BlockKind.EMBED]
    if len(blocks) != len(paragraphs):
        raise AssertionError(f"{len(blocks)} blocks of {len(paragraphs)} paragraphs")
    for block, lines in zip(blocks, paragraphs, strict=True):
        segments: list[str] = []
        some: list[Line] = []
        ends = {0}
        at = 0
        line_ends = {}
        for index, line in enumerate(lines):
            at += len(_squeezed(line["en"]))
            line_ends[at] = index + 1
        ends = set(line_ends)
        at = taken = 0
        for segment in block.segments:
            segments.append(segment.id)
            at += len(_squeezed(segment.text.plain))
            if at in ends:
                some = lines[taken : line_ends[at]]
                yield segments, some
                segments, taken = [], line_ends[at]
        if segments or taken != len(lines):
            raise AssertionError(f"{block.text.plain!r} does not end where its lines do")


def _merge(
    session: Session, sheet: Sheet, groups: list[tuple[list[str], list[Line]]], by: Person, result: Result
) -> Sheet:
    cut = [segments for segments, _ in groups if len(segments) > 1]
    for segments in cut:
        runs.merge(session, sheet, segments, by)
    result.merged += len(cut)
    return sheets.open_sheet(session, sheet.article.slug, sheet.language) if cut else sheet


def _clean(outcome: translate.Outcome) -> None:
    for row, error in outcome.refused:
        raise AssertionError(f"{row.source.plain}: {error}")


def _look(folder: Path, lines: list[Line], result: Result) -> None:
    """Look for every reference in the group of its English line, in the order of the lines."""
    groups = json.loads((folder / "alignment.json").read_bytes())["groups"]
    for tag in languages.TARGETS:
        page = _squeezed(html.fromstring((folder / f"{tag}.html").read_bytes()).text_content())
        at = 0
        for line in lines:
            wanted, source = _squeezed(mend(Text((line[tag],)), tag).plain), _squeezed(line["en"])
            result.references += 1
            place = next(
                (
                    index
                    for index, group in enumerate(groups[at:], at)
                    if source in _squeezed("".join(each["text"] for each in group["en"]))
                ),
                None,
            )
            everywhere = [_squeezed("".join(each["text"] for each in group[tag])) for group in groups]
            if place is None or wanted not in everywhere[place]:
                if any(wanted in each for each in everywhere):
                    result.misplaced += 1
                else:
                    result.lost += 1
                continue
            at = place
            if wanted not in page:
                result.lost += 1


def _squeezed(text: str) -> str:
    """The text without white space, in NFC: how lines and segments are compared."""
    return "".join(unicodedata.normalize("NFC", text).split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--database", default="", help="an empty database; SQLite in a temporary folder without"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/desk.sqlite"
        settings = environment.read(home=Path(folder), database_url=url, out=Path(folder) / "editions")
        database = Database(url)
        migrate.ready(database)
        print(run(database, settings, read(given.file), lambda _: None))
        database.close()


if __name__ == "__main__":
    main()
