"""The chat model that the settings choose: none, an OpenAI-compatible endpoint, a provider, or a local file."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from agent.errors import ModelMissing
from agent.faults import in_our_words, redacted
from agent.settings import DEFAULT_ENDPOINT
from agent.writer import Writer
from knowledge.address import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from langchain_core.language_models import BaseChatModel

    from agent.settings import Settings

CONNECT_S = 5.0
LATE_S = 5.0
RETRIES = 2  # on 408, 409, 429, 5xx and refused connections only, by the openai client; see agent.retries
LOCAL_PATIENCE = 5  # times longer: a model on this machine reads sources slowly; the learner can stop it
DEFAULT_MODEL = "gpt-5-mini"  # asked of api.openai.com when a key is set and no model is named
NOTHING_MORE: Mapping[str, object] = MappingProxyType({})
SMALLEST_CONTEXT = 256  # tokens: enough to see that a file loads


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
    from agent.line import listen

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
        silence_s=settings.first_token_s,
        hear=listen,
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
    from agent.line import listen
    from agent.local import serve
    from agent.places import Places
    from prompts import render

    path = find(settings.home, name)
    patience_s = settings.answer_s * LOCAL_PATIENCE
    server = serve(
        path,
        context_tokens=settings.context_tokens,
        slots=settings.model_slots,
        threads=settings.model_threads,
    )
    server.read_ahead(render("answer"))
    return Writer(
        name=f"local:{path.stem}",
        chat=_openai(
            server.address,
            server.key,
            path.stem,
            settings,
            silence_s=settings.answer_s,
            answer_s=patience_s,
            # said while it reads, so that it notices who has hung up, whatever else it does
            body={"return_progress": True},
            temperature=0.0,  # the likeliest word is the one nearest to the sources
        ),
        answer_tokens=settings.answer_tokens,
        answer_s=patience_s,
        context_tokens=settings.context_tokens,
        count=server.count,
        close=server.close,
        is_alive=server.is_alive,
        places=Places(settings.model_slots, server.busy),
        hear=listen,
    )


def _openai(  # noqa: PLR0913 - an endpoint's own, all by name
    address: str,
    key: str,
    name: str,
    settings: Settings,
    *,
    silence_s: float,
    answer_s: float,
    body: Mapping[str, object] = NOTHING_MORE,
    **sampling: float,
) -> BaseChatModel:
    import httpx2

    from agent.deadline import bound
    from agent.line import on_request
    from agent.retries import decide

    # a redirect would carry the key to another host; the default timeout is 600 s, three times over
    # the writer's own limits speak first: after the client's own it would ask again
    limits = httpx2.Timeout(silence_s + LATE_S, connect=CONNECT_S)
    late_s = answer_s + LATE_S
    hooks: dict[str, list[Callable[..., Any]]] = {
        "request": [on_request],
        "response": [partial(bound, seconds=late_s), decide],
    }
    client = httpx2.Client(
        follow_redirects=False,
        timeout=limits,
        limits=httpx2.Limits(max_keepalive_connections=0),  # a line that is hung up knows its own connection
        event_hooks=hooks,
    )
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
        extra_body={} if address == DEFAULT_ENDPOINT else {"max_tokens": settings.answer_tokens, **body},
        **sampling,
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
