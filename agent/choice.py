"""Which path, language and route suit a learner, and what they know already; each choice with its reason; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.errors import ProfileError
from agent.scope import listed
from knowledge.language import base_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.assumptions import Assumptions
    from agent.learner import Profile
    from agent.said import Said
    from knowledge.path import Path
    from knowledge.syllabus import Syllabus

_DEFAULT_PATH = "python"


@dataclass(frozen=True, slots=True)
class Choice:
    """The path that a learner walks, in which language, and as which kind of learner, if that is known."""

    path: Path
    language: str
    route: str | None


def choose(profile: Profile, said: Said, syllabus: Syllabus, assumptions: Assumptions) -> Choice:
    """Return what suits the learner; what the form says counts before what their words say.

    Raises:
        ProfileError: the form names a path, language or route that the syllabus does not have.
    """
    path = _path(profile, said, syllabus, assumptions)
    language = _language(path, profile, said, syllabus, assumptions)
    return Choice(path, language, _route(path, profile, said, assumptions))


def _path(profile: Profile, said: Said, syllabus: Syllabus, assumptions: Assumptions) -> Path:
    paths = syllabus.paths
    if not paths:
        raise ProfileError("the curriculum has no paths, so there is nothing to plan")
    asked = _languages(profile, said)
    votes = {id_: _votes(path, said.wishes, asked) for id_, path in paths.items()}
    best = max(votes, key=lambda id_: (len(votes[id_]), -len(paths[id_].languages), id_ == _DEFAULT_PATH))
    if profile.path is not None:
        return paths[one_of("path", profile.path, paths)]
    if votes[best]:
        assumptions.add("path", best, f"your words speak for it: {listed(votes[best])}")
        return paths[best]
    assumptions.missing.append("path")
    default = _DEFAULT_PATH if _DEFAULT_PATH in paths else next(iter(paths))
    assumptions.add(
        "path", default, "no goal was named; its first stage is nearly the same as that of the other paths"
    )
    return paths[default]


def _language(path: Path, profile: Profile, said: Said, syllabus: Syllabus, assumptions: Assumptions) -> str:
    """Return the first language of the learner's that the path offers, else the path's own."""
    for each in profile.languages:
        one_of("languages", each, syllabus.languages)
    asked = _languages(profile, said)
    chosen = next((each for each in (*asked, *said.spoken) if each in path.languages), None)
    if chosen:
        if not profile.languages:
            why = "your words name it" if chosen in asked else "you know it already"
            assumptions.add("languages", chosen, why)
        return chosen
    why = f"the {path.title} path offers {listed(path.languages)}"
    if asked:
        elsewhere = [each.id for each in syllabus.paths.values() if asked[0] in each.languages]
        why = f"you named {listed(asked)}, but {why}" + (
            f"; {asked[0]} is on {listed(elsewhere)}" if elsewhere else ""
        )
    elif len(path.languages) > 1:
        assumptions.missing.append("languages")
    (assumptions.doubt if asked else assumptions.add)("languages", path.languages[0], why)
    return path.languages[0]


def _route(path: Path, profile: Profile, said: Said, assumptions: Assumptions) -> str | None:
    if profile.route is not None:
        return one_of("route", profile.route, path.routes)
    told = f"{profile.goal} {profile.message}"
    for skipped in said.skips:
        told = told.replace(skipped, "")
    for name, route in path.routes.items():
        if word := next(
            (each for each in route.words if mentions(told, each) or mentions(told, f"{each}s")), None
        ):
            assumptions.add("route", name, f"your words say so: {word}")
            return name
    return None


def one_of(name: str, value: str, known: Iterable[str]) -> str:
    """Return the known name that the value means, whatever its case.

    Raises:
        ProfileError: there is none.
    """
    plain = value.strip().lower()
    names = tuple(known)
    if plain not in names:
        raise ProfileError(f"unknown {name} {value!r}; known: {', '.join(names)}")
    return plain


def mentions(text: str, word: str) -> bool:
    """Say whether a text holds a word or phrase as such, whatever its case."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE) is not None


def _languages(profile: Profile, said: Said) -> tuple[str, ...]:
    return tuple(each.strip().lower() for each in profile.languages) or said.languages


def _votes(path: Path, wishes: str, asked: tuple[str, ...]) -> list[str]:
    """Return the words that speak for a path."""
    votes = [word for word in path.words if mentions(wishes, word)]
    own = [each for each in asked if base_language(each) == base_language(path.languages[0])]
    return list(dict.fromkeys((*votes, *own)))
