"""Run one notebook with papermill in a process of its own, and keep what it did, whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets import default

from vv_analysis.errors import KernelDiedError, ReportError
from vv_analysis.publish.execution.limits import Limits
from vv_analysis.publish.page import PageTask
from vv_analysis.settings import HOME_VARIABLE

_START_SECONDS = 120
_LONGEST_SOCKET_FOLDER = 90  # of the 104 bytes that every system allows for a socket, less the name in the folder
_REMEDIES = {
    "CellTimeoutError": "see what it waits for",
    "DeadKernelError": "see what that cell does in the kept notebook",
    "LimitExceeded": "let it print and write less",
    "MemoryError": "let it work on less at a time, or raise memory_bytes in vv.toml",
    "PermissionError": "read inputs through vv.load(), and show results instead of writing files",
}
_NAMED_ALL_THE_SAME = {"PermissionError"}  # the other names are ours, and their sentences say it all


class OwnKernelManager(AsyncKernelManager):
    """Starts the kernel with the Python that runs us, whatever kernels a home folder has to offer."""

    @default("transport")
    def _default_transport(self) -> str:
        # Sockets in the file system: no race for a port, and nothing listens on the network. Their paths must be short.
        short = len(os.environ["JUPYTER_RUNTIME_DIR"]) < _LONGEST_SOCKET_FOLDER
        return "ipc" if os.name == "posix" and short else "tcp"

    @default("ip")
    def _default_ip(self) -> str:
        # Left alone, every kernel of a folder would take the same socket and hear the others.
        return f"{os.environ['JUPYTER_RUNTIME_DIR']}/k" if self.transport == "ipc" else "127.0.0.1"

    @property
    def kernel_spec(self) -> KernelSpec:
        """The one kernel that is used."""
        # Its own complaint about being interrupted as it is shut down is no news; a crash still speaks for itself.
        quiet = "--IPKernelApp.log_level=50"
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", quiet]
        return KernelSpec(argv=argv, display_name="Python 3 (ipykernel)", language="python")

    def start_kernel(self, *arguments: Any, **options: Any) -> Any:
        """Start the kernel; what it says of its own end is not for our readers, who get a sentence."""
        return super().start_kernel(*arguments, stderr=subprocess.DEVNULL, **options)


def execute(task: PageTask) -> NotebookNode:
    """Run the notebook of a page into its folder, an ``.ipynb`` with its outputs, and return it.

    Raises
    ------
    ReportError
        A cell failed, took too long, went beyond a limit, opened a socket or wrote outside the folders of its job, or
        its process died. The notebook is kept as far as it got, with the error in the cell where it happened.
    """
    task.executed.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(task.home) as work_folder:
        try:
            executed: NotebookNode = papermill.execute_notebook(
                str(task.notebook),
                str(task.executed),
                parameters=task.parameters,
                engine_name="vv",
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                start_timeout=_START_SECONDS,
                execution_timeout=task.cell_seconds,
                record_timing=False,
                coalesce_streams=True,
                limits=Limits(memory_bytes=task.memory_bytes, alone=True),
                work_folder=work_folder,
                kernel_manager_class=OwnKernelManager,  # for the ordinary kernels of a system that does not fork
            )
        except PapermillExecutionError as error:
            raise _failed(task, error) from error
    _settle(executed)
    nbformat.write(executed, task.executed)
    return executed


def _failed(task: PageTask, error: PapermillExecutionError) -> ReportError:
    said = " ".join(str(error.evalue).split()).rstrip(".")
    remedy = _REMEDIES.get(error.ename, "open the kept notebook at that cell")
    if error.ename == "MemoryError":
        said = f"it needed more than {task.memory_bytes / 1e6:,.0f} MB of memory"
    of_a_kind = "" if error.ename in _REMEDIES.keys() - _NAMED_ALL_THE_SAME else f"{error.ename}: "
    kind = KernelDiedError if error.ename == "DeadKernelError" else ReportError
    return kind(f"cell {error.exec_count} failed: {of_a_kind}{said}", where=task.key, remedy=remedy)


@contextmanager
def _workshop(home: Path) -> Iterator[Path]:
    """Give the notebook a folder to work in and the way to the project, but no start-up files of a user."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="vv-", ignore_cleanup_errors=True) as folder:
        os.environ |= {
            HOME_VARIABLE: str(home),
            "JUPYTER_RUNTIME_DIR": f"{folder}/runtime",
            "IPYTHONDIR": f"{folder}/ipython",
            "PYTHONHASHSEED": "0",
        }
        os.environ.pop("JUPYTER_PATH", None)
        Path(folder, "runtime").mkdir()
        work_folder = Path(folder, "work")
        work_folder.mkdir()
        try:
            yield work_folder
        finally:
            os.environ.clear()
            os.environ |= before


def _settle(notebook: NotebookNode) -> None:
    """Take out what differs from run to run, so that the same inputs give the same notebook."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
    notebook.metadata["language_info"] = {"name": "python"}  # without the version of this Python
