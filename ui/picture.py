"""What the pictures of a plan share: how far each thing is, its sign, and the frame of an SVG that says itself in words."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ui.colours import colours

if TYPE_CHECKING:
    from collections.abc import Collection

MILESTONE = ".done"
EDGE = 14  # around a picture that is a file


class State(StrEnum):
    """How far a topic or project is; `NEXT` is whatever may be begun."""

    DONE = "done"
    NEXT = "next"
    LOCKED = "locked"


# drawn in a square of twelve; beside the colour, the border and the words
SIGNS = {
    "done": "M2 6.5 5 9.5 10 3",
    "next": "M3.5 2 10 6 3.5 10Z",
    "locked": "M2.5 5.5h7v5h-7ZM4 5.5V4a2 2 0 0 1 4 0v1.5",
    "review": "M9.6 4A4 4 0 1 0 10 7M9.8 1.6V4.2H7.2",
    "milestone": "M6 1 11 6 6 11 1 6Z",
    "away": "M0 5 5 0M0 11 11 0M6 11 11 6",
}


def states(plan: dict[str, Any], done: Collection[str], skipped: Collection[str] = ()) -> dict[str, State]:
    """Return how far each topic and project of a plan is, in its order; what is finished comes first.

    Args:
        plan: in the shape of `mentor learn --json`.
        done: ids of what is finished, beside what the plan itself knows of.
        skipped: ids of what the learner will not do: what builds on it may be begun.
    """
    finished = {each["id"] for each in plan.get("finished", ())} | {*done}
    there = finished | {each["id"] for each in plan.get("known", ())} | {*skipped}
    found = dict.fromkeys((each["id"] for each in plan.get("finished", ())), State.DONE)
    for week in plan["weeks"]:
        for item in week["items"]:
            if item["kind"] in ("topic", "project"):
                found.setdefault(item["id"], _state(item, finished, there))
    return found


def _state(item: dict[str, Any], finished: Collection[str], there: Collection[str]) -> State:
    if item.get("done") or item["id"] in finished:
        return State.DONE
    return State.NEXT if all(each in there for each in item["prerequisites"]) else State.LOCKED


def owner(item: dict[str, Any]) -> str:
    """Return the id of the topic or project that an item belongs to."""
    return str(item["id"]).removesuffix(MILESTONE)


def sign(name: str, *, x: float = 0, y: float = 0) -> str:
    """Return a sign with its upper left corner at a place."""
    return f"<path class='sign' d='{SIGNS[name]}' transform='translate({x:g} {y:g})'/>"


def framed(inner: str, *, name: str, title: str, said: str, size: tuple[int, int], is_alone: bool) -> str:
    """Return a picture as an SVG element, or as a file of its own that brings its colours along.

    Args:
        inner: what is drawn.
        name: tells it from other pictures of the page.
        title: what it is, in a few words.
        said: the whole picture in words, for who cannot see it.
        size: width and height.
        is_alone: it is a file, and no part of the page.
    """
    width, height = size
    told = (
        f"class='picture {name}' role='img' aria-labelledby='{name}-title' aria-describedby='{name}-said'>"
        f"<title id='{name}-title'>{escape(title)}</title><desc id='{name}-said'>{escape(said)}</desc>"
    )
    if not is_alone:
        return f"<svg width='{width}' height='{height}' {told}{inner}</svg>"
    whole_width, whole_height = width + 2 * EDGE, height + 2 * EDGE
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{whole_width}' height='{whole_height}' "
        f"viewBox='0 0 {whole_width} {whole_height}' {told}<style>{colours(by_system=True)}{picture_rules()}</style>"
        f"<rect class='ground' width='100%' height='100%'/>"
        f"<svg x='{EDGE}' y='{EDGE}' width='{width}' height='{height}'>{inner}</svg></svg>"
    )


@cache
def picture_rules() -> str:
    """Return how the parts of pictures look, in the colours of the page."""
    return files(__package__).joinpath("picture.css").read_text(encoding="utf-8")


def broken(title: str, *, chars: int, lines: int = 2) -> list[str]:
    """Return a title in a few lines of so many characters, cut with an ellipsis."""
    found = [""]
    for word in title.split():
        if len(found[-1]) + len(word) < chars or not found[-1]:
            found[-1] = f"{found[-1]} {word}".strip()
        else:
            found.append(word)
    cut = found[:lines]
    is_cut = len(found) > lines or len(cut[-1]) > chars
    cut[-1] = f"{cut[-1][: chars - 2]} …" if is_cut else cut[-1]
    return cut
