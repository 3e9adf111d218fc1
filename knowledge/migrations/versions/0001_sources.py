"""Sources, their passages and vectors, and what each index holds."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "source",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chunking", sa.Text, nullable=False),
        sa.Column("licence", sa.Text),
        sa.Column("url", sa.Text),
    )
    op.create_table(
        "passage",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column(
            "source", sa.Text, sa.ForeignKey("source.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("heading", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("digest", sa.String(64), nullable=False, index=True),
    )
    op.create_table(
        "vector",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("embedding", sa.Text, primary_key=True),
        sa.Column("values", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "index_entry",
        sa.Column("index", sa.Text, primary_key=True),
        sa.Column("passage", sa.Text, primary_key=True),
    )
    state = op.create_table(
        "knowledge_state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("identity", sa.String(12), nullable=False),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0, "identity": uuid4().hex[:12]}])
