"""The words that are sent to models: one Markdown file for each purpose, read here and nowhere else."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files

PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")


@cache
def _words(name: str) -> str:
    return files(__package__).joinpath(f"{name}.md").read_text(encoding="utf-8").strip()


def render(name: str, **values: str) -> str:
    """Return a prompt with its placeholders filled in.

    Raises:
        KeyError: when a value is missing or names no placeholder of the prompt.
        FileNotFoundError: when there is no such prompt.
    """
    words = _words(name)
    wanted = set(PLACEHOLDER.findall(words))
    if wanted != set(values):
        raise KeyError(f"prompt {name!r} takes {sorted(wanted)}, was given {sorted(values)}")
    return PLACEHOLDER.sub(lambda found: values[found[1]], words)


def fingerprint(*names: str) -> str:
    """Return a short digest of the words of these prompts; it changes when a word does."""
    return hashlib.sha256("\0".join(_words(name) for name in names).encode()).hexdigest()[:12]
