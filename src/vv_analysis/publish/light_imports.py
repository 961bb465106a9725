"""Imports without what libraries import in turn and we never use; a run waits for nothing else half as long.

pandera imports dask wherever it is installed, for frames of its kind: 0.5 s. jsonschema builds a grammar of addresses
in other alphabets, in case a schema should ask for one: 1.5 s. This is for processes of our own, never for the one of
somebody who imports the package.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Let modules be missing while others are imported, but those that are there already.

    Examples
    --------
    >>> _ = sys.modules.pop("colorsys", None)
    >>> with without("colorsys"):
    ...     try:
    ...         import colorsys
    ...     except ImportError:
    ...         print("missing")
    missing
    >>> import colorsys
    """
    missing = dict.fromkeys(name for name in names if name not in sys.modules)
    with _standing_in(missing):
        yield


@contextmanager
def later(name: str, function: str) -> Iterator[None]:
    """Let what is imported meanwhile take a function of a module that is imported when that is first called.

    Examples
    --------
    >>> with later("colorsys", "rgb_to_hsv"):
    ...     from colorsys import rgb_to_hsv
    >>> rgb_to_hsv(0, 0, 1)[2]
    1
    """
    stand_in = ModuleType(name)
    setattr(stand_in, function, _Later(name, function))
    with _standing_in({} if name in sys.modules else {name: stand_in}):
        yield


class _Later:
    def __init__(self, name: str, function: str) -> None:
        self._name, self._function = name, function

    def __call__(self, *given: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(self._name), self._function)(*given, **named)


@contextmanager
def _standing_in(modules: dict[str, Any]) -> Iterator[None]:
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in modules:
            sys.modules.pop(name, None)
