"""Days of a period fall into financial years without a gap, and parts of a figure add up to it to the last bit."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.exposure import day_shares, exposures, part_between
from vv_analysis.terms import years

DAYS = st.dates(pd.Timestamp(1950, 1, 1).date(), pd.Timestamp(2090, 1, 1).date())
PERIODS = st.lists(st.tuples(DAYS, DAYS).map(sorted), min_size=1, max_size=3)


def periods(*spans):
    return pd.DataFrame({day: pd.to_datetime([span[place] for span in spans]) for place, day in enumerate(STARTS)})


STARTS = ("start", "end")


def test_31_march_and_1_april_lie_in_two_years():
    parts = exposures(periods(("2021-03-31", "2021-04-01"), ("2021-04-01", "2022-03-31")))
    assert parts["year"].tolist() == ["2020-21", "2021-22", "2021-22"]
    assert parts["days"].tolist() == [1, 1, 365]
    assert parts["days_of_period"].tolist() == [2, 2, 365]
    assert parts["place"].tolist() == [0, 0, 1]


def test_a_29_february_is_one_day_more():
    parts = exposures(periods(("2019-01-01", "2020-12-31")))
    # January to March 90 days, the year to 31 March 2020 366, April to December 275: 731.
    assert parts["days"].tolist() == [90, 366, 275]
    assert parts["days_before"].tolist() == [0, 90, 456]
    assert parts["start"].tolist() == list(pd.to_datetime(["2019-01-01", "2019-04-01", "2020-04-01"]))
    assert parts["end"].tolist() == list(pd.to_datetime(["2019-03-31", "2020-03-31", "2020-12-31"]))


def test_no_period_has_no_part():
    assert exposures(periods()).empty


def test_a_period_beyond_the_years_that_can_be_named_is_refused():
    with pytest.raises(FrameError, match="'2100-01' is not a financial year"):
        exposures(periods(("2099-04-01", "2100-04-01")))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(spans=PERIODS)
def test_every_day_of_a_period_falls_into_one_year(spans):
    given_periods = periods(*spans)
    parts = exposures(given_periods)
    for place, (start, end) in enumerate(spans):
        own = parts[parts["place"] == place]
        assert own["days"].sum() == (end - start).days + 1
        assert own["start"].iloc[0] == pd.Timestamp(start)
        assert own["end"].iloc[-1] == pd.Timestamp(end)
        assert (own["start"].iloc[1:].to_numpy() - own["end"].iloc[:-1].to_numpy() == np.timedelta64(1, "D")).all()
    assert parts["year"].tolist() == [years.financial_year(day) for day in parts["start"]]
    assert parts["year"].tolist() == [years.financial_year(day) for day in parts["end"]]
    since, until = day_shares(parts)
    assert (until - since).tolist() == pytest.approx((parts["days"] / parts["days_of_period"]).tolist())


AMOUNTS = st.floats(-1e15, 1e15) | st.integers(-(10**14), 10**14).map(lambda pence: pence / 100)
CUTS = st.lists(st.floats(0, 1), max_size=6).map(lambda cuts: np.array([0.0, *sorted(cuts), 1.0]))


@settings(deadline=None, derandomize=True, max_examples=200)
@given(whole=AMOUNTS, cuts=CUTS, order=st.randoms(use_true_random=False))
def test_parts_add_up_to_the_whole_to_the_last_bit_in_whatever_order(whole, cuts, order):
    parts = part_between(np.full(len(cuts) - 1, whole), cuts[:-1], cuts[1:]).tolist()
    order.shuffle(parts)
    assert sum(parts) == whole
    assert sum(map(Fraction, parts)) == Fraction(whole)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(whole=AMOUNTS, cuts=CUTS)
def test_a_part_is_its_share_of_the_whole(whole, cuts):
    parts = part_between(np.full(len(cuts) - 1, whole), cuts[:-1], cuts[1:])
    assert parts.tolist() == pytest.approx((whole * np.diff(cuts)).tolist(), rel=1e-9, abs=4 * np.spacing(abs(whole)))


def test_a_part_of_a_missing_figure_is_missing_and_of_nothing_is_nothing():
    ends = np.array([0.0, 0.0]), np.array([0.4, 0.4])
    part = part_between(np.array([np.nan, 0.0]), *ends)
    assert np.isnan(part[0])
    assert part[1] == 0
