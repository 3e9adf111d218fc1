"""What each open page shows: whatever was asked for last, in whatever order the replies are ready."""

from __future__ import annotations

from typing import Protocol

PAGES = 10_000  # that are remembered; of an older one it is forgotten that it shows something


class Look(Protocol):
    """One thing that a page shows until it shows another."""

    def leave(self) -> None:
        """Have it shown no more."""


class Glance:
    """A look at something that does not change; `left` says that the page shows something else by now."""

    def __init__(self) -> None:
        self.left = False

    def leave(self) -> None:
        """Have it shown no more."""
        self.left = True


class Looks:
    """The look of each page, by gradio's sessions; used in one event loop."""

    def __init__(self) -> None:
        self._now: dict[str, Look] = {}

    def is_new(self, page: str) -> bool:
        """Whether a page has shown nothing yet."""
        return page not in self._now

    def turn(self, page: str, look: Look) -> None:
        """Have a page show this, and no more what it showed."""
        if before := self._now.pop(page, None):
            before.leave()
        self._now[page] = look
        if len(self._now) > PAGES:
            del self._now[next(iter(self._now))]
