"""A learner's intake while it goes on: the conversation it is in, and its steps."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "dialogues",
        sa.Column(
            "learner", sa.String(64), sa.ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("steps", sa.JSON, nullable=False),
    )
