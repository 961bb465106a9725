"""The kernel of ordinary notebooks without its sockets and threads, so that it can be made once and forked."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import zmq
from ipykernel import eventloops, zmqshell
from ipykernel.ipkernel import IPythonKernel
from IPython.core.profiledir import ProfileDir
from tornado.ioloop import IOLoop
from traitlets import Any as AnyTrait
from traitlets import Float, Type
from traitlets.config import Config

from vv_analysis.publish.execution.alone import shut_in
from vv_analysis.publish.execution.limits import Limits, end_with_parent, keep_to
from vv_analysis.publish.execution.pipe import IOPUB, SHELL, Outlet, unpacked, unsigned_session
from vv_analysis.publish.execution.spoken import take_over

INLINE = "module://matplotlib_inline.backend_inline"


_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())


class _NoDebugger:
    """Nobody looks over the shoulder of a report."""

    def __init__(self, *_: object) -> None: ...


class ZMQInteractiveShell(zmqshell.ZMQInteractiveShell):  # by this name libraries know a notebook from a terminal
    """The shell of ordinary notebooks, told which kernel it belongs to where it would look for an application."""

    def enable_gui(self, gui: Any = None) -> None:
        """Enable a toolkit for windows; ``inline``, the usual one, is none."""
        eventloops.enable_gui(gui, kernel=self.kernel)


class PipeKernel(IPythonKernel):
    """IPython's kernel, told where its messages go once it has been forked."""

    shell: Any
    session: Any
    debugger_class = Type(_NoDebugger)
    shell_class = Type(ZMQInteractiveShell)
    shell_stream = AnyTrait()
    _supports_kernel_subshells = False
    _execute_sleep = Float(0.0)  # what is sent has arrived: there are no threads to wait for

    def _abort_queues(self, *_: object) -> None:
        """Abort nothing: one request is asked at a time, and none after a failure."""

    def attach(self, connection: Connection) -> None:
        """Speak through `connection` from now on."""
        self.session.pid = os.getpid()
        lock = threading.Lock()
        self.shell_stream, self.iopub_socket = (Outlet(connection, channel, lock) for channel in (SHELL, IOPUB))
        self.shell.displayhook.pub_socket = self.shell.display_pub.pub_socket = self.iopub_socket
        # Cells that await run in the one thread there is.
        self.shell_channel_thread = SimpleNamespace(parent_thread=threading.current_thread())
        take_over(self.session, self.iopub_socket)


def make_kernel(folder: Path) -> PipeKernel:
    """Return a kernel with a fresh namespace, whose profile lies in `folder`; it reads no start-up files of a user."""
    config = Config()
    config.HistoryManager.hist_file = ":memory:"  # a file would need a thread that writes it
    profile = ProfileDir.create_profile_dir(str(folder))
    # A debugger is imported, though none is used; its advice about itself is not for our readers.
    with _environment(IPYTHONDIR=str(folder), PYDEVD_DISABLE_FILE_VALIDATION="1"):
        kernel = PipeKernel.instance(session=unsigned_session(), profile_dir=profile, config=config, log=_log)
    kernel.shell.extension_manager.load_extension("storemagic")  # as IPython's own kernels do
    return kernel


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def serve(connection: Connection, starter: int, folder: Path, work_folder: Path | None, limits: Limits) -> None:
    """Be the process of one notebook: run what is asked until nobody asks any more.

    Parameters
    ----------
    connection : Connection
        The pipe to whoever asks.
    starter : int
        The process that forked this one.
    folder : Path
        Where a kernel finds its profile, if none was inherited, and one that is alone its temporary files.
    work_folder : Path, optional
        The working folder of the notebook; by default it stays where it is.
    limits : Limits
        What it may use.
    """
    os.setpgid(0, 0)
    end_with_parent(starter)
    atexit._clear()  # what the warm process has to tidy up is not ours  # noqa: SLF001
    _as_a_kernel(work_folder)
    kernel = PipeKernel.instance() if PipeKernel.initialized() else make_kernel(folder)
    keep_to(limits)
    if limits.alone:
        shut_in([work_folder] if work_folder else [], folder)
    kernel.attach(connection)
    _answer(kernel, connection)
    _tidy_up(kernel)


def _as_a_kernel(work_folder: Path | None) -> None:
    """Make this process look as a kernel's does: its folder, search path, arguments, signals and chances."""
    if work_folder is not None:
        os.chdir(work_folder)
    _search_as_kernels_do()
    sys.argv = ["ipykernel_launcher.py"]
    os.environ.setdefault("MPLBACKEND", INLINE)
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(one, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    logging.disable(logging.NOTSET)
    logging.root.handlers.clear()  # those of whoever forked us are not the notebook's
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()  # else every notebook would draw the same numbers


def _search_as_kernels_do() -> None:
    """Look for modules in the working folder after Python's own and before installed ones, and beside no program."""
    program = str(Path(sys.argv[0]).parent)
    sys.path[:] = [place for number, place in enumerate(sys.path) if place and (number or place != program)]
    installed = [number for number, place in enumerate(sys.path) if Path(place).name.endswith("-packages")]
    sys.path.insert(min(installed, default=len(sys.path)), "")


def _answer(kernel: PipeKernel, connection: Connection) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    kernel.io_loop = IOLoop.current()
    with contextlib.suppress(KeyboardInterrupt):
        loop.run_until_complete(_requests(kernel, connection, loop))


async def _requests(kernel: PipeKernel, connection: Connection, loop: asyncio.AbstractEventLoop) -> None:
    asked: asyncio.Queue[list[Any] | None] = asyncio.Queue()

    def _read() -> None:
        try:
            asked.put_nowait(unpacked(connection.recv_bytes())[1])
        except (EOFError, OSError):
            loop.remove_reader(connection.fileno())
            asked.put_nowait(None)

    loop.add_reader(connection.fileno(), _read)
    while not kernel.shell.exit_now and (frames := await asked.get()) is not None:
        await kernel.dispatch_shell([zmq.Frame(frame) for frame in frames])
    loop.remove_reader(connection.fileno())


def _tidy_up(kernel: PipeKernel) -> None:
    """Let go of all that the notebook made: its files are closed, its folders removed, its last wishes done."""
    atexit._run_exitfuncs()  # noqa: SLF001
    kernel.shell.reset(new_session=False)
    gc.collect()
