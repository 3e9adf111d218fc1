"""The tables of the knowledge base, as the newest migration leaves them."""

from __future__ import annotations

import sqlalchemy as sa

TABLES = sa.MetaData()
SOURCE = sa.Table(
    "source",
    TABLES,
    *(
        sa.Column(name, sa.Text)
        for name in ("owner", "title", "origin", "location", "sha256", "text", "media_type", "chunking")
    ),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("read_at", sa.DateTime(timezone=True)),
    sa.Column("licence", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("words", sa.Integer),
)
PASSAGE = sa.Table(
    "passage",
    TABLES,
    *(sa.Column(name, sa.Text) for name in ("owner", "source", "document", "text", "url", "digest")),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("heading", sa.JSON),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
)
VECTOR = sa.Table(
    "vector",
    TABLES,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("embedding", sa.Text, primary_key=True),
    sa.Column("values", sa.LargeBinary),
)
AHEAD = sa.Table(
    "vector_ahead",
    TABLES,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("embedding", sa.Text, primary_key=True),
)
ENTRY = sa.Table(
    "index_entry",
    TABLES,
    sa.Column("index", sa.Text, primary_key=True),
    sa.Column("passage", sa.Text, primary_key=True),
)
STATE = sa.Table(
    "knowledge_state",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("identity", sa.Text),
)
REVISION = sa.Table(
    "owner_revision",
    TABLES,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer),
)
