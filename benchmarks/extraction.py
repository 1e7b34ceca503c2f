"""Articles out of pages as they are found on the web, beside an untouched trafilatura in the same run.

    .venv/bin/python -m benchmarks.extraction FOLDER [PAGE …]

FOLDER holds a folder per page with ``source.html`` and ``expected.html``, as readability's test suite
keeps them. The measure is the F1 of two bags of words: runs of letters and digits, case ignored, white
space between blocks. Ours are the words of the body: without headline, byline and dateline, which the
expected body leaves to its metadata, and without what a page does not show (alt texts, descriptions).
"All" counts headline, byline and dateline too. trafilatura's are those of ``extract(html)``, comments off.
"""

import argparse
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tms.core.document import HIDDEN, BlockKind, Document
from tms.errors import DeskError
from tms.formats import html
from tms.formats.html_kinds import BLOCKS

Bag = Counter[str]
APART = frozenset({BlockKind.HEADLINE, BlockKind.BYLINE, BlockKind.DATELINE})
_CELLS = {"td", "th", "tr", "br"}


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    ours: float
    all: float
    peer: float
    milliseconds: float
    kinds: Counter[str]
    error: str = ""

    def __str__(self) -> str:
        kinds = " ".join(f"{kind}:{count}" for kind, count in self.kinds.items())
        return (
            f"{self.name:18} {self.ours:.3f}  {self.all:.3f}  {self.peer:.3f}  {self.milliseconds:5.0f}  "
            f"{self.error or kinds}"
        )


def bag(text: str) -> Bag:
    return Counter(re.findall(r"\w+", text.casefold()))


def f1(one: Bag, other: Bag) -> float:
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0


def shown(node: LexborNode) -> str:
    """The text of an element with white space around each block in it."""
    parts: list[str] = []
    for child in node.iter(include_text=True):
        if child.is_text_node:
            parts.append(child.text_content or "")
        elif child.tag in BLOCKS or child.tag in _CELLS:
            parts += ["\n", shown(child), "\n"]
        else:
            parts.append(shown(child))
    return "".join(parts)


def body(document: Document, without: frozenset[BlockKind] = APART | HIDDEN) -> Bag:
    return bag("\n".join(block.text.plain for block in document.blocks if block.kind not in without))


def expected(folder: Path) -> Bag:
    page = LexborHTMLParser((folder / "expected.html").read_text(encoding="utf-8"))
    return bag(shown(page.body)) if page.body is not None else Bag()


def measure(folder: Path) -> Row:
    import trafilatura

    source = (folder / "source.html").read_bytes()
    wanted = expected(folder)
    peer = f1(bag(trafilatura.extract(source.decode(), include_comments=False) or ""), wanted)
    began = time.perf_counter()
    try:
        document, error = html.read(source), ""
    except DeskError as refused:
        document, error = Document(()), type(refused).__name__
    spent = (time.perf_counter() - began) * 1000
    kinds = Counter(block.kind.value for block in document.blocks)
    return Row(
        folder.name,
        f1(body(document), wanted),
        f1(body(document, HIDDEN), wanted),
        peer,
        spent,
        kinds,
        error,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Articles out of pages as they are found on the web.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", nargs="*", help="only these")
    options = parser.parse_args()
    rows = []
    print(f"{'page':18} ours   all    peer      ms  blocks")
    for folder in sorted(options.folder.iterdir()):
        if (folder / "source.html").exists() and (not options.pages or folder.name in options.pages):
            rows.append(measure(folder))
            print(rows[-1])
    for name in ("ours", "all", "peer"):
        figures = [getattr(row, name) for row in rows]
        print(f"{name}: mean {sum(figures) / len(figures):.4f}, lowest {min(figures):.3f}")


if __name__ == "__main__":
    main()
