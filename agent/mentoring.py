"""What a mentor does when a message is no question: by rules, with what was just discussed and where the learner stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agent import replies
from agent.events import Choice
from agent.explaining import Quotations, explained
from agent.followups import neighbours, opening
from agent.moves import Move, is_word_for_word
from agent.scope import listed
from knowledge.sentences import Kind, units_within
from knowledge.words import content_words, stem, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from agent.discussed import Discussed, Quote
    from agent.support import Checked
    from knowledge.search import Hit
    from knowledge.syllabus import Syllabus
    from knowledge.topic import Topic

PAGE_HITS = 60  # passages searched for those of one page; the longest page has some forty
OFFERED = 3
FAR = 12  # of the passages found, among how many another meaning is sought
EXPLAINING = frozenset({Move.SIMPLER, Move.SHORTER, Move.AGAIN, Move.MORE, Move.EXAMPLE})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands: their plan as JSON or None, the ids they finished or leave out, their programming language."""

    plan: Mapping[str, Any] | None = None
    done: Collection[str] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What is shown: Markdown, the passages its marks count, what was quoted of them, and what can be said next.

    `instead` is a question to answer first, before the Markdown.
    """

    markdown: str
    hits: tuple[Hit, ...] = ()
    sentences: tuple[Checked, ...] = ()
    choices: tuple[Choice, ...] = ()
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Mentoring:
    """Answers moves.

    Args:
        syllabus: the topics.
        search: finds so many passages for a text, best first.
        standing: of the learner.
        allowed: the addresses that may be shown with some passages.
    """

    syllabus: Syllabus
    search: Callable[[str, int], Sequence[Hit]]
    standing: Standing = field(default_factory=Standing)
    allowed: Callable[[Sequence[Hit]], frozenset[str]] = lambda _hits: frozenset()

    def respond(self, move: Move, message: str, at: Discussed | None) -> Response:
        """Return what a mentor does at a move, given what was discussed before it, if anything was."""
        if at is None and move in (*EXPLAINING, Move.PROOF):
            return Response(replies.NOTHING_SAID)
        if move is Move.ANNOUNCED:
            return Response(replies.GO_AHEAD)
        if at is not None and move in EXPLAINING:
            return self._explain(move, message, at)
        if move is Move.UPSET:
            return self._upset(message, at)
        return _RESPONSES[move](self, at)

    def page(self, at: Discussed) -> list[Hit]:
        """Return the passages of the page that was discussed, best first."""
        wanted = at.passage
        found = self.search(f"{wanted.document}: {at.question}", PAGE_HITS)
        return [hit for hit in found if hit.passage.source == wanted.source]

    def _explain(self, move: Move, message: str, at: Discussed) -> Response:
        page = self.page(at) or list(at.hits)
        into = Quotations(self.allowed(page))
        said = explained(move, message, at, page, self.standing.language, into)
        topic = self._topic(at)
        if not said:
            title = topic.title if topic else at.passage.document
            nothing = {
                Move.EXAMPLE: replies.NO_EXAMPLE.format(title=title),
                Move.MORE: replies.NOTHING_MORE.format(question=at.question),
            }.get(move, replies.NOTHING_PLAINER)
            around = self._around(topic) if topic else ()
            return Response(f"{nothing} {replies.AROUND}" if around else nothing, choices=around)
        if move is Move.SIMPLER or (move is Move.AGAIN and not is_word_for_word(message)):
            said = "\n\n".join(filter(None, (said, replies.STILL_HARD, self._before(topic))))
        offered = self._offers(move, topic)
        return Response(said, tuple(into.hits), tuple(into.sentences), offered)

    def prove(self, at: Discussed | None) -> Response:
        """Return the sentences of the last answer with where they stand, and what they leave open."""
        assert at
        into = Quotations(self.allowed(at.hits))
        lines = [f"- {line}" for line in self._proofs(at, into)]
        quoted = set().union(*(stems(f"{each.text} {' '.join(each.passage.heading)}") for each in at.quotes))
        lacking = [
            word
            for word in dict.fromkeys(content_words(at.question))
            if not stems(word) <= quoted and word.isalnum()
        ]
        topic = self._topic(at)
        links = [f"[{each.title}]({each.url})" for each in topic.resources[:OFFERED]] if topic else []
        parts = [
            replies.PROOF,
            "\n".join(lines),
            *(replies.UNSUPPORTED.format(sentence=each) for each in at.unsupported),
            replies.NOT_SAID.format(words=listed(f"*{word}*" for word in lacking)) if lacking else "",
            replies.HOW_SURE,
            replies.PRIMARY.format(links="; ".join(links)) if links else "",
        ]
        return Response("\n\n".join(filter(None, parts)), tuple(into.hits), tuple(into.sentences))

    def _proofs(self, at: Discussed, into: Quotations) -> Iterator[str]:
        hits = {hit.passage.id: hit for hit in at.hits}
        for each in dict.fromkeys(at.quotes):
            within = units_within(each.passage.text, each.start, each.end)
            held = [unit for unit in within if unit.kind is not Kind.CODE]
            if held and each.passage.id in hits:
                said = into.add(hits[each.passage.id], held)
                yield f"{said} ({_where(each)})" if "\n" not in said else said

    def next(self, at: Discussed | None) -> Response:
        """Return what builds on the topic that was discussed; without one, where to start."""
        topic = self._topic(at) if at else None
        if topic is None:
            return self.start()
        after = [
            each
            for each in neighbours([topic], self.syllabus, self.standing.done)
            if topic.id in each.prerequisites
        ][:OFFERED]
        if not after:
            return Response(replies.NO_NEXT.format(title=topic.title), choices=self._around(topic))
        said = listed(f"*{each.title}* ({_aim(each)})" for each in after)
        plan = "" if self.standing.plan else f"\n\n{replies.TO_LEARN}"
        text = replies.NEXT_TO.format(title=topic.title, after=f"what builds on it directly: {said}")
        return Response(f"{text}{plan}", choices=tuple(_ask(each) for each in after))

    def start(self, _at: Discussed | None = None) -> Response:
        """Return the first open item of the plan; where there is no plan, what to learn first and the way to one."""
        week, item = next(self._open_items(), (0, None))
        if item is None:
            plan = (Choice("/learn", "Build my plan"),)
            return Response(replies.TO_LEARN, choices=plan, instead=replies.FIRST_QUESTION)
        said = replies.STARTS_WITH.format(title=item["title"], week=week, hours=item["hours"])
        topic = self.syllabus.topics.get(item["id"])
        return Response(
            said, choices=(Choice("/today", "What to do today"), *((_ask(topic),) if topic else ()))
        )

    def _open_items(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        for week in self.standing.plan["weeks"] if self.standing.plan else ():
            for item in week["items"]:
                if item["id"] not in self.standing.done and item["kind"] in ("topic", "project"):
                    yield week["number"], item

    def lost(self, at: Discussed | None) -> Response:
        """Return one step back from what was discussed; without it, one thing to choose."""
        topic = self._topic(at) if at else None
        if topic is None:
            first = (
                Choice("/today", "What to do today")
                if self.standing.plan
                else Choice("/learn", "Help me make a plan")
            )
            return Response(
                replies.LOST,
                choices=(
                    first,
                    Choice(replies.FIRST_QUESTION, replies.FIRST_QUESTION),
                    Choice("/place", "Find out what I know"),
                ),
            )
        before = self._prerequisites(topic)
        said = (
            replies.LOST_AT.format(title=topic.title, before=_titles(before))
            if before
            else replies.LOST_AT_START
        )
        return Response(said, choices=(*(_ask(each) for each in before[:2]), _SIMPLER, _EXAMPLE))

    def _upset(self, message: str, at: Discussed | None) -> Response:
        own = stems(message) & _ONESELF
        humane = replies.UPSET_AT_SELF if own else replies.UPSET if at else replies.UPSET_ALONE
        if at is None:
            return Response(f"{humane} {replies.ONE_THING}")
        return Response(
            f"{humane} {replies.ONE_WAY_ON}", choices=(_SIMPLER, _EXAMPLE, *self._around(self._topic(at))[:1])
        )

    def wrong(self, at: Discussed | None) -> Response:
        """Return a question for what is wrong, and where the answer is from."""
        if at is None:
            return self.no_help(at)
        documents = listed(dict.fromkeys(f"*{each.passage.document}*" for each in at.quotes))
        return Response(
            replies.WRONG.format(documents=documents),
            choices=(Choice("where does that come from?", "Show the sources"),),
        )

    def no_help(self, at: Discussed | None) -> Response:
        """Return how the question was read, and what else could have been meant."""
        if at is None:
            return Response(replies.NO_HELP_UNKNOWN)
        used = {(each.passage.source, each.passage.heading) for each in at.quotes}
        others = dict.fromkeys(
            hit.passage.heading[-1]
            for hit in self.search(at.question, FAR)
            if hit.passage.heading[1:] and (hit.passage.source, hit.passage.heading) not in used
        )
        choices = tuple(Choice(each, each) for each in list(others)[:OFFERED])
        said = replies.NO_HELP.format(question=at.question)
        return Response(f"{said} {replies.CLOSE_BY}" if choices else said, choices=choices)

    def _topic(self, at: Discussed) -> Topic | None:
        return self.syllabus.topics.get(at.passage.source)

    def _prerequisites(self, topic: Topic | None) -> list[Topic]:
        topics = self.syllabus.topics
        return [topics[each] for each in topic.prerequisites if each in topics] if topic else []

    def _before(self, topic: Topic | None) -> str:
        before = self._prerequisites(topic)
        return replies.BUILDS_ON.format(title=topic.title, before=_titles(before)) if topic and before else ""

    def _around(self, topic: Topic | None) -> tuple[Choice, ...]:
        if topic is None:
            return ()
        found = neighbours([topic], self.syllabus, self.standing.done)
        return tuple(dict.fromkeys(_ask(each) for each in found))[:OFFERED]

    def _offers(self, move: Move, topic: Topic | None) -> tuple[Choice, ...]:
        """What can be said next: not the same again."""
        before = [_ask(each) for each in self._prerequisites(topic)[:1]] if move is Move.SIMPLER else []
        others = [each for each in (_SIMPLER, _EXAMPLE) if each.say != move.value]
        return (*before, *others, *([_QUIZ] if topic else []))[:OFFERED]


_RESPONSES: dict[Move, Callable[[Mentoring, Discussed | None], Response]] = {
    Move.PROOF: Mentoring.prove,
    Move.NEXT: Mentoring.next,
    Move.START: Mentoring.start,
    Move.LOST: Mentoring.lost,
    Move.WRONG: Mentoring.wrong,
    Move.NO_HELP: Mentoring.no_help,
}
_SIMPLER, _EXAMPLE = Choice("simpler", "Simpler, please"), Choice("example", "Show an example")
_QUIZ = Choice("quiz me", "Quiz me on it")
_ONESELF = frozenset(
    stem(word) for word in ("dumb", "slow", "old", "smart", "clever", "never", "quit", "give")
)


def _ask(topic: Topic) -> Choice:
    text = opening(topic).text
    return Choice(text, text)


def _titles(topics: Iterable[Topic]) -> str:
    return listed(f"*{each.title}*" for each in topics)


def _aim(topic: Topic) -> str:
    aim = topic.outcomes[0]
    return aim[:1].lower() + aim[1:]


def _where(quote: Quote) -> str:
    passage = quote.passage
    section = passage.heading[-1] if passage.heading else passage.document
    return replies.PROOF_WHERE.format(document=passage.document, section=section)
