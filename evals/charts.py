"""Small charts of a report: where values lie, and how figures stand beside each other; places in percent, for any drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BARS = 10


def histogram(values: Sequence[float]) -> list[dict[str, Any]]:
    """How many values lie in each of ten equal stretches, each with the height of its bar in percent of the highest.

    The stretches are the tenths from 0 to 1 where all values lie there, else from the lowest to the highest value.
    """
    is_share = all(0 <= value <= 1 for value in values)
    low, high = (0.0, 1.0) if is_share else (min(values), max(values))
    width = (high - low) / BARS or 1.0
    counts = [0] * BARS
    for value in values:
        counts[min(int((value - low) / width), BARS - 1)] += 1
    most = max(counts) or 1
    return [
        {"from": low + at * width, "to": low + (at + 1) * width, "n": n, "height": round(100 * n / most)}
        for at, n in enumerate(counts)
    ]


def strip(figure: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where a figure and its baselines lie, with their intervals, in percent of the range of all of them.

    Shares, 0 to 1, are drawn over that range; whatever is larger from 0 to the highest.
    """
    rows = [("mentor", figure), *figure["baseline"].items()]
    ends = [end for _, each in rows for end in (each["mean"], each["low"], each["high"]) if end is not None]
    low, high = min(0.0, *ends), max(1.0, *ends)

    def place(value: float) -> float:
        return float(round(100 * (value - low) / (high - low), 1))

    return [
        {
            "name": name,
            "at": place(each["mean"]),
            "from": place(each["mean"] if each["low"] is None else each["low"]),
            "to": place(each["mean"] if each["high"] is None else each["high"]),
        }
        for name, each in rows
    ]
