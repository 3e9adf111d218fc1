"""agent.mentor: the two flows, and how often each asks a model."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from agent.admission import Limits
from agent.commands import Command, Name
from agent.errors import (
    LimitReached,
    MemoryUnavailable,
    ModelMissing,
    PlanError,
    PlanOvertaken,
    ProfileError,
    SettingsError,
)
from agent.events import Passages, Sentence
from agent.progress import Kind
from tests.fakes import FakeSearch, ScriptedModel
from tests.mentors import ALSO_SAYS, INDEX, QUESTION, SAYS, answered, mentor_over, writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from langchain_core.messages import AIMessageChunk, BaseMessage
    from sqlalchemy import Engine

    from agent.mentor import Mentor
    from agent.writer import Writer

MONDAY = date(2026, 3, 2)
PROFILE = {"hours_per_week": 2, "path": "python"}


def test_ask_refuses_an_empty_message(engine: Engine) -> None:
    """White space is no question, and nothing is kept of it."""
    mentor = mentor_over(engine)
    with pytest.raises(SettingsError, match="there is no question"):
        answered(mentor, " \x00\n")
    assert mentor.memory.conversations("me") == []


def test_ask_refuses_a_book(engine: Engine) -> None:
    """A message over its limit is refused with both numbers, and one at the limit is not."""
    mentor = mentor_over(engine)
    with pytest.raises(SettingsError, match="has 8,001 characters, 8,000 are read"):
        answered(mentor, "x" * 8001)
    assert answered(mentor, "x" * 8000).kind == "answered"


def test_ask_goes_on_with_ones_own_conversation_only(engine: Engine) -> None:
    """A learner who knows the id of another's conversation is refused and learns nothing of it."""
    mentor = mentor_over(engine)
    hers = answered(mentor, learner="ada")
    with pytest.raises(MemoryUnavailable, match="there is no conversation"):
        answered(mentor, "and then?", learner="eve", conversation=hers.conversation)


def test_a_message_that_is_refused_takes_no_place(engine: Engine) -> None:
    """Whether it is too long or the mentor restarts, the turn it would stand instead of stays, with those after it."""
    mentor = mentor_over(engine)
    conversation = answered(mentor).conversation
    answered(mentor, "/help", conversation=conversation)
    kept = mentor.memory.turns("me", conversation)
    with pytest.raises(SettingsError, match="8,000 are read"):
        answered(mentor, "x" * 8001, conversation=conversation, instead_of=1)
    mentor.admission.close(0.0)
    with pytest.raises(LimitReached, match="restarting"):
        answered(mentor, "another", conversation=conversation, instead_of=1)
    assert len(kept) == 2
    assert mentor.memory.turns("me", conversation) == kept


def test_a_message_that_is_taken_takes_its_place(engine: Engine) -> None:
    """An answered message leaves nothing of the turn it stands instead of, and of those after it."""
    mentor = mentor_over(engine)
    conversation = answered(mentor).conversation
    answered(mentor, "/help", conversation=conversation)
    answered(mentor, "/mentor an index", conversation=conversation, instead_of=1)
    assert [turn.message for turn in mentor.memory.turns("me", conversation)] == ["/mentor an index"]


def test_a_conversation_of_another_does_not_reach_the_model(engine: Engine) -> None:
    """Nothing that one learner asked is in the prompt of another."""
    chat = ScriptedModel(SAYS, SAYS)
    mentor = mentor_over(engine, model=chat)
    answered(mentor, "What is a canary index?", learner="ada")
    answered(mentor, QUESTION, learner="eve")
    assert not any("canary" in text for text in chat.prompts[1])


def test_ask_keeps_the_message_when_the_search_fails(engine: Engine) -> None:
    """A turn that fails is kept with its reason, and the next one works."""

    class Broken:
        def search(self, *_: object, **_more: object) -> Any:
            raise ModelMissing("the embedding model is not there; `make run` installs it")

    answer = answered(mentor_over(engine, search=Broken()))
    assert answer.kind == "failed"
    assert answer.markdown == "The embedding model is not there; `make run` installs it."
    assert mentor_over(engine).memory.turns("me", answer.conversation)[0].message == QUESTION


def test_a_stop_in_mid_stream_keeps_what_was_said(engine: Engine) -> None:
    """A learner who stops an answer finds what was shown in the conversation."""
    mentor = mentor_over(engine, model=ScriptedModel(f"{SAYS} {ALSO_SAYS} More words follow here."))
    asking = mentor.ask(QUESTION, learner="me")
    shown = next(event.markdown for event in asking if isinstance(event, Sentence) and event.markdown)
    asking.close()
    (conversation,) = mentor.memory.conversations("me")
    (turn,) = mentor.memory.turns("me", conversation.id)
    assert turn.answer
    assert turn.answer["kind"] == "stopped"
    assert turn.answer["answer"] == shown == f"{SAYS} [1]"


def test_a_stop_from_the_keyboard_keeps_what_was_said(engine: Engine) -> None:
    """Ctrl-C in mid-answer leaves what was shown in the conversation."""
    mentor = mentor_over(engine, model=ScriptedModel(f"{SAYS} {ALSO_SAYS} More words follow here."))
    asking = mentor.ask(QUESTION, learner="me")
    shown = next(event.markdown for event in asking if isinstance(event, Sentence) and event.markdown)
    with pytest.raises(KeyboardInterrupt):
        asking.throw(KeyboardInterrupt)
    (conversation,) = mentor.memory.conversations("me")
    (turn,) = mentor.memory.turns("me", conversation.id)
    assert (turn.answer["kind"], turn.answer["answer"]) == ("stopped", shown)


def test_a_stop_before_the_first_word_is_kept_too(engine: Engine) -> None:
    """A learner who stops at once leaves a turn that is closed and empty."""
    mentor = mentor_over(engine)
    asking = mentor.ask(QUESTION, learner="me")
    assert isinstance(next(asking), Passages)
    asking.close()
    (conversation,) = mentor.memory.conversations("me")
    assert mentor.memory.turns("me", conversation.id)[0].answer["answer"] == ""


def test_a_wrong_command_fails_in_words(engine: Engine) -> None:
    """An unknown command is an answer that names the known ones."""
    answer = answered(mentor_over(engine), "/test me")
    assert answer.kind == "failed"
    assert "There is no command /test; there are /learn" in answer.markdown


def test_the_mentor_command_is_just_asking(engine: Engine) -> None:
    """`/mentor QUESTION` is searched without the command."""
    search = FakeSearch(INDEX)
    assert answered(mentor_over(engine, search=search), f"/mentor {QUESTION}").kind == "answered"
    assert search.queries == [QUESTION]


CALLS = [
    ("an answer of quotations", [], QUESTION, 0.9, 0),
    ("an answer", [SAYS], QUESTION, 0.9, 1),
    ("what is not covered", [], "What is the capital of France?", 0.1, 0),
    ("small talk", [], "hello", 0.9, 0),
    ("a command", [], "/help", 0.9, 0),
    ("/mentor", [SAYS], f"/mentor {QUESTION}", 0.9, 1),
]


@pytest.mark.parametrize(
    ("flow", "script", "text", "confidence", "calls"), CALLS, ids=[row[0] for row in CALLS]
)
def test_a_first_message_asks_the_model_as_often_as_stated(
    engine: Engine, flow: str, script: list[str], text: str, confidence: float, calls: int
) -> None:
    """An answer costs one call; what is not covered, small talk and commands cost none."""
    chat = ScriptedModel(*script)
    mentor = mentor_over(
        engine,
        model=chat if script or flow != "an answer of quotations" else None,
        search=FakeSearch(INDEX, confidence=confidence),
    )
    assert answered(mentor, text).model_calls == calls
    assert len(chat.prompts) == calls


@pytest.mark.parametrize(
    ("message", "script", "calls"),
    [
        ("how does it work?", [ALSO_SAYS], 1),
        ("What is a query plan?", [ALSO_SAYS], 1),
        ("what about salts?", ["What about salts, to add a database index?", ALSO_SAYS], 2),
    ],
)
def test_a_follow_up_asks_the_model_only_where_rules_are_unsure(
    engine: Engine, message: str, script: list[str], calls: int
) -> None:
    """A follow-up costs one call where rules read it, and two where a model has to."""
    chat = ScriptedModel(SAYS, *script)
    mentor = mentor_over(engine, model=chat)
    first = answered(mentor, "How do I add a database index?")
    assert answered(mentor, message, conversation=first.conversation).model_calls == calls


def test_an_uncovered_follow_up_costs_no_answer(engine: Engine) -> None:
    """Where nothing covers a follow-up that rules read, no model is asked."""
    chat = ScriptedModel(SAYS)
    search = FakeSearch(INDEX)
    mentor = mentor_over(engine, model=chat, search=search)
    first = answered(mentor)
    search._confidence = 0.1
    second = answered(mentor, "how does it work?", conversation=first.conversation)
    assert (second.kind, second.model_calls) == ("not_covered", 0)


@pytest.mark.parametrize(
    ("before", "message", "calls"),
    [
        ([], "/learn two evenings after work and the whole Saturday morning", 2),
        (["/learn"], "build it", 1),
        (["/learn 6 hours a week"], "/learn 8 hours a week", 1),
        (["/learn 6 hours a week"], "/learn start over, 8 hours a week", 1),
        (["/learn 6 hours a week", "/progress done data.indexes"], "/plan replan", 1),
    ],
    ids=["first", "intake", "change", "anew", "replan"],
)
def test_what_a_plan_costs_is_counted_in_its_turn(
    engine: Engine, before: list[str], message: str, calls: int
) -> None:
    """The answer that brings a plan says the model calls and the tokens of it, and the learner's day counts them."""
    conversation = None
    for each in before:
        conversation = answered(mentor_over(engine), each, conversation=conversation).conversation
    chat = ScriptedModel(*["Nothing of it holds."] * calls)
    mentor = mentor_over(engine, model=chat)
    mentor.admission.limits = Limits(9, 9, 9, 9, tokens_per_day=calls * 10, documents=9, document_bytes=9)
    answer = answered(mentor, message, conversation=conversation)
    assert "This plan follows" in answer.markdown
    assert (answer.model_calls, len(chat.prompts)) == (calls, calls)
    assert answer.tokens == {"prompt": calls * 7, "completion": calls * 3}
    with pytest.raises(LimitReached, match="tokens a day"):
        answered(mentor, "/help")


@pytest.mark.parametrize(
    "plans",
    [
        lambda mentor: mentor.learn(PROFILE, learner="me"),
        lambda mentor: mentor.change("8 hours a week", learner="me"),
        lambda mentor: mentor.replan(learner="me"),
        lambda mentor: mentor.obey(Command(Name.LEARN, "8 hours a week"), learner="me"),
    ],
    ids=["learn", "change", "replan", "obey"],
)
def test_what_a_plan_costs_outside_of_a_conversation_is_counted_too(engine: Engine, plans: Any) -> None:
    """A form and another program use up the learner's day as a message does, and are refused once it is used up."""
    mentor_over(engine).learn(PROFILE, learner="me")
    mentor_over(engine).record(Kind.DONE, ["data.indexes"], learner="me")
    mentor = mentor_over(engine, model=ScriptedModel("Nothing of it holds."))
    mentor.admission.limits = Limits(9, 9, 9, 9, tokens_per_day=10, documents=9, document_bytes=9)
    plans(mentor)
    version = mentor.memory.plan("me")
    for refused in (plans, lambda mentor: answered(mentor, "/help")):
        with pytest.raises(LimitReached, match="tokens a day"):
            refused(mentor)
    assert mentor.memory.plan("me") == version


def test_a_plan_that_fails_has_cost_what_it_cost(engine: Engine) -> None:
    """Tokens of a model that was asked are counted even where nothing came of it."""
    mentor = mentor_over(engine, model=ScriptedModel("no JSON at all"))
    mentor.admission.limits = Limits(9, 9, 9, 9, tokens_per_day=10, documents=9, document_bytes=9)
    mentor.memory.remember_plan = None  # type: ignore[method-assign, assignment]
    with pytest.raises(TypeError):
        mentor.learn({"message": "two evenings after work and the whole Saturday morning"}, learner="me")
    with pytest.raises(LimitReached, match="tokens a day"):
        answered(mentor, "/help")


@pytest.mark.parametrize(("model", "calls"), [(None, 0), (ScriptedModel("Nothing of it holds."), 1)])
def test_learn_asks_the_model_at_most_once(engine: Engine, model: Any, calls: int) -> None:
    """A plan costs no model call without a model, and one with it."""
    plan = mentor_over(engine, model=model).learn(PROFILE, learner="me", today=MONDAY)
    assert plan["model_calls"] == calls


def test_learn_keeps_each_plan_as_a_version(engine: Engine) -> None:
    """A second plan is version 2, and the first is still there."""
    mentor = mentor_over(engine)
    assert mentor.learn(PROFILE, learner="me", today=MONDAY)["version"] == 1
    assert mentor.learn({**PROFILE, "hours_per_week": 4}, learner="me", today=MONDAY)["version"] == 2
    kept = mentor.memory.plan("me", 1)
    assert kept
    assert kept["hours_per_week"] == 2


def test_learn_does_not_keep_what_does_not_fit(engine: Engine) -> None:
    """A plan that cannot be kept to comes back with its ways out and is not remembered."""
    mentor = mentor_over(engine)
    plan = mentor.learn({**PROFILE, "deadline": "2026-03-08"}, learner="me", today=MONDAY)
    assert plan["feasible"] is False
    assert plan["alternatives"]
    assert mentor.memory.plan("me") is None


def test_learn_needs_no_model_that_works(engine: Engine) -> None:
    """A model that is missing costs the plan nothing but its words."""

    def missing() -> None:
        raise ModelMissing("no such file")

    plan = mentor_over(engine, open_writer=missing).learn(PROFILE, learner="me", today=MONDAY)
    assert plan["feasible"]
    assert "3 topics" in plan["narrative"]


def test_learn_refuses_an_unknown_key(engine: Engine) -> None:
    """A profile with a key that is not known is refused, naming those that are."""
    with pytest.raises(ProfileError, match="hours_per_week"):
        mentor_over(engine).learn({"hours": 3}, learner="me", today=MONDAY)


def test_a_change_goes_on_from_where_the_learner_stands(engine: Engine) -> None:
    """Other hours a week keep what is done where it was done, keep the order, and say what they change."""
    mentor = mentor_over(engine)
    first = mentor.learn(PROFILE, learner="me", today=MONDAY)
    mentor.learning.record("done", ["data.indexes"], learner="me", at=datetime(2026, 3, 4, 12, tzinfo=UTC))
    later = MONDAY + timedelta(weeks=1)
    plan = mentor.change("4 hours a week", learner="me", today=later)
    assert (plan["version"], plan["hours_per_week"], plan["starts"]) == (2, 4, first["starts"])
    done = [(week["number"], item["id"]) for week in plan["weeks"] for item in week["items"] if item["done"]]
    assert done == [(1, "data.indexes")]
    left = [item["id"] for week in plan["weeks"] for item in week["items"] if not item["done"]]
    topics = dict.fromkeys(each for each in left if not each.startswith("review"))
    assert list(topics) == ["data.plans", "data.tuning"]
    assert plan["changes"][0] == "Hours a week: 4 instead of 2."
    assert "Finished: Database indexes." in plan["changes"]


def test_a_change_that_does_not_fit_keeps_the_plan(engine: Engine) -> None:
    """Ways out of a change go on from the plan there is, which stays."""
    mentor = mentor_over(engine)
    mentor.learn(PROFILE, learner="me", today=MONDAY)
    plan = mentor.change("by 2026-03-03", learner="me", today=MONDAY)
    assert (plan["feasible"], plan["version"], "changes" in plan) == (False, None, False)
    assert len(mentor.memory.plan_versions("me")) == 1


def interrupted(engine: Engine, other: Callable[[], object]) -> Mentor:
    """Return a mentor whose first plan is overtaken, after it was made and before it is kept."""
    waiting = [other]

    def overtaken() -> None:
        if waiting:
            waiting.pop()()

    return mentor_over(engine, open_writer=overtaken)


def test_two_changes_at_once_both_hold(engine: Engine) -> None:
    """A change that meets another one, made meanwhile from another place, is made anew on top of it."""
    mentor = mentor_over(engine)
    mentor.learn(PROFILE, learner="me", today=MONDAY)

    def other() -> None:
        mentor.change("finish by 2027-01-31", learner="me", today=MONDAY)

    plan = interrupted(engine, other).change("6 hours a week", learner="me", today=MONDAY)
    assert (plan["hours_per_week"], plan["version"]) == (6, 3)
    profile = mentor.memory.profile("me")
    assert (profile["message"], profile["deadline"]) == ("6 hours a week", "2027-01-31")


def test_a_replan_undoes_no_change_made_meanwhile(engine: Engine) -> None:
    """A plan that is fitted anew while it is changed from another place keeps the change."""
    mentor = mentor_over(engine)
    mentor.learn(PROFILE, learner="me", today=MONDAY)
    mentor.record(Kind.DONE, ["data.indexes"], learner="me")

    def other() -> None:
        mentor.change("6 hours a week", learner="me", today=MONDAY)

    assert interrupted(engine, other).replan(learner="me", today=MONDAY)["hours_per_week"] == 6


def test_a_wish_that_does_not_fit_undoes_no_change_made_meanwhile(engine: Engine) -> None:
    """What does not fit is kept as a wish beside the plan that another place made meanwhile."""
    mentor = mentor_over(engine)
    mentor.learn(PROFILE, learner="me", today=MONDAY)
    remembered = mentor.memory.profile("me")
    mentor.change("6 hours a week", learner="me", today=MONDAY)
    with pytest.raises(PlanOvertaken, match="look at it and ask again"):
        mentor.memory.remember_profile("me", {**remembered, "wished": {}}, before=remembered)
    assert mentor.memory.profile("me")["message"] == "6 hours a week"


class Overtaken(ScriptedModel):
    """A model during whose every call the learner's plan is changed from another place."""

    def __init__(self, other: Callable[[], object], *answers: str) -> None:
        super().__init__(*answers)
        self._other = other

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[AIMessageChunk]:
        self._other()
        return super().stream(messages)


def test_a_change_that_is_made_anew_asks_the_model_no_more(engine: Engine) -> None:
    """A change is read once and phrased once; made anew, it keeps what was read, and its facts tell it."""
    mentor = mentor_over(engine)
    mentor.learn(PROFILE, learner="me", today=MONDAY)
    hours = iter((6, 7))

    def other() -> None:
        mentor.change(f"{next(hours)} hours a week", learner="me", today=MONDAY)

    said = {"deadline": {"value": "2027-07-31", "words": "school closes in July"}}
    chat = Overtaken(other, json.dumps(said), "Nothing of it holds.")
    plan = mentor_over(engine, model=chat).change(
        "my contract ends when school closes in July", learner="me", today=MONDAY
    )
    assert (plan["hours_per_week"], plan["deadline"], plan["version"]) == (7, "2027-07-31", 4)
    assert len(chat.prompts) == plan["model_calls"] == 2


def test_a_replan_that_is_made_anew_asks_the_model_no_more(engine: Engine) -> None:
    """A plan that is fitted anew is phrased once; after that its facts tell it."""
    mentor = mentor_over(engine)
    mentor.learn(PROFILE, learner="me", today=MONDAY)
    mentor.record(Kind.DONE, ["data.indexes"], learner="me")
    chat = Overtaken(lambda: mentor.change("6 hours a week", learner="me", today=MONDAY), "Nothing holds.")
    plan = mentor_over(engine, model=chat).replan(learner="me", today=MONDAY)
    assert (plan["hours_per_week"], plan["model_calls"], len(chat.prompts)) == (6, 1, 1)


def test_replan_needs_a_plan(engine: Engine) -> None:
    """Without a plan there is nothing to fit."""
    with pytest.raises(PlanError, match="there is no plan yet"):
        mentor_over(engine).replan(learner="me", today=MONDAY)


def test_replan_keeps_what_is_done(engine: Engine) -> None:
    """What was recorded as done is done in the next version, and the rest is still to come."""
    mentor = mentor_over(engine)
    mentor.learn(PROFILE, learner="me", today=MONDAY)
    mentor.record(Kind.DONE, ["data.indexes"], learner="me")
    plan = mentor.replan(learner="me", today=MONDAY)
    assert plan["version"] == 2
    left = {
        item["id"]
        for week in plan["weeks"]
        for item in week["items"]
        if item["kind"] == "topic" and not item["done"]
    }
    assert left == {"data.plans", "data.tuning"}


@pytest.mark.parametrize(
    ("ids", "says"), [([], "name the topics"), (["data.nope"], "no topic or project 'data.nope'")]
)
def test_record_refuses_what_is_unknown(engine: Engine, ids: list[str], says: str) -> None:
    """Nothing, or an id that the syllabus does not have, is not recorded."""
    mentor = mentor_over(engine)
    with pytest.raises(PlanError, match=says):
        mentor.record(Kind.DONE, ids, learner="me")
    assert mentor.memory.ledger("me") == []


def test_two_questions_at_once_open_one_model(engine: Engine) -> None:
    """A model is opened once, though several learners ask for it at the same time."""
    opened: list[int] = []
    both = threading.Barrier(2)

    def open_writer() -> Any:
        opened.append(1)
        return writer(ScriptedModel())

    mentor = mentor_over(engine, open_writer=open_writer)

    def ask() -> None:
        both.wait(5)
        mentor.writer()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [1]


def test_a_model_that_died_is_opened_again(engine: Engine) -> None:
    """The next question after a local model died gets a new one, and the old one is given back."""
    closed: list[str] = []
    living = {"first": True, "second": True}
    names = iter(living)

    def open_writer() -> Any:
        name = next(names)
        found = writer(ScriptedModel(), name=name)
        found.is_alive = lambda: living[name]
        found.close = lambda: closed.append(name)
        return found

    mentor = mentor_over(engine, open_writer=open_writer)
    assert mentor.writer().name == "first"
    living["first"] = False
    assert mentor.writer().name == "second"
    assert closed == ["first"]


def test_a_model_is_opened_before_it_is_asked(engine: Engine) -> None:
    """What is opened ahead is what answers the first question; it is not opened again."""
    opened: list[Writer] = []

    def open_writer() -> Writer:
        opened.append(writer(ScriptedModel(SAYS)))
        return opened[-1]

    mentor = mentor_over(engine, open_writer=open_writer)
    mentor.open_ahead()
    assert len(opened) == 1
    assert answered(mentor).model_calls == 1
    assert len(opened) == 1


def test_a_model_that_cannot_be_opened_ahead_says_so_when_it_is_asked(engine: Engine) -> None:
    """Opening ahead fails quietly: the first answer gives the reason."""

    def open_writer() -> Writer:
        raise ModelMissing("there is no model file 'x.gguf'; check MENTOR_MODEL")

    mentor = mentor_over(engine, open_writer=open_writer)
    mentor.open_ahead()
    assert "there is no model file 'x.gguf'" in answered(mentor).markdown
