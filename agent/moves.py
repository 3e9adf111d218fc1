"""Messages that are no questions to look up: what they want done with what was just said; pure.

"Simpler", "prove it" or "that did not help" have no answer on any page. A whole message must say it, so that "prove
that the sum is right in pytest" stays a question; what leans on an answer is a move only where there was one.
"""

from __future__ import annotations

import re
from enum import StrEnum

_SO = r"(?:(?:ok(?:ay)?|so|and|well|but|no|hm+|oh|ah|um+|hi|hello|hey|please|sorry|wait|then|now|yes|yeah|thanks?|thank you|thx|mentor|just|honestly|actually|again)\b[\s,.!:;-]*)*"
_CAN = r"(?:(?:can|could|would|will) (?:you|i|we) (?:please )?(?:just )?|i (?:need|want|would like|'?d like) (?:you to )?|let me |let'?s |please )?"
_IT = r"(?:that|this|it|(?:the|your) (?:answer|reply|explanation|last (?:part|one|answer)))"
_YOU = r"(?:you|u|your (?:answer|reply)|that|this|it)"
_LEVEL = (
    r"(?:simpl(?:er|y|e)|more simply|easier|plain(?:er|ly)?|basic|less technical(?:ly)?|in (?:(?:very |more |much )?(?:simple|simpler|plain|easy|easier|everyday|normal|"
    r"lay(?:man|person)?'?s?|human|basic)(?: english| language)?(?: (?:terms?|words?|language|english))?))"
)
_SWEARING = re.compile(
    r"(?:fuck|shit)\w*|crap|wtf|damn|stfu|bullshit|dumb\w*|stupid|idiot\w*|moron\w*|useless|worthless|garbage|trash|"
    r"terrible|awful|horrible|pathetic|sucks?|hate"
)
# what stands around a word of anger that is meant for the mentor or for oneself, and not for a program
_AROUND = frozenset(
    """what you u this that it i is are so such a an of the to off up my your too really just piece bot thing program ai
    app answer answers mentor site tool me am s re m being waste time for all whole absolute complete total totally
    completely again at feel and ugh argh bloody""".split()  # noqa: SIM905 - a list literal of them would be unreadable
)


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

_SAID: tuple[tuple[Move, tuple[str, ...]], ...] = (
    (
        Move.SIMPLER,
        (
            rf"(?:explain|say|put|rephrase|describe|tell) (?:me )?(?:{_IT}|more)? ?(?:again )?(?:much |even |a bit |a little )?(?:{_LEVEL})(?: again)?",
            rf"(?:make {_IT} )?(?:much |even |a bit |a little )?(?:{_LEVEL})",
            r"(?:simplify|dumb) (?:that|this|it)(?: down)?(?: (?:for me|a bit|more))*",
            rf"(?:(?:explain|say) {_IT}?)? ?(?:to me )?(?:as if|like|as though) (?:i'?m|i am|i was|i were|to) (?:a |an )?(?:five|5|\d+|child|kid|beginner|idiot|dummy)(?: years? old)?|eli5",
            rf"(?:(?:that|this|it)(?:'s| is| was) |{_IT} (?:is|was) )?(?:way |much |far |still |a bit )*too (?:complicated|complex|technical|hard|difficult|advanced|abstract|dense|much)(?: for me)?",
            rf"i (?:still |really |just )*(?:do not|don'?t|cannot|can'?t|did not|didn'?t) (?:really |quite |fully )*(?:understand|get|follow|grasp)(?: {_IT}| any of (?:it|that|this)| a word(?: of (?:it|that|this))?| what you mean| you| at all| yet)*",
            r"(?:still )?(?:do not|don'?t|did not|didn'?t|not) (?:get|understand|understanding|getting|follow)(?: it| that| this)?",
            r"huh|what\?+|eh|come again|what do(?:es)? (?:you|that|this|it) (?:even )?mean(?: by (?:that|this|it))?|(?:i'?m|i am) (?:still )?confused(?: (?:by|about) (?:that|this|it))?|that(?:'s| is| was)? (?:confusing|unclear|not clear)|makes? no sense|(?:that|this|it) makes no sense(?: to me)?",
            rf"(?:rephrase|reword) ?{_IT}?",
        ),
    ),
    (
        Move.SHORTER,
        (
            r"(?:(?:make (?:that|this|it) |a (?:bit|little) |much |even )*)(?:shorter|briefer|more (?:briefly|concise(?:ly)?))",
            rf"tl;?\s?dr|in short|in brief|briefly|keep it short|be brief|(?:too|so|way too) (?:long|wordy|much text)(?:[,.!]? .*)?|{_IT} (?:is|was) (?:too|way too) long(?:[,.!]? .*)?",
            rf"(?:give me |what(?:'?s| is) |show me )?(?:the |a )?(?:short|quick|brief|one[- ]sentence|one[- ]line) (?:version|answer|summary|form)(?: of {_IT})?",
            rf"(?:(?:sum|summari[sz]e)|sum up|sum {_IT} up|give me (?:a|the) summary|(?:a )?summary|recap)(?: ?{_IT}| it up)?(?: (?:for me|of {_IT}))?",
            rf"(?:(?:say|explain|put|answer) ?{_IT}? )?in (?:a|one|1|two|2|a single|a few) (?:short )?(?:sentences?|lines?|words?)",
            r"what(?:'?s| is) the (?:point|gist|bottom line|takeaway)(?: (?:here|of (?:that|this|it)))?|get to the point|the gist",
        ),
    ),
    (
        Move.AGAIN,
        (
            rf"(?:explain|say|repeat|tell (?:me )?|show (?:me )?|write|go over|go through) ?(?:me )?{_IT}?(?: (?:once more|again|one more time|another time|differently|another way|in (?:another|a different|other) (?:way|words)))+",
            rf"repeat(?: {_IT}| (?:what you|what was) (?:just )?said)?|say (?:again|what)|once (?:more|again)|one more time|again|(?:in other words|another explanation|explain (?:{_IT} )?differently|come again)",
            r"what did you (?:just )?say",
        ),
    ),
    (
        Move.MORE,
        (
            r"(?:go on|continue|carry on|keep going|more|tell me more|say more|and\?*|more (?:details?|info(?:rmation)?|depth|about (?:it|that|this))|(?:some )?further (?:details?|info)|details?|elaborate|expand|go deeper|deeper|in (?:more )?(?:depth|detail)|what else)",
            rf"(?:tell me |say |give me |explain )(?:a (?:bit|little) )?(?:some )?(?:more|further)(?: details?)?(?: (?:about|on) {_IT})?",
            rf"(?:explain|elaborate on|expand on|go into|dig into) ?{_IT}? ?(?:further|in (?:more )?(?:depth|detail)|more(?: deeply)?)?",
            rf"(?:what|anything) else (?:should i know|is there(?: to know)?|can you (?:tell me|say)|do you have)(?: (?:about|on) {_IT})?|(?:is there )?anything else(?: (?:about|on) {_IT}| i should know(?: about {_IT})?)?",
            rf"what (?:more|else)(?: (?:about|on) {_IT})?",
        ),
    ),
    (
        Move.EXAMPLE,
        (
            r"(?:(?:show|give)(?: me)? |got |have you got |do you have |any |may i have |have |see |write(?: me)? )*(?:us )?(?:an?|another|one more|some|one|the|more|any)? ?(?:(?:concrete|simple|short|small|real|real[- ]life|real[- ]world|practical|worked|working|minimal|good|full|complete|different|code) )*(?:examples?|snippets?|samples?|demo|demonstration)(?: (?:of|for) (?:that|this|it))?(?: (?:please|would help|would be (?:nice|good|great|helpful)|code|in code))*",
            r"(?:show|give|write)(?: me)? (?:some |the |a bit of )?(?:code|(?:how )?(?:that|this|it) (?:looks?|works?)(?: like)? in (?:code|practice)|(?:that|this|it) in (?:code|practice|action))(?: (?:for|of) (?:that|this|it))?",
            r"(?:(?:see|show(?: me)?) )?(?:how|what) (?:does |do |would |will )?(?:that|this|it|they) (?:would )?(?:looks?|works?)(?: like)? in (?:code|practice|action)",
            r"for (?:instance|example)|such as|like what|e\.?g\.?|code|example code|code please|where(?:'s| is) the code|as code|in code",
        ),
    ),
    (
        Move.QUIZ,
        (
            rf"(?:quiz|test|examine|grill|drill) (?:me|my (?:knowledge|understanding))(?: (?:now|please|again|a bit|on (?:{_IT}|these|the topic|what (?:i|we|you) (?:just )?(?:learned|said|discussed|read|covered)(?: so far)?)|of {_IT}|about {_IT}))*",
            rf"ask me (?:something|anything|a question|questions|some questions|one)(?: (?:on|about) (?:{_IT}|the topic))?|(?:check|see|test) (?:if|whether|that) i(?:'ve| have)? (?:really |fully |actually )?(?:understood|understand|got|get|know)(?: {_IT})?|check (?:my )?(?:understanding|knowledge|me)(?: (?:of|on) {_IT})?",
            rf"(?:(?:give|set)(?: me)? )?(?:an?|some|one|another) (?:small |short |quick )?(?:quiz|exercises?|tests?|tasks?|practice(?: (?:task|problem|exercise|question)s?)?|questions?|problems?|check|challenge)(?: (?:on|about|for) (?:{_IT}|the topic|me))*|(?:quiz|exercise|practice)(?: time)?",
        ),
    ),
    (
        Move.PROOF,
        (
            rf"(?:prove|back|verify|source|cite) (?:{_IT}|your sources?)(?: up| to me)?|proof|prove it to me|(?:any |what(?:'?s| is) (?:the|your) |do you have (?:any |a )?|where(?:'?s| is) (?:the|your) |show me (?:the |your )?|give me (?:the |your |a )?|what (?:are|were) (?:the|your) )?(?:proof|sources?|evidence|references?|citations?)(?: (?:for|of) {_IT}| please)?",
            rf"where (?:does|do|did|have) (?:you |{_IT} |they )(?:come|get|got|take|took|read|learn|find|have|know)(?: {_IT})?(?: from)?|where(?:'s| is) {_IT} from|how do you know(?: {_IT})?|(?:says|said) who|who (?:says|said|wrote|told you)(?: so| that| this| it)?|according to (?:whom|who|what)",
            r"(?:are|r) (?:you|u) (?:really |absolutely |quite |100 ?% |very )*(?:sure|certain|confident)(?: (?:about|of|that) (?:that|this|it)(?: is right| is true| is correct)?)?|(?:you|u) sure|really(?: really)?|seriously|for real|no way",
            r"(?:is|was) (?:that|this|it|the answer|your answer) (?:really |actually |still )?(?:true|right|correct|so|accurate|reliable|up[- ]to[- ]date|current|the case|a fact)|(?:is|was)n'?t (?:that|this|it) (?:wrong|false|outdated)",
            r"(?:can|should|may|how can|why should) i (?:really )?(?:trust|believe|rely on|quote|cite) (?:that|this|it|you|your answer|the answer)|(?:i )?(?:do not|don'?t) (?:believe|trust) (?:that|this|it|you)|i (?:really )?doubt (?:that|this|it)|really\?? i doubt (?:that|it|this)",
            r"what (?:are|is|do) (?:you|that|this|it) (?:basing|based|base) (?:that|this|it )?\s?on(?: that| this| it)?|what(?:'?s| is) (?:that|this|it) based on|on what basis|based on what|which (?:document|page|source|book)(?: (?:is|was|says) (?:that|this|it)(?: from)?)?",
        ),
    ),
    (
        Move.WRONG,
        (
            r"(?:(?:i (?:think|believe|guess|am (?:pretty |quite )?sure)|i'm (?:pretty |quite )?sure) )?(?:that )?(?:you|u|that|this|it|your (?:answer|reply|explanation)|the (?:answer|explanation)|what you (?:said|wrote|say))(?:'re|'s| are| is| was| were| got (?:it|that|this))? (?:just |simply |completely |totally |plain |all |so |clearly |actually |probably |still |both )*(?:wrong|incorrect|mistaken|false|not (?:true|right|correct|accurate)|inaccurate|outdated|out of date|nonsense|rubbish|a lie|in error)",
            r"(?:that|this|it|you|your answer)(?:'s| is| are|'re)?(?: n'?t|n'?t| not) (?:really |quite |actually |even )?(?:true|right|correct|accurate)|wrong|incorrect|false|nope|not (?:true|right|correct)|(?:you|that|this) (?:made|make|has|have|contains) (?:a |an )?(?:mistake|error)s?|i (?:disagree|do not agree|don'?t agree)(?: with (?:that|this|it|you))?|you (?:are )?contradict(?:ing)? yourself|that contradicts .{0,40}",
        ),
    ),
    (
        Move.NO_HELP,
        (
            rf"{_YOU} (?:did not|didn'?t|does not|doesn'?t|do not|don'?t|has not|hasn'?t|have not|haven'?t|wasn'?t|was not|isn'?t|is not) (?:really |actually |even |much |very )*(?:help|helped|helpful|answer|answered|useful|work|solve|what i (?:asked|meant|wanted|need|needed)|an answer)(?: (?:me|it|that|this|to me|(?:my|the) (?:question|problem)|(?:at all|much|either|here)))*",
            r"(?:that|this|it)(?:'s| is| was| has)? (?:not|nothing to do with|beside) (?:what i (?:asked|meant|wanted|want|need|was asking|mean)(?: (?:for|about))?|my question|an answer|the (?:point|question)|helpful|useful|it)",
            r"(?:not (?:what i (?:asked|meant|wanted)(?: (?:for|about))?|helpful|useful|(?:really )?an answer|my question)|no help|unhelpful|that(?:'s| is| was) (?:no help|unhelpful|off[- ]topic|irrelevant|beside the point)|irrelevant|off[- ]topic)",
            r"(?:you (?:missed|ignored|misunderstood) (?:my|the|me)(?: (?:question|point))?|you misunderstood|answer (?:my|the) question|i (?:asked|meant) something else|(?:i )?already knew (?:that|this)|i know (?:that|this) already|i tried (?:that|this|it)(?: already)?(?:[,.]? (?:and )?(?:it )?(?:did not|didn'?t|does not|doesn'?t) (?:work|help))?)",
        ),
    ),
    (
        Move.UPSET,
        (
            r"(?:(?:i'?m |i am |this is |that is |that'?s |it'?s )?(?:so |really |very |getting |just |too )*(?:frustrat(?:ed|ing)|annoy(?:ed|ing)|fed up|hopeless|depressing|angry|mad|sick of (?:this|it)|tired of (?:this|it)|not (?:smart|clever|good) enough(?: for (?:this|it|that))?|too (?:dumb|stupid|old|slow) (?:for (?:this|it|that|programming|coding))?)[\s,.!]*)+",
            r"(?:i (?:give up|quit|can'?t do (?:this|it)|cannot do (?:this|it)|can'?t take (?:this|it) any ?more|will never (?:get|understand|learn) (?:this|it)|'?ll never (?:get|understand|learn) (?:this|it)|want to cry|hate (?:this|you|it|my life|programming|coding)))(?:[,.!]? (?:i'?m|i am|this is|it'?s|it is) .{0,40})?",
            r"(?:ugh+|argh+|grr+|ffs|omg|for (?:god|fuck|heaven)'?s sake)(?:[,.! ]+.{0,40})?|waste of (?:my )?time|this is a waste of (?:my )?time|(?:shut up|go away|get lost|screw you|piss off)",
        ),
    ),
    (
        Move.NEXT,
        (
            rf"what(?: topics?| subjects?)? (?:should|can|could|do|shall|must) i (?:learn|study|read|do|look at|tackle|take)(?: (?:next|then|now|afterwards|after (?:{_IT}|this topic)|from here))+",
            r"what(?:'?s| is| are| comes| would be)? ?(?:a |the |my )?(?:good |best |logical |natural )?(?:next(?: (?:topics?|steps?|things?|subjects?))?)(?: (?:for me|to (?:learn|do|study)|then|from here|after (?:that|this|it)))*",
            rf"(?:what comes after {_IT}|what builds on {_IT}|where (?:do|should|can) i go from here|(?:and )?(?:what|where) (?:now|next|to next|to go (?:next|from here))|next(?: topic| step)?|what after {_IT})",
        ),
    ),
    (
        Move.START,
        (
            r"(?:how|where) (?:do|should|can|would|could|shall|must|does one|to) ?(?:i|we|one|you)? ?(?:even |best )?(?:start|begin|get (?:started|going|into (?:it|this|back-?end(?: development)?)))(?: (?:with |from |in )?(?:all this|all of this|this(?: all)?|learning(?: back-?end(?: development)?)?|back-?end(?: development)?|programming|coding|here|from scratch|scratch|zero|out|from nothing))*",
            r"i(?:'?m| am)? ?(?:want|would like|'?d like|hope|like|plan|trying|new|a (?:complete |total |absolute )?(?:beginner|newbie|noob))(?:.{0,70}?)[,.;:]? (?:how|where) (?:do|should|can|would|could) i (?:even )?(?:start|begin|get started)",
            r"(?:i(?:'?m| am) )(?:new(?: (?:here|to (?:this|programming|coding|back-?end(?: development)?)))?|a (?:complete |total |absolute )?(?:beginner|newbie|noob))|where is the beginning|start|begin|get started|getting started|what (?:should|do) i (?:learn|do) first|what first|first steps?",
        ),
    ),
    (
        Move.LOST,
        (
            r"(?:i(?:'?m| am|'ve| have| feel)? ?(?:so |totally |completely |really |a bit |kind of |feeling |just |got )*(?:lost|overwhelmed|stuck|clueless|at a loss|in over my head|drowning)(?: (?:here|now|with (?:all )?(?:this|that|it)|by (?:all )?(?:this|that|it)|again))*)",
            r"(?:i (?:have|'ve|'ve got|have got|got) no (?:idea|clue)|no (?:idea|clue)|i (?:do not|don'?t) (?:even )?know)(?: (?:what|where|how)(?: (?:to|i should|should i) (?:do|go|start|learn|begin|ask)(?: (?:now|next|first|with))*)?| anything| what (?:any of )?(?:this|that|it) (?:is|means)(?: at all)?)*",
            r"(?:(?:this|that|it)(?:'s| is) )?(?:all )?(?:so much|too much) (?:to learn|at once|information|stuff)|there is (?:so|too) much to learn|help(?: me)?|i need help",
        ),
    ),
)
_END = r"(?:[\s,.!?:;)(-]|\b(?:please|pls|plz|thanks?|thank you|mentor|now|then|for me|man|dude|bro|mate|ok(?:ay)?)\b)*"
_FORMS = tuple(
    (move, re.compile(rf"[\W_]*{_SO}{_CAN}(?:{form}){_END}", re.IGNORECASE))
    for move, forms in _SAID
    for form in forms
)
_OF_LEARNING = re.compile(
    r"\b(?:all (?:of )?this|this all|learn\w*|programming|coding|back-?end|beginner|newbie|noob|new|scratch|zero|nothing|first)\b",
    re.IGNORECASE,
)
_WORD_FOR_WORD = re.compile(
    r"\b(?:repeat|say (?:that|this|it) again|once (?:more|again)|what did you)\b", re.IGNORECASE
)
_PLAIN = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'"})
LONGEST_CHARS = 120
LONGEST = 16  # words: who writes more has something of their own to say


def move(message: str, *, has_answer: bool) -> Move | None:
    """Return what a message wants done; None where it is a question, or could be one.

    Args:
        message: what the learner wrote.
        has_answer: whether something was answered before in the conversation.
    """
    said = " ".join(message.translate(_PLAIN).split())
    if not said or len(said.split()) > LONGEST or len(said) > LONGEST_CHARS:
        return None
    if _is_swearing(said):
        return Move.UPSET
    found = next(
        (each for each, form in _FORMS if (has_answer or each in ALONE) and form.fullmatch(said)), None
    )
    if found is Move.START and has_answer and not _OF_LEARNING.search(said):
        return None  # "how do I start?" after an answer asks how to start with what it is about
    return found


def _is_swearing(said: str) -> bool:
    words = re.findall(r"[a-z]+", said.lower())
    angry = [word for word in words if _SWEARING.fullmatch(word)]
    return bool(angry) and all(word in _AROUND or word in angry for word in words)


def is_word_for_word(message: str) -> bool:
    """Whether a wish to hear something again wants the same words and not others."""
    return _WORD_FOR_WORD.search(message) is not None
