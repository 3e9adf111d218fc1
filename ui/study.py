"""The end of a page of the curriculum as HTML: to be asked about it, to stop for today, or to have finished it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ui import words
from ui.prose import time_of

if TYPE_CHECKING:
    from agent.progress import Progress
    from knowledge.syllabus import Syllabus


def foot(syllabus: Syllabus, id_: str, progress: Progress, today: dict[str, Any] | None = None) -> str:
    """Return what can be done at the end of a topic or project; nothing where the curriculum has no such page.

    Args:
        syllabus: the curriculum.
        id_: the page's id.
        progress: where the learner stands.
        today: what the learner is to do today, in the shape of `agent.day.Today.json`.
    """
    if id_ not in syllabus:
        return ""
    topic = syllabus.topics.get(id_)
    buttons = [_button("ask", id_, words.ASK_ME)] if topic and topic.checks else []
    if id_ in progress.done:
        return _framed(words.IS_FINISHED, buttons)
    planned = next((each for each in (today or {}).get("actions", ()) if _is_study_of(each, id_)), None)
    if planned:
        minutes = planned["minutes"]
        said = words.FOR_TODAY_TIME.format(time=time_of(minutes))
        buttons.append(_button("studied", id_, said, minutes=minutes))
    buttons.append(_button("done", id_, words.FINISHED_IT))
    return _framed("", buttons)


def recorded(said: str, *, can_undo: bool) -> str:
    """Return what is shown once something was recorded."""
    undo = f"<button type='button' class='quiet' data-act='undo'>{words.UNDO}</button>" if can_undo else ""
    return f"<p class='said' role='status'>{escape(said)} {undo}</p>"


def ways_on(id_: str) -> str:
    """Return the ways on from a check that was answered in the reader."""
    return (
        f"<button type='button' data-read='{escape(id_, quote=True)}'>{words.BACK_TO_PAGE}</button>"
        f"<button type='button' class='quiet' data-close='reader'>{words.CLOSE}</button>"
    )


def _is_study_of(action: dict[str, Any], id_: str) -> bool:
    return action["kind"] in ("topic", "project", "milestone") and action["id"] == id_


def _button(act: str, id_: str, label: str, **data: object) -> str:
    more = "".join(f" data-{name}='{escape(str(value), quote=True)}'" for name, value in data.items())
    return f"<button type='button' data-act='{act}' data-id='{escape(id_, quote=True)}'{more}>{escape(label)}</button>"


def _framed(said: str, buttons: list[str]) -> str:
    facts = f"<p class='facts'>{said}</p>" if said else ""
    return f"<footer class='sheet study'>{facts}<div class='buttons'>{''.join(buttons)}</div></footer>"
