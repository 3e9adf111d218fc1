"""The plan as HTML: its weeks with what to check off, its milestones, and the ways out of one that does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from agent.assumption_text import told
from agent.plan_text import doubt, words_for
from agent.reasons import alike, by_stage
from ui import words
from ui.plan_graph import graph_picture
from ui.plan_map import picture
from ui.plan_weeks import weeks_picture
from ui.prose import day_in_short, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

WEEKS_OPEN = 3  # the week one is in and those right after it; the others are opened at need
CHANGES = {
    "later_date": "Finish later",
    "more_hours": "Study more hours a week",
    "smaller_scope": "Learn less",
}
_LEARN = "/learn "


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change, in sentences, before it is accepted.

    `understood` and `unread` are of the learner's own words, `message`, which ask for it; they are empty where the plan is
    only fitted to what happened. `needed` says what stays although it was to be left out, `version` which plan would be changed.
    """

    changes: Sequence[str]
    understood: Sequence[str] = ()
    unread: Sequence[str] = ()
    message: str = ""
    needed: Sequence[str] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands beside a plan when it is shown.

    Attributes:
        today: the day, as `2026-03-02`: weeks that are over are folded.
        done: ids of what is finished.
        skipped: ids of what the learner will not do.
        said: what the last button did.
        path: the title of the plan's path; its id where that is empty.
        away: first and last days on which the learner does not study.
        builds_on: what a finished topic or project builds on.
        preview: what would change; None where nobody asked.
    """

    today: str
    done: Collection[str] = ()
    skipped: Collection[str] = ()
    said: str = ""
    path: str = ""
    away: Sequence[tuple[date, date]] = ()
    builds_on: Callable[[str], Sequence[str]] = lambda _id: ()
    preview: Preview | None = None


def pane(plan: dict[str, Any], standing: Standing) -> str:
    """Return a plan, in the shape of `mentor learn --json`."""
    said = f"<p class='said' role='status'>{escape(standing.said)}</p>" if standing.said else ""
    if not plan["feasible"]:
        heard = f"<section class='card'>{_heard(standing.preview)}</section>" if standing.preview else ""
        return (
            f"<div class='sheet plan'>{said}{heard}{_does_not_fit(plan, standing.path)}{_notes(plan)}</div>"
        )
    parts = [
        _head(plan, standing.path),
        said,
        _preview(standing.preview),
        _tools(),
        picture(plan, standing.done),
        _pictures(plan, standing),
    ]
    over = [week for week in plan["weeks"] if str(week["ends"]) < standing.today]
    coming = plan["weeks"][len(over) :]
    if over:
        inner = "".join(_week(week, standing, is_open=False) for week in over)
        parts.append(
            f"<details class='over'><summary>{words.PAST_WEEKS} ({len(over)})</summary>{inner}</details>"
        )
    parts += [_week(week, standing, is_open=at < WEEKS_OPEN) for at, week in enumerate(coming)]
    parts += [_milestones(plan), _notes(plan)]
    return f"<div class='sheet plan'>{''.join(parts)}</div>"


def _head(plan: dict[str, Any], path: str) -> str:
    facts = (
        f"{day_in_short(plan['starts'])} – {day_in_short(plan['ends'])} · {plan['hours_total']:g} hours at "
        f"{plan['hours_per_week']:g} a week · {words.VERSION.format(version=plan['version'])}"
    )
    story = "".join(
        f"<p>{escape(line)}</p>" for line in plan.get("narrative", "").split("\n") if line.strip()
    )
    return f"<header><h2>{words.YOUR_PLAN}: {escape(path or plan['path'])}</h2><p class='facts'>{facts}</p></header>{story}"


def _preview(preview: Preview | None) -> str:
    if preview is None:
        return ""
    heard = _heard(preview)
    if not preview.changes:
        nothing = words.CHANGE_NOTHING if preview.message else words.REPLAN_NOTHING
        return f"<section class='card' role='status'>{heard}<p>{nothing}</p></section>"
    rows = "".join(f"<li>{escape(each)}</li>" for each in preview.changes)
    message = escape(preview.message, quote=True)
    act = (
        f"data-act='apply' data-message='{message}' data-version='{preview.version}'"
        if message
        else "data-act='accept'"
    )
    return (
        f"<section class='card preview' role='status'>{heard}<h3>{words.REPLAN_SHOWN}</h3><ul>{rows}</ul><div class='buttons'>"
        f"<button type='button' class='primary' {act}>{words.ACCEPT}</button>"
        f"<button type='button' data-act='discard'>{words.LEAVE}</button></div></section>"
    )


def _heard(preview: Preview) -> str:
    """Return what was understood of a learner's words, and what was not."""
    rows = (
        (words.UNDERSTOOD, preview.understood),
        (words.NOT_UNDERSTOOD, preview.unread),
        (words.STILL_NEEDED, preview.needed),
    )
    return "".join(f"<p><b>{name}</b>: {escape('; '.join(said))}</p>" for name, said in rows if said)


def _tools() -> str:
    exports = "".join(f"<a href='/{file}' download>{name}</a>" for name, file in words.EXPORTS)
    return (
        f"<div class='tools'><button type='button' data-act='replan'>{words.REPLAN}</button>"
        f"<details class='drop'><summary>{words.CHANGE_PLAN}</summary><form data-act='change'>"
        f"<label>{words.CHANGE_PLAN}<textarea name='message' rows='2' required maxlength='2000' placeholder='{words.CHANGE_HINT}'>"
        f"</textarea></label><button type='submit' class='primary'>{words.CHANGE_IT}</button></form></details>"
        f"<details class='drop'><summary>{words.EXPORT}</summary><div class='exports'>{exports}</div></details></div>"
    )


def _pictures(plan: dict[str, Any], standing: Standing) -> str:
    done, skipped = standing.done, standing.skipped
    weeks = weeks_picture(plan, today=standing.today, done=done, skipped=skipped, away=standing.away)
    graph = graph_picture(plan, done=done, skipped=skipped, builds_on=standing.builds_on)
    return "".join(
        f"<details class='drawn' {is_open}><summary>{name}</summary><div class='scrolled' tabindex='0'>{drawn}</div></details>"
        for name, drawn, is_open in ((words.WEEKS_PICTURE, weeks, "open"), (words.GRAPH_PICTURE, graph, ""))
        if drawn
    )


def _week(week: dict[str, Any], standing: Standing, *, is_open: bool) -> str:
    rows = "".join(_item(item, standing) for item in week["items"])
    hours = words.OF_HOURS.format(planned=week["planned_hours"], budget=week["budget_hours"])
    return (
        f"<details class='week' {'open' if is_open else ''}><summary><b>{words.WEEK.format(number=week['number'])}</b>"
        f"<span>{day_in_short(week['starts'])}</span><span class='hours'>{hours}</span></summary>"
        f"<ul>{rows}</ul></details>"
    )


def _item(item: dict[str, Any], standing: Standing) -> str:
    owner = item["id"].removesuffix(".done")
    is_done = bool(item.get("done")) or owner in standing.done
    state = "done" if is_done else "skipped" if owner in standing.skipped else ""
    part, parts = item["part"]
    more = f" <span class='facts'>{words.PART.format(part=part, parts=parts)}</span>" if parts > 1 else ""
    because = " ".join(escape(sentence(reason)) for reason in item["because"][:2])
    title, id_ = escape(item["title"]), escape(owner, quote=True)
    is_marked = item["kind"] in ("topic", "project")
    name = (
        f"<button type='button' class='name' data-read='{id_}'>{title}</button>"
        if is_marked
        else f"<b>{title}</b>"
    )
    return (
        f"<li class='{item['kind']} {state}'>{_box(item, id_, is_done=is_done) if is_marked else '<span class=box></span>'}"
        f"<div><p>{name}{more}</p><p class='facts'>{words.KINDS[item['kind']]} · {item['hours']:g} h"
        f"{f' · {because}' if because else ''}</p></div>{_skip(id_) if is_marked and not state else ''}</li>"
    )


def _box(item: dict[str, Any], id_: str, *, is_done: bool) -> str:
    label = (words.MARK_UNDONE if is_done else words.MARK_DONE).format(title=item["title"])
    return (
        f"<button type='button' class='box' data-act='{'undo' if is_done else 'done'}' data-id='{id_}' "
        f"aria-pressed='{'true' if is_done else 'false'}' aria-label='{escape(label, quote=True)}'>{'✓' if is_done else ''}</button>"
    )


def _skip(id_: str) -> str:
    return f"<button type='button' class='quiet skip' data-act='skip' data-id='{id_}' data-sure='{words.SKIP_SURE}'>{words.SKIP}</button>"


def _milestones(plan: dict[str, Any]) -> str:
    found = [
        (week["starts"], item)
        for week in plan["weeks"]
        for item in week["items"]
        if item["kind"] == "milestone"
    ]
    if not found:
        return ""
    rows = "".join(
        f"<li><span class='facts'>{day_in_short(day)}</span> {escape(item['title'])}</li>"
        for day, item in found
    )
    return f"<section class='milestones'><h3>{words.MILESTONES}</h3><ol>{rows}</ol></section>"


def _does_not_fit(plan: dict[str, Any], path: str) -> str:
    rows = "".join(_way_out(way) for way in plan["alternatives"])
    return (
        f"<header><h2>{words.DOES_NOT_FIT}: {escape(path or plan['path'])}</h2></header><p>{escape(sentence(plan.get('reason', '')))}</p>"
        f"<h3>{words.WAYS_OUT}</h3><ul class='ways'>{rows}</ul>"
        f"<p class='buttons'><button type='button' data-act='discard'>{words.LEAVE}</button></p>"
    )


def _way_out(way: dict[str, Any]) -> str:
    value = f"{way['value']:g} hours" if isinstance(way["value"], int | float) else str(way["value"])
    cut = f", {len(way['cut'])} topics and projects left out" if way.get("cut") else ""
    said = words_for(way["change"], way["value"]).removeprefix(_LEARN)
    return (
        f"<li><div><b>{CHANGES[way['change']]}</b>: {escape(value)}<span class='facts'>ends {day_in_short(way['ends'])}{cut}"
        f"{escape(doubt(way['change'], way['value']))}</span></div>"
        f"<button type='button' data-act='apply' data-message='{escape(said, quote=True)}'>{words.TAKE_IT}</button></li>"
    )


def _notes(plan: dict[str, Any]) -> str:
    assumed = [_assumed(each) for each in plan.get("assumed", ())]
    return (
        _list(words.ASSUMED, [("", assumed)])
        + _list(words.LEFT_OUT, by_stage(plan.get("cut", ())))
        + _list(words.TAKEN_AS_KNOWN, [("", alike(plan.get("known", ())))])
    )


def _assumed(each: dict[str, Any]) -> tuple[str, str]:
    sentence_, correction = told(each)
    return sentence_.replace("**", ""), words.OTHERWISE.format(say=correction) if correction else ""


def _list(title: str, groups: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> str:
    """Return rows behind a title, under the names of their groups, if they have any."""
    named = ((f"<p class='stage'>{escape(name)}</p>" if name else "", rows) for name, rows in groups if rows)
    lists = "".join(f"{name}<ul>{_rows(rows)}</ul>" for name, rows in named)
    return f"<details class='notes'><summary>{title}</summary>{lists}</details>" if lists else ""


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f"<li><b>{escape(name)}</b>{f': {escape(because)}' if because else ''}</li>" for name, because in rows
    )
