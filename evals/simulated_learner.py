"""A simulated learner: what it knows is data, and it answers checks accordingly; a proxy for people, never a measure of them.

Simulated learners flatter: they neither tire nor half-know, and their slips and guesses are drawn at rates that
somebody chose. Figures made with them are called proxies wherever they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from evals.errors import CasesError
from knowledge.language import resolve

if TYPE_CHECKING:
    from collections.abc import Collection

    from evals.cases import LearnerCase
    from knowledge.syllabus import Syllabus
    from knowledge.topic import Check

UNKNOWN = "I do not know."
HALF = 0.5  # share of a stage's topics from which the stage counts as known


@dataclass(frozen=True, slots=True)
class Reply:
    """What the learner says to a check: the text of an option, an answer in words, or code; and whether it is right."""

    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class SimulatedLearner:
    """Someone who knows these topics and no others.

    Attributes:
        knows: ids of topics; closed under prerequisites when made by `simulated`.
        slip: how likely a check of a known topic is answered wrongly; 0 to 1.
        guess: how likely a choice of an unknown topic is answered rightly; 0 to 1. Words and code are not guessed.
        seed: with a check's id it decides what is drawn, so that the order of the checks changes nothing and a
            check that is asked twice is answered the same.
    """

    knows: frozenset[str]
    slip: float = 0.0
    guess: float = 0.0
    seed: int = 0

    def answers(self, check: Check) -> Reply:
        """The reply to a check; its topic is its id without the last part."""
        is_known = check.id.rpartition(".")[0] in self.knows
        luck = self._drawn(check.id)
        is_right = luck >= self.slip if is_known else check.kind == "choice" and luck < self.guess
        return Reply(self._right(check) if is_right else self._wrong(check), is_right)

    def _right(self, check: Check) -> str:
        return check.solution if check.kind == "code" else check.answer

    def _wrong(self, check: Check) -> str:
        wrong = [option for option in check.options if option != check.answer]
        return wrong[int(self._drawn(f"{check.id} wrong") * len(wrong))] if wrong else UNKNOWN

    def _drawn(self, what: str) -> float:
        """A number from 0 up to 1, always the same for the same seed and purpose."""
        return int.from_bytes(sha256(f"{self.seed} {what}".encode()).digest()[:8]) / 2**64


def simulated(case: LearnerCase, syllabus: Syllabus, *, seed: int = 0) -> SimulatedLearner:
    """The learner that a case describes.

    It knows the stages and topics named with everything they build on, but for what it lacks and all that builds
    on that: nobody knows a thing without what it rests on.

    Raises:
        CasesError: the case names a path, language, stage or topic that the syllabus does not have.
    """
    path = syllabus.paths.get(case.path)
    if path is None or case.language not in path.languages:
        raise CasesError(f"there is no path {case.path!r} in {case.language!r}")
    stages = {str(each.stage): each for each in path.stages}
    strange = [each for each in case.stages if each not in stages]
    strange += [each for each in (*case.knows, *case.lacks) if each not in syllabus.topics]
    if strange:
        raise CasesError(f"there is no {', '.join(map(repr, strange))} in the curriculum")
    goals = {goal for each in case.stages for goal in stage_topics(syllabus, case.path, each, case.language)}
    known = syllabus.closure((*goals, *case.knows), case.language)
    lacks = set(case.lacks)
    kept = frozenset(
        topic
        for topic in known
        if topic in syllabus.topics and not lacks & syllabus.closure([topic], case.language)
    )
    return SimulatedLearner(kept, case.slip, case.guess, seed)


def stage_topics(syllabus: Syllabus, path: str, stage: str, language: str) -> tuple[str, ...]:
    """The topics that a stage of a path aims at, for a language, in the path's order."""
    goals = next(each.goals(language) for each in syllabus.paths[path].stages if each.stage == stage)
    return tuple(topic for goal in goals if (topic := resolve(goal, language)) in syllabus.topics)


def stage_reached(knows: Collection[str], syllabus: Syllabus, path: str, language: str) -> int:
    """How many stages of a path, from its first, are known at least by half: 0 to the number of its stages.

    The error of a placement is the distance between this figure for what it believes and for what is so.
    """
    reached = 0
    for each in syllabus.paths[path].stages:
        topics = stage_topics(syllabus, path, each.stage, language)
        if sum(topic in knows for topic in topics) < HALF * len(topics):
            break
        reached += 1
    return reached
