"""Award notices: reading, merging and flattening JSON lines as a stream, against orjson and ocdsmerge alone.

    .venv/bin/python benchmarks/awards.py --releases 100000 --runs 3

Each contender runs in a process of its own, in turn, on the same generated file, for a quarter of the releases and
for all of them. Time is that of the work, without starting Python and importing libraries; memory is the peak of
the process. The first contender parses with orjson, groups by OCID in memory and merges with ocdsmerge; the
second also checks, brings OCDS 1.0 to 1.1, flattens to rows and writes them as CSV.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import award_releases

RULES = Path(__file__).parents[1] / "data" / "raw" / "reference" / "ocds_merge_rules.csv"
CONTENDERS = ("orjson + ocdsmerge", "vv_analysis")


def merge_alone(path: Path) -> int:
    """Merge with the libraries alone; return the number of processes."""
    import orjson
    from ocdsmerge import Merger

    with RULES.open(encoding="utf-8", newline="") as table:
        rules = {tuple(row["path"].split("/")): row["rule"] for row in csv.DictReader(table)}
    merger = Merger(merge_rules=rules)
    started(path)
    processes: dict[str, list[dict[str, object]]] = {}
    with path.open("rb") as lines:
        for line in lines:
            release = orjson.loads(line)
            processes.setdefault(release["ocid"], []).append(release)
    return sum(bool(merger.create_compiled_release(releases)) for releases in processes.values())


def rows_as_csv(path: Path) -> int:
    """Read as the package does and write the rows away; return the number of processes among them."""
    from vv_analysis.ingest.awards.reader import award_rows
    from vv_analysis.terms.findings import Finding

    started(path)
    ocids, last = 0, ""
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        for row in award_rows(path):
            if not isinstance(row, Finding):
                table.writerow(row.values())
                ocids, last = ocids + (row["ocid"] != last), str(row["ocid"])
    return ocids


def say(line: str) -> None:
    """Write a line where the caller reads it."""
    sys.stdout.write(f"{line}\n")


STARTED = [0.0, 0.0]


def started(path: Path) -> None:
    """Start the clocks, with the file in the memory of the system for everyone."""
    with path.open("rb") as file:
        while file.read(1 << 20):
            pass
    STARTED[:] = [time.perf_counter(), time.process_time()]


def run_here(contender: str, path: Path) -> None:
    """Run one contender and print what it took, as JSON."""
    processes = {CONTENDERS[0]: merge_alone, CONTENDERS[1]: rows_as_csv}[contender](path)
    wall, work = time.perf_counter() - STARTED[0], time.process_time() - STARTED[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(json.dumps({"wall": wall, "work": work, "peak_mb": peak, "processes": processes}))


def measured(contender: str, path: Path) -> dict[str, float]:
    """Run one contender in a process of its own."""
    command = [sys.executable, __file__, "--contender", contender, "--file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def compare(path: Path, runs: int) -> dict[str, dict[str, float]]:
    """Return the medians of each contender over so many runs, the contenders taking turns."""
    seen: dict[str, list[dict[str, float]]] = {contender: [] for contender in CONTENDERS}
    for run in range(runs):
        for contender in CONTENDERS[:: 1 if run % 2 == 0 else -1]:
            seen[contender].append(measured(contender, path))
    return {
        contender: {name: statistics.median(one[name] for one in taken) for name in taken[0]}
        for contender, taken in seen.items()
    }


def main() -> None:
    """Print a table of both contenders at two sizes, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.contender:
        run_here(chosen.contender, chosen.file)
        return
    say(f"{'releases':>9} {'contender':<20} {'seconds':>8} {'of CPU':>8} {'peak MB':>8} {'processes':>10}")
    for releases in (chosen.releases // 4, chosen.releases):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "releases.jsonl"
            award_releases.write(path, releases)
            taken = compare(path, chosen.runs)
        for name, one in taken.items():
            figures = f"{one['wall']:>8.2f} {one['work']:>8.2f} {one['peak_mb']:>8.0f} {one['processes']:>10,.0f}"
            say(f"{releases:>9,} {name:<20} {figures}")
        alone, ours = (taken[name] for name in CONTENDERS)
        say(f"{releases:>9,} time {ours['wall'] / alone['wall']:.2f}, CPU {ours['work'] / alone['work']:.2f} of alone")


if __name__ == "__main__":
    main()
