"""agent.faults: any provider's errors in our words, and none of their secrets."""

from __future__ import annotations

import pytest

from agent.errors import ModelBusy, ModelError, ModelMissing, ModelRefused, ModelUnavailable
from agent.faults import in_our_words, redacted


class Refusal(Exception):
    """An error of a provider whose library is not installed."""

    def __init__(self, status_code: int, text: str = "no") -> None:
        super().__init__(text)
        self.status_code = status_code


@pytest.mark.parametrize(
    ("error", "leaf", "says"),
    [
        (Refusal(401), ModelRefused, "anthropic:claude refuses the key; check its API key"),
        (Refusal(403), ModelRefused, "anthropic:claude refuses the key; check its API key"),
        (Refusal(402), ModelRefused, "the account at anthropic:claude has no quota left; check its billing"),
        (Refusal(429), ModelBusy, "anthropic:claude asks to try again later"),
        (Refusal(429, "quota exceeded for requests"), ModelBusy, "anthropic:claude asks to try again later"),
        (
            Refusal(429, "check your plan and billing"),
            ModelRefused,
            "the account at anthropic:claude has no quota left",
        ),
        (Refusal(404), ModelMissing, "anthropic:claude is not served there; check MENTOR_MODEL"),
        (Refusal(529), ModelUnavailable, "anthropic:claude has a fault of its own (HTTP 529)"),
    ],
)
def test_any_providers_status_becomes_a_leaf(error: Refusal, leaf: type[ModelError], says: str) -> None:
    """A status means the same whichever library's class carries it."""
    found = in_our_words(error, "anthropic:claude")
    assert type(found) is leaf
    assert str(found).startswith(says)


@pytest.mark.parametrize(
    "key",
    [
        "sk-canary12345",
        "gsk_canary12345",
        "xai-canary12345",
        "AIzacanary12345",
        "https://host/v1?key=canary12345",
        "Bearer canary12345",
        "http://me:canary@host/v1",
    ],
)
def test_what_looks_like_a_key_is_left_out(key: str) -> None:
    """The forms of the usual providers' keys are not shown."""
    assert "canary" not in redacted(ValueError(f"refused: {key} is wrong"))


def test_the_configured_keys_are_left_out_whatever_their_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that looks like a word is not shown when it is the one that is set."""
    monkeypatch.setenv("MISTRAL_API_KEY", "plain-canary")
    error = ValueError("neither the-other nor plain-canary is right")
    assert redacted(error, ["the-other"]) == "neither [key] nor [key] is right"
