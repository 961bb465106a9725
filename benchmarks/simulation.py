"""Simulation: 100,000 draws over 1,000 lines with intervals, against plain numpy that draws the whole matrix at once.

    .venv/bin/python benchmarks/simulation.py --lines 1000 --runs 5

Each contender runs in a process of its own, in turn, on the same made-up lines. Time is that of the work, without
starting Python and importing libraries; memory is the peak of the process. All lines have an interval in both value and
volume; once with a figure between the ends (triangular), once without (even).
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

import numpy as np
import pandas as pd

from vv_analysis.measure.uncertainty.simulation import simulate

CONTENDERS = ("numpy, whole matrix", "vv_analysis")
KINDS = ("even", "triangular")
DRAWS, SEED = 100_000, 2021


def lines(many: int, kind: str) -> pd.DataFrame:
    """Return so many lines in twelve groups, the same for the same number."""
    lots = np.random.default_rng(SEED)
    value, users = lots.uniform(50_000, 2_000_000, many), lots.integers(40, 900, many).astype(float)
    frame = pd.DataFrame(
        {
            "region": [f"region {place % 12}" for place in range(many)],
            "value_low_gbp": value,
            "value_high_gbp": value * 1.5,
            "volume_low_users": users,
            "volume_high_users": users * 2,
        }
    )
    return frame if kind == "even" else frame.assign(value_gbp=value * 1.2, volume_users=users * 1.3)


def whole_matrix(frame: pd.DataFrame, kind: str) -> list[float]:
    """Draw a matrix of draws by lines for values, then one for volumes; return three percentiles of the ratio."""
    lots = np.random.default_rng(SEED)
    sums = []
    for low, middle, high in (
        ("value_low_gbp", "value_gbp", "value_high_gbp"),
        ("volume_low_users", "volume_users", "volume_high_users"),
    ):
        ends = (frame[low].to_numpy(), frame[high].to_numpy())
        shape = (DRAWS, len(frame))
        drawn = (
            lots.uniform(*ends, shape) if kind == "even" else lots.triangular(ends[0], frame[middle], ends[1], shape)
        )
        sums.append(drawn.sum(axis=1))
        del drawn
    return [float(one) for one in np.percentile(sums[0] / sums[1], (10, 50, 90))]


def ours(frame: pd.DataFrame, _kind: str) -> list[float]:
    """Return the same percentiles from `simulate`."""
    result = simulate(frame, n=DRAWS, seed=SEED)
    return [float(one) for one in result.filter(regex=r"cost_per_user_p\d").iloc[0]]


def run_here(contender: str, kind: str, many: int) -> None:
    """Run one contender and print what it took, as JSON."""
    frame = lines(many, kind)
    began = time.perf_counter()
    found = {CONTENDERS[0]: whole_matrix, CONTENDERS[1]: ours}[contender](frame, kind)
    wall = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": wall, "peak_mb": peak, "p10": found[0], "p50": found[1], "p90": found[2]}))


def measured(contender: str, kind: str, many: int) -> dict[str, float]:
    """Run one contender in a process of its own."""
    command = [sys.executable, __file__, "--contender", contender, "--kind", kind, "--lines", str(many)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    """Print a table of both contenders for both kinds of line, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--kind", choices=KINDS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.contender:
        run_here(chosen.contender, chosen.kind, chosen.lines)
        return
    print(
        f"{'kind':<11} {'contender':<20} {'seconds':>8} {'spread':>7} {'peak MB':>8} {'p10':>9} {'p50':>9} {'p90':>9}"
    )
    for kind in KINDS:
        taken: dict[str, list[dict[str, float]]] = {contender: [] for contender in CONTENDERS}
        for run in range(chosen.runs):
            for contender in CONTENDERS[:: 1 if run % 2 == 0 else -1]:
                taken[contender].append(measured(contender, kind, chosen.lines))
        middle = {name: statistics.median(one["wall"] for one in runs) for name, runs in taken.items()}
        for name, runs in taken.items():
            walls = [one["wall"] for one in runs]
            percentiles = " ".join(f"{runs[0][one]:>9.2f}" for one in ("p10", "p50", "p90"))
            spread = f"{100 * (max(walls) - min(walls)) / middle[name]:.0f}%"
            peak = max(one["peak_mb"] for one in runs)
            print(f"{kind:<11} {name:<20} {middle[name]:>8.2f} {spread:>7} {peak:>8.0f} {percentiles}")
        print(f"{kind:<11} ours takes {middle[CONTENDERS[1]] / middle[CONTENDERS[0]]:.2f} of the time of plain numpy")


if __name__ == "__main__":
    main()
