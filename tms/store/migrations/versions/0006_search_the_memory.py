"""The memory is searched by words, however they are spelled."""

import sqlalchemy as sa
from alembic import op

from tms.store.memory import key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AT_ONCE = 2000


def upgrade() -> None:
    op.add_column("entry", sa.Column("source_key", sa.String(), nullable=False, server_default=""))
    op.add_column("entry", sa.Column("target_key", sa.String(), nullable=False, server_default=""))
    entry = sa.table(
        "entry",
        *(sa.column(name, sa.String) for name in ("source_language", "target_language", "source", "target")),
        *(sa.column(name, sa.String) for name in ("source_key", "target_key")),
        sa.column("id", sa.Integer),
    )
    connection = op.get_bind()
    change = (
        sa.update(entry)
        .where(entry.c.id == sa.bindparam("of"))
        .values(source_key=sa.bindparam("one"), target_key=sa.bindparam("other"))
    )
    last = 0
    while rows := connection.execute(
        sa.select(entry).where(entry.c.id > last).order_by(entry.c.id).limit(_AT_ONCE)
    ).all():
        last = rows[-1].id
        connection.execute(
            change,
            [
                {
                    "of": row.id,
                    "one": key(row.source, row.source_language),
                    "other": key(row.target, row.target_language),
                }
                for row in rows
            ],
        )
