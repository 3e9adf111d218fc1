"""Which refusals of an endpoint are worth a second try: those that may be over in a moment.

The openai client tries again by itself what is refused with 408, 409, 429 or a fault of the server, also where the
account has no quota left, and it waits up to two minutes where it is asked to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2

PATIENCE_S = 10.0  # that a learner waits for a second try


def decide(response: httpx2.Response) -> None:
    """An httpx2 event hook: has the client leave alone what a moment will not change."""
    if response.is_success:
        return
    response.read()
    if wait_s(response) > PATIENCE_S or names_quota(response.text):
        response.headers["x-should-retry"] = "false"


def wait_s(response: httpx2.Response) -> float:
    """Return how many seconds an endpoint asks to wait, 0 where it does not say; a date counts as long."""
    said = response.headers.get("retry-after", "").strip()
    try:
        return max(float(said), 0.0) if said else 0.0
    except ValueError:
        return PATIENCE_S + 1


def names_quota(text: str) -> bool:
    """Whether a refusal is about the account and not about the moment."""
    return "quota" in text.casefold()
