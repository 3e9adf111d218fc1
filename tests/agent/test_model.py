"""agent.model: a chat model's words, and its faults in our words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any

import pytest

from agent.errors import (
    ModelBusy,
    ModelError,
    ModelMissing,
    ModelRefused,
    ModelUnavailable,
    PromptTooLong,
)
from agent.faults import redacted
from agent.model import check_model, open_writer, served_model
from agent.places import Places
from agent.settings import Settings
from agent.writer import Message, Usage
from tests.endpoint import Endpoint, drip, keep_alive, piece, stream, unused_address
from tests.fakes import ScriptedModel
from tests.mentors import writer

ASK = [Message("system", "Be brief."), Message("user", "What is an index?")]


def settings(endpoint: Endpoint | str, **more: Any) -> Settings:
    address = endpoint if isinstance(endpoint, str) else endpoint.address
    return Settings(openai_base_url=address, **more)


def said(told: Settings, usage: Usage | None = None) -> Iterator[str]:
    found = open_writer(told)
    assert found
    return found.stream(ASK, usage or Usage())


def test_no_model_is_no_writer() -> None:
    """With the default settings there is no model to ask."""
    assert open_writer(Settings()) is None


def test_stream_yields_the_words_as_they_come() -> None:
    """An answer arrives in pieces that make up the whole."""
    with Endpoint("An index is sorted.") as endpoint:
        pieces = [piece for piece in said(settings(endpoint)) if piece]
    assert len(pieces) == 4
    assert "".join(pieces).strip() == "An index is sorted."


def test_stream_sends_the_messages_and_the_limit() -> None:
    """The endpoint gets the messages in order and is told the most tokens of an answer."""
    with Endpoint("Yes.") as endpoint:
        list(said(settings(endpoint, answer_tokens=99)))
    body = endpoint.requests[0]
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert body["messages"][1]["content"] == "What is an index?"
    assert body["max_tokens"] == 99


def test_an_unnamed_model_is_the_one_that_is_served() -> None:
    """An endpoint without a named model is asked for what it serves."""
    with Endpoint("Yes.", models=("first", "second")) as endpoint:
        list(said(settings(endpoint)))
    assert endpoint.requests[0]["model"] == "first"


def test_a_named_model_is_asked_for_by_name() -> None:
    """MENTOR_MODEL=openai:NAME asks for that model."""
    with Endpoint("Yes.") as endpoint:
        list(said(settings(endpoint, model="openai:other")))
    assert endpoint.requests[0]["model"] == "other"


def test_complete_is_the_whole_answer() -> None:
    """A short answer is returned in one piece, and counted as one call with its tokens."""
    usage = Usage()
    assert writer(ScriptedModel("What is JWT?")).complete(ASK, usage) == "What is JWT?"
    assert (usage.calls, usage.prompt, usage.completion) == (1, 7, 3)


def test_complete_waits_for_nobody() -> None:
    """What can be left out is not asked of a model that serves others."""
    places = Places(1)
    with places.enter("ada"), pytest.raises(ModelBusy, match="writing for others"):
        writer(ScriptedModel(), places=places).complete(ASK, Usage())


def test_complete_does_not_wait_long() -> None:
    """A model that says nothing, or goes on and on, is given up after the seconds of a short answer, and counted."""
    usage = Usage()
    silent = writer(ScriptedModel(), short_s=0.0, hear=lambda _: repeat(None))
    with pytest.raises(ModelUnavailable, match="scripted took longer than 0 s"):
        silent.complete(ASK, usage)
    assert (usage.calls, usage.completion) == (1, 0)
    with pytest.raises(ModelUnavailable, match="took longer than 0 s"):
        writer(ScriptedModel("An index is sorted."), short_s=0.0, count=len).complete(ASK, usage)
    assert (usage.calls, usage.completion) == (2, len("An "))


def test_an_answer_that_is_stopped_is_counted() -> None:
    """What came before a stop costs what it costs: its tokens are counted though the model has not told them."""
    usage = Usage()
    stream = writer(ScriptedModel("An index is sorted."), count=len).stream(ASK, usage)
    assert next(stream) == "An "
    stream.close()
    assert (usage.calls, usage.prompt, usage.completion) == (1, sum(len(m.content) + 4 for m in ASK), 3)


def test_an_answer_of_a_model_that_counts_nothing_is_counted() -> None:
    """An endpoint that never tells its usage still gets its tokens counted, by the table that ships."""
    usage = Usage()
    with Endpoint("An index is sorted.") as endpoint:
        list(said(settings(endpoint), usage))
    assert (usage.prompt, usage.completion) == (16, 6)


def test_a_refused_question_costs_nothing() -> None:
    """Where no answer began, no tokens are counted."""
    usage = Usage()
    with Endpoint(401) as endpoint, pytest.raises(ModelRefused):
        list(said(settings(endpoint), usage))
    assert (usage.calls, usage.prompt, usage.completion) == (1, 0, 0)


FAULTS: list[tuple[Any, type[ModelError], str]] = [
    (401, ModelRefused, "refuses the key; check OPENAI_API_KEY"),
    (403, ModelRefused, "refuses the key"),
    (404, ModelMissing, "is not served there; check MENTOR_MODEL and OPENAI_BASE_URL"),
    (429, ModelBusy, "asks to try again later"),
    ((429, "insufficient_quota"), ModelRefused, "no quota left"),
    ((400, "context_length_exceeded"), PromptTooLong, "does not fit"),
    (500, ModelUnavailable, r"a fault of its own \(HTTP 50[03]\)"),
    (503, ModelUnavailable, r"a fault of its own \(HTTP 50[03]\)"),
    (lambda: stream("An index is", finish=None), ModelUnavailable, "early: it does not say why"),
    (
        lambda: stream("An index is", finish="length"),
        ModelUnavailable,
        "early: it reached its longest length",
    ),
    (lambda: [b"data: {not json\n\n"], ModelUnavailable, "sent something that is no answer"),
    (lambda: [b'data: {"choices": []}\n\n', b"data: [DONE]\n\n"], ModelUnavailable, "it does not say why"),
    (lambda: [b'data: {"choices": null}\n\n', b"data: [DONE]\n\n"], ModelUnavailable, "openai:scripted"),
    (lambda: [b"<html>a proxy's login page</html>"], ModelUnavailable, "openai:scripted"),
    (list, ModelUnavailable, "openai:scripted"),
]


@pytest.mark.parametrize(("reply", "leaf", "says"), FAULTS, ids=[str(n) for n in range(len(FAULTS))])
def test_a_fault_of_the_endpoint_ends_as_the_right_error(
    reply: Any, leaf: type[ModelError], says: str
) -> None:
    """Whatever an endpoint does wrong comes up as the leaf that says what to do."""
    with Endpoint(reply() if isinstance(reply, Callable) else reply) as endpoint:
        told = settings(endpoint)
        with pytest.raises(leaf, match=says) as caught:
            list(said(told))
    assert type(caught.value) is leaf


def test_an_endless_drip_is_stopped() -> None:
    """An answer that never ends is cut off at the time allowed for it, and the connection is let go."""
    with Endpoint(drip("more ")) as endpoint, pytest.raises(ModelUnavailable, match="was stopped"):
        list(said(settings(endpoint, answer_s=0.2)))


def test_a_connection_kept_alive_without_a_word_is_stopped() -> None:
    """A stream of comments alone, which no client's own limit notices, ends at the time allowed."""
    with Endpoint(keep_alive()) as endpoint, pytest.raises(ModelUnavailable, match="did not answer in time"):
        list(said(settings(endpoint, answer_s=0.2)))


def test_a_flood_is_stopped() -> None:
    """An answer far over its tokens is cut off, though it comes fast."""
    flood = (piece({"content": "word " * 100}) for _ in range(1000))
    with Endpoint(flood) as endpoint, pytest.raises(ModelUnavailable, match="its length"):
        list(said(settings(endpoint, answer_tokens=32)))


def test_silence_is_not_waited_for() -> None:
    """An endpoint that accepts a question and then says nothing counts as failed after the time allowed."""
    is_over = threading.Event()

    def nothing() -> Iterator[bytes]:
        yield b": \n\n"
        is_over.wait(10)

    with Endpoint(nothing()) as endpoint, pytest.raises(ModelUnavailable, match="did not answer in time"):
        list(said(settings(endpoint, first_token_s=0.1)))
    is_over.set()


def test_a_refused_connection_names_the_variable() -> None:
    """Where nothing listens, the message names the address's variable."""
    told = settings(unused_address(), model="openai:any")
    with pytest.raises(ModelUnavailable, match="cannot be reached; check OPENAI_BASE_URL"):
        list(said(told))


def test_a_busy_endpoint_is_tried_three_times() -> None:
    """A refusal for the moment is retried twice, and no more."""
    with Endpoint(429) as endpoint, pytest.raises(ModelBusy):
        list(said(settings(endpoint)))
    assert len(endpoint.requests) == 3


def test_a_short_disturbance_is_not_noticed() -> None:
    """After one failure the second try's answer is used."""
    with Endpoint(503, "All is well.") as endpoint:
        assert "".join(said(settings(endpoint))).strip() == "All is well."


def test_a_refused_key_is_not_tried_again() -> None:
    """A key that is refused once is refused for good."""
    with Endpoint(401) as endpoint, pytest.raises(ModelRefused):
        list(said(settings(endpoint)))
    assert len(endpoint.requests) == 1


def test_what_was_yielded_before_a_fault_stays() -> None:
    """The words before a break are handed on before the error comes up."""
    got = []
    with Endpoint(stream("An index is sorted.", finish=None)) as endpoint, pytest.raises(ModelUnavailable):
        got.extend(said(settings(endpoint)))  # extend keeps what came before the error
    assert "".join(got).strip() == "An index is sorted."


def test_no_error_shows_the_key() -> None:
    """The text of a refusal holds the key; ours does not."""
    with Endpoint("Yes.", key="right") as endpoint:
        told = settings(endpoint, model="openai:any", openai_api_key="sk-canary1234")
        with pytest.raises(ModelRefused) as caught:
            list(said(told))
    assert "sk-" not in str(caught.value)
    assert (
        redacted(ValueError("Incorrect API key provided: sk-abcd1234")) == "Incorrect API key provided: [key]"
    )


def test_served_model_needs_one_that_is_listed() -> None:
    """An endpoint that lists no model is told apart from one that is down."""
    with Endpoint("Yes.", models=()) as endpoint, pytest.raises(ModelMissing, match="lists no model"):
        served_model(settings(endpoint))


def test_check_model_says_what_would_answer() -> None:
    """The doctor's question is answered with the model's name and address, without a chat."""
    with Endpoint("Yes.") as endpoint:
        assert check_model(settings(endpoint)) == f"scripted at {endpoint.address}"
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("local:unheard-of", "no local model is called 'unheard-of'; known: "),
        ("local:/nowhere/x.gguf", "there is no model file '/nowhere/x.gguf'; check MENTOR_MODEL"),
        ("local:qwen2.5-coder-1.5b", "`mentor model get qwen2.5-coder-1.5b` fetches it"),
        ("nobody:model", "MENTOR_MODEL=nobody:model is not usable"),
        ("anthropic:claude", "MENTOR_MODEL=anthropic:claude needs a package that is not installed"),
    ],
)
def test_a_model_that_is_not_here_says_how_to_get_it(model: str, says: str) -> None:
    """A wrong name, a missing file and a missing package each say what to do."""
    with pytest.raises(ModelMissing, match=says):
        open_writer(Settings(model=model))
