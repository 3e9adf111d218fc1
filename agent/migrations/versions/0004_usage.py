"""How much of the mentor each learner used on a day, by a digest of their id; it outlives what they delete."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "usage",
        sa.Column("learner", sa.String(64), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("messages", sa.Integer, nullable=False),
        sa.Column("tokens", sa.Integer, nullable=False),
    )
