"""Score what the memory has for a text. Scores as in peers: 101 with both neighbours, 100 exact."""

from dataclasses import dataclass

IN_CONTEXT = 101
EXACT = 100


@dataclass(frozen=True, slots=True)
class Context:
    """Hashes of a text and of its neighbours in reading order, "" at an edge."""

    hash: str
    before: str = ""
    behind: str = ""


def score(wanted: Context, entry: Context) -> int:
    """How well a memory entry fits: 101, 100, or 0 for another wording."""
    if wanted.hash != entry.hash:
        return 0
    return IN_CONTEXT if (wanted.before, wanted.behind) == (entry.before, entry.behind) else EXACT
