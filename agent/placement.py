"""What a learner knows before they begin: at most twelve checks, chosen by what they tell most; pure.

The model is a knowledge space (Doignon and Falmagne, Knowledge Spaces, 1999; the theory behind ALEKS): a learner is a set
of topics that holds with each topic all that it builds on. The sets are too many to list, so a fixed sample of them,
drawn once with a fixed seed, stands for all: how far along the order of study somebody is, stronger in some areas than
in others, with gaps. An answer weighs each set by how likely it makes that answer, slips and guesses included. A right
answer therefore speaks for what the topic builds on, a wrong one against what builds on it, each as far as the graph
says. The next check is the one after which least is expected to be open: of each topic the hours, times how uncertain
it is whether they have to be planned.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from agent.progress import topic_of
from knowledge.language import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from knowledge.syllabus import Syllabus
    from knowledge.topic import Check

CHECKS_MOST = 12
# Slips and guesses: the bounds that Corbett and Anderson, User Modeling 4 (1995), hold for plausible; a choice has
# four options. Where the learner compares with the key, a right answer is taken to be luck or kindness that often.
SLIP = 0.1
_GUESS = {"choice": 0.25}
_KINDNESS = 0.1
_KINDS = ("choice", "short")  # quick to answer; the first that a topic has is asked
_HALF = 0.5  # share of a stage's topics from which the stage counts as known
KNOWN = 0.8  # from this probability on a topic is not planned: a gap costs more than an hour of repetition
REFUTED = 0.5  # below this a claim is not believed any more
# The sample: large enough that twelve answers leave hundreds of sets with weight, small enough for milliseconds.
_SETS = 4000
_SEED = 20261130
_NEW = 0.2  # share of sets of somebody who is new to everything
_AREA_SPREAD = 0.15  # of how far along somebody is in one area, against the whole, in shares of the path
_GAP_SPREAD = 0.08  # the same for single topics
# What somebody claims is all so in this share of the sets; in the others only a first part of it, evenly spread, which is
# nothing where the drawn share is below 0.
_HONEST = 0.5
_BOASTING = -0.5
_MODEST = 0.99  # share of what somebody says they do not know that they really do not
_ENOUGH = (
    0.02  # share of the path's hours: a check that is expected to settle less than this is not worth asking
)


@dataclass(frozen=True, slots=True)
class Placement:
    """What is believed of a learner.

    Attributes:
        chances: the probability that each topic of the path is known, in the order of study.
        stages: the probability of each number of stages that are known at least by half, from 0.
        asked: how many checks were answered.
        next: the check to ask next; None where no more would tell enough, or enough were asked.
    """

    chances: Mapping[str, float]
    stages: tuple[float, ...]
    asked: int
    next: Check | None

    @property
    def known(self) -> tuple[str, ...]:
        """The topics that are known by all likelihood."""
        return tuple(topic for topic, chance in self.chances.items() if chance >= KNOWN)

    @property
    def unsure(self) -> tuple[str, ...]:
        """The topics of which it is open, the most open first."""
        open_ = [topic for topic, chance in self.chances.items() if 1 - KNOWN < chance < KNOWN]
        return tuple(sorted(open_, key=lambda topic: abs(self.chances[topic] - 1 / 2)))


def place(  # noqa: PLR0913 - what is known of a learner, each by name
    syllabus: Syllabus,
    path: str,
    language: str,
    *,
    claimed: Collection[str] = (),
    denied: Collection[str] = (),
    answers: Mapping[str, bool],
    asked: int | None = None,
) -> Placement:
    """Return what answers to checks tell of a learner, and which check to ask next.

    Args:
        syllabus: the topics and what they build on.
        path: what the learner wants to learn.
        language: in which language.
        claimed: topics that they say they know.
        denied: topics that they say they do not know, which is believed.
        answers: checks with how they went; those of other paths are passed over.
        asked: how many of the answers count towards the most that are asked; all by default.
    """
    space = _Space.of(syllabus, path, language, frozenset(claimed))
    weights = space.weights(answers, denied)
    count = len(answers) if asked is None else asked
    chances = (float(chance) for chance in weights @ space.sets)
    return Placement(
        dict(zip(space.topics, chances, strict=True)),
        space.stages(weights),
        count,
        space.next(weights, answers) if count < CHECKS_MOST else None,
    )


@dataclass(frozen=True)
class _Space:
    """The sample of sets, one a row, over the topics of a path in the order of study.

    `members` are the numbers of each stage's topics; `checks` has each check with its topic's number.
    """

    syllabus: Syllabus
    topics: tuple[str, ...]
    hours: NDArray[np.float64]
    members: tuple[list[int], ...]
    checks: Mapping[str, tuple[int, Check]]
    sets: NDArray[np.float32]

    @classmethod
    def of(cls, syllabus: Syllabus, path: str, language: str, claimed: frozenset[str]) -> _Space:
        stages = [
            [resolve(goal, language) for goal in each.goals(language)] for each in syllabus.paths[path].stages
        ]
        projects = [project for each in syllabus.paths[path].stages for project in each.projects]
        order = syllabus.order((*chain.from_iterable(stages), *projects), language)
        topics = tuple(each for each in order if each in syllabus.topics)
        place = {topic: number for number, topic in enumerate(topics)}
        before = tuple(
            tuple(place[each] for each in syllabus.prerequisites(topic, language)) for topic in topics
        )
        sets = _drawn(tuple(syllabus.topics[topic].area for topic in topics), before)
        claims = _apart([place[topic] for topic in topics if topic in claimed], before)
        return cls(
            syllabus,
            topics,
            np.array([syllabus.topics[topic].hours.typical for topic in topics]),
            tuple([place[goal] for goal in goals if goal in place] for goals in stages),
            {check.id: (place[topic], check) for topic in topics for check in syllabus.topics[topic].checks},
            _claimed(sets, claims),
        )

    @property
    def first(self) -> frozenset[int]:
        """The numbers of the topics of the first half of the first stage, in the order of study."""
        beginning = sorted(self.members[0]) if self.members else []
        return frozenset(beginning[: len(beginning) // 2])

    def weights(self, answers: Mapping[str, bool], denied: Collection[str] = ()) -> NDArray[np.float64]:
        """Return the probability of each set, given the answers and what the learner says they do not know."""
        likely = np.ones(len(self.sets))
        for number, topic in enumerate(self.topics):
            if topic in denied:
                likely *= 1 - _MODEST * self.sets[:, number]
        for check, right in answers.items():
            found = self.checks.get(check)
            if found is not None:
                chance = _chance_of_right(found[1], self.sets[:, found[0]])
                likely *= chance if right else 1 - chance
        weights: NDArray[np.float64] = likely / likely.sum()
        return weights

    def stages(self, weights: NDArray[np.float64]) -> tuple[float, ...]:
        """Return the probability of each number of stages, from the first on, that are known at least by half."""
        reached = np.zeros(len(self.sets), dtype=np.int64)
        is_open = np.ones(len(self.sets), dtype=bool)
        for members in self.members:
            is_open &= self.sets[:, members].mean(axis=1) >= _HALF if members else True
            reached += is_open
        found = np.bincount(reached, weights=weights, minlength=len(self.members) + 1)
        return tuple(float(chance) for chance in found)

    def next(self, weights: NDArray[np.float64], answers: Mapping[str, bool]) -> Check | None:
        """Return the check after which least is expected to be open, if it settles enough.

        Until one was answered right, checks of the beginning come first: nobody is to begin with what most do not know.
        """
        candidates = self.candidates(answers)
        early = [each for each in candidates if each[0] in self.first] if not any(answers.values()) else []
        return self._best(weights, early) or self._best(weights, candidates)

    def _best(self, weights: NDArray[np.float64], candidates: Sequence[tuple[int, Check]]) -> Check | None:
        if not candidates:
            return None
        now = self.open_hours(weights[None, :])[0]
        columns = self.sets[:, [number for number, _ in candidates]]
        guesses = np.array([_GUESS.get(check.kind, _KINDNESS) for _, check in candidates])
        right = (columns * (1 - SLIP) + (1 - columns) * guesses).T * weights
        wrong = weights - right
        chances = right.sum(axis=1)
        after = chances * self.open_hours(right / chances[:, None])
        after += (1 - chances) * self.open_hours(wrong / (1 - chances)[:, None])
        best = int(np.argmin(after))
        return candidates[best][1] if now - after[best] >= _ENOUGH * self.hours.sum() else None

    def candidates(self, answers: Mapping[str, bool]) -> list[tuple[int, Check]]:
        """Return one check for each topic that was not asked: a choice, else words to compare with the key."""
        asked = {topic_of(check) for check in answers}
        found = []
        for number, topic in enumerate(self.topics):
            checks = [each for each in self.syllabus.topics[topic].checks if each.kind in _KINDS]
            if checks and topic not in asked:
                found.append((number, min(checks, key=lambda check: (_KINDS.index(check.kind), check.id))))
        return found

    def open_hours(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the hours of which it is open whether they are to be planned, for each row of weights."""
        chances = np.clip(weights @ self.sets, 1e-9, 1 - 1e-9)
        entropy = -(chances * np.log2(chances) + (1 - chances) * np.log2(1 - chances))
        hours: NDArray[np.float64] = entropy @ self.hours
        return hours


def _chance_of_right(check: Check, knows: NDArray[np.float32]) -> NDArray[np.float32]:
    return knows * (1 - SLIP) + (1 - knows) * _GUESS.get(check.kind, _KINDNESS)


@lru_cache(maxsize=8)
def _drawn(areas: tuple[str, ...], before: tuple[tuple[int, ...], ...]) -> NDArray[np.float32]:
    """Return sets of topics that a learner may know, each closed under what it builds on: (sets, topics), 0 or 1."""
    draw = np.random.default_rng(_SEED)
    count = len(areas)
    reached = draw.uniform(-0.05, 1.05, _SETS)
    reached[draw.random(_SETS) < _NEW] = -np.inf
    spread = draw.random(_SETS)[:, None] * 2
    names = sorted(set(areas))
    ahead = (
        draw.normal(0, _AREA_SPREAD, (_SETS, len(names)))[:, [names.index(area) for area in areas]] * spread
    )
    gaps = draw.normal(0, _GAP_SPREAD, (_SETS, count)) * spread
    knows = reached[:, None] + ahead + gaps > np.arange(count) / max(count, 1)
    # half of the learners have what their topics build on, half lack what builds on their gaps
    for number in range(count):
        if before[number]:
            knows[_SETS // 2 :, number] &= knows[_SETS // 2 :, np.array(before[number])].all(axis=1)
    for number in reversed(range(count)):
        for each in before[number]:
            knows[: _SETS // 2, each] |= knows[: _SETS // 2, number]
    return knows.astype(np.float32)


def _claimed(sets: NDArray[np.float32], claims: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """Return the sets with each claim added: to most of them whole, to some in part, to some not at all.

    Each claim is closed under what it builds on, in the order of study, so that its first part is, too.
    """
    draw = np.random.default_rng(_SEED)
    told = sets.copy()
    for claim in claims:
        share = np.where(draw.random(len(sets)) < _HONEST, 1.0, draw.uniform(_BOASTING, 1, len(sets)))
        is_true = share[:, None] * len(claim) > np.arange(len(claim))
        told[:, list(claim)] = np.maximum(told[:, list(claim)], is_true)
    return told


def _apart(claimed: Sequence[int], before: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the claimed topics with all they build on, in parts that have nothing in common: SQL, and Git."""
    parts: list[set[int]] = []
    for number in claimed:
        part, waiting = set[int](), [number]
        while waiting:
            each = waiting.pop()
            if each not in part:
                part.add(each)
                waiting.extend(before[each])
        apart = [other for other in parts if not other & part]
        parts = [*apart, part.union(*(other for other in parts if other & part))]
    return [sorted(part) for part in parts]
