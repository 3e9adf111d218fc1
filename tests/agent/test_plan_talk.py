"""agent.plan_talk: plain words about a plan, in a chat with a mentor."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from agent import clock
from tests.mentors import QUESTION, SAYS, answered, mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.events import Answer
    from agent.mentor import Mentor


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    """A mentor whose learner has a plan of two hours a week."""
    made = mentor_over(engine)
    made.learn({"message": "Python, 2 hours a week"}, learner="me")
    return made


def versions(mentor: Mentor) -> int:
    return len(mentor.memory.plan_versions("me"))


def pick(mentor: Mentor, answer: Answer, label: str) -> Answer:
    return answered(mentor, next(each.say for each in answer.choices if each.label == label))


def test_a_change_is_asked_back_before_it_is_made(mentor: Mentor) -> None:
    """Plain words show what would change; the choice makes it, in one new version."""
    shown = answered(mentor, "make it 4 hours a week")
    assert "Understood: hours a week: 4." in shown.markdown
    assert "- Hours a week: 4 instead of 2." in shown.markdown
    assert "Nothing is changed yet." in shown.markdown
    assert versions(mentor) == 1
    done = pick(mentor, shown, "Change my plan")
    assert "Hours a week: 4 instead of 2." in done.markdown
    assert versions(mentor) == 2
    assert mentor.memory.profile("me")["message"] == "make it 4 hours a week"


@pytest.mark.parametrize(
    ("reply", "made"),
    [
        ("yes", 2),
        ("Yes, please!", 2),
        ("ok", 2),
        ("go ahead", 2),
        ("no", 1),
        ("No thanks.", 1),
        ("no, leave it", 1),
    ],
)
def test_a_change_is_made_or_left_in_a_word(mentor: Mentor, reply: str, made: int) -> None:
    """Who is asked whether to change the plan may type yes or no."""
    shown = answered(mentor, "make it 4 hours a week")
    told = answered(mentor, reply, conversation=shown.conversation)
    assert versions(mentor) == made
    assert told.kind == "command"
    again = answered(mentor, reply, conversation=shown.conversation)
    assert versions(mentor) == made
    assert again.kind != "command"


def test_yes_to_nothing_changes_nothing(mentor: Mentor) -> None:
    """A word of agreement where no change was shown right before is a message like any other."""
    shown = answered(mentor, "make it 4 hours a week")
    answered(mentor, QUESTION, conversation=shown.conversation)
    answered(mentor, "yes", conversation=shown.conversation)
    answered(mentor, "yes")
    assert versions(mentor) == 1


def test_a_topic_is_left_out_and_taken_in_again(mentor: Mentor) -> None:
    """What is left out stands under its title with the learner's wish as its reason; what is taken in again is planned."""
    pick(mentor, answered(mentor, "leave out query tuning"), "Change my plan")
    plan = mentor.memory.plan("me")
    assert plan
    assert [(each["title"], each["because"]) for each in plan["cut"]] == [
        ("Query tuning", "you asked to leave it out")
    ]
    pick(mentor, answered(mentor, "please put Query tuning back into my plan"), "Change my plan")
    again = mentor.memory.plan("me")
    assert again
    assert again["cut"] == []
    assert "data.tuning" in {item["id"] for week in again["weeks"] for item in week["items"]}


def test_what_others_build_on_stays_and_says_so(mentor: Mentor) -> None:
    """Something that is to be left out and is needed stays in, with both reasons."""
    pick(mentor, answered(mentor, "drop database indexes, and 4 hours a week"), "Change my plan")
    plan = mentor.memory.plan("me")
    assert plan
    reasons = next(item["because"] for item in plan["weeks"][0]["items"] if item["id"] == "data.indexes")
    assert "you asked to leave it out, but something in the plan builds on it" in reasons


def test_what_builds_on_it_can_be_left_out_as_well(mentor: Mentor) -> None:
    """What stays because something builds on it is named with that, and a choice leaves out both."""
    shown = answered(mentor, "drop query plans")
    assert "Query plans stays, because Query tuning builds on it." in shown.markdown
    deeper = pick(mentor, shown, "Leave out what builds on Query plans as well")
    assert "- Left out: Query plans; Query tuning." in deeper.markdown
    assert versions(mentor) == 1


def test_what_is_understood_of_a_mixed_message_is_proposed(mentor: Mentor) -> None:
    """A change stands beside words that name no day: the one is proposed, the others are named."""
    shown = answered(mentor, "leave out query tuning and I'm away two weeks in February")
    assert "Understood: leave out Query tuning." in shown.markdown
    assert "I'm away two weeks in February (it names no day)" in shown.markdown


def test_what_is_finished_is_recorded_once_it_is_confirmed(mentor: Mentor) -> None:
    """Finished in four hours: nothing is recorded before the choice, then the mark with its hours."""
    shown = answered(mentor, "I finished database indexes in 4 hours")
    assert "Database indexes is finished, in 4 hours" in shown.markdown
    assert mentor.memory.ledger("me") == []
    pick(mentor, shown, "Change my plan")
    assert mentor.progress("me").hours == {"data.indexes": 4.0}
    assert versions(mentor) == 2


@pytest.mark.parametrize("message", ["I lost a week", "keep query tuning", "2 hours a week"])
def test_no_version_is_made_where_nothing_changes(mentor: Mentor, message: str) -> None:
    """On the day of the plan a lost week, what is planned already, and the same hours change nothing."""
    assert "Nothing would change in your plan." in answered(mentor, message).markdown
    assert "Nothing changed." in answered(mentor, f"/plan apply {message}").markdown
    assert versions(mentor) == 1


def test_what_is_not_understood_is_said(mentor: Mentor) -> None:
    """/learn with words of which a part is not understood asks back, and names that part."""
    shown = answered(mentor, "/learn 4 hours a week and keep the flux capacitor")
    assert (
        "**Not understood**, so left as it is: keep the flux capacitor (there is no topic" in shown.markdown
    )
    assert versions(mentor) == 1
    assert "Nothing is changed yet." in shown.markdown


def test_what_if_changes_nothing(mentor: Mentor) -> None:
    """A question what would be is answered with the difference, and nothing is kept of it."""
    before = mentor.memory.profile("me")
    shown = answered(mentor, "what if I had 4 hours a week?")
    assert "- Hours a week: 4 instead of 2." in shown.markdown
    assert "Nothing is changed." in shown.markdown
    assert mentor.memory.profile("me") == before
    refused = answered(mentor, "what if I had 1 hour a week and a deadline tomorrow?")
    assert "no plan would fit" in refused.markdown
    assert mentor.memory.profile("me") == before


def test_why_and_when_are_answered_from_the_plan(mentor: Mentor) -> None:
    """Reasons, weeks and the end are the plan's own."""
    plan = mentor.memory.plan("me")
    assert plan
    why = answered(mentor, "why is Query plans in my plan?").markdown
    assert "**Query plans** is in week" in why
    assert "after Database indexes, which it builds on" in why
    assert f"ends on **{plan['ends']}**" in answered(mentor, "when am I done?").markdown
    assert (
        "**Query tuning** is planned for week" in answered(mentor, "when do I start query tuning?").markdown
    )
    assert versions(mentor) == 1


def test_ways_out_of_a_wish_can_be_clicked_and_left(mentor: Mentor) -> None:
    """A change that does not fit brings its ways out as choices that take them; leaving it forgets the wish."""
    shown = answered(mentor, "by tomorrow, please")
    assert "That does not fit:" in shown.markdown
    labels = [each.label.partition(":")[0] for each in shown.choices]
    assert labels == ["A later date", "More hours a week", "Leave it as it is"]
    pick(mentor, shown, "Leave it as it is")
    assert "wished" not in mentor.memory.profile("me")
    shown = answered(mentor, "by tomorrow, please")
    answered(mentor, shown.choices[1].say)
    plan = mentor.memory.plan("me")
    assert plan
    assert plan["hours_per_week"] > 2
    assert plan["deadline"]


def test_a_second_press_says_that_it_is_done(mentor: Mentor) -> None:
    """A choice that was taken once makes nothing a second time, in the plan or in the ledger."""
    shown = answered(mentor, "I finished database indexes in 4 hours")
    pick(mentor, shown, "Change my plan")
    assert "That is done already." in pick(mentor, shown, "Change my plan").markdown
    assert versions(mentor) == 2
    assert len(mentor.memory.ledger("me")) == 1


def test_an_old_choice_shows_what_it_would_change_now(mentor: Mentor) -> None:
    """Where the plan has changed since a change was shown, its choice shows it anew and makes nothing."""
    old = answered(mentor, "make it 4 hours a week")
    pick(mentor, answered(mentor, "make it 3 hours a week"), "Change my plan")
    shown = pick(mentor, old, "Change my plan")
    assert "Your plan has changed since that was shown." in shown.markdown
    assert "- Hours a week: 4 instead of 3." in shown.markdown
    assert versions(mentor) == 2
    pick(mentor, shown, "Change my plan")
    assert versions(mentor) == 3


def test_a_question_beside_a_change_is_answered_first(mentor: Mentor) -> None:
    """The question gets its answer, and below it the change is shown and asked back."""
    shown = answered(mentor, "I don't need query tuning. Can you explain what a database index is?")
    assert shown.kind == "answered"
    assert shown.markdown.index(SAYS) < shown.markdown.index("- Left out: Query tuning.")
    assert versions(mentor) == 1
    pick(mentor, shown, "Change my plan")
    assert versions(mentor) == 2


@pytest.mark.parametrize(
    "message",
    [
        "can you leave out query tuning?",
        "Could you please leave out query tuning?",
        "Leave out query tuning. Can you do that?",
    ],
)
def test_a_change_that_is_asked_for_is_a_change(mentor: Mentor, message: str) -> None:
    """Words that are read as a change are one behind *can you*, too."""
    assert "- Left out: Query tuning." in answered(mentor, message).markdown


def by_in(days: int) -> str:
    return f"by {clock.today() + timedelta(days=days)}"


def test_what_is_finished_is_kept_where_no_plan_fits(mentor: Mentor) -> None:
    """A mark beside a deadline that does not fit is recorded, and the way out begins behind what is finished."""
    shown = answered(mentor, f"I finished Database indexes in 3 hours. {by_in(2)}")
    assert "That does not fit:" in shown.markdown
    assert "Recorded: Database indexes is finished, in 3 hours;" in shown.markdown
    answered(mentor, shown.choices[0].say)
    plan = mentor.memory.plan("me")
    assert plan
    left = [item["id"] for week in plan["weeks"] for item in week["items"] if not item.get("done")]
    assert "data.indexes" not in left
    assert mentor.progress("me").hours == {"data.indexes": 3.0}
    assert [row["kind"] for row in mentor.memory.ledger("me")] == ["done"]


def test_what_is_finished_waits_for_the_way_out_beside_words_not_understood(mentor: Mentor) -> None:
    """A mark in a message of which a part was not understood is recorded with the way out, and once."""
    shown = answered(mentor, f"I finished Database indexes. Keep the flux capacitor. {by_in(2)}")
    assert "That does not fit:" in shown.markdown
    assert mentor.memory.ledger("me") == []
    answered(mentor, shown.choices[0].say)
    assert [(row["kind"], row["id"]) for row in mentor.memory.ledger("me")] == [("done", "data.indexes")]


def test_what_is_included_again_keeps_what_was_studied(mentor: Mentor) -> None:
    """Taking something in that was skipped takes back the skip alone, not the hours told of it since."""
    mentor.learning.record("skip", ["data.tuning"], learner="me")
    mentor.learning.record("hours", ["data.tuning"], learner="me", hours=3)
    mentor.learning.record("studied", ["data.tuning"], learner="me", hours=1)
    mentor.replan(learner="me")
    pick(mentor, answered(mentor, "include query tuning"), "Change my plan")
    state = mentor.progress("me")
    assert not state.skipped
    assert state.hours == {"data.tuning": 3.0}
    assert sum(state.studied["data.tuning"].values()) == 1


@pytest.mark.parametrize("between", [QUESTION, "/today", "when am I done?"])
def test_a_wish_that_was_left_lying_does_not_come_back(mentor: Mentor, between: str) -> None:
    """After a turn that takes no way out, what did not fit is over."""
    shown = answered(mentor, f"leave out query tuning, {by_in(2)}")
    assert "That does not fit:" in shown.markdown
    answered(mentor, between)
    answered(mentor, "/learn 3 hours a week")
    plan = mentor.memory.plan("me")
    assert plan
    assert (plan["hours_per_week"], plan["deadline"], plan["cut"]) == (3, None, [])


def test_a_wish_that_did_not_fit_touches_no_other_change(mentor: Mentor) -> None:
    """What is changed later starts from the plan that there is, not from a wish that was left open."""
    answered(mentor, "by tomorrow, please")
    shown = answered(mentor, "leave out query tuning")
    assert "- Left out: Query tuning." in shown.markdown
    assert "Deadline" not in shown.markdown


def test_what_is_known_among_several_names_is_taken(mentor: Mentor) -> None:
    """Of several names those that are topics count, and the others are named."""
    shown = answered(mentor, "leave out query tuning and the flux capacitor")
    assert "Understood: leave out Query tuning." in shown.markdown
    assert "there is no topic or project 'flux capacitor'" in shown.markdown


@pytest.mark.parametrize(
    "message", ["What is a database index?", "drop the index?", "I use an index", "when is an index useful?"]
)
def test_questions_about_the_trade_are_answered(mentor: Mentor, message: str) -> None:
    """With a plan, too, what is no change of it and no question about it is looked up."""
    assert answered(mentor, message).kind in ("answered", "not_covered")


def test_without_a_plan_nothing_is_heard_as_its_change(engine: Engine) -> None:
    """Who has no plan is answered from the sources."""
    found = answered(mentor_over(engine), "keep query tuning")
    assert found.kind in ("answered", "not_covered")
