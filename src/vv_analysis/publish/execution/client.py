"""Our side of a notebook's process: fork it, ask it cell by cell, and write down whatever happens to it."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from jupyter_client.client import KernelClient
from jupyter_client.session import Session
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient

from vv_analysis.publish.execution import alone
from vv_analysis.publish.execution.kernel import serve
from vv_analysis.publish.execution.limits import Limits, folder_bytes
from vv_analysis.publish.execution.pipe import Pipe, unsigned_session

_LOOK_SECONDS = 0.5
_END_SECONDS = 5


@dataclass(frozen=True, slots=True)
class NotebookProcess:
    """The process of one notebook, and the pipe to it."""

    process: ForkProcess
    pipe: Pipe
    session: Session
    limits: Limits
    work_folder: Path | None
    temporary: Path

    @property
    def has_kernel(self) -> bool:
        """Whether there is a kernel to ask: the process is one."""
        return True

    def went_beyond(self) -> str:
        """Return which limit the notebook went beyond while nobody in it noticed; nothing if none."""
        if self.pipe.too_much:
            return f"it printed more than {self.limits.said_bytes / 1e6:,.0f} MB"
        if self.work_folder and folder_bytes(self.work_folder) > self.limits.file_bytes:
            return f"it wrote more than {self.limits.file_bytes / 1e6:,.0f} MB into its folder"
        return ""

    def kill(self) -> None:
        """End it and all that it started, whatever they are doing."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        self.process.kill()
        self.process.join()

    def how_it_ended(self) -> str:
        """Say how the process ended by itself."""
        self.process.join(_END_SECONDS)
        code = self.process.exitcode
        if code is None:
            return "its process speaks no more"
        if code < 0:
            return f"its process was ended by {signal.Signals(-code).name}"
        return f"its process ended itself with exit code {code}"


@contextmanager
def notebook_process(limits: Limits, work_folder: Path | None) -> Iterator[NotebookProcess]:
    """Fork a process for one notebook; when the block ends it has ended too, with all that it started."""
    ours, theirs = multiprocessing.Pipe()
    with tempfile.TemporaryDirectory(prefix="vv-", ignore_cleanup_errors=True) as folder:
        asked = (_open_files(), theirs, os.getpid(), Path(folder), work_folder, limits)
        process = multiprocessing.get_context("fork").Process(target=_be, args=asked)
        process.start()
        theirs.close()
        session = unsigned_session()
        pipe = Pipe(ours, session, limits.said_bytes)
        one = NotebookProcess(process, pipe, session, limits, work_folder, Path(folder))
        try:
            yield one
            one.pipe.close()
            process.join(_END_SECONDS)
        finally:
            one.kill()
            one.pipe.close()


def _be(inherited: set[int], connection: Connection, *asked: Any) -> None:
    # Nothing that others listen to is left open: a notebook may write wherever it can.
    for number in inherited - {0, 1, 2, connection.fileno()}:
        with contextlib.suppress(OSError):
            os.close(number)
    serve(connection, *asked)


def _open_files() -> set[int]:
    return {int(name) for name in os.listdir("/dev/fd")}  # noqa: PTH208


class _Client(KernelClient):
    """Jupyter's client with our pipe for its channels."""

    def __init__(self, of: NotebookProcess) -> None:
        super().__init__(session=of.session)
        self._shell_channel, self._iopub_channel = of.pipe.shell, of.pipe.iopub
        self._of = of

    async def is_alive(self) -> bool:
        """Whether the notebook's process is there and keeps to its limits."""
        return not self._of.pipe.closed


class SteadfastNotebookClient(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's own client, except that what hangs or kills a cell is written down as the error of that cell."""

    _ended = False
    work_folder: Path | None = None
    temporary: Path | None = None  # of a kernel that is alone

    def execute(self, **options: Any) -> Any:
        """Execute the cells, and note what else a notebook keeps: its language, and the state of its widgets."""
        self.reset_execution_trackers()
        with self.setup_kernel(**options):
            if self.work_folder:
                self._shut_in()
            self.papermill_execute_cells()
            if not self._ended:
                self.nb.metadata["language_info"] = self.language_info()
            self.set_widgets_metadata()
        return self.nb

    def _shut_in(self) -> None:
        """Have an ordinary kernel keep itself within its folders; one that cannot runs nothing."""
        folders = f"{str(self.work_folder)!r}, {str(self.temporary)!r}"
        code = f"__import__({alone.__name__!r}, fromlist=['alone']).shut_in_this_kernel({folders})"
        told = self.wait_for_reply(self.kc.execute(code, silent=True, store_history=False))["content"]
        if told["status"] != "ok":
            raise RuntimeError(f"the kernel cannot be kept within its folders: {told['evalue']}")

    def language_info(self) -> Any:
        """Return what the kernel says of its language."""
        return self.wait_for_reply(self.kc.kernel_info())["content"]["language_info"]

    async def async_execute_cell(self, cell: Any, cell_index: int, *asked: Any, **options: Any) -> Any:
        """Execute a cell.

        Raises
        ------
        CellExecutionError
            The cell failed, took too long, went beyond a limit or tried what it may not, or its process ended.
        """
        failed: CellExecutionError | None = None
        try:
            done = await self._steadily(cell, cell_index, *asked, **options)
        except CellExecutionError as error:
            failed = error
        if self.temporary and (said := alone.tried(self.temporary)):
            raise self._failed(cell, "PermissionError", said) from None
        if failed:
            raise failed
        return done

    execute_cell = run_sync(async_execute_cell)

    async def _steadily(self, cell: Any, cell_index: int, *asked: Any, **options: Any) -> Any:
        others = asyncio.all_tasks()
        try:
            return await super().async_execute_cell(cell, cell_index, *asked, **options)
        except CellTimeoutError:
            raise self._failed(cell, "CellTimeoutError", f"it ran longer than {self.timeout} seconds") from None
        except DeadKernelError:
            raise self._failed(cell, *self.what_killed_it(cell, cell_index)) from None
        finally:
            for task in asyncio.all_tasks() - others:
                task.cancel()

    def what_killed_it(self, cell: Any, cell_index: int) -> tuple[str, str]:  # noqa: ARG002
        """Return the name of what ended the process in a cell, and a sentence."""
        return "DeadKernelError", "its process ended"

    def end(self) -> None:
        """End the process whose cell failed; that of an ordinary kernel ends with the notebook."""

    def _failed(self, cell: Any, ename: str, evalue: str) -> CellExecutionError:
        self._ended = True
        self.end()
        cell.execution_count = cell.execution_count or self.code_cells_executed
        # What a cell says of an error of its own only shows how it came to this.
        errors = [output for output in cell.outputs if output.output_type == "error"]
        trace = [line for error in errors for line in error.traceback]
        cell.outputs = [output for output in cell.outputs if output.output_type != "error"]
        trace.append(f"{ename}: {evalue}")
        cell.outputs.append(new_output("error", ename=ename, evalue=evalue, traceback=trace))
        return CellExecutionError(f"{ename}: {evalue}", ename, evalue)


class ForkedNotebookClient(SteadfastNotebookClient):
    """The same for a process of our own, which can be watched and ended."""

    def __init__(self, nb_man: Any, of: NotebookProcess, **options: Any) -> None:
        super().__init__(nb_man, km=of, **options)
        self._of, self.temporary = of, of.temporary
        self.kc = _Client(of)
        self.kc.allow_stdin = False

    def language_info(self) -> Any:
        """Return what IPython's kernel says of its language: ours is one, and need not be asked."""
        return IPythonKernel.language_info

    async def async_execute_cell(self, cell: Any, cell_index: int, *asked: Any, **options: Any) -> Any:
        """Execute a cell, and end the notebook when it goes beyond a limit."""
        watch = asyncio.ensure_future(self._watch())
        try:
            return await super().async_execute_cell(cell, cell_index, *asked, **options)
        finally:
            watch.cancel()

    execute_cell = run_sync(async_execute_cell)

    def end(self) -> None:
        """End the process at once, whatever it is doing."""
        self._of.kill()

    async def _watch(self) -> None:
        while not self._of.went_beyond():
            await asyncio.sleep(_LOOK_SECONDS)
        self._of.kill()  # its cell then finds it dead

    def what_killed_it(self, cell: Any, cell_index: int) -> tuple[str, str]:
        """Return which limit a cell went beyond, or how its process ended; its last words are heard first."""
        while not self._of.pipe.iopub.arrived.empty():
            message = self._of.pipe.iopub.arrived.get_nowait()
            with contextlib.suppress(Exception):  # the last words of a dying process need not make sense
                self.process_message(message, cell, cell_index)
        beyond = self._of.went_beyond()
        return ("LimitExceeded", beyond) if beyond else ("DeadKernelError", self._of.how_it_ended())
