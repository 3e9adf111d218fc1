"""Which topics and projects a learner names to record them: ids, titles or words of the trade, each exactly one."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from agent.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.familiar import Vocabulary

_QUOTES = " \t\"'`\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_NEAREST = 3
_NEAR = 0.5


def meant(said: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the ids that the names stand for, in their order, each once.

    Names are divided by commas; names of single words also by spaces, as in "git docker".

    Raises:
        PlanError: a name is unknown or stands for more than one thing; says which ids and titles are the nearest.
    """
    found: dict[str, None] = {}
    for name in _divided(said, vocabulary):
        if one := _one(name, vocabulary):
            found[one] = None
        else:
            words = _longest(name.split(), " ", vocabulary)
            ids = [_one(word, vocabulary) for word in words]
            if not all(ids):
                raise PlanError(_unclear(name, vocabulary))
            found.update(dict.fromkeys(id_ for id_ in ids if id_))
    return tuple(found)


def _divided(said: str, vocabulary: Vocabulary) -> list[str]:
    parts = [part.strip(_QUOTES) for part in re.split(r"[,;\n]", said)]
    return _longest([part for part in parts if part], ", ", vocabulary)


def _longest(pieces: Sequence[str], joint: str, vocabulary: Vocabulary) -> list[str]:
    """Join pieces again where they are one name together: titles have spaces and commas."""
    names, first = [], 0
    while first < len(pieces):
        ends = range(len(pieces), first, -1)
        end = next((end for end in ends if _one(joint.join(pieces[first:end]), vocabulary)), first + 1)
        names.append(joint.join(pieces[first:end]))
        first = end
    return names


def _one(name: str, vocabulary: Vocabulary) -> str | None:
    """Return what exactly this name stands for, if it is one thing."""
    ids = vocabulary.named(name.strip(_QUOTES).strip("."))
    return ids[0] if len(ids) == 1 else None


def _unclear(name: str, vocabulary: Vocabulary) -> str:
    ids = vocabulary.named(name)
    if ids:
        return f"{name!r} may be {', '.join(_shown(ids, vocabulary))}; name one"
    near = ", ".join(_shown(_nearest(name, vocabulary), vocabulary))
    hint = (
        f"the nearest are {near}" if near else "`mentor plan show` and the Plan pane show the names and ids"
    )
    return f"there is no topic or project {name!r}; {hint}"


def _nearest(name: str, vocabulary: Vocabulary) -> list[str]:
    syllabus = vocabulary.syllabus
    names = {id_: id_ for id_ in syllabus.ids()}
    names |= {syllabus.entry(id_).title.lower(): id_ for id_ in syllabus.ids()}
    names |= {said: ids[0] for said, ids in vocabulary.phrases.items() if len(ids) == 1}
    near = difflib.get_close_matches(name.lower(), names, n=_NEAREST * 2, cutoff=_NEAR)
    return list(dict.fromkeys(names[each] for each in near))[:_NEAREST]


def _shown(ids: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    for id_ in ids:
        yield f"{id_} ({vocabulary.syllabus.entry(id_).title})"
