"""How long a release of reports takes, against what a user would run instead; all in turns, in one run.

Every contender makes the same 64 reports from the same frames: an executed notebook and an HTML page of each (the floor
has no notebook). ``--rounds`` says how often each is run, ``--pages`` how many of the 64, ``--only`` which contenders.
Other libraries are no part of this project: ``pip install --target FOLDER ploomber-engine jupyter-cache marimo``, and
name the folder with ``--extra``; without it their contenders are left out.

    .venv/bin/python benchmarks/reports.py --rounds 5
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from vv_analysis.publish.parameters import Job

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
TWO = 2
OURS = "vv, two at a time"


def the_reports(how_many: int) -> list[dict[str, object]]:
    """Return the reports: public record, national, briefing, 6 services, 12 regions, 43 areas."""
    from vv_analysis.publish.parameters import jobs
    from vv_analysis.settings import load

    wanted = ["public_record", "national", "rr3_briefing", "category", "region", "area"]
    made = jobs(load(ROOT), wanted)
    step = max(1, len(made) // how_many)
    return [_asked(job) for job in made[::step][:how_many]]


def _asked(job: Job) -> dict[str, object]:
    """Return what says which page to make."""
    return {
        "notebook": str(job.notebook), "parameters": job.parameters, "key": job.key, "title": job.title,
        "report": job.report, "slug": job.slug,
    }  # fmt: skip


# --- what a user would run instead ------------------------------------------------------------------------------------


def _typed(report: dict[str, object], folder: Path) -> None:
    notebook = folder / f"{report['slug']}-{report['report']}.ipynb"
    asked = [word for name, value in report["parameters"].items() for word in ("-r", name, value)]
    papermill = [BIN / "papermill", report["notebook"], notebook, *asked, "--no-progress-bar"]
    subprocess.run(papermill, check=True, capture_output=True)
    subprocess.run([BIN / "jupyter", "nbconvert", "--to", "html", notebook], check=True, capture_output=True)


def commands(reports: list[dict[str, object]], folder: Path) -> None:
    """Run papermill and nbconvert for one report after the other."""
    for report in reports:
        _typed(report, folder)


def commands_two(reports: list[dict[str, object]], folder: Path) -> None:
    """Run the same two at a time, as ``xargs -P2`` would."""
    threads_of(lambda report: _typed(report, folder), reports)


def threads_of(work: Callable[[dict[str, object]], None], reports: Iterable[dict[str, object]]) -> None:
    """Do work for each report, two at a time."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(TWO) as pool:
        list(pool.map(work, reports))


def _through_the_interface(report: dict[str, object], folder: Path) -> None:
    import nbformat
    import papermill
    from nbconvert import HTMLExporter

    notebook = folder / f"{report['slug']}-{report['report']}.ipynb"
    papermill.execute_notebook(report["notebook"], str(notebook), report["parameters"], progress_bar=False)
    page, _ = HTMLExporter().from_notebook_node(nbformat.read(notebook, as_version=4))
    notebook.with_suffix(".html").write_text(page, encoding="utf-8")


def interface_one(reports: list[dict[str, object]], folder: Path) -> None:
    """Use papermill's Python interface and a converter in one process."""
    for report in reports:
        _through_the_interface(report, folder)


def interface_two(reports: list[dict[str, object]], folder: Path) -> None:
    """Use the same in a pool of two processes."""
    _pool(TWO, _through_the_interface, reports, folder)


def _pool(processes: int, work: Callable[..., None], reports: list[dict[str, object]], folder: Path) -> None:
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(work, reports, [folder] * len(reports)))


def _ploomber(report: dict[str, object], folder: Path) -> None:
    import nbformat
    from nbconvert import HTMLExporter
    from ploomber_engine import execute_notebook

    notebook = folder / f"{report['slug']}-{report['report']}.ipynb"
    execute_notebook(report["notebook"], str(notebook), parameters=report["parameters"], progress_bar=False)
    page, _ = HTMLExporter().from_notebook_node(nbformat.read(notebook, as_version=4))
    notebook.with_suffix(".html").write_text(page, encoding="utf-8")


def ploomber_two(reports: list[dict[str, object]], folder: Path) -> None:
    """Use ploomber-engine, which runs notebooks in its own process, in a pool of two."""
    _pool(TWO, _ploomber, reports, folder)


def jupyter_cache(reports: list[dict[str, object]], folder: Path) -> None:
    """Put notebooks with their parameters written in into a cache, execute them there, and convert the results."""
    import nbformat
    from jupyter_cache import get_cache
    from jupyter_cache.executors import load_executor
    from nbconvert import HTMLExporter
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    cache = get_cache(folder / "cache")
    for report in reports:
        filled = parameterize_notebook(load_notebook_node(report["notebook"]), report["parameters"])
        path = folder / f"{report['slug']}-{report['report']}.ipynb"
        nbformat.write(filled, path)
        cache.add_nb_to_project(str(path))
    load_executor("local-parallel", cache=cache).run_and_cache(timeout=600)
    for report in reports:
        path = folder / f"{report['slug']}-{report['report']}.ipynb"
        _, executed = cache.merge_match_into_file(str(path))
        path.with_suffix(".html").write_text(HTMLExporter().from_notebook_node(executed)[0], encoding="utf-8")


def _marimo(report: dict[str, object], folder: Path) -> None:
    app = folder / f"{report['slug']}-{report['report']}.py"
    notebook = app.with_suffix(".ipynb")
    filled = json.loads(Path(str(report["notebook"])).read_text(encoding="utf-8"))
    for cell in filled["cells"]:
        if "parameters" in cell["metadata"].get("tags", []) and report["parameters"]:
            cell["source"] = "\n".join(f"{name} = {value!r}" for name, value in report["parameters"].items())
    notebook.write_text(json.dumps(filled), encoding="utf-8")
    marimo = [sys.executable, "-m", "marimo"]
    subprocess.run([*marimo, "convert", notebook, "-o", app], check=True, capture_output=True)
    page = [*marimo, "export", "html", app, "-o", app.with_suffix(".html"), "-f"]
    subprocess.run(page, check=True, capture_output=True)


def marimo_two(reports: list[dict[str, object]], folder: Path) -> None:
    """Convert to marimo's form and export, two at a time."""
    threads_of(lambda report: _marimo(report, folder), reports)


# --- ours, and the floor ----------------------------------------------------------------------------------------------


def ours(reports: list[dict[str, object]], folder: Path) -> None:
    """Run the reports with our engine, two at a time; page and notebook only, as the others make."""
    from vv_analysis.publish.engines import local
    from vv_analysis.publish.page import PageTask

    local._WARM = "ours_warm"  # noqa: SLF001  # the same process, except that it writes no Word, PDF and Excel
    with closing(local.WarmEngine(TWO)) as engine:
        for report in reports:
            engine.submit(
                PageTask(
                    **report, home=ROOT, folder=folder, as_at="2026-03-11", version="0", cell_seconds=120,
                    page_seconds=600, memory_bytes=2_000_000_000,
                )
            )  # fmt: skip
        failed = [result.error for result in engine.results() if result.error]
    assert not failed, failed  # noqa: S101


def floor(reports: list[dict[str, object]], folder: Path) -> None:
    """Make the same pages with plain calls in two processes forked from a warm one: no notebook, no engine."""
    import ast
    import gc

    import nbformat

    from vv_analysis.publish.engines import preloading

    preloading.preload(Path(tempfile.mkdtemp(dir=folder)))
    from vv_analysis.present.content import MIME, Heading, Report, blocks_of
    from vv_analysis.publish.forms import web
    from vv_analysis.publish.render import words

    sources = {}
    for name in {str(report["notebook"]) for report in reports}:
        cells = nbformat.read(name, as_version=4).cells
        sources[name] = [(cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in cells]

    def _page(report: dict[str, object]) -> None:
        names: dict[str, object] = {}
        blocks: list[object] = []
        for kind, source, tags in sources[str(report["notebook"])]:
            if kind == "markdown":
                blocks += words(source, "")
                continue
            tree = ast.parse(source)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "page", "exec"), names)  # noqa: S102
            if "parameters" in tags:
                names.update(report["parameters"])
            shown = eval(compile(ast.Expression(last.value), "page", "eval"), names) if last else None  # noqa: S307
            if shown is not None:
                blocks += blocks_of(shown._repr_mimebundle_()[MIME])
        assert any(isinstance(block, Heading) for block in blocks)  # noqa: S101
        page = web.page(Report(report["title"], report["report"], "2026-03-11", "0", report["slug"], tuple(blocks)))
        Path(folder, f"{report['report']}-{report['slug']}.html").write_text(page, encoding="utf-8")

    gc.collect()
    gc.freeze()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=lambda n=n: [_page(one) for one in reports[n::TWO]]) for n in range(TWO)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert all(one.exitcode == 0 for one in workers)  # noqa: S101


# Which function, and whether it needs other libraries.
CONTENDERS = {
    "papermill and nbconvert commands, one after the other": ("commands", False),
    "the same, two at a time": ("commands_two", False),
    "papermill's interface, one process": ("interface_one", False),
    "papermill's interface, two processes": ("interface_two", False),
    "ploomber-engine, two processes": ("ploomber_two", True),
    "jupyter-cache, in parallel": ("jupyter_cache", True),
    "marimo export, two at a time": ("marimo_two", True),
    "floor: no notebook, two processes": ("floor", False),
    OURS: ("ours", False),
}


def in_a_fresh_process(what: str, reports: list[dict[str, object]], folder: Path, extra: str) -> None:
    """Run a contender as a command of its own, so that all start as cold."""
    places = [str(Path(__file__).parent), *([extra] if extra else [])]
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(places), "VV_HOME": str(ROOT)}
    code = (
        f"import json, sys, pathlib, reports; asked, to = json.load(sys.stdin); reports.{what}(asked, pathlib.Path(to))"
    )
    asked = json.dumps([reports, str(folder)])
    done = subprocess.run([sys.executable, "-c", code], input=asked, text=True, env=environment, cwd=folder,
                          capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]  # noqa: S101


def seconds_of(what: str, reports: list[dict[str, object]], extra: str) -> float:
    """Return the seconds that a contender takes."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        in_a_fresh_process(what, reports, Path(folder), extra)
        seconds = time.perf_counter() - began
        pages = len(list(Path(folder).rglob("*.html")))
        assert pages == len(reports), f"{pages} pages of {len(reports)}"  # noqa: S101
    return seconds


def memory_of(what: str, reports: list[dict[str, object]], extra: str) -> float:
    """Return the largest memory of all the processes of a contender together, in MB; looking takes its time."""
    most, done = [0.0], threading.Event()

    def _watch() -> None:
        while not done.wait(0.25):
            total = 0
            for one in psutil.Process().children(recursive=True):
                try:
                    total += one.memory_full_info().pss
                except psutil.Error:
                    continue
            most[0] = max(most[0], total / 1e6)

    watching = threading.Thread(target=_watch)
    watching.start()
    try:
        seconds_of(what, reports, extra)
    finally:
        done.set()
        watching.join()
    return most[0]


def soak(how_many: int) -> None:
    """Make a small report again and again from one warm process, and print its memory, files and threads as it goes."""
    from vv_analysis.publish.engines.local import WarmEngine
    from vv_analysis.publish.page import PageTask
    from vv_analysis.publish.parameters import jobs
    from vv_analysis.settings import load

    [small] = map(_asked, jobs(load(ROOT), ["data_quality"]))
    with tempfile.TemporaryDirectory() as folder, closing(WarmEngine(TWO, ROOT)) as engine:
        warm = psutil.Process(engine._process.pid)  # noqa: SLF001
        for number in range(how_many):
            asked = small | {"slug": f"page-{number}", "key": f"data_quality/page-{number}"}
            engine.submit(PageTask(**asked, home=ROOT, folder=Path(folder), as_at="2026-03-11", version="0",
                                   cell_seconds=120, page_seconds=600, memory_bytes=2_000_000_000))  # fmt: skip
        for number, result in enumerate(engine.results(), start=1):
            assert not result.error, result.error  # noqa: S101
            if number in {1, 10} or number % (how_many // 10) == 0:
                # Resident, shared or not: what is its own alone goes up and down with the children that are there.
                memory = warm.memory_info().rss / 1e6
                temporary = len(list(Path(tempfile.gettempdir()).glob("vv-*")))
                left = f"{warm.num_fds()} open files, {warm.num_threads()} threads, {temporary} folders"
                print(f"{number}: {memory:.1f} MB, {left}", flush=True)


def main() -> None:
    """Measure each contender in turns, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--pages", type=int, default=64)
    asked.add_argument("--only", nargs="*", default=[""], help="parts of the contenders' names")
    asked.add_argument("--extra", default="", help="a folder with the other libraries")
    asked.add_argument("--soak", type=int, default=0, help="make this many small reports from one process instead")
    chosen = asked.parse_args()
    if chosen.soak:
        soak(chosen.soak)
        return
    reports = the_reports(chosen.pages)
    wanted = {
        name: (what, chosen.extra if needs else "")
        for name, (what, needs) in CONTENDERS.items()
        if any(part in name for part in chosen.only) and (chosen.extra or not needs)
    }
    found: dict[str, list[float]] = {name: [] for name in wanted}
    for _ in range(chosen.rounds):
        for name, (what, extra) in wanted.items():
            found[name].append(seconds_of(what, reports, extra))
            print(f"{name}: {found[name][-1]:.1f} s", file=sys.stderr, flush=True)
    ours_seconds = statistics.median(found.get(OURS, [float("nan")]))
    print(f"| {len(reports)} reports, medians of {chosen.rounds} | s | spread | times ours | MB |")
    print("|---|---|---|---|---|")
    for name, seconds in found.items():
        median = statistics.median(seconds)
        spread = 100 * (max(seconds) - min(seconds)) / median
        # Measured in a round of its own, with fewer reports: the most is reached early.
        memory = memory_of(wanted[name][0], reports[:: max(1, len(reports) // 8)], wanted[name][1])
        print(f"| {name} | {median:.1f} | {spread:.0f}% | {median / ours_seconds:.1f} | {memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
