"""What goes wrong at a provider of language models, in the mentor's own words."""

from __future__ import annotations

import re

from agent.errors import (
    ModelBusy,
    ModelError,
    ModelMissing,
    ModelRefused,
    ModelUnavailable,
    PromptTooLong,
)

SERVER_FAULT = 500  # HTTP statuses from here on are the server's own faults
NO_ANSWER = (ValueError, TypeError, IndexError, AttributeError)  # what reading nonsense raises


def in_our_words(error: Exception, who: str) -> ModelError:
    """Return the leaf that says what to do about a provider's error; `who` is the model as people know it."""
    from langchain_core.exceptions import ContextOverflowError

    code = str(getattr(error, "code", "") or "")
    if isinstance(error, ContextOverflowError) or "context" in code:
        return PromptTooLong(f"the question with its sources does not fit {who}; ask a shorter one")
    return _refused(error, who, code) or _unreached(error, who) or _failed(error, who)


def _refused(error: Exception, who: str, code: str) -> ModelError | None:
    """Return what a clear refusal means."""
    import openai

    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ModelRefused(f"{who} refuses the key; check OPENAI_API_KEY")
    if isinstance(error, openai.RateLimitError):
        if "quota" in code or "quota" in str(error):
            return ModelRefused(f"the account at {who} has no quota left; check its billing")
        return ModelBusy(f"{who} asks to try again later")
    if isinstance(error, openai.NotFoundError):
        return ModelMissing(f"{who} is not served there; check MENTOR_MODEL and OPENAI_BASE_URL")
    return None


def _unreached(error: Exception, who: str) -> ModelError | None:
    """Return what a connection that failed or broke means; the client lets a break in mid-answer through as it is."""
    import httpx2
    import openai

    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return ModelUnavailable(f"{who} did not answer in time")
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        if who.startswith("local:"):
            return ModelUnavailable(f"{who} has stopped; the next question starts it again")
        return ModelUnavailable(f"{who} cannot be reached; check OPENAI_BASE_URL and the network")
    return None


def _failed(error: Exception, who: str) -> ModelError:
    status = getattr(error, "status_code", 0)
    if isinstance(status, int) and status >= SERVER_FAULT:
        return ModelUnavailable(f"{who} has a fault of its own (HTTP {status}); try again later")
    if isinstance(error, NO_ANSWER):
        return ModelUnavailable(f"{who} sent something that is no answer")
    return ModelUnavailable(f"{who} failed: {type(error).__name__}: {redacted(error)}")


def redacted(error: BaseException) -> str:
    """Return the first line of an error's text with anything that looks like a key left out."""
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return re.sub(r"\b(?:(?:sk|key)[-_]|Bearer )[\w.*-]{4,}", "[key]", first)[:300]
