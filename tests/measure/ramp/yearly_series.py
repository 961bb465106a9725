"""Values of contract years from 26 June 2021 on, as a frame."""

import pandas as pd

from vv_analysis.terms.years import first_day, last_day

YEARS = ["2021-22", "2022-23", "2023-24", "2024-25"]
DAY_1 = pd.Timestamp(2021, 6, 26)


def values(*figures, years=YEARS, part_year=True, **columns):
    named = years[: len(figures)]
    starts = [DAY_1 if part_year and year == "2021-22" else first_day(year) for year in named]
    dates = {"start": starts, "end": [last_day(year) for year in named]}
    rows = {"year": pd.Series(named, dtype="str"), "value_gbp": pd.Series(figures, dtype="float64")}
    frame = pd.DataFrame(rows | {day: pd.Series(days, dtype="datetime64[ns]") for day, days in dates.items()})
    return frame.assign(**columns)
