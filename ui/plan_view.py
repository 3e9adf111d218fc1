"""The plan as a view: what its buttons do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gradio as gr  # noqa: TC002 - gradio resolves the annotations of handlers

from agent import clock
from agent.errors import AgentError
from agent.plan import Plan
from agent.plan_text import to_json
from knowledge.errors import KnowledgeError
from ui import first_plan, plan, words
from ui.asking import asking
from ui.pane import acted, pane
from ui.plan_graph import builds_on_in
from ui.prose import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.mentor import Mentor


def plan_view(mentor: Mentor, tab: gr.Tab) -> None:
    """Place the plan and wire it to the mentor."""
    view = _Plan(mentor)
    shown = pane("", elem_id="plan")
    tab.select(view.shown, None, shown, show_progress="hidden")
    shown.act(view.acted, None, shown, show_progress="hidden")


class _Plan:
    def __init__(self, mentor: Mentor) -> None:
        self._mentor = mentor
        self._acts: dict[str, Callable[[str, dict[str, str]], str]] = {
            "learn": self._learn,
            "change": self._propose,
            "apply": self._apply,
            "discard": self._discard,
            "replan": self._preview,
            "accept": self._accept,
            "done": self._record,
            "skip": self._record,
            "undo": self._undo,
        }

    def shown(self, request: gr.Request) -> str:
        return self._whole(asking(request))

    def acted(self, event: gr.EventData, request: gr.Request) -> str:
        learner, used = asking(request), acted(event)
        try:
            act = self._acts.get(used.get("act", ""))
            return act(learner, used) if act else self._whole(learner)
        except (AgentError, KnowledgeError) as error:
            return self._whole(learner, sentence(str(error)))

    def _learn(self, learner: str, used: dict[str, str]) -> str:
        return self._made(learner, self._mentor.learn(first_plan.told(used), learner=learner))

    def _propose(self, learner: str, used: dict[str, str]) -> str:
        message = used.get("message", "")
        found = self._mentor.propose(message, learner=learner)
        understood = (*found.understood, *(f"recorded: {each}" for each in found.recorded))
        needed = [str(each) for each in found.needed]
        shown = plan.Preview(found.changes, understood, found.unread, message, needed, found.version)
        if isinstance(found.plan, Plan):
            return self._whole(learner, preview=shown)
        standing = replace(self._standing(learner, preview=shown), path=self._path(found.plan.path))
        return plan.pane(to_json(found.plan), standing)

    def _apply(self, learner: str, used: dict[str, str]) -> str:
        kept = self._mentor.memory.plan(learner) or {}
        if used.get("version", shown_now := str(kept.get("version"))) != shown_now:
            return self._propose(learner, used)  # the plan has changed since: what was shown is no longer so
        return self._made(learner, self._mentor.change(used.get("message", ""), learner=learner))

    def _discard(self, learner: str, _used: dict[str, str]) -> str:
        self._mentor.discard(learner=learner)
        return self._whole(learner)

    def _made(self, learner: str, made: dict[str, Any]) -> str:
        """Show what was made: a plan, or why none fits, which is not kept."""
        if made["feasible"]:
            return self._whole(learner, " ".join(made.get("changes", ())))
        return plan.pane(made, replace(self._standing(learner), path=self._path(made["path"])))

    def _path(self, id_: str) -> str:
        path = self._mentor.syllabus.paths.get(id_)
        return path.title if path else ""

    def _preview(self, learner: str, _used: dict[str, str]) -> str:
        return self._whole(learner, preview=plan.Preview(self._mentor.replan_preview(learner=learner)))

    def _accept(self, learner: str, _used: dict[str, str]) -> str:
        return self._made(learner, self._mentor.replan(learner=learner))

    def _record(self, learner: str, used: dict[str, str]) -> str:
        ids = self._mentor.learning.record(used["act"], [used.get("id", "")], learner=learner)
        said = words.SKIPPED if used["act"] == "skip" else words.RECORDED
        return self._whole(learner, said.format(what=self._titles(ids)))

    def _undo(self, learner: str, used: dict[str, str]) -> str:
        events = self._mentor.learning.undo([used.get("id", "")], learner=learner)
        return self._whole(learner, words.TAKEN_BACK.format(what=self._titles([each.id for each in events])))

    def _whole(self, learner: str, said: str = "", preview: plan.Preview | None = None) -> str:
        try:
            kept = self._mentor.memory.plan(learner)
            if kept is None:
                paths = [(path.id, path.title) for path in self._mentor.syllabus.paths.values()]
                return f"<div class='sheet plan'>{first_plan.form(paths, said=said)}</div>"
            standing = replace(
                self._standing(learner, said, preview),
                path=self._path(kept["path"]),
                builds_on=builds_on_in(self._mentor.syllabus, kept["language"]),
            )
            return plan.pane(kept, standing)
        except AgentError as error:
            return f"<div class='sheet plan'><p class='said' role='alert'>{sentence(str(error))}</p></div>"

    def _standing(self, learner: str, said: str = "", preview: plan.Preview | None = None) -> plan.Standing:
        progress = self._mentor.progress(learner)
        today = clock.today()
        return plan.Standing(
            today=today.isoformat(),
            done=progress.done.keys(),
            skipped=progress.skipped.keys(),
            said=said,
            away=self._mentor.learning.away(learner=learner, today=today),
            preview=preview,
        )

    def _titles(self, ids: Any) -> str:
        syllabus = self._mentor.syllabus
        return ", ".join(syllabus.entry(each).title if each in syllabus else each for each in ids)
