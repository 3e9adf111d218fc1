"""What a learner knows already, and is therefore not planned for, each topic with its reason; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.choice import mentions
from agent.familiar import Vocabulary
from agent.learner import Known
from agent.scope import listed
from knowledge.language import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.assumptions import Assumptions
    from agent.choice import Choice
    from agent.learner import Profile
    from agent.said import Said
    from knowledge.syllabus import Syllabus

_STAGE_RANK = {"none": 0, "beginner": 0, "intermediate": 1, "advanced": 2}
_PHRASE_CHARS = 3


def known_topics(
    profile: Profile,
    said: Said,
    syllabus: Syllabus,
    assumptions: Assumptions,
    choice: Choice,
) -> tuple[Known, ...]:
    """Return what is taken out of the plan: what the learner named, what their route brings, and earlier stages.

    Raises:
        ProfileError: the form names a topic id that the syllabus does not have.
    """
    known = _named(profile, said, Vocabulary(syllabus, choice.language), assumptions)
    for id_, why in _of_route(said, syllabus, choice):
        known.setdefault(id_, why)
    for id_, why in _of_stage(profile, said, syllabus, assumptions, choice):
        known.setdefault(id_, why)
    vocabulary = Vocabulary(syllabus, choice.language)
    for words in (*profile.unknown, *said.unknown):
        for id_ in vocabulary.named(words):
            if known.pop(id_, None):
                assumptions.add("unknown", id_, f"you said that you do not know {words!r}, so it is planned")
    if not known and profile.stage is None:
        assumptions.missing.append("known")
    return tuple(Known(id_, because) for id_, because in known.items())


def _of_route(said: Said, syllabus: Syllabus, choice: Choice) -> Iterator[tuple[str, str]]:
    """Yield what a learner of a route has as a rule, and what those have as well who have worked for years."""
    if choice.route:
        route = choice.path.routes[choice.route]
        why = f"a learner {route.title} has it as a rule; say so if you do not"
        yield from ((id_, why) for id_ in route.known if id_ in syllabus)
        if said.experience:
            of_years = f"a learner {route.title} with years of work has it as a rule; say so if you do not"
            yield from ((id_, of_years) for id_ in route.experienced if id_ in syllabus)


def _of_stage(
    profile: Profile, said: Said, syllabus: Syllabus, assumptions: Assumptions, choice: Choice
) -> Iterator[tuple[str, str]]:
    """Yield what comes before the stage at which a learner stands, by their form, their words or their years of work."""
    told = [each for each in said.stages if each != "none"] or said.stages
    if profile.stage or not said.experience or "advanced" in told or "intermediate" in told:
        stage = assumptions.pick("stage", profile.stage, told, default="none", why="nothing says otherwise")
        why = f"you start at the {stage} stage, so what comes before it is taken as known"
        yield from ((id_, why) for id_ in _before(stage, choice, syllabus))
    elif said.is_of_another_trade:
        why = f"your words say {said.experience}, in another trade than the backend; say what you know of this one"
        assumptions.add("stage", "none", why)
    else:
        yield from _of_experience(said, choice, syllabus)
        why = f"your words say {said.experience}; say what of the beginner stage you do not know"
        assumptions.add("stage", "intermediate", why)


def on_the_path(syllabus: Syllabus, choice: Choice) -> frozenset[str]:
    """Return the goals of a path and all that they build on."""
    goals = (
        goal
        for stage in choice.path.stages
        for goal in (
            *(resolve(each, choice.language) for each in stage.goals(choice.language)),
            *stage.projects,
        )
    )
    return syllabus.closure(goals, choice.language)


def denied(profile: Profile, said: Said, syllabus: Syllabus, choice: Choice) -> tuple[str, ...]:
    """Return the topics that a learner says they do not know."""
    vocabulary = Vocabulary(syllabus, choice.language)
    named = (id_ for words in (*profile.unknown, *said.unknown) for id_ in vocabulary.named(words))
    return tuple(dict.fromkeys(id_ for id_ in named if id_ in syllabus.topics))


def wanted(
    profile: Profile, said: Said, syllabus: Syllabus, choice: Choice, known: Sequence[Known]
) -> tuple[str, ...]:
    """Return the topics of the path that an experienced learner's words name and that they do not know yet.

    First named comes first; others have the path's own order, which builds up from the ground.
    """
    if not said.experience:
        return tuple(each for each in profile.wanted if each in syllabus.topics)
    vocabulary = Vocabulary(syllabus, choice.language)
    on_path = {
        resolve(goal, choice.language) for each in choice.path.stages for goal in each.goals(choice.language)
    }
    on_path -= {each.id for each in known}
    wishes = said.wishes.lower()
    named = {
        wishes.index(phrase): ids
        for phrase, ids in vocabulary.phrases.items()
        if len(phrase) >= _PHRASE_CHARS and phrase in wishes and mentions(wishes, phrase)
    }
    ordered = [*profile.wanted, *(id_ for _, ids in sorted(named.items()) for id_ in ids)]
    return tuple(id_ for id_ in dict.fromkeys(ordered) if id_ in on_path)


def _of_experience(said: Said, choice: Choice, syllabus: Syllabus) -> Iterator[tuple[str, str]]:
    """Yield the beginner stage as known, but of a language that the learner did not say they know no topic."""
    why = f"you say {said.experience}, so the beginner stage is taken as known, which may be too much: say what you do not know"
    is_new = choice.language not in said.spoken
    for id_ in _before("intermediate", choice, syllabus):
        if not (is_new and id_.startswith(f"languages.{choice.language}-")):
            yield id_, why


def _named(profile: Profile, said: Said, vocabulary: Vocabulary, assumptions: Assumptions) -> dict[str, str]:
    known: dict[str, str] = {}
    understood = []
    for words in (*profile.known, *said.known):
        meaning = vocabulary.meaning(words)
        for id_, because in meaning.topics.items():
            known.setdefault(id_, because)
        if meaning.topics:
            understood.append(words)
        # what a message names beside its topics, such as "my way around", is not worth a remark
        elif words in profile.known or meaning.nearest:
            near = f"; the nearest are {listed(meaning.nearest)}" if meaning.nearest else ""
            assumptions.doubt("known", words, f"nothing was taken out for it{near}")
    told = [words for words in said.known if words in understood]
    if told:
        assumptions.add("known", listed(told), "your words say so")
    return known


def _before(stage: str, choice: Choice, syllabus: Syllabus) -> tuple[str, ...]:
    language = choice.language
    earlier = [each for each in choice.path.stages if each.stage.rank < _STAGE_RANK[stage]]
    goals = [resolve(goal, language) for each in earlier for goal in each.goals(language)]
    return syllabus.order((*goals, *(project for each in earlier for project in each.projects)), language)
