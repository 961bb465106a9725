"""Published weights by which the figures of a larger area are split over the smaller ones inside it."""

from __future__ import annotations

import hashlib
import io
from functools import cache

import pandas as pd

from vv_analysis.errors import FrameError, InputError
from vv_analysis.terms import reference

LARGER_LEVELS = {
    "area": ("contract-package-area", "region", "nation"),
    "region": ("contract-package-area", "nation"),
}
EQUAL = "equal"
_FILE = "area_weights.csv"
_WHERE = "area_weights"


def area_weights(name: str, frm: str = "contract-package-area", to: str = "area") -> pd.DataFrame:
    """Return the weights of the parts of every area of a level; those of one area add up to 1.

    Parameters
    ----------
    name : str
        The set of weights: ``"population"``, or ``"equal"``, by which each part counts the same.
    frm : str
        The level that is split: ``"contract-package-area"``, ``"region"`` or ``"nation"``.
    to : str
        The level of the parts: ``"area"`` (police force areas) or ``"region"``.

    Returns
    -------
    DataFrame
        One row a part, in the order of the codes: ``from_code``, ``to_code``, ``weight`` (a fraction), ``name`` of
        the set, ``unit`` of its figures, ``as_at`` (the day they are for), ``source`` (where they were seen) and
        ``sha256`` (first 12 digits, of the file of figures).

    Raises
    ------
    FrameError
        The set, or the step from level to level, is not known; or the set has no figure for an area.
    InputError
        The file of figures is missing.

    Notes
    -----
    Method R2.42: weight = figure of the part / figures of all areas inside. An area that is published together
    with another (the City of London with the Metropolitan Police) is no part of its own in any set: half of
    London's money in one square mile would not be a sensible alternative.

    Examples
    --------
    >>> weights = area_weights("population")
    >>> two = weights[weights["from_code"] == "cpa-norfolk-and-suffolk"]
    >>> two[["to_code", "weight"]].round(4).values.tolist()
    [['E23000024', 0.5436], ['E23000025', 0.4564]]
    """
    _refuse_unknown_step(frm, to)
    return _weights(name, frm, to, sha256()).copy()


@cache
def _weights(name: str, frm: str, to: str, of_file: str) -> pd.DataFrame:
    inside = areas_inside(to)
    figures = _figures(name)
    parts = inside[inside["from_level"] == frm].merge(figures, on="area_code", how="left")
    parts = parts[parts["counted_in"] != "another area"]
    _refuse_area_without_figure(parts, name)
    keys = ["from_code", "to_code"]
    summed = parts.groupby(keys)[["figure"]].sum().reset_index()
    figure = summed["figure"].clip(upper=1.0) if name == EQUAL else summed["figure"]
    weight = figure / figure.groupby(summed["from_code"]).transform("sum")
    said = {column: figures[column].iloc[0] for column in ("unit", "as_at", "source")}
    return summed[keys].assign(weight=weight, name=name, **said, sha256=of_file[:12])


def areas_inside(to: str) -> pd.DataFrame:
    """Return which police force areas make up each larger area, and the part of it that each belongs to.

    Parameters
    ----------
    to : str
        Level of the parts: ``"area"`` or ``"region"``.

    Returns
    -------
    DataFrame
        One row a larger area and police force area: ``from_code``, ``from_level``, ``to_code``, ``area_code``.

    Examples
    --------
    >>> inside = areas_inside("region")
    >>> spanning = inside[inside["from_code"] == "cpa-cheshire-and-greater-manchester"]
    >>> spanning["to_code"].tolist()
    ['region-greater-manchester', 'region-north-west']
    """
    return _inside(to).copy()


@cache
def pairs_inside(to: str) -> frozenset[tuple[str, str]]:
    """Return the codes of every larger area with each part that lies inside it.

    Examples
    --------
    >>> ("cpa-essex", "E23000028") in pairs_inside("area")
    True
    """
    inside = _inside(to)
    return frozenset(zip(inside["from_code"], inside["to_code"], strict=True))


@cache
def _inside(to: str) -> pd.DataFrame:
    table = reference.areas()
    levels = {str(level): rows.set_index("name")["code"] for level, rows in table.groupby("level")}
    forces = table[table["level"] == "area"]
    larger = {
        "contract-package-area": forces["contract_package_area"].map(levels["contract-package-area"]),
        "region": forces["region"].map(levels["region"]),
        "nation": pd.Series(levels["nation"].iloc[0], index=forces.index),
    }
    to_code = forces["code"] if to == "area" else larger[to]
    pairs = [
        pd.DataFrame({"from_code": larger[level], "from_level": level, "to_code": to_code, "area_code": forces["code"]})
        for level in LARGER_LEVELS[to]
    ]
    return pd.concat(pairs, ignore_index=True).sort_values(["from_code", "area_code"], ignore_index=True)


def sha256() -> str:
    """Return the SHA-256 of the file of figures, which changes when any of them does."""
    return hashlib.sha256(_content()).hexdigest()


@cache
def _content() -> bytes:
    path = reference.folder() / _FILE
    if not path.is_file():
        raise InputError("a reference table is missing", where=str(path), remedy="restore it from the repository")
    return path.read_bytes()


def _table() -> pd.DataFrame:
    table = pd.read_csv(io.BytesIO(_content()), dtype="str", keep_default_na=False)
    return table.rename(columns={"source_url": "source"})


def _figures(name: str) -> pd.DataFrame:
    table = _table()
    known = sorted({EQUAL, *table["set"]})
    if name not in known:
        raise FrameError(
            f"there are no weights named {name!r}",
            where=_WHERE,
            expected=f"one of {', '.join(known)}",
            remedy=f"choose one of them, or add its figures to {_FILE}",
        )
    if name == EQUAL:
        # The areas are those of the first set, so that what is published together stays together.
        table = table[table["set"] == table["set"].iloc[0]]
        table = table.assign(set=EQUAL, figure="1", unit="each part the same", as_at="", source="")
    table = table[table["set"] == name]
    counted_in = table["counted_in"].where(table["counted_in"] == "", "another area")
    return table.assign(figure=pd.to_numeric(table["figure"]), counted_in=counted_in)


def _refuse_unknown_step(frm: str, to: str) -> None:
    if to not in LARGER_LEVELS or frm not in LARGER_LEVELS[to]:
        steps = " or ".join(f"{larger!r} to {part!r}" for part, all_of in LARGER_LEVELS.items() for larger in all_of)
        raise FrameError(f"there are no weights from {frm!r} to {to!r}", where=_WHERE, expected=steps)


def _refuse_area_without_figure(parts: pd.DataFrame, name: str) -> None:
    lacking = sorted(set(parts.loc[~(parts["figure"] > 0), "area_code"]))
    if lacking:
        raise FrameError(
            f"{name!r} has no figure above 0 for {', '.join(lacking)}",
            where=_WHERE,
            remedy=f"add it to {_FILE} with its source, or use other weights",
        )
