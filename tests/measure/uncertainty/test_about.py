"""A figure stated as "about" is read some way either side; what was stated exactly, or as a range, is not touched."""

import numpy as np
import pandas as pd
import pytest

from vv_analysis.errors import FrameError
from vv_analysis.measure.frames.bounds import stated_bounds
from vv_analysis.measure.uncertainty.about import ABOUT_ASSUMPTION, ABOUT_PERCENT, widen_about
from vv_analysis.terms.assumptions import assumptions

NAN = float("nan")
ENDS = ["value_low_gbp", "value_high_gbp"]
PEOPLE = ["volume_low_users", "volume_high_users"]


def values(*figures, status="about"):
    return pd.DataFrame({"value_gbp": figures, "value_status": status}).astype({"value_gbp": float})


def users(*figures, status="about"):
    return pd.DataFrame({"volume_users": figures, "volume_status": status}).astype({"volume_users": float})


def test_about_is_five_per_cent_either_side_as_the_log_of_assumptions_has_it():
    logged = next(one for one in assumptions() if one.id == ABOUT_ASSUMPTION)
    assert (logged.factor, logged.central) == ("about_percent", ABOUT_PERCENT)
    # 5% of 450 million is 22.5 million.
    assert widen_about(values(450e6))[ENDS].to_numpy().tolist() == [[427.5e6, 472.5e6]]


@pytest.mark.parametrize(
    ("stated", "low", "high"),
    [
        (1_000, 950, 1_050),
        (5_500, 5_225, 5_775),
        # 31 less and more 1.55: whole people outwards.
        (31, 29, 33),
        # 29,000 less and more 1,450, to the person.
        (29_000, 27_550, 30_450),
        (1, 0, 2),
        (0, 0, 0),
    ],
)
def test_people_are_whole_and_rounded_outwards(stated, low, high):
    assert widen_about(users(stated))[PEOPLE].to_numpy().tolist() == [[low, high]]


def test_the_last_digit_of_a_float_adds_no_person():
    # 6.4 per cent of 1,375 is 88, though a float makes the low end 1,286.9999999999998.
    assert 1_375 * (100 - 6.4) / 100 < 1_287
    assert widen_about(users(1_375), percent=6.4)[PEOPLE].to_numpy().tolist() == [[1_287, 1_463]]


def test_of_a_negative_figure_the_larger_loss_is_the_low_end():
    assert widen_about(values(-2_000))[ENDS].to_numpy().tolist() == [[-2_100, -1_900]]


@pytest.mark.parametrize("status", ["exact", "range", "at_least", "at_most", "missing"])
def test_only_about_is_widened(status):
    frame = values(50_000.0, status=status).assign(value_low_gbp=[50_000.0], value_high_gbp=[50_000.0])
    pd.testing.assert_frame_equal(widen_about(frame).drop(columns="steps"), frame)
    assert widen_about(frame)["steps"].tolist() == [""]


def test_what_has_an_interval_or_no_figure_is_left_as_it_is():
    frame = values(75_000, NAN).assign(value_low_gbp=[50_000, NAN], value_high_gbp=[100_000, NAN])
    pd.testing.assert_frame_equal(widen_about(frame).drop(columns="steps"), frame)
    assert users(NAN).pipe(widen_about)[PEOPLE].isna().all(axis=None)


def test_widening_twice_widens_once():
    frame = pd.concat([values(50_000, 60_000), users(40, 50)], axis=1)
    once = widen_about(frame)
    pd.testing.assert_frame_equal(widen_about(once), once)


def test_the_figure_stays_inside_and_the_step_says_what_was_done_to_which():
    frame = pd.concat([values(50_000, 60_000), users(40, 50, status=["about", "exact"])], axis=1)
    wide = widen_about(frame.assign(steps="annualised from 182 days"), percent=10)
    assert wide[["value_gbp", "volume_users"]].to_numpy().tolist() == [[50_000, 40], [60_000, 50]]
    assert wide["steps"].tolist() == [
        "annualised from 182 days; value stated as about, read as 10% either side (A01); "
        "volume stated as about, read as 10% either side (A01)",
        "annualised from 182 days; value stated as about, read as 10% either side (A01)",
    ]
    assert stated_bounds(wide, "volume_users", where="here").low.tolist() == [36, 50]


def test_neither_the_argument_nor_its_row_labels_are_changed():
    frame = pd.concat([values(50_000), values(60_000, status="exact")])
    before = frame.copy(deep=True)
    wide = widen_about(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert wide.index.tolist() == [0, 0]
    assert wide["value_low_gbp"].tolist() == pytest.approx([47_500, NAN], nan_ok=True)


@pytest.mark.parametrize("percent", [-1, 101, NAN, True, np.inf])
def test_a_width_that_is_none_is_refused(percent):
    with pytest.raises(FrameError, match=r"widen_about: .* is no width; expected a number from 0 to 100"):
        widen_about(values(1), percent=percent)


@pytest.mark.parametrize("percent", [0, 100])
def test_a_width_may_be_nothing_or_all_of_the_figure(percent):
    assert widen_about(values(200), percent=percent)["value_low_gbp"].tolist() == [200 - 2 * percent]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame({"value_gbp": [1.0]}), "no 'value_status' and no 'volume_status'"),
        (pd.DataFrame({"value_status": ["about"]}), "no 'value_gbp'"),
        (pd.DataFrame({"value_gbp": ["1"], "value_status": ["about"]}), "'value_gbp' holds text"),
        (values(5).assign(value_low_gbp=6.0, value_high_gbp=7.0), "'value_gbp' of row 0"),
    ],
)
def test_a_frame_that_cannot_be_read_is_refused(frame, said):
    with pytest.raises(FrameError, match=said):
        widen_about(frame)
