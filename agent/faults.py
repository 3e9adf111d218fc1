"""What goes wrong at a provider of language models, in the mentor's own words."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from agent.errors import (
    ModelBusy,
    ModelError,
    ModelMissing,
    ModelRefused,
    ModelUnavailable,
    PromptTooLong,
)
from agent.retries import names_quota
from knowledge.address import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SERVER_FAULT = 500  # HTTP statuses from here on are the server's own faults
NO_ANSWER = (ValueError, TypeError, IndexError, AttributeError)  # what reading nonsense raises
MINUTE_S = 60
SECRET_CHARS = 8  # a shorter value of a variable that is called a key is a word that a message may need
# OpenAI and its like, bearer tokens, Google, Groq, xAI, and a key in an address's query
KEYS = re.compile(
    r"\b(?:(?:sk|key)[-_]|Bearer |gsk_|xai-)[\w.*-]{4,}|\bAIza[\w-]{4,}|(?<=\bkey=)[^\s&'\"]+", re.IGNORECASE
)


def in_our_words(
    error: Exception, who: str, secrets: Collection[str] = (), *, has_begun: bool = False
) -> ModelError:
    """Return the leaf that says what to do about a provider's error.

    Args:
        error: what the provider's library raised.
        who: the model as people know it.
        secrets: keys that the message must not show.
        has_begun: whether some of the answer had come.
    """
    from langchain_core.exceptions import ContextOverflowError

    code = str(getattr(error, "code", "") or "")
    if isinstance(error, ContextOverflowError) or "context" in code:
        return PromptTooLong(f"the question with its sources does not fit {who}; ask a shorter one")
    return (
        _refused(error, who, code)
        or _unreached(error, who, has_begun=has_begun)
        or _failed(error, who, secrets)
    )


def _refused(error: Exception, who: str, code: str) -> ModelError | None:
    """Return what a clear refusal means; by its status, because each provider has classes of its own."""
    status = _status(error)
    is_openai = who.startswith(("openai:", "the endpoint ", "local:"))
    if status in (401, 403):
        return ModelRefused(
            f"{who} refuses the key; check {'OPENAI_API_KEY' if is_openai else 'its API key'}"
        )
    if status in (402, 429):
        if status == 402 or names_quota(f"{code} {error}", _headers(error)):  # noqa: PLR2004 - HTTP: payment required
            return ModelRefused(f"the account at {who} has no quota left; check its billing")
        return ModelBusy(f"{who} asks to try again {_when(error)}")
    if status == 404:  # noqa: PLR2004 - HTTP: not found
        where = "MENTOR_MODEL and OPENAI_BASE_URL" if is_openai else "MENTOR_MODEL"
        return ModelMissing(f"{who} is not served there; check {where}")
    return None


def _when(error: Exception) -> str:
    """Return when an endpoint that is busy asks to be tried again, as far as it says."""
    said = _headers(error).get("retry-after", "")
    seconds = int(said) if said.isdecimal() else 0
    if seconds > 2 * MINUTE_S:
        return f"in {round(seconds / MINUTE_S)} minutes"
    return f"in {seconds} seconds" if seconds else "later"


def _headers(error: Exception) -> Mapping[str, str]:
    """Return what an endpoint sent above its refusal, as far as the error carries it."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", {})
    return headers


def _status(error: Exception) -> int:
    """Return the HTTP status that an error carries, by whichever of the usual names; 0 without one."""
    response = getattr(error, "response", None)
    found = (
        getattr(error, "status_code", None),
        getattr(error, "code", None),
        getattr(response, "status_code", None),
    )
    return next((each for each in found if isinstance(each, int)), 0)


def _unreached(error: Exception, who: str, *, has_begun: bool) -> ModelError | None:
    """Return what a connection that failed or broke means; the client lets a break in mid-answer through as it is."""
    import httpx2
    import openai

    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return ModelUnavailable(f"{who} did not answer in time")
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        if who.startswith("local:"):
            return ModelUnavailable(f"{who} has stopped; the next question starts it again")
        if has_begun:
            return ModelUnavailable(f"the connection to {who} broke")
        return ModelUnavailable(f"{who} cannot be reached; check OPENAI_BASE_URL and the network")
    return None


def _failed(error: Exception, who: str, secrets: Collection[str]) -> ModelError:
    status = _status(error)
    if status >= SERVER_FAULT:
        return ModelUnavailable(f"{who} has a fault of its own (HTTP {status}); try again later")
    if isinstance(error, NO_ANSWER):
        return ModelUnavailable(f"{who} sent something that is no answer")
    return ModelUnavailable(f"{who} failed: {type(error).__name__}: {redacted(error, secrets)}")


def redacted(error: BaseException, secrets: Collection[str] = ()) -> str:
    """Return the first line of an error's text with known secrets, and all that looks like one, left out."""
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    for secret in filter(None, (*secrets, *_in_environment())):
        first = first.replace(secret, "[key]")
    return KEYS.sub("[key]", shown(first))[:300]


def _in_environment() -> list[str]:
    """Return the keys that providers' libraries read from the environment for themselves."""
    return [
        value
        for name, value in os.environ.items()
        if name.endswith(("_KEY", "_TOKEN", "_SECRET", "_PASSWORD")) and len(value) >= SECRET_CHARS
    ]
