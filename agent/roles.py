"""Whether two stretches of text of the same words say them of the same things: who does what to whom, and what is more."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from agent.alike import OPPOSITES, meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.statement import Statement

OFTEN = 3
TURNS = ("than", "instead", "before", "after", "until")  # between two things that must not change places
BY = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+\s+by\b")
IS = re.compile(r"\b(?:is|are)\b")
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(\w+(?:ed|en|t))\b")


def confusion(said: Statement, held: Statement) -> str:
    """Return what a sentence says of something else than its source does, or nothing."""
    return _changed_places(said, held) or _compared(said, held)


def _changed_places(said: Statement, held: Statement) -> str:
    """Whether two things have changed places: each stands where the source has the other."""
    if often := [each for each, count in Counter(said.content).items() if count >= OFTEN]:
        return f"it says {often[0]} too often to tell which is meant"
    here, there = _places(said.order), _places(held.order)
    passive = {meaning(verb) for text in (said.text, held.text) for verb in PASSIVE.findall(text)}
    for one, other in combinations(sorted(set(here) & set(there)), 2):
        if _beside(said.order, one, other) or {one, other} & passive:
            continue  # "A and B" says what "B and A" says, and "keeps A" what "A is kept" says
        ones, others = there[one] - there[other], there[other] - there[one]  # what tells them apart
        # what goes with a word on both sides, as the rest of a name does, moves with it
        is_one_moved = bool(here[one] & others) and not here[one] & ones - _beside_always(one, said, held)
        is_other_moved = bool(here[other] & ones) and not here[other] & others - _beside_always(
            other, said, held
        )
        if is_one_moved and is_other_moved:
            ends = {one, other} & {said.order[0]} and {one, other} & set(said.order[-2:])
            if not BY.search(said.text) and not (ends and IS.search(said.text)):
                return f"{one} and {other} have changed places"
            # a passive verb turns it rightly, and "A is B" says what "B is A" says
    for one, follows in here.items():
        if one in there and any(other in there for other in OPPOSITES.get(one, ())):
            after = {each for side, each in follows if side == "after"} - {""}
            if not after <= {each for side, each in there[one] if side == "after"}:
                return f"it says {one} of something else"
    return ""


def _beside_always(word: str, said: Statement, held: Statement) -> set[tuple[str, str]]:
    """Return what follows or precedes a word immediately wherever it stands."""
    found = [_next_to(order, word) for order in (said.order, held.order)]
    return found[0] & found[1]


def _next_to(order: Sequence[str], word: str) -> set[tuple[str, str]]:
    padded = ("", *order, "")
    near = [
        {("before", padded[at - 1]), ("after", padded[at + 1])}
        for at, each in enumerate(padded)
        if each == word
    ]
    return set.intersection(*near)


def _compared(said: Statement, held: Statement) -> str:
    """Whether what stands before a word such as "than" on one side stands behind it on the other."""
    for word in TURNS:
        if word not in said.order or word not in held.order:
            continue
        one, other = (
            (set(order[: order.index(word)]), set(order[order.index(word) + 1 :]))
            for order in (said.order, held.order)
        )
        crossed = len(one[0] & other[1] - other[0]) + len(one[1] & other[0] - other[1])
        straight = len(one[0] & other[0]) + len(one[1] & other[1])
        if crossed > straight:
            return f"what stands beside {word} has changed places"
    return ""


def _places(order: Sequence[str]) -> dict[str, set[tuple[str, str]]]:
    """Return for each word what stands right before and after it, and next to that, each told apart."""
    found: dict[str, set[tuple[str, str]]] = {}
    padded = ("", "", *order, "", "")
    for at, each in enumerate(order, 2):
        near = (
            ("before", padded[at - 1]),
            ("before", padded[at - 2]),
            ("after", padded[at + 1]),
            ("after", padded[at + 2]),
        )
        found.setdefault(each, set()).update(near)
    return found


def _beside(order: Sequence[str], one: str, other: str) -> bool:
    return any({one, other} == {left, right} for left, right in pairwise(order))
