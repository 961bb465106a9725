"""The engine of an existing dask.distributed cluster: tasks go there as JSON, and come back as files.

The workers need this package in the same version, and nothing else: no folder in common with us. What a page is made
from (settings, notebooks, tidy frames) is sent once to every worker.
"""

from __future__ import annotations

import contextlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import vv_analysis
from vv_analysis.errors import ParameterError
from vv_analysis.publish.engines.dask_worker import Made, make_page_here
from vv_analysis.publish.engines.protocol import Engine
from vv_analysis.publish.page import PageResult, PageTask
from vv_analysis.settings import FILE_NAME, load

if TYPE_CHECKING:
    from distributed import Client, Future

_ANSWER_SECONDS = 20


def dask(address: str, side_by_side: int) -> Engine:  # noqa: ARG001
    """Return the engine of the cluster whose scheduler listens at `address`; how many pages at once is its matter.

    Raises
    ------
    ParameterError
        The library is not installed, no address was given, or nobody answers there.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ParameterError(
            "the library of this engine is not installed", where="--engine", remedy="install vv-analysis[dask]"
        ) from error
    if not address:
        raise ParameterError("no scheduler is named", where="--engine", expected="dask:tcp://HOST:PORT")
    try:
        return DaskEngine(Client(address, timeout=_ANSWER_SECONDS, set_as_default=False))
    except (OSError, ValueError) as error:
        raise ParameterError(
            f"no scheduler answers at {address}", where="--engine", remedy="start it, or correct the address"
        ) from error


class DaskEngine:
    """Hands pages to the workers of a cluster; those of a worker that is lost are made again by another."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._tasks: dict[object, PageTask] = {}
        self._futures: list[Future[Made]] = []
        self._new: list[Future[Made]] = []
        self._sent: Future[bytes] | None = None

    def submit(self, task: PageTask) -> None:
        """Hand over one page."""
        if self._sent is None:
            self._sent = self._client.scatter(packed(task.home), broadcast=True, hash=False)
        # Made anew each time: whether a page must be made is not for the cluster to remember.
        asked = self._client.submit(
            make_page_here, task.model_dump_json(), self._sent, vv_analysis.__version__, pure=False
        )
        self._tasks[asked.key] = task
        self._futures.append(asked)
        self._new.append(asked)

    def results(self) -> Iterator[PageResult]:
        """Yield what became of each page, as it finishes, once its files stand in its folder."""
        from distributed import as_completed

        asked, self._new = self._new, []
        for done in as_completed(asked, loop=self._client.loop):
            task = self._tasks[done.key]
            if done.status == "finished":
                yield _received(done.result(), task)
            else:
                what = " ".join(str(done.exception() if done.status == "error" else "it was cancelled").split())
                yield PageResult(key=task.key, error=f"{task.key}: the cluster did not make it ({what}).", died=True)

    def close(self) -> None:
        """Take back what is not done, and leave the cluster."""
        with contextlib.suppress(Exception):  # a cluster that is gone has nothing left to take back
            self._client.cancel(self._futures, force=True)
        self._client.close()


def packed(home: Path) -> bytes:
    """Return what pages are made from as one archive: the settings, the notebooks and the tidy frames."""
    settings = load(home)
    files = {home / FILE_NAME: FILE_NAME}
    for folder, pattern in ((settings.notebooks, "*.ipynb"), (settings.processed, "*.parquet")):
        files |= {path: path.relative_to(home).as_posix() for path in sorted(folder.glob(pattern))}
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for path, name in files.items():
            tar.add(path, arcname=name)
    return archive.getvalue()


def _received(made: Made, task: PageTask) -> PageResult:
    folder = task.executed.parent
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.files.items():
        (folder / Path(name).name).write_bytes(content)
    return PageResult.model_validate_json(made.result)
