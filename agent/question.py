"""What a message asks: which kind of answer it wants, and of what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from agent.kin import FAMILIES
from knowledge.words import stem


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
    """A question that stands alone, what it asks, and how it came about: `as is`, `rules` or `model`.

    Attributes:
        either: another reading of the message, where it may be meant so; the one whose passages answer better counts.
        sure_from: how sure a search must be that its passages answer, for the other reading not to be tried.
        worded: the learner's own words, where what they name is searched for by another name.
    """

    text: str
    asked: Asked
    by: str
    either: Question | None = None
    sure_from: float = 0.0
    worded: str = ""

    @property
    def said(self) -> str:
        """What is shown and kept as the question."""
        return self.worded or self.text


GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|yo|good (?:morning|afternoon|evening|day)|bye|goodbye|see you|who are you|what (?:are|can) you(?: do)?|"
    r"how are you)(?: (?:there|mentor|again|later|tomorrow|today))?\W*$",
    re.IGNORECASE,
)
# what thanks and praise consist of, and what may stand around it
PRAISE = re.compile(
    r"\b(?:(?:good|great|nice|clear|excellent) (?:one|job|answer|explanation|stuff|work)|thanks?(?: you)?|thx|ty|cheers|ok(?:ay)?|k|cool|great|nice|perfect|awesome|excellent|wonderful|brilliant|amazing|"
    r"fantastic|super|lovely|sweet|got it|i see|al(?:l )?right|understood|(?:good|great|nice|clear|excellent) (?:one|job|answer|explanation|stuff|work)|well (?:done|explained)|"
    r"(?:that|this|it)(?:'s| is| was)? (?:(?:really|very|so|now) )*(?:help(?:s|ed|ful)|makes sense|useful|clear(?:er)?|great|good|perfect|"
    r"awesome)|(?:very )?(?:helpful|useful)|makes sense|very clear|i (?:get|understand) (?:it|that|this)|you(?:'re| are) (?:great|awesome|the best|welcome)|"
    r"i appreciate (?:it|that)|much appreciated)\b",
    re.IGNORECASE,
)
AROUND = re.compile(
    r"\b(?:wow|so|very|much|a lot|a million|me|mate|man|mentor|there|again|indeed|now|and|hi|hello|hey|"
    r"for (?:that|this|the (?:help|answer|explanation)|your (?:help|answer|time)|explaining))\b",
    re.IGNORECASE,
)
# a plan is one for studying where it is called so, or where nothing behind it says what else it is for
_STUDY = r"(?:stud(?:y|ies|ying)|learn(?:ing)?|career|curriculum|interviews?|exams?)"
_FOR_STUDY = (
    r"(?:to (?:learn|study|become|be|master|pass|prepare|start|switch|find|reach|get (?:a|an|my|into|hired|good|better|started))"
    r"|for (?:me|myself|beginners?|becoming|getting|python|java|javascript|typescript|node(?:\.?js)?|go|golang|back-?end"
    rf"|(?:(?:the|my|a|an|our) )?(?:\w+ ){{0,2}}(?:{_STUDY}|goals?|job|beginners?|days?|weeks?|months?|year))"
    r"|that (?:fits|suits|works|is))\b"
)
_A_PLAN = (
    rf"(?:(?:\w+ ){{0,2}}{_STUDY} (?:plan|schedule|path)|(?:\w+[ -]){{0,3}}roadmap"
    r"|(?:(?:new|good|better|simple|clear|detailed|realistic|personal|weekly|daily|short|full|complete) )*"
    rf"(?:plan|schedule)\b(?: {_FOR_STUDY}|(?! (?:for|to|of|that|which|how|about)\b)))"
)
PLAN = re.compile(
    r"^\W*(?:(?:hi|hello|hey|ok(?:ay)?|so|now|well)\b[\s,.!]*)*(?:(?:can|could|would|will) you )?(?:please )?(?:help me (?:to )?)?"
    r"(?:(?:(?:make|build|create|give|write|draw|prepare)(?: up)?(?: me)?|i(?:'d| would)? (?:need|want|like)(?: to have)?) (?:a|my|the)"
    rf" {_A_PLAN}|plan my (?:learning|studies|study|path)\b|/\s+learn\b)",
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
# Trouble that is named, made on purpose or asked for as a notion: no trouble that the asker has.
NO_TROUBLE = re.compile(
    r"\b(?:error[ -](?:budgets?|boundar(?:y|ies)|classes|codes?|handl\w+|logs?|messages?|objects?|pages?|propagation|rates?|responses?|types?|values?)"
    r"|exception[ -](?:class(?:es)?|filters?|groups?|handl\w+|hierarch(?:y|ies)|safety|types?)|bug[ -](?:bount(?:y|ies)|reports?|trackers?|triage)"
    r"|debug[ -](?:builds?|levels?|logs?|modes?)|crash[ -](?:consistency|only|recovery|safety)|slow[ -](?:logs?|query logs?|starts?)|fail(?:ing)?[ -](?:fast|safe|open|closed)"
    r"|(?:deadlock|leak)[ -](?:avoidance|detection|detectors?|prevention)"
    r"|(?:set|choose|configure|raise|return|throw|catch|handle|wrap|define|design)(?:ing)? (?:an? |the )?(?:\w+ )?(?:error|exception|timeout)s?)\b"
    r"|^\W*(?:(?:can|could) you )?(?:please )?(?:what(?:'?s| is| are| do(?:es)?)|define|explain|describe|tell me about) (?:an? )?(?!(?:the|this|that|these|those|my|our|your)\b)"
    r"(?:[\w-]+ )?(?:errors?|exceptions?|bugs?|crash(?:es)?|crash[ -]?loops?|deadlocks?|leaks?|timeouts?)(?: mean)?\W*$",
    re.IGNORECASE,
)

SCAFFOLD = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|well|hi|hello|hey|please|also)\b[ ,]*)*"
    r"(?:(?:can|could|would) (?:you|i|we) (?:please )?|please )?"
    r"(?:what(?:'?s| is| are| was| does| do| should i know about| about)|how (?:do|does|can|should|would|could|is|are)(?: (?:i|we|you|one))?|how to|"
    r"why (?:is|are|does|do|should|would)(?: (?:i|we|you|one))?|when (?:is|are|does|do|should|would)(?: (?:i|we|you|one))?|"
    r"where (?:is|are|do|does|should)(?: (?:i|we))?|which (?:is|are)|should (?:i|we)(?: (?:use|choose|pick|learn|take))?|do i (?:need|have to)|(?:is|was|would) it (?:worth(?: it)?|ok(?:ay)?|possible)(?: to(?: use)?)?|is|are|does|do|can|"
    r"explain|define|describe|tell me (?:more )?about|show(?: me)?|give me|i want to|i need to|help me(?: to| with)?|"
    r"an? (?:code )?example (?:of|for|with))\b\s*(?:me |to me )?(?:(?:the )?(?:difference|differences) between )?(?:the meaning of )?",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"\s+(?:for (?:my|a|an|the|our|your|me|us)\b.*|in production|work|works|mean|means|used for|exactly|please|about|and (?:how|why|when|what)\b.*)$",
    re.IGNORECASE,
)
# What can be asked of anything: a question of such words alone has no subject.
ASPECTS = frozenset(
    stem(word)
    for word in """
    downside upside disadvantage advantage benefit drawback alternative option difference mistake pitfall trap danger risk
    cost limit limitation example step tool performance size big small large long short much many fast slow safe secure worth
    better best worse worst production practice usual common default scale handle choose decide start begin learn easy hard
    difficult expensive cheap free bad good wrong right order first second next real life world thing stuff keep part detail
    simple simpler way main enough checklist component requirement typical proper properly correct correctly exist kind type
    case reason purpose point need important happen work say know recommend avoid prevent exactly often rule thumb point
    """.split()  # noqa: SIM905 - a list literal of them would be unreadable
)
# what can be answered by yes or no; not what asks to choose, or to explain
YES_NO = re.compile(
    r"^\W*(?:(?:so|and|but|then|ok(?:ay)?|well|also)\b[\s,]*)*(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|must|isn't|aren't|doesn't"
    r"|don't|can't|won't)\b(?! (?:you|we) (?:explain|tell|show|give|help|describe)\b)(?!.*\bor\b)",
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


def is_small_talk(text: str) -> bool:
    """Whether a message only greets, thanks or praises, or asks about the mentor."""
    rest = PRAISE.sub(" ", text)
    is_praise = rest != text and not re.search(r"\w", AROUND.sub(" ", rest))
    return is_praise or GREETING.match(text) is not None


def kind(text: str) -> Asked:
    """Return what kind of answer a question wants."""
    if is_small_talk(text):
        return Asked.SMALLTALK
    if PLAN.match(text):
        return Asked.PLAN
    untroubled = NO_TROUBLE.sub(" ", text)
    return next(
        (
            asked
            for asked, pattern in KINDS
            if pattern.search(untroubled if asked is Asked.DEBUGGING else text)
        ),
        Asked.OTHER,
    )


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
    phrase = re.split(r"[.?!]\s", phrase.strip(" \t\n?.!,;:\"'"), maxsplit=1)[0]
    phrase = SCAFFOLD.sub("", phrase)
    phrase = re.sub(r"^(?:better|use|choose|prefer|using)[,:]?\s+", "", phrase, flags=re.IGNORECASE)
    phrase = ARTICLE.sub("", TAIL.sub("", phrase))
    return phrase.strip(" \t\n?.!,;:\"'")
