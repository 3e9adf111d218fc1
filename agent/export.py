"""Everything that is kept of one learner, as JSON can hold it: theirs to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from knowledge.owner import private
from knowledge.sources import Origin

if TYPE_CHECKING:
    from agent.conversations import Conversations
    from agent.dialogues import Dialogues
    from agent.memory import Memory
    from knowledge.store import Store


def export(
    memory: Memory, conversations: Conversations, dialogues: Dialogues, store: Store, learner: str
) -> dict[str, Any]:
    """Return a learner's profile, intake, conversations with their ratings, plans, ledger, and documents with their text."""
    return {
        "learner": learner,
        "profile": memory.profile(learner),
        "intake": dialogues.kept(learner),
        "conversations": [
            {
                "id": each.id,
                "title": each.title,
                "created_at": each.created_at.isoformat(),
                "turns": _turns(memory, conversations, learner, each.id),
            }
            for each in memory.conversations(learner)
        ],
        "plans": [
            {"made_at": made_at.isoformat(), "plan": memory.plan(learner, version)}
            for version, made_at in memory.plan_versions(learner)
        ],
        "ledger": memory.ledger(learner),
        "documents": [
            {
                "id": source.id,
                "title": source.title,
                "location": source.location,
                "media_type": source.media_type,
                "read_at": source.read_at.isoformat(),
                "url": source.url,
                "licence": source.licence,
                "text": source.text,
            }
            for source in store.sources(Origin.DOCUMENT, owner=private(learner))
            if source.owner
        ],
    }


def _turns(
    memory: Memory, conversations: Conversations, learner: str, conversation: str
) -> list[dict[str, Any]]:
    rated = conversations.ratings(learner, conversation)
    return [
        {
            "asked_at": turn.asked_at.isoformat(),
            "message": turn.message,
            "question": turn.question,
            "answer": turn.answer,
            "rating": str(rated[turn.number].rating) if turn.number in rated else None,
            "reason": rated[turn.number].reason if turn.number in rated else None,
        }
        for turn in memory.turns(learner, conversation)
    ]
