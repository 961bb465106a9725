"""Run one notebook with papermill in a kernel of our own Python, and keep what it did, whatever happens."""

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
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets import default

from vv_analysis.errors import ReportError
from vv_analysis.publish.parameters import Job
from vv_analysis.settings import HOME_VARIABLE

_START_SECONDS = 120
_LONGEST_SOCKET_FOLDER = 90  # of the 104 bytes that every system allows for a socket, less the name in the folder


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


def execute(job: Job, destination: Path, home: Path, cell_seconds: int) -> None:
    """Run the notebook of a job into `destination`, an ``.ipynb`` with its outputs.

    Raises
    ------
    ReportError
        A cell failed, took too long, or its kernel died. The notebook is kept as far as it got.
    """
    destination.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(home):
        try:
            papermill.execute_notebook(
                str(job.notebook),
                str(destination),
                parameters=job.parameters,
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                start_timeout=_START_SECONDS,
                execution_timeout=cell_seconds,
                kernel_manager_class=OwnKernelManager,
                record_timing=False,
                coalesce_streams=True,
            )
        except PapermillExecutionError as error:
            said = " ".join(str(error.evalue).split()).rstrip(".")
            what = f"cell {error.exec_count} failed: {error.ename}: {said}"
            raise _failed(job, what, "open the kept notebook at that cell") from error
        except (CellTimeoutError, TimeoutError) as error:
            what = f"{_reached(destination)} ran longer than {cell_seconds} seconds"
            raise _failed(job, what, "see what it waits for") from error
        except DeadKernelError as error:
            what = f"the kernel died in {_reached(destination)}"
            raise _failed(job, what, "see what that cell does in the kept notebook") from error
    _settle(destination)


def _failed(job: Job, what: str, remedy: str) -> ReportError:
    return ReportError(what, where=job.key, remedy=remedy)


def _reached(destination: Path) -> str:
    cells = nbformat.read(destination, as_version=4).cells if destination.is_file() else []
    started = [cell for cell in cells if cell.cell_type == "code" and cell.metadata.papermill.start_time]
    return f"cell {len(started)}" if started else "its first cell"


@contextmanager
def _workshop(home: Path) -> Iterator[None]:
    """Give the kernel a place of its own: its sockets, no start-up files of a user, and the way to the project."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="vv-") as folder:
        os.environ |= {
            HOME_VARIABLE: str(home),
            "JUPYTER_RUNTIME_DIR": f"{folder}/runtime",
            "IPYTHONDIR": f"{folder}/ipython",
            "PYTHONHASHSEED": "0",
        }
        os.environ.pop("JUPYTER_PATH", None)
        Path(folder, "runtime").mkdir()
        try:
            yield
        finally:
            os.environ.clear()
            os.environ |= before


def _settle(path: Path) -> None:
    """Take out what differs from run to run, so that the same inputs give the same notebook."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
    notebook.metadata["language_info"] = {"name": "python"}  # without the version of this Python
    nbformat.write(notebook, path)
