"""What a reply may ask of the intake itself instead of answering: to skip, to go back, to stop, to build; pure."""

from __future__ import annotations

import re
from enum import Enum

_SKIP = r"(?:please )?(?:skip(?: it| this| that)?|pass|default|next|whatever|any(?:thing)?|no (?:idea|preference|opinion)|(?:i )?(?:do not|don't) know(?: yet)?|not sure|you (?:choose|decide)|choose for me|-+)"
_NONE = (
    r"(?:no|none|nope|never|(?:almost |nearly )?nothing(?: yet| at all| really)?|hardly anything|"
    r"not (?:really|much|a lot|yet)|no (?:date|days))"
)
_BUILD = r"(?:please )?(?:build|make|create|plan)(?: it| that| (?:me )?(?:my|the|a) plan)?(?: now| please)*|that'?s (?:all|it)|that is (?:all|it)|done|go ahead|skip (?:all|everything|the rest)"
_AGREE = r"(?:yes|yep|yeah|ok(?:ay)?|sure|right|correct|looks? (?:good|right)|fine|good|perfect)(?:,? (?:please|build it|go ahead|thanks))*"
_STOP = r"(?:stop|cancel|quit|exit|abort|not now|later|never ?mind)"
_BACK = r"(?:go )?back|previous(?: question)?|undo"
_DAYS = ("start", "deadline")


class Wish(Enum):
    """What a reply asks of the dialogue itself."""

    SKIP = _SKIP
    NONE = _NONE
    BUILD = _BUILD
    AGREE = _AGREE
    STOP = _STOP
    BACK = _BACK


def wish(message: str, field: str | None = None) -> Wish | None:
    """Return what a whole message asks of the dialogue, or None; "later" is an answer where a day is asked for."""
    said = message.strip(" \t\n.!,")
    if field in _DAYS and said.lower() == "later":
        return None
    return next((each for each in Wish if re.fullmatch(each.value, said, re.IGNORECASE)), None)
