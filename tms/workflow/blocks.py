"""Correct where a block of the English begins and ends; its sentences and their translations stay."""

from collections.abc import Sequence
from dataclasses import replace

from tms.core.document import Block, BlockKind, Document
from tms.core.rights import Person, Role
from tms.core.text import join
from tms.errors import BlockBeginsHere, BlockStays, NoSuchBlock, NoSuchSegment, NothingToMerge
from tms.store import articles
from tms.store.articles import Article
from tms.store.session import Session
from tms.workflow.ingest import Ingested, revise

RUNNING = frozenset(
    {
        *(BlockKind.KICKER, BlockKind.HEADLINE, BlockKind.STANDFIRST, BlockKind.HEADING),
        *(BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.PULL_QUOTE),
        *(BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.NOTICE),
    }
)
"""Kinds whose text can be parted or go on in the next block."""


def merge(session: Session, slug: str, block_id: str, by: Person) -> Ingested:
    """Let a block go on with what stands in the next one."""
    article, document, at = _found(session, slug, block_id, by)
    block = document.blocks[at]
    behind = document.blocks[at + 1] if at + 1 < len(document.blocks) else None
    if behind is None or behind.kind not in RUNNING:
        raise NothingToMerge(block_id)
    text = join([replace(block.text, pieces=(*block.text.stripped().pieces, " ")), behind.text.stripped()])
    blocks = [*document.blocks[:at], replace(block, text=text), *document.blocks[at + 2 :]]
    return _revise(session, article, document, blocks, by)


def split(session: Session, slug: str, block_id: str, segment: str, by: Person) -> Ingested:
    """Let a block end before this one of its sentences, which begins a new block of the same kind."""
    article, document, at = _found(session, slug, block_id, by)
    block = document.blocks[at]
    before = next((n for n, each in enumerate(block.segments) if each.id == segment), None)
    if before is None:
        raise NoSuchSegment(segment, slug=article.slug, id=segment)
    if not before:
        raise BlockBeginsHere(segment)
    texts = [each.text for each in block.segments]
    parts = [replace(block, text=join(some).stripped()) for some in (texts[:before], texts[before:])]
    blocks = [*document.blocks[:at], *parts, *document.blocks[at + 1 :]]
    return _revise(session, article, document, blocks, by)


def _found(session: Session, slug: str, block_id: str, by: Person) -> tuple[Article, Document, int]:
    by.must(Role.EDITOR)
    article = articles.find(session, slug, lock=True)
    document = articles.revision(session, article).document
    at = next((n for n, each in enumerate(document.blocks) if each.id == block_id), None)
    if at is None:
        raise NoSuchBlock(block_id, slug=article.slug, id=block_id)
    if document.blocks[at].kind not in RUNNING:
        raise BlockStays(block_id, kind=document.blocks[at].kind.value)
    return article, document, at


def _revise(
    session: Session, article: Article, document: Document, blocks: Sequence[Block], by: Person
) -> Ingested:
    bare = (replace(each, id="", segments=()) for each in blocks)
    return revise(session, article, Document(tuple(bare), document.url), by, replacing=True)
