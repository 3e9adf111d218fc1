"""agent.local: the child process of a local model, as far as it goes without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import ModelMissing
from agent.local import serve

pytest.importorskip("xllamacpp")


def fail_to_serve() -> None:
    path = Path("none.gguf")
    path.write_bytes(b"no model")
    with pytest.raises(ModelMissing, match="could not be loaded"):
        serve(path, context_tokens=512, slots=1, threads=1)


def test_a_folders_own_package_is_not_run() -> None:
    """A package called agent in the working folder is not taken for the mentor's."""
    Path("agent").mkdir()
    Path("agent/__init__.py").write_text("open('run', 'w').close()", encoding="utf-8")
    fail_to_serve()
    assert not Path("run").exists()


def test_the_child_is_told_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child that reads a model file has none of the keys in its environment."""
    Path("seen").mkdir()
    Path("seen/sitecustomize.py").write_text(
        "import os; open('environment', 'w').write(repr(dict(os.environ)))", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(Path("seen").absolute()))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    fail_to_serve()
    assert "canary" not in Path("environment").read_text(encoding="utf-8")
