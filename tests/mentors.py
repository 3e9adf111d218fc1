"""A mentor over fakes: its search, its model and its small curriculum are given, its memory is a real database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.events import Answer
from agent.memory import Memory
from agent.mentor import Mentor
from agent.obey import obey
from agent.writer import Writer
from knowledge.exact import ExactIndex
from knowledge.ingest import Library
from knowledge.store import Store
from tests import curricula
from tests.curricula import path, topic
from tests.fakes import FakeSearch, WordEmbedder, passage

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from agent.awaited import Awaited
    from knowledge.passage import Passage
    from knowledge.syllabus import Syllabus

QUESTION = "What is a database index?"
SAYS = "A database index is a sorted copy of a column."
ALSO_SAYS = "It makes reading fast and writing slower."
INVENTS = "Ada Lovelace wrote queries, filters and columns down by hand, fast and blindfold."  # of what the passages speak of
STRAYS = "Roses are red and the kitchen of Ada Lovelace was blue."  # of something else
INDEX = passage(f"{SAYS} {ALSO_SAYS}")
WHEN = passage("Add an index where queries filter by a column often.", heading="When to use an index", n=2)


def writer(chat: Any, **limits: Any) -> Writer:
    """Return a chat model with limits that no test meets by chance."""
    told = {"answer_tokens": 500, "answer_s": 30.0, "context_tokens": 4096} | limits
    return Writer(name=told.pop("name", "scripted"), chat=chat, **told)


def small_syllabus() -> Syllabus:
    """Return a curriculum of three topics, one after another, on one path."""
    topics = [
        topic("data.indexes", title="Database indexes"),
        topic("data.plans", ["data.indexes"], title="Query plans"),
        topic("data.tuning", ["data.plans"], title="Query tuning"),
    ]
    return curricula.syllabus(topics, [path({"beginner": {"topics": [each.id for each in topics]}})])


def mentor_over(
    engine: Engine,
    *passages: Passage,
    model: Any = None,
    open_writer: Callable[[], Writer | None] | None = None,
    search: Any = None,
    syllabus: Syllabus | None = None,
    awaited: Callable[[], Awaited | None] = lambda: None,
) -> Mentor:
    """Return a mentor that finds these passages and writes with this model; quotes where there is none."""
    store = Store(engine)
    embedder = WordEmbedder()
    return Mentor(
        search=search or FakeSearch(*(passages or (INDEX, WHEN))),
        syllabus=syllabus or small_syllabus(),
        memory=Memory(engine),
        library=Library(
            store, ExactIndex(store, embedder.name), embedder, home=Path(engine.url.database or "").parent
        ),
        store=store,
        open_writer=open_writer or (lambda: writer(model) if model else None),
        passages=8,
        fingerprints=lambda _learner: {"prompts": "p", "settings": "s", "index": "i"},
        obey=obey,
        awaited=awaited,
    )


def answered(
    mentor: Mentor,
    text: str = QUESTION,
    *,
    learner: str = "me",
    conversation: str | None = None,
    instead_of: int | None = None,
) -> Answer:
    """Return what a message is answered with."""
    *_, last = mentor.ask(text, learner=learner, conversation=conversation, instead_of=instead_of)
    assert isinstance(last, Answer)
    return last
