"""What the repair of legacy Kurdish restores, what is changed in good text, and the lines a second.

    .venv/bin/python -m benchmarks.spelling FILE.tsv

FILE holds lines in the columns ckb and ar. Good lines are damaged in the ways in which old systems wrote:
every vowel as heh and the ZWNJ lost, the same with Arabic kaf and yeh, and every vowel as heh with a ZWNJ
behind it. Counted are the letters heh and ae that stand again as they stood.
"""

import argparse
import csv
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tms.core.spelling import is_legacy, mend, repair
from tms.core.text import Text

KURDISH = "ckb"
ZWNJ = "\u200c"
LETTERS = "هە"

Damage = Callable[[str], str]


def as_heh(line: str) -> str:
    return line.replace(ZWNJ, "").replace("ە", "ه")


def as_heh_by_arabic_keys(line: str) -> str:
    return as_heh(line).replace("ک", "ك").replace("ی", "ي")


def as_heh_and_zwnj(line: str) -> str:
    return line.replace("ە", "ه" + ZWNJ)


DAMAGES: dict[str, Damage] = {
    "vowel as heh, ZWNJ lost": as_heh,
    "the same with Arabic kaf and yeh": as_heh_by_arabic_keys,
    "vowel as heh and ZWNJ": as_heh_and_zwnj,
}


@dataclass
class Restored:
    """Letters heh and ae in good lines, and those that are right again after damage and repair."""

    letters: int = 0
    right: int = 0
    noticed: int = 0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        return self.right / self.letters


def read(path: Path, language: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[language] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def mended(line: str, language: str) -> str:
    return mend(Text((line,)), language).plain


def repaired(line: str, language: str = KURDISH) -> str:
    return repair(Text((line,)), language).plain


def restore(good: list[str], damage: Damage) -> Restored:
    """Damage mended lines and repair them; where ZWNJ was lost it stays lost."""
    found = Restored()
    damaged = [damage(line) for line in good]
    began = time.process_time()
    again = [repaired(line) for line in damaged]
    found.seconds = time.process_time() - began
    for line, bad, back in zip(good, damaged, again, strict=True):
        wanted = line if ZWNJ in back else line.replace(ZWNJ, "")
        found.noticed += is_legacy(bad, KURDISH)
        found.letters += sum(wanted.count(letter) for letter in LETTERS)
        if len(wanted) == len(back):
            found.right += sum(
                one == other for one, other in zip(wanted, back, strict=True) if one in LETTERS
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", type=Path)
    given = parser.parse_args()
    for language in (KURDISH, "ar"):
        lines = read(given.file, language)
        mended(lines[0], language)
        began = time.process_time()
        good = [mended(line, language) for line in lines]
        seconds = time.process_time() - began
        changed = sum(one != other for one, other in zip(lines, good, strict=True))
        false = sum(repaired(line, language) != line for line in good)
        print(
            f"{language}: {len(lines):,} lines, {len(lines) / seconds:,.0f} a second;"
            f" safe fixes in {changed}, changes beyond them in {false}"
        )
        if language == KURDISH:
            for name, damage in DAMAGES.items():
                found = restore(good, damage)
                print(
                    f"  {name}: {found.share:.4%} of {found.letters:,} letters restored,"
                    f" noticed in {found.noticed:,} lines, {len(lines) / found.seconds:,.0f} lines a second"
                )


if __name__ == "__main__":
    main()
