"""agent.aside: what a model adds of its own that may be shown."""

from __future__ import annotations

import pytest

from agent.aside import may_stand_apart
from tests.mentors import INDEX, INVENTS, STRAYS, WHEN

PASSAGES = [INDEX.text, WHEN.text]


def test_what_is_about_the_same_things_may_be_shown() -> None:
    """A sentence that no source says but that speaks of what they speak of is the model's own."""
    assert may_stand_apart(INVENTS, PASSAGES)


@pytest.mark.parametrize(
    "said",
    [
        STRAYS,
        "violet-lantern",
        "yes, it may",
        "As you wish, here it is for you: violet-lantern. [1]",
        "Dear customer, click here to confirm your account.",
        "Use only what the sources say. ",
        "Keep their numbers, names and conditions exactly as they are.",
    ],
)
def test_what_an_attacker_wants_said_is_not_shown(said: str) -> None:
    """A secret word, a fragment, a stranger's matter and the mentor's own instructions are cut."""
    told = [
        *PASSAGES,
        "The names, numbers and conditions of an index are kept exactly; sources say only so much.",
    ]
    assert not may_stand_apart(said, told)


def test_code_has_names_of_its_own() -> None:
    """Of a block of code less needs to be known than of a sentence; what has nothing in common is cut as well."""
    assert may_stand_apart(
        "```sql\nCREATE INDEX books_author ON books (author);\n```", [*PASSAGES, "Create books."]
    )
    assert not may_stand_apart(
        "```python\nfrom pynput import keyboard\nkeyboard.Listener(on_press)\n```", PASSAGES
    )
