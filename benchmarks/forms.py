"""How long the forms of a report take in a warm process, beside what a user would use instead.

Run after `make reports`: ``.venv/bin/python benchmarks/forms.py``. Each contender makes the same report from the same
executed notebook; medians of five runs, side by side in one process, with the fastest and slowest. Also the weight of
every page.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pandas as pd
import pypandoc
from nbconvert.exporters import HTMLExporter

from vv_analysis.present.content import Picture, Report
from vv_analysis.publish.forms import pdf, web, word, workbook
from vv_analysis.publish.render import PageFacts, report_of

CURRENT = Path(__file__).parents[1] / "reports" / "current"
REPORTS = ("rr3_briefing/rr3-briefing", "region/wales", "national/national", "area/gwent")
RUNS = 5


def seconds(make: Callable[[], object]) -> tuple[float, float, float]:
    """Return the median, the fastest and the slowest of some runs, after one to warm up."""
    make()
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        make()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), min(taken), max(taken)


def by_pandas(report: Report) -> bytes:
    """Write the same tables with pandas and openpyxl, without any of the rules for accessible workbooks."""
    written = BytesIO()
    with pd.ExcelWriter(written, engine="openpyxl") as book:
        for number, grid in enumerate(report.tables, start=1):
            rows = [[cell.shown if cell.number is None else cell.number for cell in row] for row in grid.rows]
            pd.DataFrame(rows, columns=[head.words for head in grid.heads]).to_excel(book, sheet_name=f"T{number}")
    return written.getvalue()


def by_printing(page: Path) -> None:
    """Print the page to PDF with the browser."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    with tempfile.TemporaryDirectory() as folder:
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={folder}/x.pdf"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True)


def main() -> int:
    """Measure every report and print the table."""
    if not CURRENT.exists():
        print("run `make reports` first", file=sys.stderr)
        return 2
    exporter = HTMLExporter()
    for key in REPORTS:
        notebook = (CURRENT / f"{key}.ipynb").resolve()
        read = partial(report_of, notebook, PageFacts(key, key.partition("/")[0], "2026-03-11", "x"))
        report = read()
        pictures = sum(isinstance(block, Picture) for block in report.blocks)
        print(f"\n{key}: {pictures} pictures, {len(list(report.tables)) - pictures} tables")
        ours = {
            "blocks from the notebook": seconds(read),
            "HTML": seconds(lambda report=report: web.page(report)),
            "PDF": seconds(lambda report=report: pdf.pdf(report)),
            "Word": seconds(lambda report=report: word.word(report)),
            "Excel": seconds(lambda report=report: workbook.workbook(report)),
        }
        page = notebook.with_suffix(".html")
        others = {
            "HTML": seconds(lambda notebook=notebook: exporter.from_filename(str(notebook))),
            "PDF": seconds(lambda page=page: by_printing(page)),
            "Word": seconds(
                lambda page=page: pypandoc.convert_file(
                    str(page), "docx", outputfile=f"{tempfile.gettempdir()}/x.docx", extra_args=["--quiet"]
                )
            ),
            "Excel": seconds(lambda report=report: by_pandas(report)),
        }
        names = {"HTML": "nbconvert, warm", "PDF": "Chromium prints", "Word": "pandoc from the page", "Excel": "pandas"}
        for name, (median, least, most) in ours.items():
            line = f"  {name:26} {median:.3f} s ({least:.3f} to {most:.3f})"
            if name in others:
                line += f"; {names[name]} {others[name][0]:.3f} s; ratio {median / others[name][0]:.2f}"
            print(line)
        print(f"  Word, PDF and Excel        {sum(ours[name][0] for name in ('Word', 'PDF', 'Excel')):.3f} s together")
    weights = sorted((path.stat().st_size, path.stem) for path in CURRENT.resolve().glob("*/*.html"))
    print(f"\n{len(weights)} pages weigh {weights[0][0] / 1e3:.0f} to {weights[-1][0] / 1e3:.0f} kB ({weights[-1][1]})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
