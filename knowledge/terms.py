"""The terms of a text as keyword search indexes them: stems of its words, without those that say nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from knowledge.words import stem

# A compound is its parts and the parts joined, so that "Node.js" is found by "nodejs" and by "node js".
_COMPOUND = re.compile(r"[^\W_]+(?:[._'\u2019+#/-][^\W_]+)*(?:\+\+|#)?")
_PART = re.compile(r"[^\W_]+")
_JOINED_CHARS = 24

_LONG_FORMS = {
    "config": "configuration",
    "db": "database",
    "dbs": "databases",
    "env": "environment",
    "golang": "go",
    "js": "javascript",
    "k8s": "kubernetes",
    "mongo": "mongodb",
    "postgres": "postgresql",
    "repo": "repository",
    "repos": "repositories",
    "ts": "typescript",
}

# Function words, and what people wrap around a question put to a mentor.
STOP_WORDS = frozenset(  # a text, not a list: read as words
    """
    a about actually after again all also am an and any anybody anyone are as at be because been before being both
    but by can cannot cant could couldnt did didnt do does doesnt doing dont each either else even ever every few for
    from gets getting give given going got had has hasnt have havent he her here hers him his how hows
    however i if ill im in into is isnt it its ive just kind know lets make makes many may maybe me mean
    means might mine more most much must my need needs no nor not of off ok on once one only or other our ours out
    over own please really same shall she should shouldnt so some someone something such tell than thanks that thats
    the their them then there these they theyre this those though through to too under until up upon us versus vs
    use used uses using very want was wasnt way ways we were what whats when where which while who whom whose why will
    with without wont would wouldnt yes yet you your youre yours explain describe difference between help understand
    explanation happen happens
    """.split()  # noqa: SIM905 - a list literal of them would be unreadable
)


def words(text: str) -> list[str]:
    """The words in order, lower case; a compound such as ``Node.js`` gives its parts and the parts joined."""
    found = []
    for match in _COMPOUND.finditer(text.lower()):
        compound = match.group()
        if compound.endswith(("++", "#")):
            found.append(compound)  # c++ and c# are words of their own
            continue
        parts = _PART.findall(compound.replace("'", "").replace("\u2019", ""))
        found.extend(parts)
        if len(parts) > 1 and len(compound) <= _JOINED_CHARS:
            found.append("".join(parts))
    return found


def terms(text: str) -> list[str]:
    """The terms of a text, in order."""
    return [term(word) for word in words(text) if word not in STOP_WORDS]


def joined_terms(text: str) -> list[str]:
    """The terms that its neighbouring words would give as one: "micro services" gives that of "microservices"."""
    return [
        term(first + second) for first, second in pairwise(words(text)) if not {first, second} & STOP_WORDS
    ]


@lru_cache(maxsize=100_000)
def term(word: str) -> str:
    """What a lower-case word is indexed as: the stem, of a short form that of the long one."""
    return stem(_LONG_FORMS.get(word, word))
