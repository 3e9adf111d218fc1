"""agent.code_language: what language is asked for and written in."""

from __future__ import annotations

import pytest

from agent.code_language import is_in, language_of


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("how do I hash passwords in go?", "go"),
        ("where do I go from here?", ""),
        ("What is the GIL in Python", "python"),
        ("async with node.js", "javascript"),
        ("What is an index?", ""),
    ],
)
def test_language_of_reads_what_is_named(question: str, language: str) -> None:
    """A language counts where it is named as one."""
    assert language_of(question) == language


@pytest.mark.parametrize(
    ("code", "language", "serves"),
    [
        ("```python\nx = 1\n```", "go", False),
        ("```python\nx = 1\n```", "python", True),
        ("```js\nlet x\n```", "typescript", True),
        ("```sql\nSELECT 1\n```", "go", True),
        ("```python\nx = 1\n```", "", True),
    ],
)
def test_is_in_keeps_examples_of_other_languages_away(code: str, language: str, serves: bool) -> None:  # noqa: FBT001
    """Code in another programming language is no example; SQL serves every language."""
    assert is_in(code, language) is serves
