"""Building a learner's plan, changing it and fitting it to what happened; each version is kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agent import clock
from agent.difference import NOTHING_CHANGED, difference, is_same
from agent.errors import ModelError, PlanError, PlanOvertaken
from agent.learner import Assumed
from agent.learning import WISHED
from agent.model_reading import Filled
from agent.narrate import narrative
from agent.plan import Plan
from agent.plan_text import to_json
from agent.proposals import NO_PLAN, without_wish
from agent.schedule import replan, schedule
from agent.writer import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from agent.dialogues import Dialogues
    from agent.learner import Learner
    from agent.learning import Learning
    from agent.memory import Memory
    from agent.model_reading import ModelReader
    from agent.plan import Infeasible
    from agent.progress import Progress
    from agent.proposals import Proposals
    from agent.writer import Writer
    from knowledge.syllabus import Syllabus

OVERTAKEN_MOST = 8  # times that a change is made anew, because another one of the same plan was faster


@dataclass(slots=True)
class _Asked:
    """What the model was asked for one message: each thing once, however often the plan is made anew.

    Attributes:
        usage: what it cost.
        read: what was read of the message; None before.
        is_phrased: whether a plan of it was phrased.
        is_recorded: whether what it marks stands in the ledger; once, however often the plan is made anew.
    """

    usage: Usage
    read: Filled | None = None
    is_phrased: bool = False
    is_recorded: bool = False


@dataclass(frozen=True, slots=True)
class Planning:
    """The plans of all learners.

    Args:
        syllabus: what plans are made from.
        memory: the database of learners.
        learning: where each learner stands.
        dialogues: the intakes, of which one ends with its plan.
        reader: reads with the language model what the rules leave open.
        proposals: what learners ask to change of the plans that there are.
        writer: the language model, or None; may raise a `ModelError`.
        fingerprints: what makes a learner's plans: prompts, settings, index.
    """

    syllabus: Syllabus
    memory: Memory
    learning: Learning
    dialogues: Dialogues
    reader: ModelReader
    proposals: Proposals
    writer: Callable[[], Writer | None]
    fingerprints: Callable[[str], dict[str, str]]

    def learn(
        self,
        profile: Mapping[str, Any],
        *,
        learner: str,
        today: date | None = None,
        usage: Usage | None = None,
    ) -> dict[str, Any]:
        """Build a learner's plan and remember it; returns it in the shape of `mentor learn --json`.

        Nothing that is missing blocks: it gets a default that the plan states. At most two model calls, one to read
        what the rules left of the message and one to phrase the plan, are added to `usage`. A plan that does not
        fit comes back with its ways out and is not kept.

        Raises:
            ProfileError: the profile is not usable; says what it may hold.
        """
        day, asked = today or clock.today(), _Asked(usage or Usage())
        filled = self.reader.fill(profile, str(profile.get("message", "")), day, asked.usage)
        return self._learned(filled, learner, day, asked)

    def build(self, profile: Mapping[str, Any], *, learner: str, usage: Usage) -> dict[str, Any]:
        """Build a learner's plan of a profile that was read already, and remember it, as `learn` does."""
        return self._learned(Filled(dict(profile)), learner, clock.today(), _Asked(usage))

    def _learned(
        self,
        filled: Filled,
        learner: str,
        day: date,
        asked: _Asked,
        *,
        remembered: dict[str, Any] | None = None,
        before: Plan | None = None,
    ) -> dict[str, Any]:
        """See `learn`; with what was remembered, nothing is kept where that has been changed.

        The plan of before goes on as far as it can.
        """
        profile = filled.profile
        known, state = self._prepared(profile, learner, day)
        if filled.failed:
            known = replace(
                known, assumed=(*known.assumed, Assumed("reading", "by rules alone", filled.failed))
            )
        if before:
            plan = replan(before, self.syllabus, known, state, day)
        else:
            plan = schedule(self.syllabus, known, state, day, version=self._next_version(learner))
        told = {**profile, "start": known.start.isoformat(), "told_on": day.isoformat()}
        if not plan.feasible:
            kept = without_wish(self.memory.profile(learner) if remembered is None else remembered)
            self.memory.remember_profile(learner, {**kept, WISHED: told}, before=remembered)
        document = self._planned(plan, told, learner, asked, remembered=remembered, before=before)
        if document["feasible"]:
            self.dialogues.end(learner)
        return document

    def change(
        self, message: str, *, learner: str, today: date | None = None, usage: Usage | None = None
    ) -> dict[str, Any]:
        """Build a learner's plan of what they said before and what the message changes of it.

        What was said last counts as said before even if no plan fitted it, so that a way out can be taken. A plan
        that there is is replanned from where the learner stands; `changes` says in sentences what became of it.
        At most two model calls, as for `learn`.

        Raises:
            ProfileError: nothing of the message could be read; plan and profile stay as they are.
        """
        day, asked = today or clock.today(), _Asked(usage or Usage())

        def changed() -> dict[str, Any]:
            remembered, plan = self.proposals.kept(learner)
            if plan is None:
                before = remembered.get(WISHED) or remembered
                asked.read = self.reader.retold(before, message, day, asked.usage, asked.read)
                return self._learned(asked.read, learner, day, asked, remembered=remembered)
            found = self.proposals.read(
                message, learner, remembered, plan, day, usage=asked.usage, read_before=asked.read
            )
            asked.read = found.filled
            if not asked.is_recorded:
                self.memory.record(learner, [event.row() for event in found.marks])
                asked.is_recorded = True
            document = self._learned(found.filled, learner, day, asked, remembered=remembered, before=plan)
            return {**document, "understood": list(found.understood), "unread": list(found.unread)}

        return _unless_overtaken(changed)

    def replan(
        self, *, learner: str, today: date | None = None, usage: Usage | None = None
    ) -> dict[str, Any]:
        """Fit a learner's plan to what really happened; what is done stays done, and as little as possible moves.

        At most one model call, to phrase the plan.

        Raises:
            PlanError: there is no plan yet.
        """
        day, asked = today or clock.today(), _Asked(usage or Usage())

        def replanned() -> dict[str, Any]:
            before, plan, remembered = self._replanned(learner, day)
            profile = without_wish(remembered)
            return self._planned(plan, profile, learner, asked, remembered=remembered, before=before)

        return _unless_overtaken(replanned)

    def replan_preview(self, *, learner: str, today: date | None = None) -> tuple[str, ...]:
        """Return what `replan` would change, in sentences, and keep nothing; empty where nothing would.

        Raises:
            PlanError: there is no plan yet, or none fits any more.
        """
        before, plan, _ = self._replanned(learner, today or clock.today())
        if not isinstance(plan, Plan):
            raise PlanError(plan.reason)
        found = difference(before, plan)
        return found.sentences() if found else ()

    def _replanned(self, learner: str, day: date) -> tuple[Plan, Plan | Infeasible, dict[str, Any]]:
        """Return the newest plan, the one that fits what happened, and what is remembered beside both."""
        remembered, before = self.proposals.kept(learner)
        if before is None:
            raise PlanError(NO_PLAN)
        known, state = self._prepared(without_wish(remembered), learner, day)
        return before, replan(before, self.syllabus, known, state, day), remembered

    def _prepared(self, profile: Mapping[str, Any], learner: str, day: date) -> tuple[Learner, Progress]:
        """Return a learner as their words and their answers have them, and where they stand."""
        state = self.learning.progress(learner)
        return self.proposals.planned_for(profile, learner, day, state), state

    def _planned(
        self,
        plan: Plan | Infeasible,
        profile: Mapping[str, Any],
        learner: str,
        asked: _Asked,
        *,
        remembered: dict[str, Any] | None,
        before: Plan | None,
    ) -> dict[str, Any]:
        if before and isinstance(plan, Plan) and is_same(before, plan):
            self.memory.remember_profile(learner, dict(profile), before=remembered)
            kept = self.memory.plan(learner, before.version) or {}
            return {**kept, "changes": [NOTHING_CHANGED], "model_calls": asked.usage.calls}
        document = {
            **to_json(plan),
            "narrative": self._phrased(plan, asked),
            "model_calls": asked.usage.calls,
            "fingerprints": self.fingerprints(learner),
        }
        if before and isinstance(plan, Plan):
            document["changes"] = list(difference(before, plan).sentences())
        if document["feasible"]:
            document["version"] = self.memory.remember_plan(
                learner, dict(profile), document, before=remembered
            )
        else:
            document["version"] = None  # what does not fit is no version of the plan
        return document

    def _phrased(self, plan: Plan | Infeasible, asked: _Asked) -> str:
        """Return what a plan says of itself: its facts, phrased by the model where that was not asked yet."""
        writer = None
        if not asked.is_phrased:
            asked.is_phrased = True
            with suppress(ModelError):  # the plan does not depend on its words
                writer = self.writer()
        return narrative(plan, self.syllabus, writer, asked.usage)

    def _next_version(self, learner: str) -> int:
        return max((version for version, _ in self.memory.plan_versions(learner)), default=0) + 1


def _unless_overtaken(changed: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Change a plan, anew where another change of it came first, so that neither is lost."""
    for _ in range(OVERTAKEN_MOST - 1):
        try:
            return changed()
        except PlanOvertaken:
            continue
    return changed()
