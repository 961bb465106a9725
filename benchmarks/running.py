"""How long a user waits for ``vv run``: for the first page, with nothing to do, and after one changed contract.

Medians of five, in a copy of the project that stands in a temporary folder.

    .venv/bin/python benchmarks/running.py
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parents[1]
ROUNDS = 5


def project(home: Path) -> dict[str, str]:
    """Copy what a run needs, and return the environment of its commands."""
    for name in ("notebooks", "decisions"):
        shutil.copytree(ROOT / name, home / name)
    shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
    shutil.copy(ROOT / "vv.toml", home)
    return os.environ | {"VV_HOME": str(home)}


def typed(environment: dict[str, str], *words: str) -> float:
    """Return the seconds a command takes."""
    began = time.perf_counter()
    command = [Path(sys.executable).parent / "vv", *words]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began


def first_page(home: Path, environment: dict[str, str]) -> float:
    """Return the seconds until the first page of a whole run is finished, in every form."""
    shutil.rmtree(home / "reports", ignore_errors=True)
    began = time.perf_counter()
    with subprocess.Popen([Path(sys.executable).parent / "vv", "run"], env=environment, stderr=subprocess.PIPE,
                          text=True) as running:  # fmt: skip
        for line in running.stderr:
            if json.loads(line)["event"] == "made":
                seconds = time.perf_counter() - began
                running.terminate()
                return seconds
    raise AssertionError("no page was made")


def changed_contract(home: Path, environment: dict[str, str], number: int) -> float:
    """Change the value of one contract for an area, and return the seconds that the run takes."""
    path = sorted((home / "data" / "raw" / "contracts" / "illustrative").glob("*.xlsx"))[number]
    book = openpyxl.load_workbook(path)
    sheet = book["Contracts"]
    column = next(cell.column for cell in sheet[5] if str(cell.value).startswith("Value"))
    cell = next(row[column - 1] for row in sheet.iter_rows(min_row=6) if isinstance(row[column - 1].value, int | float))
    cell.value += 100
    book.save(path)
    return typed(environment, "run")


def told(what: str, measure: Callable[[int], float], rounds: int = ROUNDS) -> None:
    """Print the median and the spread of a measurement."""
    seconds = [measure(number) for number in range(rounds)]
    spread = 100 * (max(seconds) - min(seconds)) / statistics.median(seconds)
    print(f"| {what} | {statistics.median(seconds):.2f} | {spread:.0f}% |", flush=True)


def main() -> None:
    """Measure, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        environment = project(home)
        print("| what | s | spread |\n|---|---|---|")
        anew = home / "data" / "processed"

        def _from_nothing(_: int) -> float:
            shutil.rmtree(anew, ignore_errors=True)
            return first_page(home, environment)

        told("first page, nothing read before", _from_nothing)
        told("first page, inputs read before", lambda _: first_page(home, environment))
        told("a whole release, all forms", lambda _: typed(environment, "run", "--force"), 1)
        told("nothing to do", lambda _: typed(environment, "run"))
        told("one contract changed", lambda number: changed_contract(home, environment, number))


if __name__ == "__main__":
    main()
