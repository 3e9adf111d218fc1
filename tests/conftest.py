"""What every test runs with: no network but loopback, no settings of the machine, a home of its own."""

from __future__ import annotations

import os

import pytest

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests under tests/real run real parts; no test reaches beyond loopback."""
    for item in items:
        if "real" in item.path.parts:
            item.add_marker(pytest.mark.real)
        item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]))


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No variable and no .env of the machine reaches a test."""
    for name in [name for name in os.environ if name.startswith(("MENTOR_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MENTOR_HOME", str(home))
    monkeypatch.chdir(home)
