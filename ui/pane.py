"""A pane: HTML whose buttons and forms tell the page what was done, by their `data-` attributes."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import gradio as gr


def pane(value: str, *, elem_id: str, **more: Any) -> gr.HTML:
    """Return a part of the page that shows HTML and has an event `act`; its data is that of what was used.

    Gradio's own parts know no list with buttons in its rows, and no links into other parts.
    """
    return gr.HTML(value, elem_id=elem_id, js_on_load=_script(), apply_default_css=False, **more)


def acted(event: gr.EventData) -> dict[str, str]:
    """Return what the button or form that was used carries, every value as text."""
    data = event._data  # noqa: SLF001 - the documented attributes are these keys, one by one
    return {str(name): str(value) for name, value in data.items()} if isinstance(data, dict) else {}


@cache
def _script() -> str:
    return files(__package__).joinpath("acts.js").read_text(encoding="utf-8")
