"""Whose each source is, and a revision for each owner's sources; what was read in before is shared."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns and the table, and move the one revision there was."""
    for table in ("source", "passage"):
        op.add_column(table, sa.Column("owner", sa.Text, nullable=False, server_default=""))
        op.create_index(f"ix_{table}_owner", table, ["owner"])
    op.create_table(
        "owner_revision",
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO owner_revision (owner, revision) SELECT '', revision FROM knowledge_state")
    op.drop_column("knowledge_state", "revision")
