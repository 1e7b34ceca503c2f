"""People are known by a service's name for them, and tokens by what they are for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "user_account", sa.Column("subject", sa.String(length=500), nullable=False, server_default="")
    )
    op.create_index("ix_user_account_subject", "user_account", ["subject"])
    op.add_column("token", sa.Column("label", sa.String(length=80), nullable=False, server_default=""))
