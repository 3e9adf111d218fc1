"""agent.code_language: what language is asked for and written in."""

from __future__ import annotations

import pytest

from agent.code_language import is_for_another, is_in, language_of
from tests.fakes import passage


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("how do I hash passwords in go?", "go"),
        ("where do I go from here?", ""),
        ("What is the GIL in Python", "python"),
        ("async with node.js", "javascript"),
        ("how to connect to a database from Go", "go"),
        ("a Go worker pool", "go"),
        ("Go on with the plan", ""),
        ("how do I collect the errors of goroutines", "go"),
        ("pagination in FastAPI", "python"),
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


@pytest.mark.parametrize(
    ("source", "heading", "text", "is_another"),
    [
        ("languages.python-data", "How to load data", "Rows are loaded in batches.", True),
        ("languages.go-services", "How to load data", "Rows are loaded in batches.", False),
        ("data.indexes", "How to connect Python to PostgreSQL", "A driver is needed.", True),
        ("web.json", "How to read JSON", "Python uses json.loads and Go uses encoding/json.", False),
        ("web.json", "How to read JSON", "```python\njson.loads(text)\n```", True),
        ("web.json", "How to read JSON", "A parser reads it.", False),
    ],
)
def test_a_passage_about_another_language_is_known_by_its_page_heading_or_code(
    source: str,
    heading: str,
    text: str,
    is_another: bool,  # noqa: FBT001
) -> None:
    """A passage that names no language, or the wanted one among others, is about no other one."""
    assert is_for_another(passage(text, source=source, heading=heading), "go") is is_another
    assert not is_for_another(passage(text, source=source, heading=heading), "")
