"""What the rules left open in a learner's words, read by the language model; checked, and never believed without words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.choice import mentions
from agent.errors import ModelError, ProfileError
from agent.familiar import Vocabulary
from agent.intake import complete
from agent.learner import HOURS_LEAST, HOURS_MOST, Day, Days, Short, Shorts, read_profile
from agent.retold import joined
from agent.said import read
from agent.writer import Message
from knowledge.words import content_words
from prompts import render

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agent.writer import Usage, Writer
    from knowledge.syllabus import Syllabus

ValueT = TypeVar("ValueT")
LEAST_WORDS = 3  # that no rule has read: with fewer there is nothing to ask a model about
YEARS_MOST = 10
FAILED = "The language model could not help to read this ({why}), so only what the rules read counts."
_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")
_FORMS = {
    "path": '"path": one of {paths}',
    "languages": '"languages": a list of programming languages that the learner wants to use, of {languages}',
    "known": '"known": a list of the technologies that the learner already knows, in their words',
    "hours_per_week": '"hours_per_week": a number',
    "start": '"start": the first day of study, such as "2027-12-31"',
    "deadline": '"deadline": the day by which they want to be done, such as "2027-12-31"',
    "away": '"away": a list of pairs of a first and a last day on which they cannot study',
}


class _Said(BaseModel, Generic[ValueT]):
    """A value, and the words of the message that say it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    value: ValueT
    words: Annotated[str, Field(min_length=1, max_length=300)]


class _Reply(BaseModel):
    """What a model may say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: _Said[Short] | None = None
    languages: _Said[Shorts] | None = None
    known: _Said[Shorts] | None = None
    hours_per_week: _Said[Annotated[float, Field(ge=HOURS_LEAST, le=HOURS_MOST)]] | None = None
    start: _Said[Day] | None = None
    deadline: _Said[Day] | None = None
    away: _Said[tuple[Days, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A profile with what a model read beside the rules.

    Attributes:
        profile: the profile; `guessed` in it names the fields that the model filled.
        words: for each of these the words that say it.
        failed: why the model could not be asked or believed; empty where all went well, or it was not needed.
    """

    profile: dict[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)
    failed: str = ""


@dataclass(frozen=True, slots=True)
class ModelReader:
    """Fills what the rules left open.

    Args:
        syllabus: what can be planned.
        writer: the language model, or None; may raise a `ModelError`.
    """

    syllabus: Syllabus
    writer: Callable[[], Writer | None]

    def fill(self, profile: Mapping[str, Any], message: str, today: date, usage: Usage) -> Filled:
        """Return the profile of a message with the fields that the rules left open, as far as the model can tell.

        At most one call; none where the rules read all of the message, or there is no model. A value counts only
        if the message has the words that are said to say it, and if it can be planned with.

        Raises:
            ProfileError: the profile is not usable.
        """
        open_ = self._open(profile, message, today)
        if not open_ or len(content_words(read(message, today).rest)) < LEAST_WORDS:
            return Filled(dict(profile))
        try:
            writer = self.writer()
            if writer is None:
                return Filled(dict(profile))
            text = writer.complete([Message("user", self._prompt(message, open_, today))], usage)
            reply = _Reply.model_validate(json.loads(_FENCE.sub("", text)))
        except ModelError as error:
            return Filled(dict(profile), failed=FAILED.format(why=str(error).rstrip(".")))
        except (ValueError, ValidationError):
            return Filled(dict(profile), failed=FAILED.format(why="its reply had another form"))
        return self._filled(profile, message, open_, reply, today)

    def retold(
        self,
        before: Mapping[str, Any],
        message: str,
        today: date,
        usage: Usage,
        read_before: Filled | None = None,
    ) -> Filled:
        """Return the profile of before, changed by what a message says; the rules' reading counts, then the model's.

        What was read of the same message on top of another profile is taken over, and the model is not asked again.

        Raises:
            ProfileError: nothing of the message could be read.
        """

        def fill(profile: Mapping[str, Any]) -> Filled:
            if read_before:
                return self._taken_over(read_before, profile, message, today)
            return self.fill(profile, message, today, usage)

        try:
            profile = joined(before, message, self.syllabus, today) if before else {"message": message}
        except ProfileError:
            filled = fill(before)
            if not filled.words:
                raise
            return filled
        return fill(profile)

    def _taken_over(
        self, read_before: Filled, profile: Mapping[str, Any], message: str, today: date
    ) -> Filled:
        """Return a profile with what a model read before of the fields that are open in it."""
        open_ = self._open(profile, message, today)
        words = {name: said for name, said in read_before.words.items() if name in open_}
        if not words:
            return Filled(dict(profile), failed=read_before.failed)
        values = {name: read_before.profile[name] for name in words}
        return Filled({**profile, **values, "guessed": list(words)}, words)

    def _open(self, profile: Mapping[str, Any], message: str, today: date) -> list[str]:
        """Return the fields of which neither the profile nor the rules say anything."""
        found = complete(read_profile(profile), self.syllabus, today)
        said, missing = read(f"\n{message}", today), {each.field for each in found.questions}
        missing |= {"start"} if not (said.starts or "start" in profile) else set()
        missing |= {"away"} if not found.learner.away else set()
        return [each for each in _FORMS if each in missing]

    def _prompt(self, message: str, open_: list[str], today: date) -> str:
        names = {"paths": ", ".join(self.syllabus.paths), "languages": ", ".join(self.syllabus.languages)}
        fields = "\n".join(f"- {_FORMS[each].format(**names)}" for each in open_)
        return render("intake", message=message, today=f"{today:%A}, {today}", fields=fields)

    def _filled(
        self, profile: Mapping[str, Any], message: str, open_: list[str], reply: _Reply, today: date
    ) -> Filled:
        values, words = {}, {}
        for name in open_:
            said = getattr(reply, name)
            if said and _plain(said.words) in _plain(message) and self._is_usable(name, said, message, today):
                values[name], words[name] = reply.model_dump(mode="json")[name]["value"], said.words
        if not values:
            return Filled(dict(profile))
        return Filled({**profile, **values, "guessed": list(values)}, words)

    def _is_usable(self, name: str, said: _Said[Any], message: str, today: date) -> bool:
        vocabulary = Vocabulary(self.syllabus, next(iter(self.syllabus.languages), ""))
        latest = date(today.year + YEARS_MOST, 12, 31)
        checks: dict[str, Callable[[Any], bool]] = {
            "path": lambda value: value in self.syllabus.paths,
            "languages": lambda value: bool(value) and set(value) <= set(self.syllabus.languages),
            "known": lambda value: (
                bool(value) and all(mentions(message, each) and vocabulary.named(each) for each in value)
            ),
            "start": lambda value: today <= value <= latest,
            "deadline": lambda value: today < value <= latest,
            "away": lambda value: bool(value) and all(today <= last <= latest for _, last in value),
        }
        return checks.get(name, lambda _: True)(said.value)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
