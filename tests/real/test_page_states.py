"""The page in its less usual states, in a browser: each is told, and shuts nobody out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.real.pages import CHROMIUM, SLOW_MS, faults
from tests.real.states import STATES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.mark.parametrize("name", STATES)
def test_no_state_shuts_anybody_out(browser: Browser, copy_of_home: Callable[[], Path], name: str) -> None:
    """A learner sees what is the matter, and axe finds nothing serious or critical, by day and by night."""
    state, found = STATES[name], {}
    with state.serve(copy_of_home()) as address:
        for scheme in SCHEMES:
            context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
            page = context.new_page()
            page.set_default_timeout(SLOW_MS)
            state.show(page, address)
            found[scheme] = faults(page)
            context.close()
    assert found == {"light": [], "dark": []}
