"""Two learners with accounts in real browsers, over a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.pages import PASSWORD
from tests.real.conftest import Command
from tests.real.pages import CHROMIUM, SLOW_MS, ask, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def address(copy_of_home: Callable[[], Path]) -> Iterator[str]:
    home = copy_of_home()
    for name in ("ada", "eve"):
        ran = Command(home).run("accounts", "add", name, given=f"{PASSWORD}\n")
        assert ran.returncode == 0, ran.stderr
    with served(home, MENTOR_AUTH="accounts") as found:
        yield found


def signed_in(browser: Browser, address: str, name: str) -> Page:
    """Return the page of a learner who has signed in."""
    page = browser.new_context().new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#message textarea")).to_be_visible()
    return page


def test_two_learners_see_their_own_conversations(browser: Browser, address: str) -> None:
    """What one asked is in that one's list alone, and after signing out the page is shut."""
    ada, eve = signed_in(browser, address, "ada"), signed_in(browser, address, "eve")
    ask(ada, "What is a database index?")
    ada.reload()
    expect(ada.locator("#messages .user.message")).to_contain_text("What is a database index?")
    assert eve.request.get(f"{address}/config").ok
    eve.reload()
    expect(eve.locator("#messages .user.message")).to_have_count(0)
    ada.get_by_role("button", name="Sign out").click()
    expect(ada.get_by_label("Password")).to_be_visible()
    assert ada.request.get(f"{address}/config").status == 401
    ada.context.close()
    eve.context.close()
