"""VAT is taken out where it is included, and where it is not known nothing is assumed."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.basis.prices import real_terms
from vv_analysis.measure.basis.vat import exclude_vat

NAN = float("nan")
CODES = ["excluded", "included", "exempt", "unknown"]


def values(*values_gbp, vat="included", **columns):
    return pd.DataFrame({"value_gbp": list(values_gbp), "vat": vat}).assign(**columns)


def test_a_fifth_on_top_is_a_sixth_of_the_whole():
    net = exclude_vat(values(120_000.0)).iloc[0]
    assert net["value_gbp"] == pytest.approx(100_000)
    assert net["value_with_vat_gbp"] == 120_000
    assert net["vat"] == "excluded"
    assert net["steps"] == "VAT of 20% taken out"


def test_what_excludes_vat_is_exempt_or_not_known_stays_as_it_is():
    untouched = values(100.0, 100.0, 100.0, vat=["excluded", "exempt", "unknown"])
    net = exclude_vat(untouched)
    pd.testing.assert_frame_equal(net[["value_gbp", "vat"]], untouched)
    assert net["value_with_vat_gbp"].isna().all()
    assert net["steps"].tolist() == ["", "", ""]


def test_ends_nominal_values_and_the_second_figure_lose_it_too_and_users_and_one_off_costs_do_not():
    names = ["value_low_gbp", "value_high_gbp", "value_nominal_gbp", "value_low_nominal_gbp", "value_high_nominal_gbp"]
    every = [*names, "value_alternative_gbp"]
    others = {"volume_users": 120.0, "one_off_costs_gbp": 120.0, "value_stated_gbp": 120.0}
    net = exclude_vat(values(120.0, **dict.fromkeys(every, 120.0), **others)).iloc[0]
    assert net[every].tolist() == pytest.approx([100] * 6)
    assert net[list(others)].tolist() == [120, 120, 120]


@pytest.mark.parametrize(
    ("rate", "net", "words"), [(0, 105.0, "0%"), (0.05, 100.0, "5%"), (0.175, 105 / 1.175, "17.5%")]
)
def test_another_rate_can_be_given_and_is_told(rate, net, words):
    done = exclude_vat(values(105.0), rate=rate)
    assert done["value_gbp"].tolist() == pytest.approx([net])
    assert done["vat"].tolist() == ["excluded"]
    assert done["steps"].tolist() == [f"VAT of {words} taken out"]


@pytest.mark.parametrize("rate", [-0.01, 1, 20, NAN, "20%", None])
def test_a_rate_that_is_no_fraction_is_refused(rate):
    with pytest.raises(FrameError, match=r"the rate of VAT is .*; expected a fraction such as 0.2"):
        exclude_vat(values(105.0), rate=rate)


def test_a_frame_that_does_not_say_anything_about_vat_is_refused():
    with pytest.raises(FrameError, match="the frame has no 'vat'"):
        exclude_vat(values(105.0).drop(columns="vat"))


def test_a_word_that_is_no_code_is_refused_and_its_rows_are_named():
    with pytest.raises(
        FrameError, match="'vat' of row 1 is 'inc'; expected one of excluded, included, exempt, unknown"
    ):
        exclude_vat(values(105.0, 105.0, vat=["included", "inc"]))


@pytest.mark.parametrize("nothing", ["", None, NAN])
def test_an_empty_cell_is_not_known(nothing):
    stated = values(105.0, 105.0).assign(vat=pd.Series(["included", nothing], dtype="str"))
    assert exclude_vat(stated)["vat"].tolist() == ["excluded", "unknown"]


def test_a_missing_value_stays_missing_and_its_bound_loses_vat():
    net = exclude_vat(values(NAN, value_low_gbp=120.0)).iloc[0]
    assert net[["value_gbp", "value_with_vat_gbp"]].isna().all()
    assert net["value_low_gbp"] == pytest.approx(100)


def test_deflating_and_taking_vat_out_may_be_done_in_either_order():
    index = pd.Series({"2019-20": 95.0, "2020-21": 100.0})
    stated = values(120.0, year="2019-20", prices="nominal")
    one = real_terms(exclude_vat(stated), deflators=index)
    other = exclude_vat(real_terms(stated, deflators=index))
    for column in ("value_gbp", "value_nominal_gbp"):
        assert one[column].tolist() == pytest.approx(other[column].tolist())


ROWS = st.lists(
    st.tuples(st.none() | st.integers(-(10**14), 10**14).map(lambda pence: pence / 100), st.sampled_from(CODES)),
    max_size=5,
)


def stated_rows(rows):
    amounts = pd.Series([row[0] for row in rows], dtype="float64")
    codes = pd.Series([row[1] for row in rows], dtype="str")
    return pd.DataFrame({"value_gbp": amounts, "vat": codes}).set_axis(["same label"] * len(rows))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(rows=ROWS)
def test_a_second_time_changes_nothing_and_nothing_given_is_changed(rows):
    frame = stated_rows(rows)
    copy = frame.copy()
    once = exclude_vat(frame)
    pd.testing.assert_frame_equal(exclude_vat(once), once)
    pd.testing.assert_frame_equal(frame, copy)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_each_row_is_treated_by_itself(rows, order):
    frame = stated_rows(rows)
    places = list(range(len(frame)))
    order.shuffle(places)
    pd.testing.assert_frame_equal(exclude_vat(frame.iloc[places]), exclude_vat(frame).iloc[places])
