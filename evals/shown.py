"""What a reader of a report sees of a case: what was asked, what was shown, how it scored, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evals.outcome import Outcome

SHOWN = 10  # of a ranking, of passages, and of weeks
NO_WORDS = ("id", "kind", "note", "today", "expect")


def shown(outcome: Outcome, ranked_by: str) -> dict[str, Any]:
    """A case for a reader; what its suite does not have is empty."""
    given, output = outcome.input, outcome.output
    relevant = given.get("relevant", {})
    return {
        "id": outcome.id,
        "kind": outcome.kind,
        "note": given.get("note", ""),
        "score": outcome.scores.get(ranked_by),
        "asked": _asked(given),
        "searched": output.get("question") or output.get("query") or "",
        "answer": output.get("answer") or "\n".join(_plan(output)),
        "ranking": [
            {"id": key, "score": score, "grade": relevant.get(key, 0)}
            for key, score in output.get("ranking", [])[:SHOWN]
        ],
        "missed": sorted(
            key for key in relevant if key not in [found for found, _ in output.get("ranking", [])[:SHOWN]]
        ),
        "passages": [
            {"n": each["n"], "heading": " › ".join(each["heading"]), "text": each["text"]}
            for each in output.get("passages", [])[:SHOWN]
        ],
        "scores": outcome.scores,
        "baselines": {name: each[ranked_by] for name, each in outcome.baselines.items() if ranked_by in each},
        "reasons": outcome.reasons,
        "unscored": outcome.unscored,
    }


def _asked(given: Mapping[str, Any]) -> list[str]:
    """What was typed, in order; of a profile its keys."""
    if turns := given.get("turns"):
        return list(turns)
    one = given.get("query") or given.get("question") or given.get("prompt") or given.get("sentence")
    if one:
        return [one]
    told = {key: value for key, value in given.items() if key not in NO_WORDS}
    return [json.dumps(told, ensure_ascii=False)]


def _plan(output: Mapping[str, Any]) -> Iterator[str]:
    """The first weeks of a plan, or why there is none."""
    if "feasible" not in output:
        return
    yield (
        f"path {output['path']}, {output['hours_per_week']:g} h a week, from {output['starts']} to {output['ends']}, "
        f"deadline {output['deadline'] or 'none'}, known: {', '.join(each['id'] for each in output['known']) or 'nothing'}"
    )
    if not output["feasible"]:
        yield f"does not fit: {output.get('reason', '')}"
        yield from (
            f"way out: {each['change']} {each['value']}, ends {each['ends']}"
            for each in output["alternatives"]
        )
    for week in output["weeks"][:SHOWN]:
        items = ", ".join(f"{item['id']} {item['hours']:g} h" for item in week["items"])
        yield f"week {week['number']} from {week['starts']}, {week['planned_hours']:g} of {week['budget_hours']:g} h: {items}"
    if len(output["weeks"]) > SHOWN:
        yield f"and {len(output['weeks']) - SHOWN} weeks more"
