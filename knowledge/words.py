"""Words as the mentor compares them: lower case, without stop words, cut to their English stems."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:[._'’+#-][^\W_]+)*[+#]*", re.UNICODE)
NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:[.,]\d+)*(?:\s?%)?")
# a name that code or a standard gave: snake_case, camelCase, dotted, ACRONYM, with digits, or in backticks
IDENTIFIER = re.compile(r"`[^`\n]+`|\b(?:\w+[_.]\w+|[a-z]+[A-Z]\w*|[A-Z][A-Z0-9]{1,}s?)\b")
NEGATION = re.compile(
    r"not|no|never|none|nothing|neither|nor|without|cannot|unless|\w+n['’]t|hardly|rarely|seldom",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"[,.;:()!?](?=\s|$)|\b(?:but|because|which|whereas|while)\b")
ISE = re.compile(r"(?<=\w\w)([iy])s(?=(?:e[drs]?|ing|ations?|ational|ers|able)$)")
OUR = re.compile(r"(?<=\w\w)our(?=(?:s|ed|ing|al|ite|able)?$)")
APOSTROPHE = re.compile(r"['’]")
_STRAIGHT = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'"})
REACH = 3  # content words that a negation reaches
STOP = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both
    but by can could did do does doing down during each else ever few for from further get gets got had has have
    having he her here hers him his how i if in into is it its itself just let like may me might more most must my
    no nor not of off on once one only or other our out over own please same she should so some such than that the
    their them then there these they this those through to too under until up us very want was we were what when
    where which while who whom whose why will with would yet you your yours""".split()  # noqa: SIM905 - a list literal of them would be unreadable
)


@lru_cache(maxsize=1)
def _stemmer() -> object:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a lower-case word's English stem (Snowball), the same for British and American spelling."""
    return str(_stemmer().stemWord(OUR.sub("or", ISE.sub(r"\1z", word))))  # type: ignore[attr-defined]


def words(text: str) -> list[str]:
    """Return the words of a text, lower case, in order."""
    return [match.group().lower() for match in WORD.finditer(text)]


def straight(text: str) -> str:
    """Return a text on one line, with straight apostrophes, as patterns over messages are written."""
    return " ".join(text.translate(_STRAIGHT).split())


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning, lower case, in order; "what's" carries as little as "what"."""
    return [word for word in words(text) if APOSTROPHE.split(word, maxsplit=1)[0] not in STOP]


def stems(text: str) -> set[str]:
    """Return the stems of a text's content words; a hyphened or dotted word counts in its parts as well."""
    found = set()
    for word in content_words(text):
        found.add(stem(word))
        parts = re.split(r"[-'’._]", word)
        if len(parts) > 1:
            found.update(stem(part) for part in parts if part and part not in STOP)
    return found


def numbers(text: str) -> set[str]:
    """Return the numbers of a text in a comparable form: no grouping commas, no spaces."""
    return {re.sub(r"[\s,+]", "", match.group()) for match in NUMBER.finditer(text)}


def identifiers(text: str) -> set[str]:
    """Return the names in a text that code or a standard gave, lower case, without backticks or plural."""
    return {
        re.sub(r"(?<=[A-Z])s$", "", match.group().strip("`")).lower() for match in IDENTIFIER.finditer(text)
    }


def polarities(text: str) -> dict[str, set[bool]]:
    """Return, for each stem, whether the text affirms it (True), negates it (False), or both.

    A negation reaches the next few content words of its clause.
    """
    found: dict[str, set[bool]] = {}
    for clause in CLAUSE.split(text):
        left = 0
        for word in words(clause):
            if NEGATION.fullmatch(word):
                left = REACH
            elif word not in STOP:
                found.setdefault(stem(word), set()).add(left == 0)
                left = max(0, left - 1)
    return found
