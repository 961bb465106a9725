"""Which cells of the two workbooks are hard to read, and how they are shown: the mess seen in real ones."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from vv_analysis.illustrative.figures import CITY_OF_LONDON, YEARS
from vv_analysis.terms.vocabulary import LOT_CATEGORIES

NO_BREAK_SPACE = "\u00a0"
MILLION = 1_000_000
_SHORTHAND = ("TBC", "[c]", "[z]", "..")


@dataclass(frozen=True, slots=True)
class Unclear:
    """One cell that is not a plain number: where it stands, and how it is shown."""

    category: str
    area: str
    year: str
    measure: str
    shown_as: str


UNCLEAR_2019 = (
    Unclear("accommodation", "Cumbria", "2021-22", "value", "TBC"),
    Unclear("dependency-recovery", "Dorset", "2024-25", "value", "TBC"),
    Unclear("womens-services", "Gwent", "2024-25", "volume", "TBC"),
    Unclear("personal-wellbeing", "Suffolk", "2023-24", "value", "range"),
    Unclear("finance-benefits-debt", "Warwickshire", "2021-22", "value", "[c]"),
    Unclear("education-training-employment", "Norfolk", "2022-23", "volume", ".."),
    Unclear("accommodation", "Essex", "2024-25", "value", "text"),
    Unclear("personal-wellbeing", "Kent", "2022-23", "value", "text"),
    Unclear("dependency-recovery", "Cheshire", "2023-24", "value", "no-break space"),
    Unclear("personal-wellbeing", "Greater Manchester", "2024-25", "volume", "no-break space"),
)
UNCLEAR_2020 = (
    Unclear("accommodation", "Gloucestershire", "2021-22", "value", "TBC"),
    Unclear("personal-wellbeing", "Cleveland", "2022-23", "value", "TBC"),
    Unclear("education-training-employment", "Dyfed-Powys", "2024-25", "volume", "TBC"),
    Unclear("womens-services", "Durham", "2022-23", "value", "range"),
    Unclear("finance-benefits-debt", "Wiltshire", "2021-22", "value", "[c]"),
    Unclear("dependency-recovery", "Lincolnshire", "2023-24", "volume", ".."),
    Unclear("personal-wellbeing", "Metropolitan Police", "2023-24", "value", "text"),
    Unclear("dependency-recovery", "West Midlands", "2024-25", "value", "text"),
    Unclear("accommodation", "Merseyside", "2022-23", "value", "no-break space"),
    Unclear("personal-wellbeing", "Metropolitan Police", "2024-25", "volume", "no-break space"),
)


def as_shown(figures: pd.DataFrame, unclear: tuple[Unclear, ...], *, in_millions: bool) -> pd.DataFrame:
    """Return the figures with what each cell shows, and with what its total counts.

    Parameters
    ----------
    figures : DataFrame
        One edition, as `figures.july_2020` returns it.
    unclear : tuple of Unclear
        The cells that are not plain numbers.
    in_millions : bool
        Whether money is shown in millions of pounds.

    Returns
    -------
    DataFrame
        City of London added; columns ``value_shown`` and ``volume_shown`` added, numbers or text;
        ``value_gbp`` and ``volume_users`` are NaN where nothing is counted, and the midpoint of a range.

    Examples
    --------
    >>> from vv_analysis.illustrative.figures import july_2020
    >>> shown = as_shown(july_2020(), UNCLEAR_2020, in_millions=False)
    >>> shown.query("value_shown == 'TBC'")["value_gbp"].isna().all()
    np.True_
    """
    shown = figures.astype({"value_gbp": float, "volume_users": float})
    in_unit = shown["value_gbp"] / MILLION if in_millions else shown["value_gbp"]
    shown = shown.assign(value_shown=in_unit.astype(object), volume_shown=figures["volume_users"].astype(object))
    for cell in unclear:
        shown = _with_unclear(shown, cell, in_millions=in_millions)
    return pd.concat([shown, _city_of_london()], ignore_index=True)


def _with_unclear(shown: pd.DataFrame, cell: Unclear, *, in_millions: bool) -> pd.DataFrame:
    number = {"value": "value_gbp", "volume": "volume_users"}[cell.measure]
    [place] = shown.query("category == @cell.category and area == @cell.area and year == @cell.year").index
    in_unit = in_millions and cell.measure == "value"
    text, counted = _shown(int(shown[number].loc[place]), cell.shown_as, in_millions=in_unit)
    changed = shown.copy()
    changed.loc[place, f"{cell.measure}_shown"] = text
    changed.loc[place, number] = counted
    return changed


def _shown(number: int, shown_as: str, *, in_millions: bool) -> tuple[str, float]:
    """Return what a cell shows instead of its number, and what a total counts for it."""
    if shown_as in _SHORTHAND:
        return shown_as, float("nan")
    if shown_as == "range":
        return _range(number, in_millions=in_millions)
    plain = f"{number / MILLION:.3f}" if in_millions else f"{number:,}"
    if shown_as == "text":
        return f"£{plain}", number
    return (NO_BREAK_SPACE + plain).replace(",", NO_BREAK_SPACE), number


def _range(number: int, *, in_millions: bool) -> tuple[str, float]:
    low, high = number * 94 // 1_000_000 * 10_000, (number * 106 // 1_000_000 + 1) * 10_000
    ends = (f"{end / MILLION:.2f}" if in_millions else f"£{end:,}" for end in (low, high))
    return " to ".join(ends), (low + high) / 2


def _city_of_london() -> pd.DataFrame:
    missing = {"value_gbp": float("nan"), "volume_users": float("nan")}
    marks = {"value_shown": "[z]", "volume_shown": "[z]"}
    place = {"area": CITY_OF_LONDON, "region": "London"}
    rows = [
        {"category": category, **place, "year": year, **missing, **marks}
        for category in LOT_CATEGORIES
        for year in YEARS
    ]
    return pd.DataFrame(rows).astype({"value_shown": object, "volume_shown": object})
