"""A notebook of ours is alone: no network, no other programs, and nothing written but in the folders of its job.

Two guards stand one behind the other. Python itself tells of every socket, program and file before it is opened, so
that an attempt gets a sentence and fails its cell, even where the cell swallows it. Where the system has Landlock, it
holds what Python does not see, such as libraries in C; what it holds fails as the library says. Reading is free.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from vv_analysis.publish.execution import landlock

_NO_NETWORK = "a notebook may not use the network"
_NO_PROGRAMS = "a notebook may not start other programs"
_NOT_THERE = "a notebook may write only in its own folder, not to {}"
_NOTE = "tried-and-refused"

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_READS_ONLY = ("mode=ro", "mode=memory", "immutable=1", ":memory:")
_LOOKS_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_SPEAKS = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
_STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.forkpty")
# Which of the values that Python tells are a path, and the folder that a relative one starts from.
_CHANGES_A_FILE = {
    "os.truncate": ((0, None),), "os.chmod": ((0, 2),), "os.chown": ((0, 3),), "os.utime": ((0, 3),),
    "os.setxattr": ((0, None),), "os.removexattr": ((0, None),),
}  # fmt: skip
_CHANGES_A_FOLDER = {
    "os.mkdir": ((0, 2),), "os.remove": ((0, 1),), "os.rmdir": ((0, 1),), "os.symlink": ((1, 2),),
    "os.rename": ((0, 2), (1, 3)), "os.link": ((0, 2), (1, 3)),
}  # fmt: skip

_Told = tuple[Any, ...]
_WhyNot = Callable[[_Told], str]


def shut_in(folders: Iterable[Path], temporary: Path) -> None:
    """Keep this process off the network and within its folders from now on; nothing undoes it.

    Parameters
    ----------
    folders : iterable of Path
        Where it may write.
    temporary : Path
        Where its temporary files go, and a note of what it tried and may not; it may write there too.
    """
    sys.dont_write_bytecode = True
    tempfile.tempdir = os.environ["TMPDIR"] = str(temporary)
    with contextlib.suppress(ImportError):
        # Where no list of fonts was kept yet it is made and kept now, outside the folders of any job.
        import matplotlib.font_manager  # noqa: F401
    own = [os.path.realpath(folder) for folder in (*folders, temporary)]
    landlock.restrict(own, _DEVICES)
    sys.addaudithook(_hook(own, temporary / _NOTE))


def shut_in_this_kernel(work_folder: str, temporary: str) -> None:
    """Do the same in an ordinary kernel, which has its own way to its profile."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    shut_in([Path(work_folder), Path(shell.profile_dir.location)], Path(temporary))


def tried(temporary: Path) -> str:
    """Return what a notebook, or a process that it forked, tried first and may not; nothing if it kept to its own.

    Parameters
    ----------
    temporary : Path
        Where its temporary files go.

    Examples
    --------
    >>> tried(Path("no-such-folder"))
    ''
    """
    try:
        return Path(temporary, _NOTE).read_text(encoding="utf-8").partition("\n")[0]
    except FileNotFoundError:
        return ""


def _hook(own: list[str], note: Path) -> Callable[[str, _Told], None]:
    """Return what Python is to ask before it does anything."""
    rules = _rules(own)

    def _look(event: str, told: _Told) -> None:
        if (rule := rules.get(event)) and (why_not := rule(told)):
            _write_down(why_not, note)
            raise PermissionError(why_not)

    return _look


def _write_down(sentence: str, note: Path) -> None:
    number = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(number, (" ".join(sentence.split()) + "\n").encode("utf-8", "backslashreplace"))
    finally:
        os.close(number)


def _rules(own: list[str]) -> dict[str, _WhyNot]:
    """Return for each event what says why it may not be; nothing if it may."""

    def _file(path: Any, folder: int | None = None) -> str:
        place = _place(path, folder)
        return "" if place in _DEVICES or _within(place, own) else _NOT_THERE.format(place)

    def _entry(path: Any, folder: int | None) -> str:
        place = _entry_place(path, folder)
        return "" if _within(place, own) and place not in own else _NOT_THERE.format(place)

    def _speaks(told: _Told) -> str:
        one, address = told[:2]
        if one.family != socket.AF_UNIX:
            return f"{_NO_NETWORK}, and spoke to {address!r}"
        return "" if address is None else _file(address)

    rules: dict[str, _WhyNot] = {
        "open": lambda told: _file(told[0]) if _opens_to_write(*told) else "",
        "sqlite3.connect": lambda told: _file(name) if (name := _database(told[0])) else "",
        "socket.__new__": lambda told: "" if told[1] in {socket.AF_UNIX, -1} else f"{_NO_NETWORK}, and opened a socket",
    }
    rules |= dict.fromkeys(_LOOKS_UP, lambda told: f"{_NO_NETWORK}, and looked up {_named(told)}")
    rules |= dict.fromkeys(_SPEAKS, _speaks)
    rules |= dict.fromkeys(_STARTS, lambda told: f"{_NO_PROGRAMS}, and started {_named(told)}")
    rules |= {name: _each(_file, where) for name, where in _CHANGES_A_FILE.items()}
    rules |= {name: _each(_entry, where) for name, where in _CHANGES_A_FOLDER.items()}
    make = rules["os.mkdir"]
    # Libraries make sure of folders that are there already.
    return rules | {"os.mkdir": lambda told: "" if Path(_place(told[0], told[2])).is_dir() else make(told)}


def _each(look: Callable[[Any, int | None], str], where: tuple[tuple[int, int | None], ...]) -> _WhyNot:
    def _look(told: _Told) -> str:
        found = (look(told[path], None if folder is None else told[folder]) for path, folder in where)
        return next(filter(None, found), "")

    return _look


def _named(told: _Told) -> str:
    first = told[0] if told else "one"
    return repr(os.fsdecode(first) if isinstance(first, bytes | os.PathLike) else first)


def _opens_to_write(path: Any, mode: str | None, flags: int) -> bool:
    # What has a number is open already, and was looked at when it was opened.
    return not isinstance(path, int) and bool(flags & _WRITES or set(mode or "") & set("wax+"))


def _place(path: Any, folder: int | None) -> str:
    """Return where a path, or the number of an open file, leads in the end."""
    if isinstance(path, int):
        return os.path.realpath(f"/dev/fd/{path}")
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


def _database(path: Any) -> str:
    """Return which file a database may be written to; nothing for one in memory, or one that is only read."""
    name = os.fsdecode(path)
    if name.startswith("file:"):
        return "" if any(words in name for words in _READS_ONLY) else name[len("file:") :].partition("?")[0]
    return "" if name == ":memory:" else name
