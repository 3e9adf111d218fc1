"""agent.dialogue: the intake's questions, and how replies are read."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dialogue import Heard, Step, asks_for_plan, heard, opened, step_of
from agent.dialogue_wish import Wish, wish
from agent.dialogue_words import FIELDS, SUMMARY, shown
from agent.intake import complete
from agent.learner import Learner, read_profile
from evals.cases import SHIPPED as EVAL_CASES
from knowledge.syllabus import load
from tests.curricula import path, syllabus, topic

TODAY = date(2026, 11, 30)
STAGES = {"beginner": {"topics": ["data.sql", "operations.git"]}}
ROUTE = {
    "title": "coming from another profession",
    "summary": "S.",
    "words": ["career change", "another profession"],
}
GRAPH = syllabus(
    [
        topic("data.sql", title="SQL"),
        topic("operations.git", title="Git"),
        topic("security.jwt", title="JSON Web Tokens"),
    ],
    [
        path(STAGES, title="Python Developer", routes={"career_changer": ROUTE}),
        path(STAGES, id="go", title="Go Expert", languages=["go"], words=["go", "cloud"]),
        path(STAGES, id="database", title="Databases", languages=["python", "go"], words=["database"]),
    ],
)


def asked(field: str, **profile: object) -> Step:
    """Return a step at which a field is asked, with everything before it passed over."""
    return Step(1, profile, FIELDS[: FIELDS.index(field)], field)


def said(step: Step, message: str) -> Heard:
    found = heard(step, message, step.turn + 1, GRAPH, TODAY)
    assert found
    return found


def learner(step: Step) -> Learner:
    return complete(read_profile(step.profile), GRAPH, TODAY).learner


def test_every_question_is_asked_once_and_may_be_skipped() -> None:
    """Who skips everything is asked field by field and comes to the summary with nothing told."""
    step, fields = opened("", 1, GRAPH, TODAY).step, []
    while step.field != SUMMARY:
        fields.append(step.field)
        step = said(step, "skip").step
    assert fields == [each for each in FIELDS if each != "languages"]  # its path has one language
    assert step.profile == {}


@pytest.mark.parametrize("field", FIELDS)
def test_every_question_states_its_default_and_offers_to_skip(field: str) -> None:
    """Each question says what holds without an answer, and its last button skips it with the same words."""
    text, choices = shown(field, {}, (), GRAPH, TODAY)
    default = text.partition("*Without an answer: ")[2].removesuffix(".*")
    assert default
    assert (choices[-1].say, choices[-1].label) == ("skip", f"Skip: {default}")


@pytest.mark.parametrize("field", FIELDS)
def test_every_button_is_an_answer_that_is_understood(field: str) -> None:
    """What a question offers to say settles it."""
    profile = {"path": "database"} if field == "languages" else {}
    for choice in shown(field, profile, (), GRAPH, TODAY)[1]:
        assert field in said(asked(field, **profile), choice.say).step.settled, choice.say


@pytest.mark.parametrize(
    ("field", "message", "name", "value"),
    [
        ("path", "the go one", "path", "go"),
        ("path", "Go Expert", "path", "go"),
        ("languages", "Go", "language", "go"),
        ("hours_per_week", "8", "hours_per_week", 8),
        ("hours_per_week", "about ten", "hours_per_week", 10),
        ("hours_per_week", "6-8 hours", "hours_per_week", 6),
        ("hours_per_week", "2 hours a day", "hours_per_week", 14),
        ("hours_per_week", "hmm, let's say 6", "hours_per_week", 6),
        ("start", "Monday", "start", date(2026, 12, 7)),
        ("start", "in two weeks", "start", date(2026, 12, 14)),
        ("deadline", "end of March", "deadline", date(2027, 3, 31)),
        ("deadline", "Friday", "deadline", date(2026, 12, 4)),
        ("deadline", "my interview is on 3 May", "deadline", date(2027, 5, 3)),
        ("away", "20 December to 3 January", "away", ((date(2026, 12, 20), date(2027, 1, 3)),)),
        ("away", "over Christmas", "away", ((date(2026, 12, 24), date(2026, 12, 26)),)),
    ],
)
def test_a_bare_answer_is_read_for_its_question(field: str, message: str, name: str, value: object) -> None:
    """What would mean little alone means what was asked."""
    profile = {"path": "database"} if field == "languages" else {}
    found = said(asked(field, **profile), message)
    assert getattr(learner(found.step), name) == value
    assert field in found.step.settled


def test_what_is_known_may_be_a_bare_list() -> None:
    """Names after the question what is known are known; they choose no path."""
    found = said(asked("known"), "SQL and Git")
    assert {each.id for each in learner(found.step).known} == {"data.sql", "operations.git"}
    assert "path" not in found.step.profile


@pytest.mark.parametrize(
    ("message", "deadline"),
    [("no deadline", None), ("change the deadline to 1 May 2027", date(2027, 5, 1))],
)
def test_the_summary_may_be_told_of_another_deadline(message: str, deadline: date | None) -> None:
    """At the summary the deadline can still be dropped or moved."""
    found = said(Step(1, {"deadline": "2027-03-01"}, FIELDS, SUMMARY), message)
    assert (learner(found.step).deadline, found.step.field) == (deadline, SUMMARY)
    assert found.noted == f"Noted: deadline **{deadline or 'none'}**."


@pytest.mark.parametrize("message", ["no holidays in May", "not really away in May", "no holidays"])
@pytest.mark.parametrize("field", ["away", "deadline"])
def test_who_is_not_away_is_planned_for(field: str, message: str) -> None:
    """A denial of days away is never read as days away."""
    found = said(asked(field), message)
    assert learner(found.step).away == ()
    assert "away" in found.step.settled


def test_nothing_is_an_answer_to_what_is_known() -> None:
    """Who knows nothing yet is a beginner, and is not asked again."""
    found = said(asked("known"), "nothing yet")
    assert (found.step.field, learner(found.step).known) == ("hours_per_week", ())


def test_free_text_fills_several_fields_and_is_shown_back() -> None:
    """One sentence may answer many questions; what was read of it is named, and only the rest is asked."""
    found = said(asked("goal"), "I know some SQL, 6 hours on weekends, interview in March")
    assert found.noted == "Noted: you know **some SQL**; hours a week **6**; deadline **2027-03-01**."
    step, fields = found.step, []
    while step.field != SUMMARY:
        fields.append(step.field)
        step = said(step, "skip").step
    assert fields == ["goal", "path", "start", "away"]


@pytest.mark.parametrize("message", ["no, 6 hours a week", "actually 6 hours", "sorry, make it 6 hours"])
def test_an_answer_may_correct_an_earlier_one(message: str) -> None:
    """Whatever is asked, a fact that was told before can be told anew."""
    found = said(asked("deadline", hours_per_week=8), message)
    assert (learner(found.step).hours_per_week, found.step.field) == (6, "deadline")


@pytest.mark.parametrize(
    ("field", "profile", "message", "named"),
    [
        ("hours_per_week", {}, "10 hours a week or 20 hours a week", "your words say 10 and 20 hours a week"),
        ("deadline", {"start": "2027-02-01"}, "by 2027-01-05", "it is before the first day, 2027-02-01"),
        ("deadline", {}, "in a few months", "in a few months**: it names no day"),
        ("goal", {}, "Rust", "**Rust**: not offered"),
        ("hours_per_week", {}, "500 hours a week", "not used: it must be from"),
    ],
)
def test_contradictions_and_what_is_vague_are_named(
    field: str, profile: dict, message: str, named: str
) -> None:
    """What does not go together, names no day or is not offered is said at once."""
    assert named in said(asked(field, **profile), message).noted


def test_what_no_topic_is_called_is_said_and_not_asked_again() -> None:
    """A skill beside the curriculum is named, nothing is left out for it, and the intake goes on."""
    found = said(asked("known"), "not much, html")
    assert found.step.field == "hours_per_week"
    assert found.noted == "I could not use that: **html**: nothing was taken out for it."


def test_yes_takes_the_default_or_asks_which() -> None:
    """Who agrees to a question with a default takes it; yes to a question for a day is asked for the day."""
    assert said(asked("start"), "yes").step.field == "deadline"
    assert said(asked("deadline"), "yes").step.field == "deadline"


def test_what_is_vague_is_asked_back() -> None:
    """A deadline that names no day leaves its question open."""
    assert said(asked("deadline"), "soon").step.field == "deadline"


def test_what_cannot_be_read_is_asked_again() -> None:
    """A reply of which nothing can be made changes nothing."""
    found = said(asked("away"), "hmm well")
    assert (found.step.field, found.noted) == ("away", "I could not read that as an answer.")


def test_the_goal_may_be_any_words() -> None:
    """A goal that names no path is kept, and the path is asked."""
    found = said(asked("goal"), "build things for my startup")
    assert (learner(found.step).goal, found.step.field) == ("build things for my startup", "path")
    assert learner(said(found.step, "Go Expert").step).goal == "build things for my startup"


def test_a_name_that_happens_to_fall_does_not_undo_a_chosen_path() -> None:
    """After a path was chosen, words of another path alone change it only when they speak of it."""
    step = said(asked("path"), "Python Developer").step
    assert learner(said(step, "the cloud").step).path == "python"
    assert learner(said(step, "I want the Go path instead").step).path == "go"


@pytest.mark.parametrize(
    "message",
    ["What is a database index?", "Is Go hard?", "should I learn Go or Python", "which one pays better?"],
)
@pytest.mark.parametrize("field", ["goal", "path", "known", "deadline", SUMMARY])
def test_a_question_in_between_is_no_reply(field: str, message: str) -> None:
    """Who asks something is to be answered, whatever names the question holds."""
    step = Step(1, {}, FIELDS, SUMMARY) if field == SUMMARY else asked(field)
    assert heard(step, message, 2, GRAPH, TODAY) is None


@pytest.mark.parametrize(
    "message",
    [
        "JWT revocation",
        "difference between PUT and PATCH",
        "PUT vs PATCH",
        "connection refused error",
        "git rebase",
    ],
)
@pytest.mark.parametrize("field", ["goal", "path", "hours_per_week", "deadline", "away", SUMMARY])
def test_a_topic_in_between_is_no_reply(field: str, message: str) -> None:
    """Words that tell nothing of what is asked and name a topic are a question, though no word says so."""
    step = Step(1, {}, FIELDS, SUMMARY) if field == SUMMARY else asked(field)
    assert heard(step, message, 2, GRAPH, TODAY) is None


@pytest.mark.parametrize("message", ["freelancing", "my own shop", "build a git server for fun", "earn more"])
def test_a_goal_in_other_words_is_no_question(message: str) -> None:
    """What names no topic, or says what is to be made or got, is a goal."""
    assert learner(said(asked("goal"), message).step).goal == message


@pytest.mark.parametrize("message", ["that is wrong", "wrong", "soon, after Git"])
def test_a_reply_that_cannot_be_used_is_no_question(message: str) -> None:
    """An objection, or a day that is vague, is said to be not understood."""
    assert said(asked("deadline"), message).noted.startswith("I could not ")


def test_a_difference_is_asked_for_and_not_known() -> None:
    """After the question what is known, too, who names a difference asks for it."""
    assert heard(asked("known"), "difference between SQL and Git", 2, GRAPH, TODAY) is None


@pytest.mark.parametrize(("field", "meant"), [("start", None), ("deadline", None), ("known", Wish.STOP)])
def test_later_stops_only_where_no_day_is_asked_for(field: str, meant: Wish | None) -> None:
    """Later may be a day, though none that can be planned with, where one is asked for."""
    assert wish("Later.", field) is meant


@pytest.mark.parametrize("message", ["maybe Go?", "can I do 8 hours a week?"])
def test_an_unsure_answer_is_a_reply(message: str) -> None:
    """A few words with a question mark, or a question that tells facts, are replies."""
    assert heard(asked("path"), message, 2, GRAPH, TODAY)


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("Skip", Wish.SKIP),
        ("I don't know yet.", Wish.SKIP),
        ("none", Wish.NONE),
        ("build my plan!", Wish.BUILD),
        ("that's all", Wish.BUILD),
        ("yes, please", Wish.AGREE),
        ("looks good", Wish.AGREE),
        ("later", Wish.STOP),
        ("go back", Wish.BACK),
        ("8 hours", None),
    ],
)
def test_words_about_the_dialogue_are_told_from_answers(message: str, meant: Wish | None) -> None:
    """Skipping, going back, stopping and building are said in a word."""
    assert wish(message) is meant


@pytest.mark.parametrize(
    ("message", "is_wish"),
    [
        ("I know some SQL, 6 hours on weekends, interview in March", True),
        ("make me a plan", True),
        ("hi, can you make me a learning plan please", True),
        ("I'm a nurse and want to change careers into backend", True),
        ("I want to become a backend developer", True),
        ("I'm a nurse, I know some Python and have 7 hours a week. Can you make me a plan?", True),
        ("I want to switch my app to PostgreSQL", False),
        ("I know SQL and Git", False),
        ("I want to get into backend caching, explain Redis", False),
        ("my job starts 1 March and I know SQL, explain joins", False),
        ("I want to learn to code and know SQL, tell me about joins", False),
        ("How much can I learn of SQL by March with 8 hours a week?", False),
        ("my query takes 8 hours", False),
        ("I want to become a developer. " + "i " * 3900, False),
    ],
)
def test_only_who_tells_much_of_themselves_asks_for_a_plan(message: str, is_wish: bool) -> None:  # noqa: FBT001
    """Two facts about oneself and no question are a wish for a plan; one fact, or a question, is none."""
    assert asks_for_plan(message, GRAPH, TODAY) is is_wish


def test_no_question_that_the_mentor_is_measured_by_is_a_wish_for_a_plan() -> None:
    """Of all questions to look up, those of the evals and those in learners' words, none begins an intake."""
    shipped = load()
    texts = [each.text for each in shipped.asked]
    for file in EVAL_CASES.rglob("*.jsonl"):
        for line in file.read_text().splitlines():
            case = json.loads(line)
            texts += [case[name] for name in ("query", "question", "prompt", "stand_alone") if name in case]
            texts += case.get("turns", ())
    assert len(texts) > len(shipped.asked) > 0
    assert [text for text in texts if asks_for_plan(text, shipped, TODAY)] == []


@pytest.mark.parametrize("message", ["I come from another profession", "a few career changes so far"])
def test_where_a_learner_comes_from_is_heard(message: str) -> None:
    """The kind of learner that the words name is shown back, in the plural too."""
    found = said(asked("goal"), message)
    assert found.noted.startswith("Noted: learner **coming from another profession**")
    assert learner(found.step).route == "career_changer"


def test_the_summary_says_what_was_told_and_what_not() -> None:
    """Before anything is built, every field is shown, and defaults are marked as such."""
    text, (build,) = shown(SUMMARY, {"hours_per_week": 6}, (), GRAPH, TODAY)
    assert "- hours a week: **6**\n" in text
    assert "- path: **Python Developer** (not said, so by default)" in text
    assert build.say == "build"


def test_a_step_is_kept_as_it_is() -> None:
    """A step that was written as JSON is the same when it is read."""
    step = said(asked("deadline"), "end of March").step
    assert step_of(json.loads(json.dumps(step.json()))) == step


@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                ("skip", "back", "8", "Go", "March", "no", "SQL", "by Friday", "away in May", "away")
            ),
        ),
        max_size=8,
    )
)
def test_no_reply_breaks_the_dialogue(messages: list[str]) -> None:
    """Whatever is said, there is a next question, and what was told can be planned with."""
    step = opened("", 1, GRAPH, TODAY).step
    for message in messages:
        found = heard(step, message, step.turn + 1, GRAPH, TODAY)
        step = found.step if found else step
        assert step.field
        assert shown(step.field, step.profile, step.settled, GRAPH, TODAY)[0]
