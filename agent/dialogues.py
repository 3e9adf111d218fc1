"""The intakes of learners while they go on: each in one conversation, kept step by step until the plan is built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from agent import clock
from agent.commands import START_OVER, Name
from agent.dialogue import Step, asks_for_plan, filled_in, heard, opened, step_of
from agent.dialogue_wish import Wish, wish
from agent.dialogue_words import SUMMARY, shown
from agent.events import Choice
from agent.memory import DIALOGUES, in_our_words
from knowledge.database import reading, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from agent.commands import Command
    from agent.dialogue import Heard
    from agent.memory import Turn
    from agent.model_reading import ModelReader
    from agent.writer import Usage
    from knowledge.syllabus import Syllabus

STOPPED = "Left as it is: `/learn` goes on where we were. What you told so far is kept."
RESUMED = "We were in the middle of it."
TODAY = Choice("/today", "What to do today")
ELSEWHERE = 0  # the turn of a step that an intake brought from another conversation
BACK = "*Back to your plan:*"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the dialogue says: Markdown and messages to choose from, or what to build the plan of.

    `profile` is that, and `steps` led to it.
    """

    markdown: str
    choices: tuple[Choice, ...] = ()
    profile: Mapping[str, Any] | None = None
    steps: tuple[Step, ...] = ()


class Dialogues:
    """The intake of every learner, at most one at a time each.

    Args:
        engine: the database, as `Memory` has brought it up to date.
        syllabus: what plans are made from.
        reader: reads with a language model what the rules leave open.

    Raises:
        MemoryUnavailable: from any call, when the database cannot be read or written.
    """

    def __init__(self, engine: Engine, syllabus: Syllabus, reader: ModelReader) -> None:
        self._engine = engine
        self._reader = reader
        self._syllabus = syllabus

    def take(
        self, command: Command | None, learner: str, turn: Turn, usage: Usage, *, has_plan: bool
    ) -> Reply | None:
        """Return what the intake says to a turn's message; None where the message is no part of it.

        /learn alone begins it or goes on with it, where there is no plan yet; so do words that ask for a plan. At
        most one model call, for words that the rules left over.
        """
        if command is None:
            reply = self.reply(learner, turn, usage)
            is_wish = not (reply or has_plan) and asks_for_plan(turn.message, self._syllabus, clock.today())
            return self.begin(learner, turn, usage, turn.message) if is_wish else reply
        anew = START_OVER.fullmatch(command.rest) is not None
        if command.name is not Name.LEARN or not (anew or not (command.rest or has_plan)):
            return None
        return self.begin(learner, turn, usage, anew=anew)

    def begin(
        self, learner: str, turn: Turn, usage: Usage, message: str = "", *, anew: bool = False
    ) -> Reply:
        """Ask the first question of a turn's learner, or go on where they were, in the turn's conversation."""
        asked = [] if anew or message else [step for step in self._steps(learner) if step.field]
        if asked:
            step = replace(asked[-1], turn=turn.number)
            before = self._before(learner, turn) or [replace(step, turn=ELSEWHERE)]
            self._keep(learner, turn.conversation, [*before, step])
            return self._asked(step, RESUMED)
        found = self._read_on(opened(message, turn.number, self._syllabus, clock.today()), message, usage)
        self._keep(learner, turn.conversation, [found.step])
        return self._asked(found.step, found.noted)

    def reply(self, learner: str, turn: Turn, usage: Usage) -> Reply | None:
        """Take a turn's message as a reply; None where no intake is open in its conversation, or it is a question.

        A message that is asked anew, changed or not, replies to what was asked before it.
        """
        steps = self._before(learner, turn)
        if not _is_open(steps):
            return None
        last, asked = steps[-1], wish(turn.message, steps[-1].field)
        if asked is Wish.STOP:
            self._keep(learner, turn.conversation, [*steps, replace(last, turn=turn.number, field=None)])
            return Reply(STOPPED)
        if asked is Wish.BACK:
            return self._back(learner, turn, steps)
        if asked is Wish.BUILD or (asked is Wish.AGREE and last.field == SUMMARY):
            return Reply("", profile=last.profile, steps=tuple(steps))
        found = heard(last, turn.message, turn.number, self._syllabus, clock.today())
        if found is None:
            return None
        found = self._read_on(found, turn.message, usage)
        self._keep(learner, turn.conversation, [*steps, found.step])
        return self._asked(found.step, found.noted)

    def reminder(self, learner: str, turn: Turn) -> Reply | None:
        """Return the open question of a turn's conversation, to follow the answer to another; None without one."""
        steps = self._before(learner, turn)
        return self._asked(steps[-1], BACK) if _is_open(steps) else None

    def built(self, learner: str, turn: Turn, steps: Sequence[Step], *, is_over: bool) -> None:
        """Keep that a plan was built after these steps; where none fits, what was told can still be changed."""
        last = steps[-1]
        over = replace(last, turn=turn.number, field=None if is_over else SUMMARY)
        self._keep(learner, turn.conversation, [*steps, over])

    def end(self, learner: str) -> None:
        """Forget a learner's intake, whose plan is there."""
        with in_our_words(), writing(self._engine) as connection:
            connection.execute(DIALOGUES.delete().where(DIALOGUES.c.learner == learner))

    def kept(self, learner: str) -> dict[str, Any] | None:
        """Return what is kept of a learner's intake, as JSON can hold it; None where there is none."""
        query = sa.select(DIALOGUES).where(DIALOGUES.c.learner == learner)
        with in_our_words(), reading(self._engine) as connection:
            row = connection.execute(query).mappings().one_or_none()
        return dict(row) if row else None

    def _read_on(self, found: Heard, message: str, usage: Usage) -> Heard:
        """Let a model read what the rules left of a message."""
        today = clock.today()
        filled = self._reader.fill(found.step.profile, message, today, usage)
        return filled_in(found, filled, self._syllabus, today)

    def _back(self, learner: str, turn: Turn, steps: Sequence[Step]) -> Reply:
        """Ask the question before the last one again, with what was told then."""
        questions = [step for step in steps if step.field not in (None, steps[-1].field)]
        before = questions[-1] if questions else steps[0]
        step = replace(before, turn=turn.number)
        self._keep(learner, turn.conversation, [*steps[: steps.index(before)], step])
        return self._asked(step, "")

    def _asked(self, step: Step, lead: str) -> Reply:
        assert step.field
        said, choices = shown(step.field, step.profile, step.settled, self._syllabus, clock.today())
        return Reply("\n\n".join(filter(None, (lead, said))), choices)

    def _before(self, learner: str, turn: Turn) -> list[Step]:
        """Return the steps that a turn follows, if its conversation is the intake's."""
        query = sa.select(DIALOGUES.c.steps).where(
            DIALOGUES.c.learner == learner, DIALOGUES.c.conversation == turn.conversation
        )
        return [step for step in self._read(query) if step.turn < turn.number]

    def _steps(self, learner: str) -> list[Step]:
        return self._read(sa.select(DIALOGUES.c.steps).where(DIALOGUES.c.learner == learner))

    def _read(self, query: sa.Select[Any]) -> list[Step]:
        with in_our_words(), reading(self._engine) as connection:
            return [step_of(row) for row in connection.scalar(query) or ()]

    def _keep(self, learner: str, conversation: str, steps: Sequence[Step]) -> None:
        row = {"conversation": conversation, "steps": [step.json() for step in steps]}
        mine = DIALOGUES.c.learner == learner
        with in_our_words(), writing(self._engine) as connection:
            if not connection.execute(DIALOGUES.update().where(mine).values(row)).rowcount:
                connection.execute(DIALOGUES.insert().values(learner=learner, **row))


def _is_open(steps: Sequence[Step]) -> bool:
    """Whether the last of these steps asks something in its own conversation."""
    return bool(steps) and steps[-1].turn != ELSEWHERE and steps[-1].field is not None
