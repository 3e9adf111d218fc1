"""What a learner does, day by day: what to do today, checks asked and answered, marks in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent import clock
from agent.checking import MINUTES, Asked, Marked, Verdict, choose, find, has_check, judge
from agent.errors import PlanError
from agent.familiar import Vocabulary
from agent.intake import complete
from agent.learner import read_profile
from agent.ledger import MARKS as UNDOABLE
from agent.ledger import Event, Judge, Kind, read, standing
from agent.meant import meant
from agent.placing import placement_of, shown
from agent.plan_text import from_json
from agent.progress import Progress, progress
from agent.scope import listed
from agent.today import today

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from agent.day import Today
    from agent.learner import Days, Learner
    from agent.memory import Memory
    from agent.placing import Placing
    from agent.plan import Plan
    from knowledge.syllabus import Syllabus
    from knowledge.topic import Check, Topic

WISHED = "wished"  # key beside a kept profile: the one that did not fit
MARKS = {
    "done": Kind.DONE,
    "studied": Kind.STUDIED,
    "skip": Kind.SKIPPED,
    "hours": Kind.HOURS,
    "harder": Kind.HOURS,
}
# "harder" without a figure: what slow learners need by the curriculum, or half as much again as thought so far
_HARDER = 1.5
HOURS_MOST = 1000.0


class Learning:
    """The ledger of every learner, and what follows from it."""

    def __init__(self, memory: Memory, syllabus: Syllabus) -> None:
        self._memory = memory
        self._syllabus = syllabus

    def events(self, learner: str) -> list[Event]:
        """Return everything that happened, oldest first."""
        return [read(row) for row in self._memory.ledger(learner)]

    def progress(self, learner: str) -> Progress:
        """Return where a learner stands, from the ledger."""
        return progress(self.events(learner))

    def today(self, *, learner: str, today: date | None = None) -> Today:
        """Return what a learner is to do on a day, this machine's by default."""
        return self._today(learner, self.progress(learner), today or clock.today())

    def away(self, *, learner: str, today: date) -> tuple[Days, ...]:
        """Return the days on which a learner does not study, as they are known today."""
        return self._learner(learner, today).away

    def record(
        self,
        verb: str,
        names: Sequence[str],
        *,
        learner: str,
        hours: float | None = None,
        at: datetime | None = None,
    ) -> tuple[str, ...]:
        """Record topics or projects, by id or name, all or none; returns their ids.

        Args:
            verb: a key of `MARKS`.
            names: what it is about.
            learner: whose ledger.
            hours: what each of them takes this learner in all, real hours where it is done; for "studied" how long it
                was studied, without finishing it. "hours" and "studied" need it.
            at: when it happened, where its date is the learner's day; now by default.

        Raises:
            PlanError: no names; one that is unknown or may mean several things; hours that cannot be.
        """
        if verb not in MARKS:
            raise PlanError(f"there is no mark {verb!r}; there are {listed(MARKS)}")
        if hours is not None and not 0 < hours <= HOURS_MOST:
            raise PlanError(f"the hours are {hours:g}; they must be above 0 and at most {HOURS_MOST:g}")
        if verb == "skip" and hours is not None:
            raise PlanError("what is skipped takes no hours; leave them out")
        if verb in ("hours", "studied") and hours is None:
            raise PlanError(
                f"say how many hours, such as /progress {verb} git {'5' if verb == 'hours' else '1.5'}"
            )
        ids = self.meant(names, learner)
        if hours is not None and len(ids) > 1:
            raise PlanError(f"hours belong to one thing; {listed(ids)} are {len(ids)}")
        if verb == "studied" and (over := [id_ for id_ in ids if id_ in self.progress(learner).done]):
            raise PlanError(f"{listed(over)} is finished already; /progress hours corrects how long it took")
        real = self._harder(ids, learner) if verb == "harder" and hours is None else dict.fromkeys(ids, hours)
        self._keep(learner, [Event(MARKS[verb], id_, at or clock.now(), hours=real[id_]) for id_ in ids])
        return ids

    def undo(
        self, names: Sequence[str] = (), *, learner: str, at: datetime | None = None
    ) -> tuple[Event, ...]:
        """Take back the last thing recorded of each name, or the last of all; returns what was taken back.

        Raises:
            PlanError: there is nothing to take back.
        """
        marks = [event for event in standing(self.events(learner)) if event.kind in UNDOABLE]
        ids = self._undone_ids(names, learner, marks) if names else [event.id for event in marks[-1:]]
        last = {event.id: event for event in marks}
        if missing := [each for each in ids if each not in last]:
            raise PlanError(f"there is nothing to take back: nothing was recorded of {listed(missing)}")
        if not ids:
            raise PlanError("there is nothing to take back: nothing is recorded")
        self._keep(learner, [Event(Kind.UNDONE, id_, at or clock.now()) for id_ in ids])
        return tuple(last[id_] for id_ in ids)

    def ask(self, *, learner: str, topic: str | None = None, today: date | None = None) -> Asked | None:
        """Return the check to answer now: the open one, else one of the topic, else the first that is due.

        It stays open, for every door, until it is answered or another topic is asked for. None: nothing is due.

        Raises:
            PlanError: there is no such topic, or it has no checks.
        """
        day, state = today or clock.today(), self.progress(learner)
        if topic is not None:
            about = self._topic(topic, learner)
            check = choose(about, state)
            if check is None:
                raise PlanError(f"{about.title} has no checks")
            return self._asked(learner, state, about, check, "you asked for it", day)
        if state.asked and has_check(self._syllabus, state.asked):
            about, check = find(self._syllabus, state.asked)
            return self._asked(learner, state, about, check, "still open", day)
        first = next((action for action in self._today(learner, state, day).actions if action.check), None)
        if first is None or first.check is None:
            return None
        about, check = find(self._syllabus, first.check)
        return self._asked(learner, state, about, check, first.because, day)

    def answer(
        self, text: str, *, learner: str, check: str | None = None, at: datetime | None = None
    ) -> Marked:
        """Judge an answer to the open check, or to the one named, and record it where code can tell.

        Raises:
            PlanError: no check is open, or the answer is empty or no option.
        """
        about, asked = self._open(learner, check)
        verdict = judge(asked, text)
        if verdict.right is None:
            return self._marked(about, asked, verdict, None, learner)
        return self._judged(learner, about, asked, verdict, by="key", at=at)

    def judge(
        self, *, right: bool, learner: str, check: str | None = None, at: datetime | None = None
    ) -> Marked:
        """Record how a learner judges their own answer, compared with the key.

        Raises:
            PlanError: no check is open, or code can judge it.
        """
        about, asked = self._open(learner, check)
        if asked.kind == "choice":
            raise PlanError("a choice is judged by its key; answer with the letter of an option")
        verdict = Verdict(right, asked.answer, asked.why)
        return self._judged(learner, about, asked, verdict, by="self", at=at)

    def place(self, *, learner: str, today: date | None = None) -> Placing:
        """Begin a placement, or go on with the one that was begun; it ends when no check tells enough more."""
        day = today or clock.today()
        known, state = self._learner(learner, day), self.progress(learner)
        count = len(state.placement or ()) if state.is_placing else 0
        found = placement_of(known, self._syllabus, state, asked=count)
        if found.next is None and state.is_placing:
            self._keep(learner, [Event(Kind.PLACED, known.path, clock.now())])
        if found.next is None:
            return shown(found, known.path, self._syllabus, None)
        if not state.is_placing:
            self._keep(learner, [Event(Kind.PLACING, known.path, clock.now())])
        about, check = find(self._syllabus, found.next.id)
        asked = self._asked(learner, state, about, check, "it tells most of what is still open", day)
        return shown(found, known.path, self._syllabus, asked)

    def stop_placing(self, *, learner: str, today: date | None = None) -> Placing:
        """End a placement; what was answered until then counts.

        Raises:
            PlanError: none was begun.
        """
        known, state = self._learner(learner, today or clock.today()), self.progress(learner)
        if state.placement is None:
            raise PlanError("no placement was begun; /place begins one")
        if state.is_placing:
            self._keep(learner, [Event(Kind.PLACED, known.path, clock.now())])
        count = len(state.placement)
        return shown(
            placement_of(known, self._syllabus, state, asked=count), known.path, self._syllabus, None
        )

    def open_check(self, *, learner: str) -> Check | None:
        """Return the check that was asked last and waits for its answer; None where none does."""
        asked = self.progress(learner).asked
        return find(self._syllabus, asked)[1] if asked and has_check(self._syllabus, asked) else None

    def meant(self, names: Sequence[str], learner: str) -> tuple[str, ...]:
        """Return the ids of the topics and projects that a learner names.

        Raises:
            PlanError: no names, or one that is unknown or may mean several things.
        """
        plan = self._memory.plan(learner)
        language = plan["language"] if plan else next(iter(self._syllabus.languages), "")
        ids = meant(", ".join(names), Vocabulary(self._syllabus, language))
        if not ids:
            raise PlanError(
                "name the topics or projects, such as git or data.sql-basics, with commas between"
            )
        return ids

    def _today(self, learner: str, state: Progress, day: date) -> Today:
        away = self._learner(learner, day).away
        return today(self._plan(learner), self._syllabus, state, day, away)

    def _learner(self, learner: str, day: date) -> Learner:
        profile = self._memory.profile(learner)
        kept = {name: value for name, value in profile.items() if name != WISHED}
        return complete(read_profile(kept), self._syllabus, day).learner

    def _plan(self, learner: str) -> Plan | None:
        found = self._memory.plan(learner)
        return from_json(found) if found else None

    def _harder(self, ids: Sequence[str], learner: str) -> dict[str, float]:
        said = self.progress(learner).hours
        usual = {id_: self._syllabus.entry(id_).hours for id_ in ids}
        return {id_: max(usual[id_].high, _HARDER * said.get(id_, usual[id_].typical)) for id_ in ids}

    def _undone_ids(self, names: Sequence[str], learner: str, marks: Sequence[Event]) -> list[str]:
        recorded = {event.id for event in marks}
        checks = [name for name in names if name in recorded]
        rest = [name for name in names if name not in recorded]
        return [*checks, *(self.meant(rest, learner) if rest else ())]

    def _topic(self, name: str, learner: str) -> Topic:
        ids = self.meant([name], learner)
        if len(ids) > 1 or ids[0] not in self._syllabus.topics:
            raise PlanError(f"{name!r} is no single topic; only topics have checks")
        return self._syllabus.topics[ids[0]]

    def _asked(
        self, learner: str, state: Progress, topic: Topic, check: Check, because: str, day: date
    ) -> Asked:
        if state.asked != check.id:
            self._keep(learner, [Event(Kind.ASKED, check.id, clock.now())])
        left = len([each for each in state.due(day) if each != topic.id])
        return Asked(
            check=check.id,
            topic=topic.id,
            title=topic.title,
            kind=check.kind,
            ask=check.ask,
            options=check.options,
            minutes=MINUTES[check.kind],
            because=because,
            left=left,
        )

    def _open(self, learner: str, check: str | None) -> tuple[Topic, Check]:
        asked = check or self.progress(learner).asked
        if asked is None or not (check or has_check(self._syllabus, asked)):
            raise PlanError("no check is open; /review asks one")
        return find(self._syllabus, asked)

    def _judged(
        self,
        learner: str,
        topic: Topic,
        check: Check,
        verdict: Verdict,
        *,
        by: Judge,
        at: datetime | None,
    ) -> Marked:
        assert verdict.right is not None
        event = Event(Kind.CHECK, check.id, at or clock.now(), verdict.right, judged_by=by)
        self._keep(learner, [event])
        return self._marked(topic, check, verdict, by, learner)

    def _marked(self, topic: Topic, check: Check, verdict: Verdict, by: Judge | None, learner: str) -> Marked:
        recall = self.progress(learner).memory.get(topic.id) if by else None
        return Marked(
            check=check.id,
            topic=topic.id,
            title=topic.title,
            right=verdict.right,
            by=by,
            expected=verdict.expected,
            why=verdict.why,
            key_points=verdict.key_points,
            next_due=recall.due if recall else None,
            heading=check.heading,
            is_given=verdict.is_given,
        )

    def _keep(self, learner: str, events: Sequence[Event]) -> None:
        self._memory.record(learner, [event.row() for event in events])
