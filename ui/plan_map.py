"""The next steps of a plan as a picture: week by week from left to right, with lines from what each builds on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ui import words
from ui.picture import broken

if TYPE_CHECKING:
    from collections.abc import Collection

SHOWN = 12  # more boxes than these are no help
BOX_W, BOX_H, GAP_X, GAP_Y, EDGE, TOP = 176, 46, 56, 14, 6, 26
LINE_CHARS = 22


def picture(plan: dict[str, Any], done: Collection[str] = ()) -> str:
    """Return an SVG of what comes next in a plan, in the shape of `mentor learn --json`; empty where nothing does."""
    columns = _columns(plan, done)
    if not columns:
        return ""
    places = {
        item["id"]: (EDGE + x * (BOX_W + GAP_X), TOP + y * (BOX_H + GAP_Y))
        for x, (_, items) in enumerate(columns)
        for y, item in enumerate(items)
    }
    width = 2 * EDGE + len(columns) * (BOX_W + GAP_X) - GAP_X
    height = TOP + max(len(items) for _, items in columns) * (BOX_H + GAP_Y)
    heads = "".join(
        f"<text class='week' x='{EDGE + x * (BOX_W + GAP_X)}' y='14'>{words.WEEK.format(number=number)}</text>"
        for x, (number, _) in enumerate(columns)
    )
    items = [item for _, column in columns for item in column]
    lines = "".join(
        _line(places[each], places[item["id"]])
        for item in items
        for each in item["builds_on"]
        if each in places
    )
    boxes = "".join(_box(item, *places[item["id"]]) for item in items)
    return (
        f"<section><h3>{words.MAP}</h3><div class='scrolled' tabindex='0'><svg class='map' width='{width}' height='{height}' "
        f"viewBox='0 0 {width} {height}' role='img' aria-label='{escape(_said(items), quote=True)}'>{lines}{heads}{boxes}</svg></div></section>"
    )


def _columns(plan: dict[str, Any], done: Collection[str]) -> list[tuple[int, list[dict[str, Any]]]]:
    """Return the weeks with what begins in them and is still to do, as far as it is shown."""
    columns: list[tuple[int, list[dict[str, Any]]]] = []
    seen = set(done)
    left = SHOWN
    for week in plan["weeks"]:
        new = []
        for item in week["items"]:
            if (
                item["kind"] in ("topic", "project")
                and item["id"] not in seen
                and not item.get("done")
                and left
            ):
                seen.add(item["id"])
                left -= 1
                new.append({**item, "builds_on": item.get("prerequisites", ())})
        if new:
            columns.append((week["number"], new))
    return columns


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + BOX_W, start[1] + BOX_H / 2
    x2, y2 = end[0], end[1] + BOX_H / 2
    if start[0] == end[0]:  # in the same week: around the side
        x = start[0] + BOX_W
        return f"<path d='M{x},{y1:g} C{x + GAP_X / 2},{y1:g} {x + GAP_X / 2},{y2:g} {x},{y2:g}'/>"
    bend = (x2 - x1) / 2
    return f"<path d='M{x1},{y1:g} C{x1 + bend:g},{y1:g} {x2 - bend:g},{y2:g} {x2},{y2:g}'/>"


def _box(item: dict[str, Any], x: int, y: int) -> str:
    lines = broken(item["title"], chars=LINE_CHARS)
    top = y + BOX_H / 2 + 4.5 - (len(lines) - 1) * 8
    text = "".join(
        f"<text x='{x + 11}' y='{top + 16 * at:g}'>{escape(line)}</text>" for at, line in enumerate(lines)
    )
    return (
        f"<g class='{item['kind']}'><title>{escape(item['title'])}</title>"
        f"<rect x='{x}' y='{y}' width='{BOX_W}' height='{BOX_H}' rx='9'/>{text}</g>"
    )


def _said(items: list[dict[str, Any]]) -> str:
    """Return the picture in words."""
    titles = {item["id"]: item["title"] for item in items}
    parts = []
    for item in items:
        after = [titles[each] for each in item["builds_on"] if each in titles]
        parts.append(f"{item['title']}{words.BUILDS_ON.format(what=', '.join(after)) if after else ''}")
    return f"{words.MAP}: {'; '.join(parts)}."
