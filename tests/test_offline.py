"""The tests' own fence: nothing but loopback is reached."""

from __future__ import annotations

import socket

import pytest


def test_a_connection_beyond_loopback_is_refused() -> None:
    """A test that connects to another machine fails."""
    with socket.socket() as one, pytest.raises((RuntimeError, UserWarning), match=r"192\.0\.2\.1"):
        one.connect(("192.0.2.1", 80))


def test_a_name_of_another_machine_is_not_looked_up() -> None:
    """A test that asks the name service fails."""
    with pytest.raises(RuntimeError, match="no network but loopback"):
        socket.create_connection(("example.com", 80))
