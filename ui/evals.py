"""The evals as HTML: how each suite went from run to run, the runs, and the worst cases of the newest."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ui import words
from ui.prose import day_in_short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.runs import Point

WIDTH, HEIGHT, EDGE = 560, 120, 8
CHARS = 600  # of a value: a paragraph


def pane(
    rows: Sequence[Mapping[str, Any]],
    trends: Mapping[str, Sequence[Point]],
    worst: Mapping[str, Sequence[Mapping[str, Any]]],
) -> str:
    """Return the view.

    Args:
        rows: of `evals.runs.summary`, newest first.
        trends: for each suite its headline figure from run to run, oldest first.
        worst: for each suite the worst cases of its newest run.
    """
    if not rows:
        return _framed(f"<p class='empty'>{words.NO_RUNS}</p>")
    suites = "".join(_suite(suite, points, worst.get(suite, ())) for suite, points in trends.items())
    return _framed(suites + _runs(rows))


def broken(said: str) -> str:
    """Return what is shown when the runs cannot be read."""
    return _framed(f"<p class='said' role='alert'>{escape(said)}</p>")


def _framed(body: str) -> str:
    return f"<div class='sheet evals'><header><h2>{words.EVALS}</h2><p class='facts'>{words.EVALS_MORE}</p></header>{body}</div>"


def _suite(suite: str, points: Sequence[Point], worst: Sequence[Mapping[str, Any]]) -> str:
    if not points:
        return ""
    cases = "".join(_case(case) for case in worst)
    more = (
        f"<details class='notes'><summary>{words.WORST} ({len(worst)})</summary>{cases}</details>"
        if cases
        else ""
    )
    return f"<section class='card'><h3>{escape(suite.capitalize())}: {points[-1].mean:.3f}</h3>{_trend(points)}{more}</section>"


def _trend(points: Sequence[Point]) -> str:
    """Return the figures from run to run as a line with its intervals, which a table below says in words."""
    if len(points) == 1:
        return f"<p class='facts'>{words.ONE_RUN}</p>"
    low = min(point.low if point.low is not None else point.mean for point in points)
    high = max(point.high if point.high is not None else point.mean for point in points)
    span = (high - low) or 1.0

    def at(number: int, value: float) -> tuple[float, float]:
        x = EDGE + number * (WIDTH - 2 * EDGE) / (len(points) - 1)
        return x, HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE)

    whole = [at(number, point.mean) for number, point in enumerate(points)]
    bars = "".join(
        f"<line x1='{at(n, p.low)[0]:.1f}' y1='{at(n, p.low)[1]:.1f}' x2='{at(n, p.high)[0]:.1f}' y2='{at(n, p.high)[1]:.1f}' class='interval'/>"
        for n, p in enumerate(points)
        if p.low is not None and p.high is not None
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in whole)
    dots = "".join(
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5'><title>{escape(point.run)}: {point.mean:.3f} ({escape(point.model)})</title></circle>"
        for (x, y), point in zip(whole, points, strict=True)
    )
    said = words.TREND.format(n=len(points), first=f"{points[0].mean:.3f}", last=f"{points[-1].mean:.3f}")
    return (
        f"<svg class='trend' viewBox='0 0 {WIDTH} {HEIGHT}' role='img' aria-label='{said}'>{bars}"
        f"<polyline points='{line}'/>{dots}</svg><p class='facts'>{said}</p>"
    )


def _case(case: Mapping[str, Any]) -> str:
    facts = "".join(
        f"<dt>{escape(str(name).replace('_', ' '))}</dt><dd>{escape(_in_short(value))}</dd>"
        for name, value in case.items()
        if name != "id" and value not in (None, "", [], (), {})
    )
    return f"<details><summary>{escape(str(case.get('id', '')))}</summary><dl>{facts}</dl></details>"


def _in_short(value: object) -> str:
    if isinstance(value, dict):
        text = ", ".join(f"{key}: {each}" for key, each in value.items())
    elif isinstance(value, list | tuple):
        text = " · ".join(_in_short(each) for each in value)
    else:
        text = str(value)
    return text if len(text) <= CHARS else f"{text[:CHARS]} …"


def _runs(rows: Sequence[Mapping[str, Any]]) -> str:
    body = "".join(
        f"<tr><td>{escape(row['suite'])}</td><td>{day_in_short(row['when'][:10])}</td><td>{escape(row['model'])}</td>"
        f"<td>{_cases(row)}</td>"
        f"<td>{_figure(row)}</td></tr>"
        for row in rows
    )
    head = "".join(f"<th>{name}</th>" for name in words.RUN_COLUMNS)
    return (
        f"<h3>{words.RUNS}</h3><div class='scrolled' tabindex='0'><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cases(row: Mapping[str, Any]) -> str:
    unscored = row["unscored"]
    return f"{row['cases']} ({words.UNSCORED.format(n=unscored)})" if unscored else str(row["cases"])


def _figure(row: Mapping[str, Any]) -> str:
    if row["mean"] is None:
        return "–"
    interval = f" ({row['low']:.3f} – {row['high']:.3f})" if row["low"] is not None else ""
    return f"{escape(row['metric'])} {row['mean']:.3f}{interval}"
