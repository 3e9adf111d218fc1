"""The chat pane: messages and the mentor's events -> what is shown, a few times a second."""

from __future__ import annotations

import logging
import re
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.clean import clean
from agent.errors import AgentError
from agent.events import Answer, Passages, Sentence, passage_json
from agent.memory import new_id
from knowledge.errors import KnowledgeError
from ui.sources import anchor, pane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.mentor import Mentor

UPDATE_S = 0.2  # a learner reads no faster; each update of the page carries the whole text
MARK = re.compile(r"(?<!\!)\[(\d{1,2})\](?!\()")
CODE = re.compile(r"(?:^(`{3,}|~{3,}).*?^\1[ \t]*$)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
THINKING = "*Looking through the sources …*"
BROKEN = "Something went wrong on this side; your message is kept. Ask again, or run `mentor doctor`."

logger = logging.getLogger(__name__)
Message = dict[str, str]


class View(NamedTuple):
    """What the chat pane shows: the messages, the sources pane's HTML, and the conversation's id."""

    messages: list[Message]
    sources: str
    conversation: str | None


def restore(mentor: Mentor, learner: str, conversation: str | None) -> View:
    """Return a conversation as it stands, empty when there is none."""
    if not conversation:
        return View([], pane([]), None)
    messages: list[Message] = []
    answers = []
    for turn in mentor.memory.turns(learner, conversation):
        messages.append({"role": "user", "content": plain(turn.message)})
        if turn.answer:
            answers.append((turn.number, turn.answer))
            messages.append({"role": "assistant", "content": shown(turn.answer["answer"], turn.number)})
    return View(messages, pane(answers), conversation if messages else None)


def respond(mentor: Mentor, learner: str, conversation: str | None, text: str) -> Iterator[View]:
    """Yield the pane while a message is answered; never raises, for a raised error would lock the page."""
    conversation = (
        conversation or new_id()
    )  # known from the start, so that a stopped first turn is found again
    before = restore(mentor, learner, conversation)._replace(conversation=conversation)
    number = sum(message["role"] == "user" for message in before.messages) + 1
    asked: Message = {"role": "user", "content": plain(text)}
    messages = [*before.messages, asked, {"role": "assistant", "content": THINKING}]
    yield before._replace(messages=messages)
    try:
        for content, sources, known in _events(mentor, learner, conversation, text, number):
            messages = [*before.messages, asked, {"role": "assistant", "content": content}]
            yield View(messages, sources or before.sources, known or conversation)
    except (AgentError, KnowledgeError) as error:
        messages[-1] = {"role": "assistant", "content": f"{str(error)[:1].upper()}{plain(str(error)[1:])}."}
        yield before._replace(messages=messages)
    except Exception:
        logger.exception("a turn failed")  # the page must go on; the log says what happened
        messages[-1] = {"role": "assistant", "content": BROKEN}
        yield before._replace(messages=messages)


def _events(
    mentor: Mentor, learner: str, conversation: str | None, text: str, number: int
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the answer so far, the sources pane where it changed, and the conversation once it is known."""
    markdown, found, last = "", None, 0.0
    for event in mentor.ask(text, learner=learner, conversation=conversation):
        if isinstance(event, Passages):
            early = {
                "question": event.question,
                "passages": [passage_json(n, hit) for n, hit in enumerate(event.hits, 1)],
            }
            found = pane([(number, early)])
            yield THINKING, found, None
        elif isinstance(event, Sentence):
            markdown += event.markdown
            if monotonic() - last >= UPDATE_S:
                last = monotonic()
                yield shown(markdown, number), found, None
        elif isinstance(event, Answer):
            whole = restore(mentor, learner, event.conversation)
            yield shown(event.markdown, number), whole.sources, event.conversation


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


def titles(mentor: Mentor, learner: str) -> list[tuple[str, Any]]:
    """Return a learner's conversations as (title, id), newest first."""
    return [(conversation.title, conversation.id) for conversation in mentor.memory.conversations(learner)]
