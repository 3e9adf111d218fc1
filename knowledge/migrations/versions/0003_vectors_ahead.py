"""Which vectors were kept ahead of their passages, so that those of a reading that never ended can go."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "vector_ahead",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("embedding", sa.Text, primary_key=True),
    )
