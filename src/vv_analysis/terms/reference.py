"""The reference tables that every room reads: areas, categories and price indices, each row with its source."""

from __future__ import annotations

import hashlib
from functools import cache

import pandas as pd

from vv_analysis.errors import FrameError, InputError
from vv_analysis.terms.reference_folder import folder as folder

DEFLATOR_VINTAGE = "2025-12"


@cache
def _table(name: str) -> pd.DataFrame:
    path = folder() / name
    if not path.is_file():
        raise InputError("a reference table is missing", where=str(path), remedy="restore it from the repository")
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@cache
def _sha256(name: str) -> str:
    return hashlib.sha256((folder() / name).read_bytes()).hexdigest()


def areas() -> pd.DataFrame:
    """Return the nation, 12 regions, 43 police force areas and 21 contract package areas: code, name, level, region ...

    Examples
    --------
    >>> areas()["level"].value_counts().to_dict()
    {'area': 43, 'contract-package-area': 21, 'region': 12, 'nation': 1}
    """
    return _table("areas.csv").copy()


def area_hexagons() -> pd.DataFrame:
    """Return where each of the 43 areas lies on the map of hexagons: area_code, short, column, row (odd rows shifted).

    Examples
    --------
    >>> area_hexagons().loc[0].to_dict()
    {'area_code': 'E23000007', 'short': 'Nthmb', 'column': 4, 'row': 0}
    """
    return _table("area_hexagons.csv").astype({"column": "int64", "row": "int64"})


def regions() -> list[str]:
    """Return the names of the 12 probation regions, in alphabetical order."""
    table = _table("areas.csv")
    return sorted(table.loc[table["level"] == "region", "name"])


def area_names() -> list[str]:
    """Return the names of the 43 police force areas, in alphabetical order."""
    table = _table("areas.csv")
    return sorted(table.loc[table["level"] == "area", "name"])


def area_spellings() -> pd.DataFrame:
    """Return the reviewed spellings of areas: spelling, name, level."""
    return _table("area_spellings.csv").copy()


def categories() -> pd.DataFrame:
    """Return the service categories with the lot and name of July 2020: category, lot, name, published_name."""
    return _table("categories.csv").copy()


def category_spellings() -> pd.DataFrame:
    """Return the reviewed spellings of service categories: category, spelling."""
    return _table("category_spellings.csv").copy()


def deflators(vintage: str = DEFLATOR_VINTAGE) -> pd.Series[float]:
    """Return the GDP deflator by financial year, one vintage (release) of it.

    Parameters
    ----------
    vintage : str
        Release of the series, as year and month.

    Returns
    -------
    Series
        Index numbers (base as published, 2024-25 = 100), indexed by financial year such as ``"2021-22"``; named
        after series and release, with the first 12 digits of the file's SHA-256 in ``attrs["sha256"]``.

    Raises
    ------
    FrameError
        The vintage is not on file.

    Examples
    --------
    >>> index = deflators()
    >>> float(index["2020-21"]), index.name
    (85.1105, 'GDP deflator, release of 2025-12')
    """
    return _deflators(vintage).copy()


@cache
def _deflators(vintage: str) -> pd.Series[float]:
    table = _table("deflators.csv")
    chosen = table[table["vintage"] == vintage]
    if chosen.empty:
        known = ", ".join(sorted(set(table["vintage"])))
        raise FrameError(f"no deflators of release {vintage!r}", expected=f"one of {known}")
    index = pd.Series(chosen["index"].astype(float).to_numpy(), index=chosen["year"].to_numpy())
    index.attrs = {"release": vintage, "sha256": _sha256("deflators.csv")[:12]}
    return index.rename(f"GDP deflator, release of {vintage}")
