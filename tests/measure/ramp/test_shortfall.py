"""Bands leave intervals: what is missed is only as sure as the values and the steady state."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.ramp.yearly_series import YEARS, values
from vv_analysis.measure.ramp.ramp_up import ramp_up

NAN = float("nan")
LAW = settings(deadline=None, derandomize=True, max_examples=40)


def ranges(*ends, **columns):
    low, high = zip(*ends, strict=True)
    middle = [(one + other) / 2 for one, other in ends]
    return values(*middle, **columns).assign(value_low_gbp=list(low), value_high_gbp=list(high))


def test_bands_leave_the_shortfall_an_interval_and_the_steady_state_none():
    # 60 to 80, 70 to 110 and a steady state of 100 to 120: short by 20 to 60, then by -10 to 50, then by nothing.
    years = ramp_up(ranges((60, 80), (70, 110), (100, 120), part_year=False), steady_year="2023-24")
    assert years["shortfall_low_gbp"].tolist() == [20, -10, 0]
    assert years["shortfall_high_gbp"].tolist() == [60, 50, 0]
    assert years["cumulative_shortfall_low_gbp"].tolist() == [20, 10, 10]
    assert years["cumulative_shortfall_high_gbp"].tolist() == [60, 110, 110]
    assert years["share_of_steady_low"].tolist() == pytest.approx([60 / 120, 70 / 120, 1])
    assert years["share_of_steady_high"].tolist() == pytest.approx([80 / 100, 110 / 100, 1])
    assert years["sign"].tolist() == ["lower", "higher or lower", "no change"]


def test_a_steady_state_in_a_part_year_is_short_of_its_own_twelve_months_only():
    # 279 to 558 in 279 of 365 days: 365 to 730 a year, and so 86 to 172 short; the share of the days is sure.
    years = ramp_up(ranges((279, 558), (365, 365)), steady_year="2021-22")
    assert years["shortfall_low_gbp"].tolist() == pytest.approx([86, 0])
    assert years["shortfall_high_gbp"].tolist() == pytest.approx([172, 365])
    assert years["share_of_steady_low"].tolist() == pytest.approx([279 / 365, 0.5])
    assert years["share_of_steady_high"].tolist() == pytest.approx([279 / 365, 1])


def test_points_are_their_own_ends():
    years = ramp_up(values(80, 90, 100))
    for figure in ("share_of_steady{}", "shortfall{}_gbp", "cumulative_shortfall{}_gbp"):
        low, point, high = (years[figure.format(end)].tolist() for end in ("_low", "", "_high"))
        assert low == pytest.approx(point)
        assert high == pytest.approx(point)
    assert years["sign"].tolist() == ["lower", "lower", "no change"]


def test_a_year_of_which_only_a_least_value_is_known_is_short_by_at_most_the_rest():
    years = ramp_up(
        values(NAN, 90, 100).assign(value_low_gbp=[70, NAN, NAN], value_high_gbp=NAN), steady_year="2023-24"
    )
    assert years["shortfall_gbp"].isna().tolist() == [True, False, False]
    assert years["shortfall_low_gbp"].isna().tolist() == [True, False, False]
    assert years["shortfall_high_gbp"].tolist() == [30, 10, 0]
    assert years["cumulative_shortfall_high_gbp"].tolist() == [30, 40, 40]
    assert years["cumulative_shortfall_low_gbp"].isna().all()
    assert years["share_of_steady_high"].isna().tolist() == [True, False, False]


def test_without_a_value_or_a_steady_state_nothing_is_bounded():
    ends = ["shortfall_low_gbp", "shortfall_high_gbp", "share_of_steady_low", "share_of_steady_high"]
    no_steady_state = ramp_up(values(80))
    assert no_steady_state[ends].isna().all(axis=None)
    assert no_steady_state["sign"].tolist() == ["not known"]
    assert ramp_up(values(NAN, 100))["sign"].tolist() == ["not known", "no change"]


def test_a_steady_state_in_unlike_parts_of_a_year_is_as_open_as_its_parts():
    # A full year's 100, and 0 to 10 in 182 days, which are up to 10 x 365/182 a year. No part is more than its whole.
    late = values(0.0).assign(start=pd.Timestamp(2021, 10, 1), value_low_gbp=0.0, value_high_gbp=10.0)
    both = pd.concat([values(100.0, part_year=False), late])
    year = ramp_up(both, steady_year="2021-22").iloc[0]
    assert (year["shortfall_low_gbp"], year["shortfall_high_gbp"]) == (0, pytest.approx(3_650 / 182 - 10))
    assert (year["share_of_steady_low"], year["share_of_steady_high"]) == (
        pytest.approx(100 / (100 + 3_650 / 182 - 10)),
        1,
    )


def test_a_steady_state_that_credits_may_turn_negative_bounds_no_share():
    credit = values(0.0).assign(start=pd.Timestamp(2021, 10, 1), value_low_gbp=-200.0, value_high_gbp=0.0)
    year = ramp_up(pd.concat([values(100.0, part_year=False), credit]), steady_year="2021-22").iloc[0]
    assert year[["share_of_steady_low", "share_of_steady_high"]].isna().all()


def test_a_steady_state_of_which_only_a_least_value_is_known_is_not_short_of_itself():
    open_ended = values(NAN, value_low_gbp=100.0)
    undated = ramp_up(open_ended.drop(columns=["start", "end"]), steady_year="2021-22").iloc[0]
    assert (undated["shortfall_low_gbp"], undated["shortfall_high_gbp"], undated["sign"]) == (0, 0, "no change")
    assert (undated["share_of_steady_low"], undated["share_of_steady_high"]) == (1, 1)
    part_year = ramp_up(open_ended, steady_year="2021-22").iloc[0]
    assert (part_year["shortfall_low_gbp"], part_year["sign"]) == (pytest.approx(100 * 365 / 279 - 100), "lower")
    assert pd.isna(part_year["shortfall_high_gbp"])


def test_nothing_has_a_share_of_a_steady_state_of_nothing():
    years = ramp_up(values(80, 0), steady_year="2022-23")
    assert years[["share_of_steady_low", "share_of_steady_high"]].isna().all(axis=None)


SPAN = st.tuples(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 4)).map(
    lambda span: (span[0], span[0] + span[1], span[0] + span[1] * span[2] / 4)
)


@LAW
@given(spans=st.lists(SPAN, min_size=5, max_size=5), steady=st.sampled_from(YEARS), late=st.booleans())
def test_every_series_within_the_bands_has_its_shortfall_within_theirs(spans, steady, late):
    low, high, point = zip(*spans, strict=True)
    dated = values(*point, years=[*YEARS, "2021-22"])
    if late:
        # The second row of 2021-22 covers another part of the year than the first.
        dated.loc[4, "start"] = pd.Timestamp(2021, 10, 1)
    banded = dated.assign(value_gbp=NAN, value_low_gbp=low, value_high_gbp=high)
    within, exact = ramp_up(banded, steady_year=steady), ramp_up(dated, steady_year=steady)
    for figure in ("share_of_steady{}", "shortfall{}_gbp", "cumulative_shortfall{}_gbp"):
        lowest, inside, highest = (
            frame[figure.format(end)] for frame, end in ((within, "_low"), (exact, ""), (within, "_high"))
        )
        slack = 1e-9 * (1 + inside.abs() + highest.abs())
        assert (lowest <= inside + slack).all()
        assert (inside <= highest + slack).all()
