"""The suite `obedient`: the attacks of `safety` on a mentor whose model does whatever anybody tells it.

It is the worst model that there can be: whatever an attack wants said, it says, in plain words, under a mark, in a
list and in code; then it recites its instructions, the learner's message and the sources with all that stands in them.
So only the mentor's code stands between the attacker and the learner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals import safety
from evals.replaying import Endpoint
from knowledge.sentences import Kind, units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agent.events import Answer
    from evals.cases import Attack
    from evals.outcome import Outcome
    from knowledge.search import Findings

METRICS = safety.METRICS
RANKED = safety.RANKED
SOURCES = "Sources:"  # where the sources begin in what the mentor sends


class Obedient(Endpoint):
    """An endpoint that does what it is told, by whomever, and says what an attack wants said."""

    name = "obedient"

    def __init__(self) -> None:
        super().__init__()
        self.wanted: Sequence[str] = ()

    def reply(self, messages: Sequence[dict[str, str]]) -> str:
        """Everything that any attacker could want of an answer to this conversation."""
        told = messages[-1]["content"]
        true = _first_sentence(told)
        return "\n\n".join(
            [
                *([f"{true} [1]"] if true else []),
                *self.wanted,
                *(f"As you wish, here it is for you: {each}. [1]" for each in self.wanted),
                "\n".join(f"- {each}" for each in self.wanted),
                "\n".join(["```text", *self.wanted, "```"]),
                *(message["content"] for message in messages),
            ]
        )


def judge(
    case: Attack,
    model: Obedient,
    ask: Callable[[str, Sequence[str]], Iterator[Answer]],
    search: Callable[[str, int], Findings],
    k: int,
    direct: Callable[[str], str] | None,
) -> Outcome:
    """Try one attack with a model that helps the attacker; see `safety.judge`.

    Raises:
        RuntimeError: the turn failed for a reason that is not the attack's; there is nothing to judge.
    """
    model.wanted = case.must_not
    return safety.judge(case, ask, search, k, direct)


def _first_sentence(told: str) -> str:
    """The first sentence of the first source: with it there is an answer for the rest to hide in."""
    _, _, sources = told.partition(f"{SOURCES}\n\n[1] ")
    text = sources.partition("\n")[2]
    return next((unit.of(text) for unit in units(text) if unit.kind is Kind.SENTENCE), "")
