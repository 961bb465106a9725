"""Cost per user, variance and ramp-up come out alike by polars, written from the method alone."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import measured_frames as frames
from vv_analysis.measure.ramp.ramp_up import ramp_up
from vv_analysis.measure.split.unit_cost import unit_cost
from vv_analysis.measure.split.variance import variance

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=25)
KEY, LINE = ["category"], ["category", "area_code"]
# Huge figures that cancel out leave what floats cannot hold.
WITHIN = {"check_exact": False, "rtol": 1e-9, "atol": 0.05}
VALUE, USERS = pl.col("value_gbp"), pl.col("volume_users")


def whole(column):
    """Add up; a sum with a hole in it is not a sum."""
    return pl.when(column.null_count() == 0).then(column.sum())


def assert_alike(found, second, key):
    """Hold our result against that of polars, column by column of the latter."""
    expected = second.sort(key).to_pandas()
    for column in expected:
        ours, theirs = found[column].reset_index(drop=True), expected[column]
        if pd.api.types.is_numeric_dtype(theirs):
            pd.testing.assert_series_equal(ours.astype("float64"), theirs.astype("float64"), **WITHIN)
        else:
            assert ours.tolist() == theirs.tolist(), column


def unit_cost_by_polars(frame):
    used = VALUE.is_not_null() & USERS.is_not_null()
    sums = frame.group_by(KEY).agg(
        pl.when(used.any()).then(VALUE.filter(used).sum()).alias("value_gbp"),
        pl.when(used.any()).then(USERS.filter(used).sum()).alias("volume_users"),
        VALUE.abs().sum().alias("known_gbp"),
        VALUE.abs().filter(used).sum().alias("covered_gbp"),
        pl.len().alias("rows"),
        used.sum().alias("rows_used"),
    )
    nobody = (USERS == 0).fill_null(value=False)
    return sums.with_columns(
        cost_per_user_gbp=pl.when(USERS >= 10).then(VALUE / USERS),
        value_coverage=pl.when(pl.col("known_gbp") > 0).then(pl.col("covered_gbp") / pl.col("known_gbp")),
        status=pl.when(VALUE.is_null())
        .then(pl.lit("x"))
        .when(nobody & (VALUE == 0))
        .then(pl.lit("z"))
        .when(nobody)
        .then(pl.lit("x"))
        .when(USERS < 30)
        .then(pl.lit("u"))
        .otherwise(pl.lit("ok")),
    ).drop("known_gbp", "covered_gbp")


def side_by_polars(frame, name):
    """Return value, users and cost per user of each line of one side; nothing for nobody is no line."""
    sums = frame.group_by(LINE).agg(whole(VALUE).alias(f"value_{name}"), whole(USERS).alias(f"users_{name}"))
    value, users = pl.col(f"value_{name}"), pl.col(f"users_{name}")
    there = ~((value == 0) & (users == 0)).fill_null(value=False)
    return sums.with_columns(there.alias(f"there_{name}"), (value / users).alias(f"cost_{name}"))


def variance_by_polars(before, after):
    both = side_by_polars(before, "0").join(side_by_polars(after, "1"), on=LINE, how="full", coalesce=True)
    was, now = (pl.col(f"there_{side}").fill_null(value=False) for side in "01")
    v0, v1 = (pl.when(there).then(pl.col(f"value_{side}")).otherwise(0.0) for there, side in ((was, "0"), (now, "1")))
    q0, q1, p0, p1 = (pl.col(name) for name in ("users_0", "users_1", "cost_0", "cost_1"))
    change = v1 - v0
    split = was & now & (q0 > 0).fill_null(value=False) & (q1 > 0).fill_null(value=False)
    few = (q0 < 30).fill_null(value=False) | (q1 < 30).fill_null(value=False)
    known = both.with_columns(variance_gbp=change)

    def part(chosen, amount):
        return pl.when(change.is_not_null()).then(pl.when(chosen).then(amount).otherwise(0.0))

    return known.select(
        *LINE,
        pl.col("variance_gbp"),
        part(split, (q0 + q1) / 2 * (p1 - p0)).alias("price_effect_gbp"),
        part(split, (p0 + p1) / 2 * (q1 - q0)).alias("volume_effect_gbp"),
        part(now & ~was, v1).alias("new_provision_gbp"),
        part(was & ~now, -v0).alias("ended_provision_gbp"),
        part(was & now & ~split, change).alias("unsplit_gbp"),
        pl.when(q0 >= 10).then(p0).alias("cost_per_user_before_gbp"),
        pl.when(q1 >= 10).then(p1).alias("cost_per_user_after_gbp"),
        pl.when(change.is_null())
        .then(pl.lit("x"))
        .when(~(was & now))
        .then(pl.lit("z"))
        .when(~split)
        .then(pl.lit("x"))
        .when(few)
        .then(pl.lit("u"))
        .otherwise(pl.lit("ok"))
        .alias("status"),
    )


def ramp_up_by_polars(frame, steady_year):
    """Return the years of each category against its steady state; every row of a year has the same days here."""
    starts = pl.col("year").str.slice(0, 4).cast(pl.Int32)
    days = (pl.col("end") - pl.col("start")).dt.total_days() + 1
    cells = frame.group_by([*KEY, "year"]).agg(
        whole(VALUE).alias("value_gbp"),
        whole(USERS).alias("volume_users"),
        days.first().alias("days"),
    )
    full = pl.when((starts + 1) % 4 == 0).then(366).otherwise(365)
    yearly = cells.sort([*KEY, "year"]).with_columns(share_of_year=pl.col("days") / full, starts=starts)
    steady = yearly.filter(pl.col("year") == steady_year).select(
        *KEY, steady_gbp=VALUE / pl.col("share_of_year"), steady_users=USERS / pl.col("share_of_year")
    )
    s, f = pl.col("steady_gbp"), pl.col("share_of_year")
    beside = yearly.join(steady, on=KEY, how="left").sort([*KEY, "year"]).with_columns(shortfall_gbp=s - VALUE)
    # A running total ends at the first year that is missing, or that is not there.
    broken = pl.col("shortfall_gbp").is_null() | (starts - starts.shift(1) != 1).over(KEY).fill_null(value=False)
    return beside.with_columns(
        annualised_gbp=VALUE / f,
        share_of_steady=pl.when(s > 0).then(VALUE / s),
        part_year_effect_gbp=-s * (1 - f),
        ramp_effect_gbp=VALUE - s * f,
        cumulative_shortfall_gbp=pl.when(broken.cum_sum().over(KEY) == 0).then(
            pl.col("shortfall_gbp").fill_null(0).cum_sum().over(KEY)
        ),
        cost_per_user_gbp=pl.when(USERS >= 10).then(VALUE / USERS),
        volume_share_of_steady=pl.when(pl.col("steady_users") >= 10).then(USERS / pl.col("steady_users")),
    ).drop("days", "starts")


def made_up(rows, seed):
    """Return so many rows with holes, noughts and negative values, of two categories and five areas."""
    lots = np.random.default_rng(seed)
    pence, users = lots.integers(-(10**6), 10**8, rows), lots.integers(0, 90, rows)
    year = lots.choice(sorted(frames.PERIODS), rows)
    return pd.DataFrame(
        {
            "category": lots.choice(frames.CATEGORIES, rows),
            "area_code": lots.choice(sorted(frames.AREAS), rows),
            "year": year,
            "start": pd.to_datetime([frames.PERIODS[name][0] for name in year]),
            "end": pd.to_datetime([frames.PERIODS[name][1] for name in year]),
            "value_gbp": np.where(lots.random(rows) < 0.0005, np.nan, pence / 100),
            "volume_users": np.where(lots.random(rows) < 0.0005, np.nan, users),
        }
    ).astype({"category": "str", "area_code": "str", "year": "str"})


def with_steady(rows):
    return frames.together(rows, frames.steady_rows("2024-25"))


@FAITHFUL
@given(rows=frames.keyed_rows())
def test_cost_per_user_comes_out_alike_by_polars(rows):
    assert_alike(unit_cost(rows, by=KEY), unit_cost_by_polars(pl.from_pandas(rows)), KEY)


@FAITHFUL
@given(before=frames.keyed_rows(min_size=1), after=frames.keyed_rows(min_size=1))
def test_a_change_and_its_parts_come_out_alike_by_polars(before, after):
    second = variance_by_polars(pl.from_pandas(before), pl.from_pandas(after))
    assert_alike(variance(before, after, on=LINE), second, LINE)


@FAITHFUL
@given(rows=frames.yearly_rows().map(with_steady), steady_year=st.just("2024-25"))
def test_ramp_up_comes_out_alike_by_polars(rows, steady_year):
    second = ramp_up_by_polars(pl.from_pandas(rows), steady_year)
    assert_alike(ramp_up(rows, by=KEY, steady_year=steady_year), second, [*KEY, "year"])


@pytest.mark.parametrize("seed", [2021, 2022])
def test_all_three_come_out_alike_over_ten_thousand_rows(seed):
    before, after = made_up(10_000, seed), made_up(10_000, seed + 100)
    first, second = (pl.from_pandas(frame) for frame in (before, after))
    undated = [frame.drop(columns=["start", "end"]) for frame in (before, after)]
    assert_alike(unit_cost(before, by=KEY), unit_cost_by_polars(first), KEY)
    assert_alike(variance(*undated, on=LINE), variance_by_polars(first, second), LINE)
    assert_alike(ramp_up(before, by=KEY, steady_year="2024-25"), ramp_up_by_polars(first, "2024-25"), [*KEY, "year"])
