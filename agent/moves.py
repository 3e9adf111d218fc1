"""Messages that are no questions to look up: what they want done with what was just said; pure.

"Simpler", "prove it" or "that did not help" have no answer on any page. Such a message speaks of the talk itself: all its
words are of explaining, understanding, proof, help or feeling, and none is of a subject. Which of them it has decides
what it wants. So "prove that the sum is right in pytest" is a question, whatever it begins with; and what leans on an
answer is a move only where there was one.
"""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.words import STOP, stem, words


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


# Moves that need nothing to have been said before.
ALONE = frozenset({Move.UPSET, Move.START, Move.NEXT, Move.LOST, Move.QUIZ})
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
_THAT = r"(?:that|this|it|you|u|the (?:answer|explanation)|your (?:answer|reply|explanation))"
_NOT = r"(?:not|n'?t|never|no|nothing|hardly)"
_CUES: tuple[tuple[Move, str], ...] = (
    (
        Move.UPSET,
        (
            r"\b(?:frustrat\w*|annoy\w*|angry|hate|sucks?|stupid|idiot|moron|fuck\w*|shit\w*|crap|damn|wtf|omg|ffs|ugh+|a+rgh+|gr+\b|screw|stfu|bullshit|"
            r"bloody|piss|garbage|trash|terrible|awful|horrible|pathetic|worthless|useless|wast(?:e of|e my|ing my|es my) (?:my )?time|waste of|hopeless|cry|shut up|give up|i quit|"
            r"(?:sick|tired|fed up) (?:of|with)|(?:feel|am|i'?m) (?:so |too |really )*(?:dumb|stupid|slow)\b|too (?:dumb|stupid)\b|not (?:smart|clever|good) enough|never (?:understand|get|learn))"
        ),
    ),
    (
        Move.NO_HELP,
        (
            rf"\b(?:unhelpful|irrelevant|off[- ]topic|beside the point|misunderst\w+|miss(?:ed)? (?:my|the)|ignored? my|no help|already (?:know|knew)|knew that|tried (?:that|this|it))\b|"
            rf"{_NOT}\b.*\b(?:help\w*|useful|answer\w*|solve\w*|work\w*)\b|{_NOT} (?:\w+ )?(?:what|the question)\b.*\b(?:ask\w*|mean\w*|want\w*|need\w*|look\w*)|"
            rf"\b(?:i )?(?:meant|asked|wanted) (?:something|for something|another|a different|about something)|{_THAT}(?:'s| is| was)? not it\b|"
            rf"{_NOT} (?:\w+ )?(?:understand|get|got) (?:my|the) question|answer (?:my|the) question"
        ),
    ),
    (
        Move.WRONG,
        (
            rf"^(?!\W*(?:is|was|what|when|why|if|how|does|which)\b).*(?:\b{_THAT}|\b(?:you|that|this)'(?:s|re))\b[\w' ]*\b(?:wrong|incorrect\w*|mistaken|mistakes?|false|outdated|nonsense|rubbish|lying|lie|contradict\w*|out of date)\b|"
            rf"^\W*(?:no|nope)?\W*(?:wrong|incorrect|false|mistake|nonsense|rubbish)\W*$|\bi (?:\w+ )?disagree|\bnot agree\b|"
            rf"^\W*(?:no,? )?{_THAT}(?:'s| is| are|'re)?(?: ?n'?t| not)\b.*\b(?:true|right|correct|accurate)\b(?!.*\?)|^\W*not (?:true|right|correct)\W*$"
        ),
    ),
    (
        Move.PROOF,
        (
            r"\b(?:prove|proof|proven|(?<!i )verify|sources?|evidence|references?|cite|citations?|says who|who (?:says|said|told)|based|basing|basis|according to|"
            r"how do you know|which (?:book|document|page))\b|(?<!not )\b(?:sure|certain|confident|certainty)\b|\b(?:trust|rely|doubt|reliable|believe (?:that|this|it|you))\b|"
            r"\b(?:is|was|isn'?t) (?:that|this|it|the answer) (?:\w+ )*(?:true|right|correct|so|accurate|a fact|current)\b(?! (?:way|one|tool|choice|place))|"
            r"\bwhere (?:do|does|did|have|is|are|'s|was)\b(?! i\b).*\b(?:from|read|find|found|get|got|know)\b|^\W*(?:really|seriously|for real)\W*$"
        ),
    ),
    (
        Move.QUIZ,
        (
            r"\b(?:quiz|exercises?|drill|grill|challenge)\b|\b(?:test|examine|check|ask) (?:me|myself|my|if i|whether i|that i)\b|\b(?:let me|i want to|can i) practi[cs]e|"
            r"\b(?:give|set)(?: me)? (?:an?|some|one|another) (?:\w+ )?(?:test|task|practice|question|check)s?\b|^\W*(?:an?|some|one|another) (?:\w+ )?(?:task|practice|question|check)s?\b(?: (?:on|about|for)|\W*$)|^\W*practi[cs]e\W*$|\btest (?:of )?(?:my|me)\b"
        ),
    ),
    (
        Move.EXAMPLE,
        (
            r"\b(?:examples?|instance|snippets?|samples?|demo\w*|e\.?g)\b|\b(?:in|some|the|see|show|any|pls|please|got|with|as)(?: me)?(?: the| some)? code\b|^\W*code\b|"
            r"\b(?:look|looks|work|works) (?:like )?in (?:action|code)\b|^\W*(?:such as|like what)\W*$|\bcode (?:for|of) (?:it|that|this)\b"
        ),
    ),
    (
        Move.SHORTER,
        (
            r"\b(?:short\w*|brief\w*|concise\w*|tl;? ?dr|tldr|summar\w*|sum (?:it|that|this|up)|recap|gist|bottom line|takeaway|wordy|key points?|in short|nutshell|essence|(?:less|fewer) words)\b|\b(?:one|two|single) (?:line|sentence)\b|"
            r"\btoo (?:long|much text|many words)\b|\bin (?:a|one|1|two|2|a single|a few) (?:\w+ )?(?:sentences?|lines?|words?)\b|\bthe point\W*$|\bto the point\b|\bquick (?:version|answer|summary)\b"
        ),
    ),
    (
        Move.LOST,
        (
            r"\b(?:i'?m|i am|i feel|feel|feeling|im|got|get|totally|completely|so|really)\b[\w ]*\b(?:lost|overwhelmed|stuck|clueless|drowning|at a loss)\b|\boverwhelming\b|^\W*(?:so |totally |completely )*(?:lost|stuck|overwhelmed)\W*$|"
            r"\b(?:no (?:idea|clue)|idk|(?:do not|don'?t|dont) (?:even )?know)\b(?! what (?:you|that|this|it) mean)(?: (?:what|where|how)\b.*|\W*$)|\b(?:too|so) much (?:to (?:learn|know)|at once|information|info|stuff)|^\W*(?:(?:i need |please )?help(?: me)?(?: please)?)\W*$"
        ),
    ),
    (
        Move.SIMPLER,
        (
            r"^(?!\W*(?:is there|are there|which)\b).*\b(?:simpl\w*|easier|plain\w*)\b|\b(?:lay(?:man|person)\w*|eli5|basic words?|jargon|analog(?:y|ies)|metaphor|brain hurts|dumb (?:it|that|this)|break (?:it|that|this)(?: \w+)? down|(?:everyday|normal|human) (?:words?|terms?|language|english))\b|"
            r"\b(?:too|so|very|really|way|still|bit) (?:\w+ )?(?:complicated|complex|technical|difficult|hard|advanced|abstract|dense|confus\w+|unclear)\b|\b(?:complicated|confus\w+|unclear|technical)\b|"
            rf"{_NOT}\b[\w ]*\b(?:understand|understood|see (?:it|that)|get (?:it|that|this|any\w*|you|a word)|got (?:it|that|this)|follow|grasp|clear|make sense|makes sense)\b|\b(?:makes? no sense|over my head|lost me|what does? (?:that|this|it|you)(?: even)? mean|what do you mean|come again)\b|"
            r"\b(?:like|as if|as though) (?:i'?m|im|i am|i was|i were|to) (?:a |an )?(?:five|\d+|child|kid|beginner|dummy|noob|newbie|idiot)\b|^\W*(?:huh|eh|what\?+)\W*$|\bunderstood (?:nothing|none)\b|\b(?:cannot|can'?t|cant|hard to|difficult to) (?:understand|follow|get|grasp)\b"
        ),
    ),
    (
        Move.AGAIN,
        r"\b(?:again|once more|one more time|another time|repeat|rephrase|reword|different(?:ly)? (?:way|words)?|differently|another way|other words|another explanation|different (?:way|words|explanation))\b|\bwhat did you (?:just )?say\b",
    ),
    (
        Move.NEXT,
        r"\bnext\b|^\W*(?:ok |so |and )*(?:now what|what now|what (?:comes )?after (?:that|this|it)|where (?:now|to))\W*$|\bgo from here\b|\b(?:learn|study|read|do|look at) (?:\w+ )*after (?:that|this|it)\b|\bbuilds? on (?:that|this|it)\b|\bwhat comes after\b",
    ),
    (
        Move.START,
        r"\b(?:how|where|what)\b.*\b(?:start|started|begin|get into|getting into)\b|^\W*(?:start|begin|get(?:ting)? started|what first|first steps?)\W*$|^(?!\W*which\b).*\b(?:learn|do|know|study) first\b|\b(?:i'?m|i am|im) (?:\w+ )?(?:new|a (?:\w+ )?(?:beginner|newbie|noob))\b",
    ),
    (
        Move.MORE,
        (
            r"\b(?:go on|continue|carry on|keep going|elaborate|expand|deeper|in[- ]depth|details?|further|dig into|go into)\b|\bmore (?:about|on|info\w*|detail\w*|depth)\b|\b(?:tell|say|know|learn|read|hear|show|explain)(?: me)? (?:a (?:bit|little) )?(?:some )?more\b|"
            r"^\W*(?:and |some |a bit |please )*more\W*(?:please|pls)?\W*$|\b(?:what|anything|something) (?:else|more)\b|^and\?*$"
        ),
    ),
)
_FORMS = tuple((move, re.compile(cue, re.IGNORECASE)) for move, cue in _CUES)
_OWN = re.compile(
    r"\b(?:my|our) (?!(?:question|knowledge|understanding|head|brain|mind|level|point|problem|life|time|god|last|first|next)\b)",
    re.IGNORECASE,
)
_OF_LEARNING = re.compile(
    r"\b(?:all (?:of )?this|this all|learn\w*|programming|coding|back-?end|beginner|newbie|noob|new|scratch|zero|nothing|first)\b",
    re.IGNORECASE,
)
# what names something else elsewhere, and here the learner, their beginning, or the language of an example
_ALLOWED = re.compile(
    r"\btest(?: of)? (?:me|myself|my \w+)\b|\b(?:give|set)(?: me)? (?:a|some) (?:\w+ )?test\b|\bfrom (?:scratch|zero|nothing)\b|"
    r"(?<=example)s? (?:in|using|with|for) (?:python|golang|go|java|javascript|js|node(?:\.?js)?|typescript|ts|sql)\b|"
    r"(?<=code) (?:in|using|with|for) (?:python|golang|go|java|javascript|js|node(?:\.?js)?|typescript|ts|sql)\b",
    re.IGNORECASE,
)
_WORD_FOR_WORD = re.compile(
    r"\b(?:repeat|say (?:that|this|it) again|once (?:more|again)|one more time|what did you)\b", re.IGNORECASE
)
_PLAIN = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'"})


def move(message: str, *, has_answer: bool) -> Move | None:
    """Return what a message wants done; None where it is a question, or could be one.

    Args:
        message: what the learner wrote.
        has_answer: whether something was answered before in the conversation.
    """
    said = " ".join(message.translate(_PLAIN).split())
    if not said or len(said.split()) > LONGEST or _OWN.search(said) or not _is_of_the_talk(said):
        return None
    found = next((each for each, cue in _FORMS if (has_answer or each in ALONE) and cue.search(said)), None)
    if found is Move.START and has_answer and not _OF_LEARNING.search(said):
        return None  # "how do I start?" after an answer asks how to start with what it is about
    return found


def is_word_for_word(message: str) -> bool:
    """Whether a wish to hear something again wants the same words and not others."""
    return _WORD_FOR_WORD.search(message) is not None


def _is_of_the_talk(said: str) -> bool:
    """Whether a message names no subject: all its words are of the talk itself."""
    said = _ALLOWED.sub(" ", said)
    return all(word in STOP or stem(word) in _TALK for word in words(said))
