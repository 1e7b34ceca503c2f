"""What the queue asks for: deadlines, urgent marks, kinds of places; notices and presence."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article", sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("edition", sa.Column("due", sa.Double(), nullable=True))
    op.add_column("place", sa.Column("kind", sa.String(16), nullable=False, server_default=""))
    _say_kinds()
    op.create_index("ix_translation_state", "translation", ["edition_id", "state"])
    op.create_index("ix_version_author", "translation_version", ["author", "at"])

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("read_at", sa.Double(), nullable=True),
        sa.Column("mailed_at", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_notice_article_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_unread", "notice", ["user_id", "read_at"])
    op.create_table(
        "notice_choice",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notice_choice_user_id")),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "presence",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("segment", sa.String(length=10), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_presence_edition_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_presence_user_id")),
        sa.PrimaryKeyConstraint("user_id", "edition_id", name=op.f("pk_presence")),
    )


def _say_kinds() -> None:
    """Each place says its block's kind, which until now only the revision's body said."""
    revision = sa.table("revision", sa.column("id", sa.Integer), sa.column("body", sa.JSON))
    place = sa.table(
        "place",
        sa.column("revision_id", sa.Integer),
        sa.column("block", sa.String),
        sa.column("kind", sa.String),
    )
    connection = op.get_bind()
    for id in connection.scalars(sa.select(revision.c.id)).all():
        body = connection.execute(sa.select(revision.c.body).where(revision.c.id == id)).scalar_one()
        rows = [{"id": id, "of": block["id"], "is": block["kind"]} for block in body["blocks"]]
        if rows:
            connection.execute(
                sa.update(place)
                .where(place.c.revision_id == sa.bindparam("id"), place.c.block == sa.bindparam("of"))
                .values(kind=sa.bindparam("is")),
                rows,
            )
