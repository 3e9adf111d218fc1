"""Today as a view: what its buttons do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr  # noqa: TC002 - gradio resolves the annotations of handlers

from agent.errors import AgentError, PlanError
from knowledge.errors import KnowledgeError
from ui import first_plan, today, words
from ui.asked import Checks
from ui.asking import asking
from ui.pane import acted, pane
from ui.prose import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.mentor import Mentor
    from agent.placing import Placing


def today_view(mentor: Mentor, tab: gr.Tab) -> tuple[gr.HTML, Day]:
    """Place the day and wire it to the mentor; returns where it is shown, and what its buttons do."""
    view = Day(mentor)
    shown = pane("", elem_id="today")
    tab.select(view.shown, None, shown, show_progress="hidden")
    shown.act(view.acted, None, shown, show_progress="hidden")
    return shown, view


class Day:
    """A learner's day, and what its buttons do.

    Args:
        mentor: whose learners.
    """

    def __init__(self, mentor: Mentor) -> None:
        self._mentor = mentor
        self._checks = Checks(mentor.learning)
        self._paths = [(path.id, path.title) for path in mentor.syllabus.paths.values()]
        self._acts: dict[str, Callable[[str, dict[str, str]], str]] = {
            "ask": self._ask,
            "answer": self._answer,
            "judge": self._judge,
            "done": self._record,
            "skip": self._record,
            "studied": self._record,
            "undo": self._undo,
            "learn": self._learn,
            "place": self._place,
            "stop": self._stop_placing,
        }

    def shown(self, request: gr.Request) -> str:
        """Return the day of who asks."""
        return self.whole(asking(request))

    def acted(self, event: gr.EventData, request: gr.Request) -> str:
        """Do what a button says; returns what is shown then."""
        learner, used = asking(request), acted(event)
        try:
            act = self._acts.get(used.get("act", ""))
            return act(learner, used) if act else self.whole(learner)
        except (AgentError, KnowledgeError) as error:
            return self.whole(learner, sentence(str(error)))

    def _ask(self, learner: str, used: dict[str, str]) -> str:
        return self._checks.ask(learner, used) or self.whole(learner)

    def _answer(self, learner: str, used: dict[str, str]) -> str:
        return self._checks.answer(learner, used, then=self._then(learner)) or self.whole(learner)

    def _judge(self, learner: str, used: dict[str, str]) -> str:
        return self._checks.judge(learner, used, then=self._then(learner))

    def _then(self, learner: str) -> str:
        return "place" if self._mentor.progress(learner).is_placing else "today"

    def _place(self, learner: str, _used: dict[str, str]) -> str:
        placing = self._mentor.learning.place(learner=learner)
        if placing.check is None:
            return self.whole(learner, _placed(placing))
        said = words.PLACE_STEP.format(number=placing.asked + 1, most=placing.most)
        return today.question(placing.check.json(), said=said, is_placing=True)

    def _stop_placing(self, learner: str, _used: dict[str, str]) -> str:
        return self.whole(learner, _placed(self._mentor.learning.stop_placing(learner=learner)))

    def _record(self, learner: str, used: dict[str, str]) -> str:
        return self.whole(learner, self.record(learner, used), can_undo=True)

    def _undo(self, learner: str, _used: dict[str, str]) -> str:
        return self.whole(learner, self.undo(learner))

    def record(self, learner: str, used: dict[str, str]) -> str:
        """Record what a button carries; returns what was recorded, in words."""
        act, minutes = used["act"], used.get("minutes", "")
        is_time = minutes.isdecimal() and len(minutes) <= len("1440")
        hours = int(minutes) / 60 if is_time else hours_of(used.get("hours", ""))
        ids = self._mentor.learning.record(act, [used.get("id", "")], learner=learner, hours=hours)
        said = {"skip": words.SKIPPED, "studied": words.STUDIED}.get(act, words.RECORDED)
        return said.format(what=self._titles(ids))

    def undo(self, learner: str) -> str:
        """Take back what was recorded last; returns what that was, in words."""
        ids = tuple(each.id for each in self._mentor.learning.undo(learner=learner))
        return words.TAKEN_BACK.format(what=self._titles(ids))

    def _learn(self, learner: str, used: dict[str, str]) -> str:
        plan = self._mentor.learn(first_plan.told(used), learner=learner)
        return self.whole(learner, "" if plan["feasible"] else sentence(plan["reason"]))

    def whole(self, learner: str, said: str = "", *, can_undo: bool = False) -> str:
        """Return the day as HTML, with what the last button did."""
        try:
            day = self._mentor.learning.today(learner=learner).json()
            form = first_plan.form(self._paths) if self._mentor.memory.plan(learner) is None else ""
        except AgentError as error:
            return today.broken(sentence(str(error)))
        return today.pane(
            day, form=form, said=said, can_undo=can_undo, can_place=not form and self._is_new(learner)
        )

    def _is_new(self, learner: str) -> bool:
        """Whether nothing is known of what a learner knows: nothing recorded, nobody placed."""
        progress = self._mentor.progress(learner)
        return not (progress.done or progress.answers or progress.placement)

    def _titles(self, ids: tuple[str, ...]) -> str:
        syllabus = self._mentor.syllabus
        return ", ".join(syllabus.entry(each).title if each in syllabus else each for each in ids)


def _placed(placing: Placing) -> str:
    titles = ", ".join(each.title for each in placing.known)
    return words.PLACED.format(what=titles) if titles else words.PLACED_NONE


def hours_of(text: str) -> float | None:
    """Return the hours that somebody wrote, with a point or a comma; None where nothing was written.

    Raises:
        PlanError: it is no number.
    """
    if not text.strip():
        return None
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise PlanError(f"the hours are {text!r}; write a number such as 2.5, or nothing") from None
