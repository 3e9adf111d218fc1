"""A learner's placement: how far it is, what it believes, and what becomes of what was said to be known."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from agent.learner import Assumed, Known
from agent.placement import CHECKS_MOST, REFUTED, place
from agent.progress import topic_of
from agent.scope import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.checking import Asked
    from agent.learner import Learner
    from agent.placement import Placement
    from agent.progress import Progress
    from knowledge.syllabus import Syllabus

_SHOWN = 6
UNTESTED = "not tested yet"


@dataclass(frozen=True, slots=True)
class Believed:
    """A topic, and the probability that the learner knows it."""

    id: str
    title: str
    chance: float


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a placement stands.

    Attributes:
        asked: how many checks were answered, of `most`.
        check: the check to answer now; None when it is over.
        stages: the probability of each number of stages that are known at least by half, from 0.
        known: topics that will not be planned.
        unsure: topics that will be planned although they may be known, the most open first.
        chances: every topic of the path, in the order of study.
    """

    path: str
    asked: int
    most: int
    check: Asked | None
    stages: tuple[float, ...]
    known: tuple[Believed, ...]
    unsure: tuple[Believed, ...]
    chances: tuple[Believed, ...]

    def json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    def markdown(self) -> str:
        """Return it as the chat and the terminal show it."""
        if self.check:
            return (
                f"Check {self.asked + 1} of at most {self.most}. `/answer` as you can, or `/answer pass`; "
                f"`/place stop` ends it early.\n\n{self.check.markdown()}"
            )
        reached = max(range(len(self.stages)), key=self.stages.__getitem__)
        lead = (
            f"{self.asked} checks."
            if self.asked
            else "No check was answered: this rests on what you told alone."
        )
        stages = (
            f"{reached} of the {len(self.stages) - 1} stages of this path ({self.stages[reached]:.0%} sure)"
        )
        taken = f"Taken as known, {len(self.known)} topics: {_some(self.known)}."
        parts = [
            f"{lead} Most likely you know {stages}.",
            taken if self.known else "Nothing is taken as known.",
        ]
        if self.unsure:
            parts.append(f"Open, so planned: {_some(self.unsure)}.")
        parts.append(
            "`/learn` or `/plan replan` plans with it. You know better? `/progress done TOPIC`, or `/learn I do not know TOPIC`."
        )
        return "\n\n".join(parts)


def _some(topics: tuple[Believed, ...]) -> str:
    shown = [f"{each.title} ({each.chance:.0%})" for each in topics[:_SHOWN]]
    more = len(topics) - len(shown)
    return "; ".join((*shown, f"and {more} more") if more else shown)


def shown(placement: Placement, path: str, syllabus: Syllabus, check: Asked | None) -> Placing:
    """Return a placement as doors show it, with its check as it is asked."""

    def believed(topic: str) -> Believed:
        return Believed(topic, syllabus.topics[topic].title, round(placement.chances[topic], 3))

    return Placing(
        path=path,
        asked=placement.asked,
        most=CHECKS_MOST,
        check=check,
        stages=tuple(round(each, 3) for each in placement.stages),
        known=tuple(believed(topic) for topic in placement.known),
        unsure=tuple(believed(topic) for topic in placement.unsure),
        chances=tuple(believed(topic) for topic in placement.chances),
    )


def placement_of(learner: Learner, syllabus: Syllabus, progress: Progress, *, asked: int = 0) -> Placement:
    """Return what a learner's claims, marks and answers tell of them; `asked` counts the checks of this placement."""
    return place(
        syllabus,
        learner.path,
        learner.language,
        claimed=[*(known.id for known in learner.known), *progress.done],
        denied=learner.denied,
        answers=_evidence(progress),
        asked=asked,
    )


def _evidence(progress: Progress) -> Mapping[str, bool]:
    """Return the answers that tell of what was known before: of the placement, and of what is not finished since."""
    others = {
        check: right for check, right in progress.answers.items() if topic_of(check) not in progress.done
    }
    return {**others, **(progress.placement or {})}


def as_tested(learner: Learner, syllabus: Syllabus, progress: Progress) -> Learner:
    """Return the learner with what answers say of what they know.

    A claim is taken at its word, marked as not tested, until answers speak against it. A placement adds what is known
    by all likelihood. What a learner says they do not know is never added.
    """
    if not _evidence(progress):
        return replace(learner, known=tuple(_doubted(known) for known in learner.known))
    placement = placement_of(learner, syllabus, progress)
    chances = placement.chances
    refuted = [known.id for known in learner.known if chances.get(known.id, 1) < REFUTED]
    kept = [_seen(known, chances, progress) for known in learner.known if known.id not in refuted]
    if progress.placement is not None:
        there = {known.id for known in learner.known}
        kept += [
            Known(topic, f"your placement says so, {chances[topic]:.0%} sure")
            for topic in placement.known
            if topic not in there and topic not in learner.denied
        ]
    assumed = learner.assumed
    if refuted:
        titles = listed(syllabus.entry(id_).title for id_ in refuted)
        why = "you said so, but your answers speak against it; /progress done takes it out all the same"
        assumed = (*assumed, Assumed("not known after all", titles, why))
    return replace(learner, known=tuple(kept), assumed=assumed)


def _doubted(known: Known) -> Known:
    return Known(known.id, f"{known.because}; {UNTESTED}")


def _seen(known: Known, chances: Mapping[str, float], progress: Progress) -> Known:
    if known.id not in chances:
        return _doubted(known)
    asked = {*map(topic_of, progress.answers), *map(topic_of, progress.placement or ())}
    says = "your answers bear it out" if known.id in asked else f"{UNTESTED}, by your other answers"
    return Known(known.id, f"{known.because}; {says}, {chances[known.id]:.0%} sure")
