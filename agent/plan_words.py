"""What a message asks to change in a plan that there is; read by rules, pure.

A message is read clause by clause. A clause asks for something of the plan, or tells a fact that plans rest on, which the
reader of facts takes; what does neither is handed back as not understood, and never passed over.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.amounts import NUMBER, number
from agent.errors import PlanError, ProfileError
from agent.retold import tells
from agent.said import languages, read
from agent.trade_words import is_of_learner, is_statement, names_part, names_thing, tells_of_thing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from agent.familiar import Vocabulary

PLAIN = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'"})
_MINE = r"(?:\s+(?:(?:in|into|on|to|of|from|out of|back into|back in) (?:my|the) (?:\w+ )?(?:plan|schedule)|too|as well|also|please|back|again|instead|for now|after all|in|no matter what|at all costs))*"
LEAD = re.compile(
    r"^(?:(?:please|ok(?:ay)?|so|well|and|but|also|then|now|actually|hi|hello|hey|oh|sorry|thanks|thank you|mentor|"
    r"(?:can|could|would|will) you(?: please)?|can we|could we|let'?s|i(?:'d| would)? (?:like|want|prefer) (?:you )?to|"
    r"i(?:'d| would) rather|i want)\b[\s,.:!]*)+",
    re.IGNORECASE,
)
_BEGINS = (
    r"(?:please |also |then |now )*(?:i\b|i'|my\b|we\b|keep|include|add|put|bring|drop|leave|remove|skip|cut|exclude|take|replace|swap|"
    r"exchange|make it|use\b|by\b|before\b|until\b|from\b|away\b|what\b(?! (?:builds?|depends?|rests|needs)\b)|why\b|when\b|no deadline|start|only\b|\d+(?:[.,]\d+)?\s*(?:h|hours?)\b)"
)
_CLAUSES = re.compile(
    rf"(?<=[.!?;])\s+|;\s*|\n+|,?\s+(?:and|but|plus)\s+(?={_BEGINS})|,\s+(?={_BEGINS})", re.IGNORECASE
)
_IN_HOURS = (
    rf"(?:,?\s*(?:and )?(?:in|(?:it )?took(?: me)?|after|within)\s+(?:(?:about|only|just|around)\s+)*(?P<hours>{NUMBER})"
    r"\s*(?:h|hrs?|hours?)\b)?(?:\s+(?:today|yesterday|this week|already|now|instead of \S+))*"
)
NAMED = r"(?P<what>[^.;!?\n]+?)"
_ACTS = {
    "replace": (
        rf"(?:replace|swap|exchange|substitute) {NAMED} (?:with|for|by) (?P<other>[^.;!?\n]+?){_MINE}",
        rf"(?:learn|study|do|include) (?P<other>[^.;,!?\n]+?) (?:instead of|rather than|in place of) {NAMED}{_MINE}",
    ),
    "include": (
        rf"(?:keep|include|add|put(?: back)?|bring back|hold on to) {NAMED}{_MINE}",
        rf"(?:do not|don't|never) (?:drop|cut|leave out|remove|skip|lose|take out) {NAMED}{_MINE}",
        rf"{NAMED} (?:must|should|has to|have to|needs to) (?:stay|be)(?: in(?: (?:my|the) plan)?| included| kept)?",
        rf"(?:i )?(?:also )?(?:learn|do|need|want)(?: to learn)? {NAMED} (?:too|as well|also)",
    ),
    "exclude": (
        rf"(?:leave out|drop|remove|exclude|skip|cut|take out|throw out|get rid of) {NAMED}(?: (?:out|away))?{_MINE}",
        rf"(?:leave|take) {NAMED} (?:out|away){_MINE}",
        rf"(?:i )?(?:do not|don't|will not|won't) (?:need|want|care about|have to (?:learn|do|know))(?: to (?:learn|do|study))? {NAMED}{_MINE}",
    ),
    "done": (
        rf"(?:i|i've|i have)\s*(?:just |already |now |finally )*(?:finished|completed|did|done|got through|worked through|am done with|'m done with) {NAMED}{_IN_HOURS}",
        rf"(?:i'm|i am) (?:now |finally )?(?:done|finished|through) with {NAMED}{_IN_HOURS}",
        rf"(?:finished|completed|done with|done:?) {NAMED}{_IN_HOURS}",
        rf"{NAMED} (?:is|are) (?:now )?(?:done|finished|complete){_IN_HOURS}",
    ),
}
_TIME = rf"(?:(?:for )?(?:(?:the )?(?:last|past|whole|entire|this)|{NUMBER}|a few|several|some|all(?: of)?)(?: (?:last|past|whole|{NUMBER}))*\s+(?:days?|weeks?|months?|week)(?: ago)?|time|last week|this week)"
_OF_PLAN = (
    r"(?: (?:with|on|in) (?:my |the )?(?:plan|schedule|studies|studying|learning|study|it|everything|work))?"
)
_REFIT = re.compile(
    rf"(?:i|i've|i have|we)?\s*(?:have |had |unfortunately |just )*(?:lost|missed|skipped|wasted|"
    rf"(?:did|got|have done|could do|studied|learned|learnt|managed)(?: to do| to study)? (?:nothing|not much|little)(?: (?:at all|done))?(?: in| during| for)?|"
    rf"(?:could|did) ?(?:not|n't) (?:study|learn|work|do (?:anything|much))(?: in| during| for)?|"
    rf"(?:was|were|have been|'ve been) (?:ill|sick|busy|unwell|away|travelling|on holiday)(?: in| during| for)?) {_TIME}(?: (?:of study|of work|because of .*|due to .*|with .*))*"
    rf"|(?:i'm|i am|(?:i|we) fell|i have fallen|i've fallen|we are) (?:a bit |far |now |{_TIME} )*behind(?: (?:by )?{_TIME})?{_OF_PLAN}"
    rf"|(?:i'm|i am|we are) (?:{_TIME} late|late by {_TIME}){_OF_PLAN}"
    r"|(?:re-?plan|re-?fit)(?: it)?|(?:re-?plan|re-?fit|re-?schedule) (?:my plan|the plan|everything)"
    r"|(?:fit|adjust|adapt|update|move|shift) (?:my (?:plan|schedule)|the plan)(?: to (?:it|that|my progress|today))?",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\W*(?:please|thanks?|thank you|ok(?:ay)?|hi|hello|hey|so|and|but|well|sorry|cheers|that'?s (?:all|it)|can you do that|is that possible|change (?:my|the) plan|update (?:my|the) plan)?\W*",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?:the|a|an|all|my|any|everything about|anything about)\s+|\s+(?:topics?|projects?|parts?|stuff|things?|course)$",
    re.IGNORECASE,
)
_WITH_ALL = re.compile(
    r"(?:,? (?:and|with|together with) (?:everything|all|what|whatever|anything)(?: else)?(?: that)? (?:builds|build|depends|depend|rests|needs) (?:on|upon)?\s?(?:it|them|that))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a message asks to change.

    Attributes:
        include: ids that are to be in the plan whatever else goes.
        exclude: ids that are to be left out, unless something builds on them.
        deep: those of them of which what builds on them is to be left out as well.
        done: ids that are finished, with the hours that they took, where they are said.
        refit: whether time was lost, or the plan is to be fitted to what happened.
        facts: the clauses that tell facts, for the reader of a profile.
        unread: the clauses that were not understood, each perhaps with why.
        is_of_trade: whether it may as well speak of the learner's own work as of their plan.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    deep: tuple[str, ...] = ()
    done: tuple[tuple[str, float | None], ...] = ()
    refit: bool = False
    facts: str = ""
    unread: tuple[str, ...] = ()
    is_of_trade: bool = False

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude or self.done or self.refit or self.facts)


def change(message: str, vocabulary: Vocabulary, today: date) -> Change:
    """Return what a message asks to change, clause by clause."""
    found = Change()
    facts, unread, strange = [], [], []
    for clause in _clauses(message):
        if _FILLER.fullmatch(clause):
            continue
        act = _act(clause, vocabulary)
        if isinstance(act, Change):
            found = _both(found, act)
        elif _tells_fact(clause, vocabulary, today):
            facts.append(clause)
        else:
            vague = " (it names no day)" if read(f"\n{clause}", today).vague else ""
            strange += [clause] if not (act or vague) else []
            unread.append(act or f"{clause.strip(' .!?')}{vague}")
    is_of_trade = found.is_of_trade or any(found.done or not is_of_learner(each) for each in strange)
    is_of_trade = is_of_trade or any(map(tells_of_thing, facts))
    return replace(found, facts=". ".join(facts), unread=(*found.unread, *unread), is_of_trade=is_of_trade)


def _clauses(message: str) -> Iterator[str]:
    said = message.translate(PLAIN)
    yield from (each.strip(" \t,;") for each in _CLAUSES.split(said) if each.strip(" \t,;.!?"))


def _act(clause: str, vocabulary: Vocabulary) -> Change | str | None:
    """Return what a clause asks for; why it cannot be, where it names what there is not; None where it asks nothing."""
    said = " ".join(clause.split()).strip(" .!?")
    plain = LEAD.sub("", said)
    if _REFIT.fullmatch(said) or _REFIT.fullmatch(plain):
        return Change(refit=True)
    why = None
    for act, patterns in _ACTS.items():
        for pattern in patterns:
            match = re.fullmatch(pattern, plain, re.IGNORECASE) or re.fullmatch(pattern, said, re.IGNORECASE)
            if match is None:
                continue
            try:
                found = _change_of(act, match, vocabulary)
                return replace(found, is_of_trade=_is_of_trade(act, match, found, vocabulary))
            except PlanError as error:
                why = why or f"{clause.strip(' .!?')} ({error})"
    return why


def _change_of(act: str, match: re.Match[str], vocabulary: Vocabulary) -> Change:
    groups = match.groupdict()
    is_deep = act == "exclude" and _WITH_ALL.search(groups["what"]) is not None
    ids, missing = _ids(_WITH_ALL.sub("", groups["what"]) if is_deep else groups["what"], vocabulary)
    unread = tuple(_no_topic(each, vocabulary) for each in missing)
    if act == "done":
        hours = number(groups["hours"].lower()) if groups.get("hours") else None
        if hours is not None and len(ids) > 1:
            raise PlanError("hours belong to one thing; say them one by one")
        if len(ids) > 1 and vocabulary.named(groups["what"].strip()):
            titles = "; ".join(vocabulary.syllabus.entry(each).title for each in ids)
            raise PlanError(f"it may be {titles}; name one")
        return Change(done=tuple((id_, hours) for id_ in ids), unread=unread)
    if act == "replace":
        return Change(include=named(groups["other"], vocabulary), exclude=ids, unread=unread)
    if act == "include":
        return Change(include=ids, unread=unread)
    return Change(exclude=ids, deep=ids if is_deep else (), unread=unread)


def _is_of_trade(act: str, match: re.Match[str], found: Change, vocabulary: Vocabulary) -> bool:
    """Say whether what was read as a change may speak of a thing of the trade: the words name no title, or more than one."""
    said = [each for name, each in match.groupdict().items() if each and name in ("what", "other")]
    if names_part(match[0]):
        return False
    ids = (*found.include, *found.exclude, *(id_ for id_, _ in found.done))
    titles = {vocabulary.syllabus.entry(id_).title.casefold() for id_ in ids}
    is_state = match.re.pattern.startswith(NAMED)  # "X is done", "X must stay"
    for each in said:
        parts = {_bare(part).casefold() for part in (each, *_names(each))}
        if parts & titles and not (act == "done" and found.unread):
            continue
        if is_state or is_statement(match[0]) or names_thing(each) or (act == "done" and found.unread):
            return True
    return False


def named(said: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the ids that words name, all that a word stands for.

    Raises:
        PlanError: they name nothing; says what is nearest.
    """
    return _ids(said, vocabulary)[0]


def _ids(said: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], list[str]]:
    """Return the ids that words name, and the names among them that name nothing; see `named`."""
    plain = _bare(said)
    if ids := vocabulary.named(plain):
        return ids, []
    parts = [_bare(each) for each in _names(plain) if each]
    found = {part: vocabulary.named(part) for part in parts}
    ids = tuple(dict.fromkeys(id_ for each in found.values() for id_ in each))
    if not ids:
        raise PlanError(_no_topic(plain, vocabulary))
    return ids, [part for part, each in found.items() if not each]


def _names(said: str) -> list[str]:
    return re.split(r"\s*,\s*|\s+and\s+|\s*&\s*", said)


def _bare(said: str) -> str:
    return _AROUND.sub("", said.strip(" \t\"'`"))


def _no_topic(name: str, vocabulary: Vocabulary) -> str:
    with suppress(ProfileError):
        if near := vocabulary.meaning(name).nearest:
            return f"there is no topic or project {name!r}; the nearest are {'; '.join(near)}"
    return f"there is no topic or project {name!r}"


def _tells_fact(clause: str, vocabulary: Vocabulary, today: date) -> bool:
    said = read(f"\n{clause}", today)
    if said.known and not said.unknown:
        others = tells(said, but_known=True)
        return others or any(vocabulary.meaning(each).topics for each in _without_ids(said.known))
    return tells(said) or bool(languages(said.wishes)) or _names_path(clause, vocabulary)


def _without_ids(known: tuple[str, ...]) -> Iterator[str]:
    return (each if " " in each else each.replace(".", " ") for each in known)


def _names_path(clause: str, vocabulary: Vocabulary) -> bool:
    words = {
        word.lower() for path in vocabulary.syllabus.paths.values() for word in (*path.words, path.title)
    }
    return any(re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", clause, re.IGNORECASE) for each in words)


def _both(one: Change, other: Change) -> Change:
    """Return two changes as one; what is said last of a thing counts."""
    include = [each for each in one.include if each not in other.exclude]
    exclude = [each for each in one.exclude if each not in other.include]
    return Change(
        tuple(dict.fromkeys((*include, *other.include))),
        tuple(dict.fromkeys((*exclude, *other.exclude))),
        (*(each for each in one.deep if each not in other.include), *other.deep),
        (*one.done, *other.done),
        one.refit or other.refit,
        unread=(*one.unread, *other.unread),
        is_of_trade=one.is_of_trade or other.is_of_trade,
    )


def is_way_out(message: str, vocabulary: Vocabulary, today: date) -> bool:
    """Say whether a message tells nothing but what a way out changes: hours a week, a deadline, or to take what fits."""
    found = change(message, vocabulary, today)
    said = read(f"\n{found.facts}", today)
    ways = (said.hours, said.deadlines, said.has_no_deadline, said.takes_what_fits)
    others = (said.known, said.unknown, said.away, said.starts, said.stages, said.languages, said.aims)
    return any(ways) and not any(others) and not replace(found, facts="", unread=())
