"""Compare a delivered folder in full with what was approved and frozen."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import html

from tms import languages
from tms.core.document import HIDDEN, Block, Document
from tms.core.text import Text
from tms.store.releases import ReleasePart


def compare(folder: Path, english: Document, parts: Mapping[str, ReleasePart], release: int) -> None:
    """Nothing more, nothing less, nothing else: files, hashes, groups, anchors, texts, language, direction.

    ``english`` is the Document of the newest revision among the parts.
    """
    assert {each.name for each in folder.iterdir()} == {f"{tag}.html" for tag in parts} | {"alignment.json"}
    told = json.loads((folder / "alignment.json").read_bytes())
    assert told["release"] == release
    assert set(told["editions"]) == set(parts)
    pages = {tag: (folder / f"{tag}.html").read_bytes() for tag in parts}
    for tag, part in parts.items():
        facts = told["editions"][tag]
        assert facts["sha256"] == hashlib.sha256(pages[tag]).hexdigest()
        if tag != languages.SOURCE:
            assert (facts["revision"], facts["release"]) == (part.revision, part.origin)
            assert facts["carried"] == (part.origin != release)
            assert _pieces(told["groups"], tag) == _frozen(part)
        _page(html.fromstring(pages[tag]), tag, part, english)
    if languages.SOURCE in parts:
        source = [(item["id"], item["text"]) for group in told["groups"] for item in group["en"]]
        assert source == [(s.id, s.text.stripped().notation) for s in english.segments]
        _grouped(told["groups"], parts)


def _pieces(groups: list[Any], tag: str) -> dict[str, tuple[list[str], str]]:
    found = [item for group in groups for item in group[tag]]
    assert len({item["id"] for item in found}) == len(found), f"a piece of {tag} stands twice"
    return {item["id"]: (item["segments"], item["text"]) for item in found}


def _frozen(part: ReleasePart) -> dict[str, tuple[list[str], str]]:
    return {item["translation"]: (item["segments"], item["text"]) for item in part.items}


def _grouped(groups: list[Any], parts: Mapping[str, ReleasePart]) -> None:
    """What belongs together stands together: each piece beside the English of all its segments."""
    at = {item["id"]: number for number, group in enumerate(groups) for item in group["en"]}
    assert list(at.values()) == sorted(at.values()), "groups are in the order of the English"
    for tag in parts.keys() - {languages.SOURCE}:
        for number, group in enumerate(groups):
            for item in group[tag]:
                live = {at[segment] for segment in item["segments"] if segment in at}
                assert live in ({number}, set()), f"{item['id']} stands beside other English"
                added = not item["segments"]
                assert live or item.get("stale") or added, "what has no English any more says so"


def _page(page: html.HtmlElement, tag: str, part: ReleasePart, english: Document) -> None:
    direction = "ltr" if tag == languages.SOURCE else "rtl"
    root = page.getroottree().getroot()
    assert (root.get("lang"), root.get("dir")) == (tag, direction)
    for element in page.iter("*"):
        assert (element.get("lang") is None) == (element.get("dir") is None), "language without direction"
    ids = [element.get("id") for element in page.iter("*") if element.get("id")]
    assert len(ids) == len(set(ids))
    for block, segments, text, anchors in _wanted(tag, part, english):
        if (block is not None and block.kind in HIDDEN) or not text:
            assert anchors[0] not in ids
            continue
        assert set(anchors) <= set(ids), f"{anchors} are not there"
        [piece] = page.xpath("//*[@id=$id]", id=anchors[0])
        assert piece.get("data-segments", "").split() == segments
        assert _squeezed(piece.text_content()) == _squeezed(Text.parse(text).plain)


def _wanted(
    tag: str, part: ReleasePart, english: Document
) -> Iterator[tuple[Block | None, list[str], str, list[str]]]:
    """Block, segments, text and anchors of each piece; what is left out has no text."""
    if tag == languages.SOURCE:
        for segment in english.segments:
            block = english.block_of[segment.id]
            yield block, [segment.id], segment.text.notation, [f"s-{segment.id}"]
        return
    for item in part.items:
        segments = item["segments"]
        anchors = [f"s-{segment}" for segment in segments] or [f"t-{item['translation']}"]
        yield english.block_of.get(segments[0] if segments else ""), segments, item["text"], anchors


def _squeezed(text: str) -> str:
    return " ".join(text.split())
