"""Two workers of a dask cluster on this machine against the local engine: pages a second, in every form.

Both make a few pages first, so that what is started once is no part of the figure; then they take turns.

    .venv/bin/python benchmarks/cluster.py
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from reports import ROOT, the_reports

from vv_analysis.publish.engines.protocol import Engine, engine
from vv_analysis.publish.page import PageTask

ROUNDS, WARM_UP, PAGES = 3, 4, 32


@contextmanager
def cluster():
    """Start a scheduler and two workers of one thread each; yield the address."""
    with ExitStack() as started, tempfile.TemporaryDirectory() as folder:

        def start(module, *words):
            command = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
            process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
            started.callback(process.kill)
            return process

        scheduler = start("dask_scheduler", "--port", "0", "--host", "127.0.0.1")
        address = next(found[0] for line in scheduler.stderr if (found := re.search(r"tcp://[\d.]+:\d+", line)))
        for _ in range(2):
            start("dask_worker", address, "--nthreads", "1", "--no-nanny")
        yield address


def seconds_of(maker: Engine, reports: list[dict[str, object]]) -> float:
    """Return how long an engine takes for some pages."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        for report in reports:
            maker.submit(PageTask(**report, home=ROOT, folder=Path(folder), as_at="2026-03-11", version="0",
                                  cell_seconds=120, page_seconds=600, memory_bytes=2_000_000_000))  # fmt: skip
        failed = [result.error for result in maker.results() if result.error]
        assert not failed, failed  # noqa: S101
        return time.perf_counter() - began


def main() -> None:
    """Print pages a second of both, and their ratio."""
    reports = the_reports(PAGES)
    with cluster() as address, closing(engine(f"dask:{address}", 2)) as far, closing(engine("local", 2)) as here:
        found: dict[str, list[float]] = {"local": [], "dask": []}
        for maker in (here, far):
            seconds_of(maker, reports[:WARM_UP])
        for _ in range(ROUNDS):
            for name, maker in (("local", here), ("dask", far)):
                found[name].append(seconds_of(maker, reports))
    rate = {name: len(reports) / statistics.median(seconds) for name, seconds in found.items()}
    for name, seconds in found.items():
        print(
            f"{name}: {rate[name]:.2f} pages a second, {[round(one, 1) for one in seconds]} s for {len(reports)} pages"
        )
    print(f"two dask workers: {rate['dask'] / rate['local']:.2f} of the local throughput (aim 0.9)")


if __name__ == "__main__":
    main()
