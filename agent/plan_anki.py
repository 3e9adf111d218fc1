"""A plan as an Anki deck: a card for each check of its topics, in the order of study."""

from __future__ import annotations

import sqlite3
import zipfile
from functools import cache
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

from genanki import Deck, Model, Note, Package, guid_for
from markdown_it import MarkdownIt

from agent.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from agent.plan import Plan
    from knowledge.syllabus import Syllabus
    from knowledge.topic import Check, Topic

# Anki knows a deck, a kind of note and a note by these: another number, and a second import would double them all.
_DECK, _MODEL = 1_764_501_117, 1_764_501_118
_FIELDS = ("Question", "Options", "Answer", "Why", "Topic", "Check")
_FRONT = "<p class='topic'>{{Topic}}</p>{{Question}}{{Options}}"
_BACK = "{{FrontSide}}<hr id='answer'>{{Answer}}{{Why}}"
_STYLE = ".card { font-size: 18px; text-align: left; } .topic { font-size: 14px; opacity: .75; }"


def to_apkg(plan: Plan, syllabus: Syllabus, *, written: datetime) -> bytes:
    """Return the checks of the plan's topics as an Anki package, finished topics included.

    A card keeps its identity as long as its check keeps its id: a second import changes what it says and leaves the
    learner's reviews alone.

    Args:
        plan: whose topics.
        syllabus: where their checks stand; a topic that it no longer has is passed over.
        written: when the file is written, in UTC; Anki takes over what is newer than its own.

    Raises:
        PlanError: no topic of the plan has a check.
    """
    deck, model = Deck(_DECK, "Backend Mentor"), _model()
    for place, (topic, check) in enumerate(_checks(plan, syllabus)):
        deck.add_note(_note(model, topic, check, place))
    if not deck.notes:
        raise PlanError("no topic of the plan has a check, so there is nothing for Anki")
    return _packed(Package(deck), written)


def _checks(plan: Plan, syllabus: Syllabus) -> Iterator[tuple[Topic, Check]]:
    finished = (each.id for each in plan.finished)
    planned = (item.id for item in plan.items() if item.kind == "topic")
    for id_ in dict.fromkeys((*finished, *planned)):
        if id_ in syllabus.topics:
            yield from ((syllabus.topics[id_], check) for check in syllabus.topics[id_].checks)


def _note(model: Model, topic: Topic, check: Check, place: int) -> Note:
    options = "".join(f"<li>{_html(option)}</li>" for option in check.options)
    fields = (
        _html(check.ask),
        f"<ol type='A'>{options}</ol>" if options else "",
        _html(_answer(check)),
        _html(check.why),
        _html(topic.title),
        check.id,
    )
    tags = ["backend-mentor", topic.id, str(topic.stage)]
    return Note(model, fields, sort_field=check.id, tags=tags, guid=guid_for(check.id), due=place)


def _answer(check: Check) -> str:
    if check.kind == "code":
        return f"```\n{check.solution.rstrip()}\n```\n\n```\n{check.output.rstrip()}\n```"
    points = "\n".join(f"- {point}" for point in check.key_points)
    return f"{check.answer}\n\n{points}"


def _model() -> Model:
    fields = [{"name": name} for name in _FIELDS]
    template = {"name": "Check", "qfmt": _FRONT, "afmt": _BACK}
    return Model(_MODEL, "Backend Mentor", fields=fields, templates=[template], css=_STYLE)


def _html(text: str) -> str:
    return str(_reader().render(text)).strip()


@cache
def _reader() -> MarkdownIt:
    """Return a reader of Markdown whose HTML fetches and links nothing."""
    reader = MarkdownIt("commonmark", {"html": False})
    return reader.disable(["image", "link", "autolink", "reference"])


def _packed(package: Package, written: datetime) -> bytes:
    """Return the package's bytes; genanki itself would leave its database behind among the temporary files."""
    database = sqlite3.connect(":memory:")
    try:
        package.write_to_db(database.cursor(), written.timestamp(), count(int(written.timestamp() * 1000)))
        database.commit()
        collection = database.serialize()
    finally:
        database.close()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", collection)
        archive.writestr("media", "{}")
    return packed.getvalue()
