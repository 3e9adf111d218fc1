"""Cases -> outcomes, one at a time, each kept at once, so that a run that was stopped goes on where it stood."""

from __future__ import annotations

import json
import logging
from time import perf_counter
from typing import TYPE_CHECKING, Any

from evals.cases import AnyCase, split
from evals.errors import RunError
from evals.outcome import Outcome, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

CASES, MADE_BY = "cases.jsonl", "run.json"

logger = logging.getLogger(__name__)


def run(
    cases: Sequence[AnyCase],
    judge: Callable[[AnyCase], Outcome],
    *,
    out: Path,
    made_by: dict[str, Any],
    on_progress: Callable[[int, int, str], None],
) -> list[Outcome]:
    """The outcomes of the cases, in their order.

    Args:
        cases: what is asked.
        judge: asks one and scores what came back.
        out: the folder that keeps the outcomes; made if need be.
        made_by: whatever shapes the outcomes; those of a run made otherwise are not taken over.
        on_progress: told how many are done, of how many, and the seconds left with the next one's id.

    Raises:
        RunError: the folder cannot be written.
    """
    try:
        done = _resumed(out, made_by)
        asked = [case for case in cases if case.id not in done]
        started = perf_counter()
        with (out / CASES).open("a", encoding="utf-8") as file:
            for number, case in enumerate(asked):
                left = (perf_counter() - started) / number * (len(asked) - number) if number else None
                on_progress(len(cases) - len(asked) + number, len(cases), _next(case.id, left))
                done[case.id] = _judged(case, judge)
                file.write(done[case.id].line() + "\n")
                file.flush()
        on_progress(len(cases), len(cases), "")
        outcomes = [done[case.id] for case in cases]
        write(out, outcomes)
    except OSError as error:
        raise RunError(f"the folder {str(out)!r} cannot be written: {error.strerror}") from error
    return outcomes


def write(out: Path, outcomes: Iterable[Outcome]) -> None:
    """Keep these outcomes and no others, in this order."""
    fresh = out / f"{CASES}.new"
    fresh.write_text("".join(outcome.line() + "\n" for outcome in outcomes), encoding="utf-8")
    fresh.replace(out / CASES)


def outcomes(out: Path) -> list[Outcome]:
    """The outcomes that a run's folder holds; a line that was cut off by a kill is left out.

    Raises:
        RunError: there is none.
    """
    try:
        lines = (out / CASES).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise RunError(f"there is no run at {str(out)!r}; `mentor eval run --out` makes one") from error
    found = []
    for line in lines:
        try:
            found.append(read(line))
        except ValueError:
            logger.info("a line of %s is cut off", out / CASES)
    return found


def _next(case: str, left_s: float | None) -> str:
    return case if left_s is None else f"{round(left_s)} s left, {case}"


def _resumed(out: Path, made_by: dict[str, Any]) -> dict[str, Outcome]:
    """What a run made by the same held already; what it could not score is asked again."""
    out.mkdir(parents=True, exist_ok=True)
    mark = json.dumps(made_by, sort_keys=True)
    made = out / MADE_BY
    if made.exists() and made.read_text(encoding="utf-8") == mark and (out / CASES).exists():
        held = {each.id: each for each in outcomes(out) if each.unscored is None}
    else:
        held = {}
    write(out, held.values())
    made.write_text(mark, encoding="utf-8")
    return held


def _judged(case: AnyCase, judge: Callable[[AnyCase], Outcome]) -> Outcome:
    try:
        return judge(case)
    except Exception as error:  # one case of many: counted as unscored, the others go on
        logger.info("case %s is unscored", case.id, exc_info=True)
        return Outcome(
            id=case.id,
            kind=case.kind,
            split=split(case.id),
            input=case.model_dump(mode="json", exclude_defaults=True),
            reasons=(f"it could not be scored: {type(error).__name__}: {error}",),
            unscored=f"{type(error).__name__}: {error}",
        )
