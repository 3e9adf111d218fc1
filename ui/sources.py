"""The sources pane: the passages behind each answer, with the spans that it rests on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from agent.events import Wrote
from ui import words
from ui.marks import rendered

if TYPE_CHECKING:
    from collections.abc import Sequence

MADE_BY = {
    Wrote.NOTHING: words.MODEL_SILENT,
    Wrote.PART: words.BY_BOTH,
    Wrote.ALL: words.BY_MODEL,
    Wrote.LEFT_OUT: words.MODEL_UNSUPPORTED,
}
EMPTY = (
    f"<div class='empty'><p>{escape(words.SOURCES_EMPTY)}</p><p>{escape(words.SOURCES_EMPTY_MORE)}</p></div>"
)


def anchor(turn: int, n: int) -> str:
    """Return the element id of passage `n` of a turn."""
    return f"source-{turn}-{n}"


def pane(answers: Sequence[tuple[int, dict[str, Any]]], allowed: frozenset[str] = frozenset()) -> str:
    """Return the pane's HTML.

    Args:
        answers: the turns' numbers and their answers as JSON, oldest first; the newest is shown first, open.
        allowed: the addresses that stay links.
    """
    shown = [(turn, answer) for turn, answer in answers if answer.get("passages")]
    head = (
        f"<header><h2>{escape(words.SOURCES)}</h2><button type='button' class='quiet close' data-side='sources' "
        f"aria-label='{escape(words.CLOSE)}'>✕</button></header>"
    )
    if not shown:
        return f"<section class='sources'>{head}{EMPTY}</section>"
    newest = shown[-1][0]
    turns = "".join(_turn(t, a, allowed, is_open=t == newest) for t, a in reversed(shown))
    return f"<section class='sources'>{head}{turns}</section>"


def _turn(turn: int, answer: dict[str, Any], allowed: frozenset[str], *, is_open: bool) -> str:
    spans: dict[int, list[tuple[int, int]]] = {}
    for sentence in answer.get("sentences", ()):
        for span in sentence["support"]:
            spans.setdefault(span["n"], []).append((span["start"], span["end"]))
    cited = [p for p in answer["passages"] if p["n"] in spans]
    others = [p for p in answer["passages"] if p["n"] not in spans]
    body = _made_by(answer)
    body += "".join(
        _passage(turn, p, allowed, spans[p["n"]], is_open=is_open and p is cited[0]) for p in cited
    )
    if others:
        inner = "".join(_passage(turn, passage, allowed) for passage in others)
        title = escape(words.ALSO_FOUND.format(n=len(others)))
        body += f"<details class='also'><summary>{title}</summary>{inner}</details>"
    question = escape(answer.get("question", ""))
    return f"<details class='turn' {'open' if is_open else ''}><summary>{question}</summary>{body}</details>"


def _made_by(answer: dict[str, Any]) -> str:
    if answer.get("kind") != "answered":
        return ""
    model = answer.get("model", "none")
    # answers that were kept before it was kept what the model wrote count as written by it
    said = words.BY_NONE if model == "none" else MADE_BY[answer.get("wrote", Wrote.ALL)]
    return f"<p class='made-by'>{escape(said.format(model=model))}</p>"


def _passage(
    turn: int,
    passage: dict[str, Any],
    allowed: frozenset[str],
    spans: Sequence[tuple[int, int]] = (),
    *,
    is_open: bool = False,
) -> str:
    where = " › ".join(escape(part) for part in passage["heading"][1:] or passage["heading"])
    start = passage["start"]
    in_document = ",".join(f"{start + first}-{start + last}" for first, last in spans)
    whole = in_document or f"{start}-{passage['end']}"
    source = escape(str(passage["source"]), quote=True)
    return (
        f"<details class='passage' id='{anchor(turn, passage['n'])}' tabindex='-1' data-source='{source}' "
        f"data-spans='{whole}' {'open' if is_open else ''}>"
        f"<summary><span class='n'>{passage['n']}</span><span class='title'>{escape(passage['document'])}</span>"
        f"<span class='where'>{where}</span></summary>"
        f"<div class='text'>{rendered(passage['text'], spans, allowed)}</div>"
        f"<button type='button' class='quiet' data-read='{source}' data-spans='{whole}'>"
        f"{escape(words.OPEN_DOCUMENT)}</button></details>"
    )
