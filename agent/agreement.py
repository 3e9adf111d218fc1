"""Whether one stretch of text says what another says: by words in common, under guards that decide."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from agent.guard_words import OPPOSITES, RESTRICTING, TURNING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from agent.statement import Statement
    from agent.windows import Window

# Fitted on the development half of the labelled pairs.
FOUND = 0.9  # share of a sentence's content that stands in what supports it
KEPT = 0.85  # share of the content of the clauses it draws on that it keeps
CONDITION = 0.5  # share of a condition's content from which it counts as kept
DRAWN = 0.6  # share of a clause's content from which it counts as drawn on
OFTEN = 3
BY = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+\s+by\b")
IS = re.compile(r"\b(?:is|are)\b")


def disagreement(said: Statement, window: Window, elsewhere: Collection[str]) -> str:
    """Return why a window does not say what a sentence says, or nothing where it does.

    Args:
        said: the sentence.
        window: what may support it.
        elsewhere: content of the other passages and sentences: a word that is missing here and stands there is
            most likely another thing's name.
    """
    return (
        _missing(said, window, elsewhere)
        or _numbers(said, window.states)
        or _guards(said, window)
        or _negations(said, window)
        or _order(said, window.states)
        or _left_out(said, window)
    )


def _missing(said: Statement, window: Window, elsewhere: Collection[str]) -> str:
    """Whether something is not said: what it draws on, and the subject that opens the window, must say nearly all."""
    held = window.states
    drawn = _drawn(said, window)
    told = {each for clause in drawn for each in clause.content}
    if all(clause.leans for clause in window.clauses[1:] if clause.states in drawn):
        told.update(window.clauses[0].states.content)
    missing = [each for each in said.content if each not in told]
    if len(said.content) - len(missing) < FOUND * len(said.content):
        return f"nothing says {' '.join(missing)}"
    for each in missing:
        if each in elsewhere or each[0].isdigit() or OPPOSITES.get(each) in told:
            return f"the source says it of something else than {each}"
    if names := [name for name in said.names if name not in held.text]:
        return f"it names {', '.join(sorted(names))}"
    return ""


def _numbers(said: Statement, held: Statement) -> str:
    for number, _, after in said.numbers:
        there = [(b, a) for each, b, a in held.numbers if each == number]
        rivals = sum(a[:1] == after[:1] for _, _, a in held.numbers)
        exact = len(after) if rivals > 1 else 1  # two numbers of one unit: what they measure decides
        if not any(
            a[:exact] == after[:exact] if after or a else set(b) <= set(said.content) for b, a in there
        ):
            return f"the source has no such {number}"
    return ""


def _guards(said: Statement, window: Window) -> str:
    held = window.states
    if added := Counter(name for name, _ in said.bound) - Counter(name for name, _ in held.bound):
        return f"it brings in {', '.join(sorted(added))}"
    for guard, about in said.bound:
        others = [other for name, other in held.bound if name == guard]
        if others and any(others) and not any(about & other for other in others):
            return f"it says {guard} of something else"
    drawn = frozenset().union(*(clause.guards for clause in _drawn(said, window)))
    if lost := ((drawn & RESTRICTING) | (held.guards & TURNING)) - said.guards:
        return f"it leaves out {', '.join(sorted(lost))}"
    return ""


def _negations(said: Statement, window: Window) -> str:
    held = window.states
    for about in said.negated:
        if about and not any(about & other for other in held.negated):
            return "it denies what the source does not deny"
    content = set(said.content)
    if any(not about for about in said.negated):
        return "it denies something that stands before the denial"
    denied = [about for clause in _drawn(said, window) for about in clause.negated if about & content]
    return "it leaves out a denial" if len(denied) > len(said.negated) else ""


def _order(said: Statement, held: Statement) -> str:
    """Whether two things have changed places: each stands where the source has the other."""
    if often := [each for each, count in Counter(said.content).items() if count >= OFTEN]:
        return f"it says {often[0]} too often to tell which is meant"
    here, there = _places(said.order), _places(held.order)
    for one, other in combinations(sorted(set(here) & set(there)), 2):
        if _beside(said.order, one, other):
            continue  # "A and B" says what "B and A" says
        ones, others = there[one] - there[other], there[other] - there[one]  # what tells them apart
        is_one_moved = bool(here[one] & others) and not here[one] & ones
        is_other_moved = bool(here[other] & ones) and not here[other] & others
        if is_one_moved and is_other_moved:
            ends = {one, other} & {said.order[0]} and {one, other} & set(said.order[-2:])
            if not BY.search(said.text) and not (ends and IS.search(said.text)):
                return f"{one} and {other} have changed places"
            # a passive verb turns it rightly, and "A is B" says what "B is A" says
    for one, follows in here.items():
        if OPPOSITES.get(one) in there and one in there:
            after = {each for side, each in follows if side == "after"} - {""}
            if not after <= {each for side, each in there[one] if side == "after"}:
                return f"it says {one} of something else"
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


def _left_out(said: Statement, window: Window) -> str:
    """Whether a qualification is lost: words of a clause that it draws on, or a condition beside it."""
    content = set(said.content)
    drawn = _drawn(said, window)
    held = [each for clause in drawn for each in clause.content]
    if lost := [each for each in held if each[0].isdigit() and each not in content]:
        return f"it leaves out {lost[0]}"
    if not held or sum(each in content for each in held) < KEPT * len(held):
        return f"it leaves out {' '.join(each for each in held if each not in content)}"
    for each in held:
        if each not in content and OPPOSITES.get(each) in content and OPPOSITES[each] in held:
            return f"it leaves out {each}"
    for at, clause in enumerate(window.clauses):
        words = clause.states.content
        if not clause.is_condition or sum(each in content for each in words) >= CONDITION * len(words):
            continue
        # a condition belongs to what stands before it, or at the beginning to what follows
        beside = window.clauses[at - 1] if at else window.clauses[1] if len(window.clauses) > 1 else clause
        if beside.states in drawn:
            return "it leaves out a condition"
    return ""


def _drawn(said: Statement, window: Window) -> list[Statement]:
    content = set(said.content)
    return [
        clause.states
        for clause in window.clauses
        if clause.states.content
        and sum(each in content for each in clause.states.content) >= DRAWN * len(clause.states.content)
    ]
