"""The colours of the page and of its pictures, by day and by night."""

from __future__ import annotations

# (by day, by night)
PAPER, SHEET, RAISED = ("#f6f2ea", "#191815"), ("#fffdf8", "#211f1b"), ("#efe9dd", "#2b2823")
INK, SOFT_INK = ("#24211c", "#ece6da"), ("#5c564b", "#b5ac9c")
LINE, STRONG_LINE = ("#e2dacb", "#38342d"), ("#857c6c", "#8a8171")
GREEN, GREEN_INK, PALE_GREEN = ("#2a6350", "#8ecfb3"), ("#ffffff", "#12201a"), ("#dfebe4", "#25382f")

_NAMED = {
    "paper": PAPER,
    "sheet": SHEET,
    "raised": RAISED,
    "ink": INK,
    "soft-ink": SOFT_INK,
    "line": LINE,
    "strong-line": STRONG_LINE,
    "green": GREEN,
    "green-ink": GREEN_INK,
    "pale-green": PALE_GREEN,
}


def colours(*, by_system: bool = False) -> str:
    """Return the colours' names as rules; the night's for gradio's `.dark`, or for a system that asks for it."""
    day, night = (";".join(f"--{name}:{pair[at]}" for name, pair in _NAMED.items()) for at in (0, 1))
    if by_system:
        return f":root{{{day};color-scheme:light dark}}@media(prefers-color-scheme:dark){{:root{{{night}}}}}"
    return f":root{{{day}}}.dark{{{night}}}"
