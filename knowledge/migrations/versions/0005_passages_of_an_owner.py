"""Indexes that find an owner's passages by id or source; by the owner alone SQLite read all of them for every search."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Put the wider indexes in the place of those of one column."""
    op.drop_index("ix_passage_owner", "passage")
    op.create_index("ix_passage_owner", "passage", ["owner", "id"])
    op.drop_index("ix_passage_source", "passage")
    op.create_index("ix_passage_source", "passage", ["source", "owner"])
