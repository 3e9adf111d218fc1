"""What learners ask to change of the plans that they have, shown before it is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agent import clock, ledger
from agent.change_reading import ChangeReader
from agent.difference import difference
from agent.errors import PlanError
from agent.familiar import Vocabulary
from agent.intake import complete
from agent.learner import read_profile
from agent.learning import WISHED
from agent.ledger import Kind
from agent.placing import as_tested
from agent.plan import Plan
from agent.plan_changes import Proposal, recorded, still_needed
from agent.plan_text import from_json
from agent.plan_words import is_way_out
from agent.progress import progress
from agent.schedule import replan
from agent.writer import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from agent.change_reading import Reading
    from agent.learner import Learner
    from agent.learning import Learning
    from agent.memory import Memory
    from agent.model_reading import Filled, ModelReader
    from agent.progress import Progress
    from knowledge.syllabus import Syllabus

NO_PLAN = "there is no plan yet; `mentor learn` or /learn builds one"
_MARKS = "marks"  # key in a wish: what is to be recorded in the ledger once a way out is taken


@dataclass(frozen=True, slots=True)
class Proposals:
    """The changes that learners ask for, before they are made.

    Args:
        syllabus: what plans are made from.
        memory: the database of learners.
        learning: where each learner stands.
        reader: reads with the language model what the rules leave open.
    """

    syllabus: Syllabus
    memory: Memory
    learning: Learning
    reader: ModelReader

    def propose(
        self,
        message: str,
        *,
        learner: str,
        today: date | None = None,
        usage: Usage | None = None,
        is_meant: bool = True,
    ) -> Proposal:
        """Return what a change would make of a plan, and make nothing of it; at most one model call.

        What is meant and does not fit is remembered as the learner's wish, so that a way out can be taken, until
        `discard`.

        Raises:
            ProfileError: nothing of the message could be read.
            PlanError: there is no plan yet.
        """
        day = today or clock.today()
        remembered, before = self.kept(learner)
        if before is None:
            raise PlanError(NO_PLAN)
        found = self.read(message, learner, remembered, before, day, usage=usage or Usage())
        state = progress((*self.learning.events(learner), *found.marks))
        known = self.planned_for(found.filled.profile, learner, day, state)
        plan = replan(before, self.syllabus, known, state, day)
        changes = difference(before, plan) if isinstance(plan, Plan) else None
        noted: tuple[str, ...] = ()
        if is_meant and isinstance(plan, Plan):
            self.let_go(message, learner=learner, today=day)
        elif is_meant:
            told = {**found.filled.profile, "start": known.start.isoformat(), "told_on": day.isoformat()}
            noted = self._wish(told, found, learner, remembered)
        said = changes.sentences() if changes else ()
        return Proposal(
            found.understood,
            found.unread,
            said,
            plan,
            still_needed(found.excluded, plan),
            noted,
            before.version,
        )

    def _wish(
        self, told: dict[str, Any], found: Reading, learner: str, remembered: dict[str, Any]
    ) -> tuple[str, ...]:
        """Remember what does not fit, with its marks; returns what is recorded at once.

        What is finished is finished whether a plan fits or not, so it waits for a way out only where a part of the
        message was not understood.
        """
        sure = [each for each in found.marks if each.kind is Kind.DONE and not found.unread]
        rest = [each.row() for each in found.marks if each not in sure]
        wished = {**told, _MARKS: rest} if rest else told
        self.memory.remember_profile(learner, {**without_wish(remembered), WISHED: wished}, before=remembered)
        self.memory.record(learner, [event.row() for event in sure])
        return recorded(sure, self.syllabus)

    def discard(self, *, learner: str) -> None:
        """Forget what a learner wished for and no plan fitted."""
        remembered = self.memory.profile(learner)
        if WISHED in remembered:
            self.memory.remember_profile(learner, without_wish(remembered), before=remembered)

    def let_go(self, words: str, *, learner: str, today: date | None = None) -> None:
        """Forget what a learner wished for and no plan fitted, where their next words take no way out of it."""
        remembered = self.memory.profile(learner)
        plan = self.memory.plan(learner) if WISHED in remembered else None
        if plan:
            vocabulary = Vocabulary(self.syllabus, plan["language"])
            if not is_way_out(words, vocabulary, today or clock.today()):
                self.memory.remember_profile(learner, without_wish(remembered), before=remembered)

    def read(  # noqa: PLR0913 - what a message is read with, once for each change
        self,
        message: str,
        learner: str,
        remembered: Mapping[str, Any],
        plan: Plan,
        day: date,
        *,
        usage: Usage,
        read_before: Filled | None = None,
    ) -> Reading:
        """Return what a message asks of a plan; a wish that was left open counts for its ways out alone.

        Raises:
            ProfileError: nothing of the message could be read.
        """
        before, waiting = without_wish(remembered), []
        if WISHED in remembered and is_way_out(message, Vocabulary(self.syllabus, plan.language), day):
            before = dict(remembered[WISHED])
            waiting = [ledger.read(row) for row in before.pop(_MARKS, ())]
        found = ChangeReader(self.syllabus, self.reader).read(
            message,
            before,
            plan=plan,
            progress=self.learning.progress(learner),
            at=clock.now(),
            day=day,
            usage=usage,
            read_before=read_before,
        )
        return replace(
            found,
            marks=(*waiting, *found.marks),
            understood=(*recorded(waiting, self.syllabus), *found.understood),
        )

    def kept(self, learner: str) -> tuple[dict[str, Any], Plan | None]:
        """Return what is remembered of a learner, and their newest plan, if there is one."""
        remembered, kept = self.memory.profile(learner), self.memory.plan(learner)
        return remembered, from_json(kept) if kept else None

    def planned_for(self, profile: Mapping[str, Any], learner: str, day: date, state: Progress) -> Learner:
        """Return a learner as their words and their answers have them."""
        said = complete(read_profile(profile), self.syllabus, day).learner
        return as_tested(replace(said, id=learner), self.syllabus, state)


def without_wish(remembered: Mapping[str, Any]) -> dict[str, Any]:
    """Return the profile of the newest plan, without what was wished for since."""
    return {name: value for name, value in remembered.items() if name != WISHED}
