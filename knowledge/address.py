"""Addresses as they may be shown: without the user and the password that stand in some."""

from __future__ import annotations

import re

# up to the last @: a password may hold slashes and @ of its own, and too much left out harms nobody
CREDENTIALS = re.compile(r"(?<=://)[^\s'\"]*@")


def shown(text: str) -> str:
    """Return a text with the user and password of every address in it left out."""
    return CREDENTIALS.sub("***@", text)
