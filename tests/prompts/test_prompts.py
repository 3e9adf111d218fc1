"""prompts: the words sent to models."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from agent.build import PROMPTS
from evals.judge import PROMPT as JUDGE
from prompts import PLACEHOLDER, fingerprint, render

WORDS = {name: files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8") for name in PROMPTS}


def test_every_file_is_in_the_fingerprint() -> None:
    """No prompt is left out of what an answer is stamped with.

    The judge's is stamped on its verdicts, and what other programs' models are told of the mentor makes no answer.
    """
    found = {
        path.name.removesuffix(".md") for path in files("prompts").iterdir() if path.name.endswith(".md")
    }
    assert {name for name in found if not name.startswith("mcp_")} == {*PROMPTS, JUDGE}


def test_render_fills_in_every_placeholder() -> None:
    """A value stands where its placeholder stood, and braces in a value are text."""
    said = render("question", sources="[1] {{style}}", style="Be brief.", question="Why?")
    assert "[1] {{style}}" in said
    assert said.endswith("Question: Why?")


@pytest.mark.parametrize(
    "values", [{}, {"sources": "", "style": ""}, {"more": "", "sources": "", "style": "", "question": ""}]
)
def test_render_refuses_missing_and_extra_values(values: dict[str, str]) -> None:
    """A value too few or too many is an error that names what the prompt takes."""
    with pytest.raises(KeyError, match=r"'question' takes \['question', 'sources', 'style'\]"):
        render("question", **values)


def test_an_unknown_prompt_is_an_error() -> None:
    """There is no prompt that has no file."""
    with pytest.raises(FileNotFoundError):
        render("persuade")


def test_the_fingerprint_is_short_and_follows_the_words() -> None:
    """Different prompts have different digests, the same ones the same."""
    assert fingerprint("answer") == fingerprint("answer")
    assert fingerprint("answer") != fingerprint("rewrite")
    assert re.fullmatch(r"[0-9a-f]{12}", fingerprint(*PROMPTS))


@pytest.mark.parametrize("name", PROMPTS)
def test_no_prompt_shouts(name: str) -> None:
    """No word is in capitals to beg, but names that are written so."""
    shouted = set(re.findall(r"\b[A-Z]{3,}\b", PLACEHOLDER.sub("", WORDS[name])))
    assert shouted <= {"SQL", "JWT", "API", "HTTP", "JSON"}


def test_the_rules_name_no_secret() -> None:
    """The system prompt holds no placeholder: nothing of a learner or a setting can get into it."""
    assert not PLACEHOLDER.findall(WORDS["answer"])
