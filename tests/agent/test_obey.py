"""agent.obey: what each slash command does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from agent.commands import TABLE
from agent.obey import NO_PLAN, plan_markdown
from knowledge.owner import SHARED, private
from tests.mentors import answered, mentor_over

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from agent.mentor import Mentor


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return mentor_over(engine)


def said(mentor: Mentor, text: str, learner: str = "me") -> str:
    return answered(mentor, text, learner=learner).markdown


def test_help_shows_the_table(mentor: Mentor) -> None:
    """/help lists every command with its use."""
    assert all(entry.usage in said(mentor, "/help") for entry in TABLE)


def test_learn_builds_a_plan_from_words(mentor: Mentor) -> None:
    """/learn with words of one's own shows the first weeks and what was assumed, and keeps the plan."""
    shown = said(mentor, "/learn Python, 2 hours a week")
    assert "**Week 1, from " in shown
    assert "| Database indexes | 2 h |" in shown
    assert "What I assumed" in shown
    assert mentor.memory.plan("me")


def test_learn_again_asks_what_should_change(mentor: Mentor) -> None:
    """/learn alone makes no second plan: it shows the one there is."""
    said(mentor, "/learn Python")
    assert said(mentor, "/learn").startswith("You have a plan already.")
    assert len(mentor.memory.plan_versions("me")) == 1


def test_a_change_says_what_it_changes(mentor: Mentor) -> None:
    """/learn with a new fact opens with the difference, and shows the plan below."""
    said(mentor, "/learn Python, 2 hours a week")
    shown = said(mentor, "/learn 4 hours a week")
    assert shown.startswith(
        "Understood: hours a week: 4.\n\nHours a week: 4 instead of 2. The plan now ends on "
    )
    assert "**Week 1, from " in shown


def test_a_command_in_words_is_carried_out(mentor: Mentor) -> None:
    """Who asks how they are doing, or what is next, is answered from their plan and ledger."""
    said(mentor, "/learn Python, 2 hours a week")
    assert "0 of 3 topics and projects of your plan are finished" in said(mentor, "how am I doing?")
    assert said(mentor, "what's next?") == said(mentor, "/today")


def test_learn_shows_the_ways_out(mentor: Mentor) -> None:
    """A plan that cannot be kept to is answered with the nearest ways out, each with its figure."""
    shown = said(mentor, "/learn Python, 1 hour a week, in 1 week")
    assert "The nearest ways out:" in shown
    assert "- more hours a week: **" in shown


def test_a_way_out_can_be_taken(mentor: Mentor) -> None:
    """What a way out says to write makes the plan, though the one before was not kept."""
    shown = said(mentor, "/learn Python, 1 hour a week, in 1 week")
    assert "write `/learn what fits`" in shown or "write `/learn by " in shown
    words = shown.partition("write `/learn by ")[2].partition("`")[0]
    assert "**Week 1, from " in said(mentor, f"/learn by {words}")
    plan = mentor.memory.plan("me")
    assert plan
    assert (plan["version"], plan["hours_per_week"]) == (1, 1)


def test_learn_keeps_the_plan_when_nothing_can_be_read(mentor: Mentor) -> None:
    """A message that names nothing readable leaves the plan as it is."""
    said(mentor, "/learn Python")
    assert "could be read" in said(mentor, "/learn make me a millionaire soon")
    assert len(mentor.memory.plan_versions("me")) == 1


def test_learn_starts_over_when_asked_to(mentor: Mentor) -> None:
    """/learn start over forgets what was said before."""
    said(mentor, "/learn Python, 2 hours a week")
    assert "kept from what you said before" not in said(mentor, "/learn start over, Python")
    plan = mentor.memory.plan("me")
    assert plan
    assert plan["hours_per_week"] == 8


def test_a_wish_that_does_not_fit_is_not_replanned(mentor: Mentor) -> None:
    """/plan replan goes by the plan that is kept, not by a wish that did not fit."""
    said(mentor, "/learn Python, 2 hours a week")
    said(mentor, "/learn in 2 days")
    assert "**Week 1, from " in said(mentor, "/plan replan")


def test_plan_says_how_to_get_one(mentor: Mentor) -> None:
    """/plan without a plan says how to make it."""
    assert said(mentor, "/plan") == NO_PLAN


def test_plan_shows_a_version(mentor: Mentor) -> None:
    """/plan takes the number of a version, and says when there is none."""
    said(mentor, "/learn Python")
    assert "**Week 1, from " in said(mentor, "/plan 1")
    assert said(mentor, "/plan 7") == "There is no version 7 of your plan."


def test_plan_refuses_other_words(mentor: Mentor) -> None:
    """A word that /plan does not know is refused by name."""
    assert "/plan takes a version's number, replan, or apply and what to change, not 'now'" in said(
        mentor, "/plan now"
    )


def test_progress_is_recorded_shown_and_taken_back(mentor: Mentor) -> None:
    """What is recorded as done is listed by title, and can be taken back."""
    assert "Nothing is recorded yet" in said(mentor, "/progress")
    assert "Recorded: Database indexes (data.indexes)." in said(mentor, "/progress done data.indexes")
    assert "1 finished:\n\n- Database indexes (`data.indexes`)" in said(mentor, "/progress")
    said(mentor, "/progress undo data.indexes")
    assert "Nothing is recorded yet" in said(mentor, "/progress")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/progress done", "Name the topics or projects"),
        ("/progress done data.nope", "no topic or project 'data.nope'"),
        ("/progress undo query plans", "nothing was recorded of data.plans"),
        ("/progress done data.index", "the nearest are data.indexes (Database indexes)"),
        (
            "/progress finished data.indexes",
            "/progress takes done, studied, skip, hours, harder and undo, and names or ids of topics, not 'finished'",
        ),
        ("/plan replan", "There is no plan yet"),
    ],
)
def test_what_cannot_be_done_is_said(mentor: Mentor, text: str, says: str) -> None:
    """A command that cannot be carried out is a turn that says why."""
    answer = answered(mentor, text)
    assert answer.kind == "failed"
    assert says in answer.markdown


def test_progress_takes_names(mentor: Mentor) -> None:
    """What is done is recorded by title or short name, several at once."""
    shown = said(mentor, "/progress done Database indexes, plans")
    assert "Recorded: Database indexes (data.indexes); Query plans (data.plans)." in shown


def test_replan_fits_the_plan_to_progress(mentor: Mentor) -> None:
    """/plan replan makes the next version, with what is done left out of what is to come."""
    said(mentor, "/learn Python, 2 hours a week")
    said(mentor, "/progress done data.indexes")
    shown = said(mentor, "/plan replan")
    assert shown.startswith("Finished: Database indexes.")
    assert "| Query plans |" in shown
    assert "It goes on with Query plans and Query tuning" in shown
    assert len(mentor.memory.plan_versions("me")) == 2


def test_sources_lists_documents_of_ones_own(mentor: Mentor, tmp_path: Path) -> None:
    """/sources counts the curriculum's pages and names the added documents."""
    note = tmp_path / "note.md"
    note.write_text("# A note\n\nIt says something.\n", encoding="utf-8")
    mentor.library.ingest([note], owner=private("me"))
    assert said(mentor, "/sources").startswith(
        "0 pages of the curriculum, and 1 documents:\n\nYour own, which nobody else finds:\n\n- A note (`"
    )


def test_sources_of_another_are_not_listed(mentor: Mentor, tmp_path: Path) -> None:
    """/sources names nothing that somebody else added for themselves."""
    note = tmp_path / "note.md"
    note.write_text("# A canary\n\nIt says something.\n", encoding="utf-8")
    mentor.library.ingest([note], owner=private("ada"))
    assert said(mentor, "/sources") == "0 pages of the curriculum, and 0 documents."


def test_forgetting_everything_takes_the_documents_along(mentor: Mentor, tmp_path: Path) -> None:
    """After /forget everything none of the learner's documents is left; a shared one stays."""
    for name, owner in (("own", private("me")), ("shared", SHARED)):
        note = tmp_path / f"{name}.md"
        note.write_text(f"# {name}\n\nIt says something.\n", encoding="utf-8")
        mentor.library.ingest([note], owner=owner)
    said(mentor, "/forget everything")
    assert [source.title for source in mentor.store.sources(owner=private("me"))] == ["shared"]


def test_export_is_json_of_ones_own(mentor: Mentor) -> None:
    """/export shows all that is remembered of the learner, as JSON, and nothing of another."""
    said(mentor, "What is a canary?", learner="ada")
    shown = said(mentor, "/export")
    document = json.loads(shown.removeprefix("```json\n").removesuffix("\n```"))
    assert document["conversations"][0]["turns"][0]["message"] == "/export"
    assert "canary" not in shown


def test_forget_wants_to_be_sure(mentor: Mentor) -> None:
    """/forget alone deletes nothing and says what to write."""
    said(mentor, "What is an index?")
    assert "Write `/forget everything` to do it." in said(mentor, "/forget")
    assert len(mentor.memory.conversations("me")) == 2


def test_forget_everything_leaves_nothing(mentor: Mentor) -> None:
    """/forget everything deletes what was remembered, the command's own turn included."""
    said(mentor, "What is an index?")
    said(mentor, "/learn Python")
    assert said(mentor, "/forget everything") == "Everything that was remembered of you is deleted."
    assert mentor.memory.conversations("me") == []
    assert mentor.memory.plan("me") is None


def test_a_long_plan_is_cut_for_the_chat(mentor: Mentor) -> None:
    """Four weeks are shown, and how many more there are."""
    plan = mentor.learn({"hours_per_week": 1, "path": "python"}, learner="me")
    more = len(plan["weeks"]) - 4
    assert more > 0
    assert f"{more} more weeks are on the Plan page" in plan_markdown(plan)
    assert "more weeks" not in plan_markdown(plan, weeks=len(plan["weeks"]))


def test_study_that_finishes_nothing_is_noted(mentor: Mentor) -> None:
    """/progress studied keeps the time of a topic that stays open, and it can be taken back; a finished one is none."""
    said(mentor, "/learn Python, 2 hours a week")
    noted = said(mentor, "/progress studied database indexes 1.5 h")
    assert noted == "Noted: Database indexes (data.indexes), 1.5 h; it is not finished yet."
    assert list(mentor.progress("me").studied["data.indexes"].values()) == [1.5]
    assert "Taken back: the last hours with Database indexes" in said(mentor, "/progress undo")
    said(mentor, "/progress done data.indexes")
    assert "finished already" in said(mentor, "/progress studied data.indexes 1")
    assert "how many hours, such as /progress studied git 1.5" in said(mentor, "/progress studied data.plans")
