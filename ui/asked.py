"""Checks as a view puts them: asked, answered, and judged, wherever on the page that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.errors import AgentError
from ui import today
from ui.prose import sentence

if TYPE_CHECKING:
    from agent.learning import Learning


class Checks:
    """The checks of a view.

    Args:
        learning: asks and judges them.
    """

    def __init__(self, learning: Learning) -> None:
        self._learning = learning

    def ask(self, learner: str, used: dict[str, str], *, back: str = "") -> str | None:
        """Return the check to answer of a topic, as HTML; None where none is to be asked.

        Args:
            learner: who is asked.
            used: what the button carries that asks for it.
            back: the ways out of it as HTML, for a view that is not Today's.
        """
        asked = self._learning.ask(learner=learner, topic=used.get("id"))
        return today.question(asked.json(), back=back) if asked else None

    def answer(
        self, learner: str, used: dict[str, str], *, then: str = "today", back: str = ""
    ) -> str | None:
        """Return what became of an answer, as HTML; what is no answer is said, and the question stays."""
        try:
            result = self._learning.answer(used.get("text", ""), learner=learner, check=used.get("check"))
        except AgentError as error:
            asked = self._learning.ask(learner=learner)
            said = sentence(str(error))
            return today.question(asked.json(), said=said, back=back) if asked else None
        return today.marked(result.json(), then=then, back=back)

    def judge(self, learner: str, used: dict[str, str], *, then: str = "today", back: str = "") -> str:
        """Return what became of an answer that its learner has judged, as HTML."""
        is_right = used.get("right") == "yes"
        result = self._learning.judge(right=is_right, learner=learner, check=used.get("check"))
        return today.marked(result.json(), then=then, back=back)
