"""How many words each source has, so that a list of sources need not read their texts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column and count what is there, one text in memory at a time."""
    op.add_column("source", sa.Column("words", sa.Integer, nullable=False, server_default="0"))
    source = sa.table("source", sa.column("id"), sa.column("text"), sa.column("words"))
    connection = op.get_bind()
    for key in connection.scalars(sa.select(source.c.id)).all():
        text = connection.execute(sa.select(source.c.text).where(source.c.id == key)).scalar_one()
        count = sa.update(source).where(source.c.id == key).values(words=len(text.split()))
        connection.execute(count)
