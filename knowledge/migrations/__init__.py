"""The history of the tables of knowledge.store, as Alembic scripts."""
