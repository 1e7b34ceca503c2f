"""Hashes that a release and an approval are pinned to. They hold hashes of texts, never the texts, so that a
purge leaves them valid."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def text(notation: str) -> str:
    """Hash of one text."""
    return hashlib.sha256(notation.encode()).hexdigest()


def basis(found: Sequence[Any]) -> str:
    """A basis in sixteen characters, as files carry it."""
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]


def edition(translations: Iterable[tuple[str, int, Sequence[Any], str]]) -> str:
    """What an editor signs: in order, each translation's id, version, basis and omission."""
    return _hash([list(each) for each in translations])


def part(items: Iterable[Mapping[str, Any]]) -> str:
    """What a part of a release is, by its items."""
    names = ("translation", "version", "segments", "basis", "hash", "omitted")
    return _hash([[item[name] for name in names] for item in items])


def source(segments: Iterable[tuple[str, str]]) -> str:
    """What the English part of a release is, by id and hash of its segments."""
    return _hash([list(each) for each in segments])


def release(parts: Iterable[tuple[str, int, int, str]]) -> str:
    """What a whole release is: language, revision, origin and hash of each part."""
    return _hash(sorted(list(each) for each in parts))


def _hash(facts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
