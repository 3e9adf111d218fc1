"""What of a passage speaks for it as an answer, besides its similarity to the question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from knowledge.terms import terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.passage import Passage

# Sections that set a task or name an aim repeat the words of a question without answering it.
ASIDE = re.compile(
    r"Practice: |Going further$|Acceptance criteria|Milestones of |What you can do after |Where to read more |How long .* takes"
)
ASKING_FOR_ASIDES = frozenset(
    terms("long practice practise task exercise milestone acceptance prerequisite read")
)
# Two passages say the same when they have this share of their terms in common; shorter ones differ by a word.
SAME_WORDS, SHORTEST = 0.85, 12


@dataclass(frozen=True, slots=True)
class Weights:
    """What is added to the cosine of a candidate.

    Fitted on the development half of the shipped searches and on four sets of other people's documents (FAQs of Perl
    and Python, descriptions of packages, manual pages; `tests/bench/proxy_sets.py` makes them): nDCG@10 is on none
    of them below the better of BM25 and the cosine. `tests/bench/ablation.py` measures what each is worth.

    Attributes:
        keyword: times its BM25 score, as a share of what a text full of the query's words would have.
        coverage: times the share of the query's terms, by what they tell, that heading path and text have.
        heading: times the same share of the heading path alone.
        aside: taken off a section that sets a task or names an aim.
    """

    keyword: float = 0.4
    coverage: float = 0.1
    heading: float = 0.1
    aside: float = 0.3


WEIGHTS = Weights()


class Candidate(NamedTuple):
    """A passage that a ranking found, with its fused score.

    Attributes:
        coverage: the share of the query's terms, by what they tell, that it has.
        terms: of heading path and text.
    """

    passage: Passage
    score: float
    coverage: float
    terms: frozenset[str]


class Said(NamedTuple):
    """What a passage says, computed once: the terms of its heading path, of path and text, and whether it is an aside."""

    heading: frozenset[str]
    terms: frozenset[str]
    is_aside: bool

    @classmethod
    def of(cls, passage: Passage) -> Said:
        """What this passage says; only a section below a document's heading can be an aside."""
        heading = frozenset(terms(" ".join(passage.heading)))
        is_aside = len(passage.heading) > 1 and bool(ASIDE.match(passage.heading[-1]))
        return cls(heading, heading | frozenset(terms(passage.text)), is_aside)

    def share(self, weights: Mapping[str, float], total: float) -> float:
        """How much of the terms' total weight path and text have, 0 to 1."""
        return sum(weight for each, weight in weights.items() if each in self.terms) / total

    def heading_share(self, weights: Mapping[str, float], total: float) -> float:
        """The same of the heading path alone."""
        return sum(weight for each, weight in weights.items() if each in self.heading) / total


def share(weights: Mapping[str, float], said: frozenset[str]) -> float:
    """How much of the terms' weight a set of terms has, 0 to 1; of no terms nothing."""
    total = sum(weights.values())
    return sum(weight for each, weight in weights.items() if each in said) / total if total else 0.0


def without_repeats(ranked: Sequence[Candidate], k: int) -> list[Candidate]:
    """The first ``k``, and of any that say the same in nearly the same words, of what was asked too, the first."""
    kept: list[Candidate] = []
    for candidate in ranked:
        if len(kept) == k:
            break
        if not any(_repeats(candidate, other) for other in kept):
            kept.append(candidate)
    return kept


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Whether two passages say the same; pages made from one template differ in just the words that are asked for."""
    if one.coverage != other.coverage or len(one.terms) < SHORTEST:
        return False
    return len(one.terms & other.terms) >= SAME_WORDS * len(one.terms | other.terms)
