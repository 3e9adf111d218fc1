"""agent.dialogues: intakes that are kept, and the conversations they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mentors import QUESTION, SAYS, answered, mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.events import Answer
    from agent.mentor import Mentor

GOAL = "**What do you want to reach?"
HOURS = "**How many hours a week can you study?**"
START = "**When do you start?**"
SUMMARY = "**Is that right?**"


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    return mentor_over(engine)


def talk(
    mentor: Mentor, *messages: str, conversation: str | None = None, learner: str = "me"
) -> list[Answer]:
    """Return what the messages of one conversation are answered with."""
    answers = []
    for message in messages:
        answers.append(answered(mentor, message, conversation=conversation, learner=learner))
        conversation = answers[-1].conversation
    return answers


def test_learn_alone_asks_and_builds_in_the_end(mentor: Mentor) -> None:
    """/learn asks one question after another; the plan is made of the answers once the learner agrees."""
    first, *_, summary, built = talk(mentor, "/learn", "Python", "skip", "4", "skip", "skip", "skip", "yes")
    assert first.markdown.startswith(GOAL)
    assert SUMMARY in summary.markdown
    assert "**Week 1, from " in built.markdown
    assert [each.say for each in built.choices] == ["/today"]
    plan = mentor.memory.plan("me")
    assert plan
    assert (plan["hours_per_week"], plan["version"]) == (4, 1)


def test_answers_offer_what_to_say(mentor: Mentor) -> None:
    """Each question comes with its suggestions, in the JSON of the answer too."""
    (first,) = talk(mentor, "/learn")
    assert first.json()["choices"][-1] == {"say": "skip", "label": "Skip: you choose a path next"}
    assert first.kind == "command"


def test_words_that_ask_for_a_plan_begin_it(mentor: Mentor) -> None:
    """Free text about oneself is read without any command, and so is the wish for a plan."""
    told, wished = (talk(mentor, said)[0] for said in ("I have 6 hours a week until May", "make me a plan"))
    assert "hours a week **6**" in told.markdown
    assert wished.markdown.startswith(GOAL)


def test_a_command_with_words_builds_at_once(mentor: Mentor) -> None:
    """/learn with everything in one line makes the plan, and ends an intake that was begun."""
    *_, built, after = talk(mentor, "/learn", "/learn Python, 2 hours a week", QUESTION)
    assert "**Week 1, from " in built.markdown
    assert after.kind == "answered"
    assert mentor.dialogues.kept("me") is None


def test_a_question_in_between_is_answered_and_the_intake_goes_on(mentor: Mentor) -> None:
    """The answer to a question is followed by what was asked, and the next reply answers that."""
    *_, between, after = talk(mentor, "/learn", "Python", "skip", QUESTION, "5")
    assert between.markdown.startswith(SAYS)
    assert f"*Back to your plan:*\n\n{HOURS}" in between.markdown
    assert after.markdown.startswith("Noted: hours a week **5**.")


def test_a_half_done_intake_survives_a_restart(engine: Engine) -> None:
    """A new process goes on in the same conversation, and /learn takes it up in another one."""
    last = talk(mentor_over(engine), "/learn", "Python", "skip", "5")[-1]
    restarted = mentor_over(engine)
    assert START in talk(restarted, "hmm", conversation=last.conversation)[0].markdown
    (resumed,) = talk(restarted, "/learn")
    assert resumed.markdown.startswith(f"We were in the middle of it.\n\n{START}")


def test_another_conversation_is_not_taken_for_the_intake(mentor: Mentor) -> None:
    """A message elsewhere is looked up as always, while an intake waits."""
    talk(mentor, "/learn")
    assert talk(mentor, "8 hours")[0].kind == "answered"


def test_a_learner_never_meets_the_intake_of_another(mentor: Mentor) -> None:
    """Each learner's intake is their own."""
    talk(mentor, "/learn", "Python", "skip", learner="ada")
    assert talk(mentor, "/learn", learner="eve")[0].markdown.startswith(GOAL)
    assert mentor.export("ada")["intake"]
    mentor.forget("ada")
    assert mentor.export("ada")["intake"] is None


def test_stop_leaves_it_for_later(mentor: Mentor) -> None:
    """After stop nothing is taken for a reply, and /learn goes on where it was."""
    *_, stopped, after, resumed = talk(mentor, "/learn", "Python", "skip", "stop", "8 hours", "/learn")
    assert "`/learn` goes on where we were" in stopped.markdown
    assert after.kind == "answered"
    assert HOURS in resumed.markdown


def test_back_asks_the_question_before_again(mentor: Mentor) -> None:
    """A slip is mended by going back, as often as there were questions."""
    *_, back, again = talk(mentor, "/learn", "Python", "skip", "5", "back", "6")
    assert back.markdown.startswith(HOURS)
    assert again.markdown.startswith("Noted: hours a week **6**.")
    assert talk(mentor, "/learn start over", "back")[-1].markdown.startswith(GOAL)


def test_a_reply_that_is_edited_replies_to_the_same_question(mentor: Mentor) -> None:
    """When a message is asked anew, what was said after it is forgotten."""
    *_, last = talk(mentor, "/learn", "Python", "skip", "5", "skip")
    edited = answered(mentor, "7", conversation=last.conversation, instead_of=4)
    assert "hours a week **7**" in edited.markdown


def test_what_was_told_in_a_deleted_conversation_is_gone(mentor: Mentor) -> None:
    """An intake goes with the conversation that it is in, also one that was left for later."""
    for ending in ("skip", "stop"):
        *_, last = talk(mentor, "/learn", "Python", ending)
        assert mentor.export("me")["intake"]
        mentor.conversations.delete("eve", last.conversation)
        assert mentor.export("me")["intake"]
        mentor.conversations.delete("me", last.conversation)
        assert mentor.export("me")["intake"] is None


def test_what_was_told_in_cut_turns_is_gone(mentor: Mentor) -> None:
    """/learn goes on from what is still said, not from replies that another message took the place of."""
    *_, last = talk(mentor, "/learn", "Python", "skip", "5")
    answered(mentor, QUESTION, conversation=last.conversation, instead_of=4)
    assert [step["turn"] for step in mentor.export("me")["intake"]["steps"]] == [1, 2, 3]
    assert HOURS in talk(mentor, "/learn")[0].markdown


def test_an_intake_that_went_on_elsewhere_can_be_resumed_anew(mentor: Mentor) -> None:
    """Asking /learn again in its place keeps what was told before it, and no other message there is a reply."""
    talk(mentor, "/learn", "Python", "skip", "stop")
    resumed = answered(mentor, "/learn")
    *_, again = talk(mentor, "5", conversation=resumed.conversation)
    assert "hours a week **5**" in again.markdown
    resumed = answered(mentor, "/learn", conversation=resumed.conversation, instead_of=1)
    assert HOURS in resumed.markdown
    other = answered(mentor, "8 hours", conversation=resumed.conversation, instead_of=1)
    assert other.kind == "answered"
    assert HOURS not in other.markdown


def test_back_passes_over_a_stop(mentor: Mentor) -> None:
    """Going back after a stop leads to the question before it."""
    *_, back = talk(mentor, "/learn", "Python", "skip", "5", "stop", "/learn", "back")
    assert back.markdown.startswith(HOURS)


def test_what_does_not_fit_can_be_mended(mentor: Mentor) -> None:
    """Where no plan fits its ways out are offered, and what was told can be changed in words."""
    *_, refused = talk(mentor, "/learn", "Python, 1 hour a week, in 1 week", "build")
    assert "The nearest ways out:" in refused.markdown
    assert refused.choices[0].say.startswith("/learn by ")
    assert refused.choices[0].label.startswith("A later date: ")
    *_, built = talk(mentor, "in a year", "build", conversation=refused.conversation)
    assert "**Week 1, from " in built.markdown


def test_start_over_forgets_what_was_told(mentor: Mentor) -> None:
    """/learn start over begins at the first question, with a plan as without."""
    talk(mentor, "/learn Python, 2 hours a week")
    *_, again = talk(mentor, "/learn start over", "skip", "skip", "skip", "skip", "skip", "skip", "skip")
    assert "- hours a week: **8** (not said, so by default)" in again.markdown
