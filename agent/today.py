"""What to do today: reviews that are due, then what comes next in the plan, each with its time and its reason; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from agent.checking import MINUTES, choose
from agent.day import HOUR, Action, ThisWeek, Today
from agent.scope import MILESTONE, listed
from agent.workweeks import WEEK_DAYS, merged, monday

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.learner import Days
    from agent.plan import Item, Plan, Week
    from agent.progress import Progress
    from knowledge.syllabus import Syllabus

_STEP = 5  # minutes are rounded to so many: a plan for a day is no stopwatch
_LEAST = 15  # below this a topic is not worth opening
_SITTING = 30  # what is left of a week is not spread thinner than this
_CLAIMS_A_DAY = 2
# the same share of the time that the schedule keeps for review
_REVIEW_SHARE = 0.1


def today(
    plan: Plan | None, syllabus: Syllabus, progress: Progress, day: date, away: Sequence[Days] = ()
) -> Today:
    """Return what to do on a day.

    Reviews come first, those first that something next builds on; they take no more than the week's time for
    review, but what the next topic builds on is never held back.
    """
    return _Day(plan, syllabus, progress, day, merged(away)).today()


@dataclass
class _Day:
    plan: Plan | None
    syllabus: Syllabus
    progress: Progress
    day: date
    away: tuple[Days, ...]

    def today(self) -> Today:
        steps = self.steps()
        due = [topic for topic in self.progress.due(self.day) if self.check_of(topic)]
        is_away = any(first <= self.day <= last for first, last in self.away)
        week = self.week()
        reviews = [] if is_away else list(self.reviews(due, steps[:1], week))
        claims = [] if is_away else list(self.claims(steps[:1]))
        spent = sum(action.minutes for action in (*reviews, *claims))
        study = [] if is_away else list(self.study(steps, self.room(week) - spent))
        return Today(
            day=self.day,
            note=self.note(steps, week, is_away=is_away, is_over=bool(self.minutes_studied()) and not study),
            actions=(*reviews, *claims, *study),
            due=len(due),
            held_back=0 if is_away else len(due) - len(reviews),
            behind=self.behind(),
            week=self.shown(week) if week else None,
        )

    def is_settled(self, item: Item) -> bool:
        owner = item.id.removesuffix(MILESTONE)
        return item.done or owner in self.progress.done or owner in self.progress.skipped

    def steps(self) -> list[tuple[Item, float]]:
        """Return what is open, in the order of the plan, each once with the hours of all its parts."""
        steps: dict[str, tuple[Item, float]] = {}
        for item in self.plan.items() if self.plan else ():
            if item.kind != "review" and not self.is_settled(item):
                first, hours = steps.get(item.id, (item, 0.0))
                steps[item.id] = (first, hours + item.hours)
        return list(steps.values())

    def behind(self) -> tuple[str, ...]:
        weeks = self.plan.weeks if self.plan else ()
        over = (item for week in weeks if week.ends < monday(self.day) for item in week.items)
        left = (
            item.id.removesuffix(MILESTONE)
            for item in over
            if item.kind != "review" and not self.is_settled(item)
        )
        return tuple(dict.fromkeys(left))

    def week(self) -> Week | None:
        weeks = self.plan.weeks if self.plan else ()
        return next((week for week in weeks if monday(week.starts) <= self.day <= week.ends), None)

    def shown(self, week: Week) -> ThisWeek:
        return ThisWeek(week.number, week.starts, week.ends, week.planned_hours, self.hours_done())

    def hours_done(self) -> float:
        """Return the hours of what was finished, studied and reviewed this week."""
        since = monday(self.day)
        done = [id_ for id_, at in self.progress.done.items() if since <= at.date() <= self.day]
        hours = sum(
            max(
                self.progress.hours.get(id_, self.syllabus.entry(id_).hours.typical)
                - self.hours_studied(id_, before=since),
                0.0,
            )
            for id_ in done
            if id_ in self.syllabus
        )
        hours += sum(
            self.hours_studied(id_, since=since)
            for id_ in self.progress.studied
            if id_ not in self.progress.done
        )
        return round(hours + self.minutes_reviewed() / HOUR, 2)

    def hours_studied(self, id_: str, *, since: date = date.min, before: date = date.max) -> float:
        """Return the hours that something was studied without finishing it, up to the day."""
        days = self.progress.studied.get(id_, {})
        return sum(hours for day, hours in days.items() if since <= day < before and day <= self.day)

    def minutes_studied(self) -> int:
        """Return the minutes that were studied on the day without finishing anything."""
        open_ = (id_ for id_ in self.progress.studied if id_ not in self.progress.done)
        return round(sum(self.hours_studied(id_, since=self.day) for id_ in open_) * HOUR)

    def minutes_reviewed(self) -> int:
        """Return the minutes of the checks that were answered this week."""
        kinds = {check.id: check.kind for topic in self.syllabus.topics.values() for check in topic.checks}
        since = monday(self.day)
        return sum(
            MINUTES[kinds[check]]
            for check, on in self.progress.answered.items()
            if since <= on <= self.day and check in kinds
        )

    def room(self, week: Week | None) -> int:
        """Return today's minutes: what is left of the week, spread evenly over the days that are left.

        What was studied today already is a part of today's.
        """
        if self.plan is None:
            return 0
        studied = self.minutes_studied()
        if week is None:
            return max(_rounded(self.plan.hours_per_week * HOUR / WEEK_DAYS) - studied, 0)
        last = min(week.ends, monday(self.day) + timedelta(days=WEEK_DAYS - 1))
        days = [self.day + timedelta(days=each) for each in range((last - self.day).days + 1)]
        free = sum(not any(first <= each <= until for first, until in self.away) for each in days)
        left = (week.budget_hours - self.hours_done()) * HOUR + studied
        room = _rounded(max(left / free, min(left, _SITTING))) if free and left > 0 else 0
        return max(room - studied, 0)

    def reviews(
        self, due: Sequence[str], steps: Sequence[tuple[Item, float]], week: Week | None
    ) -> Iterator[Action]:
        needed = {each for item, _ in steps for each in item.prerequisites}
        budget = week.budget_hours if week else self.plan.hours_per_week if self.plan else 0
        room = max(budget * _REVIEW_SHARE * HOUR, MINUTES["open"]) - self.minutes_reviewed()
        memory = self.progress.memory
        turn = sorted(due, key=lambda topic: (topic not in needed, memory[topic].on(self.day), topic))
        for topic in turn:
            check = choose(self.syllabus.topics[topic], self.progress)
            assert check
            minutes = MINUTES[check.kind]
            if topic in needed or minutes <= room or not self.plan:
                room -= minutes
                yield self.review(
                    topic, check.id, minutes, [item.title for item, _ in steps] if topic in needed else []
                )

    def review(self, topic: str, check: str, minutes: int, needed_by: Sequence[str]) -> Action:
        recall = self.progress.memory[topic]
        chance = recall.on(self.day)
        why = (
            f"answered wrong on {recall.last}"
            if recall.is_lapsed
            else f"finished or last reviewed on {recall.last}, recalled by now with {chance:.0%}"
        )
        late = (self.day - recall.due).days
        needs = f"; {listed(needed_by)} builds on it" if needed_by else ""
        return Action(
            "review", topic, self.syllabus.topics[topic].title, minutes, why + needs, check, round(chance, 3),
            recall.due, late,
        )  # fmt: skip

    def claims(self, steps: Sequence[tuple[Item, float]]) -> Iterator[Action]:
        """Yield checks of what the next step builds on and nobody has tested."""
        known = {each.id for each in self.plan.known} if self.plan else set()
        untested = (
            (each, item)
            for item, _ in steps
            for each in item.prerequisites
            if each in known and each in self.syllabus.topics and not self.progress.answers_of(each)
        )
        for topic, item in [*untested][:_CLAIMS_A_DAY]:
            if check := self.check_of(topic):
                because = f"taken as known and not tested yet; {item.title} builds on it"
                title = self.syllabus.topics[topic].title
                yield Action("check", topic, title, MINUTES[check.kind], because, check.id)

    def check_of(self, topic: str) -> Any:
        return choose(self.syllabus.topics[topic], self.progress) if topic in self.syllabus.topics else None

    def study(self, steps: Sequence[tuple[Item, float]], room: int) -> Iterator[Action]:
        """Yield what comes next until the day is full; the first of it in any case, unless the week is full.

        What was studied today is done for today; what was studied before takes as much less.
        """
        for item, planned in steps:
            owner = item.id.removesuffix(MILESTONE)
            if self.hours_studied(owner, since=self.day):
                continue
            hours = max(planned - self.hours_studied(owner), min(planned, _LEAST / HOUR))
            minutes = min(_rounded(hours * HOUR), room)
            if minutes < min(_LEAST, _rounded(hours * HOUR)):
                return
            assert item.kind != "review"
            yield Action(
                item.kind, item.id.removesuffix(MILESTONE), item.title, minutes, "; ".join(item.because[:2])
            )
            room -= minutes

    def note(
        self, steps: Sequence[tuple[Item, float]], week: Week | None, *, is_away: bool, is_over: bool
    ) -> str:
        if self.plan is None:
            return "There is no plan yet: `/learn` builds one."
        if is_away:
            until = next(last for first, last in self.away if first <= self.day <= last)
            return f"You are away until {until}, so nothing is planned."
        if self.day < self.plan.starts:
            return f"Your plan starts on {self.plan.starts}; what follows would be ahead of it."
        if behind := len(self.behind()):
            things = "1 thing" if behind == 1 else f"{behind} things"
            return f"Still open from earlier weeks: {things}. `/plan replan` fits the plan to it."
        if is_over:
            return "That was today's study. It goes on tomorrow."
        is_full = week is not None and self.hours_done() >= week.budget_hours
        said = "This week's hours are done." if is_full else ""
        return said if steps else "Everything in your plan is done."


def _rounded(minutes: float) -> int:
    return max(int(minutes / _STEP + 0.5) * _STEP, 0)
