"""Messages in another language than the knowledge base's: seen by their letters and their small words; pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from knowledge.words import STOP, stem, words

if TYPE_CHECKING:
    from collections.abc import Collection

# Words that join a sentence in Spanish, Portuguese, French, German, Italian, Dutch, Polish and Turkish, and that no
# English question has; those that are English words as well ("die", "was", "on", "come") are left out.
SMALL = frozenset(
    """
    que qué es un una el los las del para por como cómo cuál cual cuando cuándo dónde donde está están puedo hacer hago
    funciona sirve necesito entre con sin mi se lo les est sont une du dans pour avec quoi quel quelle quels
    pourquoi fonctionne faire puis-je je il elle nous vous où ça cela qu'est-ce c'est qu ce et au aux sur pas ne
    ist sind ein eine einen einer der den dem und wie warum wozu welche welcher welches kann ich wir nicht mit für
    zwischen zu zum zur funktioniert macht brauche heißt bedeutet wird auf von aus bei oder
    uma é são não faço fazer funciona qual quais quando onde posso com você eu isso
    che cos'è cosa il gli della dello delle di è sono perché quale funziona posso fare tra uno
    wat het een zijn hoe waarom welke ik niet met voor tussen werkt
    jak czym dlaczego czy nie między działa mogę dla
    nedir nasıl bir için neden hangi ile çalışır
    """.split()  # noqa: SIM905 - a list literal of them would be unreadable
)
# of these languages as well, but not of them alone: they count beside one that is sure
WEAK = frozenset(("le", "des", "y", "o", "na", "em", "do", "das", "dos", "si"))
FEWEST, SHARE = 2, 0.3  # small words, and what share of a message they are
LETTERS = 0.3  # share of letters of another alphabet


def is_foreign(message: str) -> bool:
    """Whether a message is written in another language than English."""
    letters = [each for each in message if each.isalpha()]
    other = [each for each in letters if not unicodedata.name(each, "LATIN").startswith(("LATIN", "MICRO"))]
    if letters and len(other) >= LETTERS * len(letters):
        return True
    said = words(message)
    small = {word for word in said if word in SMALL}
    weak = {word for word in said if word in WEAK}
    found = len(small) + (len(weak) if small else 0)
    accented = any(not word.isascii() for word in said if word not in SMALL)
    marked = accented or "\N{INVERTED QUESTION MARK}" in message
    english = sum(word in STOP and word not in SMALL for word in said)
    return found + marked >= FEWEST and found > english and found + marked >= SHARE * len(said)


def english_words(message: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Return the words of a foreign message that the knowledge base has as well, as they are written.

    Args:
        message: in another language.
        vocabulary: stems of the knowledge base's own terms.
    """
    tokens = re.findall(r"[A-Za-z][A-Za-z0-9.+#-]*", message)
    known = (each.rstrip(".-") for each in tokens if each.lower() not in SMALL | WEAK | STOP)
    return tuple(dict.fromkeys(each for each in known if stem(each.lower()) in vocabulary))
