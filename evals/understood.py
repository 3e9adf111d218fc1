"""What the mentor read of a profile against what a person read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evals.cases import Expected


def misread(expect: Expected | None, document: Mapping[str, Any]) -> tuple[tuple[str, ...], float | None]:
    """The misreadings in plain sentences, and the share of what was expected that was read so; None where nothing was.

    Args:
        expect: what a person read; only what it names is judged.
        document: a plan or its refusal, in the shape of `mentor learn --json`.
    """
    judged = list(_judged(expect, document)) if expect else []
    wrong = tuple(why for is_right, why in judged if not is_right)
    return wrong, (1 - len(wrong) / len(judged) if judged else None)


def _judged(expect: Expected, document: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    if expect.refused:
        yield False, "it has no usable form, and was planned all the same"
    for name in ("feasible", "language", "hours_per_week"):
        meant = getattr(expect, name)
        if meant is not None:
            yield document[name] == meant, f"{name}: read as {document[name]!r}, meant {meant!r}"
    if expect.path is not None:
        meant = (expect.path,) if isinstance(expect.path, str) else expect.path
        yield document["path"] in meant, f"path: read as {document['path']!r}, meant {' or '.join(meant)}"
    if expect.start is not None:
        meant = expect.start.isoformat()
        yield document["starts"] == meant, f"start: read as {document['starts']}, meant {meant}"
    if expect.deadline is not None:
        meant = None if expect.deadline == "none" else expect.deadline.isoformat()
        yield (
            document["deadline"] == meant,
            f"deadline: read as {document['deadline']}, meant {meant or 'none'}",
        )
    known = {each["id"] for each in document["known"]}
    for id_ in expect.known:
        yield id_ in known, f"known: {id_} was not taken as known"
    for id_ in expect.unknown:
        yield id_ not in known, f"known: {id_} was taken as known, and is not"
