"""A message that leans on what was said before -> a question that stands alone.

Rules come first: pronouns, ellipsis ("and in Go?", "what about X?", "the second one", "in production?"). Where a message
has a subject of its own and may lean all the same, both readings are given, for the search to decide. A model is asked
only where a message surely leans and the rules are unsure on what, and never for one that may stand alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from agent.counterparts import translated
from agent.kin import instead
from agent.question import ARTICLE, ASPECTS, YES_NO, Asked, Question, is_small_talk, kind, subjects
from agent.reference import pointing
from knowledge.candidates import language_asked
from knowledge.confidence import COVERED
from knowledge.words import content_words, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

OPENERS = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|also|or|well|hm+|yes|no|yeah|sure|right|sorry|wait|great|cool|nice|thanks?(?: you)?"
    r"|thx|i see|got it|understood|makes sense|interesting)\b(?!-)[\s,.!:;-]*)+",
    re.IGNORECASE,
)
# what opens a message that has its question after it
COURTESY = re.compile(
    r"^\W*(?:(?:(?:many )?thanks?(?: you)?(?: (?:so|very) much| a lot)?|thx|cheers|hi|hello|hey)\b(?: (?:mentor|there|again))?[\s,.!:;-]+"
    r"|(?:ok(?:ay)?|great|cool|nice|perfect|awesome|alright|right|yes|yeah|sure|wow|i see|got it|understood|makes sense|that helps|very helpful)"
    r"\s*[,.!:;-]+\s*)+(?=\w)",
    re.IGNORECASE,
)
MORE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|well|hm+|yes|no|sure|right|great|cool|nice|thanks?(?: you)?|thx|i see|got it)\b(?!-)[\s,.!:;-]*)*"
    r"(?:and|but|so|then|also|or|not)\b(?!-)",
    re.IGNORECASE,
)
ANOTHER_SUBJECT = re.compile(
    r"^\W*(?:something else|(?:a |an)?(?:new|other|another|different|next) (?:question|topic|subject))\b[\s:,.!-]*",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^\W*(?:(?:what|how) about|(?:i )?mean(?:t)?|not [^,]+,(?: but)?(?: in| with| for)?|"
    r"(?:what|how) (?:would|does|do|is|are) (?:that|it|this|they)(?: be| look| work)?(?: done| like)? (?:in|with|for|using)|"
    r"(?:is|are|does|do|would|will) (?:it|that|this|they)(?: be| work)? the same(?: way| thing)? (?:in|with|for)|"
    r"(?:the )?same(?: thing| question)?,?(?: but)? (?:in|with|for|using)|does (?P<who>[\w.+#]+) have (?:that|it|this|them)(?: too)?)"
    r"(?:\s+(?P<x>[^?]+?))?\s*[?.!]*$",
    re.IGNORECASE,
)
ADDED = re.compile(
    r"^\W*(?P<x>(?:for|in|with|using|on|without|from|inside|under|behind)\s+[^?]+?)\s*[?.!]*$", re.IGNORECASE
)
# a circumstance without a clause it belongs to: "and if they leak?", but not "when do I need it?"
FRAGMENT = re.compile(
    r"^\W*(?P<x>(?:if|when|once|while|after|before|because|unless|until|although)\s+(?!(?:do|does|did|is|are|was|should|can|could"
    r"|would|will|not|to)\b)[^,;:?]+?)\s*[?.!]*$",
    re.IGNORECASE,
)
PHRASE = re.compile(
    r"^\W*(?!(?:what|how|why|when|where|which|who|is|are|do|does|did|can|could|should|would|will|won't|show|explain|tell|give"
    r"|i|we|my)\b)(?P<x>[\w.+#/'-]+(?: [\w.+#/'-]+){0,3})\s*[?.!]*$",
    re.IGNORECASE,
)
BARE = re.compile(
    r"^\W*(?P<bare>why(?: not)?|how(?: so| come| exactly)?|when|where|really|more|more details?|go on|continue|tell me more|"
    r"(?:(?:can|could) you )?(?:please )?(?:explain|rephrase|simplify)(?: (?:more|further|that|it|this))?(?: (?:again|differently|more simply|simpler|in simple(?:r)? (?:terms|words)))?|"
    r"elaborate|simpler|in simple(?:r)? (?:terms|words)|i (?:still )?(?:do not|don't) (?:understand|get)(?: it| that| this)?|"
    r"(?:an? |another |some |the )?(?:code )?examples?(?: please)?|"
    r"(?:(?:can|could) you )?(?:please )?(?:show|give)(?: me)? "
    r"(?:an? |some |another |the )?(?:code|examples?|code examples?|sample))\s*[?.!]*\s*$",
    re.IGNORECASE,
)
NOT = re.compile(
    r"^\W*(?:when )?(?:(?:should|do|would) (?:i|we|you) )?not(?: (?:to )?(?:use|do|choose|pick|take))?(?: (?:it|that|this|them|one))?\s*[?.!]*$",
    re.IGNORECASE,
)
TROUBLE = re.compile(r"^\W*what (?:can|could|might) go wrong\W*$", re.IGNORECASE)
ELLIPTIC = re.compile(r"\b(?:instead|otherwise|in (?:that|this) case|either way|what if|and then|as well|too|what (?:can|could) go wrong)\b", re.IGNORECASE)  # fmt: skip
DOING = re.compile(
    r"\W*(?:(?:how|where|when|why|what) (?:do|can|could|should|would) (?:i|we|you|one)|how to|(?:should|can|do|may|must) (?:i|we))\b",
    re.IGNORECASE,
)
DEFINED = re.compile(
    r"\W*(?:what(?:'?s| is| are)|define|who is)\s+(?:an? |the )?(?P<x>[\w.+#/'-]+(?: [\w.+#/'-]+){0,3})\W*$",
    re.IGNORECASE,
)
VAGUE = re.compile(r"\b(?:things?|ones?|stuff|part|bit)\b", re.IGNORECASE)
COMPARED = re.compile(
    r"\b(?:better|faster|simpler|easier|safer|cheaper|slower|worse)\b(?!.*\bthan\b)", re.IGNORECASE
)
SUBJECT_WORDS = 5  # a longer subject is put before the question, not into it
SURE = 0.95  # confidence from which a question that does not lean is not tried with the subject before it
ALWAYS = 2.0  # no search is so sure


class Leaning(Enum):
    """Whether a message leans on what was said before."""

    NOT = "not"
    PERHAPS = "perhaps"
    SURELY = "surely"


def stand_alone(
    message: str,
    history: Sequence[str],
    vocabulary: Collection[str] = (),
    rewrite: Callable[[str, Sequence[str]], str | None] | None = None,
) -> Question:
    """Return the question that a message stands for.

    Args:
        message: what the learner wrote.
        history: the questions asked before, as they stood alone, oldest first.
        vocabulary: stems of the subject's own terms; a pronoun after one of them refers to it.
        rewrite: asks a model, given the message and the history; None when it cannot tell.
    """
    message = message.strip()
    if is_small_talk(message):
        return Question(message, Asked.SMALLTALK, "as is")
    message = COURTESY.sub("", message)
    if (language := language_asked(message)) and (called := translated(message, language)):
        found = _read(
            called, history, vocabulary, rewrite
        )  # "Promise.all in Go" asks for what does its job in Go
        return replace(found, worded=message) if found.by == "as is" else found
    return _read(message, history, vocabulary, rewrite)


def _read(
    message: str,
    history: Sequence[str],
    vocabulary: Collection[str],
    rewrite: Callable[[str, Sequence[str]], str | None] | None,
) -> Question:
    """Return the question that a message stands for, courtesies aside."""
    asked = kind(message)
    if not history or asked is Asked.SMALLTALK:
        return Question(message, asked, "as is")
    how = leans(message, vocabulary)
    if how is Leaning.NOT and DEFINED.match(message):
        return Question(message, asked, "as is")
    text, is_sure = _by_rules(message, history[-1], _about(history), vocabulary)
    leaning = Question(text, _kind_of_both(message, text), "rules")
    said = OPENERS.sub("", message).strip() or message
    if how is not Leaning.SURELY:
        text = said if how is Leaning.PERHAPS else message
        return Question(text, kind(text), "as is", leaning, SURE if how is Leaning.NOT else ALWAYS)
    if not is_sure and rewrite and (better := rewrite(message, history)):
        return Question(better, _kind_of_both(message, better), "model")
    alone = Question(said, kind(said), "as is") if _has_subject(said) else None
    return replace(leaning, either=alone, sure_from=COVERED)


def leans(message: str, vocabulary: Collection[str] = ()) -> Leaning:
    """Return whether a message leans on what was said before it."""
    said = OPENERS.sub("", message)
    if ANOTHER_SUBJECT.match(said):
        return Leaning.NOT
    is_part = any(form.match(said) for form in (ABOUT, ADDED, BARE, NOT, FRAGMENT, TROUBLE))
    if is_part or any(pointing(said, vocabulary)) or not _has_subject(said):
        return Leaning.SURELY
    named = [stem(word) for word in content_words(said)]
    is_whole = any(word in vocabulary for word in named) and not COMPARED.search(said)
    if re.match(r"\W*(?:not|or)\b", message, re.IGNORECASE) or (MORE.match(message) and PHRASE.match(said)):
        return Leaning.SURELY
    if DEFINED.match(said):
        return Leaning.NOT
    is_contrast = re.match(r"\W*(?:so|then|but)\b.*\bthe \w", message, re.IGNORECASE)
    if ELLIPTIC.search(said) or is_contrast or (MORE.match(message) and not is_whole):
        return Leaning.PERHAPS
    return Leaning.NOT


def _has_subject(said: str) -> bool:
    """Whether a message has a word of its own, and not only what can be asked of anything."""
    return any(stem(word) not in ASPECTS for word in content_words(said))


def _kind_of_both(message: str, text: str) -> Asked:
    said = kind(message)
    return kind(text) if said in (Asked.OTHER, Asked.SMALLTALK, Asked.DEFINITION) else said


def _about(history: Sequence[str]) -> list[str]:
    """Return what was asked about last: of "is a JWT encrypted?" after "what is a JWT?" the JWT."""
    about = subjects(history[-1])
    if len(about) == 1 and YES_NO.match(history[-1]):
        for before in reversed(history[:-1]):
            earlier = subjects(before)
            if len(earlier) == 1 and f"{about[0].lower()} ".startswith(f"{earlier[0].lower()} "):
                return earlier
    return about


def _by_rules(
    message: str, before: str, about: Sequence[str], vocabulary: Collection[str]
) -> tuple[str, bool]:
    """Return a message as a question that stands alone, and whether the rules are sure of it."""
    if not about:
        return f"{message} ({before})", False
    said = OPENERS.sub("", message).strip() or message
    if bare := BARE.match(said):
        return _asked_again(bare["bare"].lower(), about, before), True
    if NOT.match(said):
        return f"When should I not {'' if _has_verb(about, before) else 'use '}{' and '.join(about)}?", True
    if added := ADDED.match(said) or FRAGMENT.match(said):
        return _with_more(added["x"].strip(), before)
    another = ABOUT.match(said) or (PHRASE.match(said) if MORE.match(message) else None)
    if another:
        other = another.groupdict()
        return _about_another((other.get("who") or other["x"] or "").strip(), about, before)
    return _with_referents(said, list(pointing(said, vocabulary)), about, before)


def _with_referents(
    said: str, words: Sequence[re.Match[str]], about: Sequence[str], before: str
) -> tuple[str, bool]:
    """Put what was asked about where a message refers to it, or before the message."""
    things = about
    if _has_verb(about, before):  # "how do I add an index?" - "it" is the index, "that" is adding one
        is_thing = words and not any(word["this"] or word["that"] for word in words)
        things = [ARTICLE.sub("", each.partition(" ")[2]) for each in about] if is_thing else []
    if words and things and all(1 <= len(each.split()) <= SUBJECT_WORDS for each in things):
        text = _filled_in(said, words, things)
        return text[:1].upper() + text[1:], len(things) == 1 or any(name in text for name in things)
    name = " and ".join(about)
    return f"{name[:1].upper()}{name[1:]}: {said}", False


def _has_verb(about: Sequence[str], before: str) -> bool:
    """Whether what was asked about begins with what is done: "add an index"; "use" is no part of it."""
    doing = DOING.match(before)
    return doing is not None and before[doing.end() :].lstrip().lower().startswith(about[0].lower())


def _filled_in(said: str, words: Sequence[re.Match[str]], about: Sequence[str]) -> str:
    """Put what each word refers to in its place."""
    parts, at = [], 0
    for word in words:
        parts += [said[at : word.start()], _referent(word, about)]
        at = word.end()
    return "".join([*parts, said[at:]])


def _referent(word: re.Match[str], about: Sequence[str]) -> str:
    both = " and ".join(about)
    if len(about) > 1:
        if re.search(r"first|former", word.group(), re.IGNORECASE):
            return about[0]
        if re.search(r"second|latter|last|other", word.group(), re.IGNORECASE):
            return about[1]
    if word["choice"]:
        return f"which of {both}"
    if word["possessive"]:
        return f"{both}'s"
    return f"my {both}" if word["mine"] else both


def _asked_again(bare: str, about: Sequence[str], before: str) -> str:
    both = " and ".join(about)
    if "code" in bare:
        return f"Show me a code example of {both}"
    if "example" in bare or "sample" in bare:
        return f"Show me an example of {both}"
    if bare.startswith("why"):
        return f"Why? {before}"
    if bare.startswith("how"):
        return f"How does {both} work?"
    if bare.startswith(("when", "where")):
        return f"{bare.capitalize()} should I use {both}?"
    return f"Explain more about {both}"


def _about_another(other: str, about: Sequence[str], before: str) -> tuple[str, bool]:
    """Return the question before, asked of something else."""
    bare = ARTICLE.sub("", other)
    if not content_words(bare) or re.match(r"(?:not|or)\b", bare, re.IGNORECASE):
        return other, False  # "not null" is nothing else that could be asked about
    if swapped := instead(bare, before):
        return swapped, True
    name = " and ".join(about)
    if kind(before) is Asked.DEFINITION and len(about) == 1 and not VAGUE.search(other):
        with_article = rf"(?:\ban? )?{re.escape(about[0])}" if bare.endswith("s") else re.escape(about[0])
        return re.sub(with_article, lambda _: other, before, count=1, flags=re.IGNORECASE), True
    return f"What about {other}, for {name}?", False


def _with_more(added: str, before: str) -> tuple[str, bool]:
    """Return the question before with a circumstance: another one in its place, or one more."""
    _, _, other = added.partition(" ")
    if swapped := instead(ARTICLE.sub("", other), before):
        return swapped, True
    return f"{before.rstrip(' ?.!')} {added}?", True
