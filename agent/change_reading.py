"""A message about a plan that there is -> the profile and the marks that it asks for, by rules first, then by the model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agent.errors import ProfileError
from agent.familiar import Vocabulary
from agent.model_reading import Filled
from agent.plan_changes import doubted, marks, understood, with_goals
from agent.plan_words import Change, change
from agent.scope import listed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from agent.ledger import Event
    from agent.model_reading import ModelReader
    from agent.plan import Plan
    from agent.progress import Progress
    from agent.writer import Usage
    from knowledge.syllabus import Syllabus

NOTHING = (
    "nothing in {message!r} could be read as a change of your plan ({why}), so it stays as it is; say what is to change, "
    "such as 10 hours a week, by 2027-12-31, keep Docker, leave out Kubernetes, I lost a week"
)
_CHARS = 80


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message asks of a plan.

    Attributes:
        filled: the profile that it leads to, with what a model read.
        marks: what it records in the ledger.
        understood: what was understood of it, a few words each.
        unread: what was not, perhaps with why.
        excluded: ids that it wants left out.
    """

    filled: Filled
    marks: tuple[Event, ...]
    understood: tuple[str, ...]
    unread: tuple[str, ...]
    excluded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeReader:
    """Reads what learners want changed.

    Args:
        syllabus: what is planned from.
        reader: reads with the language model what the rules leave open.
    """

    syllabus: Syllabus
    reader: ModelReader

    def read(  # noqa: PLR0913 - what a message is read with, each by name
        self,
        message: str,
        before: Mapping[str, Any],
        *,
        plan: Plan,
        progress: Progress,
        at: datetime,
        day: date,
        usage: Usage,
        read_before: Filled | None = None,
    ) -> Reading:
        """Return what a message asks of the plan of a profile; at most one model call.

        Args:
            message: the learner's words.
            before: the profile that the plan was made of.
            plan: the plan.
            progress: where the learner stands.
            at: when what is finished was finished.
            day: the day of the message.
            usage: what is asked of a model is added to it.
            read_before: what a model read of the same message on top of another profile.

        Raises:
            ProfileError: nothing of the message could be read.
        """
        found = self._whole(change(message, Vocabulary(self.syllabus, plan.language), day), plan)
        filled = self._facts(message, found, before, day, usage, read_before)
        goals = with_goals(filled.profile, found)
        filled = replace(filled, profile=goals)
        told = set(filled.words.values())
        unread = [each for each in found.unread if not any(words.lower() in each.lower() for words in told)]
        return Reading(
            filled,
            marks(found, progress, at),
            understood(found, before, goals, self.syllabus, day),
            (*unread, *doubted(before, goals, self.syllabus, day)),
            found.exclude,
        )

    def _whole(self, found: Change, plan: Plan) -> Change:
        """Return a change that leaves out also what builds on what it leaves out, where that is asked for."""
        if not found.deep:
            return found
        planned = {item.id for item in plan.items() if item.id in self.syllabus and not item.done}
        deep = [
            each for each in sorted(planned) if self.syllabus.closure((each,), plan.language) & {*found.deep}
        ]
        return replace(found, exclude=tuple(dict.fromkeys((*found.exclude, *deep))))

    def _facts(
        self,
        message: str,
        found: Change,
        before: Mapping[str, Any],
        day: date,
        usage: Usage,
        read_before: Filled | None,
    ) -> Filled:
        """Return the profile with the facts that a message tells; as it was where it tells none and asks for something."""
        said = ". ".join(filter(None, (found.facts, *found.unread))) if found else message
        if found and not said:
            return Filled(dict(before))
        try:
            return self.reader.retold(before, said, day, usage, read_before)
        except ProfileError:
            if found:
                return Filled(dict(before))
            if found.unread:
                why = f"not understood: {listed(found.unread)}"
                raise ProfileError(NOTHING.format(message=message[:_CHARS], why=why)) from None
            raise
