"""The plan pane: a plan as JSON -> a table of its weeks, or the ways out of one that does not fit."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from agent.plan_text import doubt, words_for

EMPTY = (
    '<div class="plan-empty"><p>No plan yet.</p><p>Say what you want to reach and how many hours a week you have; '
    "everything else has a default that you can change later.</p></div>"
)
KINDS = {"topic": "Topic", "project": "Project", "review": "Review", "milestone": "Milestone"}
CHANGES = {
    "later_date": "Finish later",
    "more_hours": "Study more hours a week",
    "smaller_scope": "Learn less",
}


def pane(plan: dict[str, Any] | None) -> str:
    """Return the pane's HTML."""
    if plan is None:
        return EMPTY
    parts = [_summary(plan), _assumed(plan)]
    if plan["feasible"]:
        parts += [_week(week) for week in plan["weeks"]]
        parts.append(_list("Left out", plan.get("cut", ())))
    else:
        parts.append(_ways_out(plan))
    parts.append(_list("Taken as known", plan.get("known", ())))
    return f'<div class="plan">{"".join(parts)}</div>'


def _summary(plan: dict[str, Any]) -> str:
    hours = f"{plan['hours_total']:g} hours at {plan['hours_per_week']:g} a week"
    when = (
        f"{_day(plan['starts'])} to {_day(plan['ends'])}"
        if plan.get("ends")
        else f"from {_day(plan['starts'])}"
    )
    narrative = "".join(
        f"<p>{escape(line)}</p>" for line in plan.get("narrative", "").split("\n") if line.strip()
    )
    version = f" · version {plan['version']}" if plan["feasible"] else ""  # what does not fit is not kept
    heading = "Your plan" if plan["feasible"] else "This does not fit"
    return (
        f"<h3>{heading}: {escape(plan['path'])}</h3><p class='facts'>{when} · {hours}{version}</p>{narrative}"
    )


def _assumed(plan: dict[str, Any]) -> str:
    rows = "".join(
        f"<li><b>{escape(each['field'].replace('_', ' '))}</b>: {escape(str(each['value']))} "
        f"<span>({escape(each['because'])})</span></li>"
        for each in plan.get("assumed", ())
    )
    return (
        f"<details class='assumed'><summary>What I assumed</summary><ul>{rows}</ul></details>" if rows else ""
    )


def _week(week: dict[str, Any]) -> str:
    rows = "".join(_item(item) for item in week["items"])
    return (
        f"<table class='week'><caption>Week {week['number']} · {_day(week['starts'])}"
        f"<span>{week['planned_hours']:g} of {week['budget_hours']:g} h</span></caption>"
        f"<thead><tr><th>What</th><th>Kind</th><th>Hours</th><th>Why</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _item(item: dict[str, Any]) -> str:
    part, parts = item["part"]
    title = escape(item["title"]) + (f" <span>part {part} of {parts}</span>" if parts > 1 else "")
    if item["kind"] in ("topic", "project"):
        title += f" <code>{escape(item['id'])}</code>"
    because = " ".join(
        escape(reason[:1].upper() + reason[1:].rstrip(".") + ".") for reason in item["because"][:2]
    )
    done = " class='done'" if item.get("done") else ""
    return (
        f"<tr{done}><td title='{escape(item['id'])}'>{title}</td>"
        f"<td><span class='kind {item['kind']}'>{KINDS[item['kind']]}</span></td>"
        f"<td>{item['hours']:g}</td><td>{because}</td></tr>"
    )


def _ways_out(plan: dict[str, Any]) -> str:
    rows = []
    for way in plan["alternatives"]:
        value = f"{way['value']:g} hours" if isinstance(way["value"], int | float) else str(way["value"])
        cut = f"; {len(way['cut'])} topics and projects left out" if way.get("cut") else ""
        rows.append(
            f"<li><b>{CHANGES[way['change']]}</b>: {escape(value)} (ends {_day(way['ends'])}{cut}); "
            f"write <code>{escape(words_for(way['change'], way['value']))}</code>{doubt(way['change'], way['value'])}</li>"
        )
    reason = escape(plan.get("reason", ""))
    return f"<p>{reason[:1].upper()}{reason[1:]}.</p><p>The nearest ways out:</p><ul>{''.join(rows)}</ul>"


def _list(title: str, rows: Any) -> str:
    if not rows:
        return ""
    items = "".join(f"<li><b>{escape(row['id'])}</b>: {escape(row['because'])}</li>" for row in rows)
    return f"<details><summary>{title} ({len(rows)})</summary><ul>{items}</ul></details>"


def _day(text: str) -> str:
    day = date.fromisoformat(str(text))
    return f"{day.day} {day:%b %Y}"
