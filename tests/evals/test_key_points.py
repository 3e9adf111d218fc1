"""Key points: made by what a text says, in any of the ways given."""

from __future__ import annotations

import pytest

from evals.key_points import made, recall

TEXT = "A primary key identifies each row. It never changes.\n\n- The default pool has 10 connections."


@pytest.mark.parametrize(
    "point",
    [
        "identifies a row",
        "row identified",
        "primary key never changes",  # over two neighbouring sentences
        "unique number|identifies a row",
        "10 connections",
    ],
)
def test_a_point_that_is_said_is_made(point: str) -> None:
    """A point is made by the stems of one sentence or of two neighbours, in any of its ways."""
    assert made([point], TEXT)[0].is_made


@pytest.mark.parametrize("point", ["foreign key", "20 connections", "identifies a table"])
def test_a_point_that_is_not_said_is_not_made(point: str) -> None:
    """A missing word of a short point, or another number, is not the point."""
    assert not made([point], TEXT)[0].is_made


def test_words_far_apart_make_no_point() -> None:
    """Words from distant sentences are not put together into a point."""
    apart = "A key opens a door. Nobody knows why. Rain fell all day. Each row has five seats."
    assert not made(["key row"], apart)[0].is_made


def test_recall_is_the_share_of_points_made() -> None:
    """One of two points gives a half."""
    assert recall(made(["identifies a row", "foreign key"], TEXT)) == 0.5
