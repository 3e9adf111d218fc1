"""A chat model with the mentor's limits around it: what it says, how long it may take, what it cost."""

from __future__ import annotations

import math
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from agent.errors import ModelBusy, ModelError, ModelUnavailable, Stopped
from agent.faults import in_our_words
from agent.places import Places
from knowledge import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

CHARS_A_TOKEN = 12  # more than any language needs: an answer longer than its tokens allow is cut here
FINISHED = frozenset({"stop", "end_turn", "STOP"})
EARLY = {"content_filter": "its provider's filter stopped it", "length": "it reached its longest length"}
MESSAGE_TOKENS = 4  # what a chat template puts around a message
SHORT_S = 20.0  # nothing is shown meanwhile: who waits longer takes the mentor for dead
SPARE_S = 1.0  # for what was just ended to be let go of


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(slots=True)
class Usage:
    """What calls to a model cost: how many calls, and their tokens; and whether somebody still wants them.

    Of tokens the model's own count where it gives one, else the mentor's: most models tell at the end of an answer only, and
    an answer may be stopped before.
    """

    calls: int = 0
    prompt: int = 0
    completion: int = 0
    is_stopped: Callable[[], bool] = field(default=lambda: False, compare=False)


@dataclass(slots=True)
class Writer:
    """A chat model with the mentor's limits around it.

    Args:
        name: what the learner sees, such as `openai:gpt-5-mini`.
        chat: the LangChain model.
        answer_tokens: most tokens of one answer.
        answer_s: seconds for one whole answer.
        short_s: seconds for a short answer that can be left out.
        silence_s: seconds without a word after which it counts as failed; it is not asked again then.
        context_tokens: tokens of prompt and answer together.
        count: how many tokens a text has for this model, or nearly so.
        close: gives back what the model holds.
        is_alive: whether the model can be asked again.
        places: who is served now; whoever asks for an answer takes one first.
        hear: hands on what the model says, and None now and then while it says nothing; closing it hangs up.
        secrets: keys that no message may show.
    """

    name: str
    chat: BaseChatModel
    answer_tokens: int
    answer_s: float
    context_tokens: int
    short_s: float = SHORT_S
    silence_s: float = math.inf
    count: Callable[[str], int] = tokens.count
    close: Callable[[], None] = field(default=lambda: None)
    is_alive: Callable[[], bool] = field(default=lambda: True)
    places: Places = field(default_factory=Places)
    hear: Callable[[Callable[[], Iterator[Any]]], Iterator[Any]] = field(default=lambda speak: speak())
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def stream(self, messages: Sequence[Message], usage: Usage) -> Generator[str, None, None]:
        """Yield an answer's text as it comes; adds to `usage` what the call cost.

        While nothing comes it yields empty texts, so that whoever waits can stop it by closing it.

        Raises:
            ModelError: a leaf that says why; what was yielded before stays valid text, cut short.
        """
        usage.calls += 1
        heard = time.monotonic()
        deadline = heard + self.answer_s
        finish, chars = None, 0
        texts: list[str] = []
        cost = Usage()
        chunks = None
        try:
            told = _langchain(messages)
            chunks = self.hear(lambda: self.chat.stream(told))
            for chunk in chunks:
                heard = time.monotonic() if chunk is not None else heard
                self._bound(deadline, chars, heard)
                if chunk is None:
                    yield ""
                    continue
                if counted := getattr(chunk, "usage_metadata", None):
                    cost.prompt += counted.get("input_tokens", 0)
                    cost.completion += counted.get("output_tokens", 0)
                finish = chunk.response_metadata.get("finish_reason") or finish
                text = _text(chunk.content)
                texts.append(text)
                chars += len(text)
                if text:
                    yield text
            self._bound(math.inf, chars)
        except ModelError:
            raise
        except Exception as error:  # providers raise dozens of classes; each becomes one of ours
            raise in_our_words(error, self.name, self.secrets, has_begun=chars > 0) from error
        finally:
            if chunks is not None and hasattr(chunks, "close"):
                chunks.close()
            if texts:  # it was asked and began to answer
                usage.prompt += cost.prompt or self.size(messages)
                usage.completion += cost.completion or self.count("".join(texts))
        if finish not in FINISHED:
            why = EARLY.get(finish, f"it says {finish!r}") if finish else "it does not say why"
            raise ModelUnavailable(f"{self.name} ended its answer early: {why}")

    def _bound(self, deadline: float, chars: int, heard: float = math.inf) -> None:
        """Stop an answer that drips for ever, floods, or was last heard of too long ago."""
        if (time.monotonic() > deadline and not chars) or time.monotonic() > heard + self.silence_s:
            raise ModelUnavailable(f"{self.name} did not answer in time")
        if time.monotonic() > deadline or chars > self.answer_tokens * CHARS_A_TOKEN:
            raise ModelUnavailable(
                f"{self.name} was stopped: the answer went over {self.answer_s:.0f} s or its length"
            )

    def size(self, messages: Sequence[Message]) -> int:
        """Return how many tokens a prompt has, or nearly so: chat templates differ."""
        return sum(self.count(message.content) + MESSAGE_TOKENS for message in messages)

    def complete(self, messages: Sequence[Message], usage: Usage) -> str:
        """Return a whole short answer that can be left out: it waits for nobody, and not for long.

        Raises:
            ModelBusy: the model serves others.
            ModelUnavailable: it took longer than `short_s`.
            ModelError: as for `stream`.
            Stopped: the learner has stopped what it was for.
        """
        deadline = time.monotonic() + self.short_s
        place = self.places.spare(SPARE_S)
        if place is None:
            raise ModelBusy(f"{self.name} is writing for others")
        texts = []
        with place, closing(self.stream(messages, usage)) as stream:
            for text in stream:
                if usage.is_stopped():
                    raise Stopped("stopped by the learner")
                if time.monotonic() >= deadline:
                    raise ModelUnavailable(f"{self.name} took longer than {self.short_s:.0f} s")
                texts.append(text)
        return "".join(texts)


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "".join(
        block if isinstance(block, str) else block.get("text", "")
        for block in blocks
        if isinstance(block, str) or (isinstance(block, dict) and block.get("type") == "text")
    )


def _langchain(messages: Sequence[Message]) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [kinds[message.role](message.content) for message in messages]
