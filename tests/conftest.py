"""What every test runs with: no network but loopback, no settings of the machine, a home of its own."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from knowledge.database import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

LOOPBACK = ["127.0.0.1", "::1", "localhost"]

# no test asserts a wall-clock time, hypothesis neither; CI tries the same examples each time
settings.register_profile("mentor", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
# HYPOTHESIS_PROFILE=ci for 500 examples of each property, =nightly for 10,000, which are drawn anew each night
settings.register_profile("ci", settings.get_profile("mentor"), max_examples=500)
settings.register_profile("nightly", settings.get_profile("mentor"), max_examples=10_000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "mentor"))

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests under tests/real run real parts; no test connects beyond loopback."""
    for item in items:
        if "real" in item.path.parts:
            item.add_marker(pytest.mark.real)
        item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture(scope="session", autouse=True)
def no_names_but_our_own() -> Iterator[None]:
    """No name of another machine is looked up; connections are refused by pytest-socket."""
    looked_up = socket.getaddrinfo

    def guarded(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in (None, "", "0.0.0.0", "::", *LOOPBACK):  # noqa: S104 - a name, nothing is bound
            raise RuntimeError(f"a test looked up {name!r}; tests know no network but loopback")
        return looked_up(host, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", guarded)
        yield


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No variable and no .env of the machine reaches a test."""
    for name in [name for name in os.environ if name.startswith(("MENTOR_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MENTOR_HOME", str(home))
    monkeypatch.chdir(home)


@pytest.fixture
def behind_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's clock is 11 hours behind UTC."""
    monkeypatch.setenv("TZ", "UTC+11")  # as POSIX counts
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database in a file."""
    engine = open_engine(f"sqlite:///{tmp_path}/mentor.sqlite3")
    yield engine
    engine.dispose()
