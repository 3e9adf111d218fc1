"""How moves are said: whole messages that are one, and statements that show one; patterns only, first match first.

A form is the whole of a message, or of its last clause, so a word more makes it a question again. A statement is sought
within a message, and only in one that asks nothing. All are written for straight apostrophes and any case.
"""

from __future__ import annotations

_THAT = r"(?:that|this|it)"
_ANSWER = r"(?:the (?:answer|explanation|topic|concept|whole thing|last (?:part|bit|sentence))|your (?:answer|explanation)|what you said)"
_IT = rf"(?: (?:it|that|this|all (?:of )?(?:it|this|that)|{_ANSWER}))?"
_ME = r"(?: (?:to |for |with )?(?:me|us))?"
_ON = r"(?: (?:about|on|of|for|in|with|into|behind) (?:it|that|this|(?:the|this|that) topic))?"
# what one who hears does, so that "can I write it in one line" and "I want to repeat it" are not of the talk
_HEARS = r"(?=(?:see|have|get|hear|know|learn|read|go (?:on|into|deeper|further))\b)"
_ASKING = (
    r"(?:(?:can|could|would|will) (?:you|u) |please |pls |just |maybe |also |try to |let'?s "
    rf"|(?:can|could|may) (?:i|we) {_HEARS}|let me {_HEARS}"
    rf"|(?:i|we)(?:'d| would)? (?:just |really |still )*(?:want|need|like) (?:you to |(?!you|to)|to {_HEARS}))*"
)
_SAY = rf"(?:explain|say|put|tell|describe|rephrase|reword|phrase|give|make|show|keep|be|have|get|see|hear){_IT}{_ME}{_IT}"
_SOMEWHAT = r"(?:(?:a|an|the|just|only|some|bit|little|much|more|way|even|very|really|less|one|please) )*"
_SAID = rf"{_ASKING}(?:{_SAY} )?(?:again )?(?:(?:in|with|using|as) )?{_SOMEWHAT}"
_AGE = r"(?:i'?m|im|i am|i was|i were|to) (?:a |an )?(?:five|\d+|child|kid|beginner|dummy|noob|newbie|idiot)"
_LANGUAGE = r"(?:python|golang|go|java|javascript|js|node(?:\.?js)?|typescript|ts|sql)"
_BRIEF = (
    r"(?:short\w*|brief\w*|concise\w*|gist|essence|nutshell|bottom line|takeaway|(?:key|main) points?|"
    r"summary|recap|tl;? ?dr|quick (?:version|answer|summary)|in short)"
)
_BEGINNER = r"(?:(?:complete|total|absolute|bloody) )*(?:beginner|newbie|noob|newcomer)"
_ANYTHING = (  # what may follow "how do I start" without naming anything
    rf"(?: (?:(?:with|on|in|at|into|here|now|then|today|all|of|this|that|it|everything|learning|programming|coding|back-?end|"
    rf"development|dev|first)\b|to (?:learn|program|code)\b|as an? {_BEGINNER}|from (?:scratch|zero|nothing)))*"
)
_NEXT_ONE = r"next (?:steps?|topics?|subjects?|lessons?|things?)"
_PROOF = r"(?:proofs?|sources?|evidence|references?|citations?)"
_SURE = r"(?:sure|certain|confident)(?: (?:about|of) (?:that|this|it))?"

WHOLE: dict[str, tuple[str, ...]] = {
    "upset": (r"what the (?:fuck|hell|heck)(?: is (?:this|that))?|wtf|omg|ffs",),
    "proof": (
        rf"{_ASKING}(?:prove|verify|cite)(?: (?:{_THAT}|your (?:answer|sources?)))?",
        (  # any references?
            rf"{_ASKING}(?:(?:show|give|cite|name|tell|list|have|got|see|do you have|have you got) )?(?:me )?"
            rf"(?:(?:any|some|your|the|a) )?{_PROOF}(?: (?:for|of|on) {_THAT})?"
        ),
        rf"what(?:'?s| is| are) your {_PROOF}(?: (?:for|of|on) {_THAT})?",
        rf"(?:what|where)(?:'?s| is| are) the {_PROOF} (?:for|of) (?:that|this)",
        rf"(?:(?:are|r) )?(?:you|u) (?:[\w%]+ ){{0,2}}{_SURE}",  # are you 100% sure about this
        rf"how (?:can|could|are|r) (?:you|u) (?:be )?(?:so )?{_SURE}|how sure are you|sure\?+",
        r"how do (?:you|u) know(?: (?:that|this|it)(?:'?s| is)?(?: (?:true|right|correct|so))?)?",
        r"says who|who (?:says|said|told you)(?: (?:so|that|this|it))?",
        rf"which (?:book|document|page|source) (?:says|said) (?:so|{_THAT})|which (?:book|document|page|source)(?: is {_THAT} from)?",
        r"what (?:are (?:you|u) basing|do you base) (?:that|this|it|your answer) on",
        r"what(?:'?s| is) (?:that|this) based on|based on what|on what basis|according to (?:who|whom|what)",
        rf"(?:is|was|isn'?t) (?:{_THAT}|the answer) (?:(?:really|actually|even) )*(?:true|right|correct|so|accurate|a fact)",
        r"(?:can|could|should) i (?:really )?(?:trust|rely on|believe) (?:that|this|you|your answer|the answer)",
        rf"(?:really\W+)?i (?:really )?(?:doubt|(?:do not|don'?t|can'?t|cannot) (?:really )?(?:believe|trust)) (?:{_THAT}|you|your answer)",
        r"where (?:does|did) (?:that|this|it) come from|where(?:'?s| is) (?:that|this) from",
        rf"where (?:did|have) (?:you|u) (?:get|got|find|found|read|take|taken)(?: {_THAT})?(?: from)?",
        r"where do (?:you|u) (?:get|have|know) (?:that|this) from",
        r"really|seriously|for real",
    ),
    "quiz": (
        (
            rf"(?:{_ASKING}|i(?:'d| would)? (?:want|like) to |let me |can i |may i )(?:quiz|test|examine|drill|grill|challenge|check|ask)"
            r" (?:me|us|myself|my (?:\w+ )?(?:knowledge|understanding|level))"
            r"(?: (?:an?|some|another|one|more|few|something|questions?|on|about|of|for|it|this|that|the|topic|again|now"
            r"|if|whether|i|understood|got|get|know))*"
        ),
        rf"{_ASKING}(?:check|test) (?:whether|if|that) i (?:understood|understand|got|get|know)(?: {_THAT})?",
        rf"(?:i(?:'d| would)? (?:want|like) to |let me |can i |let'?s )?practi[cs]e(?: {_THAT})?",
        (
            rf"{_ASKING}(?:give|set|have|get|want|need)(?: me| us)? (?:an?|some|one|another) (?:\w+ )?"
            rf"(?:quiz|exercises?|tests?|tasks?|questions?|drill|challenge|practi[cs]e)(?: questions?)?{_ON}"
        ),
        (
            rf"(?:(?:do you have|is there|are there|got) )?(?:(?:an?|some|any|another|one|more) )?"
            rf"(?:quiz(?: time)?|exercises?|practi[cs]e questions?){_ON}"
        ),
    ),
    "example": (
        (
            rf"{_ASKING}(?:(?:show|give|see|have|got|get|provide|find|do you have|have you got|is there|are there|explain{_IT}(?= with| by)|with|by|as|me|us) )*"
            r"(?:(?:an?|some|any|the|one|another|more|other|few|good|simple|real|real[- ]?world|real[- ]?life|world|life|concrete|practical|short|"
            r"small|code|coding|worked|working|quick|better|different) )*(?:examples?|snippets?|samples?|sample code|demo|demonstration)"
            rf"(?: (?:code|would (?:help|be (?:nice|great|helpful|good))))?{_ON}(?: (?:in|using|with|for) {_LANGUAGE})?"
        ),
        (
            rf"{_ASKING}(?:(?:show|see|give|have|got|get|do you have|is there|me|us) )*(?:(?:some|any|the|a bit of|working|example) )?code"
            rf"{_ON}(?: (?:in|using|with) {_LANGUAGE})?"
        ),
        rf"for instance|such as|like what|e\.?g\.?|{_ASKING}(?:show|give)(?: me)? (?:an?|one) instance",
        (  # can I see how that looks in code
            rf"{_ASKING}(?:show|see|tell|explain)(?: me)? how (?:to (?:do|write|use) {_THAT}|{_THAT} (?:looks?|works?|is done))"
            r"(?: like)? in (?:code|action|practice)"
        ),
        rf"(?:what|how) (?:would|does|could|might) {_THAT} look(?: like)? in (?:code|action|practice)",
    ),
    "shorter": (
        rf"{_SAID}{_BRIEF}(?: (?:version|answer|explanation|summary|form|one))*{_ON}",
        rf"what(?:'?s| is) the (?:gist|short (?:version|answer)|bottom line|tl;? ?dr|takeaway)(?: of {_THAT})?",
        rf"{_ASKING}(?:summari[sz]e|sum|recap|shorten)(?: up)?{_IT}(?: up)?{_ME}(?: in (?:\w+ ){{1,2}}(?:sentences?|lines?|words?))?",
        (  # too long, can you sum it up
            rf"(?:{_THAT}(?:'?s| is| was) |{_ANSWER} (?:is|was) )?(?:(?:way|far|much|a bit) )*"
            r"too (?:long|wordy|much text|many words)(?: for me| to read)?(?:[,.;:!] .*)?"
        ),
        rf"{_SAID}(?:one|two|three|1|2|3|a single|single|few|fewer|less)(?: (?:short|simple|brief|single))? (?:sentences?|lines?|words?)",
        rf"{_SAID}(?:less|fewer) words|{_ASKING}(?:(?:get|come|straight) )*to the point",
    ),
    "simpler": (
        (
            rf"{_SAID}(?:(?:simpl(?:e|er|y|ified|ify)|easier|easy)(?: (?:words?|terms?|language|english|version|explanation|answer|one|for me))*"
            rf"|(?:plain\w*|basic|lay(?:man|person)\w*(?:'s)?|everyday|normal|human) (?:words?|terms?|language|english|explanation)){_ON}"
        ),
        rf"{_ASKING}(?:{_SAY} )?in an? (?:(?:much|more|bit|way) )*(?:simpler|easier|simple|easy|plain) (?:way|manner)",
        rf"{_ASKING}(?:simplify){_IT}{_ME}|{_ASKING}(?:dumb|break|boil)(?: \w+){{1,2}} down(?: (?:for me|a bit|further|more|into (?:steps|parts)))*",
        rf"{_ASKING}(?:{_SAY} )?(?:like|as if|as though) {_AGE}(?: years? old)?|eli5",
        rf"{_ASKING}(?:{_SAY} )?(?:without|with less) (?:(?:the|all|that|so|much|any) )*jargon",
        rf"(?:{_ASKING}{_SAY} )?(?:(?:an?|another|some|with|use|using|by) )*(?:analog(?:y|ies)|metaphor)",
        rf"what (?:does|did) (?:that|this|it|all (?:this|that))(?: (?:even|all|actually|really))? mean|what do (?:you|u) mean(?: by {_THAT})?",
        r"huh|eh|pardon|come again|what\?+",
    ),
    "again": (
        (
            rf"{_ASKING}(?:{_SAY} ?)?(?:please )?(?:once again|again|once more|one more time|another time|differently|(?:in )?other words"
            r"|(?:in |with |using )(?:an?other|an? different|different) (?:way|words|terms)"
            r"|(?:an?other|an? different|different) explanation)"
        ),
        rf"{_ASKING}{_SAY} (?:an?other|a different) (?:way|explanation)|{_ASKING}try again",
        rf"{_ASKING}(?:repeat|rephrase|reword){_IT}(?: yourself)?(?: (?:again|once more))?{_ME}",
        r"what did you (?:just )?say(?: again)?|what was that(?: again)?",
    ),
    "next": (
        r"(?:what(?:'?s| is| comes)? )?next|now what|what now|where (?:now|to)(?: next)?",
        rf"what (?:comes |to (?:learn|study|do) )?after {_THAT}|what to (?:learn|study|do|read) next|what builds on {_THAT}",
        (
            rf"(?:what(?:'?s| is| are) )?(?:(?:a|the|my|good|best|logical|natural) )*{_NEXT_ONE}"
            rf"(?: (?:for me|to (?:learn|study|do|take)|after {_THAT}))*"
        ),
        (
            r"(?:what|which (?:topic|thing|subject)|where) (?:(?:should|shall|do|can|could|would|must) (?:i|we)|to) "
            r"(?:(?:best|need to|have to|even) )*"
            r"(?:(?:learn|study|do|read|take|go|tackle|look at|continue|practi[cs]e)(?: (?:with|on|about))? (?:next|from here)"
            rf"|(?:learn|study|read) after {_THAT})"
        ),
        rf"{_ASKING}(?:go|move|continue) (?:on )?(?:to|with) the {_NEXT_ONE}",
    ),
    "start": (
        (
            rf"(?:how|where|what|with what) (?:do|should|can|could|would|shall|must|to)(?: (?:i|we|one|an? {_BEGINNER}))?"
            rf"(?: (?:even|best|need to|have to|get))* (?:start|started|begin|get into|into){_ANYTHING}"
        ),
        (  # what do I need to learn first
            r"(?:what|which (?:topic|thing|subject)) (?:do|should|can|could|must|shall|to)(?: (?:i|we|one))?"
            rf"(?: (?:need to|have to|best))* (?:learn|study|do|know) first{_ANYTHING}"
        ),
        r"(?:get(?:ting)? )?start(?:ed)?|begin|what first|(?:the )?first steps?",
        rf"(?:i'?m|i am|im) (?:(?:completely|totally|very|so|all|just) )*(?:new|an? {_BEGINNER})(?: (?:to|in|at|here|with))?{_ANYTHING}",
    ),
    "lost": (r"(?:i need |please )?help(?: me)?(?: please)?",),
    "more": (
        rf"{_ASKING}(?:go on|continue|carry on|keep going|elaborate|expand)(?: (?:on|with) {_THAT})?(?: (?:a bit|a little|further|more))*",
        rf"{_ASKING}(?:(?:go|dig|dive|get) )?(?:(?:a bit|a little|much|even) )*(?:deeper|further)(?: (?:into|on|with|about) {_THAT})?",
        (
            rf"{_ASKING}(?:(?:go|dig|dive|{_SAY}) )?(?:(?:in|into|with|some|any|a bit|a little|much) )*(?:more|greater|further|in|all the)"
            rf"(?: |-)(?:details?|depth|info\w*|detailed){_ON}"
        ),
        (
            rf"{_ASKING}(?:(?:tell|say|know|learn|read|hear|show|explain|see|give)(?: (?:me|us))?{_IT} )?"
            r"(?:(?:a bit|a little|some|any|even|much) )*more"
            rf"(?: (?:things|stuff|please))?{_ON}"
        ),
        rf"what (?:else|more)(?: (?:is there|can you (?:tell|say)|(?:do|should) i (?:need to )?know))?(?: (?:to know|me|to it))*{_ON}",
        rf"(?:is there )?anything (?:else|more)(?: (?:i|you|to|should|can|need|know|say|tell|add|me|important|worth|knowing))*{_ON}",
        r"and",
    ),
    "announced": (
        (
            r"(?:(?:i|we)(?:'ve| have)?(?: still| just| also)?(?: got| have)? |there is |(?:can|could|may) i ask (?:you )?|let me ask (?:you )?"
            r"|i(?:'d| would)? (?:want|like) to ask (?:you )?)?(?:(?:a|an|one|another|my|the|some|two|few|more|other|different|new|next|quick|short|"
            r"further|last|small|second|simple|stupid|dumb) )*questions?(?: (?:for you|to ask|about (?:it|this|that|something else)))?"
        ),
        r"(?:(?:can|could|may) i ask (?:you )?|let me ask (?:you )?|i (?:have|want) to ask (?:you )?)?something (?:else|different)",
    ),
}

_NOT = r"(?:\bnot|n't|\b(?:do|does|did|is|are|was|wo|ca|have|has|could)nt|\bnever|\bno|\bnothing|\bhardly)"
_YOURS = rf"(?:{_THAT}|you|u|the (?:answer|explanation)|your (?:answer|reply|explanation))"
_FALSE = r"(?:wrong|incorrect\w*|mistaken|mistakes?|false|outdated|nonsense|rubbish|lying|lie|contradict\w*|out of date)"
_UNCLEAR = r"(?:complicated|complex|technical|difficult|hard|advanced|abstract|dense|confus\w+|unclear)"
_TOOL = r"(?:bot|thing|things|answers?|explanation|app|tool|program|mentor|ai|stuff)"

STATED: dict[str, tuple[str, ...]] = {
    "upset": (
        r"\b(?:frustrat\w*|annoy\w*|angry|hate|sucks?|stupid|idiot|moron|pathetic)\b",
        r"\b(?:fuck\w*|shit\w*|crap|damn|wtf|omg|ffs|ugh+|a+rgh+|gr+|screw|stfu|bullshit|bloody|piss)\b",
        (  # this bot is terrible, but not "useless code"
            r"(?:^|\b(?:is|are|re|was|so|just|totally|completely|absolutely|really|an?|you|s) )"
            rf"(?:garbage|trash|terrible|awful|horrible|worthless|useless|hopeless)(?=\W*$|[,.!]| {_TOOL}\b)"
        ),
        r"\bwast(?:e of|e my|ing my|es my) (?:my )?time\b|\bi could cry\b|\bshut up\b|\bi quit\b|\b(?:sick|tired|fed up) (?:of|with)\b",
        r"\bi(?:'m| am)? (?:\w+ )?(?:give|giving|gave) up\b|^give up\b|\bi(?:'ll| will|'d| would)? never (?:understand|get|learn)\b",
        r"\b(?:feel|am|i'?m) (?:(?:so|too|really|very|just) )*(?:dumb|stupid|slow)\b|\btoo (?:dumb|stupid)\b",
        r"\b(?:i'?m|i am) (?:\w+ )?not (?:smart|clever|good) enough\b",
    ),
    "no_help": (
        r"\b(?:unhelpful|irrelevant|off[- ]topic|beside the point|misunderst\w+|miss(?:ed)? (?:my|the)|ignored? my)\b",
        r"\b(?:no help|already (?:know|knew)|knew that|tried (?:that|this|it))\b",
        rf"{_NOT}\b.*\b(?:help\w*|useful|answer\w*|solve\w*|work(?:s|ed|ing)?)\b",
        rf"{_NOT} (?:(?!know\b)\w+ )?(?:what|the question)\b.*\b(?:ask\w*|mean\w*|want\w*|need\w*|look\w*)",
        rf"\b(?:meant|asked|wanted) (?:something|for something|another|a different|about something)|\b{_YOURS}(?:'s| is| was)? not it\b",
        rf"{_NOT} (?:\w+ )?(?:understand|get|got) (?:my|the) question|\banswer (?:my|the) question",
    ),
    "wrong": (
        rf"(?:\b{_YOURS}|\b(?:you|that|this|it)'(?:s|re))\b[\w' ]*\b{_FALSE}\b(?! (?:to|if|when|because|way)\b)",
        r"^\W*(?:wrong|incorrect|false|mistake|nonsense|rubbish)\W*$|\bi (?:\w+ )?disagree\b|\bnot agree\b",
        rf"^\W*{_YOURS}(?:'s| is| are|'re)?(?: ?n'?t| not)\b.*\b(?:true|right|correct|accurate)\b(?!.*\?)|^\W*not (?:true|right|correct)\W*$",
    ),
    "lost": (
        r"\b(?:i'?m|i am|im|i feel|feel|feeling|i got|i get)\b[\w ]{0,30}\b(?:lost|overwhelmed|stuck|clueless|drowning|at a loss)\b",
        r"\boverwhelming\b|^\W*(?:(?:so|totally|completely) )*(?:lost|stuck|overwhelmed)\W*$",
        (  # I have no idea what to do
            r"\b(?:no (?:idea|clue)|idk|(?:do not|don'?t|dont) (?:even )?know)"
            r"(?: (?:what|where|how) (?:to (?:do|start|begin|go|continue)|i should \w+|i'?m doing))?"
            r"(?: (?:next|now|here|any ?more|at all))*\W*$"
        ),
        r"\b(?:too|so) much (?:to (?:learn|know)|at once|information|info|stuff)\b",
    ),
    "simpler": (
        rf"{_NOT}\b[\w ]*\b(?:understand|understood|follow|grasp|clear|makes? sense)\b",
        rf"{_NOT}\b[\w ]*\b(?:see (?:it|that)|get (?:it|that|this|any\w*|you|a word)|got (?:it|that|this))\b",
        rf"\b(?:too|so|very|really|way|still|bit) (?:\w+ )?{_UNCLEAR}\b(?! (?:to (?!understand|follow|get|grasp|read)|in|with)\b)",
        r"(?:\b(?:is|all|quite|a bit|it|sounds|looks|seems|i'?m|am)|'s) (?:complicated|confus\w+|unclear)\W*(?:$|[,.!])",
        r"^\W*(?:confused|confusing|unclear|complicated)\W*$",
        r"\b(?:makes? no sense|over my head|lost me|brain hurts|too much jargon|understood (?:nothing|none))\b",
        r"\b(?:cannot|can'?t|cant|hard to|difficult to) (?:understand|follow|get|grasp)(?: (?:it|that|this|you|any\w*))?\W*(?:$|[,.!])",
        rf"\b(?:like|as if|as though) {_AGE}\b|{_NOT} (?:even )?know what (?:{_THAT}|you) means?\b",
    ),
}
