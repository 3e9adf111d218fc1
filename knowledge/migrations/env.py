"""Runs the scripts of this folder; see knowledge.database.migrate."""

from alembic import context

from knowledge.database import run_migrations

run_migrations(context)
