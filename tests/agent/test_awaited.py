"""agent.awaited: the setting of a model and its folder -> the file that answers wait for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from agent.awaited import WRITES_S, Awaited, awaited
from agent.errors import ModelMissing
from agent.gguf import OFFERS, find, partly

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_800_000_000.0
NAME, OFFER = next(iter(OFFERS.items()))


def fetched(home: Path, count: int, *, ago_s: float) -> None:
    """Leave a file of so many bytes, last written so long ago."""
    _, part = partly(home, OFFER)
    part.parent.mkdir()
    part.write_bytes(b"x" * count)
    os.utime(part, (NOW - ago_s, NOW - ago_s))


@pytest.mark.parametrize("spec", ["none", "openai:gpt-5-mini", "anthropic:local"])
def test_no_other_model_is_awaited(tmp_path: Path, spec: str) -> None:
    """Who has no local model waits for none."""
    assert awaited(spec, tmp_path, now=NOW) is None


def test_a_model_that_nobody_fetches_is_awaited(tmp_path: Path) -> None:
    """Of a model that is offered and not here, its whole size is known."""
    assert awaited(f"local:{NAME}", tmp_path, now=NOW) == Awaited(NAME, 0, OFFER.size, is_coming=False)


@pytest.mark.parametrize(("ago_s", "is_coming"), [(1.0, True), (WRITES_S + 1, False)])
def test_a_file_that_grows_is_coming(tmp_path: Path, ago_s: float, *, is_coming: bool) -> None:
    """What was written a moment ago is being fetched; what was not has stopped, and the error says how to go on."""
    fetched(tmp_path, 1000, ago_s=ago_s)
    assert awaited(f"local:{NAME}", tmp_path, now=NOW) == Awaited(NAME, 1000, OFFER.size, is_coming=is_coming)
    with pytest.raises(ModelMissing, match=f"0% are here; `mentor model get {NAME}` fetches the rest"):
        find(tmp_path, NAME)


def test_a_model_that_is_here_is_not_awaited(tmp_path: Path) -> None:
    """Once the file stands at its place nothing is waited for."""
    target, _ = partly(tmp_path, OFFER)
    target.parent.mkdir()
    target.write_bytes(b"GGUF")
    assert awaited(f"local:{NAME}", tmp_path, now=NOW) is None


def test_a_path_is_awaited_until_there_is_a_file(tmp_path: Path) -> None:
    """Of a file of one's own nobody knows the size, and the rest of its path is nobody's business."""
    path = tmp_path / "mine.gguf"
    assert awaited(f"local:{path}", tmp_path, now=NOW) == Awaited("mine.gguf")
    path.write_bytes(b"GGUF")
    assert awaited(f"local:{path}", tmp_path, now=NOW) is None
