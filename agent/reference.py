"""Words that refer to what was said before: which of a message's point outside the message itself.

A pronoun is taken to refer inside when a thing is named before it, across the boundary of a clause: within one
clause a pronoun and its antecedent do not stand together (principle B of Chomsky 1981), so that "how do I test
them?" points outside whatever `test` may be, and "what is a mutex and when do I need it?" does not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.words import content_words, stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

REFERS = re.compile(
    r"\b(?P<possessive>its|their)\b"
    r"|\b(?P<ordinal>the (?:(?:first|second|third|former|latter|last|other)(?: ones?)?|two))\b(?!-)"
    r"(?=\s*(?:$|[^\w\s]|(?:(?:is|are|was|be|does|do|did|has|have|can|could|will|would|should|might|in|for|with|without|to|on|at|of|if|when|and"
    r"|or|but|than|then|instead|please|good|better|best|worse|faster|slower|safe|safer|enough|needs?|works?|work|\w+s)\b)))"
    r"|\b(?P<mine>mine)\b"
    r"|\b(?P<choice>which one(?!-)|which of (?:them|these|those|the two|the(?:m)? both)|which(?=\s*[?.!]*$))\b"
    r"|\b(?P<both>both(?: of them)?|either(?: of them)?|neither(?: of them)?)\b(?! [a-z]+ (?:and|or) )"
    r"|\b(?P<this>this|these|those)\b(?!(?: \w+){0,3}:\s)(?! (?:year|month|week|time|way|kind|sort)s?\b)"
    r"|\b(?P<one>(?<!than )(?<!least )(?<!only )(?<!no )(?<!just )ones?)\b"
    r"(?=\s*(?:$|[?.!,;]|(?:in|for|with|without|to|when|if|and|or|is|should|does|myself)\b))"
    r"|\b(?P<that>that)\b"
    r"|\b(?P<it>it|they|them)\b",
    re.IGNORECASE,
)
# "it" that stands for what follows: "is it worth learning Go", "how long does it take to ..."
EXPLETIVE = re.compile(
    r"\b(?:is|was|would|will|does|can|could|should|might)(?:n't)? it (?:(?:be|ever|really|still|also|even) )*"
    r"(?:worth|better|possible|ok|okay|safe|bad|good|necessary|normal|important|hard|easy|true|common|enough|best|wise|"
    r"wrong|right|allowed|legal|required|smart|realistic|too late|make sense|matter|take|useful)\b(?=(?:\W+\w+){2})",
    re.IGNORECASE,
)
# "that" refers at the end of a clause, after a verb that asks or orders, and before a verb of its own;
# elsewhere it joins clauses ("a job that survives").
_ENDS_A_CLAUSE = re.compile(r"\s*(?:$|[?.!,;]|(?:in|with|for|on|from|too|as well|more)\b)")
_ASKS = re.compile(
    r"(?:^|[,;:.?!]\s*|\b(?:is|are|was|does|do|did|will|would|can|could|should|[a-z]+n't|explain|describe|show|repeat|rephrase)\s+)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:how|why|what|when|if|like|about|than|of|with|without|and|but|so|because)\s+$", re.IGNORECASE
)
_VERB_FOLLOWS = re.compile(
    r"\s+(?:be|is|was|work|works|looks?|means?|happens?|do|does|helps?|costs?|scales?|breaks?|fails?|matters?|makes?|takes?|still|also|not)\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"[,;:.?!]\s|\s[-\u2013\u2014]\s|\b(?:and|but|when|if|because|so|that|which|while|before|after|until|or|then|once"
    r"|since|although|unless|where|how|why|whether|what)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?i:\b(?:an?|the|my|our|your|some|any|each|every|two|several)\s+"
    r"(?!two\b|first\b|second\b|other\b|users?\b|customers?\b|people\b|colleagues?\b|team\b|boss\b)\w+)"
    r"|(?i:\b(?:i|we|you|to)\s+\w+\s+\w+s\b)"
    r"|\b[A-Z][A-Za-z]*[A-Z0-9.]\w*|(?<=\w )[A-Z][a-z]+\b"
)
_VERB = re.compile(r"\b(?:i|we|you|to|not|don't|can't)\s+[a-z]+\b", re.IGNORECASE)


def pointing(message: str, vocabulary: Collection[str]) -> Iterator[re.Match[str]]:
    """Yield the words that refer to something outside the message.

    Args:
        message: what was written.
        vocabulary: stems of the subject's own terms; a noun of them can be what a pronoun refers to.
    """
    expletives = [found.span() for found in EXPLETIVE.finditer(message)]
    for found in REFERS.finditer(message):
        if found["it"] and any(start <= found.start() < end for start, end in expletives):
            continue
        if found["that"] and not _is_demonstrative(message, found):
            continue
        if not _is_inside(found, message[: found.start()], vocabulary):
            yield found


def _is_inside(found: re.Match[str], before: str, vocabulary: Collection[str]) -> bool:
    """Whether what a word refers to is named before it in the same message."""
    if found["possessive"] is None:
        boundaries = list(_BOUNDARY.finditer(before))
        if not boundaries:
            return False
        before = before[: boundaries[-1].start()]
    nouns = _VERB.sub(" ", before)
    return bool(_NAMED.search(before)) or any(stem(word) in vocabulary for word in content_words(nouns))


def _is_demonstrative(message: str, that: re.Match[str]) -> bool:
    """Whether a "that" points at something, and does not join two clauses."""
    before, after = message[: that.start()], message[that.end() :]
    if _ENDS_A_CLAUSE.match(after) or _ASKS.search(before):
        return True
    return bool(_AFTER.search(before) and _VERB_FOLLOWS.match(after))
