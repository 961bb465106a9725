"""A cost per user that one more or one fewer user would change too much is withheld."""

import numpy as np
import pandas as pd

from vv_analysis.measure.frames.small_numbers import (
    LOW_RELIABILITY_BELOW_USERS,
    WITHHELD_BELOW_USERS,
    cost_per_user,
)


def test_the_limits_are_ten_and_thirty_users():
    assert (WITHHELD_BELOW_USERS, LOW_RELIABILITY_BELOW_USERS) == (10, 30)


def test_a_cost_per_user_needs_ten_users_and_keeps_its_row():
    value, users = pd.Series([500.0] * 5, index=[9, 8, 7, 6, 5]), pd.Series([10.0, 9.99, 0.0, None, 20.0])
    cost = cost_per_user(value, users.set_axis(value.index))
    np.testing.assert_array_equal(cost.to_numpy(), [50.0, np.nan, np.nan, np.nan, 25.0])
    assert cost.index.tolist() == [9, 8, 7, 6, 5]


def test_a_missing_value_has_no_cost():
    assert cost_per_user(pd.Series([np.nan]), pd.Series([10.0])).isna().all()
