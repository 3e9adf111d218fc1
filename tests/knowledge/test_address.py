"""Addresses in messages."""

from __future__ import annotations

import pytest

from knowledge.address import shown


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("http://me:secret@host:8000/v1", "http://***@host:8000/v1"),
        ("postgresql+psycopg://me:sec/r@et@host/db", "postgresql+psycopg://***@host/db"),
        ("'http://me:secret@host' does not answer", "'http://***@host' does not answer"),
        ("http://host/v1 of me@example.org", "http://host/v1 of me@example.org"),
        ("C:\\mentor", "C:\\mentor"),
    ],
)
def test_shown_leaves_out_who_signs_in(text, safe):
    """User and password are left out of every address, and nothing else changes."""
    assert shown(text) == safe
