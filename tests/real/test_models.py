"""Language models over the real knowledge base: a small GGUF file in its child process, and an endpoint on loopback."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from agent.build import open_mentor
from agent.errors import ModelMissing, ModelUnavailable
from agent.events import Answer, Passages, Sentence
from agent.local import serve
from agent.model import check_model, open_writer
from agent.settings import Settings
from agent.writer import Message, Usage
from prompts import render
from tests.endpoint import Endpoint, stream
from tests.real.conftest import assert_quoted

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from agent.mentor import Mentor
    from agent.writer import Writer

QUESTION = "What is a database index?"
INVENTED = "Indexes were invented by Ada Lovelace in her kitchen in 1843."


@pytest.fixture(scope="module")
def home(copy_of_home: Callable[[], Path]) -> Path:
    return copy_of_home()


@pytest.fixture(scope="module")
def local(home: Path, small_model: Path) -> Iterator[Mentor]:
    """A mentor that writes with the small model of this machine."""
    told = Settings(
        home=home,
        model=f"local:{small_model}",
        answer_tokens=48,
        passages=2,
        model_threads=1,  # two that wait for each other crawl on a machine that does more besides
    )
    mentor = open_mentor(told)
    yield mentor
    mentor.close()


def endless(writer: Writer) -> Writer:
    """The same model, which goes on writing until it is stopped or its context is full."""
    return replace(writer, chat=writer.chat.bind(extra_body={"ignore_eos": True, "max_tokens": 3000}))


def child(writer: Writer) -> subprocess.Popen[str]:
    """Return the process in which a local model runs."""
    return writer.close.__self__.process


@pytest.fixture(scope="module")
def local_events(local: Mentor) -> list[Any]:
    """What one question to the small model yields."""
    return list(local.ask(QUESTION, learner="me"))


def test_a_local_model_answers_in_a_stream(local_events: list[Any]) -> None:
    """The passages come first, then the answer in pieces, then the whole."""
    assert isinstance(local_events[0], Passages)
    assert isinstance(local_events[-1], Answer)
    assert sum(isinstance(event, Sentence) for event in local_events) >= 1
    answer = local_events[-1]
    assert (answer.kind, answer.model_calls) == ("answered", 1)
    assert answer.model == "local:SmolLM2-135M-Instruct.Q4_1"
    assert answer.tokens["completion"] > 0


def test_a_local_model_counts_its_tokens(local: Mentor) -> None:
    """What an answer cost is told in the model's own tokens, whether it ends or is stopped."""
    writer = local.writer()
    assert writer
    assert writer.count("What is a database index?") == 6
    usage = Usage()
    words = endless(writer).stream([Message("user", "Count from one to twenty.")], usage)
    said = "".join(islice(filter(None, words), 5))
    words.close()
    assert usage.completion == writer.count(said) > 0
    assert usage.prompt > writer.count("Count from one to twenty.")


def test_a_local_model_is_shown_as_supported_only_where_it_is(local_events: list[Any]) -> None:
    """However weak the model, every supported sentence stands in its passage."""
    assert_quoted(local_events[-1].json())


def test_the_child_streams(local: Mentor) -> None:
    """Words arrive in many pieces, and whoever has read enough may stop."""
    writer = local.writer()
    assert writer
    words = endless(writer).stream([Message("user", "Count from one to twenty.")], Usage())
    pieces = [*islice(filter(None, words), 5)]
    words.close()
    assert len(pieces) == 5


def read_again(writer: Writer, messages: list[Message]) -> tuple[int, int, str]:
    """Return how many tokens of a prompt the model had to read, how many it has, and what it says."""
    told = [(message.role, message.content) for message in messages]
    pieces = list(writer.chat.stream(told))
    (usage,) = (piece.usage_metadata for piece in pieces if piece.usage_metadata)
    size, kept = usage["input_tokens"], usage["input_token_details"]["cache_read"]
    return size - kept, size, "".join(piece.content for piece in pieces)


def test_a_prompt_that_goes_on_is_not_read_again(local: Mentor) -> None:
    """Of a follow-up only what is new is read, also after others have asked on all the slots."""
    writer = local.writer()
    assert writer
    system = Message("system", render("answer"))
    talks = [
        [system, Message("user", f"{word} " * 200)] for word in ("apples", "boats", "clouds")
    ]  # more than there are slots
    for talk in talks:
        _, _, said = read_again(writer, talk)
        talk += [Message("assistant", said), Message("user", "Why is that so?")]
    for talk in talks:
        new, size, _ = read_again(writer, talk)
        assert new < 0.1 * size


def test_what_every_prompt_begins_with_is_read_before_the_first_question(
    home: Path, small_model: Path
) -> None:
    """A model that was just opened has read the mentor's instructions."""
    writer = open_writer(
        Settings(home=home, model=f"local:{small_model}", answer_tokens=32, model_slots=1, model_threads=1)
    )
    assert writer
    system = Message("system", render("answer"))
    new, size, _ = read_again(writer, [system, Message("user", QUESTION)])
    writer.close()
    assert size - new >= writer.size([system])


def test_a_stop_while_it_reads_frees_the_slot(local: Mentor) -> None:
    """The child lets go of who has left before the prompt is read to its end, while it writes for somebody else."""
    writer = local.writer()
    assert writer
    server = writer.close.__self__
    other = endless(writer).stream([Message("user", "Count from one to a hundred.")], Usage())
    assert next(filter(None, other))
    reading = writer.stream([Message("user", "An index is a copy of a column. " * 300)], Usage())
    while server.busy() < 2:
        next(reading)
    reading.close()
    while server.busy() > 1:
        assert next(filter(None, other))
    slots = httpx.get(
        f"{server.address.removesuffix('/v1')}/slots", headers={"Authorization": f"Bearer {server.key}"}
    ).json()
    other.close()
    (left,) = (slot for slot in slots if not slot["is_processing"])
    assert left["n_prompt_tokens"] < 2000


def test_a_dead_child_is_replaced(local: Mentor, local_events: list[Any]) -> None:
    """When the model's process died between two questions, the next one is written by a new process."""
    writer = local.writer()
    assert writer
    child(writer).kill()
    child(writer).wait()
    *_, answer = local.ask("What is a transaction?", learner="me")
    assert child(local.writer()) is not child(writer)
    assert answer.tokens["completion"] > 0
    assert_quoted(answer.json())


def test_a_child_that_dies_in_mid_answer_is_said(local: Mentor) -> None:
    """A process that is killed while it writes ends the stream with an error that says what happens next."""
    writer = local.writer()
    assert writer
    words = endless(writer).stream([Message("user", "Count from one to a hundred.")], Usage())
    assert next(filter(None, words))
    child(writer).kill()
    child(writer).wait()
    with pytest.raises(ModelUnavailable, match="has stopped; the next question starts it again"):
        list(words)


def test_a_turn_with_a_dead_child_is_whole(local: Mentor) -> None:
    """A model that dies as it is asked leaves a turn that says so and quotes the sources."""
    writer = local.writer()
    assert writer
    child(writer).kill()
    child(writer).wait()
    writer.is_alive = lambda: True  # as it was a moment ago
    *_, answer = local.ask("How do I store passwords?", learner="me")
    writer.is_alive = lambda: False
    assert "has stopped; the next question starts it again" in answer.markdown
    assert_quoted(answer.json())


def test_a_file_that_is_no_model_is_one_clear_error(tmp_path: Path) -> None:
    """A file with a model's first bytes and nothing else is refused in one line, and no process is left."""
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF" + b"\x00" * 1000)
    with pytest.raises(ModelMissing, match="could not be loaded as a model"):
        serve(path, context_tokens=512, slots=1, threads=1)


def test_doctor_loads_a_file_that_nobody_vouches_for(tmp_path: Path, small_model: Path) -> None:
    """A file of one's own that breaks off is found before the first question; a whole one is named."""
    path = tmp_path / "cut.gguf"
    path.write_bytes(small_model.read_bytes()[:1_000_000])
    with pytest.raises(ModelMissing, match="could not be loaded as a model"):
        check_model(Settings(home=tmp_path, model=f"local:{path}"))
    assert check_model(Settings(home=tmp_path, model=f"local:{small_model}")) == str(small_model)


@pytest.fixture(scope="module")
def endpoint_answer(home: Path) -> tuple[Answer, list[Any], list[dict[str, Any]]]:
    """What an endpoint on loopback is asked, and what becomes of an answer that is half right."""
    with Endpoint("") as endpoint:
        mentor = open_mentor(Settings(home=home, openai_base_url=endpoint.address))
        passage = mentor.search(QUESTION, 8, learner="me").hits[0].passage.text
        quoted = next(line for line in passage.split("\n") if len(line.split()) > 8)
        endpoint.script[:] = [f"{quoted}\n\n{INVENTED}"]
        events = list(mentor.ask(QUESTION, learner="endpoint"))
        mentor.close()
    return events[-1], events, endpoint.requests


def test_an_endpoint_answers_in_a_stream(endpoint_answer: Any) -> None:
    """One request is made, streamed, with the sources in it; the answer comes sentence by sentence."""
    answer, events, requests = endpoint_answer
    assert len(requests) == answer.model_calls == 1
    assert requests[0]["stream"] is True
    assert "Sources:" in requests[0]["messages"][-1]["content"]
    assert sum(isinstance(event, Sentence) for event in events) >= 2


def test_an_endpoint_is_shown_as_supported_only_where_it_is(endpoint_answer: Any) -> None:
    """What was quoted is supported at its place; what was invented is not shown."""
    answer = endpoint_answer[0].json()
    assert_quoted(answer)
    assert INVENTED not in answer["answer"]
    assert "supported" in [sentence["verdict"] for sentence in answer["sentences"]]


def test_an_endpoint_that_breaks_off_leaves_a_whole_turn(home: Path) -> None:
    """A stream that ends without a finish is said, and the sources are quoted."""
    with Endpoint(stream("An index is a", finish=None)) as endpoint:
        mentor = open_mentor(Settings(home=home, openai_base_url=endpoint.address))
        *_, answer = mentor.ask(QUESTION, learner="endpoint")
    assert "ended its answer early" in answer.markdown
    assert_quoted(answer.json())
