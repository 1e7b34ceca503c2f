"""A note to everybody who translates an article."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article", sa.Column("note", sa.Text(), nullable=False, server_default=""))
