"""agent.memory: what is kept of each learner, and of nobody else."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import sampled_from

from agent.errors import MemoryUnavailable, SettingsError
from agent.memory import Memory, new_id
from knowledge.database import open_engine

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def memory(engine: Engine) -> Memory:
    return Memory(engine)


def test_a_message_is_kept_before_it_is_answered(memory: Memory) -> None:
    """A turn that was begun is there, open, though nothing finished it."""
    turn = memory.begin_turn("ada", None, "What is an index?")
    kept = memory.turns("ada", turn.conversation)
    assert [(each.message, each.question, each.answer) for each in kept] == [
        ("What is an index?", None, None)
    ]


def test_a_turn_keeps_its_first_answer(memory: Memory) -> None:
    """Finishing a turn twice changes nothing."""
    turn = memory.begin_turn("ada", None, "What is an index?")
    memory.finish_turn("ada", turn.id, question="What is an index?", answer={"answer": "first"})
    memory.finish_turn("ada", turn.id, question="?", answer={"answer": "second"})
    assert memory.turns("ada", turn.conversation)[0].answer == {"answer": "first"}


def test_turns_are_numbered_from_one(memory: Memory) -> None:
    """A conversation's turns come back in the order they were asked."""
    first = memory.begin_turn("ada", None, "one")
    memory.begin_turn("ada", first.conversation, "two")
    assert [(turn.number, turn.message) for turn in memory.turns("ada", first.conversation)] == [
        (1, "one"),
        (2, "two"),
    ]


def test_a_message_takes_the_place_of_a_turn(memory: Memory) -> None:
    """The turn that it stands instead of goes, and so do those after it; those before it and elsewhere stay."""
    first = memory.begin_turn("ada", None, "one")
    for message in ("two", "three"):
        memory.begin_turn("ada", first.conversation, message)
    elsewhere = [memory.begin_turn(who, None, "other").conversation for who in ("ada", "eve")]
    memory.begin_turn("ada", first.conversation, "another", instead_of=2)
    assert [(turn.number, turn.message) for turn in memory.turns("ada", first.conversation)] == [
        (1, "one"),
        (2, "another"),
    ]
    assert memory.turns("ada", elsewhere[0])
    assert memory.turns("eve", elsewhere[1])


def test_no_message_takes_the_place_of_anothers(memory: Memory) -> None:
    """A learner who names the conversation of another cuts nothing of it."""
    hers = memory.begin_turn("ada", None, "one").conversation
    with pytest.raises(MemoryUnavailable, match="there is no conversation"):
        memory.begin_turn("eve", hers, "mine", instead_of=1)
    assert [turn.message for turn in memory.turns("ada", hers)] == ["one"]


def test_conversations_come_newest_first_with_a_title(memory: Memory) -> None:
    """A conversation is titled by its first message, cut to a line."""
    memory.begin_turn("ada", None, "What is\nan index?")
    memory.begin_turn("ada", None, "x" * 200)
    assert [each.title for each in memory.conversations("ada")] == ["x" * 60, "What is an index?"]


def test_times_are_utc(memory: Memory) -> None:
    """A time read back carries its zone."""
    turn = memory.begin_turn("ada", None, "one")
    assert memory.turns("ada", turn.conversation)[0].asked_at == turn.asked_at.astimezone(UTC)


def test_another_learners_conversation_is_not_read(memory: Memory) -> None:
    """Who knows a conversation's id still sees nothing of it."""
    turn = memory.begin_turn("ada", None, "a secret")
    assert memory.turns("eve", turn.conversation) == []
    assert memory.conversations("eve") == []


def test_another_learners_conversation_is_not_written(memory: Memory) -> None:
    """Who knows a conversation's id cannot go on with it, and is told no more than that there is none."""
    turn = memory.begin_turn("ada", None, "a secret")
    with pytest.raises(MemoryUnavailable, match="there is no conversation"):
        memory.begin_turn("eve", turn.conversation, "and then?")
    assert len(memory.turns("ada", turn.conversation)) == 1


def test_a_conversation_that_is_not_there_is_refused(memory: Memory) -> None:
    """A made-up id begins nothing, and the way to begin one is said."""
    with pytest.raises(MemoryUnavailable, match=r"there is no conversation 'nope'; leave --conversation out"):
        memory.begin_turn("ada", "nope", "one")
    assert memory.conversations("ada") == []


def test_a_conversation_may_be_begun_under_a_new_id(memory: Memory) -> None:
    """The page knows its conversation's id before the first turn, to find it again after a stop."""
    conversation = new_id()
    assert memory.begin_turn("ada", conversation, "one").conversation == conversation
    assert memory.begin_turn("ada", conversation, "two").number == 2


@pytest.mark.parametrize("id_", ["", "x" * 65, "a\x00b", "\udcff"])
def test_an_id_that_cannot_be_stored_is_refused(memory: Memory, id_: str) -> None:
    """An id that is empty, too long or not printable is refused for learners and conversations alike."""
    with pytest.raises(SettingsError, match="1 to 64 printable characters"):
        memory.begin_turn(id_, None, "one")
    with pytest.raises(SettingsError, match=r"the conversation is .*1 to 64 printable characters"):
        memory.begin_turn("ada", id_, "one")


def test_another_learners_turn_is_not_finished(memory: Memory) -> None:
    """Who knows a turn's id cannot put an answer into it."""
    turn = memory.begin_turn("ada", None, "a secret")
    memory.finish_turn("eve", turn.id, question="?", answer={"answer": "forged"})
    assert memory.turns("ada", turn.conversation)[0].answer is None


def test_plans_are_kept_with_their_versions(memory: Memory) -> None:
    """A new plan is the next version; the older ones stay as they were."""
    memory.remember_plan("ada", {"hours_per_week": 5}, {"weeks": 1})
    memory.remember_plan("ada", {"hours_per_week": 9}, {"weeks": 2})
    assert memory.plan("ada") == {"weeks": 2, "version": 2}
    assert memory.plan("ada", 1) == {"weeks": 1, "version": 1}
    assert [version for version, _ in memory.plan_versions("ada")] == [1, 2]
    assert memory.profile("ada") == {"hours_per_week": 9}


def test_a_learner_without_a_plan_has_none(memory: Memory) -> None:
    """What was never made is None, and the profile empty."""
    assert (memory.plan("ada"), memory.plan("ada", 3), memory.profile("ada")) == (None, None, {})
    assert memory.plan("ada", 10**20) is None


def test_the_ledger_is_read_in_order(memory: Memory) -> None:
    """Events come back oldest first, each learner's own."""
    memory.record("ada", [{"id": "one"}, {"id": "two"}])
    memory.record("eve", [{"id": "hers"}])
    memory.record("ada", [{"id": "three"}])
    assert [event["id"] for event in memory.ledger("ada")] == ["one", "two", "three"]


def test_events_are_recorded_all_or_none(memory: Memory) -> None:
    """When one event cannot be stored, none of them is."""
    with pytest.raises(MemoryUnavailable):
        memory.record("ada", [{"id": "one"}, {"id": object()}])
    assert memory.ledger("ada") == []


def test_forget_leaves_nothing(memory: Memory, engine: Engine) -> None:
    """After forgetting, no table holds a row of the learner, and others keep theirs."""
    turn = memory.begin_turn("ada", None, "canary-message")
    memory.finish_turn("ada", turn.id, question="?", answer={"answer": "canary-answer"})
    memory.remember_plan("ada", {"goal": "canary-goal"}, {"weeks": 1})
    memory.record("ada", [{"id": "canary-event"}])
    memory.begin_turn("eve", None, "hers")
    assert memory.forget("ada")
    with engine.connect() as connection:
        rows = [
            str(tuple(row))
            for table in ("learners", "conversations", "turns", "plans", "ledger")
            for row in connection.execute(sa.text(f"select * from {table}"))  # noqa: S608 - our own names
        ]
    assert not any("canary" in row for row in rows)
    assert memory.conversations("eve")[0].title == "hers"


def test_forgetting_nobody_says_so(memory: Memory) -> None:
    """There is nothing to forget of a learner who was never here."""
    assert memory.forget("nobody") is False


def test_a_database_that_fails_says_what_to_do(engine: Engine, memory: Memory) -> None:
    """A failing database comes up as one error of ours that names the doctor."""
    with engine.begin() as connection:
        connection.execute(sa.text("drop table turns"))
    with pytest.raises(MemoryUnavailable, match=r"no such table: turns.*`mentor doctor`"):
        memory.begin_turn("ada", None, "one")


def test_what_was_kept_outlives_the_process(tmp_path: Path) -> None:
    """A database opened again holds what was put in before."""
    url = f"sqlite:///{tmp_path}/kept.sqlite3"
    first = open_engine(url)
    turn = Memory(first).begin_turn("ada", None, "one")
    first.dispose()
    second = open_engine(url)
    assert Memory(second).turns("ada", turn.conversation)[0].message == "one"
    second.dispose()


def test_ids_are_not_guessable() -> None:
    """Ids are long, random and never the same."""
    assert len({new_id() for _ in range(1000)}) == 1000
    assert len(new_id()) == 32


LEARNERS = sampled_from(["ada", "eve"])


class TwoLearners(RuleBasedStateMachine):
    """Whatever two learners do with each other's ids, each sees only what they said themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = open_engine("sqlite://")
        self.memory = Memory(self.engine)
        self.said: dict[str, list[str]] = {"ada": [], "eve": []}
        self.ids: list[str] = []

    @rule(learner=LEARNERS)
    def begin(self, learner: str) -> None:
        message = f"{learner} {len(self.said[learner])}"
        self.ids.append(self.memory.begin_turn(learner, None, message).conversation)
        self.said[learner].append(message)

    @rule(learner=LEARNERS, which=sampled_from([0, 1, -1]))
    def go_on(self, learner: str, which: int) -> None:
        if not self.ids:
            return
        message = f"{learner} {len(self.said[learner])}"
        try:
            self.memory.begin_turn(learner, self.ids[min(which, len(self.ids) - 1)], message)
        except MemoryUnavailable:
            return
        self.said[learner].append(message)

    @rule(learner=LEARNERS)
    def forget(self, learner: str) -> None:
        self.memory.forget(learner)
        self.said[learner] = []

    @invariant()
    def each_sees_their_own(self) -> None:
        for learner, said in self.said.items():
            seen = [
                turn.message
                for conversation in {*self.ids, *(each.id for each in self.memory.conversations(learner))}
                for turn in self.memory.turns(learner, conversation)
            ]
            assert sorted(seen) == sorted(said)

    def teardown(self) -> None:
        self.engine.dispose()


TestTwoLearners = TwoLearners.TestCase
TestTwoLearners.settings = hypothesis_settings(max_examples=10, stateful_step_count=15, deadline=None)
