"""Search the memory by words, in the English and in its translations, however they are spelled."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from tms.store.articles import Article
from tms.store.editions import Coverage, Edition, Translation
from tms.store.memory import Entry


def search(
    session: Session, words: Mapping[str, Sequence[str]], source: Collection[str], limit: int
) -> Sequence[Any]:
    """The newest pairs in which each word stands on either side: in these languages, each with its words.

    ``source`` are the same words as the source language folds them; without words, the newest of all. Each
    row has the Entry, and slug, title and first segment of where it comes from, None for what was imported.
    """
    which = [
        and_(
            Entry.target_language == language,
            *(
                or_(
                    Entry.source_key.contains(english, autoescape=True),
                    Entry.target_key.contains(word, autoescape=True),
                )
                for english, word in zip(source, folded, strict=True)
            ),
        )
        for language, folded in words.items()
    ]
    newest = select(Entry.id).where(or_(*which)).order_by(Entry.id.desc()).limit(limit).subquery()
    segment = (
        select(func.min(Coverage.segment))
        .where(Coverage.translation_id == Translation.id)
        .correlate(Translation)
        .scalar_subquery()
    )
    return session.execute(
        select(Entry, Article.slug, Article.title, segment.label("segment"))
        .join(newest, newest.c.id == Entry.id)
        .join(Translation, Translation.id == Entry.translation_id, isouter=True)
        .join(Edition, Edition.id == Translation.edition_id, isouter=True)
        .join(Article, Article.id == Edition.article_id, isouter=True)
        .order_by(Entry.id.desc())
    ).all()
