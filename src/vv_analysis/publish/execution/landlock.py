"""Linux's Landlock: a process gives up writing and connecting for itself and for all that it starts, programs in C too.

What it holds and what not: https://docs.kernel.org/userspace-api/landlock.html. Datagrams (UDP), and changing the mode,
owner or times of a file, are beyond it.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # numbers of system calls, the same on every processor we know of
_ASK_VERSION = 1
_BENEATH_PATH = 1
_PR_SET_NO_NEW_PRIVS = 38

_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
# Remove a folder or a file; make a device, folder, file, socket, pipe, block device or link.
_REMOVE_OR_MAKE = sum(1 << bit for bit in range(4, 13))
_MOVE_OR_LINK_ACROSS = 1 << 13
_TCP = 1 << 0 | 1 << 1
_ABSTRACT_SOCKETS_AND_SIGNALS = 1 << 0 | 1 << 1

_system = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """Return which version of Landlock this system has; 0 if none."""
    if not sys.platform.startswith("linux"):
        return 0
    known: int = _system.syscall(ctypes.c_long(_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint(_ASK_VERSION))
    return max(0, known)


def restrict(folders: Iterable[str | os.PathLike[str]], devices: Iterable[str] = ()) -> bool:
    """Let this thread, and all that it starts, write only beneath `folders` and to `devices`, and reach no network.

    Parameters
    ----------
    folders : iterable of path
        Where everything may be written.
    devices : iterable of str
        Files that may be written to, and not be made or removed; one that this system has not got is left aside.

    Returns
    -------
    bool
        Whether this system has Landlock; without it nothing is held.

    Raises
    ------
    OSError
        The system has it and refuses.
    """
    known = version()
    if not known:
        return False
    write = _WRITE_FILE | (_TRUNCATE if known >= 3 else 0)
    everything = write | _REMOVE_OR_MAKE | (_MOVE_OR_LINK_ACROSS if known >= 2 else 0)
    held = struct.pack("QQQ", everything, _TCP if known >= 4 else 0, _ABSTRACT_SOCKETS_AND_SIGNALS if known >= 6 else 0)
    rules = _ask(_CREATE, held, ctypes.c_size_t(len(held)), ctypes.c_uint(0))
    try:
        for folder in folders:
            _allow(rules, folder, everything)
        for device in filter(os.path.exists, devices):
            _allow(rules, device, write)
        _checked(_system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _ask(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint(0))
    finally:
        os.close(rules)
    return True


def _allow(rules: int, place: str | os.PathLike[str], what: int) -> None:
    beneath = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", what, beneath)
        _ask(_ADD, ctypes.c_int(rules), ctypes.c_int(_BENEATH_PATH), rule, ctypes.c_uint(0))
    finally:
        os.close(beneath)


def _ask(number: int, *arguments: object) -> int:
    return _checked(_system.syscall(ctypes.c_long(number), *arguments))


def _checked(answer: int) -> int:
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"this system's Landlock refused ({os.strerror(code)})")
    return answer
