"""What editors looked at: their looks at an edition, and the words that a comment is about."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("translation", sa.Column("quoted", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "look",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_look_edition_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_look_user_id")),
        sa.PrimaryKeyConstraint("user_id", "edition_id", name=op.f("pk_look")),
    )
