"""The weeks of a plan as a picture: a bar a week, with what falls into it, how far that is, and the days away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from ui import words
from ui.picture import State, framed, owner, sign, states
from ui.prose import day_in_short

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

Days = tuple[date, date]

WIDTH = 760  # of a file; on the page the bars take what room there is
ROW, BAR, TOP, LINE = 30, 22, 66, 24
LEFT, RIGHT = 26.0, 99.6  # per cent of the width, between which the bars are
LEGEND = ("done", "next", "locked", "review", "milestone", "away")
COLUMNS = 3


@dataclass(frozen=True, slots=True)
class _Scale:
    """How many per cent of the width an hour takes, and the hours of a day."""

    hours: float
    day: float

    def width(self, hours: float) -> float:
        return hours / self.hours * (RIGHT - LEFT)


def weeks_picture(
    plan: dict[str, Any],
    *,
    today: str,
    done: Collection[str] = (),
    skipped: Collection[str] = (),
    away: Sequence[Days] = (),
    is_alone: bool = False,
) -> str:
    """Return an SVG of all weeks of a plan, in the shape of `mentor learn --json`; empty where it has none.

    Args:
        plan: what is drawn.
        today: the day, as `2026-03-02`; its week is marked.
        done: ids of what is finished, beside what the plan itself knows of.
        skipped: ids of what the learner will not do.
        away: first and last days on which the learner does not study.
        is_alone: it is a file, and no part of the page.
    """
    weeks = plan["weeks"]
    if not weeks:
        return ""
    found = states(plan, done, skipped)
    most = max(plan["hours_per_week"], *(max(week["budget_hours"], week["planned_hours"]) for week in weeks))
    scale = _Scale(most, plan["hours_per_week"] / 7)
    rows = "".join(
        _row(week, TOP + at * ROW, scale, found, _days_away(week, away), is_now=_is_now(week, today))
        for at, week in enumerate(weeks)
    )
    said = " ".join(_said(week, found, _days_away(week, away)) for week in weeks)
    return framed(
        f"{_legend()}{rows}",
        name="weeks",
        title=words.WEEKS_PICTURE,
        said=said,
        size=(WIDTH, TOP + len(weeks) * ROW + 6),
        is_alone=is_alone,
    )


def _legend() -> str:
    return "".join(
        f"<svg x='{at % COLUMNS * 100 / COLUMNS:g}%' y='{6 + at // COLUMNS * LINE}' width='{100 / COLUMNS:g}%' height='{LINE}'>"
        f"<g class='is-{name}'><rect x='1.5' y='1.5' width='19' height='17' rx='4'/>{sign(name, x=5, y=4)}</g>"
        f"<text x='27' y='14.5'>{words.SIGNS[name]}</text></svg>"
        for at, name in enumerate(LEGEND)
    )


def _row(
    week: dict[str, Any], y: float, scale: _Scale, found: Mapping[str, State], away: int, *, is_now: bool
) -> str:
    """Draw a week: its number and first day, the hours it has, what is in them, and the days away behind them."""
    starts = date.fromisoformat(str(week["starts"]))
    is_first = week["number"] == 1 or (starts - timedelta(days=7)).year < starts.year
    day = f"{starts.day} {starts:%b}{f' ’{starts:%y}' if is_first else ''}"
    now = f"<rect class='today' x='0' y='{y - 4}' width='100%' height='{ROW}' rx='6'/>" if is_now else ""
    at, pieces = LEFT, []
    for item in week["items"]:
        width = scale.width(item["hours"])
        pieces.append(_segment(item, at, y, width, found))
        at += width
    budget = scale.width(max(week["budget_hours"], week["planned_hours"]))
    track = f"<rect class='track' x='{LEFT:g}%' y='{y}' width='{budget:.2f}%' height='{BAR}' rx='4'/>"
    return (
        f"<g>{now}<text x='6' y='{y + 15}' class='{'strong' if is_now else 'soft'}'>"
        f"<tspan class='strong'>{week['number']}</tspan> · {day}</text>"
        f"{track}{''.join(pieces)}{_gap(LEFT + budget, y, away, scale)}</g>"
    )


def _segment(item: dict[str, Any], x: float, y: float, width: float, found: Mapping[str, State]) -> str:
    kind, state = _look(item, found)
    title = f"<title>{escape(_said_item(item, found))}</title>"
    text = "" if kind == "review" else f"<text x='21' y='15.5'>{escape(item['title'])}</text>"
    shown = "milestone" if item["kind"] == "milestone" and state is not State.DONE else kind
    return (
        f"<svg x='{x:.2f}%' y='{y}' width='{width:.2f}%' height='{BAR}' class='is-{kind}'>{title}"
        f"<rect x='1.2' y='1.2' width='100%' height='{BAR - 2.4:g}' rx='4'/>{sign(shown, x=6, y=5)}{text}</svg>"
    )


def _look(item: dict[str, Any], found: Mapping[str, State]) -> tuple[str, State | None]:
    """Return how an item is drawn, and its state where it has one."""
    if item["kind"] == "review":
        return "review", None
    state = State.DONE if item.get("done") else found.get(owner(item), State.LOCKED)
    return str(state), state


def _gap(x: float, y: float, away: int, scale: _Scale) -> str:
    """Draw the days away, where hours would be."""
    if not away:
        return ""
    width = min(scale.width(away * scale.day), RIGHT - x)
    said = words.DAYS_AWAY.format(days=away)
    strokes = "".join(f"M{each} {BAR}l{BAR} -{BAR}" for each in range(-BAR, WIDTH, 9))
    return (
        f"<svg x='{x:.2f}%' y='{y}' width='{width:.2f}%' height='{BAR}' class='is-away'><title>{said}</title>"
        f"<path d='{strokes}'/></svg>"
    )


def _days_away(week: dict[str, Any], away: Sequence[Days]) -> int:
    first, last = date.fromisoformat(str(week["starts"])), date.fromisoformat(str(week["ends"]))
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return sum(any(since <= day <= until for since, until in away) for day in days)


def _is_now(week: dict[str, Any], today: str) -> bool:
    return str(week["starts"]) <= today <= str(week["ends"])


def _said(week: dict[str, Any], found: Mapping[str, State], away: int) -> str:
    parts = [_said_item(item, found) for item in week["items"]]
    if away:
        parts.append(words.DAYS_AWAY.format(days=away))
    return f"{words.WEEK_FROM.format(number=week['number'], day=day_in_short(week['starts']))}: {'; '.join(parts) or words.NOTHING_PLANNED}."


def _said_item(item: dict[str, Any], found: Mapping[str, State]) -> str:
    kind, _ = _look(item, found)
    hours = words.HOURS_OF.format(hours=item["hours"])
    if kind == "review":
        return f"{item['title']} ({hours})"
    mark = f"{words.SIGNS['milestone'].lower()}, " if item["kind"] == "milestone" else ""
    return f"{item['title']} ({mark}{words.SIGNS[kind].lower()}, {hours})"
