"""How long a workbook takes to become a validated frame, beside what a user would use instead.

    .venv/bin/python benchmarks/readers.py            # 200,000 rows x 20 columns, and a usual publication
    .venv/bin/python benchmarks/readers.py --rows 20000 --runs 3

Every contender runs in a process of its own, in turn, as many times as asked; printed are medians, the spread
between the quickest and the slowest run, and ratios of medians. Only the reading is timed, not the imports.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

ROOT = Path(__file__).parents[1]
SERVICES = (
    "Accommodation",
    "Finance, benefits and debt",
    "Education, training and employment",
    "Dependency and recovery",
    "Personal wellbeing",
    "Women's services",
    "Other services",
)
COHORTS = ("adult men", "women", "young adults aged 18 to 25", "everyone eligible", "cohort not stated")
READ = {
    "calamine, cells only": "load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)",
    "calamine, cells of every sheet": "[book.get_sheet_by_name(name).to_python() "
    "for book in [load_workbook(path)] for name in book.sheet_names]",
    "pandas.read_excel, openpyxl": "pandas.read_excel(path, sheet_name=None, header=None, engine='openpyxl')",
    "pandas.read_excel, calamine": "pandas.read_excel(path, sheet_name=None, header=None, engine='calamine')",
    "vv_analysis, validated frame": "publication(Path(path)).frame",
}
TIMED = """
import sys, time, pandas
from pathlib import Path
from python_calamine import load_workbook
from vv_analysis.ingest.publications.reader import publication
for path in sys.argv[1:]:  # a small workbook first: what is imported or compiled on first use is no reading
    started = time.perf_counter()
    read = {read}
    seconds = time.perf_counter() - started
print(seconds, len(read))
"""


def areas() -> list[str]:
    """Return police force areas and contract package areas, each under a name of its own."""
    with (ROOT / "data" / "raw" / "reference" / "areas.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    packages = [f"{row['name']} contract package area" for row in rows if row["level"] == "contract-package-area"]
    return [row["name"] for row in rows if row["level"] == "area"] + packages


def long_table(folder: Path, rows: int) -> Path:
    """Write a long table of 20 columns, every line once: as many years as it takes to have that many lines."""
    draw = random.Random(1)
    years = [f"{year}-{(year + 1) % 100:02d}" for year in range(2000, 2099)]
    lines = list(itertools.islice(_lines(years), rows))
    draw.shuffle(lines)
    path = folder / f"long-{rows}.xlsx"
    headings = ["Area", "Service category", "Cohort", "Financial year", "Value (£)", "Volume (service users)", "VAT"]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Values and volumes")
        sheet.write_string(0, 0, "Values and volumes of services")
        sheet.write_row(3, 0, headings + [f"Measure {number}" for number in range(1, 14)])
        for row, (year, area, service, cohort) in enumerate(lines, start=4):
            value = "[c]" if row % 20 == 0 else round(draw.uniform(10_000, 1_000_000), 2)
            more = [draw.uniform(0, 1000) if number % 3 else draw.choice("abc") for number in range(13)]
            sheet.write_row(
                row, 0, [area, service, cohort, year, value, draw.randrange(10, 900), "excluding VAT", *more]
            )
    return path


def _lines(years: list[str]) -> Iterator[tuple[str, str, str, str]]:
    # Women's services without a cohort are for women, so that line would stand twice.
    for line in itertools.product(years, areas(), SERVICES, COHORTS):
        if line[2:] != ("Women's services", "cohort not stated"):
            yield line


def usual_publication(folder: Path) -> Path:
    """Write a publication of 8 sheets of 500 rows, with title rows, merged headings, notes, totals and formulas."""
    draw = random.Random(2)
    lines = _lines(["2021", "2025"])
    path = folder / "usual.xlsx"
    with xlsxwriter.Workbook(path) as book:
        heading = book.add_format({"bold": True})
        for number in range(1, 9):
            sheet = book.add_worksheet(f"Table {number}")
            sheet.write_string(0, 0, f"Values and volumes, part {number}")
            sheet.write_string(1, 0, "(1) Values exclude VAT")
            rows = list(itertools.islice(lines, 500))
            _head(sheet, heading, int(rows[0][0]))
            for row, (_, area, service, cohort) in enumerate(rows, start=5):
                sheet.write_row(row, 0, [area, service, cohort, *_figures(draw)])
            _foot(sheet)
    return path


def _head(sheet: Worksheet, heading: Format, first_year: int) -> None:
    for place in range(4):
        year = first_year + place
        sheet.merge_range(3, 3 + 2 * place, 3, 4 + 2 * place, f"{year}-{(year + 1) % 100:02d} (1)", heading)
    sheet.write_row(4, 0, ["Police force area", "Lot", "Cohort", *["Value (£)", "Volume"] * 4])


def _foot(sheet: Worksheet) -> None:
    sheet.write_string(505, 0, "Total")
    for column in "DEFGHIJK":
        sheet.write_formula(f"{column}506", f"=SUM({column}6:{column}505)", None, 0)


def _figures(draw: random.Random) -> list[float]:
    return [figure for _ in range(4) for figure in (draw.randrange(10_000, 900_000), draw.randrange(10, 900))]


def timed(read: str, small: Path, path: Path) -> float:
    """Return the seconds that one way of reading takes, in a process of its own."""
    command = [sys.executable, "-c", TIMED.replace("{read}", READ[read]), str(small), str(path)]
    environment = {**os.environ, "VV_HOME": str(ROOT)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(done.stdout.split()[0])


def compare(title: str, small: Path, path: Path, runs: dict[str, int]) -> None:
    """Run the contenders in turn, and print medians, spreads and ratios to the first."""
    seconds: dict[str, list[float]] = {read: [] for read in runs}
    for turn in range(max(runs.values())):
        for read, times in runs.items():
            if turn < times:
                seconds[read].append(timed(read, small, path))
    first = statistics.median(next(iter(seconds.values())))
    print(f"\n{title} ({path.stat().st_size / 1e6:.1f} MB)")
    print(f"{'':32} {'runs':>4} {'median s':>9} {'spread':>7} {'ratio':>6}")
    for read, measured in seconds.items():
        median = statistics.median(measured)
        spread = (max(measured) - min(measured)) / median
        print(f"{read:32} {len(measured):>4} {median:>9.2f} {spread:>7.0%} {median / first:>6.2f}")


def main() -> None:
    """Write the workbooks, and compare."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=200_000, help="rows of the long table")
    options.add_argument("--runs", type=int, default=5, help="runs of each contender")
    options.add_argument("--slow-runs", type=int, default=3, help="runs of pandas with openpyxl, a minute each")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        names, small = [*READ], long_table(Path(folder), 200)
        long_runs = {names[0]: asked.runs, names[4]: asked.runs, names[3]: asked.runs, names[2]: asked.slow_runs}
        compare(f"{asked.rows:,} rows x 20 columns", small, long_table(Path(folder), asked.rows), long_runs)
        usual_runs = {names[1]: asked.runs, names[4]: asked.runs, names[3]: asked.runs, names[2]: asked.runs}
        compare("A usual publication: 8 sheets x 500 rows", small, usual_publication(Path(folder)), usual_runs)


if __name__ == "__main__":
    main()
