"""Where our rules cut joined news, beside the bare library's, with the sentences a second of both in one run.

    .venv/bin/python -m benchmarks.segmentation FILE.tsv [--errors]

FILE holds aligned lines of documents (columns doc, en, ar, ckb). The lines of a document are joined by a
space, and a cut is right where a line ends. Lines without an end mark (headings, points of a list, a
translation whose stop was forgotten) are blocks of their own in an article, and nothing in joined text tells
where they end: "marked" ends the paragraph behind such a line, "all" joins it too. The headline is left out.
"""

import argparse
import csv
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

from choppa import SrxDocument, SrxTextIterator

from tms import languages
from tms.core.segmentation import sentences

TAGS = (languages.SOURCE, *languages.TARGETS)
_CLOSING = "\"'“”‘’«»)]}› "
_AROUND = 50

Cut = Callable[[str, str], list[int]]
Documents = list[dict[str, list[str]]]


@dataclass
class Score:
    """Boundaries that were found, cut wrongly and missed; ``errors`` show the last two, a bar at each."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)

    @property
    def speed(self) -> float:
        return (self.right + self.wrong) / self.seconds


def read(path: Path) -> Documents:
    """The lines of each document by language, white space as one space, without the headline."""
    documents: dict[str, dict[str, list[str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            document = documents.setdefault(row["doc"], {tag: [] for tag in TAGS})
            for tag in TAGS:
                document[tag].append(" ".join(row[tag].split()))
    return [{tag: lines[1:] for tag, lines in document.items()} for document in documents.values()]


def ours(text: str, language: str) -> list[int]:
    return [end for _, end in sentences(text, language)[:-1]]


def bare() -> Cut:
    """The library with the rules that it brings, Kurdish on the Arabic ones."""
    with as_file(files("choppa") / "data" / "srx" / "languagetool_segment.srx") as rules:
        document = SrxDocument(ruleset=str(rules))

    def cut(text: str, language: str) -> list[int]:
        found, at = [], 0
        for sentence in SrxTextIterator(document, f"{languages.get(language).sentences}_two", text):
            at += len(sentence)
            found.append(at + len(text[at:]) - len(text[at:].lstrip()))
        return found[:-1]

    return cut


def measure(documents: Documents, language: str, cut: Cut, *, marked: bool) -> Score:
    score = Score()
    for lines in (document[language] for document in documents):
        for paragraph in _marked(lines, language) if marked else [lines]:
            text, ends, at = " ".join(paragraph), set(), 0
            for line in paragraph[:-1]:
                at += len(line) + 1
                ends.add(at)
            began = time.process_time()
            found = set(cut(text, language))
            score.seconds += time.process_time() - began
            score.right += len(ends & found)
            score.wrong += len(found - ends)
            score.missed += len(ends - found)
            score.errors += [f"wrong   {_shown(text, at)}" for at in sorted(found - ends)]
            score.errors += [f"missed  {_shown(text, at)}" for at in sorted(ends - found)]
    return score


def _marked(lines: list[str], language: str) -> Iterator[list[str]]:
    stops = languages.get(language).stops + "?"
    paragraph: list[str] = []
    for line in lines:
        paragraph.append(line)
        if line.rstrip(_CLOSING)[-1:] not in stops:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _shown(text: str, at: int) -> str:
    return f"{text[max(0, at - _AROUND) : at]}|{text[at : at + _AROUND]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true", help="list every boundary that is wrong or missed")
    given = parser.parse_args()
    documents = read(given.file)
    library = bare()
    print("boundary F1         marked  wrong  missed  all     sentences a second")
    for tag in TAGS:
        for name, cut in (("ours", ours), ("bare", library)):
            cut("Warm. Up.", tag)
            marked, every = (measure(documents, tag, cut, marked=each) for each in (True, False))
            print(
                f"{tag:4} {name:13}  {marked.f1:.4f}  {marked.wrong:5}  {marked.missed:6}  {every.f1:.4f}"
                f"  {marked.speed:,.0f}"
            )
            if given.errors and cut is ours:
                print("\n".join(f"     {each}" for each in marked.errors))


if __name__ == "__main__":
    main()
