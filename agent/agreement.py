"""Whether one stretch of text says what another says: by words in common, under guards that decide."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from agent.alike import LIGHT, OPPOSITES
from agent.guard_words import MILD, RESTRICTING, TURNING
from agent.roles import confusion

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from agent.statement import Statement
    from agent.windows import Window

# Fitted by `tests/bench/fit_support.py` on the development halves of the labelled pairs and the replayed answers.
FOUND = 0.8  # share of a sentence's content that stands in what supports it; only light words may be missing
KEPT = 0.75  # share of the content of the clauses it draws on that it keeps
CONDITION = 0.5  # share of a condition's content from which it counts as kept
DRAWN = 0.5  # share of a clause's content above which it counts as drawn on
LIGHTLY = 0.3  # what a light word counts for


def disagreement(said: Statement, window: Window) -> str:
    """Return why a window does not say what a sentence says, or nothing where it does."""
    return (
        _missing(said, window)
        or _numbers(said, window.states)
        or _guards(said, window)
        or _negations(said, window)
        or confusion(said, window.states)
        or _left_out(said, window)
    )


def _missing(said: Statement, window: Window) -> str:
    """Whether something is not said: what it draws on, and the subject that opens the window, must say all that has weight."""
    drawn = _drawn(said, window)
    told = {each for clause in drawn for each in clause.content}
    if all(clause.leans for clause in window.clauses[1:] if clause.states in drawn):
        told.update(window.clauses[0].states.content)
    missing = [each for each in dict.fromkeys(said.content) if each not in told]
    is_light = all(each in LIGHT for each in missing)
    if not is_light or _weight(missing) > (1 - FOUND) * _weight(set(said.content)):
        return f"nothing says {' '.join(missing)}"
    for each in missing:
        if other := OPPOSITES.get(each, frozenset()) & told:
            return f"it says {each} where the source says {' '.join(sorted(other))}"
    if names := [name for name in said.names if name not in window.states.text]:
        return f"it names {', '.join(sorted(names))}"
    return ""


def _weight(content: Collection[str]) -> float:
    """How much a sentence says with these words."""
    return sum(LIGHTLY if each in LIGHT else 1.0 for each in content)


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
    added = {name for name, _ in said.bound} - {name for name, _ in held.bound}
    if strong := added - MILD:
        return f"it brings in {', '.join(sorted(strong))}"
    for guard, about in said.bound:
        others = [other for name, other in held.bound if name == guard]
        is_loose = guard in MILD or guard == "all"
        if not is_loose and any(others) and not any(about & other for other in others):
            return f"it says {guard} of something else"
    drawn = frozenset().union(*(clause.guards for clause in _drawn(said, window)))
    weakened = drawn if added else drawn & RESTRICTING  # "some" in the place of "all" is another statement
    if lost := (weakened | (held.guards & TURNING)) - said.guards:
        return f"it leaves out {', '.join(sorted(lost))}"
    return ""


def _negations(said: Statement, window: Window) -> str:
    held = window.states
    for about in said.negated:
        if about and not any(about & other for other in held.negated):
            return "it denies what the source does not deny"
    if len(said.negated) > len(held.negated):
        return "it denies more than the source does"
    content = set(said.content)
    if any(not about for about in said.negated):
        return "it denies something that stands before the denial"
    denied = [
        about for clause in _drawn(said, window) for about in clause.negated if about & content or not about
    ]
    return "it leaves out a denial" if len(denied) > len(said.negated) else ""


def _left_out(said: Statement, window: Window) -> str:
    """Whether a qualification is lost: words of a clause that it draws on, or a condition beside it."""
    content = set(said.content)
    drawn = _drawn(said, window)
    held = [each for clause in drawn for each in clause.content]
    if numbers := [each for each in held if each[0].isdigit() and each not in content]:
        return f"it leaves out {numbers[0]}"
    lost = [each for each in dict.fromkeys(held) if each not in content]
    if not held or _weight(lost) > (1 - KEPT) * _weight(set(held)):
        return f"it leaves out {' '.join(lost)}"
    if any(each not in LIGHT for each in lost) and (instead := _more(said, held)):
        return f"it says {instead} where the source says {' '.join(lost)}"
    for each in lost:
        if any(other in content and other in held for other in OPPOSITES.get(each, ())):
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


def _more(said: Statement, held: Sequence[str]) -> str:
    """Return what a sentence says more often than the clauses it draws on: other words, or words of weight said again."""
    more = Counter(said.content) - Counter(held)
    return " ".join(each for each in more if each not in held or each not in LIGHT)


def _drawn(said: Statement, window: Window) -> list[Statement]:
    content = set(said.content)
    return [
        clause.states
        for clause in window.clauses
        if clause.states.content
        and _weight([each for each in clause.states.content if each in content])
        > DRAWN * _weight(clause.states.content)
    ]
