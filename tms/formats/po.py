"""PO files, for translators who work in a tool of their own: one entry for each run of segments."""

import re
from collections.abc import Iterator

import polib

from tms.core.document import BlockKind
from tms.core.text import clean
from tms.errors import BadFile
from tms.formats.base import Bilingual, Row, decode
from tms.messages import N_, Message

SUFFIX = ".po"
MEDIA_TYPE = "text/x-gettext-translation"
_ARTICLE, _REVISION, _LANGUAGE = "X-TMS-Article", "X-TMS-Revision", "Language"
# polib cuts lines where str.splitlines does, gettext and editors only at line feeds. These characters are
# written as they are, and hidden from polib while it reads.
_HIDE = "\ufdd0"
_CUTS = _HIDE + "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# polib takes a line's first and last character for quotation marks without looking.
_LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?"(?:[^"\\]|\\.)*")?\s*'
)
_BAD_LINE = re.compile(r"\(line (\d+)\)")


def write(bilingual: Bilingual) -> bytes:
    """The rows in reading order; an addition has no segment to be found by and stays out."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": bilingual.article,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        _LANGUAGE: bilingual.language,
        _ARTICLE: bilingual.article,
        _REVISION: str(bilingual.revision),
    }
    for row in bilingual.rows:
        if row.segments:
            file.append(_entry(row))
    return f"{file}\n".encode()


def read(data: bytes) -> Bilingual:
    """The rows of a file, also of one that another tool has wrapped, merged or marked with a BOM."""
    text = _hidden(decode(data, compose=False))
    for number, line in enumerate(text.split("\n"), start=1):
        if not _LINE.fullmatch(line):
            raise _broken(number)
    try:
        # The line feed keeps polib from taking the contents for the name of a file on this machine.
        file = polib.pofile(f"{text}\n", wrapwidth=0)
    except (OSError, ValueError, IndexError, AttributeError, KeyError) as error:
        found = _BAD_LINE.search(str(error))
        raise _broken(int(found[1]) if found else 1) from error
    revision = _header(file, _REVISION)
    if not revision.isascii() or not revision.isdigit() or len(revision) > 9:
        raise BadFile(reason=Message(N_("its header %(name)s is no number"), {"name": _REVISION}))
    return Bilingual(_header(file, _ARTICLE), int(revision), _header(file, _LANGUAGE), tuple(_rows(file)))


def _entry(row: Row) -> polib.POEntry:
    about = {"kind": row.kind or "", "version": row.version, "basis": row.basis, "state": row.state}
    return polib.POEntry(
        msgctxt=" ".join(row.segments),
        msgid=row.source,
        msgstr=row.target,
        comment="\n".join(f"{name}: {value}" for name, value in about.items() if value),
        tcomment="\n".join(line.strip() for line in row.note.strip().split("\n")),
        flags=["fuzzy"] if row.fuzzy else [],
    )


def _broken(line: int) -> BadFile:
    return BadFile(f"line {line}", reason=Message(N_("line %(line)s is not as PO files are"), {"line": line}))


def _header(file: polib.POFile, name: str) -> str:
    given = _shown(file.metadata.get(name, "")).strip()
    if not given:
        raise BadFile(reason=Message(N_("it has no header %(name)s"), {"name": name}))
    return given


def _rows(file: polib.POFile) -> Iterator[Row]:
    for entry in file:
        if entry.obsolete:
            continue
        segments = tuple((entry.msgctxt or "").split())
        if not segments:
            said = Message(N_("the entry in line %(line)s names no segments"), {"line": entry.linenum})
            raise BadFile(f"line {entry.linenum}", reason=said)
        about = _about(entry.comment)
        kind, version = about.get("kind", ""), about.get("version", "")
        yield Row(
            segments,
            clean(_shown(entry.msgid)),
            clean(_shown(entry.msgstr)),
            BlockKind(kind) if kind in _KINDS else None,
            int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
            about.get("basis", ""),
            about.get("state", ""),
            "fuzzy" in entry.flags,
            clean(_shown(entry.tcomment)),
        )


_KINDS = frozenset(kind.value for kind in BlockKind)


def _about(comment: str) -> dict[str, str]:
    """The facts that ``write`` put into the extracted comments; lines of other tools are passed over."""
    lines = (line.partition(":") for line in comment.split("\n"))
    return {name.strip(): _shown(value).strip() for name, found, value in lines if found}


def _hidden(text: str) -> str:
    return re.sub(f"[{_CUTS}]", lambda found: _HIDE + str(_CUTS.index(found[0])), text)


def _shown(text: str) -> str:
    return re.sub(f"{_HIDE}([0-8])", lambda found: _CUTS[int(found[1])], text)
