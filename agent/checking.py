"""Which check of a topic is asked, and how an answer to it is judged; pure.

Code judges only what it can: an option that was chosen, an answer that is the key's own, a program's whole output. For
everything else the learner compares their answer with the key and its points and says how it went: words in common
are shown as a help to compare and are never a grade.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from agent.errors import PlanError
from agent.events import Choice
from agent.progress import topic_of
from knowledge.words import straight

if TYPE_CHECKING:
    from agent.progress import Progress
    from knowledge.syllabus import Syllabus
    from knowledge.topic import Check, Topic

# Minutes for one check, the answer compared with its key; this project's estimate.
MINUTES = {"choice": 2, "short": 3, "open": 6, "code": 15}
# What takes least comes first where all else is equal: a review is to be short.
_KINDS = ("choice", "short", "open", "code")
_LETTERS = "abcdefgh"
_GIVES_UP = re.compile(
    r"(?:(?:sorry|well|hm+|ok(?:ay)?|honestly)[\s,]+)?"
    r"(?:(?:i\s+)?(?:really |just |still )?(?:do not|don'?t)\s+(?:really |even )?(?:know|remember)(?:\s+(?:it|that|this|yet|the answer))*"
    r"|(?:i have\s+|i've\s+|i'?ve got\s+)?(?:absolutely\s+)?no (?:idea|clue)|(?:i am |i'?m )?not sure|idk|dunno"
    r"|skip(?:\s+(?:it|this|that|this one|the question))?|pass|\?+|-+)",
    re.IGNORECASE,
)
_UNKNOWN = "/answer I don't know"


@dataclass(frozen=True, slots=True)
class Point:
    """A key point of an answer, and whether its words stand in the learner's answer."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an answer: right, wrong, or None where only the learner can tell, and what to compare it with.

    Attributes:
        is_given: whether it was an answer at all; "I don't know" is none, counts as not right, and is not called wrong.
    """

    right: bool | None
    expected: str
    why: str
    key_points: tuple[Point, ...] = ()
    is_given: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A check put to a learner, without its key.

    Attributes:
        because: why this one, and why now.
        left: how many reviews are due after it.
    """

    check: str
    topic: str
    title: str
    kind: str
    ask: str
    options: tuple[str, ...]
    minutes: int
    because: str
    left: int

    def json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    def markdown(self) -> str:
        """Return it as the chat and the terminal show it, with how to answer."""
        options = "\n".join(
            f"- **{letter}**: {text}" for letter, text in zip(_LETTERS, self.options, strict=False)
        )
        how = {
            "choice": "Answer with `/answer` and the letter.",
            "code": "Write it and run it, then `/answer` with what it prints.",
        }.get(self.kind, "Answer with `/answer` and your own words, then compare.")
        body = "\n\n".join(part for part in (self.ask, options, how) if part)
        return f"**{self.title}** ({self.minutes} min; {self.because})\n\n{body}"

    def choices(self) -> tuple[Choice, ...]:
        """Return what can be said to it at the press of a button: each of its options, and that one does not know."""
        options = (
            Choice(f"/answer {letter}", f"{letter}: {text.replace('`', '')}")
            for letter, text in zip(_LETTERS, self.options, strict=False)
        )
        return (*options, Choice(_UNKNOWN, "I don't know"))


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer, how it was judged and by whom, and when the topic is due again; both None while nobody has.

    Attributes:
        is_given: see `Verdict`.
    """

    check: str
    topic: str
    title: str
    right: bool | None
    by: str | None
    expected: str
    why: str
    key_points: tuple[Point, ...]
    next_due: date | None
    heading: str
    is_given: bool = True

    def json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {**asdict(self), "next_due": self.next_due.isoformat() if self.next_due else None}

    def markdown(self) -> str:
        """Return it as the chat and the terminal show it."""
        if self.right is None:
            points = "\n".join(f"- [{'x' if each.found else ' '}] {each.text}" for each in self.key_points)
            asked = "Compare: does yours say the same? The marks show which words were found, no more."
            return (
                f"{asked}\n\n> {self.expected}\n\n{points}".rstrip()
                + f"\n\nWrite `/answer right` or `/answer wrong` ({self.title}, `{self.check}`)."
            )
        end = "" if self.expected.endswith((".", "`")) else "."
        lead = "Not right." if self.is_given else "Not known yet."
        said = "Right." if self.right else f"{lead} The answer: {self.expected}{end}"
        due = f" {self.title} comes back on {self.next_due}." if self.next_due else ""
        return f"{said}{f' {self.why}' if self.why else ''}{due}"


def choose(topic: Topic, progress: Progress) -> Check | None:
    """Return the check of a topic to ask next: never asked first, then longest ago; None where it has none."""
    never = date.min

    def turn(check: Check) -> tuple[date, int, str]:
        return progress.answered.get(check.id, never), _KINDS.index(check.kind), check.id

    return min(topic.checks, key=turn, default=None)


def find(syllabus: Syllabus, check: str) -> tuple[Topic, Check]:
    """Return a check of this id with its topic.

    Raises:
        PlanError: there is none.
    """
    if not has_check(syllabus, check):
        raise PlanError(f"there is no check {check!r}; /review asks one")
    topic = syllabus.topics[topic_of(check)]
    return topic, next(each for each in topic.checks if each.id == check)


def has_check(syllabus: Syllabus, check: str) -> bool:
    """Say whether the syllabus has a check of this id."""
    topic = syllabus.topics.get(topic_of(check))
    return topic is not None and any(each.id == check for each in topic.checks)


def judge(check: Check, answer: str) -> Verdict:
    """Return what an answer is worth, as far as code can tell.

    Raises:
        PlanError: the answer is empty, or names none of the options.
    """
    if not answer.strip():
        raise PlanError("there is no answer; write it behind /answer, or /answer I do not know")
    is_key = check.kind != "choice" and _is_key(check, answer)
    if gives_up(answer) and not (is_key or _option(check, answer)):
        return Verdict(right=False, expected=_expected(check), why=check.why, is_given=False)
    if check.kind == "choice":
        return Verdict(_chosen(check, answer) == check.answer, check.answer, check.why)
    if is_key:
        return Verdict(right=True, expected=_expected(check), why=check.why)
    said = f" {_plain(answer)} "
    points = tuple(Point(each, f" {_plain(each)} " in said) for each in check.key_points)
    return Verdict(None, _expected(check), check.why, points)


def gives_up(answer: str) -> bool:
    """Say whether the words say that one does not know, or would rather pass."""
    return _GIVES_UP.fullmatch(straight(answer).rstrip(".!")) is not None


def _is_key(check: Check, answer: str) -> bool:
    if check.kind == "code":
        said, key = ([line.rstrip() for line in text.strip().splitlines()] for text in (answer, check.output))
        return said == key
    return _plain(answer) == _plain(check.answer) != ""


def _expected(check: Check) -> str:
    if check.kind != "code":
        return check.answer
    return f"It prints {check.output.strip()!r}, for example with:\n\n```{check.language}\n{check.solution.strip()}\n```"


def _chosen(check: Check, answer: str) -> str:
    """Return the option that an answer names.

    Raises:
        PlanError: it names none.
    """
    if option := _option(check, answer):
        return option
    letters = f"{_LETTERS[0]} to {_LETTERS[len(check.options) - 1]}"
    raise PlanError(f"{answer.strip()[:80]!r} is none of the options; name one by its letter, {letters}")


def _option(check: Check, answer: str) -> str | None:
    """Return the option that an answer names by its letter, its number or its text; None where it names none."""
    said = _plain(answer)
    named = (
        option
        for number, option in enumerate(check.options)
        if said in (_LETTERS[number], str(number + 1), _plain(option))
    )
    return next(named, None)


def _plain(text: str) -> str:
    """Return a text without case, punctuation at the ends of words, and line breaks, to compare it whole."""
    words = (word.strip(".,;:!?\"'`()[]") for word in text.casefold().split())
    return " ".join(word for word in words if word)
