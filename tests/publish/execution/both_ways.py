"""Run notebooks in ordinary kernels and in forked processes, and take out what no two runs have in common."""

import json
import os
import re
import subprocess
import sys
import tempfile

import nbformat

_DRIVER = """
import json, logging, pathlib, sys, tempfile
from vv_analysis.publish.engines.preloading import preload
if sys.argv[1] == "vv":
    preload(pathlib.Path(tempfile.mkdtemp()))
import papermill
from vv_analysis.publish.notebook import OwnKernelManager
logging.disable()
for asked in json.load(sys.stdin):
    try:
        papermill.execute_notebook(**asked, engine_name=None if sys.argv[1] == "ordinary" else "vv",
                                   progress_bar=False, coalesce_streams=True, record_timing=False,
                                   execution_timeout=120, kernel_manager_class=OwnKernelManager)
    except papermill.PapermillExecutionError:
        pass
"""
_CHANCES = [
    (r"ipykernel_\d+", "ipykernel_PID"),
    (r"0x[0-9a-f]{6,}", "0xADDRESS"),
    (r"(?<=/)(tmp|vv-)[^/'\"\s]*", "PLACE"),
    (r"Task-\d+", "Task-N"),
    (r"(?<=dc:date>)[^<]+", "NOW"),
    (r"(?<=/)(ordinary|vv)\b", "WAY"),
]
_MODEL = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])")


def notebook_of(cells, path):
    """Write the cells of a corpus as a notebook."""
    made = []
    for number, source in enumerate(cells):
        may_fail = source.startswith("#raises")
        tags = {"tags": ["raises-exception"]} if may_fail else {}
        made.append(nbformat.v4.new_code_cell(source.removeprefix("#raises\n"), id=f"c{number}", metadata=tags))
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), path)
    return path


def run(way, asked, folder):
    """Run notebooks one after the other, all from one process, the `ordinary` way or the `vv` way."""
    folder.mkdir(exist_ok=True)
    # A kernel that sees a test behind it leaves what programs print to themselves.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "VV_"))}
    with tempfile.TemporaryDirectory(prefix="vv-") as sockets:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", _DRIVER, way], input=json.dumps(asked), text=True, capture_output=True, cwd=folder,
            timeout=600, check=False, env=environment | {"JUPYTER_RUNTIME_DIR": sockets, "IPYTHONDIR": f"{sockets}/i"},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


def told(path):
    """Return what a notebook says, cell by cell, without what differs by chance."""
    notebook = json.loads(path.read_text())
    cells = [
        {"source": cell["source"], "count": cell.get("execution_count"), "outputs": cell.get("outputs", [])}
        for cell in notebook["cells"]
    ]
    kept = {name: notebook["metadata"].get(name) for name in ("language_info", "kernelspec")}
    states = notebook["metadata"].get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    widgets = sorted(_MODEL.sub("MODEL", json.dumps(one, sort_keys=True)) for one in states.get("state", {}).values())
    text = json.dumps([*cells, {**kept, "widgets": widgets}], indent=1, sort_keys=True)
    for pattern, instead in _CHANCES:
        text = re.sub(pattern, instead, text)
    return json.loads(_MODEL.sub("MODEL", text))
