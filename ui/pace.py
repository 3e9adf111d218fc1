"""How fast one learner may start work on the page, so that who floods it makes nobody else wait."""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

from ui.bodies import UPLOAD
from ui.door import WHO

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

WORK = (UPLOAD, "/gradio_api/queue/join")
BURST, PER_SECOND = 60, 6.0  # a page that opens starts about ten jobs at once
REMEMBERED = 50_000  # learners; who was not seen for longest begins with a full burst


class Paced:
    """Answers with 429 what a learner starts beyond a token bucket (RFC 2698's idea, one rate).

    Args:
        app: what is guarded.
        clock: seconds that only grow.
    """

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = monotonic) -> None:
        self._app = app
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = (
            OrderedDict()
        )  # tokens, and when they were counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http" and scope["path"].rstrip("/") in WORK and not self._takes(scope[WHO]):
            refusal = PlainTextResponse(
                "too much at once; wait a moment", status_code=429, headers={"Retry-After": "5"}
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _takes(self, learner: str) -> bool:
        now = self._clock()
        left, counted = self._left.pop(learner, (float(BURST), now))
        left = min(float(BURST), left + (now - counted) * PER_SECOND)
        self._left[learner] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1
