"""A run counts what fails and goes on where it was stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evals.cases import AnswerCase, split
from evals.errors import RunError
from evals.outcome import Outcome
from evals.running import CASES, outcomes, run

if TYPE_CHECKING:
    from pathlib import Path

CASES_ASKED = [AnswerCase(id=name, question="q") for name in ("a", "b", "c")]


class _Judge:
    """Scores every case 1, but fails where it is told to, and keeps what it was asked."""

    def __init__(self, fails: str = "", stops: str = "") -> None:
        self.asked: list[str] = []
        self._fails, self._stops = fails, stops

    def __call__(self, case: AnswerCase) -> Outcome:
        self.asked.append(case.id)
        if case.id == self._stops:
            raise KeyboardInterrupt
        if case.id == self._fails:
            raise ValueError("no verdict")
        return Outcome(case.id, case.kind, split(case.id), {}, scores={"right": 1.0})


def _run(out: Path, judge: _Judge, made_by: str = "x") -> list[Outcome]:
    return run(CASES_ASKED, judge, out=out, made_by={"by": made_by}, on_progress=lambda *_: None)


def test_a_case_that_raises_is_unscored_and_kept(tmp_path: Path) -> None:
    """A failing case stands in the file with its reason, in its place, and the others are scored."""
    found = _run(tmp_path, _Judge(fails="b"))
    assert [each.id for each in found] == ["a", "b", "c"]
    assert [each.unscored for each in found] == [None, "ValueError: no verdict", None]
    assert found[1].scores == {}
    assert outcomes(tmp_path) == found


def test_a_stopped_run_goes_on_where_it_stood(tmp_path: Path) -> None:
    """What was scored before the stop is not asked again."""
    with pytest.raises(KeyboardInterrupt):
        _run(tmp_path, _Judge(stops="b"))
    again = _Judge()
    assert [each.id for each in _run(tmp_path, again)] == ["a", "b", "c"]
    assert again.asked == ["b", "c"]


def test_what_was_unscored_is_asked_again(tmp_path: Path) -> None:
    """A second run tries once more what the first could not score."""
    _run(tmp_path, _Judge(fails="b"))
    again = _Judge()
    _run(tmp_path, again)
    assert again.asked == ["b"]


def test_a_run_made_otherwise_starts_anew(tmp_path: Path) -> None:
    """Outcomes of another index, model or prompt are never mixed in."""
    _run(tmp_path, _Judge())
    again = _Judge()
    _run(tmp_path, again, made_by="y")
    assert again.asked == ["a", "b", "c"]


def test_a_line_cut_off_by_a_kill_is_left_out(tmp_path: Path) -> None:
    """Half a line at the end of the file costs that case and nothing else."""
    _run(tmp_path, _Judge())
    whole = (tmp_path / CASES).read_text(encoding="utf-8")
    (tmp_path / CASES).write_text(whole[:-20], encoding="utf-8")
    again = _Judge()
    _run(tmp_path, again)
    assert again.asked == ["c"]


def test_a_folder_without_a_run_is_a_plain_error(tmp_path: Path) -> None:
    """Reading outcomes where there are none says how to make them."""
    with pytest.raises(RunError, match=r"there is no run at .*mentor eval run --out"):
        outcomes(tmp_path)
