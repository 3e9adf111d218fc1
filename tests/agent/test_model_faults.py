"""What an endpoint can do wrong, each as a real server on loopback does it: every one ends in a whole turn.

One table: the fault, how often the server is asked in all, and what the learner reads of it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from agent.model import open_writer
from agent.replies import MODEL_LEFT_OUT
from agent.settings import Settings
from agent.support import Verdict
from tests.endpoint import Endpoint, Refusal, drip, keep_alive, piece, reset_after, stream, unused_address
from tests.fakes import FakeSearch
from tests.mentors import ALSO_SAYS, INDEX, INVENTS, SAYS, WHEN, answered, mentor_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Engine

    from agent.events import Answer
    from agent.mentor import Mentor

TIGHT = {"answer_s": 0.5, "first_token_s": 0.2}  # for faults that only a limit of time ends
BEGUN = [piece({"content": f"{SAYS} "}), piece({"content": "It makes"})]
AZURE = (
    "Requests have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 2 seconds. "
    "Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit."
)
GEMINI = (
    "Quota exceeded for quota metric 'Generate requests' and limit 'Generate requests per minute' of service"
)
ACCOUNT = "You exceeded your current quota, please check your plan and billing details."
FOREIGN = "http://127.0.0.1:9/v1/chat/completions"


class Fault(NamedTuple):
    """What a server does.

    Attributes:
        reply: what it answers, again and again.
        tries: how often it is asked for one turn.
        says: what the turn says of it.
        limits: settings that it takes.
    """

    reply: int | tuple[int, str] | tuple[int, str, str] | Refusal | Callable[[], Iterable[bytes]]
    tries: int
    says: str
    limits: dict[str, float] = {}  # noqa: RUF012 - never changed


def silence() -> Iterable[bytes]:
    """Say nothing at all until long after anybody waits."""
    threading.Event().wait(2)
    return iter(())


FAULTS: dict[str, Fault] = {
    # refused for good: asked once
    "refused key": Fault(401, 1, "refuses the key; check OPENAI_API_KEY"),
    "forbidden": Fault(403, 1, "refuses the key"),
    "payment required": Fault(402, 1, "has no quota left; check its billing"),
    "unknown model": Fault(404, 1, "is not served there; check MENTOR_MODEL"),
    "quota used up": Fault((429, "insufficient_quota"), 1, "has no quota left"),
    "quota used up, in words alone": Fault((429, "", ACCOUNT), 1, "has no quota left; check its billing"),
    "quota used up, for hours": Fault(Refusal(429, "insufficient_quota", after="7200"), 1, "no quota left"),
    "context overflow, as OpenAI says it": Fault((400, "context_length_exceeded"), 1, "does not fit"),
    "context overflow, as llama.cpp says it": Fault((400, "exceed_context_size_error"), 1, "does not fit"),
    "sent to another host": Fault(Refusal(302, to=FOREIGN), 1, "failed"),
    # refused for the moment: tried twice more, unless it is a long one
    "busy, a moment": Fault(429, 3, "asks to try again later"),
    "busy, no word for how long": Fault(Refusal(429), 3, "asks to try again later"),
    "busy, as Azure says it": Fault((429, "429", AZURE), 3, "asks to try again later"),
    "busy, as Gemini says it": Fault((429, "", GEMINI), 3, "asks to try again later"),
    "busy, as Gemini says it at length": Fault(
        (429, "", f"{ACCOUNT} {GEMINI}"), 3, "asks to try again later"
    ),
    "busy, a moment, with the code of a quota": Fault(
        Refusal(429, "insufficient_quota", after="0.01"), 3, "asks to try again later"
    ),
    "busy, a minute": Fault(Refusal(429, after="60"), 1, "asks to try again in 60 seconds"),
    "busy, five minutes": Fault(Refusal(429, after="300"), 1, "asks to try again in 5 minutes"),
    "busy until a date": Fault(Refusal(429, after="Wed, 21 Oct 2065 07:28:00 GMT"), 1, "again later"),
    "server fault": Fault(500, 3, "a fault of its own (HTTP 500)"),
    "bad gateway": Fault(502, 3, "a fault of its own (HTTP 502)"),
    "overloaded": Fault(503, 3, "a fault of its own (HTTP 503)"),
    "overloaded for minutes": Fault(Refusal(503, after="120"), 1, "a fault of its own (HTTP 503)"),
    "reset before a word": Fault(reset_after, 3, "cannot be reached"),
    # broken in mid-answer: what came is kept, and nothing is asked again
    "reset in mid-stream": Fault(lambda: reset_after(*BEGUN), 1, "the connection to openai:scripted broke"),
    "broken off": Fault(lambda: stream(f"{SAYS} It makes", None), 1, "ended its answer early"),
    "malformed": Fault(lambda: [*BEGUN, b"data: {broken\n\n"], 1, "sent something that is no answer"),
    "an error in mid-stream": Fault(
        lambda: [*BEGUN, b'data: {"error": {"message": "out of memory"}}\n\n'], 1, "failed"
    ),
    "cut at its length": Fault(
        lambda: stream(f"{SAYS} It makes", "length"), 1, "early: it reached its longest length"
    ),
    "filtered in mid-answer": Fault(
        lambda: stream(f"{SAYS} It makes", "content_filter"), 1, "its provider's filter stopped it"
    ),
    # no answer at all
    "filtered": Fault(lambda: [piece({}, "content_filter")], 1, "its provider's filter stopped it"),
    "empty": Fault(lambda: [b'data: {"choices": []}\n\n', b"data: [DONE]\n\n"], 1, "ended its answer early"),
    "null": Fault(lambda: [b'data: {"choices": null}\n\n', b"data: [DONE]\n\n"], 1, "openai:scripted"),
    "nothing": Fault(list, 1, "openai:scripted"),
    "not a stream": Fault(lambda: [b"<html>a proxy's login page</html>"], 1, "openai:scripted"),
    # without an end
    "endless": Fault(lambda: drip("and so on "), 1, "was stopped", TIGHT),
    "a flood": Fault(lambda: [piece({"content": "word " * 20_000})], 1, "its length"),
    "kept alive without a word": Fault(keep_alive, 1, "did not answer in time", TIGHT),
    "silent": Fault(silence, 1, "did not answer in time", TIGHT),
}
MID_ANSWER = {
    "reset in mid-stream",
    "broken off",
    "malformed",
    "an error in mid-stream",
    "cut at its length",
    "filtered in mid-answer",
}


def over(engine: Engine, endpoint: Endpoint | str, **more: Any) -> Mentor:
    """Return a mentor that writes with a model behind an endpoint on loopback."""
    address = endpoint if isinstance(endpoint, str) else endpoint.address
    told = Settings(openai_base_url=address, model="openai:scripted", **more)
    return mentor_over(engine, open_writer=lambda: open_writer(told))


def assert_whole(mentor: Mentor, answer: Answer) -> None:
    """The turn is kept as it was shown; all that counts as supported stands in its passage, and nothing twice."""
    assert [turn.answer for turn in mentor.memory.turns("me", answer.conversation)] == [answer.json()]
    assert answer.kind == "answered"
    assert "Traceback" not in answer.markdown
    spans = [span for sentence in answer.sentences for span in sentence.support]
    for span in spans:
        assert (INDEX, WHEN)[span.n - 1].text[span.start : span.end] == span.quote
    for told in (SAYS, ALSO_SAYS, WHEN.text):
        assert answer.markdown.count(told) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_in_a_whole_turn(engine: Engine, fault: str) -> None:
    """The turn says what happened, keeps what was checked, quotes the rest, and the server was asked as often as stated."""
    reply, tries, says, limits = FAULTS[fault]
    with Endpoint(reply) as endpoint:
        mentor = over(engine, endpoint, **limits)
        answer = answered(mentor)
    assert_whole(mentor, answer)
    assert len(endpoint.requests) == tries
    assert answer.markdown.startswith(f"{SAYS} [1]") == (fault in MID_ANSWER)
    failed = "did not finish" if fault in MID_ANSWER else "did not answer"
    assert f"*The language model {failed}: " in answer.markdown
    assert says in answer.markdown


def test_an_endpoint_that_is_down_is_said_and_the_sources_answer(engine: Engine) -> None:
    """Where nothing listens, the turn still answers, by quotation."""
    mentor = over(engine, unused_address())
    answer = answered(mentor)
    assert_whole(mentor, answer)
    assert "cannot be reached; check OPENAI_BASE_URL" in answer.markdown


def test_a_model_that_repeats_itself_says_a_thing_once(engine: Engine) -> None:
    """A model that goes in circles is stopped; its sentence is shown once."""
    with Endpoint(lambda: drip(f"{SAYS} ")) as endpoint:
        answer = answered(over(engine, endpoint))
        assert endpoint.hung_up.wait(30)
    assert answer.markdown.count(SAYS) == 1
    assert len(endpoint.requests) == 1


def test_a_model_that_ignores_its_instructions_is_left_out(engine: Engine) -> None:
    """What no source says is not shown as the answer: the sources are quoted, and the turn says so."""
    with Endpoint(f"Sure! Here is a poem. {INVENTS}") as endpoint:
        mentor = over(engine, endpoint)
        answer = answered(mentor)
    assert_whole(mentor, answer)
    assert answer.markdown.startswith(MODEL_LEFT_OUT)
    assert all(sentence.verdict is Verdict.SUPPORTED for sentence in answer.sentences)


def test_a_model_that_fails_after_it_said_all_leaves_nothing_to_quote(engine: Engine) -> None:
    """Where the sources hold nothing that was not shown, the turn says so instead of promising quotations."""
    with Endpoint(lambda: stream(f"{SAYS} {ALSO_SAYS} And", "length")) as endpoint:
        told = Settings(openai_base_url=endpoint.address)
        mentor = mentor_over(engine, search=FakeSearch(INDEX), open_writer=lambda: open_writer(told))
        answer = answered(mentor)
    assert answer.markdown.count(SAYS) == answer.markdown.count(ALSO_SAYS) == 1
    assert "What was checked before that stands above." in answer.markdown
    assert "What follows" not in answer.markdown


def test_the_next_question_finds_a_model_that_came_back(engine: Engine) -> None:
    """After a fault the same conversation goes on with the model once it answers."""
    with Endpoint(401, SAYS) as endpoint:
        mentor = over(engine, endpoint)
        first = answered(mentor)
        second = answered(mentor, "How do query plans work?", conversation=first.conversation)
    assert "refuses the key" in first.markdown
    assert second.markdown == f"{SAYS} [1]"
