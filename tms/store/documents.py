"""A Document as JSON and back: how a revision keeps it."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any
from weakref import WeakKeyDictionary

from tms.core.document import Attribute, Block, BlockKind, Document, Segment
from tms.core.text import Code, CodeKind, Text


def dump(document: Document) -> dict[str, Any]:
    return {
        "url": document.url,
        "blocks": [
            {
                "id": block.id,
                "kind": block.kind.value,
                "text": _dump_text(block.text),
                "attributes": block.attributes,
                "group": block.group,
                "uncertain": block.uncertain,
                "segments": [{"id": s.id, "text": _dump_text(s.text)} for s in block.segments],
            }
            for block in document.blocks
        ],
    }


_MOST = 32  # Documents that a process keeps for a database: a long one takes some 3 MB
_kept: WeakKeyDictionary[Any, OrderedDict[Hashable, Document]] = WeakKeyDictionary()
_lock = threading.Lock()


def kept(database: Any, key: Hashable, body: dict[str, Any]) -> Document:
    """The Document of a body that never changes, read once for as long as it is in use."""
    with _lock:
        held = _kept.setdefault(database, OrderedDict())
        if found := held.get(key):
            held.move_to_end(key)
            return found
    made = load(body)
    with _lock:
        held[key] = made
        while len(held) > _MOST:
            held.popitem(last=False)
    return made


def load(body: dict[str, Any]) -> Document:
    return Document(tuple(_block(block) for block in body["blocks"]), body["url"])


def _block(body: dict[str, Any]) -> Block:
    return Block(
        kind=BlockKind(body["kind"]),
        text=_text(body["text"]),
        attributes={name: _attribute(value) for name, value in body["attributes"].items()},
        group=body["group"],
        id=body["id"],
        segments=tuple(Segment(s["id"], _text(s["text"])) for s in body["segments"]),
        uncertain=body["uncertain"],
    )


def _attribute(value: Any) -> Attribute:
    return tuple(value) if isinstance(value, list) else value


def _dump_text(text: Text) -> dict[str, Any] | str:
    """A text without codes is its notation alone."""
    if not text.codes:
        return text.notation
    return {
        "text": text.notation,
        "codes": [[c.number, c.kind.value, dict(c.attributes), c.spans] for c in text.codes],
    }


def _text(body: dict[str, Any] | str) -> Text:
    if isinstance(body, str):
        return Text.parse(body)
    return Text.parse(
        body["text"],
        (
            Code(number, CodeKind(kind), tuple(attributes.items()), spans)
            for number, kind, attributes, spans in body["codes"]
        ),
    )
