"""The chat pane: messages and the mentor's events -> what is shown, a few times a second."""

from __future__ import annotations

import logging
import re
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.clean import clean
from agent.conversations import Rating
from agent.errors import AgentError
from agent.events import Passages, Sentence, Waiting, passage_json
from agent.followups import commands, follow_ups
from agent.memory import new_id
from knowledge.errors import KnowledgeError
from ui.sources import anchor, pane
from ui.words import BROKEN, DISLIKE, IN_LINE, INTERRUPTED, LIKE, OFFERS, READING, STOPPED, THINKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.conversations import Rated
    from agent.memory import Turn
    from agent.mentor import Mentor

UPDATE_S = 0.2  # a learner reads no faster; each update of the page carries the whole text
MARK = re.compile(r"(?<!\!)\[(\d{1,2})\](?!\()")
CODE = re.compile(r"(?:^(`{3,}|~{3,}).*?^\1[ \t]*$)|`[^`\n]*`", re.MULTILINE | re.DOTALL)

logger = logging.getLogger(__name__)
Message = dict[str, Any]


class View(NamedTuple):
    """What the chat pane shows.

    Attributes:
        messages: two for each turn, the learner's and the mentor's; the last may offer what to ask next.
        sources: the sources pane's HTML.
        conversation: its id; None before the first message.
        ratings: for each answer what the learner thinks of it, as the page names it; None where nothing was said.
    """

    messages: list[Message]
    sources: str
    conversation: str | None
    ratings: tuple[str | None, ...] = ()


def restore(mentor: Mentor, learner: str, conversation: str | None) -> View:
    """Return a conversation as it stands, empty when there is none."""
    turns = mentor.memory.turns(learner, conversation) if conversation else []
    if not conversation or not turns:
        return View([], pane([]), None)
    messages: list[Message] = []
    for turn in turns:
        messages.append({"role": "user", "content": plain(turn.message)})
        messages.append({"role": "assistant", "content": _kept(turn)})
    messages[-1] |= _next(mentor, learner, turns)
    rated = mentor.conversations.ratings(learner, conversation)
    answers = [(turn.number, turn.answer) for turn in turns if turn.answer]
    return View(
        messages, pane(answers), conversation, tuple(_named(rated.get(turn.number)) for turn in turns)
    )


def _kept(turn: Turn) -> str:
    """Return the answer of a turn as it is shown, however it ended."""
    if not turn.answer:
        return INTERRUPTED
    said = shown(turn.answer["answer"], turn.number)
    return f"{said}\n\n{STOPPED}".strip() if turn.answer.get("kind") == "stopped" else said


def _next(mentor: Mentor, learner: str, turns: Sequence[Turn]) -> Message:
    """Return what the last answer offers to do or ask next, as the chat's buttons."""
    last = turns[-1]
    found = follow_ups(
        last.answer or {},
        mentor.syllabus,
        done=mentor.progress(learner).done,
        asked=[turn.message for turn in turns],
    )
    offered = [(text, OFFERS[text.split()[0]]) for text in commands(last.message)]
    offered += [(each.text, each.text) for each in found]
    return {"options": [{"value": text, "label": label} for text, label in offered]} if offered else {}


def _named(rated: Rated | None) -> str | None:
    if rated is None:
        return None
    return rated.reason or (LIKE if rated.rating is Rating.UP else DISLIKE)


def respond(mentor: Mentor, learner: str, conversation: str | None, text: str) -> Iterator[View]:
    """Yield the pane while a message is answered; never raises, for a raised error would lock the page."""
    conversation = (
        conversation or new_id()
    )  # known from the start, so that a stopped first turn is found again
    before = restore(mentor, learner, conversation)._replace(conversation=conversation)
    number = len(before.messages) // 2 + 1
    asked: Message = {"role": "user", "content": plain(text)}
    earlier = [{"role": each["role"], "content": each["content"]} for each in before.messages]
    messages = [*earlier, asked, {"role": "assistant", "content": THINKING}]
    yield before._replace(messages=messages)
    try:
        for content, sources in _events(mentor, learner, conversation, text, number):
            messages = [*earlier, asked, {"role": "assistant", "content": content}]
            yield View(messages, sources or before.sources, conversation, before.ratings)
        yield restore(mentor, learner, conversation)
    except (AgentError, KnowledgeError) as error:
        messages[-1] = {"role": "assistant", "content": f"{str(error)[:1].upper()}{plain(str(error)[1:])}."}
        yield before._replace(messages=messages)
    except Exception:
        logger.exception("a turn failed")  # the page must go on; the log says what happened
        messages[-1] = {"role": "assistant", "content": BROKEN}
        yield before._replace(messages=messages)


def _events(
    mentor: Mentor, learner: str, conversation: str, text: str, number: int
) -> Iterator[tuple[str, str | None]]:
    """Yield the answer so far, and the sources pane where it changed."""
    markdown, found, last = "", None, 0.0
    for event in mentor.ask(text, learner=learner, conversation=conversation):
        if isinstance(event, Passages):
            early = {
                "question": event.question,
                "passages": [passage_json(n, hit) for n, hit in enumerate(event.hits, 1)],
            }
            found = pane([(number, early)])
            yield THINKING, found
        elif isinstance(event, Waiting):
            yield IN_LINE.format(ahead=event.ahead) if event.ahead else READING, found
        elif isinstance(event, Sentence):
            markdown += event.markdown
            if markdown.strip() and monotonic() - last >= UPDATE_S:
                last = monotonic()
                yield shown(markdown, number), found


def plain(text: str) -> str:
    """Return a learner's own words as Markdown that shows them and does nothing."""
    return clean(text)


def shown(markdown: str, turn: int) -> str:
    """Return an answer as it is shown: harmless, each source mark a link into the sources pane."""
    text = clean(markdown)
    pieces, at = [], 0
    for code in CODE.finditer(text):
        pieces += [_linked(text[at : code.start()], turn), code.group()]
        at = code.end()
    return "".join([*pieces, _linked(text[at:], turn)])


def _linked(text: str, turn: int) -> str:
    return MARK.sub(lambda found: f"[\\[{found[1]}\\]](#{anchor(turn, int(found[1]))})", text)
