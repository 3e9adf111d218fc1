"""ui.door and ui.login: who gets in, and as whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from agent.accounts import ACCOUNT_FAILURES
from agent.errors import SettingsError
from tests.pages import ADDRESS, PASSWORD, page_with, visitor
from tests.payloads import PAYLOADS
from ui.door import Gate, Peer, alone, behind_proxy, who
from ui.proxies import Proxies
from ui.terminal import LEARNER

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

PROXY = "10.0.0.1"


@pytest.fixture
def page(engine: Engine, tmp_path: Path) -> Any:
    return page_with(engine, tmp_path, "ada")


async def says_who(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers with who asks."""
    await PlainTextResponse(who(Request(scope)) or "nobody")(scope, receive, send)


def asked(door: Any, peer: str = PROXY, **headers: str) -> Any:
    """Return the reply of an application behind a door."""
    client = TestClient(Peer(Gate(says_who, door=door)), base_url=ADDRESS, client=(peer, 1))
    return client.get("/", headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_mentor_of_ones_own_has_no_login() -> None:
    """Alone, everyone who reaches the page is the one learner."""
    assert asked(alone()).text == LEARNER


def test_a_trusted_proxy_says_who_asks() -> None:
    """The name in the proxy's header is the learner, in small letters."""
    assert asked(behind_proxy("X-User", [PROXY]), X_User=" Ada@example.org ").text == "ada@example.org"


@pytest.mark.parametrize("named", ["10.0.0.0/8", PROXY, "192.0.2.1"])
def test_a_network_of_proxies_is_trusted(named: str) -> None:
    """A proxy is known by its address or its network."""
    status = asked(behind_proxy("X-User", Proxies([named])), X_User="ada").status_code
    assert status == (401 if named == "192.0.2.1" else 200)


def test_a_proxy_that_is_no_address_is_said() -> None:
    """A name in place of an address stops the start."""
    with pytest.raises(SettingsError, match=r"MENTOR_PROXIES names nginx; each is an address or a network"):
        Proxies(["nginx"])


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("192.0.2.9", {"X_User": "ada"}),  # not the proxy
        ("unix", {"X_User": "ada"}),
        (PROXY, {}),
        (PROXY, {"X_User": ""}),
        (PROXY, {"X_User": "a b"}),
        (PROXY, {"X_User": "x" * 65}),
        ("192.0.2.9", {"X_User": "ada", "X_Forwarded_For": PROXY}),
    ],
)
def test_a_header_from_elsewhere_is_nobody(peer: str, headers: dict[str, str]) -> None:
    """A header that another machine sends, or that names nobody, lets nobody in."""
    assert asked(behind_proxy("X-User", [PROXY]), peer, **headers).status_code == 401


def test_an_attack_is_nobodys_name(page: Any) -> None:
    """No name holds mark-up: a proxy's is refused, and the login says nothing of one that was tried."""
    for payload in (each for each in PAYLOADS if each.isascii() and each.isprintable()):
        assert asked(behind_proxy("X-User", [PROXY]), X_User=payload).status_code == 401
        with visitor(page) as stranger:
            refused = stranger.post("/login", data={"name": payload, "password": PASSWORD})
        assert payload not in refused.text


def test_two_names_in_one_request_are_nobody() -> None:
    """Where a proxy adds its header beside one that the caller sent, neither counts."""
    client = TestClient(
        Peer(Gate(says_who, door=behind_proxy("X-User", [PROXY]))), base_url=ADDRESS, client=(PROXY, 1)
    )
    assert client.get("/", headers=[("X-User", "eve"), ("X-User", "ada")]).status_code == 401


def test_a_stranger_is_sent_to_the_login(page: Any) -> None:
    """Without a session the page leads to the form, and everything else is refused."""
    with visitor(page) as client:
        reply = client.get("/", follow_redirects=False)
        assert (reply.status_code, reply.headers["location"]) == (303, "/login")
        assert client.get("/config").status_code == 401


def test_signing_in_leads_to_the_page(page: Any) -> None:
    """The right password gives a cookie that scripts and other sites cannot use, and with it the page."""
    with visitor(page) as client:
        reply = client.post("/login", data={"name": "ada", "password": PASSWORD}, follow_redirects=False)
        assert (reply.status_code, reply.headers["location"]) == (303, "/")
        assert {"HttpOnly", "SameSite=lax"} <= set(reply.headers["set-cookie"].split("; "))
        assert client.get("/config").status_code == 200


def test_the_cookie_is_secure_behind_https(page: Any) -> None:
    """Where a trusted proxy was reached by HTTPS, the cookie never travels without it."""
    with visitor(page, peer="127.0.0.1") as client:
        form = {"name": "ada", "password": PASSWORD}
        reply = client.post(
            "/login", data=form, headers={"X-Forwarded-Proto": "https"}, follow_redirects=False
        )
    assert "Secure" in reply.headers["set-cookie"]


def test_signing_out_ends_the_session(page: Any) -> None:
    """After signing out the same cookie opens nothing."""
    with visitor(page, "ada") as client:
        cookies = dict(client.cookies)
        assert client.post("/logout", follow_redirects=False).headers["location"] == "/login"
        client.cookies.update(cookies)
        assert client.get("/config").status_code == 401


def test_signing_out_is_no_link(page: Any) -> None:
    """A picture or a link that another puts before a learner does not sign them out."""
    with visitor(page, "ada") as client:
        client.get("/logout")
        assert client.get("/config").status_code == 200


def test_guessing_is_stopped(page: Any) -> None:
    """After ten wrong passwords the reply is 429 with the time to wait, in the same form."""
    with visitor(page) as client:
        wrong = {"name": "ada", "password": "wrong"}
        replies = [client.post("/login", data=wrong) for _ in range(ACCOUNT_FAILURES + 1)]
    assert [reply.status_code for reply in replies] == [401] * ACCOUNT_FAILURES + [429]
    assert int(replies[-1].headers["retry-after"]) > 0
    assert "Too many attempts to sign in" in replies[-1].text


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"name=" + b"&" * 50, b"name=%ff&password=x", b"[]"])
def test_a_form_that_cannot_be_read_is_no_error(page: Any, body: bytes) -> None:
    """Whatever is posted to the login, it answers with the form."""
    with visitor(page) as client:
        reply = client.post("/login", content=body)
    assert reply.status_code in (400, 401)
    assert 'role="alert"' in reply.text


def test_a_cookie_of_any_form_is_no_error(page: Any) -> None:
    """A cookie header that cannot be read is that of a stranger."""
    with visitor(page) as client:
        for cookie in ("mentor_session=", "a b;;=,", "mentor_session=" + "x" * 4000, "\xff=\xfe"):
            assert client.get("/config", headers={"Cookie": cookie.encode("latin-1")}).status_code == 401
