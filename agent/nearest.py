"""What is near to a question that nothing answers: only topics that share its own words, or none; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.question import ASPECTS
from knowledge.words import content_words, stem, stems

if TYPE_CHECKING:
    from knowledge.search import Findings
    from knowledge.syllabus import Syllabus

SHOWN = 3
NEAR = 0.55  # cosine from which the first passage's page is near in meaning; of unrelated texts 0.2 to 0.4


def nearest(question: str, findings: Findings | None, syllabus: Syllabus) -> tuple[str, ...]:
    """Return the ids of the topics nearest to a question, nearest first.

    A topic is near when its title or the heading that was found has a word of the question's own, or when the first
    passage found is near in meaning.
    """
    if findings is None:
        return ()
    own = {each for each in stems(question) if each not in ASPECTS}
    found = []
    for place, hit in enumerate(findings.hits):
        topic = syllabus.topics.get(hit.passage.source)
        if topic is None:
            continue
        shares = own & stems(" ".join((topic.title, *hit.passage.heading)))
        is_near = place == 0 and findings.signs is not None and findings.signs.cosine >= NEAR
        if shares or is_near:
            found.append(topic.id)
    return tuple(dict.fromkeys(found))[:SHOWN]


def closest(findings: Findings | None, syllabus: Syllabus) -> tuple[str, ...]:
    """Return the ids of the topics that a search found first, however far they are."""
    sources = (hit.passage.source for hit in findings.hits) if findings else ()
    return tuple(dict.fromkeys(each for each in sources if each in syllabus.topics))[:SHOWN]


def unknown(question: str, findings: Findings | None) -> tuple[tuple[str, ...], bool]:
    """Return the words of a question that no source has, and whether it has no others that mean anything."""
    if findings is None:
        return (), False
    own = {word for word in content_words(question) if stem(word) not in ASPECTS}
    return findings.unknown, bool(findings.unknown) and own <= set(findings.unknown)
