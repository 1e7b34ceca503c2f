"""Documents for tests, out of short lists."""

import itertools

from tms.core.document import Block, BlockKind, Document, Segment, with_ids
from tms.core.text import Text, join


def document(*blocks: tuple[str, list[str]]) -> Document:
    """A segmented Document without ids: each block a kind and its sentences."""
    made = []
    for kind, sentences in blocks:
        texts = [
            Text.parse(sentence + (" " if index < len(sentences) - 1 else ""))
            for index, sentence in enumerate(sentences)
        ]
        segments = tuple(Segment("", text) for text in texts)
        made.append(Block(BlockKind(kind), join(texts), segments=segments))
    return Document(tuple(made))


def named(found: Document, prefix: str = "") -> Document:
    """The Document with ids counted from 1 wherever they are missing."""
    numbers = itertools.count(1)
    return with_ids(found, lambda: f"{prefix}{next(numbers)}")


def bare(found: Document) -> Document:
    """The Document without its ids, as a format and the segmentation give it."""
    return Document(
        tuple(
            Block(
                block.kind,
                block.text,
                block.attributes,
                block.group,
                segments=tuple(Segment("", segment.text) for segment in block.segments),
            )
            for block in found.blocks
        ),
        found.url,
    )
