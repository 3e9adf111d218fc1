"""agent.answering: one turn, from a message to an answer that is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from agent.events import Answer, Passages, Sentence, Waiting
from agent.memory import new_id
from agent.model import open_writer
from agent.places import Places
from agent.replies import MODEL_LEFT_OUT, NOT_FROM_SOURCES
from agent.settings import Settings
from agent.support import Verdict
from tests.endpoint import Endpoint, stream
from tests.fakes import FakeSearch, ScriptedModel, passage
from tests.mentors import (
    ALSO_SAYS,
    INDEX,
    INVENTS,
    QUESTION,
    SAYS,
    STRAYS,
    WHEN,
    answered,
    mentor_over,
    writer,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.mentor import Mentor


def over(engine: Engine, endpoint: Endpoint | str, **more: Any) -> Mentor:
    """Return a mentor that writes with a model behind an endpoint on loopback."""
    address = endpoint if isinstance(endpoint, str) else endpoint.address
    told = Settings(openai_base_url=address, **more)
    return mentor_over(engine, open_writer=lambda: open_writer(told))


def test_a_turn_shows_the_passages_before_the_first_word(engine: Engine) -> None:
    """The passages come first, then sentences, and the whole answer last."""
    events = list(mentor_over(engine, model=ScriptedModel(f"{SAYS} {ALSO_SAYS}")).ask(QUESTION, learner="me"))
    told = [event for event in events if not isinstance(event, Sentence) or event.markdown]
    assert [type(event) for event in told] == [Passages, Sentence, Sentence, Answer]


def test_what_is_shown_is_what_is_kept(engine: Engine) -> None:
    """The pieces that are shown make up the answer, and the answer is what the turn remembers."""
    mentor = mentor_over(engine, model=ScriptedModel(f"{SAYS} {INVENTS}"))
    events = list(mentor.ask(QUESTION, learner="me"))
    answer = events[-1]
    assert isinstance(answer, Answer)
    shown = "".join(event.markdown for event in events if isinstance(event, Sentence))
    assert shown.strip() == answer.markdown
    assert [turn.answer for turn in mentor.memory.turns("me", answer.conversation)] == [answer.json()]


def test_a_supported_sentence_carries_its_mark(engine: Engine) -> None:
    """What a passage supports ends with that passage's number."""
    assert answered(mentor_over(engine, model=ScriptedModel(SAYS))).markdown == f"{SAYS} [1]"


def test_a_wrong_mark_is_corrected(engine: Engine) -> None:
    """A mark that points nowhere is taken out and the right one is set."""
    said = SAYS.replace(".", " [7].")
    assert answered(mentor_over(engine, model=ScriptedModel(said))).markdown == f"{SAYS} [1]"


def test_what_nothing_supports_is_set_apart(engine: Engine) -> None:
    """An invented sentence about the same things stands under a heading that says so, after what is supported."""
    answer = answered(mentor_over(engine, model=ScriptedModel(f"{INVENTS} {SAYS}")))
    before, _, after = answer.markdown.partition(NOT_FROM_SOURCES)
    assert SAYS in before
    assert INVENTS in after
    assert [sentence.verdict for sentence in answer.sentences] == [Verdict.SUPPORTED, Verdict.GENERAL]


def test_what_is_about_something_else_is_cut(engine: Engine) -> None:
    """A sentence that no source says and that speaks of other things than they is not shown at all."""
    answer = answered(mentor_over(engine, model=ScriptedModel(f"{STRAYS} {SAYS}")))
    assert answer.markdown == f"{SAYS} [1]"
    assert [sentence.verdict for sentence in answer.sentences] == [Verdict.SUPPORTED]


def test_an_answer_without_support_is_left_out(engine: Engine) -> None:
    """When nothing that the model wrote holds, the sources are quoted and the turn says so."""
    answer = answered(mentor_over(engine, model=ScriptedModel(INVENTS)))
    assert answer.markdown.startswith(MODEL_LEFT_OUT)
    assert f"{SAYS}" in answer.markdown
    assert all(sentence.verdict is Verdict.SUPPORTED for sentence in answer.sentences)


def test_quotations_stand_apart_from_what_the_model_asked(engine: Engine) -> None:
    """A model that only asks back is followed by quotations in a paragraph of their own."""
    answer = answered(mentor_over(engine, model=ScriptedModel("Which database do you mean by that?")))
    assert answer.markdown.startswith(f"Which database do you mean by that?\n\n{SAYS}")


def test_every_supported_sentence_is_found_at_its_place(engine: Engine) -> None:
    """A quote is, character for character, what stands at its place in its passage."""
    answer = answered(mentor_over(engine, model=ScriptedModel(f"{SAYS} {ALSO_SAYS} {INVENTS}"))).json()
    spans = [span for sentence in answer["sentences"] for span in sentence["support"]]
    assert len(spans) == 2
    for span in spans:
        assert answer["passages"][span["n"] - 1]["text"][span["start"] : span["end"]] == span["quote"]


def test_what_was_checked_before_a_fault_stays(engine: Engine) -> None:
    """A sentence that was shown before the break stays in the answer, before the notice."""
    with Endpoint(stream(f"{SAYS} It makes", finish=None)) as endpoint:
        answer = answered(over(engine, endpoint))
    assert answer.markdown.startswith(f"{SAYS} [1]")
    assert answer.sentences[0].verdict is Verdict.SUPPORTED


def test_a_turn_counts_its_tokens(engine: Engine) -> None:
    """The answer says which model wrote it and what it cost."""
    answer = answered(mentor_over(engine, model=ScriptedModel(SAYS)))
    assert (answer.model, answer.model_calls) == ("scripted", 1)
    assert answer.tokens == {"prompt": 7, "completion": 3}


def test_passages_without_a_sentence_to_quote_answer_nothing(engine: Engine) -> None:
    """An answer is never empty: where only a torn piece of code was found, it is said that nothing answers."""
    torn = passage("```python run\nuser = request.headers['user']", heading="Example: headers")
    answer = answered(mentor_over(engine, torn), "KeyError: 'user'")
    assert (answer.kind, answer.hits) == ("not_covered", ())
    assert "I don't know" in answer.markdown


def test_a_question_that_is_not_covered_names_the_nearest_topics(engine: Engine) -> None:
    """Below the threshold nothing is answered: the nearest topics are named instead."""
    search = FakeSearch(INDEX, confidence=0.3)
    answer = answered(mentor_over(engine, search=search), "Which index did Napoleon like best?")
    assert answer.kind == "not_covered"
    assert answer.nearest == ("data.indexes",)
    assert "The nearest topics I do have: Database indexes." in answer.markdown
    assert answer.hits == ()


def test_a_topic_that_shares_nothing_with_a_question_is_not_near(engine: Engine) -> None:
    """No topic is named for a question that has none of its words; how to ask otherwise is said instead."""
    answer = answered(
        mentor_over(engine, search=FakeSearch(INDEX, confidence=0.3)), "What is the capital of France?"
    )
    assert answer.nearest == ("data.indexes",)  # for programs: the first that was found
    assert "nearest" not in answer.markdown
    assert "say it in other words" in answer.markdown


def test_a_follow_up_is_searched_as_it_stands_alone(engine: Engine) -> None:
    """The search gets the question that the follow-up stands for, and the turn remembers it."""
    search = FakeSearch(INDEX, WHEN)
    mentor = mentor_over(engine, search=search)
    first = answered(mentor)
    second = answered(mentor, "how does it work?", conversation=first.conversation)
    assert search.queries == [QUESTION, "How does database index work?"]
    assert second.question == "How does database index work?"


def test_the_model_is_shown_the_conversation(engine: Engine) -> None:
    """A second question is written with the first exchange before it, as the model read and wrote it."""
    chat = ScriptedModel(SAYS, ALSO_SAYS)
    mentor = mentor_over(engine, model=chat)
    first = answered(mentor)
    answered(mentor, "how does it work?", conversation=first.conversation)
    assert chat.prompts[1][:2] == chat.prompts[0]
    assert chat.prompts[1][2] == SAYS
    assert "As above: [1], [2]" in chat.prompts[1][3]


def test_a_mentor_that_started_anew_still_shows_the_conversation(engine: Engine) -> None:
    """Another process, which has no prompt of the conversation, packs it from what is remembered."""
    first = answered(mentor_over(engine, model=ScriptedModel(SAYS)))
    chat = ScriptedModel(ALSO_SAYS)
    answered(mentor_over(engine, model=chat), "how does it work?", conversation=first.conversation)
    assert chat.prompts[0][1:3] == [QUESTION, f"{SAYS} [1]"]


def test_a_local_model_reads_few_passages(engine: Engine) -> None:
    """A model on this machine is given four passages; the learner still sees all."""
    chat = ScriptedModel("Fact 1 is about something.")
    many = [passage(f"Fact {n} is about something.", n=n) for n in range(8)]
    mentor = mentor_over(engine, *many, open_writer=lambda: writer(chat, name="local:small"))
    answer = answered(mentor)
    assert "Fact 3 is" in chat.prompts[0][-1]
    assert "Fact 4 is" not in chat.prompts[0][-1]
    assert len(answer.hits) == 8


@pytest.mark.parametrize(("said", "reply"), [("hello", "Hello."), ("thanks!", "You are welcome.")])
def test_small_talk_is_answered_without_a_search(engine: Engine, said: str, reply: str) -> None:
    """A greeting or a thank-you gets a line of its own, and nothing is looked up."""
    search = FakeSearch(INDEX)
    answer = answered(mentor_over(engine, search=search), said)
    assert answer.kind == "smalltalk"
    assert answer.markdown.startswith(reply)
    assert search.queries == []


def test_a_turn_measures_its_steps(engine: Engine) -> None:
    """The answer says how long each step took."""
    timings = answered(mentor_over(engine)).timings_ms
    assert timings.keys() == {"recall", "question", "search", "first_sentence", "total"}


def test_who_waits_for_the_model_sees_the_passages_and_their_place(engine: Engine) -> None:
    """While the model serves others the passages are there, and how many are before; then the answer comes."""
    places = Places(1)
    mentor = mentor_over(engine, open_writer=lambda: writer(ScriptedModel(SAYS), places=places))
    with places.enter("other"):
        asking = mentor.ask(QUESTION, learner="me")
        assert isinstance(next(asking), Passages)
        assert next(asking) == Waiting(1)
    told = [event for event in asking if not isinstance(event, Sentence) or event.markdown]
    assert [type(event) for event in told] == [Waiting, Sentence, Answer]
    assert told[0] == Waiting(0)


def test_who_leaves_while_waiting_is_out_of_the_line(engine: Engine) -> None:
    """A stop before the turn has come leaves the line, asks the model nothing and keeps the turn as stopped."""
    places, chat, conversation = Places(1), ScriptedModel(), new_id()
    mentor = mentor_over(engine, open_writer=lambda: writer(chat, places=places))
    with places.enter("other"):
        asking = mentor.ask(QUESTION, learner="me", conversation=conversation)
        assert Waiting(1) in (next(asking), next(asking))
        asking.close()
        assert places.enter("next").ahead(0) == 1
    assert chat.prompts == []
    kept = mentor.memory.turns("me", conversation)[0].answer
    assert kept
    assert kept["kind"] == "stopped"


def test_a_follow_up_is_read_by_the_rules_while_the_model_serves_others(engine: Engine) -> None:
    """Nobody waits in the line for the passages: a question is rewritten by rules where the model is taken."""
    places, chat, search = Places(1), ScriptedModel(SAYS), FakeSearch(INDEX)
    mentor = mentor_over(engine, search=search, open_writer=lambda: writer(chat, places=places))
    first = answered(mentor)
    with places.enter("other"):
        asking = mentor.ask("what about salts?", learner="me", conversation=first.conversation)
        assert isinstance(next(asking), Passages)
        asking.close()
    assert len(chat.prompts) == 1
    assert "salts" in search.queries[-1]
