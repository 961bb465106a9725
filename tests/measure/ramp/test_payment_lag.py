"""Money paid late is received later, and all of it is."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.ramp.payment_lag import RESULTS, payment_lag
from vv_analysis.terms.schemas.measured import PaymentLag

NAN = float("nan")


def paid(*values, start="2021-04-01", end="2022-03-31", **columns):
    rows = {"start": pd.Timestamp(start), "end": pd.Timestamp(end), "value_gbp": [float(value) for value in values]}
    return pd.DataFrame(rows).assign(**columns)


def test_a_month_late_moves_a_month_of_the_money_into_the_next_year():
    # 365,000 in 365 days: the last 30 days' 30,000 come in after 31 March.
    years = payment_lag(paid(365_000), lag_days=30)
    assert years.to_numpy().tolist() == [["2021-22", 365_000, 335_000, 30_000], ["2022-23", 0, 30_000, 0]]


def test_without_a_lag_everything_is_received_as_it_is_earned():
    two_years = paid(731, start="2019-04-01", end="2021-03-31")
    years = payment_lag(two_years, lag_days=0)
    assert years.to_numpy().tolist() == [["2019-20", 366, 366, 0], ["2020-21", 365, 365, 0]]


def test_a_lag_of_a_day_moves_the_last_day():
    years = payment_lag(paid(365), lag_days=1)
    assert years["received_gbp"].tolist() == [364, 1]


def test_money_may_come_in_years_in_which_nothing_is_earned():
    years = payment_lag(paid(365), lag_days=800)
    assert years["year"].tolist() == ["2021-22", "2023-24", "2024-25"]
    assert years["owed_gbp"].tolist() == pytest.approx([365, years["received_gbp"].iloc[2], 0])
    assert years["earned_gbp"].tolist() == [365, 0, 0]


def test_each_group_is_paid_for_itself():
    both = pd.concat([paid(365, provider="B"), paid(730, provider="A")])
    years = payment_lag(both, lag_days=73, by=["provider"])
    assert years["provider"].tolist() == ["A", "A", "B", "B"]
    assert years["received_gbp"].tolist() == pytest.approx([584, 146, 292, 73])
    assert years["owed_gbp"].tolist() == pytest.approx([146, 0, 73, 0])


def test_a_missing_value_leaves_its_years_unknown():
    later = paid(365, start="2023-04-01", end="2024-03-30")
    years = payment_lag(pd.concat([paid(NAN), later]), lag_days=1)
    assert years["year"].tolist() == ["2021-22", "2022-23", "2023-24"]
    assert years["earned_gbp"].isna().tolist() == [True, False, False]
    assert years["received_gbp"].isna().tolist() == [True, True, False]
    assert years["owed_gbp"].isna().all()


def test_only_cash_at_known_days_is_paid():
    with pytest.raises(FrameError, match=r"the prices of row 0 are 'real 2020-21'.*'nominal'"):
        payment_lag(paid(365, prices="real 2020-21"))
    with pytest.raises(FrameError, match="the prices of row 0 are 'unknown'"):
        payment_lag(paid(365, prices="unknown"))
    with pytest.raises(FrameError, match="first or last day of row 1 is missing"):
        payment_lag(pd.concat([paid(365), paid(365).assign(end=pd.NaT)]))
    with pytest.raises(FrameError, match="before it starts"):
        payment_lag(paid(365, start="2023-01-01"))
    with pytest.raises(FrameError, match=r"illustrative figures .* stand beside"):
        payment_lag(paid(1, 2, data_status=["illustrative", "official"]))
    with pytest.raises(FrameError, match="'vat' is 'excluded' and 'included'"):
        payment_lag(paid(1, 2, vat=["included", "excluded"]))
    assert len(payment_lag(paid(365, prices="nominal"))) == 2


@pytest.mark.parametrize("lag", [-1, 1.5, NAN, True, "30"])
def test_a_lag_that_is_no_number_of_days_is_refused(lag):
    with pytest.raises(FrameError, match="the lag is"):
        payment_lag(paid(365), lag_days=lag)


def test_the_result_is_what_the_schema_promises():
    years = payment_lag(paid(365, provider="A"), by=["provider"])
    PaymentLag.validate(years)
    assert years.columns.tolist() == ["provider", "year", *RESULTS]
    assert payment_lag(paid()).empty


PERIOD = st.tuples(st.integers(-(10**9), 10**11), st.integers(0, 2_000), st.integers(1, 1_500))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(periods=st.lists(PERIOD, min_size=1, max_size=4), lag=st.integers(0, 900), seed=st.integers(0, 99))
def test_a_lag_shifts_the_money_and_preserves_the_total(periods, lag, seed):
    starts = [pd.Timestamp(2019, 1, 1) + pd.Timedelta(days=first) for _, first, _ in periods]
    ends = [start + pd.Timedelta(days=days - 1) for start, (_, _, days) in zip(starts, periods, strict=True)]
    frame = pd.DataFrame({"start": starts, "end": ends, "value_gbp": [pence / 100 for pence, _, _ in periods]})
    copy = frame.copy()
    years = payment_lag(frame, lag_days=lag)
    whole = sum(pence for pence, _, _ in periods) / 100
    assert years["received_gbp"].sum() == pytest.approx(whole, abs=0.005)
    assert years["earned_gbp"].sum() == pytest.approx(whole, abs=0.005)
    assert years["owed_gbp"].iloc[-1] == pytest.approx(0, abs=0.005)
    shuffled = frame.sample(frac=1, random_state=seed).set_axis([0] * len(frame))
    pd.testing.assert_frame_equal(payment_lag(shuffled, lag_days=lag), years)
    pd.testing.assert_frame_equal(frame, copy)
