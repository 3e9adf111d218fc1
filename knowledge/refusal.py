"""Refusal: why a file is not read, in words for whoever added it."""

from __future__ import annotations


class Refusal(ValueError):
    """The bytes are not what they should be, damaged, or too much; plain words, lower case, no full stop."""
