"""ui.chat: the mentor's events -> what the chat pane shows."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from agent.conversations import Rated, Rating
from agent.places import Places
from tests.fakes import ScriptedModel
from tests.mentors import ALSO_SAYS, INVENTS, QUESTION, SAYS, answered, mentor_over, writer
from ui.chat import plain, respond, restore, shown
from ui.sources import pane
from ui.words import ASK_AGAIN, BROKEN, INTERRUPTED, LIKE, READING, STOPPED, THINKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


def test_a_question_is_shown_at_once(engine: Engine) -> None:
    """The learner's words and a sign of life come before anything is looked up."""
    first = next(respond(mentor_over(engine), "me", None, QUESTION))
    assert [message["content"] for message in first.messages] == [QUESTION, THINKING]


def test_the_conversation_is_known_from_the_start(engine: Engine) -> None:
    """A first turn that is stopped can be found again: every view names the conversation it ends in."""
    views = list(respond(mentor_over(engine), "me", None, QUESTION))
    assert views[0].conversation
    assert {view.conversation for view in views} == {views[-1].conversation}


def test_the_sources_come_before_the_first_word(engine: Engine) -> None:
    """The passages found fill the pane while the answer is still awaited."""
    _, second, *_ = respond(mentor_over(engine, model=ScriptedModel(SAYS)), "me", None, QUESTION)
    assert second.messages[-1]["content"] == THINKING
    assert "source-1-1" in second.sources


def test_the_place_in_the_line_is_shown(engine: Engine) -> None:
    """While the model serves others the learner sees how many are before them, beside the sources."""
    places = Places(1)
    mentor = mentor_over(engine, open_writer=lambda: writer(ScriptedModel(SAYS), places=places))
    with places.enter("other"):
        views = respond(mentor, "me", None, QUESTION)
        _, _, waiting = next(views), next(views), next(views)
    assert "1 ahead of you" in waiting.messages[-1]["content"]
    assert "source-1-1" in waiting.sources
    assert READING in [view.messages[-1]["content"] for view in views]


def test_the_last_view_is_what_a_reload_restores(engine: Engine) -> None:
    """A page that is opened again shows exactly what it showed at the end of the turn."""
    mentor = mentor_over(engine, model=ScriptedModel(f"{SAYS} {INVENTS}"))
    *_, last = respond(mentor, "me", None, QUESTION)
    assert restore(mentor, "me", last.conversation) == last


def test_a_second_turn_goes_on_below_the_first(engine: Engine) -> None:
    """The messages before stay, and the new turn's sources have anchors of their own."""
    mentor = mentor_over(engine)
    first = answered(mentor)
    *_, last = respond(mentor, "me", first.conversation, "how does it work?")
    assert [message["role"] for message in last.messages] == ["user", "assistant"] * 2
    assert "source-1-1" in last.sources
    assert "source-2-1" in last.sources
    assert "(#source-2-1)" in last.messages[-1]["content"]


def test_an_error_is_a_message_in_words(engine: Engine) -> None:
    """What cannot be done is said in the conversation, and nothing raises."""
    *_, last = respond(mentor_over(engine), "me", "not-mine", "x" * 9000)
    assert last.messages[-1]["content"].startswith("The message has 9,000 characters")


def test_a_fault_of_ours_does_not_lock_the_page(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """An unforeseen fault ends in a plain message; the log says what happened."""

    class Broken:
        def search(self, *_: object, **_more: object) -> Any:
            raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        *_, last = respond(mentor_over(engine, search=Broken()), "me", None, QUESTION)
    assert last.messages[-1]["content"] == BROKEN
    assert "ZeroDivisionError" in caplog.text


def test_an_edit_is_shown_in_its_place(engine: Engine) -> None:
    """While an edited message is answered, what it takes the place of is out of sight, and stays so."""
    mentor = mentor_over(engine)
    conversation = answered(mentor).conversation
    answered(mentor, "/help", conversation=conversation)
    first, *_, last = respond(mentor, "me", conversation, "an index", instead_of=1)
    assert [message["content"] for message in first.messages] == ["an index", THINKING]
    assert [message["content"] for message in last.messages][::2] == ["an index"]
    assert restore(mentor, "me", conversation) == last


def test_a_refused_edit_leaves_the_conversation_in_sight(engine: Engine) -> None:
    """An edit that is refused stands below what was said, with the reason; nothing of that is lost."""
    mentor = mentor_over(engine)
    conversation = answered(mentor).conversation
    before = restore(mentor, "me", conversation)
    *_, long = respond(mentor, "me", conversation, "x" * 9000, instead_of=1)
    mentor.admission.close(0.0)
    *_, restarting = respond(mentor, "me", conversation, "an index", instead_of=1)
    said = [message["content"] for message in before.messages]
    for view, why in ((long, "The message has 9,000 characters"), (restarting, "The mentor is restarting")):
        assert [message["content"] for message in view.messages][:2] == said
        assert view.messages[-1]["content"].startswith(why)
        assert not view.is_running
    assert restore(mentor, "me", conversation) == before


def test_what_is_too_long_is_not_read_as_markdown(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a message of any length no more is made harmless than a message may have; it never leaves the field."""
    lengths: list[int] = []

    def counted(text: str) -> str:
        lengths.append(len(text))
        return plain(text)

    monkeypatch.setattr("ui.chat.plain", counted)
    (only,) = respond(mentor_over(engine), "me", None, "x" * 1_000_000)
    assert max(lengths) == 8_000
    assert not only.is_running


def test_another_learners_conversation_is_not_restored(engine: Engine) -> None:
    """An id that is not the learner's own restores nothing."""
    mentor = mentor_over(engine)
    hers = answered(mentor, learner="ada")
    view = restore(mentor, "eve", hers.conversation)
    assert (view.messages, view.sources, view.conversation) == ([], pane([]), None)


def test_no_conversation_is_an_empty_page(engine: Engine) -> None:
    """A first visit shows nothing."""
    assert restore(mentor_over(engine), "me", None).messages == []


def test_a_stopped_turn_shows_what_was_said(engine: Engine) -> None:
    """After a stop the conversation holds what was shown until then."""
    mentor = mentor_over(engine, model=ScriptedModel(f"{SAYS} {ALSO_SAYS} More words follow."))
    asking = respond(mentor, "me", None, QUESTION)
    said = next(view.messages[-1]["content"] for view in asking if SAYS in view.messages[-1]["content"])
    asking.close()
    (conversation,) = mentor.memory.conversations("me")
    kept = restore(mentor, "me", conversation.id)
    assert kept.messages[-1]["content"] == f"{said}\n\n{STOPPED}"


def test_a_mark_is_a_link_to_its_passage() -> None:
    """[n] becomes a link into the sources of its own turn, and stays on the line of the word before it."""
    assert shown("It is sorted. [2]", 3) == "It is sorted.\u00a0[\\[2\\]](#source-3-2)"


@pytest.mark.parametrize("code", ["`rows[0]`", "```python\nrows[0]\n```"])
def test_a_mark_in_code_is_code(code: str) -> None:
    """Brackets in code are not source marks."""
    assert shown(code, 1) == code


@pytest.mark.parametrize(
    "hostile", ["![x](https://evil.example/a)", "<img src=x>", "[a](https://evil.example)"]
)
def test_neither_side_can_reach_out(hostile: str) -> None:
    """What a learner or a model writes fetches nothing and links nowhere."""
    for text in (plain(hostile), shown(hostile, 1)):
        assert "evil.example" not in text
        assert "<img" not in text


def test_links_of_the_curriculum_stay_links() -> None:
    """An answer keeps the links that the curriculum makes, and no other; a learner's words keep none."""
    said = "Read [the manual](https://good.example/a), not [this](https://evil.example/b). [1]"
    made = shown(said, 2, frozenset({"https://good.example/a"}))
    assert made == "Read [the manual](https://good.example/a), not this.\u00a0[\\[1\\]](#source-2-1)"
    assert plain(said) == "Read the manual, not this. [1]"


def test_an_answer_offers_what_to_ask_next(engine: Engine) -> None:
    """The last answer of a conversation, and no other, offers questions of the curriculum."""
    mentor = mentor_over(engine)
    first = answered(mentor)
    *_, last = respond(mentor, "me", first.conversation, "how does it work?")
    assert "options" not in last.messages[1]
    assert last.messages[-1]["options"]


def test_an_open_turn_says_that_it_was_interrupted(engine: Engine) -> None:
    """A message whose answer was never kept, as after a crash, is shown with words that say so, and offered again."""
    mentor = mentor_over(engine)
    turn = mentor.memory.begin_turn("me", None, QUESTION)
    view = restore(mentor, "me", turn.conversation)
    assert [message["content"] for message in view.messages] == [QUESTION, INTERRUPTED]
    assert view.messages[-1]["options"] == [{"value": QUESTION, "label": ASK_AGAIN}]


def test_what_a_learner_thinks_of_answers_is_shown(engine: Engine) -> None:
    """A rating is named as the page names it, one for each answer."""
    mentor = mentor_over(engine)
    answer = answered(mentor)
    answered(mentor, conversation=answer.conversation)
    mentor.conversations.rate("me", answer.conversation, 1, Rated(Rating.UP))
    mentor.conversations.rate("me", answer.conversation, 2, Rated(Rating.DOWN, "It is wrong"))
    assert restore(mentor, "me", answer.conversation).ratings == (LIKE, "It is wrong")


def test_a_question_of_the_mentor_offers_its_answers(engine: Engine) -> None:
    """What can be answered stands below the question as buttons, also after the page was loaded again."""
    mentor = mentor_over(engine)
    *_, last = respond(mentor, "me", None, "/learn")
    (*_, skip) = last.messages[-1]["options"]
    assert skip == {"value": "skip", "label": "Skip: you choose a path next"}
    *_, asked = respond(mentor, "me", last.conversation, skip["value"])
    assert asked.messages[-1]["options"] == restore(mentor, "me", last.conversation).messages[-1]["options"]
    assert "options" not in asked.messages[1]


READ_SLOWLY = "two evenings after work and the whole Saturday morning"


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ([], f"/learn {READ_SLOWLY}"),
        ([], f"make me a plan, {READ_SLOWLY}"),
        (["/learn"], READ_SLOWLY),
        (["/learn"], "build it"),
    ],
    ids=["plan", "wish", "intake", "phrased"],
)
def test_a_stop_is_heard_while_a_model_reads_or_phrases_a_plan(
    engine: Engine, before: list[str], message: str
) -> None:
    """A model that says nothing for twenty seconds is not waited for once its learner has stopped it; nothing is kept of it."""
    conversation = None
    for each in before:
        conversation = answered(mentor_over(engine), each, conversation=conversation).conversation
    beats = []

    def silent(_speak: Any) -> Iterator[None]:
        while len(beats) < 1000:
            beats.append(None)
            yield None

    mentor = mentor_over(engine, open_writer=lambda: writer(ScriptedModel(), hear=silent))
    steps = mentor.dialogues.kept("me")
    *_, last = respond(mentor, "me", conversation, message, is_stopped=lambda: len(beats) > 2)
    assert len(beats) == 3
    assert last.messages[-1]["content"] == STOPPED
    assert not last.is_running
    assert mentor.memory.plan("me") is None
    assert mentor.dialogues.kept("me") == steps
