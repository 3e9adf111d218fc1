"""The sources pane: the passages behind each answer, with the spans that it quotes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EMPTY = (
    '<div class="sources-empty"><p>Sources appear here.</p><p>Each <b>[number]</b> in an answer opens the passage '
    "it comes from, with the words it quotes marked.</p></div>"
)


def anchor(turn: int, n: int) -> str:
    """Return the element id of passage `n` of a turn."""
    return f"source-{turn}-{n}"


def pane(answers: Sequence[tuple[int, dict[str, Any]]]) -> str:
    """Return the pane's HTML.

    Args:
        answers: the turns' numbers and their answers as JSON, oldest first; the newest is shown first, open.
    """
    shown = [(turn, answer) for turn, answer in answers if answer.get("passages")]
    if not shown:
        return EMPTY
    newest = shown[-1][0]
    return (
        '<div class="sources">'
        + "".join(_turn(t, a, is_open=t == newest) for t, a in reversed(shown))
        + "</div>"
    )


def _turn(turn: int, answer: dict[str, Any], *, is_open: bool) -> str:
    spans: dict[int, list[tuple[int, int]]] = {}
    for sentence in answer.get("sentences", ()):
        for span in sentence["support"]:
            spans.setdefault(span["n"], []).append((span["start"], span["end"]))
    cited = [p for p in answer["passages"] if p["n"] in spans]
    others = [p for p in answer["passages"] if p["n"] not in spans]
    body = "".join(_passage(turn, p, spans[p["n"]], is_open=is_open and p is cited[0]) for p in cited)
    if others:
        inner = "".join(_passage(turn, passage, ()) for passage in others)
        body += f"<details class='also'><summary>Also found ({len(others)})</summary>{inner}</details>"
    question = escape(answer.get("question", ""))
    return f"<details class='turn' {'open' if is_open else ''}><summary>{question}</summary>{body}</details>"


def _passage(
    turn: int, passage: dict[str, Any], spans: Iterable[tuple[int, int]], *, is_open: bool = False
) -> str:
    where = " › ".join(escape(part) for part in passage["heading"][1:] or passage["heading"])
    return (
        f"<details class='passage' id='{anchor(turn, passage['n'])}' tabindex='-1' {'open' if is_open else ''}>"
        f"<summary><span class='n'>{passage['n']}</span><span class='title'>{escape(passage['document'])}</span>"
        f"<span class='where'>{where}</span></summary>"
        f"<div class='text'>{marked(passage['text'], spans)}</div></details>"
    )


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text as HTML, harmless, with the characters of the spans marked."""
    shown, at = [], 0
    for start, end in sorted(spans):
        first = max(start, at)  # spans of two sentences may overlap
        if end <= first:
            continue
        shown += [escape(text[at:first]), "<mark>", escape(text[first:end]), "</mark>"]
        at = end
    return "".join([*shown, escape(text[at:])])
