"""When somebody was last at the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user_account", sa.Column("seen_at", sa.Double(), nullable=True))
    op.execute(
        "UPDATE user_account SET seen_at ="
        " (SELECT max(sign_in.seen_at) FROM sign_in WHERE sign_in.user_id = user_account.id)"
    )
