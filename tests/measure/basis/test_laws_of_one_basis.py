"""What holds for every way of bringing figures to one basis: labels, order, currency unit, and what was given."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.measure.basis.discounting import present_value
from vv_analysis.measure.basis.financial_years import by_financial_year
from vv_analysis.measure.basis.prices import real_terms, with_alternative
from vv_analysis.measure.basis.twelve_months import annualise
from vv_analysis.measure.basis.vat import exclude_vat
from vv_analysis.measure.basis.whole_term import yearly_values

INDEX = pd.Series({"2018-19": 98.0, "2019-20": 100.0, "2020-21": 108.0, "2021-22": 109.0, "2022-23": 133.1})


def discounted(frame):
    parts = by_financial_year(frame).assign(prices="real 2020-21")
    return present_value(parts[parts["year"] == "2020-21"], by=["contract"])


def in_thirds(frame):
    parts = by_financial_year(frame)[["contract", "year"]]
    return yearly_values(frame, parts.assign(share=1 / parts.groupby("contract")["year"].transform("count")))


KEEP_THEIR_ROWS = {
    "real_terms": lambda frame: real_terms(frame, deflators=INDEX),
    "with_alternative": lambda frame: with_alternative(frame, deflators=INDEX),
    "annualise": annualise,
    "exclude_vat": exclude_vat,
}
MAKE_ROWS_ANEW = {
    "by_financial_year": by_financial_year,
    "yearly_values by a profile": in_thirds,
    "present_value": discounted,
}
EVERY = KEEP_THEIR_ROWS | MAKE_ROWS_ANEW
MONEY = st.none() | st.just(0.0) | st.integers(-(10**14), 10**14).map(lambda pence: pence / 100)
DAYS = st.dates(pd.Timestamp(2018, 4, 1).date(), pd.Timestamp(2023, 3, 31).date())
ROW = st.tuples(
    st.tuples(DAYS, DAYS).map(sorted),
    MONEY,
    st.none() | st.integers(0, 10**6),
    st.sampled_from(["excluded", "included", "exempt", "unknown"]),
)
ROWS = st.lists(ROW, min_size=4, max_size=4)


def contracts(rows):
    value = np.array([row[1] for row in rows], dtype="float64")
    return pd.DataFrame(
        {
            "contract": [f"C{place}" for place in range(len(rows))],
            "start": pd.to_datetime([row[0][0] for row in rows]),
            "end": pd.to_datetime([row[0][1] for row in rows]),
            "value_gbp": value,
            "value_low_gbp": value - 100.0,
            "value_high_gbp": np.where(value > 0, 2 * value, np.nan),
            "one_off_costs_gbp": value,
            "volume_users": np.array([row[2] for row in rows], dtype="float64"),
            "vat": [row[3] for row in rows],
        }
    )


@pytest.mark.parametrize("measure", EVERY.values(), ids=EVERY)
@settings(deadline=None, derandomize=True, max_examples=2)
@given(rows=ROWS)
def test_another_currency_unit_changes_amounts_of_money_and_nothing_else_and_none_is_infinite(measure, rows):
    frame = contracts(rows)
    copy = frame.copy()
    money = [column for column in frame if column.endswith("_gbp")]
    one = measure(frame)
    # A unit of a quarter pound, as its amounts are exact floats.
    other = measure(frame.assign(**{column: 4 * frame[column] for column in money}))
    for column in one:
        if column.endswith("_gbp"):
            assert not np.isinf(one[column]).any()
            pd.testing.assert_series_equal(other[column], 4 * one[column], rtol=1e-12)
        else:
            pd.testing.assert_series_equal(other[column], one[column])
    pd.testing.assert_frame_equal(frame, copy)


@pytest.mark.parametrize("measure", EVERY.values(), ids=EVERY)
@settings(deadline=None, derandomize=True, max_examples=2)
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_order_and_labels_of_the_rows_do_not_matter(measure, rows, order):
    frame = contracts(rows)
    places = list(range(len(frame)))
    order.shuffle(places)
    shuffled = measure(frame.iloc[places].set_axis(["same label"] * len(frame)))
    keys = [column for column in ("contract", "year") if column in shuffled]
    one, other = (result.sort_values(keys, ignore_index=True) for result in (measure(frame), shuffled))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("measure", KEEP_THEIR_ROWS.values(), ids=KEEP_THEIR_ROWS)
def test_rows_keep_their_places_and_labels(measure):
    days = [pd.Timestamp(2020, 10, 1), pd.Timestamp(2021, 9, 30)]
    frame = contracts([(days, 100.0, 10, "included"), (days, None, None, "exempt")]).set_axis([7, 7])
    result = measure(frame)
    assert result.index.tolist() == [7, 7]
    assert result["contract"].tolist() == ["C0", "C1"]


@settings(deadline=None, derandomize=True, max_examples=5)
@given(rows=ROWS)
def test_deflating_annualising_and_taking_vat_out_may_be_done_in_any_order(rows):
    frame = contracts(rows)
    one = exclude_vat(annualise(real_terms(frame, deflators=INDEX)))
    other = real_terms(annualise(exclude_vat(frame)), deflators=INDEX)
    for column in ("value_gbp", "value_low_gbp", "value_high_gbp", "value_nominal_gbp", "volume_users"):
        pd.testing.assert_series_equal(one[column], other[column], rtol=1e-12)
