"""How long the intake takes when nothing changed, when one contract changed, and when everything is read anew.

    .venv/bin/python benchmarks/reading_again.py            # data/raw, five runs each
    .venv/bin/python benchmarks/reading_again.py --runs 9

Every run is a process of its own, and the three take turns; printed are medians of wall and of processor time without
the imports, and ratios of processor time to reading everything anew. A second time is of one comparison by hashes
alone (`last_reading.up_to_date`), which is what a run with nothing to do needs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parents[1]
TIMED = """
import sys, time
from pathlib import Path
from vv_analysis.ingest.intake.last_reading import up_to_date
from vv_analysis.ingest.intake.processed import refresh
raw, processed, decisions = map(Path, sys.argv[1:])
def times(done):
    wall, processor = time.perf_counter(), time.process_time()
    done()
    return time.perf_counter() - wall, time.process_time() - processor
print(*times(lambda: up_to_date(raw, raw / "contracts", processed, decisions)),
      *times(lambda: refresh(raw, raw / "contracts", processed, decisions)))
"""


def anew(_: Path, processed: Path, __: int) -> None:
    """Forget everything."""
    shutil.rmtree(processed, ignore_errors=True)


def nothing(_: Path, __: Path, ___: int) -> None:
    """Change nothing."""


def one_contract(raw: Path, _: Path, turn: int) -> None:
    """Write one figure of one contract otherwise."""
    files = sorted((raw / "contracts" / "illustrative").glob("*.xlsx"))
    path = files[turn * 7 % len(files)]
    book = openpyxl.load_workbook(path)
    cell = next(cell for row in book["Contracts"].iter_rows(min_row=6) for cell in row if isinstance(cell.value, int))
    cell.value += turn + 1
    book.save(path)


CHANGES = {"everything anew": anew, "nothing changed": nothing, "one contract changed": one_contract}


def timed(raw: Path, processed: Path) -> list[float]:
    """Return the seconds of a comparison and of a refresh, each on the clock and of the processor."""
    command = [sys.executable, "-c", TIMED, str(raw), str(processed), str(ROOT / "decisions")]
    environment = {**os.environ, "VV_HOME": str(ROOT)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    """Measure in turns, and print medians."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=5, help="runs of each")
    runs = options.parse_args().runs
    seconds: dict[str, list[list[float]]] = {name: [] for name in CHANGES}
    with tempfile.TemporaryDirectory() as folder:
        raw, processed = Path(folder) / "raw", Path(folder) / "processed"
        shutil.copytree(ROOT / "data" / "raw", raw)
        for turn in range(runs):
            for name, change in CHANGES.items():
                change(raw, processed, turn)
                seconds[name].append(timed(raw, processed))
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in seconds.items()
    }
    first = medians["everything anew"][3]
    print(f"{'':22} {'median s':>9} {'processor s':>12} {'ratio':>6} {'comparison s':>13}")
    for name, (_, compared, wall, processor) in medians.items():
        print(f"{name:22} {wall:>9.2f} {processor:>12.2f} {processor / first:>6.2f} {compared:>13.3f}")


if __name__ == "__main__":
    main()
