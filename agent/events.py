"""What a turn hands on while it runs, and the answer it ends with, in the shapes that others rely on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.support import Checked
    from knowledge.search import Hit


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages found, best first, before the first word is written."""

    question: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A checked piece of the answer: `markdown` is what to append to what is shown."""

    markdown: str
    checked: Checked | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The model serves others: so many requests must end before this turn's is served; 0 once it is."""

    ahead: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A message to send next: what it says, and the label of its button."""

    say: str
    label: str


class Wrote(StrEnum):
    """What became of the language model's words in an answer."""

    NOTHING = "nothing"  # none was asked, or it failed before the first word that counts
    PART = "part"  # it failed half-way: the rest is quoted
    ALL = "all"
    LEFT_OUT = "left_out"  # nothing in the sources supports them


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a turn: everything that `mentor ask --json` prints.

    Args:
        kind: `answered`, `not_covered`, `command`, `smalltalk` or `failed`.
        wrote: what of it the model wrote; with a model and `nothing`, the model failed.
        choices: messages that answer what the mentor asks, to choose from.
        task: the check that the turn gave a hint on or solved, and how far the hints have come.
    """

    kind: str
    markdown: str
    question: str
    conversation: str
    learner: str
    sentences: tuple[Checked, ...] = ()
    hits: tuple[Hit, ...] = ()
    nearest: tuple[str, ...] = ()
    model: str = "none"
    wrote: Wrote = Wrote.NOTHING
    model_calls: int = 0
    tokens: dict[str, int] = field(default_factory=lambda: {"prompt": 0, "completion": 0})
    timings_ms: dict[str, float] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    confidence: float = 0.0
    task: dict[str, Any] | None = None
    choices: tuple[Choice, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the answer in the shape of `mentor ask --json`."""
        return {
            "kind": self.kind,
            "answer": self.markdown,
            "sentences": [
                {
                    "text": sentence.text,
                    "verdict": str(sentence.verdict),
                    "because": sentence.because,
                    "support": [
                        {"n": span.n, "quote": span.quote, "start": span.start, "end": span.end}
                        for span in sentence.support
                    ],
                }
                for sentence in self.sentences
            ],
            "passages": [passage_json(n, hit) for n, hit in enumerate(self.hits, 1)],
            "nearest": list(self.nearest),
            "question": self.question,
            "conversation": self.conversation,
            "learner": self.learner,
            "task": self.task,
            "choices": [{"say": each.say, "label": each.label} for each in self.choices],
            "confidence": round(self.confidence, 4),
            "model": self.model,
            "wrote": str(self.wrote),
            "model_calls": self.model_calls,
            "tokens": self.tokens,
            "timings_ms": {name: round(value, 2) for name, value in self.timings_ms.items()},
            "fingerprints": self.fingerprints,
        }


def passage_json(n: int, hit: Hit) -> dict[str, Any]:
    """Return a passage as the command's JSON has it; `n` is its number, from 1."""
    passage = hit.passage
    return {
        "n": n,
        "id": passage.id,
        "source": passage.source,
        "document": passage.document,
        "heading": list(passage.heading),
        "url": passage.url,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 6),
    }


Event = Passages | Waiting | Sentence | Answer
