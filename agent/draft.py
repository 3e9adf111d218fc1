"""A plan in the making: units poured into one learner's weeks, after what was done before; pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from agent.agenda import agenda
from agent.pace import pace
from agent.plan import Assumption, Finished, Item, Plan, Reason, Week
from agent.scope import MILESTONE, Step, listed
from agent.timetable import fill
from agent.workweeks import QUARTERS, WEEK_DAYS, Availability, merged, monday

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from agent.learner import Learner
    from agent.progress import Progress
    from agent.scope import Unit
    from agent.timetable import FilledWeek
    from knowledge.syllabus import Syllabus


@dataclass(frozen=True, slots=True)
class Draft:
    """What a plan is made from, beside its units.

    Attributes:
        starts: the first day of the plan's first week.
        resumes: the first day into which anything new is put.
        history: the weeks begun before, holding only what was done or begun in them.
    """

    syllabus: Syllabus
    learner: Learner
    progress: Progress
    starts: date
    version: int
    resumes: date = date.min
    history: tuple[Week, ...] = ()

    @property
    def availability(self) -> Availability:
        """The time that the learner has."""
        return Availability(self.learner.hours_per_week, merged(self.learner.away), self.learner.deadline)

    def without(self, ids: Collection[str]) -> Draft:
        """Return the draft whose weeks before hold nothing of these that was only begun."""
        history = tuple(_without(week, ids) for week in self.history)
        return replace(self, history=history)

    def fill(self, units: Sequence[Unit]) -> tuple[FilledWeek, ...] | None:
        """Return the weeks with the units in them, or None if they do not fit."""
        return self._fill([step for steps in self.left(units) for step in steps])

    def _fill(self, steps: Sequence[Step]) -> tuple[FilledWeek, ...] | None:
        weeks = self.availability.weeks(self.starts)
        used = {week.number: _quarters(week.planned_hours) for week in self.history}
        return fill(steps, weeks, used=used, reviews_from=self._reviews_from(), resumes=self.resumes)

    def left(self, units: Sequence[Unit]) -> list[list[Step]]:
        """Return of each unit the steps that are left, with the time that each still takes."""
        begun = self._begun()
        rests = ([_rest(step, begun.get(step.id, 0)) for step in unit.steps] for unit in units)
        return [[step for step in steps if step.quarters] for steps in rests]

    def room(self, first: Sequence[Step] = ()) -> int:
        """Return how many quarters of an hour of study fit, reviews beside them, if study begins with these steps."""
        weeks = self.availability.weeks(self.starts)
        least, most = 0, sum(week.quarters for week in weeks if week.ends >= self.resumes)
        while least < most:
            middle = (least + most + 1) // 2
            least, most = (middle, most) if self._fill(_opening(first, middle)) else (least, middle - 1)
        return least

    def fits(self, units: Sequence[Unit]) -> bool:
        """Say whether the units fit before the learner's deadline."""
        return self.fill(units) is not None

    def plan(self, filled: Sequence[FilledWeek], cut: Sequence[Reason] = ()) -> Plan:
        """Return the plan that the filled weeks make."""
        weeks = tuple(self._weeks(filled))
        total = sum(week.planned_hours for week in weeks)
        ends = self._ends(filled)
        outline = self.outline()
        passed, left = self._skipped(weeks)
        outline["known"] = (*outline["known"], *passed)
        told = {each.id for each in left}
        cut = [each for each in cut if each.id not in told]
        return Plan(**outline, ends=ends, hours_total=total, weeks=weeks, cut=(*cut, *left))

    def _skipped(self, weeks: Sequence[Week]) -> tuple[list[Reason], list[Reason]]:
        """Return what the learner left out: first what was skipped and something planned builds on, which counts as known."""
        needed_by = {
            each: item.title
            for week in weeks
            for item in week.items
            if item.kind != "review"
            for each in item.prerequisites
        }
        there = {each.id for each in self.learner.known}
        passed, left = [], []
        for id_, at in self.progress.skipped.items():
            if id_ not in self.syllabus or id_ in there:
                continue
            said = f"you skipped it on {at.date()}"
            if id_ in needed_by:
                why = f"{said}, so it counts as known, not tested yet; {needed_by[id_]} builds on it"
                passed.append(self.reason(id_, why))
            else:
                left.append(self.reason(id_, said))
        settled = {*there, *self.progress.done, *self.progress.skipped}
        settled.update(item.id for week in weeks for item in week.items)
        left += [
            self.reason(id_, "you asked to leave it out")
            for id_ in self.learner.excluded
            if id_ not in settled
        ]
        return passed, left

    def reason(self, id_: str, because: str) -> Reason:
        """Return why a topic or project stands where it is mentioned, with its title and stage."""
        if id_ not in self.syllabus:
            return Reason(id=id_, because=because)
        entry = self.syllabus.entry(id_)
        return Reason(id=id_, because=because, title=entry.title, stage=entry.stage)

    def outline(self) -> dict[str, Any]:
        """Return what a plan and its refusal have in common."""
        learner = self.learner
        return {
            "learner": learner.id,
            "version": self.version,
            "path": learner.path,
            "language": learner.language,
            "starts": self.starts,
            "deadline": learner.deadline,
            "hours_per_week": learner.hours_per_week,
            "known": tuple(self.reason(known.id, known.because) for known in learner.known),
            "finished": tuple(self._finished()),
            "assumed": (
                *(
                    Assumption(field=each.field, value=each.value, because=each.because)
                    for each in learner.assumed
                ),
                *self._pace(),
            ),
        }

    def _pace(self) -> Iterator[Assumption]:
        found = pace(self.syllabus, self.progress)
        if found.factor != 1:
            needed = f"you needed {found.real:g} hours for what takes {found.typical:g} as a rule"
            yield Assumption(
                field="pace", value=f"{found.factor:g}", because=f"{needed}; what is left is planned so"
            )

    def _finished(self) -> Iterator[Finished]:
        for id_, at in self.progress.done.items():
            title = self.syllabus.entry(id_).title if id_ in self.syllabus else id_
            yield Finished(id=id_, title=title, on=at.date())

    def _begun(self) -> Mapping[str, int]:
        """Quarters already spent on steps that are not done, by the step's id."""
        spent: Counter[str] = Counter()
        for week in self.history:
            spent.update({item.id: _quarters(item.hours) for item in week.items if not item.done})
        return spent

    def _reviews_from(self) -> int | None:
        """Return the week of the plan after the first in which something was finished; long ago counts as just before."""
        weeks = [
            max(0, (monday(at.date()) - monday(self.starts)).days // WEEK_DAYS + 1)
            for id_, at in self.progress.done.items()
            if id_ in self.syllabus.topics
        ]
        return min(weeks) + 1 if weeks else None

    def _weeks(self, filled: Sequence[FilledWeek]) -> Iterator[Week]:
        new = {each.week.number: each for each in filled}
        old = {week.number: week for week in self.history}
        parts = _Parts(self.history, filled)
        memory = {id_: each for id_, each in self.progress.memory.items() if id_ in self.syllabus.topics}
        reviewed = agenda(filled, memory)
        for number in sorted(new.keys() | old.keys()):
            kept = tuple(parts.again(item) for item in old[number].items) if number in old else ()
            yield (
                _week(new[number], kept, parts, self._titled(reviewed.get(number, ())))
                if number in new
                else old[number].model_copy(update={"items": kept})
            )

    def _titled(self, topics: Sequence[str]) -> dict[str, str]:
        return {topic: self.syllabus.topics[topic].title for topic in topics}

    def _ends(self, filled: Sequence[FilledWeek]) -> date:
        if not filled:
            return max((at.date() for at in self.progress.done.values()), default=self.starts)
        last = filled[-1]
        used = {week.number: _quarters(week.planned_hours) for week in self.history}.get(last.week.number, 0)
        return self.availability.day_of(last.week, used + last.quarters)


class _Parts:
    """Numbers the parts of what is split over weeks, those from before included."""

    def __init__(self, history: Sequence[Week], filled: Sequence[FilledWeek]) -> None:
        begun = [item.id for week in history for item in week.items if not item.done]
        self.total = Counter([*begun, *(step.id for week in filled for step, _ in week.pieces)])
        self.given: Counter[str] = Counter()

    def next(self, id_: str) -> tuple[int, int]:
        self.given[id_] += 1
        return self.given[id_], self.total[id_]

    def again(self, item: Item) -> Item:
        return item if item.done else item.model_copy(update={"part": self.next(item.id)})


def _week(filled: FilledWeek, kept: tuple[Item, ...], parts: _Parts, reviewed: Mapping[str, str]) -> Week:
    new = [_item(step, quarters, parts) for step, quarters in filled.pieces]
    if filled.review_quarters:
        new.insert(0, _review(filled, reviewed))
    items = (*kept, *new)
    planned = sum(item.hours for item in items)
    return Week(
        number=filled.week.number,
        starts=filled.week.starts,
        ends=filled.week.ends,
        # what was done stays, even in a week whose time was shortened afterwards
        budget_hours=max(filled.week.quarters / QUARTERS, sum(item.hours for item in kept)),
        planned_hours=planned,
        items=items,
    )


def _item(step: Step, quarters: int, parts: _Parts) -> Item:
    # not validated again: a plan has hundreds, made of parts that are; this halves the time
    return Item.model_construct(
        kind=step.kind,
        id=step.id,
        title=step.title,
        hours=quarters / QUARTERS,
        part=parts.next(step.id),
        because=step.because,
        prerequisites=step.prerequisites,
        done=False,
    )


def _review(filled: FilledWeek, reviewed: Mapping[str, str]) -> Item:
    return Item(
        kind="review",
        id=f"review.{filled.week.number}",
        title=f"Review: {listed(reviewed.values())}",
        hours=filled.review_quarters / QUARTERS,
        because=("a tenth of the time keeps what you have finished from fading",),
        prerequisites=tuple(reviewed),
    )


def _without(week: Week, ids: Collection[str]) -> Week:
    items = tuple(item for item in week.items if item.done or item.id.removesuffix(MILESTONE) not in ids)
    return week.model_copy(update={"items": items, "planned_hours": sum(item.hours for item in items)})


def _opening(first: Sequence[Step], quarters: int) -> list[Step]:
    """Return steps of so many quarters that begin with these; what is cut short, or comes behind, finishes nothing."""
    steps = []
    for step in first:
        if step.quarters > quarters:
            break
        steps.append(step)
        quarters -= step.quarters
    return [*steps, Step("project", "", "", quarters, (), ())] if quarters else steps


def _rest(step: Step, begun: int) -> Step:
    return replace(step, quarters=max(step.quarters - begun, 0)) if begun else step


def _quarters(hours: float) -> int:
    return round(hours * QUARTERS)
