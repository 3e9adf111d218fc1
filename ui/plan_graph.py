"""The graph of a whole plan as a picture: what builds on what from left to right, and what is done, next and locked."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from html import escape
from typing import TYPE_CHECKING, Any

from ui import words
from ui.picture import State, broken, framed, sign, states

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from knowledge.syllabus import Syllabus

BOX_W, BOX_H, GAP_X, GAP_Y, EDGE, TOP = 184, 42, 46, 12, 2, 40
CHARS = 20
LEGEND_W = 112
SWEEPS = 4  # over the columns, each ordering one by its neighbours; more change little


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    title: str
    kind: str
    builds_on: tuple[str, ...]


Nodes = dict[str, _Node]
Lines = dict[str, list[str]]


def graph_picture(
    plan: dict[str, Any],
    *,
    done: Collection[str] = (),
    skipped: Collection[str] = (),
    builds_on: Callable[[str], Sequence[str]] = lambda _id: (),
    is_alone: bool = False,
) -> str:
    """Return an SVG of all topics and projects of a plan, in the shape of `mentor learn --json`; empty where it has none.

    Args:
        plan: what is drawn.
        done: ids of what is finished, beside what the plan itself knows of.
        skipped: ids of what the learner will not do.
        builds_on: what a finished topic or project builds on, which the plan does not say.
        is_alone: it is a file, and no part of the page.
    """
    nodes = _nodes(plan, builds_on)
    if not nodes:
        return ""
    found = states(plan, done, skipped)
    lines = _lines(nodes)
    columns = _ordered(_columns(lines), lines)
    height = TOP + max(map(len, columns)) * (BOX_H + GAP_Y) + EDGE
    places = {
        id_: (EDGE + x * (BOX_W + GAP_X), TOP + y * (BOX_H + GAP_Y))
        for x, column in enumerate(columns)
        for y, id_ in enumerate(column)
    }
    drawn = "".join(_line(places[start], places[end], found[start]) for end in nodes for start in lines[end])
    boxes = "".join(_box(node, found[id_], *places[id_]) for id_, node in nodes.items())
    width = 2 * EDGE + len(columns) * (BOX_W + GAP_X) - GAP_X
    return framed(
        f"{_legend()}{drawn}{boxes}",
        name="graph",
        title=words.GRAPH_PICTURE,
        said=" ".join(_said(node, nodes, found[id_]) for id_, node in nodes.items()),
        size=(max(width, EDGE + LEGEND_W * len(State)), height),
        is_alone=is_alone,
    )


def builds_on_in(syllabus: Syllabus, language: str) -> Callable[[str], Sequence[str]]:
    """Return what says of an id what it builds on: nothing, where the syllabus no longer has it."""
    return lambda id_: syllabus.prerequisites(id_, language) if id_ in syllabus else ()


def _nodes(plan: dict[str, Any], builds_on: Callable[[str], Sequence[str]]) -> Nodes:
    """Return what is finished, then what is planned, by id; what is finished builds on nothing that is not."""
    finished = {each["id"]: each["title"] for each in plan.get("finished", ())}
    nodes: Nodes = {
        id_: _Node(id_, title, "", tuple(each for each in builds_on(id_) if each in finished))
        for id_, title in finished.items()
    }
    for week in plan["weeks"]:
        for item in week["items"]:
            if item["kind"] in ("topic", "project"):
                node = _Node(item["id"], item["title"], item["kind"], tuple(item["prerequisites"]))
                nodes.setdefault(node.id, node)
    return nodes


def _lines(nodes: Nodes) -> Lines:
    """Return what each builds on directly; what it builds on by way of something else is left out."""
    before: dict[str, set[str]] = {}
    lines: Lines = {}
    graph = {id_: [each for each in node.builds_on if each in nodes] for id_, node in nodes.items()}
    for id_ in TopologicalSorter(graph).static_order():
        further = {far for each in graph[id_] for far in before[each]}
        before[id_] = further | {*graph[id_]}
        lines[id_] = [each for each in graph[id_] if each not in further]
    return lines


def _columns(lines: Lines) -> list[list[str]]:
    """Return the columns: each stands right of everything that it builds on, and no further right than it must."""
    column: dict[str, int] = {}
    for id_, starts in lines.items():
        column[id_] = max((column[each] + 1 for each in starts), default=0)
    columns: list[list[str]] = [[] for _ in range(max(column.values()) + 1)]
    for id_, x in column.items():
        columns[x].append(id_)
    return columns


def _ordered(columns: list[list[str]], lines: Lines) -> list[list[str]]:
    """Return the columns with neighbours near each other: the barycentre method of Sugiyama and others (1981)."""
    ends: Lines = {id_: [] for id_ in lines}
    for id_, starts in lines.items():
        for each in starts:
            ends[each].append(id_)
    for sweep in range(SWEEPS):
        near, order = (lines, columns) if sweep % 2 == 0 else (ends, columns[::-1])
        place = {id_: float(y) for column in columns for y, id_ in enumerate(column)}
        for column in order:
            column.sort(key=lambda id_: _middle(near[id_], place, place[id_]))
            place |= {id_: float(y) for y, id_ in enumerate(column)}
    return columns


def _middle(near: Sequence[str], place: Mapping[str, float], alone: float) -> float:
    return sum(place[each] for each in near) / len(near) if near else alone


def _legend() -> str:
    return "".join(
        f"<g class='is-{state}'><rect x='{EDGE + at * LEGEND_W}' y='7' width='19' height='17' rx='4'/>"
        f"{sign(state, x=EDGE + at * LEGEND_W + 3.5, y=9.5)}</g>"
        f"<text x='{EDGE + at * LEGEND_W + 26}' y='20'>{words.SIGNS[state]}</text>"
        for at, state in enumerate(State)
    )


def _line(start: tuple[int, int], end: tuple[int, int], state: State) -> str:
    x1, y1 = start[0] + BOX_W, start[1] + BOX_H / 2
    x2, y2 = end[0], end[1] + BOX_H / 2
    bend = GAP_X / 2
    return f"<path class='line is-{state}' d='M{x1} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2} {y2:g}'/>"


def _box(node: _Node, state: State, x: int, y: int) -> str:
    lines = broken(node.title, chars=CHARS)
    top = y + BOX_H / 2 + 4.5 - (len(lines) - 1) * 7.5
    text = "".join(
        f"<text x='{x + 27}' y='{top + 15 * at:g}'>{escape(line)}</text>" for at, line in enumerate(lines)
    )
    kind = " strong" if node.kind == "project" else ""
    return (
        f"<g class='is-{state}'><title>{escape(node.title)}: {words.SIGNS[state].lower()}</title>"
        f"<rect x='{x}' y='{y}' width='{BOX_W}' height='{BOX_H}' rx='{3 if kind else 9}'/>"
        f"{sign(state, x=x + 9, y=y + BOX_H / 2 - 6)}<g class='{kind.strip()}'>{text}</g></g>"
    )


def _said(node: _Node, nodes: Nodes, state: State) -> str:
    after = [nodes[each].title for each in node.builds_on if each in nodes]
    builds = words.BUILDS_ON.format(what=", ".join(after)) if after else ""
    return f"{node.title} ({words.SIGNS[state].lower()}){builds}."
