"""The chat model that the settings choose: none, an OpenAI-compatible endpoint, a provider, or a local file."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from agent.errors import ModelError, ModelMissing, ModelUnavailable
from agent.faults import in_our_words, redacted
from agent.settings import DEFAULT_ENDPOINT
from knowledge.address import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from agent.settings import Settings

CONNECT_S = 5.0
RETRIES = 2  # on 408, 409, 429, 5xx and refused connections only, by the openai client
CHARS_A_TOKEN = 12  # more than any language needs: an answer longer than its tokens allow is cut here
LOCAL_PATIENCE = 5  # times longer: a model on this machine reads sources slowly; the learner can stop it
DEFAULT_MODEL = "gpt-5-mini"  # asked of api.openai.com when a key is set and no model is named
SMALLEST_CONTEXT = 256  # tokens: enough to see that a file loads
FINISHED = frozenset({"stop", "end_turn", "STOP"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(slots=True)
class Usage:
    """What calls to a model cost: how many calls, and tokens where the model counts them."""

    calls: int = 0
    prompt: int = 0
    completion: int = 0


@dataclass(slots=True)
class Writer:
    """A chat model with the mentor's limits around it.

    Args:
        name: what the learner sees, such as `openai:gpt-5-mini`.
        chat: the LangChain model.
        answer_tokens: most tokens of one answer.
        answer_s: seconds for one whole answer.
        context_tokens: tokens of prompt and answer together.
        close: gives back what the model holds.
        is_alive: whether the model can be asked again.
        secrets: keys that no message may show.
    """

    name: str
    chat: BaseChatModel
    answer_tokens: int
    answer_s: float
    context_tokens: int
    close: Callable[[], None] = field(default=lambda: None)
    is_alive: Callable[[], bool] = field(default=lambda: True)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def stream(self, messages: Sequence[Message], usage: Usage) -> Iterator[str]:
        """Yield an answer's text as it comes; adds to `usage` what the call cost.

        Raises:
            ModelError: a leaf that says why; what was yielded before stays valid text, cut short.
        """
        usage.calls += 1
        deadline = time.monotonic() + self.answer_s
        finish, chars = None, 0
        chunks = None
        try:
            chunks = self.chat.stream(_langchain(messages))
            for chunk in chunks:
                if counted := getattr(chunk, "usage_metadata", None):
                    usage.prompt += counted.get("input_tokens", 0)
                    usage.completion += counted.get("output_tokens", 0)
                finish = chunk.response_metadata.get("finish_reason") or finish
                text = _text(chunk.content)
                chars += len(text)
                if text:
                    yield text
                self._bound(deadline, chars)
        except ModelError:
            raise
        except Exception as error:  # providers raise dozens of classes; each becomes one of ours
            raise in_our_words(error, self.name, self.secrets) from error
        finally:
            if chunks is not None and hasattr(chunks, "close"):
                chunks.close()
        if finish not in FINISHED:
            raise ModelUnavailable(f"{self.name} ended its answer early ({finish or 'no finish reason'})")

    def _bound(self, deadline: float, chars: int) -> None:
        """Stop an answer that drips for ever or floods."""
        if time.monotonic() > deadline or chars > self.answer_tokens * CHARS_A_TOKEN:
            raise ModelUnavailable(
                f"{self.name} was stopped: the answer went over {self.answer_s:.0f} s or its length"
            )

    def complete(self, messages: Sequence[Message], usage: Usage) -> str:
        """Return a whole short answer.

        Raises:
            ModelError: as for `stream`.
        """
        return "".join(self.stream(messages, usage))


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


def open_writer(settings: Settings) -> Writer | None:
    """Return the chat model that the settings choose, or None for answers of quotations alone.

    Raises:
        ModelError: a leaf that says what is missing or refused.
    """
    spec = settings.model_spec
    if spec == "none":
        return None
    provider, _, name = spec.partition(":")
    if provider == "local":
        return _local(settings, name)
    if provider == "openai":
        return _endpoint(settings, name)
    return Writer(
        name=spec,
        chat=_init(provider, name, max_tokens=settings.answer_tokens, max_retries=RETRIES),
        answer_tokens=settings.answer_tokens,
        answer_s=settings.answer_s,
        context_tokens=settings.context_tokens,
    )


def _endpoint(settings: Settings, name: str) -> Writer:
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "not-needed"
    address = settings.openai_base_url or DEFAULT_ENDPOINT
    name = name or (served_model(settings) if settings.openai_base_url else DEFAULT_MODEL)
    return Writer(
        name=f"openai:{name}",
        chat=_openai(
            address, key, name, settings, silence_s=settings.first_token_s, answer_s=settings.answer_s
        ),
        answer_tokens=settings.answer_tokens,
        answer_s=settings.answer_s,
        context_tokens=settings.context_tokens,
        secrets=(key,),
    )


def check_model(settings: Settings) -> str:
    """Say what would answer, after asking for it: the file is verified or loaded, the endpoint asked for its models.

    Raises:
        ModelError: it would not answer; says why.
    """
    provider, _, name = settings.model_spec.partition(":")
    if provider == "local":
        return _checked_file(settings, name)
    if provider == "openai":
        served = served_model(settings)
        return f"{name or served} at {shown(settings.openai_base_url or DEFAULT_ENDPOINT)}"
    writer = open_writer(settings)
    return writer.name if writer else "none"


def _checked_file(settings: Settings, name: str) -> str:
    from agent.gguf import OFFERS, find, verify
    from agent.local import serve

    path = find(settings.home, name)
    if name not in OFFERS:  # nobody's digest to compare with: only loading it tells
        serve(path, context_tokens=SMALLEST_CONTEXT, slots=1, threads=settings.model_threads).close()
    elif not verify(path, OFFERS[name]):
        raise ModelMissing(f"the model file {path} is damaged; `mentor model get {name}` fetches it again")
    return f"{path}"


def served_model(settings: Settings) -> str:
    """Return the name of the model that the configured endpoint serves: the first that it lists.

    Raises:
        ModelError: when the endpoint does not answer, refuses the key, or lists none.
    """
    import openai

    address = settings.openai_base_url or DEFAULT_ENDPOINT
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "not-needed"
    try:
        with openai.OpenAI(base_url=address, api_key=key, timeout=CONNECT_S, max_retries=0) as client:
            names = [model.id for model in client.models.list().data or []]
    except (openai.OpenAIError, ValueError, AttributeError, TypeError) as error:
        raise in_our_words(error, f"the endpoint {shown(address)}", (key,)) from error
    if not names:
        raise ModelMissing(f"the endpoint {shown(address)} lists no model; set MENTOR_MODEL=openai:NAME")
    return names[0]


def _local(settings: Settings, name: str) -> Writer:
    from agent.gguf import find
    from agent.local import serve

    path = find(settings.home, name)
    patience_s = settings.answer_s * LOCAL_PATIENCE
    server = serve(
        path,
        context_tokens=settings.context_tokens,
        slots=settings.model_slots,
        threads=settings.model_threads,
    )
    return Writer(
        name=f"local:{path.stem}",
        chat=_openai(
            server.address, server.key, path.stem, settings, silence_s=settings.answer_s, answer_s=patience_s
        ),
        answer_tokens=settings.answer_tokens,
        answer_s=patience_s,
        context_tokens=settings.context_tokens,
        close=server.close,
        is_alive=server.is_alive,
    )


def _openai(
    address: str, key: str, name: str, settings: Settings, *, silence_s: float, answer_s: float
) -> BaseChatModel:
    import httpx2

    from agent.deadline import bound

    # a redirect would carry the key to another host; the default timeout is 600 s, three times over
    limits = httpx2.Timeout(silence_s, connect=CONNECT_S)
    late_s = answer_s + 1  # the writer's own limit speaks first
    hooks: dict[str, list[Callable[..., Any]]] = {"response": [partial(bound, seconds=late_s)]}
    client = httpx2.Client(follow_redirects=False, timeout=limits, event_hooks=hooks)
    return _init(
        "openai",
        name,
        base_url=address,
        api_key=key,
        http_client=client,
        timeout=limits,  # langchain-openai hands on its own None otherwise, which means no limit
        max_retries=RETRIES,
        stream_usage=True,
        # sent beside max_completion_tokens, which some servers ignore
        max_tokens=settings.answer_tokens,
        extra_body={} if address == DEFAULT_ENDPOINT else {"max_tokens": settings.answer_tokens},
    )


def _init(provider: str, name: str, **options: Any) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        chat: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
    except ImportError as error:
        raise ModelMissing(
            f"MENTOR_MODEL={provider}:{name} needs a package that is not installed: {error}"
        ) from None
    except Exception as error:  # noqa: BLE001 - each provider's own class for a missing key or a wrong name
        raise ModelMissing(f"MENTOR_MODEL={provider}:{name} is not usable: {redacted(error)}") from None
    return chat
