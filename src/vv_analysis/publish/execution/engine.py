"""A papermill engine that forks a process for each notebook, and falls back to ordinary kernels where it cannot."""

from __future__ import annotations

import logging
import multiprocessing
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from papermill.engines import Engine
from papermill.log import logger as papermill_logger

from vv_analysis.publish.execution.client import (
    ForkedNotebookClient,
    NotebookProcess,
    SteadfastNotebookClient,
    notebook_process,
)
from vv_analysis.publish.execution.limits import Limits

logger = logging.getLogger(__name__)

# A process that has used the thread pool of one of these cannot be forked: the child waits for threads it has not got.
_POOLS = ("polars", "duckdb")
_SAVE_SECONDS = 1.0


class ForkEngine(Engine):  # type: ignore[misc]
    """What papermill runs for ``--engine vv``."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, output_path: str | None = None, **options: Any) -> Any:
        """Run `nb` in a process forked from this one; options are those of papermill's own engine, and two more.

        Parameters
        ----------
        nb : NotebookNode
            The notebook.
        kernel_name : str
            The kernel it asks for.
        output_path : str, optional
            Where it is kept as it goes.
        **options
            As of papermill's own engine; ``limits`` (Limits) says what the notebook may use, ``work_folder`` where
            it works.
        """
        limits, work_folder = options.pop("limits", None) or Limits(), options.pop("work_folder", None)
        if reason := why_not_forked(kernel_name):
            logger.warning("vv: %s, so the notebook runs in an ordinary kernel.", reason)
            return _in_an_ordinary_kernel(nb, kernel_name, output_path, limits, work_folder, options)
        # Forked first: papermill's progress bar has a thread, and a process with threads is not to be forked.
        with notebook_process(limits, Path(work_folder) if work_folder else None) as of:
            return super().execute_notebook(nb, kernel_name, output_path, of=of, **options)

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        of: NotebookProcess,
        log_output: bool = False,
        execution_timeout: int | None = None,
        **options: Any,
    ) -> None:
        """Run the cells in the process that was forked for them."""
        _save_at_most_every(nb_man, _SAVE_SECONDS)
        options |= {"timeout": execution_timeout or options.get("timeout")}
        ForkedNotebookClient(nb_man, of, **_known(options, kernel_name, log_output=log_output)).execute()
        nb_man.save = lambda **_: None  # papermill writes it all when this returns; once is enough


def _in_an_ordinary_kernel(
    nb: Any, kernel_name: str, output_path: str | None, limits: Limits, work_folder: Any, options: dict[str, Any]
) -> Any:
    with tempfile.TemporaryDirectory(prefix="vv-", ignore_cleanup_errors=True) as temporary:
        if work_folder:
            options["resources"] = {"metadata": {"path": str(work_folder)}}
        if limits.alone:
            options["own_folders"] = (Path(work_folder or temporary), Path(temporary))
        return OrdinaryEngine.execute_notebook(nb, kernel_name, output_path, **options)


class OrdinaryEngine(Engine):  # type: ignore[misc]
    """Papermill's usual way, except that what hangs or kills a cell is kept in the notebook too."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        log_output: bool = False,
        execution_timeout: int | None = None,
        start_timeout: int = 60,
        own_folders: tuple[Path, Path] | None = None,
        **options: Any,
    ) -> None:
        """Run the cells in a kernel that is started for them."""
        options |= {"timeout": execution_timeout or options.get("timeout"), "startup_timeout": start_timeout}
        client = SteadfastNotebookClient(nb_man, **_known(options, kernel_name, log_output=log_output))
        client.work_folder, client.temporary = own_folders or (None, None)
        client.execute()


def _known(options: dict[str, Any], kernel_name: str, *, log_output: bool) -> dict[str, Any]:
    """Return the options that a notebook client has; papermill hands on others that it leaves aside itself."""
    traits = SteadfastNotebookClient.class_traits()
    known = {name: value for name, value in options.items() if name in traits}
    return known | {"kernel_name": kernel_name, "log": papermill_logger, "log_output": log_output}


def why_not_forked(kernel_name: str) -> str:
    """Say why this process cannot be forked for a notebook; nothing if it can."""
    if sys.platform == "darwin" or "fork" not in multiprocessing.get_all_start_methods():
        return "this system does not fork safely"
    if threading.active_count() > 1:
        return "this process has threads"
    if pools := [name for name in _POOLS if name in sys.modules]:
        return f"this process uses {pools[0]}"
    return "" if _is_this_python(kernel_name) else f"the kernel {kernel_name} is not this Python"


def _is_this_python(kernel_name: str) -> bool:
    try:
        command = KernelSpecManager().get_kernel_spec(kernel_name).argv[0]
    except NoSuchKernel:
        return False
    return command in {"python", "python3"} or Path(command) == Path(sys.executable)


def _save_at_most_every(nb_man: Any, seconds: float) -> None:
    """Let papermill save as it goes, but not twice a cell: that would take as long as the cells."""
    save, saved = nb_man.save, time.monotonic()

    def _save(**options: Any) -> None:
        nonlocal saved
        done = nb_man.nb.metadata.papermill.get("end_time") is not None
        if done or time.monotonic() - saved >= seconds:
            save(**options)
            saved = time.monotonic()

    nb_man.save = _save
