"""Pandera without dask: wherever dask is installed pandera would load its frames, which nothing here uses.

That would take half a second of every command. Whoever uses dask in the same process finds it as it was.
"""

import importlib
import sys


def import_without(module: str, absent: str) -> None:
    """Import a module as if another one were not installed, unless that is in use already.

    Examples
    --------
    >>> import_without("json", "no_such_library")
    >>> "no_such_library" in sys.modules
    False
    """
    if absent in sys.modules:
        importlib.import_module(module)
        return
    sys.modules[absent] = None  # type: ignore[assignment]  # Python's own way to say: it is not there
    try:
        importlib.import_module(module)
    finally:
        del sys.modules[absent]


import_without("pandera.typing.pandas", "dask")
