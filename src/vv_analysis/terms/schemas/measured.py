"""The frames that measures return."""

from __future__ import annotations

import pandera.pandas as pa
from pandera.typing.pandas import Series

from vv_analysis.terms import vocabulary
from vv_analysis.terms.schemas.fields import code, figure, text


class UnitCost(pa.DataFrameModel):
    """Cost per user of a group: ratio of sums over rows where both figures are present."""

    value_gbp: Series[float] = figure("Value of the rows used", "pounds")
    volume_users: Series[float] = figure("Volume of the rows used", "users")
    cost_per_user_gbp: Series[float] = figure("Value of the rows used over their volume", "pounds per user")
    rows: Series[int] = figure("Rows in the group", "rows")
    rows_used: Series[int] = figure("Rows with both value and volume", "rows")
    value_coverage: Series[float] = figure("Share of the group's value in the rows used", "fraction")
    status: Series[str] = code("Mark of the cost per user", vocabulary.STATUS_MARKS)


class Variance(pa.DataFrameModel):
    """Change between two frames, split without a remainder."""

    value_before_gbp: Series[float] = figure("Value before", "pounds")
    value_after_gbp: Series[float] = figure("Value after", "pounds")
    variance_gbp: Series[float] = figure("After minus before", "pounds")
    variance_percent: Series[float] = figure("Variance as a percentage of the value before", "per cent")
    price_effect_gbp: Series[float] = figure("Part due to the change in cost per user (Bennet)", "pounds")
    volume_effect_gbp: Series[float] = figure("Part due to the change in volume (Bennet)", "pounds")
    new_provision_gbp: Series[float] = figure("Part due to keys found only after", "pounds")
    ended_provision_gbp: Series[float] = figure("Part due to keys found only before", "pounds")
    unsplit_gbp: Series[float] = figure("Change of keys without a volume on one side", "pounds")
    cost_per_user_before_gbp: Series[float] = figure("Cost per user before", "pounds per user")
    cost_per_user_after_gbp: Series[float] = figure("Cost per user after", "pounds per user")
    status: Series[str] = code("Mark of the split", vocabulary.STATUS_MARKS)


class RampUp(pa.DataFrameModel):
    """Values year on year against the steady state, part year told apart from ramp-up."""

    year: Series[str] = text("Contract year, such as 2021-22")
    value_gbp: Series[float] = figure("Value of the period as published", "pounds")
    annualised_gbp: Series[float] = figure("Value at twelve months, by inclusive days", "pounds a year")
    share_of_steady: Series[float] = figure("Value over the value of the steady-state year", "fraction")
    growth_percent: Series[float] = figure("Change of the value on the year before", "per cent")
    part_year_effect_gbp: Series[float] = figure("Shortfall because the period is short (negative or 0)", "pounds")
    ramp_effect_gbp: Series[float] = figure("Difference because the service is still building up", "pounds")
    shortfall_gbp: Series[float] = figure("Steady-state value minus the value of the period", "pounds")
    cumulative_shortfall_gbp: Series[float] = figure("Shortfall summed from the first year", "pounds")
