"""What an engine is, and how one is chosen by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from typing import Protocol

from vv_analysis.errors import ParameterError
from vv_analysis.publish.page import PageResult, PageTask

GROUP = "vv_analysis.engine"


class Engine(Protocol):
    """Whoever makes pages, by three methods.

    They are called in this order, by one thread:

    1. `submit`, once for each page;
    2. `results`, once, after the last page was handed over; pages whose process died are then handed over again, and
       `results` asked for theirs;
    3. `close`, always, also after an error or Ctrl-C.

    An engine promises a result for every page that was handed over, whatever befell it, and that the files of a page
    that was made stand in its ``folder`` when its result is given.
    """

    def submit(self, task: PageTask) -> None:
        """Take one page to be made; work on it may begin at once."""

    def results(self) -> Iterator[PageResult]:
        """Yield the result of each page that was handed over since this was last asked, as it finishes."""

    def close(self) -> None:
        """End all work, finished or not, and leave no process behind."""


def engine(name: str, side_by_side: int) -> Engine:
    """Return the engine of a name: ``local``, ``dask:ADDRESS``, or one that an installed package adds.

    Parameters
    ----------
    name : str
        The name of an engine, and after a colon what it needs to know.
    side_by_side : int
        How many pages are made at once; 0 leaves it to the engine.

    Raises
    ------
    ParameterError
        There is no such engine.
    """
    kind, _, address = name.partition(":")
    known: dict[str, Callable[[], Callable[[str, int], Engine]]] = {
        point.name: point.load for point in entry_points(group=GROUP)
    }
    if kind not in known:
        raise ParameterError(
            f"there is no engine called {kind!r}",
            where="--engine",
            expected=f"one of {', '.join(sorted(known))}",
            remedy="name one of them, or install the package that adds it",
        )
    return known[kind]()(address, side_by_side)
