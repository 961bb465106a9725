"""One pipe in place of Jupyter's sockets: the same messages in the same frames, without ports and without threads."""

from __future__ import annotations

import asyncio
import struct
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from queue import Empty
from typing import Any

from jupyter_client.session import Session
from nbclient.exceptions import DeadKernelError

SHELL, IOPUB = b"s", b"i"
_COUNT = struct.Struct("<cI")


def packed(channel: bytes, frames: Sequence[Any]) -> bytes:
    """Return the frames of one message as bytes that say where each of them ends.

    Examples
    --------
    >>> unpacked(packed(SHELL, [b"one", b"", b"three"]))
    (b's', [b'one', b'', b'three'])
    """
    parts = [bytes(frame) for frame in frames]
    lengths = struct.pack(f"<{len(parts)}I", *map(len, parts))
    return b"".join((_COUNT.pack(channel, len(parts)), lengths, *parts))


def unpacked(message: bytes) -> tuple[bytes, list[bytes]]:
    """Return the channel and the frames of a message that was `packed`.

    Raises
    ------
    ValueError
        It is no such message.
    """
    try:
        channel, count = _COUNT.unpack_from(message)
        lengths = struct.unpack_from(f"<{count}I", message, _COUNT.size)
    except struct.error as error:
        raise ValueError("this is no message of a notebook's process") from error
    frames, start = [], _COUNT.size + 4 * count
    for length in lengths:
        frames.append(message[start : start + length])
        start += length
    if start != len(message):
        raise ValueError("this is no message of a notebook's process")
    return channel, frames


def unsigned_session() -> Session:
    """Return a session of Jupyter's protocol: the pipe has two ends and nobody else to sign against."""
    session = Session(key=b"one pipe")  # without a key it would complain
    session.auth = None
    return session


class Outlet:
    """What a kernel takes for the socket of one channel, in the notebook's process."""

    def __init__(self, connection: Connection, channel: bytes, lock: threading.Lock) -> None:
        self._connection, self._channel, self._lock = connection, channel, lock

    def send_multipart(self, frames: Sequence[Any], copy: bool = True, **_: object) -> None:  # noqa: ARG002
        """Send one message; the threads of a notebook may all do so."""
        message = packed(self._channel, frames)
        with self._lock:
            self._connection.send_bytes(message)


class Inbox:
    """What nbclient takes for one channel of a kernel client, on our side of the pipe."""

    def __init__(self, pipe: Pipe, channel: bytes) -> None:
        self._pipe, self._channel = pipe, channel
        self.arrived: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message of the channel.

        Raises
        ------
        queue.Empty
            None came within `timeout` seconds.
        DeadKernelError
            None will come any more.
        """
        self._pipe.listen()
        try:
            message = await asyncio.wait_for(self.arrived.get(), timeout)
        except TimeoutError as error:
            raise Empty from error
        if message is None:
            raise DeadKernelError("the notebook's process is gone")
        return message

    def send(self, message: dict[str, Any]) -> None:
        """Send a message of the client to the notebook's process."""
        self._pipe.send(message)

    def is_alive(self) -> bool:
        """Whether anything may still come."""
        return not self._pipe.closed


class Pipe:
    """Our side of the pipe: sorts what comes into two channels, and counts it.

    Attributes
    ----------
    closed : bool
        Whether the other side is gone.
    too_much : bool
        Whether the other side said more than `most_bytes` in all.
    """

    def __init__(self, connection: Connection, session: Session, most_bytes: int) -> None:
        self.closed = self.too_much = False
        self.shell, self.iopub = Inbox(self, SHELL), Inbox(self, IOPUB)
        self._connection, self._session, self._left_bytes = connection, session, most_bytes
        self._loop: asyncio.AbstractEventLoop | None = None

    def send(self, message: dict[str, Any]) -> None:
        """Send a message; whether anybody is left to hear it shows when an answer is waited for."""
        try:
            self._connection.send_bytes(packed(SHELL, self._session.serialize(message)))
        except OSError:
            self.closed = True

    def listen(self) -> None:
        """Let the running event loop hand over what comes."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop and not self.closed:
            self._loop = loop
            loop.add_reader(self._connection.fileno(), self._receive)

    def close(self) -> None:
        """Listen no longer."""
        if not (self.closed or self._loop is None or self._loop.is_closed()):
            self._loop.remove_reader(self._connection.fileno())
        self.closed = True
        self._connection.close()

    def _receive(self) -> None:
        try:
            message = self._connection.recv_bytes(maxlength=max(self._left_bytes, 0))
            channel, frames = unpacked(message)
            said = self._session.deserialize(self._session.feed_identities(frames)[1])
        except (EOFError, OSError, ValueError, TypeError):  # at its end, longer than allowed, or no message at all
            self.too_much = not self._connection.readable  # so it stands after a message that was too long
            self._gone()
        else:
            self._left_bytes -= len(message)
            (self.shell if channel == SHELL else self.iopub).arrived.put_nowait(said)

    def _gone(self) -> None:
        if self._loop is not None:
            self._loop.remove_reader(self._connection.fileno())
        self.closed = True
        self.shell.arrived.put_nowait(None)  # whoever waits for an answer need not wait for ever
