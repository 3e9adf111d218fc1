"""Which spans of the passages an answer is made of: the section that answers is read through, then what adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.code_language import is_for_another, is_in
from agent.shapes import WHOLE_PROGRAM, Role, Shape
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from agent.candidate import Candidate
    from agent.weigh import Weigher
    from knowledge.search import Hit

NEAR = 0.6  # of the best passage's score: what is below it is about something else
NEAR_ON_PAGE = 0.5  # the same, on the best passage's page
PREFERRED = 0.12  # how much earlier a section about the question comes that answers such questions best
LATER = {Role.MISTAKES: 0.2, Role.EXAMPLE: 0.3, Role.ASIDE: 0.4}  # how much later those that seldom answer
FOREIGN = 0.3  # how much later a passage comes that is about another programming language than the one asked
STATED = 0.3  # how much earlier a passage comes that speaks of both things compared, half of it for one
COUNTED = 0.2  # how much earlier a passage comes that states a number where an amount is asked for
DEFINING = 0.3  # how much earlier a passage comes that says what the thing asked about is
WORTH = 0.3  # of the best span's worth, for a question that says much: what is below it is filler
SAYS_MUCH = 5  # stems of a question
NEW = 0.25  # share of a span's stems that must not have been said
OVER = 1.15  # an answer may be so much longer than its shape says
WHOLE = 1.3  # the same, to finish a paragraph or a list
ABOUT = 0.34  # share of the question's words that a warning takes up
ELSEWHERE = 0.15  # the same, of what another page says


def order(
    hits: Sequence[Hit], candidates: Sequence[Candidate], shape: Shape, weigher: Weigher, language: str = ""
) -> list[int]:
    """Return the numbers of the passages that are near the question, in the order in which they answer it.

    Args:
        hits: the passages.
        candidates: their spans.
        shape: of the answer.
        weigher: of the question.
        language: the programming language that the question names.
    """
    top = max((hit.score for hit in hits), default=0.0)
    defining = {each.n for each in candidates if each.defines}
    counting = {each.n for each in candidates if weigher.asks_an_amount and each.has_number and each.is_about}
    found = []
    for n, hit in enumerate(hits, 1):
        heading = hit.passage.heading[-1] if hit.passage.heading else ""
        served = weigher.role(heading)
        near = hit.score / top if top > 0 else 1.0
        if n == 1 or near >= (NEAR_ON_PAGE if hit.passage.source == hits[0].passage.source else NEAR):
            headed = weigher.share(stems(" ".join(hit.passage.heading)))
            says_how_much = COUNTED * (n in counting)
            stated = frozenset().union(*(each.states for each in candidates if each.n == n))
            compares = STATED * shape.compares * len(stated) / 2
            says_what = max(float(n in defining), weigher.introduces(heading))
            earlier = PREFERRED * headed * (served is shape.prefers) + DEFINING * says_what * (
                shape.prefers in (None, Role.WHAT)
            )
            later = LATER.get(served, 0.0) + FOREIGN * is_for_another(hit.passage, language)
            found.append((later - near - earlier - says_how_much - compares, n))
    return [n for _, n in sorted(found)]


def prose(
    candidates: Sequence[Candidate],
    shape: Shape,
    order: Sequence[int],
    weigher: Weigher,
    told: AbstractSet[str],
) -> list[Candidate]:
    """Return the spans of prose that answer, the best passage's first.

    The section that answers is read as it stands, but for what is a stranger in it; what is taken from others must be
    worth it and add something.
    """
    fits = [each for each in candidates if not each.is_code and each.n in order]
    if shape.prefers in (None, Role.WHAT):
        fits = _from_the_definition(fits, order)
    serving = [each for each in fits if each.role not in LATER] or fits
    serving = [each for each in serving if is_at_home(each, serving)] or serving
    read = sorted(serving, key=lambda each: (order.index(each.n), each.start))
    least = WORTH * max((each.worth for each in read), default=0.0) if weigher.size >= SAYS_MUCH else -1.0
    chosen: list[Candidate] = []
    said = set(told)
    for span in read:
        each = span.beyond(chosen)
        if each is None or not _has_room(each, chosen, shape):
            continue
        is_leading = each.section == read[0].section
        is_near = is_leading or each.source == read[0].source or (each.about >= ELSEWHERE and each.is_about)
        is_compared = shape.compares and bool(each.states)
        is_worth_it = is_leading or is_compared or (each.worth >= least and adds(each, said))
        if is_near and is_worth_it and each.stems - said:
            chosen.append(each)
            said |= each.stems
    return chosen


def is_at_home(each: Candidate, read: Sequence[Candidate]) -> bool:
    """Return whether a span has a word of the question, or of another span of its section.

    A sentence that has neither is about something else: so are orders that somebody has hidden in a document.
    """
    others = (other.stems for other in read if other.section == each.section and not each.overlaps(other))
    return each.about > 0 or any(each.stems & said for said in others)


def _has_room(each: Candidate, chosen: Sequence[Candidate], shape: Shape) -> bool:
    """Whether an answer may grow by a span: up to its length, or further to the end of a paragraph or a list."""
    words = sum(other.words for other in chosen)
    goes_on = bool(chosen) and each.continues(chosen[-1])
    most = WHOLE if goes_on or each.is_list else OVER
    return not chosen or ((goes_on or words < shape.words) and words + each.words <= most * shape.words)


def _from_the_definition(fits: Sequence[Candidate], order: Sequence[int]) -> list[Candidate]:
    """Return the spans without those that the first passage has before it says what the thing asked about is."""
    defining = next((each for each in fits if each.n == order[0] and each.defines), None)
    if defining is None:
        return list(fits)
    return [each for each in fits if each.n != defining.n or each.start >= defining.start]


def code(
    candidates: Sequence[Candidate], shape: Shape, order: Sequence[int], weigher: Weigher, language: str
) -> Candidate | None:
    """Return the piece of code that answers a question for one: in the language, of the passage that answers first."""
    fits = [each for each in candidates if each.is_code and each.n in order and is_in(each.text, language)]
    near = {n: place for place, n in enumerate(order)}
    return min(
        (each for each in fits if each.text.count("\n") <= shape.code),
        key=lambda each: (near[each.n] - len(order) * weigher.share(each.stems) / 2, each.start),
        default=None,
    )


def example(
    candidates: Sequence[Candidate],
    shape: Shape,
    prose: Sequence[Candidate],
    language: str,
    *,
    is_named: bool = False,
) -> list[Candidate]:
    """Return a piece of code of the page that answers, the nearest one; none where there is none in the language.

    Args:
        candidates: the spans of the passages.
        shape: of the answer.
        prose: what is quoted besides; where that is nothing, code is all there is to say.
        language: the programming language that it is best in.
        is_named: whether the question names the language: then code of another page will do where that is about the
            question, and code in another language where there is no other.
    """
    sections = {each.section for each in prose[:1]}
    sources = {each.source for each in prose[:1]} or {each.source for each in candidates[:1]}
    lines = shape.code if prose else WHOLE_PROGRAM
    pieces = [
        each
        for each in candidates
        if each.is_code and each.text.count("\n") <= lines and (each.about > 0 or not prose)
    ]
    of_page = [each for each in pieces if each.source in sources]
    fits = [each for each in of_page if is_in(each.text, language)]
    if is_named and not fits:
        about = [each for each in pieces if each.about >= ABOUT]
        fits = [each for each in about if is_in(each.text, language)] or [
            each for each in about if each in of_page
        ]
    best = sorted(fits, key=lambda each: (each.section not in sections, -each.worth))[:1]
    return [apart(each, prose) for each in best]


def warning(
    candidates: Iterable[Candidate], shape: Shape, said: AbstractSet[str], prose: Sequence[Candidate]
) -> list[Candidate]:
    """Return a mistake that others make, if one is about the question and was not told already."""
    fits = [
        each
        for each in candidates
        if shape.warns
        and each.role is Role.MISTAKES
        and not each.is_code
        and each.about >= ABOUT
        and each.is_about
        and adds(each, said)
        and not _overlaps(each, prose)
    ]
    return sorted(fits, key=lambda each: -each.worth)[:1]


def apart(each: Candidate, prose: Sequence[Candidate]) -> Candidate:
    """Return a piece of code without the sentence before it where that is quoted already."""
    return each.alone() if _overlaps(each, prose) else each


def adds(each: Candidate, said: AbstractSet[str]) -> bool:
    """Return whether a span says enough that was not said."""
    return len(each.stems - said) >= max(2, NEW * len(each.stems))


def _overlaps(each: Candidate, chosen: Sequence[Candidate]) -> bool:
    return any(each.overlaps(other) for other in chosen)
