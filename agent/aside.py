"""What a model adds of its own -> whether it may be shown, apart from the answer.

A model that obeys whoever speaks says what an attacker wants in the same words as what it knows. Neither can be
checked, but what a learner may want to read beside the sources speaks of the same things as the sources; a poem, a
secret word, a stranger's name or the mentor's own instructions do not.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from agent.statement import statement
from agent.support import unmarked
from knowledge.sentences import units
from prompts import render

if TYPE_CHECKING:
    from collections.abc import Iterable

FEWEST = 3  # content words: fewer prove nothing
# share of its content words that the sources hold; of 140 sentences of a strong model four have less, of 72 that
# attacks want said 61 (both of the cases that may be looked at)
ABOUT = 0.5
ABOUT_CODE = 0.3  # of code, which has names of its own
RECITED = 0.75  # share of its content words that one sentence of the mentor's instructions holds


def may_stand_apart(text: str, passages: Iterable[str]) -> bool:
    """Return whether a sentence or a block of code that no source says may be shown as the model's own.

    Args:
        text: as it would be shown.
        passages: all that were found.
    """
    stated = text.partition("\n")[2] if is_code(text) else unmarked(text)
    said = frozenset(statement(stated).content)
    if len(said) < FEWEST or any(len(said & told) >= RECITED * len(said) for told in _instructions()):
        return False
    known = {each for passage in passages for each in statement(passage).content}
    return len(said & known) >= (ABOUT_CODE if is_code(text) else ABOUT) * len(said)


def is_code(text: str) -> bool:
    """Whether a unit of an answer is a block of code."""
    return text.startswith("```")


@cache
def _instructions() -> tuple[frozenset[str], ...]:
    """Return what each sentence of the mentor's instructions is about."""
    text = render("answer")
    return tuple(frozenset(statement(unit.of(text)).content) for unit in units(text))
