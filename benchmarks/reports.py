"""How long a release of reports takes, against what a user would run instead; all in turns, in one run.

Every contender makes the same 64 reports from the same frames: an executed notebook and an HTML page of each (the floor
has no notebook). ``--rounds`` says how often each is run, ``--pages`` how many of the 64, ``--only`` which contenders.
Contenders of other libraries need them in this Python (``--extra FOLDER`` names a folder they were installed into).

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

import psutil

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
TWO = 2


def the_reports(how_many: int) -> list[dict[str, object]]:
    """Return the reports: public record, national, briefing, quality, 6 services, 12 regions, 42 of the areas."""
    from vv_analysis.publish.parameters import jobs
    from vv_analysis.settings import load

    wanted = ["public_record", "national", "rr3_briefing", "data_quality", "category", "region", "area"]
    made = jobs(load(ROOT), wanted)[:64]
    step = max(1, len(made) // how_many)
    return [
        {"notebook": str(job.notebook), "parameters": job.parameters, "key": job.key, "title": job.title,
         "report": job.report, "slug": job.slug}
        for job in made[::step][:how_many]
    ]  # fmt: skip


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
    _pool(1, _through_the_interface, reports, folder)


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
    """Run the reports with our engine, two at a time, as a fresh command does; page and notebook only."""
    _in_a_fresh_process("_ours", reports, folder)


def floor(reports: list[dict[str, object]], folder: Path) -> None:
    """Make the same pages with plain calls in two processes forked from a warm one: no notebook, no engine."""
    _in_a_fresh_process("_floor", reports, folder)


def _in_a_fresh_process(what: str, reports: list[dict[str, object]], folder: Path) -> None:
    asked = json.dumps([reports, str(folder)])
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONPATH": str(Path(__file__).parent)}
    code = f"import json, sys, reports; reports.{what}(*json.load(sys.stdin))"
    subprocess.run([sys.executable, "-c", code], input=asked, text=True, check=True, env=environment, cwd=ROOT)


def _ours(reports: list[dict[str, object]], folder: str) -> None:
    from vv_analysis.publish.engines import local
    from vv_analysis.publish.page import PageTask

    local._WARM = "ours_warm"  # noqa: SLF001  # the same process, except that it writes no Word, PDF and Excel
    with closing(local.WarmEngine(TWO)) as engine:
        for report in reports:
            engine.submit(
                PageTask(
                    **report, home=ROOT, folder=Path(folder), as_at="2026-03-11", version="0", cell_seconds=120,
                    page_seconds=600, memory_bytes=2_000_000_000,
                )
            )  # fmt: skip
        failed = [result.error for result in engine.results() if result.error]
    assert not failed, failed  # noqa: S101


def _floor(reports: list[dict[str, object]], folder: str) -> None:
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


CONTENDERS: dict[str, Callable[[list[dict[str, object]], Path], None]] = {
    "papermill and nbconvert commands, one after the other": commands,
    "the same, two at a time": commands_two,
    "papermill's interface, one process": interface_one,
    "papermill's interface, two processes": interface_two,
    "ploomber-engine, two processes": ploomber_two,
    "jupyter-cache, two at a time": jupyter_cache,
    "marimo export, two at a time": marimo_two,
    "floor: no notebook, two processes": floor,
    "vv, two at a time": ours,
}


def measured(work: Callable[..., None], reports: list[dict[str, object]]) -> tuple[float, float]:
    """Return the seconds that a contender takes, and the largest memory of all its processes together, in MB."""
    most, done = [0.0], threading.Event()

    def _watch() -> None:
        me = psutil.Process()
        while not done.wait(0.25):
            total = 0
            for one in [me, *me.children(recursive=True)]:
                try:
                    total += one.memory_full_info().pss
                except psutil.Error:
                    continue
            most[0] = max(most[0], total / 1e6)

    with tempfile.TemporaryDirectory() as folder:
        watching = threading.Thread(target=_watch)
        watching.start()
        began = time.perf_counter()
        try:
            work(reports, Path(folder))
        finally:
            seconds = time.perf_counter() - began
            done.set()
            watching.join()
        pages = len(list(Path(folder).rglob("*.html")))
        assert pages == len(reports), f"{pages} pages of {len(reports)}"  # noqa: S101
    return seconds, most[0]


def main() -> None:
    """Measure each contender in turns, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--pages", type=int, default=64)
    asked.add_argument("--only", nargs="*", default=list(CONTENDERS))
    chosen = asked.parse_args()
    os.environ["VV_HOME"] = str(ROOT)
    reports = the_reports(chosen.pages)
    wanted = {name: work for name, work in CONTENDERS.items() if any(part in name for part in chosen.only)}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in wanted}
    for _ in range(chosen.rounds):
        for name, work in wanted.items():
            found[name].append(measured(work, reports))
            print(f"{name}: {found[name][-1][0]:.1f} s", file=sys.stderr, flush=True)
    best = statistics.median(seconds for seconds, _ in found.get("vv, two at a time", [(float("nan"), 0)]))
    print(
        f"| {len(reports)} reports, medians of {chosen.rounds} | s | spread | times ours | MB |\n|---|---|---|---|---|"
    )
    for name, runs in found.items():
        seconds = [one for one, _ in runs]
        median = statistics.median(seconds)
        spread = 100 * (max(seconds) - min(seconds)) / median
        memory = max(most for _, most in runs)
        print(f"| {name} | {median:.1f} | {spread:.0f}% | {median / best:.1f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
