"""Topics and projects with their reasons as people read them: by title, alike ones together, stage by stage where many; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.scope import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MANY = 8  # from so many on they stand under their stages


def title(reason: Mapping[str, Any]) -> str:
    """Return the title of what a reason is about; plans of before have only its id."""
    return str(reason.get("title") or reason["id"])


def alike(reasons: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return titles with their reason, all that have the same reason together."""
    found: dict[str, list[str]] = {}
    for each in reasons:
        found.setdefault(each["because"], []).append(title(each))
    return [(listed(titles), because) for because, titles in found.items()]


def by_stage(reasons: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return titles with their reasons under the name of their stage; a few stand together under no name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in reasons:
        stage = each.get("stage", "") if len(reasons) >= _MANY else ""
        found.setdefault(stage, []).append((title(each), each["because"]))
    return [
        (f"{stage.capitalize()} stage ({len(rows)})" if stage else "", rows) for stage, rows in found.items()
    ]
