"""The chat: messages and the mentor's events -> what is shown, a few times a second."""

from __future__ import annotations

import logging
import re
from contextlib import closing
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.clean import clean
from agent.conversations import Rating
from agent.errors import AgentError
from agent.events import Passages, Sentence, Waiting, passage_json
from agent.followups import commands, follow_ups
from agent.memory import new_id
from agent.mentor import MESSAGE_CHARS, usable
from knowledge.errors import KnowledgeError
from ui import talks
from ui.sources import anchor, pane
from ui.words import (
    ASK_AGAIN,
    BROKEN,
    DISLIKE,
    IN_LINE,
    INTERRUPTED,
    LIKE,
    OFFERS,
    READING,
    STOPPED,
    THINKING,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from agent.conversations import Rated
    from agent.events import Event
    from agent.memory import Turn
    from agent.mentor import Mentor

UPDATE_S = 0.2  # a learner reads no faster; each update of the page carries the whole text
BOUND = "\u00a0"  # a space at which no line ends
MARK = re.compile(r"(?<!\!)( ?)\[(\d{1,2})\](?!\()")
CODE = re.compile(r"(?:^(`{3,}|~{3,}).*?^\1[ \t]*$)|`[^`\n]*`", re.MULTILINE | re.DOTALL)

logger = logging.getLogger(__name__)
Message = dict[str, Any]


class View(NamedTuple):
    """What the chat shows.

    Attributes:
        messages: two for each turn, the learner's and the mentor's; the last may offer what to ask next.
        sources: the sources pane's HTML.
        conversation: its id; None before the first message.
        listed: the list of conversations as HTML.
        ratings: for each answer what the learner thinks of it, as the page names it; None where nothing was said.
        is_running: whether its last answer is still being written.
    """

    messages: list[Message]
    sources: str
    conversation: str | None
    listed: str = ""
    ratings: tuple[str | None, ...] = ()
    is_running: bool = False


def restore(mentor: Mentor, learner: str, conversation: str | None) -> View:
    """Return a conversation as it stands, empty when there is none."""
    turns = mentor.memory.turns(learner, conversation) if conversation else []
    if not conversation or not turns:
        return View([], pane([]), None, talks.listed(mentor, learner, None))
    messages: list[Message] = []
    for turn in turns:
        messages.append({"role": "user", "content": plain(turn.message)})
        messages.append({"role": "assistant", "content": _kept(turn, mentor.addresses)})
    messages[-1] |= _next(mentor, learner, turns)
    rated = mentor.conversations.ratings(learner, conversation)
    answers = [(turn.number, turn.answer) for turn in turns if turn.answer]
    return View(
        messages,
        pane(answers, mentor.addresses),
        conversation,
        talks.listed(mentor, learner, conversation),
        tuple(_named(rated.get(turn.number)) for turn in turns),
    )


def _kept(turn: Turn, allowed: frozenset[str]) -> str:
    """Return the answer of a turn as it is shown, however it ended."""
    if not turn.answer:
        return INTERRUPTED
    said = shown(turn.answer["answer"], turn.number, allowed)
    return f"{said}\n\n{STOPPED}".strip() if turn.answer.get("kind") == "stopped" else said


def _next(mentor: Mentor, learner: str, turns: Sequence[Turn]) -> Message:
    """Return what the last answer offers to do or ask next, as the chat's buttons."""
    last = turns[-1]
    if not last.answer:
        return {"options": [{"value": last.message, "label": ASK_AGAIN}]}
    found = follow_ups(
        last.answer,
        mentor.syllabus,
        done=mentor.progress(learner).done,
        asked=[turn.message for turn in turns],
    )
    choices = (last.answer or {}).get("choices", ())
    offered = [(each["say"], each["label"]) for each in choices]
    offered += [(text, OFFERS[text.split()[0]]) for text in commands(last.message) if not choices]
    offered += [(each.text, each.text) for each in found if not choices]
    return {"options": [{"value": text, "label": label} for text, label in offered]} if offered else {}


def _named(rated: Rated | None) -> str | None:
    if rated is None:
        return None
    return rated.reason or (LIKE if rated.rating is Rating.UP else DISLIKE)


def respond(
    mentor: Mentor,
    learner: str,
    conversation: str | None,
    text: str,
    is_stopped: Callable[[], bool] = lambda: False,
    *,
    instead_of: int | None = None,
) -> Iterator[View]:
    """Yield the chat while a message is answered; never raises, and the last view alone is not running.

    Args:
        mentor: what answers.
        learner: who asks.
        conversation: the id of one of theirs, or of `new_id`; None begins one.
        text: the message.
        is_stopped: whether the answer is to end as far as it was written.
        instead_of: the number of the turn that the message takes the place of; it stays where that is refused.
    """
    # known from the start, so that a stopped first turn is found again
    conversation = conversation or new_id()
    asked: Message = {"role": "user", "content": ""}
    kept = View([], pane([]), conversation)
    view = kept._replace(messages=[asked, _said(THINKING)])
    try:
        asked["content"] = plain(text[:MESSAGE_CHARS])
        kept = restore(mentor, learner, conversation)._replace(conversation=conversation)
        said = [{"role": each["role"], "content": each["content"]} for each in kept.messages]
        kept = kept._replace(messages=said)
        usable(text)
        number = instead_of or len(said) // 2 + 1
        earlier = said[: 2 * (number - 1)]
        view = kept._replace(
            messages=[*earlier, asked, _said(THINKING)], ratings=kept.ratings[: number - 1], is_running=True
        )
        yield view
        asking = mentor.ask(
            text,
            learner=learner,
            conversation=conversation,
            instead_of=instead_of,
            is_stopped=is_stopped,
        )
        for change in _events(asking, mentor, learner, conversation, number, is_stopped):
            content = change.pop("content")
            view = view._replace(messages=[*earlier, asked, _said(content)], **change)
            yield view
        view = restore(mentor, learner, conversation)
    except (AgentError, KnowledgeError) as error:
        why = _said(f"{str(error)[:1].upper()}{plain(str(error)[1:])}.")
        view = kept._replace(messages=[*kept.messages, asked, why])
    except Exception:
        logger.exception("a turn failed")  # the page must go on; the log says what happened
        view = view._replace(messages=[*view.messages[:-1], _said(BROKEN)], is_running=False)
    yield view


def _said(content: str) -> Message:
    return {"role": "assistant", "content": content}


def _events(
    asking: Generator[Event, None, None],
    mentor: Mentor,
    learner: str,
    conversation: str,
    number: int,
    is_stopped: Callable[[], bool],
) -> Iterator[dict[str, Any]]:
    """Yield what changes in the view: the answer so far, and the sources and the list where they are new."""
    markdown, last = "", 0.0
    with closing(asking) as events:
        for event in events:
            if is_stopped():
                return
            if isinstance(event, Passages):
                early = {
                    "question": event.question,
                    "passages": [passage_json(n, hit) for n, hit in enumerate(event.hits, 1)],
                }
                listed = talks.listed(mentor, learner, conversation)
                yield {
                    "content": THINKING,
                    "sources": pane([(number, early)], mentor.addresses),
                    "listed": listed,
                }
            elif isinstance(event, Waiting):
                yield {"content": IN_LINE.format(ahead=event.ahead) if event.ahead else READING}
            elif isinstance(event, Sentence):
                markdown += event.markdown
                if markdown.strip() and monotonic() - last >= UPDATE_S:
                    last = monotonic()
                    yield {"content": shown(markdown, number, mentor.addresses)}


def plain(text: str) -> str:
    """Return a learner's own words as Markdown that shows them and does nothing."""
    return clean(text)


def shown(markdown: str, turn: int, allowed: frozenset[str] = frozenset()) -> str:
    """Return an answer as it is shown: harmless, each source mark a link into the sources pane.

    Of the links that it carries, those to the allowed addresses stay, for a learner to click; of the others, their words.
    """
    text = clean(markdown, allowed)
    pieces, at = [], 0
    for code in CODE.finditer(text):
        pieces += [_linked(text[at : code.start()], turn), code.group()]
        at = code.end()
    return "".join([*pieces, _linked(text[at:], turn)])


def _linked(text: str, turn: int) -> str:
    """Return a text whose marks are links, each kept on the line of the word before it."""
    return MARK.sub(
        lambda found: f"{BOUND if found[1] else ''}[\\[{found[2]}\\]](#{anchor(turn, int(found[2]))})",
        text,
    )
