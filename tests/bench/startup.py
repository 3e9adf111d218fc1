"""How long `mentor --help` takes beside a Python that does nothing; run it as `python tests/bench/startup.py`.

Both commands run in turn; what is printed is the median of each and of the ratios pair by pair, because a machine's
speed drifts.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

RUNS = 15
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "mentor --help": [sys.executable, "-m", "ui.cli", "--help"],
}


def cpu_s(command: list[str]) -> float:
    """Return the processor time of one run, children included, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the figures."""
    for command in COMMANDS.values():
        cpu_s(command)  # once for the file cache
    times = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(cpu_s(command))
    for name, values in times.items():
        print(f"{name:16} {statistics.median(values) * 1000:6.0f} ms of processor time, median of {RUNS}")
    bare, ours = times.values()
    ratios = [our / one for one, our in zip(bare, ours, strict=True)]
    print(f"{'ratio':16} {statistics.median(ratios):6.1f}")


if __name__ == "__main__":
    main()
