"""Which topics a learner means by what they say they know: ids, titles, or the words of the trade; pure."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from agent.errors import ProfileError
from knowledge.language import LANGUAGE, resolve
from knowledge.topic import Stage, Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from knowledge.syllabus import Syllabus

_HEDGE = re.compile(
    r"^(?:some|a (?:bit|little)(?: of)?|a (?:tiny|small) bit of|basic|basics of|the basics of|bits of|beginner)\s+|"
    r"\s+(?:basics|fundamentals|a (?:bit|little))$",
    re.IGNORECASE,
)
_FILLER = re.compile(r"\b(?:the|a|an|of|with|for|and|in|programming|language)\b|[^\w\s.#+/-]", re.IGNORECASE)
_LANGUAGES = "languages."
_PLURAL = re.compile(r"(?<=\w{3}[^s])s$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a learner's words stand for: topics and why each is taken as known; `nearest` titles if there are none."""

    topics: Mapping[str, str]
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The words of a syllabus for one learner's language."""

    syllabus: Syllabus
    language: str

    def meaning(self, said: str) -> Meaning:
        """Return what the words mean.

        "SQL" means its topics and all they build on. "Some SQL" means only the first of them, and never more than
        the beginner stage.

        Raises:
            ProfileError: the words have the form of an id that the syllabus does not have.
        """
        plain = " ".join(said.split())
        if plain in self.syllabus:
            return Meaning(self._with_foundations((plain,), f"you said that you know {plain!r}"))
        if self._is_id(plain):
            raise ProfileError(f"unknown topic {plain!r} in known; {self._nearest_ids(plain)}")
        reason = f"you said that you know {plain!r}"
        if topics := self._named(plain):
            return Meaning(self._with_foundations(topics, reason))
        bare = _HEDGE.sub("", plain)
        if topics := self._named(bare):
            return Meaning(self._first_steps(topics, reason))
        return Meaning({}, self._nearest_titles(bare))

    def named(self, said: str) -> tuple[str, ...]:
        """Return the ids that the words stand for as they are: an id, a title, or a word of the trade; or none."""
        if said in self.syllabus:
            return (said,)
        if said.startswith(LANGUAGE):
            return tuple(each for each in (resolve(said, self.language),) if each in self.syllabus)
        return self._named(said)

    def _named(self, said: str) -> tuple[str, ...]:
        return self.phrases.get(said.lower()) or self.phrases.get(_normal(said), ())

    @cached_property
    def phrases(self) -> Mapping[str, tuple[str, ...]]:
        """The syllabus's list of words, titles and last parts of ids, as they are and in normal form -> topic ids."""
        phrases: dict[str, tuple[str, ...]] = {}
        for said, ids in self.syllabus.words.items():
            resolved = tuple(resolve(each, self.language) for each in ids)
            phrases[said.lower()] = tuple(each for each in resolved if each in self.syllabus)
        for id_ in self.syllabus.ids():
            phrases.setdefault(self.syllabus.entry(id_).title.lower(), (id_,))
            phrases.setdefault(id_.partition(".")[2].replace("-", " "), (id_,))
        for said in tuple(phrases):
            phrases.setdefault(_normal(said), phrases[said])
        return phrases

    def _with_foundations(self, ids: Iterable[str], reason: str) -> dict[str, str]:
        """Add what the topics build on, but not across languages: Docker known from Java teaches no Python.

        Nor does the beginning of a language teach what lies beside it, such as the command line.
        """
        known = dict.fromkeys(ids, reason)
        waiting = list(known)
        while waiting:
            id_ = waiting.pop()
            for prerequisite in self._written(id_):
                if prerequisite not in known:
                    known[prerequisite] = f"{reason}, which builds on it"
                    waiting.append(prerequisite)
        return known

    def _first_steps(self, ids: Iterable[str], reason: str) -> dict[str, str]:
        named = set(ids)
        first = [each for each in named if not named.intersection(self._written(each))]
        known = self._with_foundations(sorted(first), reason)
        return {id_: why for id_, why in known.items() if self.syllabus.entry(id_).stage is Stage.BEGINNER}

    def _written(self, id_: str) -> list[str]:
        entry = self.syllabus.entry(id_)
        written = entry.prerequisites if isinstance(entry, Topic) else entry.exercises
        if id_.startswith(_LANGUAGES) and entry.stage is Stage.BEGINNER:
            written = tuple(each for each in written if each.startswith(_LANGUAGES))
        return [each for each in written if not each.startswith(LANGUAGE) and each in self.syllabus]

    def _is_id(self, said: str) -> bool:
        areas = {id_.partition(".")[0] for id_ in self.syllabus.ids()}
        return re.fullmatch(r"([a-z]+)\.[\w.-]+", said) is not None and said.partition(".")[0] in areas

    def _nearest_ids(self, said: str) -> str:
        return _did_you_mean(difflib.get_close_matches(said, self.syllabus.topics, n=3))

    def _nearest_titles(self, said: str) -> tuple[str, ...]:
        near = difflib.get_close_matches(_normal(said), self.phrases, n=3, cutoff=0.7)
        titles = (self.syllabus.entry(self.phrases[each][0]).title for each in near if self.phrases[each])
        return tuple(dict.fromkeys(titles))


def _did_you_mean(names: Collection[str]) -> str:
    return (
        f"did you mean {' or '.join(names)}?"
        if names
        else "the topics are listed by `mentor curriculum check`"
    )


def _normal(said: str) -> str:
    """Return the words without case, filler and plural, so that "The HTTP Basics" is "http fundamental"."""
    words = [_PLURAL.sub("", word) for word in _FILLER.sub(" ", said.lower()).split()]
    return " ".join("fundamental" if word == "basic" else word for word in words) or said.lower().strip()
