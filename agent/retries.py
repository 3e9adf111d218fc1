"""Which refusals of an endpoint are worth a second try: those that may be over in a moment.

The openai client tries again by itself what is refused with 408, 409, 429 or a fault of the server, also where the
account has no quota left, and it waits up to two minutes where it is asked to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

PATIENCE_S = 10.0  # that a learner waits for a second try
USED_UP = re.compile(r"insufficient_quota|\bplan and billing\b", re.IGNORECASE)
A_MINUTE = re.compile(
    r"per ?minute", re.IGNORECASE
)  # some send those who were too fast to their billing, too


def decide(response: httpx2.Response) -> None:
    """An httpx2 event hook: has the client leave alone what a moment will not change."""
    if response.is_success:
        return
    response.read()
    if (wait_s(response.headers) or 0.0) > PATIENCE_S or names_quota(response.text, response.headers):
        response.headers["x-should-retry"] = "false"


def wait_s(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds an endpoint asks to wait, None where it does not say; a date counts as long."""
    said = headers.get("retry-after", "").strip()
    try:
        return max(float(said), 0.0) if said else None
    except ValueError:
        return PATIENCE_S + 1


def names_quota(text: str, headers: Mapping[str, str]) -> bool:
    """Whether a refusal is about the account and not about the moment; a short wait that it asks for is believed."""
    wait = wait_s(headers)
    is_short = wait is not None and wait <= PATIENCE_S
    return not is_short and bool(USED_UP.search(text)) and not A_MINUTE.search(text)
