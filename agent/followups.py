"""What to ask next: the curriculum's own sections and neighbours of what an answer came from; pure, no model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agent.spoken import spoken
from knowledge.curriculum_documents import headings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from knowledge.syllabus import Syllabus
    from knowledge.topic import Topic

SHOWN = 3
_DEEPER = 2  # of those shown, how many may stay with the topic of the answer
_SECTION_LEVEL = 2
# sections that are exercises or lists: they answer no question
_ASIDE = re.compile(r"(?:Practice|Example)\b", re.IGNORECASE)
# what helps a learner most after a first answer: what goes wrong, the choice, the mechanism
_ORDER = (re.compile(r"Common mistakes", re.IGNORECASE), re.compile(r"When\b"), re.compile(r"How\b"))
# what a learner writes who wants a plan, or to know what to do, and has not found the command
_PLAN = re.compile(
    r"\d\s*(?:h|hrs?|hours?)\s*(?:a|per|each|every|/)\s*(?:week|day)\b"
    r"|\b(?:want|like|need|hope|plan) to (?:learn|become|switch|get into|start)\b.*\b(?:by|in|within|until)\b"
    r"|\b(?:study|learning) plan\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\bwhat (?:should|can|do|must|shall) I (?:do|learn|study|read|start)\b.*\b(?:today|now|next)\b|\bwhat(?:'s| is) next\b",
    re.IGNORECASE,
)
_MADE_PLAN = re.compile(r"\s*/(?:learn|plan)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something to ask next: the words to send, and the topic whose page answers them."""

    text: str
    topic: str


def follow_ups(
    answer: Mapping[str, Any], syllabus: Syllabus, *, done: Collection[str] = (), asked: Collection[str] = ()
) -> tuple[FollowUp, ...]:
    """Return at most three things to ask after an answer, the most helpful first.

    Args:
        answer: the answer in the shape of `mentor ask --json`.
        syllabus: the topics to suggest from.
        done: ids of topics that the learner has finished; what only they lead to is not suggested.
        asked: what was asked before in the conversation; nothing is suggested twice.
    """
    if answer.get("kind") == "not_covered":
        nearest = (syllabus.topics[id_] for id_ in answer.get("nearest", ()) if id_ in syllabus.topics)
        return _fresh((opening(topic) for topic in nearest), asked)[:SHOWN]
    if answer.get("kind") not in ("answered", "stopped"):
        return ()
    topics = _cited(answer, syllabus)
    if not topics:
        return ()
    main = topics[0]
    deeper = _fresh(_sections(main, _cited_headings(answer, main.id)), asked)
    around = _fresh((opening(topic) for topic in neighbours(topics, syllabus, done)), asked)
    shown = (*deeper[:_DEEPER], *around[: SHOWN - min(_DEEPER, len(deeper))])
    return (*shown, *deeper[_DEEPER : _DEEPER + SHOWN - len(shown)])


def commands(message: str) -> tuple[str, ...]:
    """Return the commands that do what a message seems to wish for, the likeliest first; mostly none.

    A wish to learn something in so many hours a week is a plan's; so is what comes after a plan was made.
    """
    if message.lstrip().startswith("/"):
        return ("/today",) if _MADE_PLAN.match(message) else ()
    if _DAY.search(message):
        return () if spoken(message) else ("/today",)
    return (f"/learn {message.strip()}",) if _PLAN.search(message) else ()


def _cited(answer: Mapping[str, Any], syllabus: Syllabus) -> list[Topic]:
    """Return the topics that the answer's sentences rest on, the one that carries most first."""
    counts: dict[str, int] = {}
    passages = {each["n"]: each["source"] for each in answer.get("passages", ())}
    for sentence in answer.get("sentences", ()):
        for span in sentence["support"]:
            source = passages.get(span["n"], "")
            counts[source] = counts.get(source, 0) + 1
    ordered = sorted(counts, key=lambda source: -counts[source])
    return [syllabus.topics[source] for source in ordered if source in syllabus.topics]


def _cited_headings(answer: Mapping[str, Any], source: str) -> set[str]:
    used = {span["n"] for sentence in answer.get("sentences", ()) for span in sentence["support"]}
    return {
        each["heading"][-1]
        for each in answer.get("passages", ())
        if each["n"] in used and each["source"] == source and each["heading"]
    }


def _sections(topic: Topic, seen: Collection[str]) -> Iterator[FollowUp]:
    """Yield the sections of a topic's page that the answer did not come from, the most helpful first."""
    titles = [each.title for each in headings(topic.body) if each.level == _SECTION_LEVEL]
    open_ = [title for title in titles if title not in seen and not _ASIDE.match(title)]
    for pattern in _ORDER:
        yield from (FollowUp(title, topic.id) for title in open_ if pattern.match(title))


def opening(topic: Topic) -> FollowUp:
    """Return the question that a topic's page opens with, or its title."""
    first = next((each.title for each in headings(topic.body) if each.level == _SECTION_LEVEL), topic.title)
    return FollowUp(first, topic.id)


def neighbours(topics: Sequence[Topic], syllabus: Syllabus, done: Collection[str]) -> Iterator[Topic]:
    """Yield what else the answer touched, what builds on its topic, and what that builds on, without what is done.

    What builds on it comes in its own area first, the easiest first.
    """
    main, *others = topics
    after = sorted(
        (each for each in syllabus.topics.values() if main.id in each.prerequisites),
        key=lambda each: (each.area != main.area, each.stage.rank),
    )
    before = (syllabus.topics[each] for each in main.prerequisites if each in syllabus.topics)
    yield from (topic for topic in (*others, *after, *before) if topic.id not in done)


def _fresh(suggestions: Iterable[FollowUp], asked: Collection[str]) -> tuple[FollowUp, ...]:
    before = {each.strip().lower() for each in asked}
    return tuple(each for each in dict.fromkeys(suggestions) if each.text.lower() not in before)
