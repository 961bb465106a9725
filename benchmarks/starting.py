"""How long it takes to start: the command line before it does anything, and the package before it is asked anything.

    .venv/bin/python benchmarks/starting.py                        # the code as it stands
    .venv/bin/python benchmarks/starting.py --before OLDER/src     # in turns with another checkout

Every contender runs in a process of its own, in turn, as many times as asked, after one run to warm up; printed are
medians of wall time, the spread between the quickest and the slowest run, medians of CPU time, and ratios of CPU time
to an empty Python.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
VV = "from vv_analysis.cli import main; main()"  # what the installed command does
EMPTY = "python -c pass"
OURS = {
    "vv --help": [VV, "--help"],
    "vv run --help": [VV, "run", "--help"],
    "vv status": [VV, "status"],
    "import vv_analysis": ["import vv_analysis"],
    "vv_analysis.unit_cost": ["import vv_analysis as vv; vv.unit_cost"],
    "every public name": ["from vv_analysis import *"],
}


@dataclass
class Contender:
    """Some lines of Python, where the package they import stands, and what every run of them took."""

    name: str
    words: list[str]
    source: Path
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def run(self) -> tuple[float, float]:
        """Run the lines in a process of their own, and return its seconds by the clock and of the processor."""
        environment = os.environ | {"PYTHONPATH": str(self.source)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the run to warm up leaves what later ones need not compile
        command = [sys.executable, "-c", *self.words]
        cpu, began = _cpu_of_children(), time.perf_counter()
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        return time.perf_counter() - began, _cpu_of_children() - cpu

    def take_turn(self) -> None:
        """Run once more and keep what it took."""
        wall, cpu = self.run()
        self.wall.append(wall)
        self.cpu.append(cpu)

    def row(self, empty: float) -> str:
        """Return the line of the table, its ratio to what an empty Python takes."""
        wall, cpu = statistics.median(self.wall), statistics.median(self.cpu)
        spread = (max(self.wall) - min(self.wall)) / wall
        return f"| {self.name} | {wall:.3f} | {spread:.0%} | {cpu:.3f} | {cpu / empty:.1f} |"


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def contenders(before: Path | None) -> list[Contender]:
    """Return all that take turns: an empty Python, pandas alone, and ours, beside the older ones if asked."""
    here = ROOT / "src"
    found = [Contender(EMPTY, ["pass"], here), Contender("import pandas", ["import pandas"], here)]
    for name, words in OURS.items():
        if before:
            found.append(Contender(f"{name}, before", words, before))
        found.append(Contender(name, words, here))
    return found


def main() -> int:
    """Let all take turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, help="the src of another checkout, measured beside this one")
    parser.add_argument("--runs", type=int, default=10)
    asked = parser.parse_args()
    taking_turns = contenders(asked.before.resolve() if asked.before else None)
    for one in taking_turns:
        one.run()
    for _ in range(asked.runs):
        for one in taking_turns:
            one.take_turn()
    print("| | median s | spread | CPU s | times an empty Python |\n|---|---|---|---|---|")
    for one in taking_turns:
        print(one.row(statistics.median(taking_turns[0].cpu)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
