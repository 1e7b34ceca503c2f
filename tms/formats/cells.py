"""Cells of tables for spreadsheets: CSV in UTF-8, in which no text is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_UNSEEN = "\ufeff\u200e\u200f\u061c\u200b\u2066\u2067\u2068\u2069 "
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def written(rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as CSV, with a byte order mark, by which spreadsheets know UTF-8."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(
        [guarded(str(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return ("\ufeff" + file.getvalue()).encode()


def guarded(cell: str) -> str:
    """A cell that a spreadsheet shows and does not reckon; what is behind marks that nobody sees counts.

    >>> guarded("=1+1"), guarded("\\u200f=1+1"), guarded("1-1")
    ("'=1+1", "'\\u200f=1+1", '1-1')
    """
    return f"'{cell}" if cell.lstrip(_UNSEEN).startswith(_FORMULA) else cell


def bare(cell: str) -> str:
    """The cell without its guard."""
    return cell[1:] if cell[:1] == "'" and guarded(cell[1:]) == cell else cell
