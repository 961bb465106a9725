"""Values and users year on year against the steady state, with a part year told apart from ramp-up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames import guards
from vv_analysis.measure.frames.bounds import Floats
from vv_analysis.measure.frames.small_numbers import WITHHELD_BELOW_USERS, cost_per_user
from vv_analysis.measure.ramp.by_year import Cells, Places, cells_of
from vv_analysis.measure.ramp.shortfall import shortfall_ends
from vv_analysis.measure.ramp.steady_state import at_steady, settled_cells, stated_steady_cells
from vv_analysis.measure.ramp.yearly import Yearly, yearly_figures

RESULTS = (
    "value_gbp",
    "annualised_gbp",
    "share_of_year",
    "share_of_steady",
    "growth_percent",
    "annualised_growth_percent",
    "part_year_effect_gbp",
    "ramp_effect_gbp",
    "shortfall_gbp",
    "cumulative_shortfall_gbp",
    "steady_gbp",
    "steady_year",
    "cumulative_shortfall_steady_years",
    "average_funding_level",
    "volume_users",
    "annualised_users",
    "volume_share_of_steady",
    "volume_growth_percent",
    "steady_users",
    "cost_per_user_gbp",
    "cost_per_user_share_of_steady",
    "share_of_steady_low",
    "share_of_steady_high",
    "shortfall_low_gbp",
    "shortfall_high_gbp",
    "cumulative_shortfall_low_gbp",
    "cumulative_shortfall_high_gbp",
    "sign",
)
_RAMP_UP = "ramp_up"


def ramp_up(frame: pd.DataFrame, by: Sequence[str] = (), steady_year: str | None = None) -> pd.DataFrame:
    """Return each group's value, users and cost per user year by year against its steady state.

    With V the value of a year, S the steady-state value and f the share of the year's days that the period
    covers: part-year effect −S(1−f), ramp effect V − S·f; the two add up to V − S. The shortfall is S − V.

    Parameters
    ----------
    frame : DataFrame
        Rows with ``year`` (financial year such as ``"2021-22"``), ``start`` and ``end`` (both inclusive),
        ``value_gbp`` (pounds; also its ends ``value_low_gbp`` and ``value_high_gbp``), ``volume_users`` if known,
        and the columns of `by`. Rows of one group and year are added: those that share a day run side by side, those
        that follow each other are one service in turn. Without ``start`` and ``end``, or where they are missing, part
        year and ramp-up are not known.
    by : sequence of str
        Columns that make a group, other than the year; none takes everything together.
    steady_year : str, optional
        The year taken as fully running. By default each group's last full year that grew by at most 2 per
        cent on a full year before it, else its last full year.

    Returns
    -------
    DataFrame
        One row a group and year, in that order: the columns of `by`, ``year``, ``value_gbp``,
        ``annualised_gbp`` (pounds a year), ``share_of_year`` and ``share_of_steady`` (fractions),
        ``growth_percent`` and ``annualised_growth_percent`` on the financial year before, the two effects,
        the shortfall and its running total (pounds), and the steady-state value and year. A year in which a
        row lacks its value is missing, and so is the running total from there on; rows that are not applicable
        in any year are best left out before.

        ``cumulative_shortfall_steady_years`` is the running total over S (years), and ``average_funding_level``
        the value of all n years over n·S (a fraction, the same in each row of a group; missing if a year is).
        For users likewise ``volume_users``, ``annualised_users``, ``volume_share_of_steady``,
        ``volume_growth_percent`` and ``steady_users``; ``cost_per_user_gbp`` and its share of that of the
        steady-state year. They are missing where a row has no volume. Cost per user, shares of users and
        percentages are withheld where fewer than 10 users stand below the line.

        Ends of the share and of both shortfalls stand in ``share_of_steady_low``, ``shortfall_low_gbp`` and
        so on: NaN where nothing bounds them, and the figure itself where it is a point. ``sign`` says whether the
        value is ``lower`` or ``higher`` than the steady state, as far as its ends tell.

    Raises
    ------
    FrameError
        A column is missing, a year is no financial year, a period is longer than its year, `steady_year` is
        not in the frame, two rows stand for what should be one (alike in all but figures, with one
        ``value_source``), the rows of a group differ in price base or VAT, the figures are at twelve months
        already, or illustrative figures stand beside real ones.

    Notes
    -----
    Method R2.20, R2.23, R2.24 and R2.39; ends R2.34 and R2.35. Where the rows of a group cover different parts of a
    year, f is the mean of theirs weighted by their annualised values. A steady-state year that is itself a part year
    is annualised.

    Examples
    --------
    >>> values = pd.DataFrame(
    ...     {"year": ["2021-22", "2022-23"], "start": pd.to_datetime(["2021-06-26", "2022-04-01"]),
    ...      "end": pd.to_datetime(["2022-03-31", "2023-03-31"]), "value_gbp": [279_000, 400_000]}
    ... )
    >>> effects = ramp_up(values)[["annualised_gbp", "part_year_effect_gbp", "ramp_effect_gbp"]]
    >>> effects.round(2).values.tolist()
    [[365000.0, -94246.58, -26753.42], [400000.0, 0.0, 0.0]]
    """
    keys = guards.key_columns([frame], by, ["year", *RESULTS], where=_RAMP_UP)
    guards.require_columns(frame, ["year", "value_gbp"], where=_RAMP_UP)
    _refuse_twelve_months(frame)
    rows = frame.reset_index(drop=True)
    cells = cells_of(rows, keys, where=_RAMP_UP)
    yearly = yearly_figures(rows, cells, where=_RAMP_UP)
    steady = _steady_cells(yearly, cells, steady_year)
    columns = {
        **_values(yearly, steady, cells),
        **_users(yearly, steady, cells),
        **shortfall_ends(yearly, steady, cells),
        "steady_year": cells.year_at(steady, None),
    }
    return cells.framed(columns, RESULTS)


def _refuse_twelve_months(frame: pd.DataFrame) -> None:
    if "value_stated_gbp" in frame:
        raise FrameError(
            "the figures are at twelve months already, and a part year can no longer be told",
            where=_RAMP_UP,
            remedy="leave out vv.annualise: ramp_up annualises by itself",
        )


def _steady_cells(yearly: Yearly, cells: Cells, steady_year: str | None) -> Places:
    if steady_year is not None:
        return stated_steady_cells(cells, steady_year, where=_RAMP_UP)
    return settled_cells(cells, yearly.value, yearly.share, _growth(yearly.value, cells))


def _before(figures: Floats) -> Floats:
    return np.concatenate([[np.nan], figures[:-1]])[: len(figures)]


def _growth(figures: Floats, cells: Cells, least: float = 0.0) -> Floats:
    """Return per cent on the year before, where that one is there and above nothing, or at least so much."""
    before = _before(figures)
    base = np.where(cells.follows() & (before > 0) & (before >= least), before, np.nan)
    return 100 * (figures / base - 1)


def _values(yearly: Yearly, steady: Places, cells: Cells) -> dict[str, Floats]:
    value, share = yearly.value, yearly.share
    steady_gbp = at_steady(yearly.whole_value(), steady)
    shortfall = steady_gbp - value
    running = cells.running(shortfall)
    above_nothing = np.where(steady_gbp > 0, steady_gbp, np.nan)
    few = _before(yearly.users) < WITHHELD_BELOW_USERS
    # Adding 0 turns the minus zero of a full year into plain zero.
    return {
        "value_gbp": value,
        "annualised_gbp": yearly.annualised,
        "share_of_year": share,
        "share_of_steady": value / above_nothing,
        "growth_percent": np.where(few, np.nan, _growth(value, cells)),
        "annualised_growth_percent": np.where(few, np.nan, _growth(yearly.annualised, cells)),
        "part_year_effect_gbp": -steady_gbp * (1 - share) + 0.0,
        "ramp_effect_gbp": value - steady_gbp * share,
        "shortfall_gbp": shortfall,
        "cumulative_shortfall_gbp": running,
        "steady_gbp": steady_gbp,
        "cumulative_shortfall_steady_years": running / above_nothing,
        "average_funding_level": _average_level(running, above_nothing, cells),
    }


def _average_level(running: Floats, steady_gbp: Floats, cells: Cells) -> Floats:
    """Return ΣV/(n·S) of all n years of a group, which is 1 less its whole shortfall over n·S."""
    count = np.bincount(cells.group)
    last = np.cumsum(count) - 1
    return 1 - running[last][cells.group] / (count[cells.group] * steady_gbp)


def _users(yearly: Yearly, steady: Places, cells: Cells) -> dict[str, Floats]:
    users = yearly.users
    steady_users = at_steady(yearly.whole_users(), steady)
    cost = np.asarray(cost_per_user(pd.Series(yearly.value), pd.Series(users)), dtype="float64")
    steady_cost = at_steady(cost, steady)
    return {
        "volume_users": users,
        "annualised_users": yearly.annualised_users,
        "volume_share_of_steady": users / np.where(steady_users >= WITHHELD_BELOW_USERS, steady_users, np.nan),
        "volume_growth_percent": _growth(users, cells, least=WITHHELD_BELOW_USERS),
        "steady_users": steady_users,
        "cost_per_user_gbp": cost,
        "cost_per_user_share_of_steady": cost / np.where(steady_cost > 0, steady_cost, np.nan),
    }
