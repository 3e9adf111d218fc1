"""agent.reasons: reasons as people read them."""

from __future__ import annotations

from agent.reasons import alike, by_stage


def reason(number: int, because: str, stage: str = "beginner") -> dict[str, str]:
    return {"id": f"web.t{number}", "title": f"T{number}", "stage": stage, "because": because}


def test_alike_reasons_stand_once() -> None:
    """All that has the same reason is named before it; what has no title is named by its id."""
    old = {"id": "web.old", "because": "b"}
    assert alike([reason(1, "a"), old, reason(2, "a")]) == [("T1 and T2", "a"), ("web.old", "b")]


def test_many_reasons_stand_under_their_stages() -> None:
    """From eight on reasons stand under the names of their stages with how many there are; a few under none."""
    few = [reason(1, "a"), reason(2, "b", "advanced")]
    assert by_stage(few) == [("", [("T1", "a"), ("T2", "b")])]
    many = [reason(each, "a", "advanced" if each > 2 else "beginner") for each in range(1, 9)]
    assert [(name, len(rows)) for name, rows in by_stage(many)] == [
        ("Beginner stage (2)", 2),
        ("Advanced stage (6)", 6),
    ]
