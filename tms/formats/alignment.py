"""alignment.json: which sentence of each edition stands for which sentence of the English."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tms import languages
from tms.core.assembly import Assembly, Piece
from tms.core.document import Block

_Item = dict[str, object]


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """One language of a release; ``carried`` is one that was released before and goes out again as it was."""

    assembly: Assembly
    sha256: str
    revision: int = 0
    release: int = 0
    carried: bool = False


@dataclass(slots=True)
class _Group:
    block: Block
    items: dict[str, list[_Item]] = field(default_factory=dict)


def write(slug: str, revision: int, release: int, editions: Mapping[str, EditionFacts]) -> bytes:
    """The same release gives the same bytes. ``editions`` holds the English and each other language."""
    order = [tag for tag in languages.LANGUAGES if tag in editions]
    order += sorted(set(editions) - set(order))
    said: dict[str, object] = {
        "article": slug,
        "revision": revision,
        "release": release,
        "editions": {tag: _edition(tag, editions[tag]) for tag in order},
        "groups": [
            {"block": group.block.id, "kind": group.block.kind.value}
            | {tag: group.items.get(tag, []) for tag in order}
            for group in _groups(editions, order)
        ],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _edition(tag: str, facts: EditionFacts) -> dict[str, object]:
    if tag == languages.SOURCE:
        return {"role": "source", "sha256": facts.sha256}
    return {
        "revision": facts.revision,
        "release": facts.release,
        "carried": facts.carried,
        "sha256": facts.sha256,
    }


def _groups(editions: Mapping[str, EditionFacts], order: list[str]) -> list[_Group]:
    """One group for each connected set of segments and translations, in English order.

    A translation without a live segment stands behind the one it follows in its own edition.
    """
    sets = _Sets()
    for tag in order:
        for _, piece in _pieces(editions[tag].assembly):
            sets.join(_nodes(tag, piece))
    source = editions[languages.SOURCE].assembly
    live = {segment for _, piece in _pieces(source) for segment in piece.segments}
    groups: dict[str, _Group] = {}
    after: dict[str, list[str]] = {}  # by a group's name, the names of those that stand behind it
    for tag in [languages.SOURCE, *(t for t in order if t != languages.SOURCE)]:
        before = ""
        for block, piece in _pieces(editions[tag].assembly):
            name = sets.find(_nodes(tag, piece)[0])
            if name not in groups:
                groups[name] = _Group(block)
                after.setdefault("" if tag == languages.SOURCE else before, []).append(name)
            groups[name].items.setdefault(tag, []).append(_item(tag, piece, live))
            before = name
    return [groups[name] for name in _flat(after, after.get("", []))]


def _flat(after: dict[str, list[str]], names: list[str]) -> Iterator[str]:
    """The names in order, each with those behind it; the depth is not bounded, so no recursion."""
    waiting = list(reversed(names))
    while waiting:
        name = waiting.pop()
        yield name
        waiting += reversed(after.get(name, []))


def _pieces(assembly: Assembly) -> Iterator[tuple[Block, Piece]]:
    for each in assembly.blocks:
        for piece in each.pieces:
            yield each.block, piece


def _nodes(tag: str, piece: Piece) -> list[str]:
    """What a piece connects: its segments, or itself where it has none."""
    return list(piece.segments) or [f"{tag} {piece.translation}"]


def _item(tag: str, piece: Piece, live: set[str]) -> _Item:
    text = piece.text.stripped().notation
    if tag == languages.SOURCE:
        return {"id": piece.segments[0], "text": text}
    item: _Item = {"id": piece.translation, "segments": list(piece.segments), "text": text}
    if piece.omitted:
        item["omitted"] = piece.omitted
    if piece.stale or not live.issuperset(piece.segments):
        item["stale"] = True
    return item


class _Sets:
    """Disjoint sets of names."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, name: str) -> str:
        above = self._above
        while (up := above.setdefault(name, name)) != name:
            above[name] = name = above[up]
        return name

    def join(self, names: list[str]) -> None:
        for name in names:
            self._above[self.find(name)] = self.find(names[0])
