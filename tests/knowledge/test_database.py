"""Opening, locking and migrating the database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from knowledge.database import migrate, open_engine, reading, writing
from knowledge.errors import StoreNewer, StoreUnavailable

ENV = "from alembic import context\nfrom knowledge.database import run_migrations\nrun_migrations(context)\n"
SCRIPT = """
from alembic import op
import sqlalchemy as sa
revision = "{revision}"
down_revision = {before!r}
def upgrade():
    {body}
"""


@pytest.fixture
def engine(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/mentor.db")
    yield engine
    engine.dispose()


@pytest.fixture
def scripts(tmp_path):
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENV)
    return folder


def write(scripts, revision, before, body):
    text = SCRIPT.format(revision=revision, before=before, body=body)
    (scripts / "versions" / f"{revision}_x.py").write_text(text)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
def test_sqlite_is_opened_to_survive_a_crash(engine, pragma, value):
    """Each setting that keeps data through kills is on."""
    with reading(engine) as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_writing_holds_the_lock_from_its_start(engine):
    """A second writer waits at its beginning, before it has read anything."""
    with engine.connect() as other, writing(engine):
        other.exec_driver_sql("PRAGMA busy_timeout=0")
        other.rollback()
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            other.execution_options(mentor_writes=True).exec_driver_sql("SELECT 1")


def test_a_lock_that_is_not_given_back_is_said(engine):
    """Who waits in vain for another writer is told to try again."""

    def wait_in_vain():
        with reading(engine) as other:
            other.exec_driver_sql("PRAGMA busy_timeout=0")
            other.exec_driver_sql("CREATE TABLE t (x INTEGER)")

    with writing(engine), pytest.raises(StoreUnavailable, match="writing to it for 10 seconds: try again"):
        wait_in_vain()


def test_writing_is_undone_by_an_error(engine):
    """What was written before an error is gone."""
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")

    def fail():
        with writing(engine) as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
            connection.exec_driver_sql("nonsense")

    with pytest.raises(
        StoreUnavailable,
        match=r"failed \(.*nonsense.*\); check MENTOR_DATABASE_URL where it is set, else MENTOR_HOME, and the disk",
    ):
        fail()
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0


def test_migrate_runs_each_script_once(engine, scripts):
    """A history is brought to its end, and from there only forward."""
    write(scripts, "0001", None, "op.create_table('t', sa.Column('x', sa.Integer))")
    migrate(engine, scripts=scripts, version_table="one")
    write(scripts, "0002", "0001", "op.execute('INSERT INTO t VALUES (7)')")
    migrate(engine, scripts=scripts, version_table="one")
    migrate(engine, scripts=scripts, version_table="one")
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT x FROM t").scalars().all() == [7]


def test_migrate_leaves_nothing_of_a_script_that_fails(engine, scripts):
    """A migration is all or nothing."""
    write(scripts, "0001", None, "op.create_table('t', sa.Column('x', sa.Integer)); op.execute('nonsense')")
    with pytest.raises(StoreUnavailable):
        migrate(engine, scripts=scripts, version_table="one")
    assert sa.inspect(engine).get_table_names() == []


def test_migrate_refuses_a_database_of_a_newer_program(engine, scripts):
    """A revision that this program does not know is an error that says what to do."""
    write(scripts, "0001", None, "pass")
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE one (version_num TEXT)")
        connection.exec_driver_sql("INSERT INTO one VALUES ('0009')")
    with pytest.raises(
        StoreNewer, match="revision '0009' of 'one', this program knows up to '0001'; upgrade"
    ):
        migrate(engine, scripts=scripts, version_table="one")


def test_two_histories_share_a_database(engine, scripts, tmp_path):
    """Each history keeps its own place."""
    write(scripts, "0001", None, "pass")
    migrate(engine, scripts=scripts, version_table="one")
    migrate(engine, scripts=scripts, version_table="two")
    assert {"one", "two"} <= set(sa.inspect(engine).get_table_names())


def test_open_engine_says_what_cannot_be_opened(tmp_path):
    """A database that is not there is named without its password."""
    with pytest.raises(StoreUnavailable, match=r"nowhere"):
        open_engine(f"sqlite:///{tmp_path}/nowhere/mentor.db")
    with pytest.raises(StoreUnavailable) as caught:
        open_engine("postgresql+psycopg://me:secret@127.0.0.1:1/x")
    assert "secret" not in str(caught.value)


def test_open_engine_refuses_what_is_no_address():
    """An address that cannot be read is an error of ours."""
    with pytest.raises(StoreUnavailable, match="not an address"):
        open_engine("nonsense")


def test_a_port_that_is_no_number_is_said():
    """An address with a port of letters is an error of ours, and shows no piece of a password with a slash in it."""
    with pytest.raises(StoreUnavailable, match=r"check MENTOR_DATABASE_URL.*port is not a number") as caught:
        open_engine("postgresql+psycopg://me:sec/ret@127.0.0.1:port/x")
    assert "sec" not in str(caught.value)


def test_a_file_that_is_no_database_is_said(tmp_path):
    """A damaged file is named with the ways out, at its opening."""
    (tmp_path / "mentor.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(
        StoreUnavailable, match=r"mentor\.db' cannot be opened; the file is damaged: `mentor restore"
    ):
        open_engine(f"sqlite:///{tmp_path}/mentor.db")


def test_a_file_that_is_damaged_later_is_said(engine, tmp_path):
    """Damage met in mid-work is said in the same words."""
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
    engine.dispose()
    (tmp_path / "mentor.db").write_bytes(b"no database at all" * 100)
    with (
        pytest.raises(StoreUnavailable, match=r"failed \(.*\); the file is damaged: `mentor restore"),
        reading(engine),
    ):
        pass
