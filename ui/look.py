"""How the page looks: a room with paper on the table, ink, and one green; by day and by night."""

from __future__ import annotations

from importlib.resources import files

import gradio as gr

from ui.colours import (
    GREEN,
    GREEN_INK,
    INK,
    LINE,
    PALE_GREEN,
    PAPER,
    RAISED,
    SHEET,
    SOFT_INK,
    STRONG_LINE,
    colours,
)
from ui.picture import picture_rules

# fonts by name are the system's own: any other would have to be fetched from somewhere
TEXT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
CODE = ("ui-monospace", "SFMono-Regular", "Consolas", "monospace")

_COLOURS = {
    "body_background_fill": PAPER,
    "body_text_color": INK,
    "body_text_color_subdued": SOFT_INK,
    "background_fill_primary": SHEET,
    "background_fill_secondary": RAISED,
    "border_color_primary": LINE,
    "border_color_accent": GREEN,
    "color_accent_soft": PALE_GREEN,
    "link_text_color": GREEN,
    "link_text_color_hover": GREEN,
    "link_text_color_visited": GREEN,
    "link_text_color_active": GREEN,
    "block_background_fill": SHEET,
    "block_border_color": LINE,
    "block_label_background_fill": SHEET,
    "block_label_text_color": SOFT_INK,
    "block_title_text_color": INK,
    "block_info_text_color": SOFT_INK,
    "panel_background_fill": PAPER,
    "input_background_fill": SHEET,
    "input_background_fill_focus": SHEET,
    "input_border_color": STRONG_LINE,
    "input_border_color_focus": GREEN,
    "input_placeholder_color": SOFT_INK,
    "button_primary_background_fill": GREEN,
    "button_primary_background_fill_hover": GREEN,
    "button_primary_text_color": GREEN_INK,
    "button_primary_text_color_hover": GREEN_INK,
    "button_primary_border_color": GREEN,
    "button_secondary_background_fill": SHEET,
    "button_secondary_background_fill_hover": RAISED,
    "button_secondary_text_color": INK,
    "button_secondary_text_color_hover": INK,
    "button_secondary_border_color": STRONG_LINE,
    "code_background_fill": RAISED,
}
_SHAPES = {
    "block_radius": "10px",
    "input_radius": "10px",
    "button_large_radius": "10px",
    "button_medium_radius": "8px",
    "button_small_radius": "8px",
    "block_shadow": "none",
    "block_border_width": "0px",
    "input_border_width": "1px",
    "button_border_width": "1px",
    "layout_gap": "16px",
}


def theme() -> gr.themes.Base:
    """Return the colours and shapes of gradio's own parts."""
    colours = {
        name + end: value
        for name, pair in _COLOURS.items()
        for end, value in zip(("", "_dark"), pair, strict=True)
    }
    base = gr.themes.Base(primary_hue="emerald", neutral_hue="stone", font=TEXT, font_mono=CODE)
    return base.set(**colours, **_SHAPES)


def style() -> str:
    """Return the page's own rules as an element, the colours named for them first.

    Not through gradio's `css`: it puts its own container before every selector, also where that is the element.
    """
    own = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return f"<style>{colours()}{own}{picture_rules()}</style>"


def script() -> str:
    """Return the page's own script."""
    return files(__package__).joinpath("page.js").read_text(encoding="utf-8")
