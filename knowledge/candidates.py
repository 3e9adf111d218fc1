"""What of a passage speaks for it as an answer, besides its similarity to the question."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from knowledge.language import NAMES, NEAR
from knowledge.terms import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from knowledge.passage import Passage

# Sections that set a task or name an aim repeat the words of a question without answering it.
ASIDE = re.compile(
    r"Practice: |Going further$|Acceptance criteria|Milestones of |What you can do after |Where to read more |How long .* takes"
)
ASKING_FOR_ASIDES = frozenset(terms("long practice practise task exercise milestone acceptance prerequisite"))
# who reads a file, a plan or an output does not ask what to read
TO_READ = re.compile(
    r"\bread(?:ing)? (?:more|further|on|up|about)\b|\b(?:where|what)\b.*\bread\b", re.IGNORECASE
)
# Sections that list what goes wrong, and pages of projects, have words of the whole subject and answer few questions.
MISTAKES = re.compile(r"Misconceptions|Common mistakes|Mistakes in")
PROJECT = "projects."
ASKING_FOR_MISTAKES = frozenset(terms("mistake misconception myth pitfall trap believe wrong true avoid"))
ASKING_FOR_PROJECTS = frozenset(terms("project portfolio build practice practise"))
_NAMES = "|".join(map(re.escape, sorted(NAMES, key=len, reverse=True)))
IN_LANGUAGE = re.compile(rf"\b(?:in|using|for|with)\s+(?:plain\s+)?({_NAMES})\b", re.IGNORECASE)
LANGUAGE = re.compile(rf"\b(?!go\b)({_NAMES})\b", re.IGNORECASE)  # "go" alone is a verb
# what somebody has put there themselves
OF_ONES_OWN = re.compile(
    r"\b(?:my|our) (?:own )?(?:[\w-]+ ){0,3}?(?:notes?|handbooks?|documents?|docs?|wiki|runbooks?|guidelines?|pdf|uploads?|manuals?)\b"
    r"|\b(?:documents?|notes?|handbook|pdf|file) (?:that |which )?(?:i|we) (?:have )?(?:uploaded|added|wrote|written)\b",
    re.IGNORECASE,
)
# Two passages say the same when they have this share of their terms in common; shorter ones differ by a word.
SAME_WORDS, SHORTEST = 0.85, 12
# Of their words as written: below the one they cannot, and from the other they do, without a look at the terms.
UNLIKE, TWINS = 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Weights:
    """What is added to the cosine of a candidate.

    Fitted on the development half of the shipped searches: keyword, coverage and heading also on four sets of other
    people's documents (FAQs of Perl and Python, descriptions of packages, manual pages; `tests/bench/proxy_sets.py`
    makes them), where nDCG@10 is on none below the better of BM25 and the cosine; question, page, mistakes and project,
    which do next to nothing there, also on questions in learners' words, each asked with itself left out.
    `tests/bench/ablation.py` measures what each is worth.

    Attributes:
        question: the share of what a question known to be answered is nearer than the passage itself.
        keyword: times its BM25 score, as a share of what a text full of the query's words would have.
        coverage: times the share of the query's terms, by what they tell, that heading path and text have.
        heading: times the same share of the heading path alone.
        page: times what the best passage of its page lacks to the best of all.
        aside: taken off a section that sets a task or names an aim.
        mistakes: taken off a section that lists what goes wrong.
        project: taken off the page of a project.
        language: taken off the page of another programming language than the one that is asked for.
        own: given to documents of one's own where these are asked of; chosen, not fitted: no shipped search asks so.
    """

    question: float = 0.8
    keyword: float = 0.4
    coverage: float = 0.1
    heading: float = 0.1
    page: float = 0.3
    aside: float = 0.3
    mistakes: float = 0.04
    project: float = 0.1
    language: float = 0.15
    own: float = 0.3


WEIGHTS = Weights()


class Candidate(NamedTuple):
    """A passage that a ranking found, with its fused score.

    Attributes:
        coverage: the share of the query's terms, by what they tell, that it has.
    """

    passage: Passage
    score: float
    coverage: float


class Heading(NamedTuple):
    """What a heading path says: its terms, and whether what stands below it is an aside or a list of mistakes."""

    terms: frozenset[str]
    is_aside: bool
    is_mistakes: bool


@lru_cache(maxsize=20_000)
def read_heading(path: tuple[str, ...]) -> Heading:
    """What this path says; only a section below a document's heading can be an aside or list mistakes."""
    is_section = len(path) > 1
    return Heading(
        frozenset(terms(" ".join(path))),
        is_aside=is_section and bool(ASIDE.match(path[-1])),
        is_mistakes=is_section and bool(MISTAKES.match(path[1])),
    )


def is_of_project(passage: Passage) -> bool:
    """Whether a passage stands on the page of a project."""
    return passage.source.startswith(PROJECT)


def language_asked(query: str) -> str | None:
    """The programming language in which something is asked for, as pages name it: "how do I test in Go"."""
    asked = {NAMES[match[1].lower()] for match in IN_LANGUAGE.finditer(query)}
    named = {NAMES[match[1].lower()] for match in LANGUAGE.finditer(query)}
    return next(iter(asked)) if len(asked) == 1 and named <= asked else None


def is_of_another_language(passage: Passage, language: str) -> bool:
    """Whether a passage stands on the page of a language that what is asked for is not written in."""
    area, _, rest = passage.source.partition(".")
    own = rest.partition("-")[0]
    return area == "languages" and own not in NEAR.get(language, (language,))


def costs(scoring: Weights, query: str, asked: Collection[str]) -> tuple[float, float, float]:
    """What an aside, a list of mistakes and a project lose; nothing where a query, of these terms, asks for them."""
    return (
        0.0 if ASKING_FOR_ASIDES.intersection(asked) or TO_READ.search(query) else scoring.aside,
        0.0 if ASKING_FOR_MISTAKES.intersection(asked) else scoring.mistakes,
        0.0 if ASKING_FOR_PROJECTS.intersection(asked) else scoring.project,
    )


def beside_their_pages(found: Sequence[Candidate], weight: float) -> list[Candidate]:
    """The candidates, best first, each lowered by the weight times what the best of its page lacks to the best of all."""
    best: dict[str, float] = {}
    for each in found:
        best[each.passage.source] = max(best.get(each.passage.source, -math.inf), each.score)
    top = max(best.values(), default=0.0)
    lowered = (each._replace(score=each.score - weight * (top - best[each.passage.source])) for each in found)
    return sorted(lowered, key=lambda each: (-each.score, each.passage.id))


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
    if one.coverage != other.coverage:
        return False
    mine, others = _written(one.passage), _written(other.passage)
    alike = _alike(mine, others)
    if UNLIKE <= alike < TWINS:
        mine, others = _terms(one.passage), _terms(other.passage)
        alike = _alike(mine, others)
    return len(mine) >= SHORTEST and alike >= SAME_WORDS


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard index of two sets, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


@lru_cache(maxsize=1_000)
def _written(passage: Passage) -> frozenset[str]:
    return frozenset(passage.embedded_text.split())


@lru_cache(maxsize=1_000)
def _terms(passage: Passage) -> frozenset[str]:
    return frozenset(terms(passage.embedded_text))
