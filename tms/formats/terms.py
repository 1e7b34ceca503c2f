"""A glossary as a table for spreadsheets: CSV in UTF-8, a line for each concept, a column for each language.

The header names ``en`` and other languages; ``concept``, ``kind``, ``note`` and ``keep`` may be there, in
any order. A cell holds a concept's terms parted by ``|``: the first is the preferred one, the others are
admitted, and ``(forbidden)``, ``(draft)`` or ``(admitted)`` behind a term says that it is so. ``keep`` is
``yes`` for what stays in English everywhere.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from tms import languages
from tms.core.terms import Concept, ConceptKind, Status, Term
from tms.errors import BadFile
from tms.formats import cells
from tms.formats.base import verbatim
from tms.messages import N_, Message

_OWN = ("concept", "kind", "note", "keep")
_STATUS = re.compile(r"(?s)(.*\S)\s*\((preferred|admitted|forbidden|draft)\)\s*")
_ID = re.compile("[a-z][a-z0-9]{0,9}")
_MOST = 100_000


def read(data: bytes) -> list[tuple[int, Concept]]:
    """The concepts of a table, each with the number of its line."""
    reader = csv.reader(io.StringIO(verbatim(data), newline=""), strict=True)
    found: list[tuple[int, Concept]] = []
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        _named(header)
        for line in reader:
            if any(cell.strip() for cell in line):
                found.append((reader.line_num, _concept(header, line, reader.line_num)))
            if len(found) > _MOST:
                raise _bad(N_("it has over %(most)s lines"), 0, most=_MOST)
    except csv.Error as error:
        raise _bad(N_("line %(line)s is not CSV: %(why)s"), reader.line_num, why=str(error)) from error
    return found


def write(concepts: Sequence[Concept]) -> bytes:
    """The table of some concepts."""
    tags = list(languages.LANGUAGES)
    rows = [["concept", "kind", *tags, "note", "keep"]]
    for concept in concepts:
        forms = [" | ".join(_forms(concept, tag)) for tag in tags]
        rows.append([concept.id, concept.kind.value, *forms, concept.note, "yes" if concept.kept else ""])
    return cells.written(rows)


def _named(header: Sequence[str]) -> None:
    unknown = [name for name in header if name and name not in languages.LANGUAGES and name not in _OWN]
    if languages.SOURCE not in header:
        raise _bad(N_("its first line names no column “en”"), 1)
    if unknown:
        raise _bad(N_("nobody knows its column “%(name)s”"), 1, name=unknown[0][:40])
    if len(set(filter(None, header))) < len([name for name in header if name]):
        raise _bad(N_("it has two columns of one name"), 1)


def _concept(header: Sequence[str], line: Sequence[str], number: int) -> Concept:
    if len(line) > len(header):
        raise _bad(N_("line %(line)s has more cells than the first line"), number)
    given = {name: cells.bare(cell).strip() for name, cell in zip(header, line, strict=False)}
    kind = given.get("kind", "").casefold() or ConceptKind.TERM.value
    if kind not in set(ConceptKind):
        raise _bad(N_("line %(line)s has “%(kind)s” for its kind"), number, kind=kind[:40])
    keep = given.get("keep", "").casefold()
    if keep not in {"", "yes", "no"}:
        raise _bad(N_("line %(line)s has neither yes nor no in “keep”"), number)
    id = given.get("concept", "")
    terms = [term for tag in languages.LANGUAGES for term in _terms(tag, given.get(tag, ""))]
    return Concept(
        id if _ID.fullmatch(id) else "", tuple(terms), ConceptKind(kind), given.get("note", ""), keep == "yes"
    )


def _terms(tag: str, cell: str) -> Iterator[Term]:
    first = True
    for form in filter(None, map(str.strip, cell.split("|"))):
        marked = _STATUS.fullmatch(form)
        status = Status(marked[2]) if marked else Status.PREFERRED if first else Status.ADMITTED
        yield Term(tag, marked[1] if marked else form, status)
        first = False


def _forms(concept: Concept, tag: str) -> Iterator[str]:
    first = True
    for term in sorted(concept.of(tag), key=lambda term: term.status is not Status.PREFERRED):
        usual = Status.PREFERRED if first else Status.ADMITTED
        yield term.text if term.status is usual else f"{term.text} ({term.status.value})"
        first = False


def _bad(sentence: str, line: int, **params: object) -> BadFile:
    return BadFile(f"line {line}" if line else "", reason=Message(sentence, {"line": line, **params}))
