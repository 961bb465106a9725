"""A finding is worked out once for what it is about, however many words, pictures and tables of a page show it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

About = TypeVar("About")
Found = TypeVar("Found")
More = ParamSpec("More")


def remembered(finding: Callable[[About], pd.DataFrame]) -> Callable[[About], pd.DataFrame]:
    """Return the same finding, worked out once for each selection; whoever gets it may change it."""
    once = kept(finding)

    @wraps(finding)
    def _own(about: About) -> pd.DataFrame:
        return once(about).copy()

    return _own


def kept(finding: Callable[Concatenate[About, More], Found]) -> Callable[Concatenate[About, More], Found]:
    """Return the same finding, worked out once for as long as what it is about lives; nobody changes what they get."""
    known: WeakKeyDictionary[About, dict[Hashable, Found]] = WeakKeyDictionary()

    @wraps(finding)
    def _once(about: About, /, *more: More.args, **named: More.kwargs) -> Found:
        found = known.setdefault(about, {})
        asked = (more, *named.items())
        if asked not in found:
            found[asked] = finding(about, *more, **named)
        return found[asked]

    return _once
