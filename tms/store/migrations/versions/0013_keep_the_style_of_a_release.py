"""A release keeps the house style it was made in."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("release", sa.Column("style", sa.JSON(), nullable=False, server_default="{}"))
