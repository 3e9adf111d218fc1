"""What a path may look like."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.curricula import path

TOPICS = {"topics": ["web.a"]}


def test_stages_stand_in_order():
    """A path that begins with its advanced stage is refused."""
    with pytest.raises(ValidationError, match="each stage stands once, in the order"):
        path({"advanced": TOPICS, "beginner": TOPICS})


def test_months_go_forward():
    """A stage that ends before it begins is refused."""
    with pytest.raises(ValidationError, match="months must go forward"):
        path({"beginner": TOPICS | {"months": [3, 0]}})


def test_a_stage_adds_only_for_languages_of_the_path():
    """Goals for a language that the path does not offer are refused."""
    with pytest.raises(ValidationError, match="by_language names rust, which the path does not offer"):
        path({"beginner": TOPICS | {"by_language": {"rust": ["web.b"]}}})


def test_a_path_in_typescript_may_add_for_javascript():
    """The base language of an offered language counts as offered."""
    made = path({"beginner": TOPICS | {"by_language": {"javascript": ["web.b"]}}}, languages=["typescript"])
    assert made.stages[0].goals("typescript") == ("web.a", "web.b")
