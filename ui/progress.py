"""Progress as HTML: hours, areas, and for each topic the evidence that it is known."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ui import words
from ui.prose import day_in_short

if TYPE_CHECKING:
    from agent.overview import Area, Evidence, Overview


def pane(seen: Overview, *, due: int = 0) -> str:
    """Return where a learner stands; `due` is how many reviews are due."""
    if not seen.evidence:
        areas = _areas(seen.areas) if seen.areas else ""
        return _framed(f"<p class='empty'>{words.NO_PROGRESS}</p>{areas}")
    return _framed(_figures(seen, due) + _areas(seen.areas) + _evidence(seen.evidence))


def broken(said: str) -> str:
    """Return what is shown when the standing cannot be read."""
    return _framed(f"<p class='said' role='alert'>{escape(said)}</p>")


def _framed(body: str) -> str:
    return f"<div class='sheet progress-sheet'><header><h2>{words.PROGRESS}</h2></header>{body}</div>"


def _figures(seen: Overview, due: int) -> str:
    done = sum(row.done is not None for row in seen.evidence)
    mastered = sum(row.is_mastered for row in seen.evidence)
    figures = [
        (str(done), words.FINISHED),
        (str(mastered), words.MASTERED),
        (str(due), words.DUE_NOW),
    ]
    if seen.real_hours:
        figures.append((f"{seen.real_hours:g} h", words.HOURS_AGAINST.format(planned=seen.planned_hours)))
    return f"<div class='figures'>{''.join(f'<div><b>{value}</b><span>{name}</span></div>' for value, name in figures)}</div>"


def _areas(areas: tuple[Area, ...]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(area.name.capitalize())}</th><td><div class='bar' role='img' "
        f"aria-label='{words.AREA_DONE.format(done=area.done, all=area.topics)}'>"
        f"<span style='width:{area.done / area.topics:.0%}'></span></div></td>"
        f"<td>{words.AREA_DONE.format(done=area.done, all=area.topics)}</td><td>{area.mastered or ''}</td></tr>"
        for area in areas
    )
    head = (
        f"<tr><th>{words.AREA}</th><th></th><th>{words.FINISHED.capitalize()}</th>"
        f"<th>{words.MASTERED.capitalize()}</th></tr>"
    )
    return f"<table class='areas'><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _evidence(rows: tuple[Evidence, ...]) -> str:
    body = "".join(_row(row) for row in rows)
    head = "".join(
        f"<th>{name}</th>" for name in (words.TOPIC, words.EVIDENCE, words.HOURS, words.NEXT_REVIEW)
    )
    return (
        f"<h3>{words.EVIDENCE}</h3><p class='facts'>{words.MASTERY_MEANS}</p>"
        f"<div class='scrolled' tabindex='0'><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Evidence) -> str:
    evidence = []
    if row.answered:
        evidence.append(words.ANSWERS.format(right=row.right, all=row.answered))
    if row.by_learner:
        evidence.append(words.BY_YOU.format(n=row.by_learner))
    if row.done and not row.answered:
        evidence.append(words.NO_ANSWERS)
    if row.recall is not None:
        evidence.append(words.RECALL.format(percent=round(100 * row.recall)))
    hours = (
        f"{row.planned_hours:g}" if row.real_hours is None else f"{row.real_hours:g} / {row.planned_hours:g}"
    )
    mark = f" <span class='chip'>{words.MASTERED}</span>" if row.is_mastered else ""
    return (
        f"<tr><td>{escape(row.title)}{mark}<span class='facts'>{day_in_short(row.done) if row.done else ''}</span></td>"
        f"<td>{escape(', '.join(evidence))}</td><td>{hours}</td><td>{day_in_short(row.due) if row.due else ''}</td></tr>"
    )
