"""agent.events: the answer in the shape that others rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.fakes import FakeSearch, ScriptedModel
from tests.mentors import INDEX, INVENTS, SAYS, answered, mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_an_answer_has_every_key_that_is_promised(engine: Engine) -> None:
    """The keys of `ask --json`, of its sentences, their spans and its passages are all there."""
    answer = answered(mentor_over(engine, model=ScriptedModel(f"{SAYS} {INVENTS}"))).json()
    assert answer.keys() >= {
        *("kind", "answer", "sentences", "passages", "nearest", "question", "conversation", "learner"),
        *("model", "model_calls", "tokens", "timings_ms", "fingerprints"),
    }
    assert answer["sentences"][0].keys() >= {"text", "verdict", "support"}
    assert answer["sentences"][0]["support"][0].keys() == {"n", "quote", "start", "end"}
    assert answer["passages"][0].keys() >= {"n", "id", "document", "heading", "url", "text", "score"}
    assert answer["fingerprints"].keys() == {"prompts", "settings", "index"}
    assert answer["timings_ms"].keys() == {"recall", "question", "search", "first_sentence", "total"}


def test_an_answer_survives_json(engine: Engine) -> None:
    """What is printed and read back is the same."""
    answer = answered(mentor_over(engine)).json()
    assert json.loads(json.dumps(answer)) == answer


def test_passages_are_numbered_from_one_best_first(engine: Engine) -> None:
    """A passage's number is its place, and scores fall."""
    passages = answered(mentor_over(engine)).json()["passages"]
    assert [passage["n"] for passage in passages] == [1, 2]
    assert passages[0]["score"] > passages[1]["score"]
    assert passages[0]["text"] == INDEX.text


def test_an_uncovered_question_has_the_same_shape(engine: Engine) -> None:
    """What is not covered has no sentences and no passages, and names the nearest topics."""
    answer = answered(mentor_over(engine, search=FakeSearch(INDEX, confidence=0.2))).json()
    assert (answer["kind"], answer["sentences"], answer["passages"]) == ("not_covered", [], [])
    assert answer["nearest"] == ["data.indexes"]
