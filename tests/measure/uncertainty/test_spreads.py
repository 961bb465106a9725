"""What a figure can be is read as it was stated, and drawn as often as it should be where theory says so."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.errors import FrameError
from vv_analysis.measure.uncertainty.spreads import Spread, stated_spread

NAN = float("nan")
DRAWS = 100_000


def spread(*figures):
    return Spread(*(np.array(column, dtype=float) for column in zip(*figures, strict=True)))


def drawn(*figures, seed=2021, draws=DRAWS):
    return spread(*figures).drawn_sums(draws, np.random.default_rng(seed))


def row(column="value_gbp", **cells):
    return stated_spread(pd.DataFrame([cells]), column, where="here")


@pytest.mark.parametrize(
    ("cells", "low", "peak", "high"),
    [
        ({"value_gbp": 60.0}, 60, NAN, 60),
        ({"value_gbp": 60.0, "value_low_gbp": 60.0, "value_high_gbp": 60.0}, 60, NAN, 60),
        ({"value_low_gbp": 50.0, "value_high_gbp": 100.0}, 50, NAN, 100),
        ({"value_gbp": 60.0, "value_low_gbp": 50.0, "value_high_gbp": 100.0}, 50, 60, 100),
        ({"value_gbp": 50.0, "value_low_gbp": 50.0, "value_high_gbp": 100.0}, 50, NAN, 100),
        ({"value_gbp": 100.0, "value_low_gbp": 50.0, "value_high_gbp": 100.0}, 50, NAN, 100),
        ({"value_gbp": 75.0, "value_low_gbp": 50.0, "value_high_gbp": 100.0, "value_status": "range"}, 50, NAN, 100),
        ({"value_gbp": 75.0, "value_low_gbp": 50.0, "value_high_gbp": 100.0, "value_status": "about"}, 50, 75, 100),
        ({"value_gbp": NAN, "value_low_gbp": 50.0, "value_high_gbp": NAN}, NAN, NAN, NAN),
        ({"value_gbp": NAN, "value_low_gbp": NAN, "value_high_gbp": 50.0}, NAN, NAN, NAN),
        ({"value_gbp": 60.0, "value_low_gbp": 50.0}, NAN, NAN, NAN),
        ({"value_gbp": NAN}, NAN, NAN, NAN),
    ],
)
def test_a_figure_has_a_peak_only_where_somebody_stated_one(cells, low, peak, high):
    read = row(**cells)
    assert [read.low[0], read.peak[0], read.high[0]] == pytest.approx([low, peak, high], nan_ok=True)
    assert read.known.tolist() == [low == low]


def test_at_most_so_many_people_is_no_statement_to_draw_from():
    assert not row("volume_users", volume_users=NAN, volume_low_users=NAN, volume_high_users=50.0).known.any()
    assert not row("volume_users", volume_users=NAN).known.any()
    assert row("volume_users", volume_low_users=0.0, volume_high_users=50.0).known.all()


def test_the_middle_is_the_peak_where_there_is_one():
    assert spread((50, 100, NAN), (50, 100, 60), (70, 70, NAN)).central.tolist() == [75, 60, 70]


@pytest.mark.parametrize("cells", [{}, {"value_low_gbp": 1.0}, {"value_high_gbp": 1.0}])
def test_without_the_figure_both_ends_are_needed(cells):
    with pytest.raises(FrameError, match="the frame has no 'value_gbp'"):
        row(other=1, **cells)


def test_an_interval_upside_down_is_refused():
    with pytest.raises(FrameError, match="'value_gbp' of row 0"):
        row(value_low_gbp=2.0, value_high_gbp=1.0)


def test_an_even_draw_has_its_theoretical_tenths():
    # Between 100 and 200 one in ten lies below 110; the standard error of that percentile is about 0.1.
    sums = drawn((100, 200, NAN))
    assert np.percentile(sums, [10, 50, 90]) == pytest.approx([110, 150, 190], abs=0.6)
    assert sums.var() == pytest.approx(100**2 / 12, rel=0.01)
    assert sums.min() >= 100
    assert sums.max() <= 200


@pytest.mark.parametrize("peak", [0.1, 20, 50, 80, 99.9])
def test_a_draw_with_a_peak_has_its_theoretical_tenths(peak):
    # On 0 to 100: P(X < x) = x²/(100c) below the peak c, 1 − (100 − x)²/(100(100 − c)) above it.
    sums = drawn((0, 100, peak))
    for share in (0.1, 0.5, 0.9):
        below = np.sqrt(share * 100 * peak)
        expected = below if below <= peak else 100 - np.sqrt((1 - share) * 100 * (100 - peak))
        assert np.percentile(sums, 100 * share) == pytest.approx(expected, abs=0.7)
    assert sums.mean() == pytest.approx((100 + peak) / 3, abs=0.4)
    assert sums.var() == pytest.approx((100**2 + peak**2 - 100 * peak) / 18, rel=0.02)


def test_figures_are_drawn_independently_so_that_variances_add_up():
    # Twenty even figures and twenty with a peak in the middle: 20 · 100²/12 + 20 · 100²/24 = 25,000.
    many = [(0, 100, NAN)] * 20 + [(0, 100, 50)] * 20
    sums = drawn(*many)
    assert sums.var() == pytest.approx(25_000, rel=0.02)
    assert sums.mean() == pytest.approx(2_000, abs=2)
    # A wide and a narrow one, even: (100² + 10²)/12; with a peak at a fifth: (1 + 0.2² − 0.2)(100² + 10²)/18.
    assert drawn((0, 100, NAN), (0, 10, NAN)).var() == pytest.approx(10_100 / 12, rel=0.02)
    assert drawn((0, 100, 20), (0, 10, 2)).var() == pytest.approx(0.84 * 10_100 / 18, rel=0.02)


def test_blocks_of_draws_do_not_repeat_each_other():
    sums = drawn((0, 1, NAN), (0, 1, 0.3))
    assert len(np.unique(sums)) == DRAWS


def test_points_shift_the_sum_and_need_no_draws():
    assert drawn((100, 100, NAN), (50, 50, NAN)).tolist() == [150]
    shifted, plain = drawn((0, 10, NAN), (90, 90, NAN)), drawn((0, 10, NAN))
    assert np.allclose(shifted, plain + 90, rtol=1e-12)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(
    st.permutations(
        [(0, 10, NAN), (5, 9, NAN), (0, 10, 3), (0, 20, 8), (0, 20, NAN), (0, 10, 8), (-4, 4, NAN), (7, 7, NAN)] * 2
    )
)
def test_the_order_of_figures_changes_no_draw(figures):
    assert drawn(*figures, draws=50).tolist() == drawn(*sorted(figures, key=str), draws=50).tolist()


def test_more_draws_begin_with_the_same_ones():
    figures = [(0, 10, NAN), (0, 10, 3)]
    assert drawn(*figures, draws=20_000)[:10_000].tolist() == drawn(*figures, draws=10_000).tolist()
