"""Messages that are no questions to look up: what they want done with what was just said; pure.

"Simpler", "prove it" or "that did not help" have no answer on any page. Such a message speaks of the talk itself: all its
words are of explaining, understanding, proof, help or feeling, and none is of a subject. Which move it is, whole forms
say ("give me an example"), or, where it asks nothing, what it states ("I don't get it"). In doubt a message is a question:
a move that is missed is searched for like any other, while a question taken for a move is not answered at all. What leans
on an answer is a move only where there was one.
"""

from __future__ import annotations

import re
from enum import StrEnum

from agent.move_forms import STATED, WHOLE
from knowledge.words import STOP, stem, straight, words


class Move(StrEnum):
    """What a message wants, other than an answer to a question."""

    SIMPLER = "simpler"
    SHORTER = "shorter"
    AGAIN = "again"
    MORE = "more"
    EXAMPLE = "example"
    QUIZ = "quiz"
    PROOF = "proof"
    WRONG = "wrong"
    NO_HELP = "no_help"
    UPSET = "upset"
    START = "start"
    NEXT = "next"
    LOST = "lost"
    ANNOUNCED = "announced"


# Moves that need nothing to have been said before.
ALONE = frozenset({Move.UPSET, Move.START, Move.NEXT, Move.LOST, Move.QUIZ, Move.ANNOUNCED})
LONGEST = 16  # words: who writes more has something of their own to say

# Words of talking about the talk. One that is also a subject's ("test", "code", "source") counts where nothing else is named.
_TALK = frozenset(
    stem(word)
    for word in """
    explain explanation explained say said saying tell told put repeat rephrase reword describe describing elaborate expand
    continue going go keep carry dig dive walk break summarise summarize summary sum recap write show showing give giving see
    look looking hear read make made do does did done doing want wanted wanting need needed like would could can may let lets
    try tried trying think thought believe guess mean meant meaning know knew known understand understood understanding grasp
    follow following get got getting catch come came take took taken find found ask asked asking answer answered answers reply
    question questions point points key gist essence version word words term terms sentence sentences line lines paragraph text
    part thing things stuff topic subject bit lot way ways time times info information detail details detailed depth step steps
    english language human layman layperson laymans everyday normal basic basics simple simpler simply simplify easy easier
    plain plainly short shorter shortly brief briefly briefer concise concisely quick quickly long longer length wordy tl dr tldr
    complicated complex technical difficult hard harder advanced abstract dense confused confusing confuse unclear clear clearer
    clearly sense head brain kid child five year old beginner newbie noob dummy dummies eli5 12 10 5 dumb level
    different differently another other again once more further deeper deep additional continue else next now today
    example examples instance snippet snippets sample samples code coding demo demonstration concrete practical real world life
    realworld quiz exam examine exercise exercises practice practise drill grill challenge task check knowledge myself
    prove proof proven verify source sources evidence reference references cite citation citations sure certain confident
    certainty really true truth right correct correctly accurate accuracy wrong incorrect incorrectly false mistake mistaken
    outdated nonsense rubbish lie lying disagree doubt trust reliable believe based basing basis book document
    page fact facts contradict contradicts contradiction current date
    help helped helpful helping helps unhelpful useful useless work worked works solve solved irrelevant off miss missed
    misunderstood misunderstand ignore ignored beside
    frustrated frustrating frustration annoyed annoying angry mad hate sucks suck stupid idiot moron fuck fucking fucked shit
    crap damn wtf omg ffs ugh argh grr screw piss garbage trash terrible awful horrible pathetic worthless waste wasting hopeless
    feel feeling felt went nice great tired sick fed give quit cry never smart clever good enough slow idk bot mentor program ai app tool thing
    man dude bro mate guys lost overwhelmed overwhelming stuck clueless drowning idea clue start started starting begin beginning
    learn learning learned study studying new newcomer completely totally complete total absolute absolutely
    first backend back end programming developer dev development become getting path here there place everything anything
    something nothing anyone someone place tackle good best logical natural builds build after before afterwards
    please pls plz thanks thank thx sorry ok okay hm hmm huh eh um oh ah hi hello hey well yes no yeah nope yep u ur r im ive dont
    doesnt didnt isnt cant wont whats thats its youre just even still also actually honestly quite pretty kind sort maybe
    perhaps much many little few some any all both two one another 100 percent second third last previous way too so very
    what's that's it's i'm you're don't didn't doesn't isn't can't couldn't i've i'd i'll you've let's won't wasn't haven't hasn't
    english us instead case work bloody bullshit stfu ask shut hurt hurts jargon nutshell less fewer rely yourself shall wow honest sound
    sounds without whether mind seem seems picture imagine aaargh aargh grrr dear lord god sake heaven let us wonder wondering figure hold hang slow down
    slower words reading lesson learnt grasp grasped follow followed detail explainer story metaphor analogy analogies compare comparison
    """.split()  # noqa: SIM905 - a list literal of them would be unreadable
)
_FORMS = tuple((Move(name), re.compile("|".join(forms), re.IGNORECASE)) for name, forms in WHOLE.items())
_STATED = tuple((Move(name), re.compile("|".join(signs), re.IGNORECASE)) for name, signs in STATED.items())
_OWN = re.compile(
    r"\b(?:my|our) (?!(?:question|knowledge|understanding|head|brain|mind|level|point|problem|life|time|god|last|first|next)\b)",
    re.IGNORECASE,
)
_OF_LEARNING = re.compile(
    r"\b(?:all (?:of )?this|this all|learning|to learn|(?:learn|study) first|programming|coding|back-?end|beginner|newbie|noob|new"
    r"|scratch|zero|nothing)\b",
    re.IGNORECASE,
)
# what names something else elsewhere, and here the learner, their beginning, or the language of an example
_ALLOWED = re.compile(
    r"\btest(?: of)? (?:me|myself|my \w+|if i|whether i)\b|"
    r"\b(?:give|set)(?: me)? (?:a|some|another) (?:\w+ )?test\b|\bfrom (?:scratch|zero|nothing)\b|"
    r"(?<=example)s? (?:in|using|with|for) (?:python|golang|go|java|javascript|js|node(?:\.?js)?|typescript|ts|sql)\b|"
    r"(?<=code) (?:in|using|with|for) (?:python|golang|go|java|javascript|js|node(?:\.?js)?|typescript|ts|sql)\b",
    re.IGNORECASE,
)
# the language Go: "about Go", "is go", but not "Go on" and "to go deeper"
_GO = re.compile(
    r"(?<=[\w,] )Go\b(?! (?:on|ahead|deeper|further|into)\b)|(?i:\b(?:about|after|does|for|from|in|is|learn|like|of|than|up|use|using"
    r"|why|with|write) go\b|\bto go\b(?! (?:on|ahead|deeper|further|into|over|back|through|from here|in)\b))"
)
_CODE = re.compile(r"\w\(|::|[`{}=<>_]")
_COURTESY = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|and|but|well|hm+|um|oh|yes|yeah|yep|nope|sorry|thanks|thank you|please|pls|hi|hey|hello|mentor|wow|man|dude"
    r"|bro|now|no(?=,| that| it| this| you))\b(?! what\b\W*$)[\s,.!:;-]+)+(?=\w)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:[\s,]+(?:please|pls|plz|thanks|thx|sorry|man|mate|dude|bro))+(?=\W*$)", re.IGNORECASE
)
_PARTED = re.compile(r"(?<=[,.!?;:])\s+")
_CLAUSE = re.compile(rf"{_PARTED.pattern}|\s+(?:but|and)\s+")
# What asks, or names what it is about: "why ...", "is it ...", "define ..."; but not "what a waste" and "what the hell"
_ASKS = re.compile(
    r"^\W*(?:why|when|how|where|which|who|whose"
    r"|what(?! an? \w+ (?:of|bot|answer|app|tool)\b)|whats|if|even if|in case|unless|until|once|after|before|wtf (?:is|are|does|do)"
    r"|(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|had|must|may|isn't|aren't|doesn't|don't|can't|won't)"
    r" (?:it|this|that|these|those|they|there|i|we|one|an?|the|my|your|not|you (?:need|have|get|always|really|still|often))"
    r"|(?:explain|define|describe|compare|summari[sz]e|show|teach|tell me)\b(?! you)|(?:the )?(?:difference|meaning) )\b"
    r"|\b(?:why|whether|when)\b|\bhow (?!to\b)|\b(?:what|where|which|who) (?:is|are|does|do|did|was|can)\b",
    re.IGNORECASE,
)
# what draws a conclusion, to hear whether it holds: "so it is never useful", "this is not useful for text?"
_CONCLUDES = re.compile(
    r"^\W*so (?:it|that|this|you|they|i (?:can|should|need|have|do))\b|^(?!.*\b(?:i|i'?m|im|me)\b).*\?\W*$",
    re.IGNORECASE,
)
_WORD_FOR_WORD = re.compile(
    r"\b(?:repeat|say (?:that|this|it) again|once (?:more|again)|one more time|what did you)\b", re.IGNORECASE
)


def move(message: str, *, has_answer: bool) -> Move | None:
    """Return what a message wants done; None where it is a question, or could be one.

    Args:
        message: what the learner wrote.
        has_answer: whether something was answered before in the conversation.
    """
    said = straight(message)
    if not said or len(said.split()) > LONGEST or _OWN.search(said) or not _is_of_the_talk(said):
        return None
    asks = [_ASKS.search(_bare(each)) is not None for each in _CLAUSE.split(said)]
    whole = [_bare(said)] if any(asks[:-1]) else [_bare(said), _bare(_PARTED.split(said)[-1])]
    found = next(
        (
            each
            for each, form in _FORMS
            if (has_answer or each in ALONE) and any(form.fullmatch(text) for text in whole)
        ),
        None,
    )
    if found is None and not any(asks) and not _CONCLUDES.search(said):
        found = next(
            (each for each, sign in _STATED if (has_answer or each in ALONE) and sign.search(said)), None
        )
    if found is Move.START and has_answer and not _OF_LEARNING.search(said):
        return None  # "how do I start?" after an answer asks how to start with what it is about
    return found


def is_word_for_word(message: str) -> bool:
    """Whether a wish to hear something again wants the same words and not others."""
    return _WORD_FOR_WORD.search(message) is not None


def _bare(said: str) -> str:
    """Return a message without what opens and closes it, its question mark kept where it is one word."""
    bare = _AFTER.sub("", _COURTESY.sub("", said)).strip()
    return (
        bare.rstrip("?.! ,;:")
        if len(bare.split()) > 1 or not re.match(r"(?:what|sure)\b", bare, re.IGNORECASE)
        else bare
    )


def _is_of_the_talk(said: str) -> bool:
    """Whether a message names no subject: all its words are of the talk itself."""
    said = _ALLOWED.sub(" ", said)
    if _GO.search(said) or _CODE.search(said):
        return False
    return all(word in STOP or stem(word) in _TALK for word in words(said))
