"""The mentor for other programs: its tools and prompts over the Model Context Protocol, on the same state."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from mcp.server.fastmcp import FastMCP
from mcp.server.fastmcp.exceptions import ToolError

from agent.commands import parse
from agent.errors import AgentError
from agent.events import Answer, passage_json
from agent.plan_talk import APPLY
from knowledge.errors import KnowledgeError
from prompts import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.mentor import Mentor

NAME = "backend-mentor"
PASSAGES_MOST = 20


def server(mentor: Mentor, learner: str) -> FastMCP:
    """Return a server that speaks for one learner; the client cannot choose another."""
    mcp = FastMCP(NAME, instructions=render("mcp_about"), log_level="WARNING")
    tools = _Tools(mentor, learner)
    for tool in (tools.ask, tools.search, tools.plan, tools.progress):
        mcp.add_tool(_plainly(tool), name=tool.__name__, description=tool.__doc__, structured_output=False)
    mcp.prompt(name="mentor", description="Answer a question from the sources")(_mentor_words)
    mcp.prompt(name="learn", description="Build or change a study plan")(_learn_words)
    return mcp


class _Tools:
    def __init__(self, mentor: Mentor, learner: str) -> None:
        self._mentor = mentor
        self._learner = learner

    def ask(self, question: str, conversation: str | None = None) -> dict[str, Any]:
        """Answer a question about backend engineering, each sentence with the passage behind it.

        Give the conversation of an earlier answer to ask a follow-up.
        """
        *_, last = self._mentor.ask(question, learner=self._learner, conversation=conversation)
        assert isinstance(last, Answer)
        used = sorted({span.n for sentence in last.sentences for span in sentence.support})
        passages = [passage_json(n, last.hits[n - 1]) for n in used]
        return {
            "kind": last.kind,
            "answer": last.markdown,
            "sources": [
                {
                    "n": each["n"],
                    "document": each["document"],
                    "heading": each["heading"],
                    "id": each["source"],
                }
                for each in passages
            ],
            "conversation": last.conversation,
        }

    def search(self, query: str, passages: int = 5) -> dict[str, Any]:
        """Find passages of the knowledge base, best first; confidence says how sure it is that they answer."""
        if not 1 <= passages <= PASSAGES_MOST:
            raise ToolError(f"passages is {passages}; it must be from 1 to {PASSAGES_MOST}")
        found = self._mentor.search(query, passages, learner=self._learner)
        return {
            "confidence": round(found.confidence, 4),
            "passages": [passage_json(n, hit) for n, hit in enumerate(found.hits, 1)],
        }

    def plan(self, change: str = "") -> str:
        """Show the learner's study plan; with words it is built or changed, with "replan" fitted to the progress.

        The words are the learner's own: goal, what they know, hours a week, a deadline. Where a part of them was not
        understood the change is only shown; the same words after "apply" make it.
        """
        words = change.strip()
        if words in ("", "replan") or words.startswith(APPLY):
            return self._obeyed(f"/plan {words}".strip())
        return self._obeyed(f"/learn {words}")

    def progress(self, done: str = "", undo: str = "") -> str:
        """Show what is done and due; with names of topics or projects, commas between, record or take back."""
        said = [
            self._obeyed(f"/progress {verb} {names}")
            for verb, names in (("done", done), ("undo", undo))
            if names.strip()
        ]
        return "\n\n".join(said) or self._obeyed("/progress")

    def _obeyed(self, command: str) -> str:
        parsed = parse(command)
        assert parsed
        return self._mentor.obey(parsed, learner=self._learner)


def _plainly(tool: Callable[..., Any]) -> Callable[..., Any]:
    """Return a tool whose errors of ours reach the client as words."""

    @wraps(tool)
    def called(*given: Any, **named: Any) -> Any:
        try:
            return tool(*given, **named)
        except (AgentError, KnowledgeError) as error:
            raise ToolError(str(error)) from error

    return called


def _mentor_words(question: str) -> str:
    return render("mcp_mentor", question=question)


def _learn_words(goal: str = "nothing yet") -> str:
    return render("mcp_learn", goal=goal)
