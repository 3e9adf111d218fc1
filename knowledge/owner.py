"""Owner: whose a document is, and therefore who may find it."""

from __future__ import annotations

from typing import NewType

# A learner's id, as the session or the command names it; never what a form, a model or a document says.
Owner = NewType("Owner", str)
# Nobody's own and everybody's to find: the curriculum, and what an operator reads in for all.
SHARED = Owner("")


def private(learner: str) -> Owner:
    """The owner that this learner is.

    Raises:
        ValueError: it is nobody's id, which would publish what is theirs.
    """
    if not learner:
        raise ValueError("a learner's id is not empty")
    return Owner(learner)


def visible(owner: Owner) -> tuple[Owner, ...]:
    """Whose documents an owner may find: everybody's, and their own."""
    return (SHARED, owner) if owner else (SHARED,)
