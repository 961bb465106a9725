"""The ends of a price and of a volume effect hold whatever the figures inside theirs can give, and no more."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vv_analysis.measure.frames.bounds import Bounds
from vv_analysis.measure.split.bennet import around, bennet, bennet_bounds

FAITHFUL = settings(deadline=None, derandomize=True, max_examples=40)
PENNY = 0.01


def ends(low, high):
    return Bounds(np.array([low], dtype=float), np.array([high], dtype=float))


def effects_of(value0, users0, value1, users1):
    price, volume = bennet_bounds(ends(*value0), ends(*users0), ends(*value1), ends(*users1))
    return [(float(effect.low[0]), float(effect.high[0])) for effect in (price, volume)]


def test_a_band_of_volume_turns_the_ends_of_both_effects():
    # V 100,000 to 126,000, q0 100, q1 120 to 150. With q1 = 120: p0 1,000, p1 1,050: price 110 x 50 = 5,500, volume
    # 1,025 x 20 = 20,500. With q1 = 150: p1 840, price 125 x -160 = -20,000, volume 920 x 50 = 46,000.
    price, volume = effects_of((100_000, 100_000), (100, 100), (126_000, 126_000), (120, 150))
    assert price == pytest.approx((-20_000, 5_500))
    assert volume == pytest.approx((20_500, 46_000))


def test_bands_of_value_move_the_volume_effect_towards_fewer_and_more_pounds_alike():
    # q 100 to 140; V0 90,000 to 110,000, V1 120,000 to 130,000. Volume ½(p0+p1)·40: lowest p 900 and 857.14 give
    # 35,142.86, highest 1,100 and 928.57 give 40,571.43. Price ½·240(p1−p0): 120(857.14−1,100) = -29,142.86 and
    # 120(928.57−900) = 3,428.57.
    price, volume = effects_of((90_000, 110_000), (100, 100), (120_000, 130_000), (140, 140))
    assert price == pytest.approx((-29_142.857, 3_428.571), abs=PENNY)
    assert volume == pytest.approx((35_142.857, 40_571.429), abs=PENNY)


def test_as_many_users_on_both_sides_leave_no_volume_effect_whatever_the_values():
    assert effects_of((0, 10), (50, 50), (5, 900), (50, 50))[1] == (0, 0)


def test_a_volume_that_may_be_nothing_bounds_neither_effect():
    for box in [((1, 2), (0, 10), (1, 2), (5, 10)), ((1, 2), (5, 10), (1, 2), (0, 10))]:
        assert effects_of(*box) == [(-np.inf, np.inf)] * 2


def test_a_volume_without_a_highest_figure_leaves_one_end_of_each_effect_open():
    # The more users after, the lower the cost per user after: the price effect has a highest figure, at 100 users.
    price, volume = effects_of((100_000, 100_000), (100, 100), (126_000, 126_000), (100, np.inf))
    assert price == (-np.inf, 26_000)
    assert volume == (0, np.inf)


def test_a_value_without_a_highest_figure_leaves_the_price_effect_open_above_only():
    price, _ = effects_of((100_000, 100_000), (100, 100), (126_000, np.inf), (140, 140))
    assert price == pytest.approx((-12_000, np.inf))


def test_no_value_before_leaves_the_price_effect_bounded_even_without_a_highest_volume():
    # V0 = 0: price is ½·100·(1 + 100/q1), 100 at q1 = 100, and 50 for ever more users.
    price, _ = effects_of((0, 0), (100, 100), (100, 100), (100, np.inf))
    assert price == pytest.approx((50, 100))


def test_a_negative_value_turns_the_price_effect_inside_the_band_of_volume():
    # With V0 = -100, V1 = 100: price ½[100(1+r) + 100(1+1/r)] = 50(2 + r + 1/r), lowest at r = 1 with 200; at r = 2 and
    # r = ½ it is 225.
    price, _ = effects_of((-100, -100), (10, 20), (100, 100), (10, 20))
    assert price == pytest.approx((200, 225))
    # With V0 = -400 it is 50(1+r) + 200(1+1/r): 450 at r = 2, 500 at r = 1 and at r = 4.
    price, _ = effects_of((-400, -400), (20, 40), (100, 100), (10, 20))
    assert price == pytest.approx((450, 500))


def test_where_all_is_exact_the_ends_are_the_figure_to_the_last_digit():
    exact = np.array([True, False])
    held = around(Bounds(np.array([0.9, 0.9]), np.array([1.1, 1.1])), np.array([1.0, 1.2]), exact)
    assert held.low.tolist() == [1.0, 0.9]
    assert held.high.tolist() == [1.0, 1.2]


@FAITHFUL
@given(seed=st.integers(0, 10_000))
def test_every_point_inside_lies_within_and_the_ends_are_reached(seed):
    lots = np.random.default_rng(seed)
    low = np.column_stack([lots.uniform(-5e4, 1e5, 30), lots.integers(1, 200, 30).astype(float)] * 2)
    high = low + np.column_stack([lots.uniform(0, 1e5, 30), lots.integers(0, 100, 30).astype(float)] * 2)
    found = bennet_bounds(*(Bounds(low[:, place], high[:, place]) for place in range(4)))
    shares = np.concatenate([lots.uniform(0, 1, (400, 30, 4)), lots.integers(0, 2, (400, 30, 4))])
    points = low + shares * (high - low)
    for effect, ends_of_effect in zip(bennet(*np.moveaxis(points, 2, 0)), found, strict=True):
        assert (effect >= ends_of_effect.low - PENNY).all()
        assert (effect <= ends_of_effect.high + PENNY).all()
        reached = effect.max(axis=0) - effect.min(axis=0)
        positive = (low[:, 0] > 0) & (low[:, 2] > 0)
        # Without negative values the ends are corners, and 400 random corners out of 16 meet each of them.
        width = ends_of_effect.high - ends_of_effect.low
        assert (reached[positive] >= width[positive] - PENNY).all()
