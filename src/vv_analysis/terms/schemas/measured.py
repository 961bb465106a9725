"""The frames that measures return."""

from __future__ import annotations

import numpy as np
import pandera.pandas as pa
from pandera.typing.pandas import Series

from vv_analysis.terms import vocabulary
from vv_analysis.terms.schemas.fields import code, count, figure, text


class UnitCost(pa.DataFrameModel):
    """Cost per user of a group: ratio of sums over rows where both figures are present."""

    value_gbp: Series[float] = figure("Value of the rows used", "pounds")
    volume_users: Series[float] = figure("Volume of the rows used", "users")
    cost_per_user_gbp: Series[float] = figure("Value of the rows used over their volume", "pounds per user")
    rows: Series[int] = figure("Rows in the group", "rows")
    rows_used: Series[int] = figure("Rows with both value and volume", "rows")
    value_coverage: Series[float] = figure("Share of the group's value in the rows used", "fraction")
    cost_per_user_low_gbp: Series[float] = figure("Lowest that the cost of the rows used can be", "pounds per user")
    cost_per_user_high_gbp: Series[float] = figure("Highest that the cost of the rows used can be", "pounds per user")
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
    variance_low_gbp: Series[float] = figure("Lowest that the variance can be", "pounds")
    variance_high_gbp: Series[float] = figure("Highest that the variance can be", "pounds")
    price_effect_low_gbp: Series[float] = figure("Lowest that the price effect can be", "pounds")
    price_effect_high_gbp: Series[float] = figure("Highest that the price effect can be", "pounds")
    volume_effect_low_gbp: Series[float] = figure("Lowest that the volume effect can be", "pounds")
    volume_effect_high_gbp: Series[float] = figure("Highest that the volume effect can be", "pounds")
    sign: Series[str] = text("Which way the value went, as far as its ends tell: higher, lower, no change ...")
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
    cumulative_shortfall_steady_years: Series[float] = figure("Running shortfall over the steady-state value", "years")
    average_funding_level: Series[float] = figure("Value of all n years over n steady-state years", "fraction")
    volume_users: Series[float] = figure("Users of the period as published", "users")
    annualised_users: Series[float] = figure("Users at twelve months, by inclusive days", "users a year")
    volume_share_of_steady: Series[float] = figure("Users over the users of the steady-state year", "fraction")
    volume_growth_percent: Series[float] = figure("Change of the users on the year before", "per cent")
    steady_users: Series[float] = figure("Users of the steady-state year", "users a year")
    cost_per_user_gbp: Series[float] = figure("Value over users of the period", "pounds per user")
    cost_per_user_share_of_steady: Series[float] = figure("Cost per user over that of the steady year", "fraction")
    share_of_steady_low: Series[float] = figure("Lowest share of the steady state", "fraction")
    share_of_steady_high: Series[float] = figure("Highest share of the steady state", "fraction")
    shortfall_low_gbp: Series[float] = figure("Lowest shortfall", "pounds")
    shortfall_high_gbp: Series[float] = figure("Highest shortfall", "pounds")
    cumulative_shortfall_low_gbp: Series[float] = figure("Lowest running shortfall", "pounds")
    cumulative_shortfall_high_gbp: Series[float] = figure("Highest running shortfall", "pounds")
    sign: Series[str] = text("Whether the value is higher or lower than the steady state, as far as its ends tell")


class Simulated(pa.DataFrameModel):
    """What values, volumes and cost per user can be, by random draws from their intervals."""

    value_p10_gbp: Series[float] = figure("Value that one draw in ten stays below", "pounds")
    value_p50_gbp: Series[float] = figure("Value that half of the draws stay below", "pounds")
    value_p90_gbp: Series[float] = figure("Value that nine draws in ten stay below", "pounds")
    volume_p10_users: Series[float] = figure("Volume that one draw in ten stays below", "users")
    volume_p50_users: Series[float] = figure("Volume that half of the draws stay below", "users")
    volume_p90_users: Series[float] = figure("Volume that nine draws in ten stay below", "users")
    cost_per_user_p10_gbp: Series[float] = figure("Cost per user that one draw in ten stays below", "pounds per user")
    cost_per_user_p50_gbp: Series[float] = figure("Cost per user that half of the draws stay below", "pounds per user")
    cost_per_user_p90_gbp: Series[float] = figure("Cost per user that nine draws in ten stay below", "pounds per user")
    cost_per_user_mean_gbp: Series[float] = figure("Mean cost per user over all draws", "pounds per user")
    rows: Series[int] = figure("Rows in the group", "rows")
    rows_used: Series[int] = figure("Rows with value and volume that can be drawn", "rows")
    value_coverage: Series[float] = figure("Share of the group's known value in the rows used", "fraction")
    draws: Series[int] = figure("Number of draws", "draws")
    seed: Series[int] = figure("Number that the draws follow from", "number")
    independence: Series[str] = text("What is assumed of figures drawn together, with the number of the assumption")
    status: Series[str] = code("Mark of the cost per user", vocabulary.STATUS_MARKS)


class PresentValue(pa.DataFrameModel):
    """Yearly values at constant prices, discounted to the first year and added up."""

    first_year: Series[str] = text("Year in which a pound counts for a pound, such as 2021-22")
    years: Series[int] = figure("Years that were added up", "years")
    value_gbp: Series[float] = figure("Sum of the values, not discounted", "pounds")
    present_value_gbp: Series[float] = figure("Sum of the discounted values", "pounds")
    present_value_low_gbp: Series[float] = figure("Lowest that the present value can be", "pounds")
    present_value_high_gbp: Series[float] = figure("Highest that the present value can be", "pounds")
    discount_rate: Series[float] = figure("Rate a year above inflation", "fraction")
    prices: Series[str] = text("Price basis of the values, such as 'real 2020-21'")
    status: Series[str] = code("Mark of the present value", vocabulary.STATUS_MARKS)


class AreaSensitivity(pa.DataFrameModel):
    """What each area gets of figures of larger areas by each set of weights, and the lowest and highest of them."""

    area_code: Series[str] = text("Code of the area")
    area: Series[str] = text("Name of the area, as in areas.csv")
    area_level: Series[str] = text("What kind of area it is")
    region: Series[str] = text("Probation region")
    weights: Series[str] = text("Name of the set of weights")
    value_gbp: Series[float] = figure("Value of the area by these weights", "pounds")
    value_low_gbp: Series[float] = figure("Lowest value of the area over the sets", "pounds")
    value_high_gbp: Series[float] = figure("Highest value of the area over the sets", "pounds")
    volume_users: Series[float] = figure("Volume of the area by these weights", "users")
    volume_low_users: Series[float] = figure("Lowest volume of the area over the sets", "users")
    volume_high_users: Series[float] = figure("Highest volume of the area over the sets", "users")
    cost_per_user_gbp: Series[float] = figure("Value over volume by these weights", "pounds per user")
    cost_per_user_low_gbp: Series[float] = figure("Lowest cost per user of the area over the sets", "pounds per user")
    cost_per_user_high_gbp: Series[float] = figure("Highest cost per user of the area over the sets", "pounds per user")
    status: Series[str] = code("Mark of the cost per user", vocabulary.STATUS_MARKS)


class Sustainability(pa.DataFrameModel):
    """What is left of a contract's value after a provider's costs, year by year."""

    year: Series[str] = text("Contract year, such as 2021-22")
    value_gbp: Series[float] = figure("Value of the period", "pounds")
    volume_users: Series[float] = figure("Users of the period", "users")
    cost_per_user_gbp: Series[float] = figure("Value over users", "pounds per user")
    contribution_per_user_gbp: Series[float] = figure("Cost per user minus variable cost", "pounds per user")
    contribution_gbp: Series[float] = figure("Value minus the variable cost of all users", "pounds")
    share_of_year: Series[float] = figure("Share of the year's days from first start to last end", "fraction")
    fixed_cost_gbp: Series[float] = figure("Fixed cost of the period", "pounds")
    break_even_users: Series[float] = figure("Users at which value meets cost, in whole ones", "users")
    surplus_gbp: Series[float] = figure("Value minus variable and fixed cost", "pounds")
    surplus_low_gbp: Series[float] = figure("Lowest surplus", "pounds")
    surplus_high_gbp: Series[float] = figure("Highest surplus", "pounds")
    sign: Series[str] = text("Whether value is higher or lower than cost, as far as the ends of the surplus tell")
    cumulative_surplus_gbp: Series[float] = figure("Surplus summed from the first year", "pounds")
    cumulative_surplus_low_gbp: Series[float] = figure("Lowest running surplus", "pounds")
    cumulative_surplus_high_gbp: Series[float] = figure("Highest running surplus", "pounds")
    full_cost_per_user_gbp: Series[float] = figure("Variable and fixed cost over users", "pounds per user")
    present_value_gbp: Series[float] = figure("Surplus discounted to the first year of the frame", "pounds")
    peak_funding_need_gbp: Series[float] = figure("Lowest running surplus of the term, its sign turned", "pounds")
    peak_funding_year: Series[str] = text("Year in which most is needed, 'none', or 'not known'")
    payback_year: Series[str] = text("First year without a running loss, 'not within term', or 'not known'")
    status: Series[str] = code("Mark of the break-even", vocabulary.STATUS_MARKS)


class PaymentLag(pa.DataFrameModel):
    """Money earned and money received by financial year, if payment comes some days late."""

    year: Series[str] = text("Financial year, such as 2021-22")
    earned_gbp: Series[float] = figure("Value of the days of service in the year", "pounds")
    received_gbp: Series[float] = figure("Value paid in the year", "pounds")
    owed_gbp: Series[float] = figure("Earned and not yet paid at the end of the year", "pounds")


class OneOffCosts(pa.DataFrameModel):
    """One-off costs of a change of provider beside the cost per user, never inside it."""

    value_gbp: Series[float] = figure("Value of the rows used, without one-off costs", "pounds")
    volume_users: Series[float] = figure("Users of the rows used", "users")
    cost_per_user_gbp: Series[float] = figure("Value over users, without one-off costs", "pounds per user")
    one_off_costs_gbp: Series[float] = figure("One-off costs of the rows used", "pounds")
    tupe_gbp: Series[float] = figure("One-off costs of staff transferred under TUPE", "pounds")
    redundancy_gbp: Series[float] = figure("One-off costs of redundancy", "pounds")
    pension_gbp: Series[float] = figure("One-off costs of pensions", "pounds")
    mobilisation_gbp: Series[float] = figure("One-off costs of mobilisation", "pounds")
    cost_per_user_with_one_off_gbp: Series[float] = figure("Value and one-off costs over users", "pounds per user")
    annual_value_gbp: Series[float] = figure("Value at twelve months, by inclusive days", "pounds a year")
    one_off_share_of_annual_value_percent: Series[float] = figure("One-off costs over a year's value", "per cent")
    rows: Series[int] = figure("Rows in the group", "rows")
    rows_used: Series[int] = figure("Rows with value, volume and one-off costs", "rows")
    value_coverage: Series[float] = figure("Share of the group's value in the rows used", "fraction")
    status: Series[str] = code("Mark of the cost per user", vocabulary.STATUS_MARKS)


class AtVolumes(pa.DataFrameModel):
    """Cost per user of a fixed price at several volumes, under and over its cap."""

    percent_of_cap: Series[float] = figure("Users served in per cent of the cap", "per cent")
    cap_users: Series[float] = figure("Volume that the price was set for", "users")
    volume_users: Series[float] = figure("Users served", "users")
    users_over_cap: Series[float] = figure("Users served over the cap", "users")
    value_gbp: Series[float] = figure("Fixed price", "pounds")
    cost_per_user_gbp: Series[float] = figure("Fixed price over users served", "pounds per user")
    cost_per_user_at_cap_gbp: Series[float] = figure("Fixed price over the cap: the floor", "pounds per user")
    value_pro_rata_gbp: Series[float] = figure("Price if users over the cap are paid for as well", "pounds")
    extra_value_gbp: Series[float] = figure("What that adds to the fixed price", "pounds")
    cost_per_user_pro_rata_gbp: Series[float] = figure("That price over users served", "pounds per user")
    surplus_same_price_gbp: Series[float] = figure("Fixed price minus a provider's costs", "pounds")
    surplus_pro_rata_gbp: Series[float] = figure("Price paid pro rata minus a provider's costs", "pounds")
    rows: Series[int] = figure("Rows in the group", "rows")
    rows_used: Series[int] = figure("Rows with both value and volume", "rows")
    value_coverage: Series[float] = figure("Share of the group's value in the rows used", "fraction")
    status: Series[str] = code("Mark of the cost per user", vocabulary.STATUS_MARKS)


class Findings(pa.DataFrameModel):
    """What the checks of a frame found: one row a finding, the gravest first."""

    rule: Series[str] = text("Code of the rule that was broken")
    severity: Series[str] = code("Whether it cannot be right, is doubtful, or worth knowing", vocabulary.SEVERITIES)
    where: Series[str] = text("Source of the value, else of the volume, else the number of the row")
    what: Series[str] = text("What was met; without figures where it is about contracts of organisations")
    expected: Series[str] = text("What was expected")
    remedy: Series[str] = text("What to do")
    rows: Series[int] = figure("Rows that the finding is about", "rows")


class Comparability(pa.DataFrameModel):
    """How far two sides of a key can be compared, with the reasons: one row a key of either side."""

    rows_before: Series[np.int64] = count("Rows of the key before", "rows")
    rows_after: Series[np.int64] = count("Rows of the key after", "rows")
    points: Series[float] = figure("Points lost; missing where one side has no such key", "points", ge=0, le=8)
    grade: Series[str] = code("A (alike) to E (unlike); empty where nothing is compared", ["A", "B", "C", "D", "E", ""])
    headline: Series[bool] = pa.Field(description="Whether it may be a headline: grades A and B only", coerce=True)
    reasons: Series[str] = text("What differs, is not known or was assumed")
    status: Series[str] = code("Mark of the comparison: z where one side has no such key", vocabulary.STATUS_MARKS)


class ComparisonSet(pa.DataFrameModel):
    """Which published line is compared with which existing contract: one row a pair. Confidential."""

    cohort_published: Series[str] = text("Cohort of the line; empty where cohorts are not compared")
    cohort_contract: Series[str] = text("Cohort of the contract; empty where cohorts are not compared")
    publication: Series[str] = text("Edition of the line; empty for a contract without a line")
    year: Series[str] = text("Contract year of the line; empty for a contract without a line")
    contract: Series[str] = text("Reference of the contract; empty for a line without a contract")
    published_source: Series[str] = text("File, sheet and cell of the line")
    contract_source: Series[str] = text("File, sheet and cell of the contract")
    overlap_days: Series[float] = figure("Days on which both run; 0 where one follows the other", "days", ge=0)
    matched: Series[str] = code(
        "How they belong together, or that one of them stands alone",
        [
            "exact",
            "cohort differs",
            "apportioned",
            "apportioned, cohort differs",
            "no contract",
            "no published line",
        ],
    )


class EqualityView(pa.DataFrameModel):
    """Cost per user of existing contracts and of the published lines they serve: one row a view and group."""

    view: Series[str] = code(
        "By what contracts are told apart", ["womens-services", "organisation-size", "led-by", "nation"]
    )
    group: Series[str] = text("The group, as it was declared; 'not stated' is a group of its own")
    rows: Series[np.int64] = count("Contracts of the group", "rows")
    rows_used: Series[np.int64] = count("Contracts with both figures that serve a line with both", "rows")
    value_gbp: Series[float] = figure("Value of the rows used", "pounds")
    volume_users: Series[float] = figure("Volume of the rows used", "users")
    cost_per_user_gbp: Series[float] = figure("Value of the rows used over their volume", "pounds per user")
    published_cost_per_user_gbp: Series[float] = figure(
        "Cost per user of the published lines that the group serves", "pounds per user"
    )
    difference_gbp_per_user: Series[float] = figure("Published minus existing cost per user", "pounds per user")
    value_coverage: Series[float] = figure("Share of the group's known value in the rows used", "fraction")
    organisations: Series[np.int64] = count("Organisations behind the rows used", "organisations")
    status: Series[str] = code("Mark of the comparison: the worse of the two costs' marks", vocabulary.STATUS_MARKS)
