"""The memory finds what is nearly the same, knows where each pair is from, and its offers say so."""

import sqlalchemy as sa
from alembic import op

from tms import languages
from tms.core.matching import UNKNOWN, digest
from tms.core.text import Text

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # On SQLite the table is made anew, since an id must not be used again: readers follow by it.
    with op.batch_alter_table("entry", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("digest", sa.String(32), nullable=False, server_default=""))
        table.add_column(sa.Column("article_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("segment", sa.String(10), nullable=False, server_default=""))
        table.create_foreign_key(op.f("fk_entry_article_id"), "article", ["article_id"], ["id"])
        table.create_index("ix_entry_digest", ["digest", "target_language"])
    with op.batch_alter_table("suggestion") as table:
        table.add_column(sa.Column("entry_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("spans", sa.JSON(), nullable=False, server_default="[]"))
        table.create_foreign_key(op.f("fk_suggestion_entry_id"), "entry", ["entry_id"], ["id"])
        table.create_index(op.f("ix_suggestion_entry_id"), ["entry_id"])
    _say_digests()
    _say_origins()


def _say_digests() -> None:
    entry = sa.table("entry", sa.column("id", sa.Integer), sa.column("source"), sa.column("digest"))
    found = op.get_bind().execute(sa.select(entry.c.id, entry.c.source)).all()
    source = languages.get(languages.SOURCE)
    for id, text in found:
        new = {"digest": digest(Text.parse(text), source)}
        op.get_bind().execute(sa.update(entry).where(entry.c.id == id).values(new))


def _say_origins() -> None:
    """What was imported has neighbours that nobody knows; what was approved here has its article."""
    op.execute(
        f"UPDATE entry SET before = '{UNKNOWN}', behind = '{UNKNOWN}' WHERE translation_id IS NULL"  # noqa: S608  a constant
    )
    op.execute(
        "UPDATE entry SET article_id = (SELECT edition.article_id FROM edition JOIN translation"
        " ON translation.edition_id = edition.id WHERE translation.id = entry.translation_id)"
    )
    op.execute(
        "UPDATE entry SET segment = COALESCE((SELECT MIN(coverage.segment) FROM coverage"
        " WHERE coverage.translation_id = entry.translation_id), '')"
    )
