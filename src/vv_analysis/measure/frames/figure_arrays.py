"""Columns of figures as arrays, once every cell is known to be a figure that can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames.kinds import FIGURES, holds_figures, rows_of_other_kind
from vv_analysis.measure.frames.named_rows import named_rows

Floats = npt.NDArray[np.float64]


def figure_arrays(frame: pd.DataFrame, columns: Iterable[str], *, where: str) -> dict[str, Floats]:
    """Return columns that a frame has as float64, missing figures as NaN.

    Parameters
    ----------
    frame : DataFrame
        The frame to be measured.
    columns : iterable of str
        Columns of figures; those ending in ``_users`` count people and cannot be negative.
    where : str
        The measure and its argument, for the message.

    Raises
    ------
    FrameError
        A column holds text or an infinite figure, or a number of users is negative.

    Examples
    --------
    >>> figure_arrays(pd.DataFrame({"volume_users": [10, None]}), ["volume_users"], where="unit_cost")
    {'volume_users': array([10., nan])}
    """
    stated = {column: frame[column] for column in columns}
    for cells in stated.values():
        _refuse_no_figures(cells, where)
    # Most columns hold such numbers already, and are not copied to say so.
    floats = {name: cells if cells.dtype == np.float64 else cells.astype("float64") for name, cells in stated.items()}
    numbers: dict[str, Floats] = {name: np.asarray(cells.to_numpy()) for name, cells in floats.items()}
    _refuse_impossible(numbers, where)
    return numbers


def _refuse_no_figures(cells: pd.Series[float], where: str) -> None:
    is_number = cells.dtype == np.float64 or pd.api.types.is_any_real_numeric_dtype(cells)
    if not is_number and not holds_figures(cells):
        other = rows_of_other_kind(cells, *FIGURES)
        is_text = cells[other.to_numpy()].map(lambda cell: isinstance(cell, str)).any()
        raise FrameError(
            f"column {cells.name!r} holds {'text' if is_text else 'no figures'} in {named_rows(other)}",
            where=where,
            expected="numbers",
            remedy="read each with vv.parse_amount, or the column with pandas.to_numeric",
        )


def _refuse_impossible(numbers: Mapping[str, Floats], where: str) -> None:
    for column, figures in numbers.items():
        cases = {"an infinite figure": np.isinf(figures)}
        if str(column).endswith("_users"):
            cases["a negative number of users"] = figures < 0
        for what, chosen in cases.items():
            if chosen.any():
                raise FrameError(
                    f"column {column!r} has {what} in {named_rows(chosen)}",
                    where=where,
                    remedy="correct it at its source",
                )
