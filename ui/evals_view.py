"""The evals as a view, for who runs the mentor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from evals.errors import EvalError
from evals.runs import runs, summary, trend, worst
from ui import evals
from ui.prose import sentence

if TYPE_CHECKING:
    from pathlib import Path


def has_runs(folder: Path) -> bool:
    """Whether there is anything to show."""
    return bool(runs(folder))


def evals_view(folder: Path, tab: gr.Tab) -> None:
    """Place the evals and fill them whenever they are opened."""
    shown = gr.HTML("", elem_id="evals", apply_default_css=False)

    def read() -> str:
        try:
            found = runs(folder)
            newest = {run.suite: run for run in reversed(found)}
            return evals.pane(
                list(summary(found)),
                {suite: trend(found, suite, run.ranked_by) for suite, run in newest.items()},
                {suite: worst(run) for suite, run in newest.items()},
            )
        except EvalError as error:
            return evals.broken(sentence(str(error)))

    tab.select(read, None, shown, show_progress="hidden")
