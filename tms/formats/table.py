"""Rows to check, as ``check FILE.tsv`` takes them: UTF-8, LF, header id⇥source⇥target, no quoting."""

from tms.errors import BadFile
from tms.formats.base import verbatim
from tms.messages import N_, Message

HEADER = ("id", "source", "target")


def read(data: bytes) -> list[tuple[str, str, str]]:
    """The rows (id, source, target) as they stand in the file, so that spans point into it.

    A tab or a line feed always ends a cell: a quotation mark is just a character. The last line may lack
    its line feed.
    """
    lines = verbatim(data).rstrip("\r\n").split("\n")
    header, *rows = [tuple(line.removesuffix("\r").split("\t")) for line in lines]
    if header != HEADER:
        raise _bad(N_("line 1 is not the header id, source, target, separated by tabs"), 1)
    return [_row(cells, number) for number, cells in enumerate(rows, start=2)]


def _row(cells: tuple[str, ...], line: int) -> tuple[str, str, str]:
    if len(cells) != len(HEADER):
        one, many = N_(
            "line %(line)s has %(count)s cell instead of 3", "line %(line)s has %(count)s cells instead of 3"
        )
        raise BadFile(f"line {line}", reason=Message(one, {"line": line, "count": len(cells)}, many))
    if not cells[0].strip():
        raise _bad(N_("line %(line)s has no id"), line)
    return cells[0], cells[1], cells[2]


def _bad(sentence: str, line: int) -> BadFile:
    return BadFile(f"line {line}", reason=Message(sentence, {"line": line}))
