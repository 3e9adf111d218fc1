"""Logs of the server: one line an event, with the request's id, and without anything that a learner wrote.

Messages of exceptions are left out: they quote what was typed, addresses and keys. Their classes and places stay.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType
    from typing import TextIO

    from structlog.typing import EventDict, Processor, WrappedLogger

OURS = ("agent", "knowledge", "ui")
FRAMES = 12  # of a traceback, the innermost


def configure(form: str, *, stream: TextIO = sys.stderr) -> None:
    """Have everything that logs write to one stream, in one form.

    Args:
        form: `text`, or `json` for one object a line.
        stream: where to.
    """
    last: list[Processor] = (
        [structlog.processors.JSONRenderer()]
        if form == "json"
        else [structlog.dev.ConsoleRenderer(colors=False)]
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    handler.addFilter(_is_told)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for ours in OURS:
        logging.getLogger(ours).setLevel(logging.INFO)
    # who reads the log on a terminal wants to know what is wrong, not each request
    logging.getLogger("ui.requests").setLevel(logging.INFO if form == "json" else logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _is_told(record: logging.LogRecord) -> bool:
    """Whether a line is for who runs the server; a library that lowers its own level as it is imported is not heard."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS


def without_words(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put in place of an exception its class, the classes of what caused it, and where each was raised."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = [_told(each) for each in _chain(error)]
    return event


def _chain(error: BaseException) -> Iterable[BaseException]:
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen:
        seen.append(following)
        following = following.__cause__ or following.__context__
    return seen


def _told(error: BaseException) -> dict[str, Any]:
    return {
        "class": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": _places(error.__traceback__),
    }


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [
        f"{Path(frame.filename).parent.name}/{Path(frame.filename).name}:{frame.lineno}" for frame in frames
    ]
