"""A notebook of ours is alone: it opens no socket, and writes nowhere but in the folders of its job.

Two guards stand one behind the other. Python itself tells of every socket and every file it opens, so that an attempt
gets a sentence, and fails its cell even if the cell swallows it. Where the system has Landlock, it holds what Python
does not see: libraries in C, and other programs that a notebook starts. Reading is free.
"""

from __future__ import annotations

import functools
import mmap
import os
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from vv_analysis.publish.execution import landlock

NO_SOCKET = "a notebook may not open a network socket"
_NO_OTHERS = "a notebook may not speak to other programs through {}"
_ELSEWHERE = "a notebook may write only in its own folder, not to {}"
_NOTE_BYTES = 4096

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full")
_TERMINALS = ("/dev/ptmx", "/dev/pts")  # what `!program` in a cell speaks through
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LOOKS_UP = {"socket.getaddrinfo", "socket.getnameinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_SPEAKS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
# Where Python tells the path, and the folder that a relative one starts from.
_CHANGES_A_FILE = {
    "os.truncate": ((0, None),), "os.chmod": ((0, 2),), "os.chown": ((0, 3),), "os.utime": ((0, 3),),
    "os.setxattr": ((0, None),), "os.removexattr": ((0, None),),
}  # fmt: skip
_CHANGES_A_FOLDER = {
    "os.mkdir": ((0, 2),), "os.remove": ((0, 1),), "os.rmdir": ((0, 1),), "os.symlink": ((1, 2),),
    "os.rename": ((0, 2), (1, 3)), "os.link": ((0, 2), (1, 3)),
}  # fmt: skip


class Attempts:
    """What a notebook, or a process that it forked, tried first and may not; they share it."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _NOTE_BYTES)

    def note(self, sentence: str) -> None:
        """Keep a sentence, unless there is one already."""
        if not self.first:
            said = sentence.encode("utf-8", "backslashreplace")[: _NOTE_BYTES - 1]
            self._shared[: len(said)] = said

    @property
    def first(self) -> str:
        """The sentence; empty if nothing was tried."""
        return self._shared[:].rstrip(b"\0").decode("utf-8", "ignore")

    def forget(self) -> None:
        """Begin anew."""
        self._shared[:] = bytes(_NOTE_BYTES)


def shut_in(kernel: Any, folders: list[Path], temporary: Path) -> None:
    """Keep this process off the network and within its folders from now on; nothing undoes it.

    Parameters
    ----------
    kernel : IPythonKernel
        The kernel of the notebook: a cell that tries what it may not is answered with an error.
    folders : list of Path
        Where it may write.
    temporary : Path
        Where its temporary files go; it may write there too.
    """
    sys.dont_write_bytecode = True
    tempfile.tempdir = os.environ["TMPDIR"] = str(temporary)
    if "matplotlib" not in sys.modules:  # which would look for a place for its settings in the user's home
        os.environ.setdefault("MPLCONFIGDIR", str(temporary))
    own = [os.path.realpath(folder) for folder in (*folders, temporary)]
    attempts = Attempts()
    _fail_cells(kernel, attempts)
    landlock.restrict(own, (*_DEVICES, *_TERMINALS))
    sys.addaudithook(_hook(own, attempts))


def shut_in_this_kernel(work_folder: str, temporary: str) -> None:
    """Do the same in an ordinary kernel, which has its own way to its profile."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    shut_in(shell.kernel, [Path(work_folder), Path(shell.profile_dir.location)], Path(temporary))


def _fail_cells(kernel: Any, attempts: Attempts) -> None:
    """Let the kernel answer with an error whatever became of a cell that tried what it may not."""
    execute, show = kernel.do_execute, kernel.shell._showtraceback  # noqa: SLF001

    def _show(kind: Any, error: Any, lines: list[str]) -> None:
        if (said := attempts.first) and str(error) != said:
            kind, error, lines = PermissionError, PermissionError(said), [*lines, f"PermissionError: {said}"]
        show(kind, error, lines)

    @functools.wraps(execute)
    async def _execute(*asked: Any, **options: Any) -> Any:
        reply = await execute(*asked, **options)
        if said := attempts.first:
            if reply["status"] != "error":
                _show(PermissionError, PermissionError(said), [f"PermissionError: {said}"])
            reply |= {"status": "error", "ename": "PermissionError", "evalue": said}
            reply.setdefault("traceback", [f"PermissionError: {said}"])
            attempts.forget()
        return reply

    kernel.do_execute, kernel.shell._showtraceback = _execute, _show  # noqa: SLF001


def _hook(own: list[str], attempts: Attempts) -> Callable[[str, tuple[Any, ...]], None]:
    """Return what Python is to ask before it does anything."""
    looks = _looks(own)

    def _look(event: str, told: tuple[Any, ...]) -> None:
        if (look := looks.get(event)) and (why_not := look(told)):
            attempts.note(why_not)
            raise PermissionError(why_not)

    return _look


def _looks(own: list[str]) -> dict[str, Callable[[tuple[Any, ...]], str]]:
    """Return for each event what says why it may not be; nothing if it may."""

    def _file(path: Any, folder: int | None = None) -> str:
        place = "" if isinstance(path, int) else _place(path, folder)
        return "" if not place or place in _DEVICES or _within(place, own) else _ELSEWHERE.format(place)

    def _entry(path: Any, folder: int | None) -> str:
        place = _entry_place(path, folder)
        return "" if _within(place, own) and place not in own else _ELSEWHERE.format(place)

    def _speaking(told: tuple[Any, ...]) -> str:
        one, to = told
        if one.family != socket.AF_UNIX:
            return NO_SOCKET
        among_us = to is None or (isinstance(to, str) and not to.startswith("\0") and _within(_place(to, None), own))
        return "" if among_us else _NO_OTHERS.format(repr(to))

    looks: dict[str, Callable[[tuple[Any, ...]], str]] = dict.fromkeys(_LOOKS_UP, lambda _: NO_SOCKET)
    looks |= dict.fromkeys(_SPEAKS, _speaking)
    looks |= {name: _each(_file, where) for name, where in _CHANGES_A_FILE.items()}
    looks |= {name: _each(_entry, where) for name, where in _CHANGES_A_FOLDER.items()}
    make = looks["os.mkdir"]
    return looks | {
        "socket.__new__": lambda told: "" if told[1] in {socket.AF_UNIX, -1} else NO_SOCKET,
        "open": lambda told: _file(told[0]) if _opens_to_write(*told[1:]) else "",
        # Libraries make sure of folders that are there already.
        "os.mkdir": lambda told: "" if Path(_place(told[0], told[2])).is_dir() else make(told),
        "sqlite3.connect": lambda told: "" if (path := _database(told[0])) is None else _file(path),
    }  # fmt: skip


def _each(look: Callable[[Any, int | None], str], where: tuple[Any, ...]) -> Callable[[tuple[Any, ...]], str]:
    def _look(told: tuple[Any, ...]) -> str:
        found = (look(told[path], None if folder is None else told[folder]) for path, folder in where)
        return next(filter(None, found), "")

    return _look


def _opens_to_write(mode: str | None, flags: int) -> bool:
    return bool(flags & _WRITES) or bool(mode and set(mode) & set("wax+"))


def _place(path: Any, folder: int | None) -> str:
    """Return where a path leads in the end."""
    text = os.fsdecode(path)
    if folder not in {None, -1}:
        text = str(Path(os.path.realpath(f"/dev/fd/{folder}")) / text)
    return os.path.realpath(text)


def _entry_place(path: Any, folder: int | None) -> str:
    """Return where a name stands; a link is itself, not what it leads to."""
    parent, name = os.path.split(os.fsdecode(path).rstrip("/"))
    if name in {"", ".", ".."}:
        return _place(path, folder)
    return str(Path(_place(parent or ".", folder)) / name)


def _within(place: str, own: list[str]) -> bool:
    return any(place == folder or place.startswith(folder + os.sep) for folder in own)


def _database(path: Any) -> str | None:
    """Return which file a database is written to; none for one in memory, or one that is only read."""
    name, _, query = os.fsdecode(path).partition("?")
    if name.startswith("file:"):
        asked = {key: values[-1] for key, values in parse_qs(query).items()}
        name = name.removeprefix("file:")
        if asked.get("mode") in {"ro", "memory"} or asked.get("immutable") == "1":
            return None
    else:
        name = os.fsdecode(path)
    return None if name in {"", ":memory:"} else name
