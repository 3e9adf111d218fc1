"""What a message asks, and the question that it stands for when it leans on what was said before.

Rules come first: pronouns, ellipsis ("and in Go?", "what about X?", "the second one"). A model is asked only
where the rules are unsure, and never for a message that stands alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.words import content_words, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


class Asked(StrEnum):
    """What kind of answer a question wants."""

    DEFINITION = "definition"
    HOW_TO = "how-to"
    COMPARISON = "comparison"
    CHOICE = "choice"
    DEBUGGING = "debugging"
    CODE = "code"
    WHY = "why"
    CAREER = "career"
    PLAN = "plan"
    OTHER = "other"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands alone, what it asks, and how it came about: `as is`, `rules` or `model`."""

    text: str
    asked: Asked
    by: str


SMALLTALK = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|thanks?(?: you)?(?: (?:so|very) much| a lot)?|"
    r"thx|cheers|bye|goodbye|see you|ok(?:ay)?|cool|great|nice|got it|perfect|who are you|what (?:are|can) you(?: do)?|"
    r"how are you)(?: (?:there|mentor|again|for (?:that|the help|your help)))?\W*$",
    re.IGNORECASE,
)
PLAN = re.compile(
    r"^\W*(?:(?:can|could|would) you )?(?:please )?(?:(?:make|build|create|give|write|draw)(?: up)?(?: me)? (?:a|my|the)"
    r" (?:\w+ ){0,3}(?:plan|roadmap|schedule)|plan my (?:learning|studies|study|path)|/\s+learn)\b(?! for (?:my|a|the) \w*(?:database|query|system|deploy))",
    re.IGNORECASE,
)
KINDS: tuple[tuple[Asked, re.Pattern[str]], ...] = tuple(
    (asked, re.compile(pattern, re.IGNORECASE))
    for asked, pattern in (
        (
            Asked.CAREER,
            r"\b(?:salar(?:y|ies)|earn|job|jobs|hire|hired|hiring|career|interview|employ\w*|remote (?:work|job)\w*|junior|portfolio|cv|resume|degree)\b",
        ),
        (Asked.COMPARISON, r"\b(?:difference|differ|differs|compare|compared|comparison|versus|vs\.?)\b"),
        (
            Asked.CHOICE,
            r"\b(?:should i (?:use|choose|pick|go|learn|take)|which (?:one|of|is better|should)|better\b.*\bor\b|(?:choose|decide) between|when (?:should|do|would) (?:i|we|you) (?:use|choose|prefer)|.+\bor\b.+\?$|is it worth)",
        ),
        (
            Asked.CODE,
            r"\b(?:(?:code|an?|simple|short|minimal) (?:example|sample|snippet)|example (?:of|code|in)|show me (?:how|code|an?)|snippet)\b|^(?:example|code)\b",
        ),
        (
            Asked.DEBUGGING,
            r"\b(?:error|exception|fails?|failing|failed|crash\w*|broken|bug|debug|not work\w*|doesn'?t work|isn'?t working|wrong|slow|stuck|hang\w*|leak\w*|deadlock\w*|refused|timeouts?|timed out|fix|why (?:is|does|do|are) my)\b",
        ),
        (
            Asked.WHY,
            r"^\W*(?:but |and |so )?why\b|\b(?:reasons? (?:for|to)|what'?s the point|advantages?|benefits?)\b",
        ),
        (
            Asked.HOW_TO,
            r"^\W*(?:and |but |so )?(?:how (?:do|can|should|would|to|might) ?|how to|what'?s the (?:best|right|proper) way|steps? to|guide|set ?up|implement|build|create|write|add)\b|\bhow (?:do|can|should) (?:i|we|you)\b",
        ),
        (
            Asked.DEFINITION,
            r"^\W*(?:(?:can|could) you )?(?:please )?(?:what(?:'?s| is| are| does| do)|explain|define|describe|tell me about|meaning of|who|what .* means?|eli5|how (?:does|do|is|are))\b|^\W*\w[\w.+#-]*(?: \w[\w.+#-]*){0,2}\W*$",
        ),
    )
)

SCAFFOLD = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|well|hi|hello|hey|please|also)\b[ ,]*)*"
    r"(?:(?:can|could|would) (?:you|i|we) (?:please )?|please )?"
    r"(?:what(?:'?s| is| are| was| does| do| should i know about| about)|how (?:do|does|can|should|would|could|is|are)(?: (?:i|we|you|one))?|how to|"
    r"why (?:is|are|does|do|should|would)(?: (?:i|we|you|one))?|when (?:is|are|does|do|should|would)(?: (?:i|we|you|one))?|"
    r"where (?:is|are|do|does|should)(?: (?:i|we))?|which (?:is|are)|should (?:i|we)(?: (?:use|choose|pick|learn|take))?|do i (?:need|have to)|is|are|does|do|can|"
    r"explain|define|describe|tell me (?:more )?about|show(?: me)?|give me|i want to|i need to|help me(?: to| with)?|"
    r"an? (?:code )?example (?:of|for|with))\b\s*(?:me |to me )?(?:(?:the )?(?:difference|differences) between )?(?:the meaning of )?",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"\s+(?:for (?:my|a|an|the|our|your)\b.*|in production|work|works|mean|means|used for|exactly|please|about|and (?:how|why|when|what)\b.*)$",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"^(?:an?|the|my|our|your|some|any)\s+", re.IGNORECASE)
PAIRS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bbetween (?P<a>[^,?]+?) and (?P<b>[^,?]+)",
        r"\bwhich of (?P<a>[^,?]+?) (?:and|or) (?P<b>[\w.+#/-]+(?: [\w.+#/-]+)?)\b",
        r"\bcompare (?P<a>[^,?]+?) (?:and|with|to) (?P<b>[^,?]+)",
        r"(?P<a>[^,?:]+?) (?:vs\.?|versus|compared (?:to|with)|or|rather than) (?P<b>[^,?]+)",
    )
)
REFERS = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|the (?:first|second|third|former|latter|last|other)(?: one)?|"
    r"the two|both(?: of them)?|either(?: of them)?|which one|which of (?:them|these|those|the two|the(?:m)? both))\b",
    re.IGNORECASE,
)
LEANS = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|also)\b[\s,]*)?"
    r"(?:(?P<about>(?:what|how) about|and for|and in|and with|in|with|for|using|on|without)\s+(?P<x>[^?]+?)|"
    r"(?P<bare>why(?: not)?|how(?: so| come)?|when|where|really|more|more details?|go on|continue|tell me more|explain(?: more| further)?|elaborate|"
    r"(?:an? |another |some |the )?(?:code )?examples?(?: please)?|"
    r"(?:(?:can|could) you )?(?:please )?(?:show|give)(?: me)? (?:an? |some |another |the )?(?:code|examples?|code examples?|sample)))\s*[?.!]*\s*$",
    re.IGNORECASE,
)
OPENS_AS_MORE = re.compile(r"^\W*(?:and|but|so|then|also|or)\b", re.IGNORECASE)
ANTECEDENT = re.compile(
    r"\b(?:an?|the|my|our|your|some|any|each|every)\s+(?!two\b|first\b|second\b|other\b)\w+|\b[A-Z][A-Za-z]*[A-Z0-9.]\w*|\b[A-Z][a-z]+\b"
)
FAMILIES: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "python",
            "javascript",
            "typescript",
            "go",
            "golang",
            "java",
            "node",
            "node.js",
            "rust",
            "c#",
            "php",
            "ruby",
            "kotlin",
        }
    ),
    frozenset({"django", "fastapi", "flask", "express", "fastify", "nestjs", "spring", "spring boot", "gin"}),
    frozenset(
        {"postgresql", "postgres", "mysql", "sqlite", "mariadb", "mongodb", "dynamodb", "redis", "cassandra"}
    ),
    frozenset({"rest", "graphql", "grpc", "soap", "websockets", "sse"}),
    frozenset({"kafka", "rabbitmq", "sqs", "nats"}),
)


def kind(text: str) -> Asked:
    """Return what kind of answer a question wants."""
    if SMALLTALK.match(text):
        return Asked.SMALLTALK
    if PLAN.match(text):
        return Asked.PLAN
    return next((asked for asked, pattern in KINDS if pattern.search(text)), Asked.OTHER)


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
    if not history or kind(message) is Asked.SMALLTALK or not leans(message, vocabulary):
        return Question(message, kind(message), "as is")
    text, is_sure = _by_rules(message, history[-1])
    if not is_sure and rewrite and (better := rewrite(message, history)):
        return Question(better, _kind_of_both(message, better), "model")
    return Question(text, _kind_of_both(message, text), "rules")


def _kind_of_both(message: str, text: str) -> Asked:
    said = kind(message)
    return kind(text) if said in (Asked.OTHER, Asked.SMALLTALK, Asked.DEFINITION) else said


def leans(message: str, vocabulary: Collection[str] = ()) -> bool:
    """Whether a message leans on what was said before it."""
    if LEANS.match(message):
        return True
    refers = REFERS.search(message)
    if refers:
        before = message[: refers.start()]
        within = SCAFFOLD.sub("", before)
        named = ANTECEDENT.search(within) or any(stem(word) in vocabulary for word in content_words(before))
        if not named:
            return True
    return bool(OPENS_AS_MORE.match(message)) and not _has_subject(message, vocabulary)


def _has_subject(message: str, vocabulary: Collection[str]) -> bool:
    return any(stem(word) in vocabulary for word in content_words(message))


def subjects(question: str) -> list[str]:
    """Return what a question is about: the two things it weighs, or the one thing it asks of."""
    for pattern in PAIRS:
        if found := pattern.search(question):
            pair = [_as_inside(_trimmed(found["a"])), _trimmed(found["b"])]
            if all(pair):
                return pair
    one = _as_inside(_trimmed(question))
    return [one] if one else []


def _as_inside(phrase: str) -> str:
    """Return a phrase as it reads inside a sentence: a plain word that only began one loses its capital."""
    first = phrase.split(" ", 1)[0]
    named = any(first.lower() in family for family in FAMILIES) or not re.fullmatch(r"[A-Z][a-z]+s?", first)
    return phrase if named or not first.endswith("s") else phrase[:1].lower() + phrase[1:]


def _trimmed(phrase: str) -> str:
    phrase = phrase.strip(" \t\n?.!,;:\"'")
    phrase = SCAFFOLD.sub("", phrase)
    phrase = re.sub(r"^(?:better|use|choose|prefer|using)[,:]?\s+", "", phrase, flags=re.IGNORECASE)
    phrase = ARTICLE.sub("", TAIL.sub("", phrase))
    return phrase.strip(" \t\n?.!,;:\"'")


def _by_rules(message: str, before: str) -> tuple[str, bool]:
    """Return a message as a question that stands alone, and whether the rules are sure of it."""
    about = subjects(before)
    if not about:
        return f"{message} ({before})", False
    if leaning := LEANS.match(message):
        if leaning["bare"]:
            return _asked_again(leaning["bare"].lower(), about, before), True
        return _about_another(leaning["x"].strip(), about, before)
    plain = re.sub(r"^\W*(?:and|but|so|then|also|or|ok(?:ay)?)\b[\s,]*", "", message, flags=re.IGNORECASE)
    text, count = REFERS.subn(lambda found: _referent(found.group().lower(), about), plain)
    if not count:
        return f"{plain.rstrip(' ?.!')}, for {' and '.join(about)}?", False
    text = text[:1].upper() + text[1:]
    return text, len(about) == 1 or " and ".join(about) in text or any(name in text for name in about)


def _referent(pronoun: str, about: Sequence[str]) -> str:
    both = " and ".join(about)
    if len(about) > 1:
        if re.search(r"first|former", pronoun):
            return about[0]
        if re.search(r"second|latter|last|other", pronoun):
            return about[1]
    if pronoun.startswith("which"):
        return f"which of {both}"
    if pronoun in ("its", "their"):
        return f"{both}'s"
    return both


def _asked_again(bare: str, about: Sequence[str], before: str) -> str:
    both = " and ".join(about)
    if "example" in bare or "code" in bare or "sample" in bare:
        return f"Show me a code example of {both}"
    if bare.startswith("why"):
        return f"Why? {before}"
    if bare.startswith("how"):
        return f"How does {both} work?"
    if bare.startswith(("when", "where")):
        return f"{bare.capitalize()} should I use {both}?"
    return f"Explain more about {both}"


def _about_another(other: str, about: Sequence[str], before: str) -> tuple[str, bool]:
    """Return the question before, asked of something else."""
    name = ARTICLE.sub("", other).strip().lower()
    relatives = [word for family in FAMILIES if name in family for word in family]
    for word in sorted(relatives, key=len, reverse=True):
        pattern = re.compile(rf"(?<![\w.]){re.escape(word)}(?![\w+#])", re.IGNORECASE)
        if pattern.search(before):
            return pattern.sub(lambda _: other, before, count=1), True
    if kind(before) is Asked.DEFINITION and len(about) == 1:
        return re.sub(re.escape(about[0]), lambda _: other, before, count=1, flags=re.IGNORECASE), True
    return f"What about {other}, for {' and '.join(about)}?", False
