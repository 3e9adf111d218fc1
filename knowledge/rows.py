"""Everything of one database into another, whichever servers they are on, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, MetaData

ROWS_AT_ONCE = 500


def copy_rows(source: Connection, target: Connection, *, leave_out: Collection[str] = ()) -> None:
    """Put the rows of every table in place of what the target's table of that name holds.

    Both must be at the same revisions. Readers of the target see the old state until its transaction ends;
    writers wait.

    Args:
        source: read from, in one state of its database.
        target: written to.
        leave_out: tables that end empty.
    """
    read, written = _reflected(source), _reflected(target)
    tables = [table for table in written.sorted_tables if table.name in read.tables]
    if target.dialect.name == "postgresql":
        target.execute(sa.text("SET LOCAL TIME ZONE 'UTC'"))  # SQLite's times carry no zone and are UTC
        names = ", ".join(target.dialect.identifier_preparer.format_table(table) for table in tables)
        target.execute(sa.text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    for table in reversed(tables):
        target.execute(sa.delete(table))
    for table in tables:
        if table.name not in leave_out:
            _copy(source, read.tables[table.name], target, table)


def _copy(source: Connection, read: sa.Table, target: Connection, written: sa.Table) -> None:
    rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(sa.select(read)).mappings()
    for part in rows.partitions():
        target.execute(sa.insert(written), [dict(row) for row in part])
    for column in written.primary_key.columns if target.dialect.name == "postgresql" else ():
        if column.server_default is not None:  # a number that the server counts up: go on after the last one
            last = sa.select(sa.func.coalesce(sa.func.max(column), 0)).scalar_subquery()
            counter = sa.func.pg_get_serial_sequence(written.name, column.name)
            target.execute(sa.select(sa.func.setval(counter, last + 1, False)))


def _reflected(connection: Connection) -> MetaData:
    """The tables as they are; what Alembic keeps of its own place is not data."""
    metadata = sa.MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.endswith("_version"))
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, sa.JSON):
                column.type.none_as_null = True  # an answer that is not there yet is NULL, not JSON's null
    return metadata
